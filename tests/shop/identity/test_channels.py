import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_trust.icons import icon_svg
from django_trust.shop.identity.channels import (
    ICONS,
    channel_url,
    compact_phone,
    is_language,
    known_languages,
)
from django_trust.shop.identity.models import ChannelKind

PROTOCOLS = ("mailto:", "tel:+", "https://", "http://")


@pytest.mark.parametrize(
    ("kind", "value", "url"),
    [
        ("email", "help@shop.example", "mailto:help@shop.example"),
        ("email", " help@shop.example ", "mailto:help@shop.example"),
        ("email", "a?b&c%d@shop.example", "mailto:a%3Fb%26c%25d@shop.example"),
        ("phone", "+372 5555-1234", "tel:+37255551234"),
        ("phone", "+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧", "tel:+966501234567"),
        ("phone", "+55 (11) 91234-5678", "tel:+5511912345678"),
        ("whatsapp", "+966 50 123 4567", "https://wa.me/966501234567"),
        ("whatsapp", "https://wa.me/966501234567", "https://wa.me/966501234567"),
        ("telegram", "@myshop", "https://t.me/myshop"),
        ("telegram", "https://t.me/myshop", "https://t.me/myshop"),
        ("chat", "https://shop.example/chat?a=1", "https://shop.example/chat?a=1"),
        ("form", "http://shop.example/contact", "http://shop.example/contact"),
    ],
)
def test_a_channel_has_a_link(kind, value, url):
    assert channel_url(kind, value) == url


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("email", "help"),
        ("email", "help@shop.example?bcc=all@shop.example"),
        ("email", "javascript:alert(1)"),
        ("phone", "555 1234"),
        ("phone", "00372 5555 1234"),
        ("phone", "+0 372 5555"),
        ("phone", "+372 5555 1234 ext. 5"),
        ("phone", "+1234567890123456"),
        ("chat", "javascript:alert(1)"),
        ("chat", "data:text/html,<script>"),
        ("chat", "shop.example/chat"),
        ("chat", "ftp://shop.example"),
        ("chat", "//shop.example"),
        ("chat", "https://shop.example/\njavascript:alert(1)"),
        ("whatsapp", "JaVaScRiPt:alert(1)"),
        ("telegram", "@a/../b"),
        ("form", ""),
        ("visit", "https://shop.example"),
        ("pigeon", "https://shop.example"),
    ],
)
def test_what_is_no_such_address_has_none(kind, value):
    assert channel_url(kind, value) == ""


@given(st.sampled_from(ChannelKind.values), st.text(max_size=60))
def test_no_value_makes_a_link_with_another_protocol(kind, value):
    url = channel_url(kind, value)
    assert url == "" or url.startswith(PROTOCOLS)


@given(st.integers(1, 9), st.text("0123456789", min_size=6, max_size=14), st.text(" -.()/", max_size=3))
def test_separators_do_not_change_a_phone_number(first, rest, between):
    assert compact_phone(f"+{first}{between}{between.join(rest)}") == f"+{first}{rest}"


def test_every_kind_has_an_icon_that_exists():
    assert set(ICONS) == set(ChannelKind)
    assert all(icon_svg(name) for name in ICONS.values())


@pytest.mark.parametrize("code", ["et", "pt-br", "zh-hans", "ar", "ru"])
def test_languages_are_known(code):
    assert is_language(code)


@pytest.mark.parametrize("code", ["", "xx", "english", "e", "et;", "../et", "et_EE_x" * 50])
def test_other_texts_are_no_languages(code):
    assert not is_language(code)


@pytest.mark.parametrize(
    ("stored", "known"),
    [
        (["ET", "et", "pt-BR"], ("et", "pt-br")),
        (["xx", None, 5, ["et"], "ar"], ("ar",)),
        (None, ()),
        ("et", ()),
        ({"et": 1}, ()),
    ],
)
def test_only_languages_are_taken_from_what_is_stored(stored, known):
    assert known_languages(stored) == known
