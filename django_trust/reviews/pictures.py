"""Pictures of strangers, drawn anew: what is kept holds the pixels and nothing else of what was sent.

Needs Pillow (extra ``images``). Every refusal is a ``PhotoRefused`` whose words are for the shopper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from django_trust.conf import trust_settings
from django_trust.l10n.formats import format_list, format_number
from django_trust.reviews.exceptions import PhotoRefused
from django_trust.text import clean_text

MEBIBYTE = 2**20
# A large JPEG is decoded at a fraction of its size; other pictures take up to 16 bytes of memory per pixel.
MOST_MEGAPIXELS = {"JPEG": 50, "MPO": 50, "PNG": 25, "WEBP": 25}
LEAST_SIDE = 50  # pixels
IMAGE_SIDE = 1600  # pixels of the longest side
THUMBNAIL_SIDE = 240
QUALITY = 80  # of WebP, 0 to 100
NAME_SHOWN = 60  # characters
FORMATS = ("JPEG", "PNG", "WebP")
# For the attribute of a file input. Telephones turn their own format (HEIC) into JPEG when they read this.
ACCEPT = "image/jpeg,image/png,image/webp"

BEGINNING = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|RIFF.{4}WEBP", re.DOTALL)
# What makes a photo a web page, a program, a document or an archive as well. Compressed pixels hold any
# three or four bytes by chance, so the patterns are long enough to meet but a few photos in a million.
HIDDEN = (
    re.compile(rb"<(?:script|html|iframe|body|object|embed)[\s/>]", re.IGNORECASE),
    re.compile(rb"<!doctype\s+(?:html|svg)", re.IGNORECASE),
    re.compile(rb"<svg[\s/>][\t\n\r -~]{8}", re.IGNORECASE),
    re.compile(rb"<\?php\s", re.IGNORECASE),
    re.compile(rb"%PDF-\d\.\d"),
    re.compile(rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c"),
)
ZIP_END = b"PK\x05\x06"
ZIP_TAIL = 2**16 + 22  # bytes: the end of a ZIP's directory with the longest comment
# A JPEG of a few bytes can ask for every pixel to be gone through a thousand times (progressive scans);
# cameras and editors ask for about ten.
MOST_SCANS = 40
JPEG_MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd8\xff])")  # those that begin a segment, and the end
END_OF_IMAGE, START_OF_SCAN = b"\xd9", b"\xda"

ORIENTATION = 0x0112  # tag of EXIF 2.3, section 4.6.4
TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo ready to be stored: two WebP files without metadata, and their sizes in pixels."""

    image: bytes
    thumbnail: bytes
    width: int
    height: int
    thumbnail_width: int
    thumbnail_height: int
    digest: str  # SHA-256 of ``image``, hexadecimal


def is_available() -> bool:
    """Whether Pillow is installed."""
    return find_spec("PIL") is not None


def photo_limit() -> int:
    """Return how many photos a review can have here; 0 also when Pillow is missing."""
    return trust_settings.reviews_photos if is_available() else 0


def process(file: UploadedFile[Any]) -> Picture:
    """Check a file by its content and return it drawn anew: upright, in sRGB, opaque, at most 1600 pixels.

    Raises ``PhotoRefused`` for every file that is not a whole and plain JPEG, PNG or WebP within the caps,
    ``ImproperlyConfigured`` without Pillow.
    """
    if not is_available():
        raise ImproperlyConfigured('Photos need an extra: pip install "django-trust-widgets[images]".')
    name = shown_name(file.name)
    try:
        data = _read(file, name)
        _check_content(data, name)
        return _draw(data, name)
    except PhotoRefused:
        raise
    except Exception as error:  # a hostile file breaks a parser in ways no list holds
        raise PhotoRefused(
            _("“%(name)s” is damaged or not complete. Please try again or choose another photo.")
            % {"name": name}
        ) from error


def shown_name(name: Any) -> str:
    """Return the name of a stranger's file as it can be shown: one short line."""
    typed = str(name or "").encode("utf-8", "replace").decode("utf-8")
    short = typed if len(typed) <= NAME_SHOWN else f"{typed[: NAME_SHOWN - 1]}…"
    cleaned = clean_text(short, max_length=NAME_SHOWN, multiline=False)
    return cleaned or pgettext("a file without a name", "photo")


def wrong_format(name: str) -> str:
    """Say that a file is no photo, and what is."""
    return _(
        "“%(name)s” is not a photo of a kind accepted here. Please choose a file in %(formats)s format."
    ) % {"name": name, "formats": format_list(list(FORMATS), style="or")}


def too_large(name: str) -> str:
    """Say that a file has more bytes than ``REVIEWS_PHOTO_MEGABYTES``."""
    limit = format_number(trust_settings.reviews_photo_megabytes)
    return _("“%(name)s” is larger than %(limit)s MB. Please choose a smaller photo.") % {
        "name": name,
        "limit": limit,
    }


def too_many() -> str:
    """Say how many photos a review can have."""
    limit = photo_limit()
    if not limit:
        return _("Photos cannot be added here.")
    return ngettext(
        "A review can have %(limit)s photo. What was sent beyond that is left out.",
        "A review can have %(limit)s photos. What was sent beyond that is left out.",
        limit,
    ) % {"limit": format_number(limit)}


def _read(file: UploadedFile[Any], name: str) -> bytes:
    limit = trust_settings.reviews_photo_megabytes * MEBIBYTE
    if (file.size or 0) > limit:
        raise PhotoRefused(too_large(name))
    file.seek(0)
    data: bytes = file.read(limit + 1)  # what a file says about its size may be wrong
    if len(data) > limit:
        raise PhotoRefused(too_large(name))
    return data


def _check_content(data: bytes, name: str) -> None:
    if not BEGINNING.match(data):
        raise PhotoRefused(wrong_format(name))
    if _holds_more_than_pixels(data):
        raise PhotoRefused(
            _(
                "“%(name)s” holds something besides a photo. Please save it anew as a photo, "
                "or choose another one."
            )
            % {"name": name}
        )


def _holds_more_than_pixels(data: bytes) -> bool:
    """Whether the file is something else as well. Drawing it anew would remove that; nobody sends it by
    accident, though. Trailing data of telephones (a second picture, a short film) is common and fine."""
    return ZIP_END in data[-ZIP_TAIL:] or any(pattern.search(data) for pattern in HIDDEN)


def _draw(data: bytes, name: str) -> Picture:
    images: Any = import_module("PIL.Image")
    try:
        source = images.open(BytesIO(data), formats=[kind.upper() for kind in FORMATS])
    except images.DecompressionBombError:
        raise PhotoRefused(_too_many_pixels(name, min(MOST_MEGAPIXELS.values()))) from None
    with source:
        _check_size(source.size, MOST_MEGAPIXELS[source.format], name)
        if _has_too_many_scans(data):
            raise PhotoRefused(_too_many_pixels(name, MOST_MEGAPIXELS[source.format]))
        image = _upright(_opaque(_reduced(source)), source)
    thumbnail = image.resize(_within(image.size, THUMBNAIL_SIDE))
    encoded = _webp(image)
    return Picture(
        image=encoded,
        thumbnail=_webp(thumbnail),
        width=image.width,
        height=image.height,
        thumbnail_width=thumbnail.width,
        thumbnail_height=thumbnail.height,
        digest=sha256(encoded).hexdigest(),
    )


def _check_size(size: tuple[int, int], megapixels: int, name: str) -> None:
    """Only the header has been read so far, not a pixel."""
    width, height = size
    if width * height > megapixels * 1_000_000:
        raise PhotoRefused(_too_many_pixels(name, megapixels))
    if min(size) < LEAST_SIDE:
        raise PhotoRefused(
            _("“%(name)s” is too small. Please choose a photo of at least %(least)s pixels on each side.")
            % {"name": name, "least": format_number(LEAST_SIDE)}
        )


def _too_many_pixels(name: str, megapixels: int) -> str:
    return _("“%(name)s” has more than %(limit)s megapixels. Please choose a smaller photo.") % {
        "name": name,
        "limit": format_number(megapixels),
    }


def _has_too_many_scans(data: bytes) -> bool:
    """Walk the segments of a JPEG up to its end; what trails it is not decoded."""
    if not data.startswith(b"\xff\xd8"):
        return False
    scans, position = 0, 2
    while (marker := JPEG_MARKER.search(data, position)) and marker[1] != END_OF_IMAGE:
        scans += marker[1] == START_OF_SCAN
        if scans > MOST_SCANS:
            return True
        length = int.from_bytes(data[marker.end() : marker.end() + 2], "big")
        position = marker.end() + length
    return False


def _within(size: tuple[int, int], longest: int) -> tuple[int, int]:
    """Return ``size`` with no side above ``longest``; never enlarged."""
    factor = min(1.0, longest / max(size))
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def _reduced(source: Any) -> Any:
    """Decode to the size that is kept; large JPEGs are decoded at a fraction of their size at once."""
    target = _within(source.size, IMAGE_SIDE)
    source.draft(None, target)
    source.load()
    if source.mode.startswith("I"):  # 16 bits of grey, which a plain conversion would cut off
        image = source.convert("I").point(lambda value: value / 256).convert("L")
    elif source.mode in ("RGBA", "RGB", "L", "CMYK") and "transparency" not in source.info:
        image = source  # a copy of the largest allowed picture would take 200 MB
    else:
        image = source.convert("RGBA" if source.has_transparency_data else "RGB")
    return image.resize(target, import_module("PIL.Image").Resampling.LANCZOS, reducing_gap=2.0)


def _opaque(image: Any) -> Any:
    """Return the pixels in sRGB on white paper, without anything that was attached to them."""
    profile = image.info.get("icc_profile")
    if image.mode == "RGBA":
        paper = import_module("PIL.Image").new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    image = (_in_srgb(image, profile) if profile else None) or image.convert("RGB")
    image.info = {}
    return image


def _in_srgb(image: Any, profile: bytes) -> Any:
    """Return the colours as the profile means them; None where it is broken or for other pixels."""
    try:
        colours: Any = import_module("PIL.ImageCms")
        own = colours.ImageCmsProfile(BytesIO(profile))
        return colours.profileToProfile(image, own, colours.createProfile("sRGB"), outputMode="RGB")
    except Exception:  # noqa: BLE001 - colours a little off are no reason to refuse a photo
        return None


def _upright(image: Any, source: Any) -> Any:
    """Turn the picture as the camera says it was held."""
    try:
        turn = TURNS.get(source.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - broken metadata goes anyway
        return image
    return image.transpose(getattr(import_module("PIL.Image").Transpose, turn)) if turn else image


def _webp(image: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "WEBP", quality=QUALITY)
    return buffer.getvalue()
