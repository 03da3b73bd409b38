import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from django_trust.sanitizers import LINK_REL, MAX_LENGTH, PROTOCOLS, TAGS, bleach_clean, clean_html, nh3_clean
from tests.requirements import require_shared_data

pytest.importorskip("nh3", reason='The extra "nh3" is not installed.')

BOTH = pytest.mark.parametrize("clean", [bleach_clean, nh3_clean])
ALLOWED_ATTRIBUTES = {"a": {"href", "title", "rel"}, "th": {"scope"}}


class Allowlist(HTMLParser):
    """Fails at anything a cleaned text may not hold, as a browser would read it."""

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS
        assert {name for name, _ in attrs} <= ALLOWED_ATTRIBUTES.get(tag, set())
        attributes = dict(attrs)
        if tag == "a":
            assert attributes["rel"] == LINK_REL
        if attributes.get("href"):
            address = re.sub(r"[\t\n\r]", "", attributes["href"].lstrip("".join(map(chr, range(33)))))
            scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", address)
            assert scheme is None or scheme[1].lower() in PROTOCOLS, attributes["href"]

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def assert_harmless(html):
    reader = Allowlist()
    reader.feed(html)
    reader.close()


def text_of(html):
    return unescape(re.sub(r"<[^>]*>", "", html))


TAG_NAMES = st.sampled_from(
    [
        *sorted(TAGS),
        "script",
        "style",
        "svg",
        "math",
        "img",
        "iframe",
        "form",
        "template",
        "noscript",
        "title",
        "textarea",
    ]
)
ADDRESSES = st.one_of(
    st.sampled_from(
        [
            "https://shop.example/a?b=c&d",
            "/returns",
            "#top",
            "mailto:shop@shop.example",
            "javascript:alert(1)",
            "javascript:1",
            "java\tscript:alert(1)",
            "\x01javascript:1",
            "javascript&#58;1",
            "javascript&colon;alert(1)",
            "&#106;avascript:1",
            "data:text/html,<script>",
            "vbscript:1",
            "//evil.example",
        ]
    ),
    st.text(max_size=15),
)
ATTRIBUTES = st.one_of(
    st.just(""),
    st.builds(' href="{}"'.format, ADDRESSES),
    st.sampled_from(
        [" onclick=alert(1)", ' style="x"', ' title="a&quot;b"', " scope=row", ' class="a"', " id=x"]
    ),
)
PIECES = st.one_of(
    st.text(max_size=10),
    st.sampled_from(
        ["<!--", "-->", "<![CDATA[", "]]>", "</", "<", "&lt;script&gt;", "&amp;lt;", "<?php ?>", "<!doctype>"]
    ),
    st.builds("<{}{}>".format, TAG_NAMES, ATTRIBUTES),
    st.builds("</{}>".format, TAG_NAMES),
)
HOSTILE = st.lists(PIECES, max_size=12).map("".join)


@BOTH
@given(html=HOSTILE)
@example(html='<a href="javascript:1">x</a>')
@example(html='<a href="javascript&#58;1">x</a>')
@example(html='<a href="\x01javascript:1">x</a>')
@example(html='<a href="java\nscript:1">x</a>')
@example(html='<a href="&Tab;javascript&colon;1">x</a>')
def test_whatever_comes_in_only_the_allowed_comes_out(clean, html):
    assert_harmless(clean(html))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["p", "blockquote", "h3", "h4"]),
            st.sampled_from(["strong", "em", ""]),
            st.text("abc äöü ألف", min_size=1, max_size=10),
        ),
        max_size=5,
    )
)
def test_both_sanitizers_keep_proper_text_alike(parts):
    html = "".join(
        f"<{block}>{f'<{inline}>{text}</{inline}>' if inline else text}</{block}>"
        for block, inline, text in parts
    )
    assert bleach_clean(html) == nh3_clean(html) == html


@BOTH
def test_a_link_keeps_its_address_and_follows_nobody(clean):
    cleaned = clean('<a href="https://shop.example/" title="Home" target="_blank">x</a>')
    assert_harmless(cleaned)
    assert 'href="https://shop.example/"' in cleaned
    assert 'title="Home"' in cleaned
    assert "target" not in cleaned


@BOTH
def test_cleaning_twice_changes_nothing_more(clean):
    once = clean('<p onclick=x>a < b &amp; "c" <a href="/x?a=1&b=2">d</a><script>e</script>')
    assert clean(once) == once


@BOTH
@pytest.mark.shared_data
def test_the_hostile_collections_come_out_harmless(clean):
    folder = require_shared_data("hostile", "xss_bleach")
    payloads = [
        path.read_text(encoding="utf-8").partition("\n--\n")[0] for path in sorted(folder.glob("*.test"))
    ]
    for name, key in (("xss_dompurify.json", "payload"), ("handmade.json", "text")):
        entries = json.loads(require_shared_data("hostile", name).read_text(encoding="utf-8"))
        payloads += [entry[key] for entry in entries if entry.get("where") != "token"]
    assert len(payloads) > 150
    for payload in payloads:
        assert_harmless(clean(payload.encode(errors="replace").decode()))


def test_eight_threads_clean_without_disturbing_each_other():
    texts = [f'<p>{n}<script>{n}</script><a href="/{n}" onclick="x">{n}</a></p>' * 20 for n in range(8)]
    alone = [bleach_clean(text) for text in texts]

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda text: [bleach_clean(text) for _ in range(10)], texts))

    assert together == [[cleaned] * 10 for cleaned in alone]


def test_the_setting_chooses_the_sanitizer(configure):
    html = "a<script>b</script>"
    assert clean_html(html) == bleach_clean(html)
    configure(SANITIZER="nh3")
    assert clean_html(html) == nh3_clean(html) == "a"
    configure(SANITIZER="django.utils.html.escape")
    assert clean_html(html) == "a&lt;script&gt;b&lt;/script&gt;"


def test_hostile_length_is_refused_before_any_parser_sees_it():
    nested = "<b>" * MAX_LENGTH
    with pytest.raises(ValidationError, match=r"Please shorten this to 20000 characters; it has 60000\."):
        clean_html(nested)


def test_text_of_the_greatest_length_is_cleaned():
    assert clean_html("a" * MAX_LENGTH) == "a" * MAX_LENGTH


def test_a_missing_extra_is_named(configure, monkeypatch):
    monkeypatch.setitem(sys.modules, "nh3", None)
    configure(SANITIZER="nh3")
    with pytest.raises(ImproperlyConfigured, match=re.escape('pip install "django-trust-widgets[nh3]"')):
        clean_html("a")


def test_a_sanitizer_that_is_no_function_is_refused(configure):
    configure(SANITIZER="django_trust.sanitizers.MAX_LENGTH")
    with pytest.raises(ImproperlyConfigured, match="is not a function"):
        clean_html("a")
