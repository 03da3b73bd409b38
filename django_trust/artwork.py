"""Files that staff upload, judged by what they hold: names and what browsers say of them prove nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from struct import unpack
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from django_trust.l10n.formats import format_list, format_number
from django_trust.svg import MOST_BYTES, check_svg

MEBIBYTE = 1024 * 1024
MOST_PIXELS = 8_000  # on each side
HEAD = 64
SVG_TYPE = "image/svg+xml"
# The web server that sends a file may go by its name, so the name must not say anything else.
SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/webp": (".webp",),
    SVG_TYPE: (".svg",),
}


def file_type(head: bytes) -> str:
    """Return the media type that the first bytes of a file tell: PDF, PNG, JPEG or WebP, else empty."""
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/webp" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else ""


def check_document(file: Any, *, megabytes: int) -> None:
    """Raise ``ValidationError`` unless an open file is a PDF, PNG, JPEG or WebP of bearable size."""
    _require_size(file, megabytes)
    kind = file_type(_read(file, HEAD))
    if not kind:
        raise ValidationError(
            _("This is not a PDF, PNG, JPEG or WebP file. Please choose another file."), code="document"
        )
    _require_name(file, kind)


def check_artwork(file: Any, *, megabytes: int, svg_bytes: int = MOST_BYTES) -> tuple[int, int] | None:
    """Return width and height in CSS pixels; None for an SVG that does not say.

    Raises ``ValidationError`` unless the open file is a harmless SVG, or a PNG or WebP of bearable size.
    """
    _require_size(file, megabytes)
    kind = file_type(_read(file, HEAD))
    if kind in ("image/png", "image/webp"):
        size = picture_size(_read(file, HEAD))
        _require_dimensions(size)
        _require_name(file, kind)
    elif kind:
        raise ValidationError(_("Artwork must be an SVG, PNG or WebP picture."), code="artwork")
    else:
        size = check_svg(_read(file, svg_bytes + 1), most_bytes=svg_bytes)
        _require_name(file, SVG_TYPE)
    return size


def picture_size(head: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels as the head of a PNG or WebP says; None where it says nothing.

    Sources: PNG (third edition) 11.2.1; WebP container (RFC 9649) 2.5 to 2.7, VP8 (RFC 6386) 9.1.
    """
    if len(head) < 30:
        return None
    if head[12:16] == b"IHDR":
        width, height = unpack(">II", head[16:24])
        return width, height
    if head[12:16] == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if head[12:16] == b"VP8L" and head[20] == 0x2F:
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if head[12:16] == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _read(file: Any, most: int) -> bytes:
    file.seek(0)
    data = file.read(most)
    file.seek(0)
    return bytes(data)


def _require_size(file: Any, most: int) -> None:
    if file.size > most * MEBIBYTE:
        raise ValidationError(
            _("The file is larger than %(most)s MB. Please choose a smaller one."),
            code="size",
            params={"most": format_number(most)},
        )


def _require_dimensions(size: tuple[int, int] | None) -> None:
    if size is None or not all(size):
        raise ValidationError(_("The picture is damaged. Please choose another file."), code="artwork")
    if max(size) > MOST_PIXELS:
        raise ValidationError(
            _("The picture is wider or higher than %(most)s pixels. Please choose a smaller one."),
            code="artwork",
            params={"most": format_number(MOST_PIXELS)},
        )


def _require_name(file: Any, kind: str) -> None:
    suffixes = SUFFIXES[kind]
    if PurePath(file.name).suffix.lower() not in suffixes:
        raise ValidationError(
            _("What is in the file does not fit its name, which should end in %(suffix)s."),
            code="name",
            params={"suffix": format_list(list(suffixes), style="or")},
        )
