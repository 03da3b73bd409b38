"""What is kept of a stranger's file: its pixels, drawn anew; and what is refused, in words."""

import struct
import sys
import zipfile
import zlib
from contextlib import suppress
from functools import cache
from io import BytesIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from django_trust.reviews import pictures
from django_trust.reviews.exceptions import PhotoRefused
from django_trust.reviews.pictures import process

RED, GREEN, BLUE = (220, 30, 30), (30, 160, 30), (30, 30, 220)
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>Mari was here</rdf:RDF></x:xmpmeta>'


def upload(data, name="holiday.jpg", content_type="image/jpeg"):
    return SimpleUploadedFile(name, data, content_type)


def picture(size=(400, 300), mode="RGB", corner=RED, rest=BLUE):
    """A picture whose top left quarter has another colour."""
    image = Image.new("RGB", size, rest)
    image.paste(corner, (0, 0, size[0] // 2, size[1] // 2))
    return image.convert(mode)


def encode(image=None, kind="JPEG", **options):
    buffer = BytesIO()
    (image or picture()).save(buffer, kind, **options)
    return buffer.getvalue()


def exif(orientation=1):
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = "SecretCamera"
    data.get_ifd(0x8825).update({1: "N", 2: (59.0, 26.0, 13.0), 3: "E", 4: (24.0, 45.0, 10.0)})
    return data.tobytes()


def icc(swap=False):
    """sRGB; or a profile whose red is sRGB's green, and the other way round."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if swap:
        data = data.replace(b"rXYZ", b"----", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"----", b"gXYZ", 1)
    return data


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb(side, rows=None):
    """A black square of one bit per pixel: millions of pixels in a few kilobytes."""
    data = bytes(1 + side // 8) * (side if rows is None else rows)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
        + png_chunk(b"IDAT", zlib.compress(data, 9))
        + png_chunk(b"IEND", b"")
    )


def scan_bomb(side=4000, scans=20_000):
    """A progressive JPEG that asks for one more refinement of every pixel, again and again."""
    data = encode(Image.new("L", (side, side)), progressive=True)
    start = data.rindex(b"\xff\xda")
    return data[:-2] + data[start:-2] * scans + data[-2:]


def archive():
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(zipfile.ZipInfo("Evil.class"), b"\xca\xfe\xba\xbe")  # its date is fixed
    return buffer.getvalue()


def opened(data):
    image = Image.open(BytesIO(data))
    image.load()
    return image


def close(pixel, colour):
    return all(abs(a - b) < 30 for a, b in zip(pixel, colour, strict=True))


def refusal(data, name="holiday.jpg", **declared):
    with pytest.raises(PhotoRefused) as refused:
        process(upload(data, name, **declared))
    return str(refused.value)


# What is kept


def test_a_large_photo_becomes_a_webp_without_metadata():
    sent = encode(picture((4000, 3000)), exif=exif(6), xmp=XMP, comment=b"Mari was here", icc_profile=icc())
    assert b"SecretCamera" in sent
    kept = process(upload(sent))
    assert (kept.width, kept.height) == (1200, 1600)
    assert (kept.thumbnail_width, kept.thumbnail_height) == (180, 240)
    for data, size in ((kept.image, (1200, 1600)), (kept.thumbnail, (180, 240))):
        image = opened(data)
        assert (image.format, image.mode, image.size) == ("WEBP", "RGB", size)
        assert not image.getexif()
        assert not set(image.info) & {"exif", "xmp", "icc_profile", "comment"}
        assert not [chunk for chunk in (b"EXIF", b"XMP ", b"ICCP", b"Mari", b"Secret") if chunk in data]


@pytest.mark.parametrize(
    "orientation, corner",
    [
        (1, (0, 0)),
        (2, (1, 0)),
        (3, (1, 1)),
        (4, (0, 1)),
        (5, (0, 0)),
        (6, (1, 0)),
        (7, (1, 1)),
        (8, (0, 1)),
    ],
)
def test_every_orientation_of_a_camera_is_applied(orientation, corner):
    """The red quarter was stored top left; EXIF says where a viewer shows it."""
    kept = opened(process(upload(encode(exif=exif(orientation)))).image)
    assert kept.size == ((400, 300) if orientation < 5 else (300, 400))
    x, y = (kept.width * (1 + 2 * corner[0]) // 4, kept.height * (1 + 2 * corner[1]) // 4)
    assert close(kept.getpixel((x, y)), RED)
    assert close(kept.getpixel((kept.width - x, kept.height - y)), BLUE)


def test_broken_metadata_is_no_reason_to_refuse_a_photo():
    sent = encode(exif=exif(6)).replace(b"II*\x00", b"II*\xff").replace(b"MM\x00*", b"MM\xff*")
    assert opened(process(upload(sent)).image).size == (400, 300)


def test_a_small_photo_is_not_enlarged():
    kept = process(upload(encode(picture((120, 80)))))
    assert (kept.width, kept.height, kept.thumbnail_width, kept.thumbnail_height) == (120, 80, 120, 80)


def test_a_long_strip_keeps_at_least_a_pixel():
    kept = process(upload(encode(picture((60000, 60), "L"), "PNG")))
    assert (kept.width, kept.height, kept.thumbnail_height) == (1600, 2, 1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("name", ["photo.exe", "photo.svg", "photo"])
def test_the_content_decides_whatever_name_and_declared_type_say(kind, name):
    kept = process(upload(encode(kind=kind), name, "text/html"))
    assert close(opened(kept.image).getpixel((50, 50)), RED)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGBA", "I;16"])
def test_every_kind_of_png_keeps_its_picture(mode):
    if mode == "I;16":
        image = picture(mode="L", corner=(200, 200, 200), rest=(20, 20, 20)).convert("I")
        sent = encode(image.point(lambda value: value * 256).convert("I;16"), "PNG")
    elif mode == "PA":
        sent = encode(picture(mode="P", corner=(200, 200, 200), rest=(20, 20, 20)), "PNG", transparency=255)
    elif mode == "1":
        sent = encode(picture(mode=mode, corner=(255, 255, 255), rest=(0, 0, 0)), "PNG")
    else:
        sent = encode(picture(mode=mode, corner=(200, 200, 200), rest=(20, 20, 20)), "PNG")
    kept = opened(process(upload(sent)).image)
    bright, dark = kept.getpixel((50, 50)), kept.getpixel((350, 250))
    assert min(bright) > 150
    assert max(dark) < 60


def test_a_cmyk_jpeg_keeps_its_colours():
    kept = opened(process(upload(encode(picture(mode="CMYK")))).image)
    assert close(kept.getpixel((50, 50)), RED)


def test_transparency_is_laid_on_white():
    kept = opened(process(upload(encode(Image.new("RGBA", (100, 100), (200, 0, 0, 0)), "PNG"))).image)
    assert min(kept.getpixel((50, 50))) > 250


def test_the_first_frame_of_an_animation_is_kept():
    sent = encode(picture(), "WEBP", save_all=True, append_images=[Image.new("RGB", (400, 300), GREEN)])
    assert opened(sent).n_frames == 2
    kept = opened(process(upload(sent)).image)
    assert not getattr(kept, "is_animated", False)
    assert close(kept.getpixel((50, 50)), RED)


def test_colours_are_kept_as_their_profile_means_them():
    kept = opened(
        process(upload(encode(Image.new("RGB", (100, 100), RED), icc_profile=icc(swap=True)))).image
    )
    red, green, _blue = kept.getpixel((50, 50))
    assert green > red


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_profile_that_is_broken_or_for_other_pixels_is_dropped(mode):
    for profile in (b"nonsense", icc()[:200], icc()):
        kept = opened(process(upload(encode(picture(mode=mode), icc_profile=profile))).image)
        assert kept.mode == "RGB"
        assert "icc_profile" not in kept.info


@pytest.mark.parametrize(
    "trailer",
    [
        b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(range(256)) * 4000,
        b"\x00\x00\x01\x0a\x0e\x00\x00\x00Image_UTC_Data1731000000000SEFH\x6b\x00\x00\x00\x24\x00\x00\x00SEFT",
        encode(picture((120, 90))),
    ],
    ids=["motion photo", "Samsung", "second picture"],
)
def test_what_telephones_append_does_not_keep_a_photo_out(trailer):
    kept = process(upload(encode(picture((4000, 3000)), exif=exif(), quality=90) + trailer, "IMG_0001.JPG"))
    assert (kept.width, kept.height) == (1600, 1200)
    assert b"SEFT" not in kept.image
    assert b"ftyp" not in kept.image


def test_a_jpeg_with_a_second_picture_inside_shows_the_first():
    sent = encode(picture(), "MPO", save_all=True, append_images=[Image.new("RGB", (400, 300), GREEN)])
    assert opened(sent).format == "MPO"
    assert close(opened(process(upload(sent)).image).getpixel((50, 50)), RED)


def test_the_same_photo_has_the_same_digest_and_another_has_not():
    first, again = process(upload(encode())), process(upload(encode(), "copy.jpg"))
    assert first.digest == again.digest
    assert first.digest != process(upload(encode(picture(corner=GREEN)))).digest


# What is refused


def test_a_bomb_is_refused_before_a_pixel_is_drawn(monkeypatch):
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", lambda self: pytest.fail("decoded"))
    bomb = png_bomb(8000)
    assert len(bomb) < 10_000
    message = "“tea.png” has more than 25 megapixels. Please choose a smaller photo."
    assert refusal(bomb, "tea.png") == message
    assert refusal(png_bomb(40_000, rows=1), "tea.png") == message  # Pillow itself refuses this one


@pytest.mark.slow
@pytest.mark.parametrize("kind, most", [("JPEG", 50), ("PNG", 25), ("WEBP", 25)])
def test_the_pixels_allowed_depend_on_what_decoding_costs(kind, most):
    side = int((most * 1_000_000) ** 0.5)
    assert process(upload(encode(Image.new("L", (side, side)), kind))).width == 1600
    assert f"more than {most} megapixels" in refusal(encode(Image.new("L", (side + 1, side + 1)), kind))


def test_a_jpeg_with_endless_scans_is_refused():
    bomb = scan_bomb()
    assert len(bomb) < 10 * 2**20
    assert "megapixels" in refusal(bomb)


def test_an_ordinary_progressive_jpeg_is_fine():
    assert process(upload(encode(picture((2000, 1000)), progressive=True))).width == 1600


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>',
        b'<?xml version="1.0"?>\n<!-- \xff\xd8\xff --><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"<!doctype html><script>alert(1)</script>",
        encode(picture(mode="P"), "GIF"),
        encode(kind="TIFF"),
        encode(kind="BMP"),
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(400),
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"",
        b"\xff",
        b"RIFF\x00\x00\x00\x00WAVE",
    ],
    ids=["SVG", "XML", "HTML", "GIF", "TIFF", "BMP", "HEIC", "PDF", "empty", "one byte", "WAVE"],
)
def test_other_formats_are_refused_with_those_that_are_accepted(data):
    assert refusal(data, "tea.jpg") == (
        "“tea.jpg” is not a photo of a kind accepted here. Please choose a file in JPEG, PNG, or WebP format."
    )


@pytest.mark.parametrize(
    "hidden",
    [
        b"<script>alert(1)</script>",
        b"<ScRiPt src=//evil.example>",
        b"<HTML><body onload=alert(1)>",
        b"<!DOCTYPE  html>",
        b"<?php system($_GET['c']); ?>",
        b"<svg/onload=alert(1)>",
        b'<SVG xmlns="http://www.w3.org/2000/svg">',
        b"<iframe src=javascript:alert(1)>",
        b"%PDF-1.7",
        b"Rar!\x1a\x07\x01\x00",
        archive(),
    ],
    ids=lambda data: data[:12].decode("latin-1"),
)
@pytest.mark.parametrize("place", ["comment", "behind", "PNG text", "XMP"])
def test_a_photo_that_is_something_else_as_well_is_refused(hidden, place):
    sent = {
        "comment": lambda: encode(comment=hidden),
        "behind": lambda: encode() + hidden,
        "PNG text": lambda: (
            encode(kind="PNG")[:-12] + png_chunk(b"tEXt", b"Comment\0" + hidden) + encode(kind="PNG")[-12:]
        ),
        "XMP": lambda: encode(kind="WEBP", xmp=XMP + hidden),
    }[place]()
    assert refusal(sent) == (
        "“holiday.jpg” holds something besides a photo. Please save it anew as a photo, "
        "or choose another one."
    )


def test_a_file_beyond_the_limit_is_refused_whatever_it_says_about_its_size(configure):
    configure(REVIEWS_PHOTO_MEGABYTES=1)
    file = upload(encode() + bytes(2**20))
    message = "“holiday.jpg” is larger than 1 MB. Please choose a smaller photo."
    for size in (file.size, 10, None):
        file.size = size
        with pytest.raises(PhotoRefused, match="larger") as refused:
            process(file)
        assert str(refused.value) == message


def test_a_tiny_picture_is_refused():
    assert "at least 50 pixels" in refusal(encode(picture((400, 49))))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_file_cut_short_anywhere_is_refused(kind):
    noise = Image.effect_noise((300, 200), 80).convert("RGB")
    sent = encode(noise, kind)
    for share in range(5, 96, 5):
        assert "holiday.jpg" in refusal(sent[: len(sent) * share // 100])


@cache
def sound_file(kind):
    """Made once: a colour profile holds the moment of its making."""
    return encode(picture((100, 80)), kind, exif=exif(), icc_profile=icc())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@given(data=st.data())
def test_damaged_files_are_refused_or_drawn_and_nothing_else(kind, data):
    sent = bytearray(sound_file(kind))
    for _ in range(data.draw(st.integers(1, 12))):
        sent[data.draw(st.integers(0, len(sent) - 1))] = data.draw(st.integers(0, 255))
    with suppress(PhotoRefused):
        kept = process(upload(bytes(sent)))
        assert opened(kept.image).size == (kept.width, kept.height)


def test_a_file_that_cannot_be_read_is_refused():
    file = upload(encode())
    file.close()
    with pytest.raises(PhotoRefused, match="damaged or not complete"):
        process(file)


@given(
    start=st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBP"]),
    rest=st.binary(),
)
def test_arbitrary_bytes_are_refused(start, rest):
    refusal(start + rest)


def test_the_reader_is_answered_in_the_readers_language_and_figures():
    with override("fa"):
        assert "۲۵" in refusal(png_bomb(8000))


@pytest.mark.parametrize(
    "name, shown",
    [
        ("a\u202egpj.exe", "agpj.exe"),
        ("x" * 300 + ".svg", "x" * 59 + "…"),
        ("two\nlines.svg", "two lines.svg"),
        ("broken\ud800.svg", "broken?.svg"),
        ("\u200b\u2800", "photo"),
        (None, "photo"),
    ],
)
def test_names_of_files_are_shown_harmlessly(name, shown):
    assert pictures.shown_name(name) == shown


def test_without_pillow_the_extra_is_named(monkeypatch, configure):
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert not pictures.is_available()
    assert pictures.photo_limit() == 0
    with pytest.raises(ImproperlyConfigured, match=r"django-trust-widgets\[images\]"):
        process(upload(b""))


def test_the_limit_is_that_of_the_settings(configure):
    configure(REVIEWS_PHOTOS=7)
    assert pictures.photo_limit() == 7
