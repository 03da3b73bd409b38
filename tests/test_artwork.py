import gzip
from contextlib import suppress
from functools import partial
from struct import pack
from zlib import crc32

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import example, given
from hypothesis import strategies as st

from django_trust import artwork
from django_trust.artwork import MEBIBYTE, file_type, picture_size
from django_trust.svg import ELEMENTS, MOST_BYTES, SVG, check_svg

check_artwork = partial(artwork.check_artwork, megabytes=1)
check_document = partial(artwork.check_document, megabytes=1)

SEAL = f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- Generator: a drawing program -->
<svg xmlns="{SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:spare="urn:spare" version="1.1"
 width="48" height="48" viewBox="0 0 48 48" role="img" aria-label="Seal (2026): url(x)" xml:space="preserve">
<title>Seal &amp; ribbon</title><desc>javascript: is a word here</desc>
<defs><linearGradient id="sky" gradientUnits="userSpaceOnUse" x1="0" x2="48">
<stop offset="0" stop-color="#fff"/><stop offset="1" style="stop-color:rgb(0, 80, 160); stop-opacity: .5"/>
</linearGradient>
<radialGradient id="sun" xlink:href="#sky"/><clipPath id="cut"><rect width="48" height="48"/></clipPath>
<symbol id="star"><path d="M1 1h4z"/></symbol></defs>
<g clip-path="url(#cut)" fill="url('#sky')" style="-inkscape-stroke:none" transform="translate(1,2)">
<circle cx="24" cy="24" r="20" fill="url(#sun) #eee"/><use href="#star"/><use xlink:href="#star" x="9"/></g>
<text x="4" font-family="Arial, sans-serif">Tested <tspan>2026</tspan></text>
</svg>"""


def svg(inside="", attributes=""):
    return (
        f'<svg xmlns="{SVG}" xmlns:xlink="http://www.w3.org/1999/xlink"{attributes}>{inside}</svg>'.encode()
    )


def png(width=64, height=64):
    head = b"IHDR" + pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + pack(">I", 13) + head + pack(">I", crc32(head)) + b"\0" * 32


def webp(chunk, body):
    return b"RIFF" + pack("<I", 60) + b"WEBP" + chunk + pack("<I", len(body)) + body + b"\0" * 40


def extended_webp(width, height):
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return webp(b"VP8X", b"\x10\0\0\0" + sides)


def upload(data, name):
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


def refusal(check, *arguments):
    with pytest.raises(ValidationError) as caught:
        check(*arguments)
    return " ".join(caught.value.messages)


# --- SVG ---


@pytest.mark.parametrize("data", [SEAL.encode(), b"\xef\xbb\xbf" + SEAL.encode(), svg(), b"\n " + svg()])
def test_drawings_of_common_programs_are_taken(data):
    check_svg(data)


ACTIVE = {
    "script": "<script>alert(1)</script>",
    "script of another prefix": f'<s:script xmlns:s="{SVG}">alert(1)</s:script>',
    "HTML": '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
    "an HTML element with an SVG name": '<g xmlns="http://www.w3.org/1999/xhtml"/>',
    "no namespace": '<path xmlns="" d="M0 0"/>',
    "foreignObject": '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
    "a link": '<a href="https://evil.example"><path d="M0 0"/></a>',
    "a style sheet": "<style>@import url(https://evil.example/a.css)</style>",
    "a picture": '<image href="https://evil.example/pixel.png"/>',
    "an embedded picture": '<image href="data:image/png;base64,AAAA"/>',
    "a filter's picture": '<filter id="f"><feImage href="https://evil.example"/></filter>',
    "an animated link": '<set attributeName="href" to="javascript:alert(1)"/>',
    "an animation": '<use href="#a"><animate attributeName="href" values="data:image/svg+xml,x"/></use>',
    "an event": '<path onload="alert(1)"/>',
    "an event in capitals": '<path ONLOAD="alert(1)"/>',
    "an event with a prefix": '<path xmlns:e="http://www.w3.org/2001/xml-events" e:event="load"/>',
    "a handler": '<handler xmlns="http://www.w3.org/2000/svg" type="text/ecmascript">alert(1)</handler>',
    "another base": '<use xml:base="https://evil.example/" href="#a"/>',
    "use of another file": '<use href="https://evil.example/a.svg#a"/>',
    "use of a neighbour": '<use xlink:href="a.svg#a"/>',
    "use of data": '<use href="data:image/svg+xml;base64,AAAA#a"/>',
    "use of a script": '<use href="javascript:alert(1)"/>',
    "use spelled with references": '<use href="&#106;avascript:alert(1)"/>',
    "use of nothing": '<use href=""/>',
    "a fragment with a tail": '<use href="#a javascript:"/>',
    "href elsewhere": '<path href="#a"/>',
    "a foreign paint": '<path fill="url(https://evil.example/a.svg#a)"/>',
    "a foreign paint, spaced": "<path fill=\"url( '//evil.example/a' )\"/>",
    "a foreign paint in capitals": '<path fill="URL(https://evil.example/#a)"/>',
    "two paints, one foreign": '<path fill="url(#a) url(https://evil.example)"/>',
    "an unbalanced quote": '<path fill="url(\'#a)"/>',
    "a style that loads": '<path style="fill: url(https://evil.example/#a)"/>',
    "a style that loads pictures": '<path style="background: url(https://evil.example)"/>',
    "an escaped style": r'<path style="fill: u\72l(https://evil.example)"/>',
    "an escaped attribute": r'<path fill="u\72l(https://evil.example)"/>',
    "a style with a comment": '<path style="fill: url/**/(https://evil.example)"/>',
    "an image set": '<path fill="image-set(&quot;https://evil.example&quot; 1x)"/>',
    "an expression": '<path style="color: expression(alert(1))"/>',
    "a variable": '<path fill="var(--secret)"/>',
    "a nameless call": '<path fill="(1)"/>',
    "a place on the page": '<path style="position: fixed"/>',
    "a class of the page": '<path class="modal-backdrop"/>',
    "a hook of the page": '<path data-controller="pay"/>',
    "a name with spaces": '<path id="a b"/>',
    "a name with markup": '<path id="&lt;img&gt;"/>',
    "HTML inside words": "<desc><title>x</title></desc>",
    "CDATA": "<desc><![CDATA[><img src=x onerror=alert(1)>]]></desc>",
    "a comment that ends early in HTML": "<!--><img src=x onerror=alert(1)>-->",
    "an instruction": '<?xml-stylesheet href="https://evil.example/a.css"?>',
    "metadata": "<metadata/>",
}


@pytest.mark.parametrize("inside", ACTIVE.values(), ids=ACTIVE.keys())
def test_an_svg_that_acts_or_asks_elsewhere_is_refused_in_words(inside):
    message = refusal(check_svg, svg(f'<path id="a" d="M0 0"/>{inside}'))
    assert "plain SVG" in message
    assert "evil" not in message


@pytest.mark.parametrize(
    "data",
    [
        f'<!DOCTYPE svg [<!ENTITY a "ha">]><svg xmlns="{SVG}">&a;</svg>'.encode(),
        f'<!DOCTYPE svg SYSTEM "https://evil.example/a.dtd"><svg xmlns="{SVG}"/>'.encode(),
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="{SVG}">&x;</svg>'.encode(),
        f'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]><svg xmlns="{SVG}"/>'.encode(),
    ],
)
def test_document_types_and_entities_are_refused(data):
    assert "DOCTYPE" in refusal(check_svg, data)


def test_a_billion_laughs_are_refused_before_the_first():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    data = f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]><svg xmlns="{SVG}"><desc>&l9;</desc></svg>'
    assert "DOCTYPE" in refusal(check_svg, data.encode())


def test_references_that_multiply_are_refused():
    uses = "".join(f'<g id="g{n}">{f"""<use href="#g{n - 1}"/>""" * 10}</g>' for n in range(1, 10))
    assert "too often" in refusal(check_svg, svg(f'<path id="g0" d="M0 0"/>{uses}'))


def test_patterns_that_multiply_are_refused():
    def row(number):
        return f'<path fill="url(#p{number - 1})"/>' * 30

    patterns = "".join(f'<pattern id="p{n}">{row(n)}</pattern>' for n in range(1, 5))
    assert "too often" in refusal(check_svg, svg(f'<pattern id="p0"/>{patterns}<path fill="url(#p4)"/>'))


@pytest.mark.parametrize(
    "inside",
    [
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        '<g id="a"><use href="#a"/></g>',
        '<mask id="a"><path mask="url(#a)"/></mask>',
        '<pattern id="a"><path style="fill:url(#a)"/></pattern>',
    ],
)
def test_references_in_a_circle_are_refused(inside):
    assert "circles" in refusal(check_svg, svg(inside))


def test_deep_nesting_is_refused_without_a_crash():
    assert "deeply" in refusal(check_svg, svg("<g>" * 5_000 + "</g>" * 5_000))
    chain = "".join(f'<g id="g{n}"><use href="#g{n + 1}"/></g>' for n in range(1_000))
    assert "deeply" in refusal(check_svg, svg(chain))


@pytest.mark.parametrize(
    "data",
    [
        SEAL.encode("utf-16"),
        SEAL.encode("utf-16-le"),
        SEAL.encode("utf-32"),
        SEAL.replace("UTF-8", "UTF-7").encode(),
        SEAL.replace("UTF-8", "ISO-2022-JP").encode(),
        SEAL.replace("UTF-8", "UTF-16").encode(),
        b'<?xml version="1.0" encoding="UTF-7"?>+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
        SEAL.replace("ribbon", "sceau doré").encode("latin-1"),
    ],
)
def test_only_utf8_is_read_since_others_may_read_it_otherwise(data):
    assert "UTF-8" in refusal(check_svg, data)


def test_compressed_and_large_files_are_refused():
    assert "compressed" in refusal(check_svg, gzip.compress(SEAL.encode()))
    assert "64 KB" in refusal(check_svg, svg(" " * MOST_BYTES))
    check_svg(svg(" " * (MOST_BYTES - len(svg()))))
    check_svg(svg(" " * MOST_BYTES), most_bytes=2 * MOST_BYTES)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="48" height="32.4px"', (48, 32)),
        ('width="95mm" height="10cm"', (359, 378)),
        ('width="1in" height="72pt" viewBox="0 0 7 7"', (96, 96)),
        ('viewBox="-1 -1 300 200"', (300, 200)),
        ('viewBox="0,0,300,200" width="100%" height="auto"', (300, 200)),
        ('width="300"', None),
        ('width="0" height="9" viewBox="0 0 9 9"', None),
        ('width="1e9" height="NaN"', None),
        ('viewBox="0 0 -3 4"', None),
        ("", None),
    ],
)
def test_the_size_of_a_drawing_is_read_in_pixels(attributes, size):
    assert check_svg(svg("", f" {attributes}")) == size


def test_the_size_is_that_of_the_root():
    assert check_svg(svg('<svg width="5" height="6"/>', ' width="50" height="60"')) == (50, 60)


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"<svg", b"<svg/>", b"<html><body/></html>", svg()[:-3], svg() + svg(), b"<p>\0</p>"],
)
def test_what_is_no_svg_is_refused(data):
    assert refusal(check_svg, data)


@given(st.binary(max_size=200))
def test_any_bytes_are_taken_or_refused_in_words(data):
    for check in (check_document, check_artwork):
        with suppress(ValidationError):
            check(upload(data, "file.svg"))
            raise AssertionError("no short random bytes are a drawing")


@given(st.text("abcdefgFSlinkptu", min_size=1, max_size=14))
@example("script")
@example("feImage")
def test_only_elements_that_only_draw_are_taken(name):
    data = svg(f"<{name}/>")
    if name in ELEMENTS:
        check_svg(data)
    else:
        assert name in refusal(check_svg, data)


@given(st.text(max_size=40))
def test_no_value_brings_a_foreign_address(text):
    hidden = text.translate({ord(char): f"&#{ord(char)};" for char in "<&\"'"})
    for value in (f"url({hidden}//evil.example)", f"{hidden}url(https://evil.example/#a)"):
        assert refusal(check_svg, svg(f'<path fill="{value}"/>'))


# --- PNG and WebP ---


@pytest.mark.parametrize(
    "data",
    [
        extended_webp(8000, 8000),
        webp(b"VP8L", b"\x2f" + pack("<I", 63 | 63 << 14)),
        webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + pack("<HH", 64, 64)),
    ],
)
def test_each_kind_of_webp_is_taken(data):
    check_artwork(upload(data, "seal.webp"))


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (png(8000, 12), (8000, 12)),
        (extended_webp(16_777_216, 1), (16_777_216, 1)),
        (webp(b"VP8L", b"\x2f" + pack("<I", 299 | 99 << 14)), (300, 100)),
        (webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + pack("<HH", 300 | 1 << 14, 100)), (300, 100)),
        (webp(b"VP8L", b"\0\0\0\0\0"), None),
        (webp(b"VP8 ", b"\0\0\0\0\0\0\0\0\0\0"), None),
        (webp(b"ALPH", b"\0" * 10), None),
        (png()[:20], None),
    ],
)
def test_dimensions_are_read_from_the_head(data, size):
    assert picture_size(data) == size


@pytest.mark.parametrize("data", [png(8001, 8), png(8, 8001), png(2**32 - 1, 2**32 - 1)])
def test_huge_pictures_are_refused_by_their_head(data):
    assert "8,000 pixels" in refusal(check_artwork, upload(data, "seal.png"))


@pytest.mark.parametrize("data", [png(0, 8), png()[:16]])
def test_damaged_pictures_are_refused(data):
    assert "damaged" in refusal(check_artwork, upload(data, "seal.png"))


# --- both kinds of files ---

HEADS = {
    "application/pdf": (b"%PDF-1.7\n", "a.pdf"),
    "image/png": (png(), "a.PNG"),
    "image/jpeg": (b"\xff\xd8\xff\xe0JFIF", "a.jpeg"),
    "image/webp": (extended_webp(4, 4), "a.webp"),
}


@pytest.mark.parametrize("kind", HEADS)
def test_documents_are_known_by_their_first_bytes(kind):
    data, name = HEADS[kind]
    assert file_type(data) == kind
    check_document(upload(data, name))
    assert "does not fit its name" in refusal(check_document, upload(data, "a.html"))
    assert "does not fit its name" in refusal(check_document, upload(data, "a"))


@pytest.mark.parametrize(
    "data", [b"<html>", b" %PDF-1.7", b"MZ\x90", b"PK\x03\x04", SEAL.encode(), b"RIFF\0\0\0\0AVI "]
)
def test_other_documents_are_refused_whatever_their_name(data):
    assert "not a PDF" in refusal(check_document, upload(data, "a.pdf"))


def test_artwork_is_no_document_and_has_its_own_name():
    assert "must be" in refusal(check_artwork, upload(b"%PDF-1.7", "a.svg"))
    assert "must be" in refusal(check_artwork, upload(b"\xff\xd8\xff\xe0", "a.svg"))
    assert ".svg" in refusal(check_artwork, upload(SEAL.encode(), "a.html"))
    assert ".png" in refusal(check_artwork, upload(png(), "a.svg"))


def test_files_are_capped_and_left_at_their_start():
    head = HEADS["application/pdf"][0]
    assert "1 MB" in refusal(check_document, upload(head + b" " * MEBIBYTE, "a.pdf"))
    for check, file in (
        (check_document, upload(head, "a.pdf")),
        (check_artwork, upload(SEAL.encode(), "a.svg")),
    ):
        check(file)
        assert file.tell() == 0
