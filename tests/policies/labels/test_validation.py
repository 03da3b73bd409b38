"""What official artwork must be to be shown."""

import re
from decimal import Decimal
from posixpath import normpath
from urllib.parse import unquote

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import example, given
from hypothesis import strategies as st

from django_trust.policies.labels.addresses import PAGES, is_on_your_europe, notice_url
from django_trust.policies.labels.validation import validate_label, validate_notice
from django_trust.policies.models import DurabilityLabel, OfficialNotice
from django_trust.svg import SVG
from tests.test_artwork import extended_webp, png


def drawing(attributes='width="400" height="560"', inside=""):
    return f'<svg xmlns="{SVG}" {attributes}>{inside}</svg>'.encode()


def upload(data, name="official.svg"):
    return SimpleUploadedFile(name, data)


def notice(data=None, name="official.svg", **fields):
    file = upload(drawing() if data is None else data, name)
    return OfficialNotice(**{"language": "et", "file": file, **fields})


def label(data=None, name="official.svg", **fields):
    file = upload(drawing('width="269" height="283"') if data is None else data, name)
    facts = {"years": Decimal("2.5"), "brand": "Pots", "model": "T-1", "producer_gives": True}
    return DurabilityLabel(**{**facts, "file": file, **fields})


def refused(row):
    validate = validate_notice if isinstance(row, OfficialNotice) else validate_label
    try:
        validate(row)
    except ValidationError as error:
        return {field: " ".join(messages) for field, messages in error.message_dict.items()}
    return {}


# Files


@pytest.mark.parametrize(
    ("data", "name", "size"),
    [
        (drawing(), "a.svg", (400, 560)),
        (drawing('viewBox="0 0 210 297"'), "a.svg", (210, 297)),
        (png(1186, 1675), "a.png", (1186, 1675)),
        (extended_webp(500, 700), "a.webp", (500, 700)),
    ],
)
def test_the_size_of_a_new_file_is_kept(data, name, size):
    for row in (notice(data, name), label(data, name)):
        assert refused(row) == {}
        assert (row.width, row.height) == size


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (png(499, 700), "a.png", "too small"),
        (drawing(""), "a.svg", "how large"),
        (drawing(inside="<script>alert(1)</script>"), "a.svg", "script"),
        (drawing(inside='<image href="https://evil.example/"/>'), "a.svg", "image"),
        (b"%PDF-1.7", "a.pdf", "SVG, PNG or WebP"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "SVG, PNG or WebP"),
        (png(1186, 1675), "a.html", "does not fit its name"),
        (png(1186, 1675) + b"\0" * 3 * 1024 * 1024, "a.png", "3 MB"),
        (drawing(inside=" " * 1024 * 1024), "a.svg", "1,024 KB"),
    ],
)
def test_other_files_are_refused(data, name, words):
    for row in (notice(data, name), label(data, name)):
        if isinstance(row, DurabilityLabel) and "small" in words:
            continue
        assert words in refused(row)["file"]


@pytest.mark.parametrize("size", [(359, 400), (400, 377)])
def test_a_label_is_at_least_as_large_as_the_regulation_wants(size):
    assert "360 × 378" in refused(label(png(*size), "a.png"))["file"]
    assert refused(label(png(360, 378), "a.png")) == {}


def test_artwork_may_be_larger_than_that_of_badges():
    assert refused(notice(drawing(inside="<path d='M0 0'/>" * 6_000))) == {}


@pytest.mark.django_db
def test_a_stored_file_is_not_looked_into_again(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    row = notice()
    row.full_clean()
    row.save()
    row = OfficialNotice.objects.get()
    row.file.storage.delete(row.file.name)
    row.url = "https://europa.eu/youreurope/garantiid"
    row.full_clean()
    assert (row.width, row.height) == (400, 560)


# The notice


def test_the_notice_has_one_of_24_languages():
    assert len(PAGES) == 24
    for language in PAGES:
        assert refused(notice(language=language)) == {}
    row = notice(language=" ET ")
    assert refused(row) == {}
    assert row.language == "et"
    for language in ("ar", "pt-br", "no", "", None):
        assert refused(notice(language=language)).keys() == {"language"}


@pytest.mark.parametrize(
    "url",
    [
        "http://europa.eu/youreurope/guarantees",
        "https://europa.eu/youreurope",
        "https://europa.eu/youreuropean",
        "https://europa.eu/",
        "https://europa.eu/youreurope/../login",
        "https://europa.eu/youreurope/%2e%2e/login",
        r"https://europa.eu/youreurope/..\login",
        "https://europa.eu.evil.example/youreurope/guarantees",
        "https://europa.eu@evil.example/youreurope/",
        "https://evil.example#https://europa.eu/youreurope/",
        "https://europa.eu:8443/youreurope/",
        "//europa.eu/youreurope/",
        "javascript:alert(1)//https://europa.eu/youreurope/",
        "https://[europa.eu/youreurope/",
        "guarantees",
    ],
)
def test_an_address_is_below_your_europe(url):
    assert refused(notice(url=url)).keys() == {"url"}


@pytest.mark.parametrize("url", ["", *(notice_url(language) for language in PAGES)])
def test_official_addresses_are_taken(url):
    assert refused(notice(url=url)) == {}


@given(st.text("/\\.%2eE:@#?a\t", max_size=20))
@example("/%2e./a")
@example("@a/youreurope/")
def test_no_detour_leads_out_of_your_europe(text):
    """As browsers read addresses: tabs are nothing, backslashes are slashes, ``%2e`` is a dot."""
    url = f"https://europa.eu/youreurope/{text}"
    path = unquote(re.split("[#?]", url.replace("\t", ""))[0].partition("europa.eu")[2]).replace("\\", "/")
    if is_on_your_europe(url):
        assert f"{normpath(path)}/".startswith("/youreurope/")
    behind_host = text.replace("\t", "")
    elsewhere = f"https://europa.eu{text}/youreurope/"
    assert not is_on_your_europe(elsewhere) or behind_host.startswith("/") or not behind_host


# The label


@pytest.mark.parametrize("years", ["2.5", "3", "10.0", "99"])
def test_years_are_whole_or_half_and_more_than_two(years):
    assert refused(label(years=Decimal(years))) == {}


@pytest.mark.parametrize("years", [*map(Decimal, "2 2.4 3.3 0 -5 NaN Infinity".split()), None, "5"])
def test_other_years_are_refused(years):
    assert refused(label(years=years)).keys() == {"years"}


def test_the_producer_gives_it():
    for said in (False, None, "yes"):
        assert refused(label(producer_gives=said)).keys() == {"producer_gives"}


@pytest.mark.parametrize("name", ["brand", "model"])
def test_brand_and_model_are_named(name):
    for text in ("", "  ", "\u200b", None):
        assert refused(label(**{name: text})).keys() == {name}
    assert refused(label(**{name: "x" * 101})).keys() == {name}
    row = label(**{name: " Pots\x00 & Pans "})
    assert refused(row) == {}
    assert getattr(row, name) == "Pots & Pans"
