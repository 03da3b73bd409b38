"""Names and links within a sentence."""

import pytest

from django_trust.followups.messages.marks import (
    is_address,
    isolated,
    linked,
    to_html,
    to_subject,
    to_text,
)


def test_a_name_is_isolated_in_html_and_only_where_it_runs_against_the_text():
    said = f"Hello {isolated('نور')},"
    assert to_html(said) == "Hello <bdi>نور</bdi>,"
    assert to_text(said, "ltr") == "Hello \u2068نور\u2069,"
    assert to_text(said, "rtl") == "Hello نور,"
    assert to_text(f"مرحبًا {isolated('Mari')}،", "rtl") == "مرحبًا \u2068Mari\u2069،"


def test_what_people_type_is_escaped_and_can_forge_no_mark():
    typed = "\u2069<b>\ufff9x\ufffahttps://evil.example/\ufffb&"
    assert to_html(isolated(typed)) == "<bdi>&lt;b&gt;xhttps://evil.example/&amp;</bdi>"
    assert "<a" not in to_html(linked(typed, "https://shop.example/"))[3:]


def test_a_link_is_an_element_in_html_and_an_address_in_text():
    said = f"See {linked('the page', 'https://shop.example/?a=1&b=2')}."
    assert 'href="https://shop.example/?a=1&amp;b=2"' in to_html(said)
    assert ">the page</a>." in to_html(said)
    assert to_text(said, "ltr") == "See https://shop.example/?a=1&b=2."
    assert to_text(linked("a@shop.example", "mailto:a@shop.example"), "ltr") == "a@shop.example"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "/path",
        "",
        'https://x"onclick=',
        "https://a b",
        "https://x/\ufffb",
        "https://x/\n",
    ],
)
def test_nothing_links_to_what_is_no_address(url):
    assert not is_address(url)
    assert linked("words", url) == "words"


def test_a_subject_is_one_line_without_links():
    said = f"About {isolated('a' + chr(10) + 'b')} {linked('here', 'https://shop.example/')}"
    assert to_subject(said, "ltr") == "About a b here"
