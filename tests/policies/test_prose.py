"""Prose of staff: cleaned on save, chosen for the reader, flagged when its original has changed."""

import sys

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from django_trust.policies.book import book
from django_trust.policies.choices import PolicyKind
from django_trust.policies.facts import Prose, VersionFacts
from django_trust.policies.models import PolicyTranslation, PolicyVersion
from django_trust.policies.prose import MAX_LENGTH, html_of, prose_for, source_of
from django_trust.policies.rows import facts_of_draft
from django_trust.policies.services import publish_policy, start_draft
from tests.policies.terms import published_returns, returns_draft, write


def cleaned(text, markup="html"):
    return html_of(text, markup)


# Cleaning


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", ""),
        ("Keep the receipt.", "<p>Keep the receipt.</p>"),
        ("One.\n\nTwo.\nThree.", "<p>One.</p>\n\n<p>Two.<br>Three.</p>"),
        ("Tea & <em>pots</em>.\n\nMore.", "<p>Tea &amp; <em>pots</em>.</p>\n\n<p>More.</p>"),
        ("<p>One.</p>\n\nTwo.", "<p>One.</p>\n\nTwo."),
        ("5 < 6 and 7 > 6", "<p>5 &lt; 6 and 7 &gt; 6</p>"),
        ("<h1>Big</h1><h2>Less</h2><H5 id=x>Small</H5>", "<h3>Big</h3><h3>Less</h3><h4>Small</h4>"),
        ("<p onclick=x()>Hi<script>alert(1)</script></p>", "<p>Hialert(1)</p>"),
        ('<p style="color:red">Hi <img src=x onerror=y></p>', "<p>Hi </p>"),
    ],
)
def test_html_is_cleaned(typed, read):
    assert cleaned(typed) == read


def test_links_are_marked_and_only_lead_to_pages():
    link = cleaned('<p><a href="https://shop.example/x" target="_blank">x</a></p>')
    assert link == '<p><a href="https://shop.example/x" rel="nofollow ugc noopener">x</a></p>'
    assert "javascript" not in cleaned('<p><a href="javascript:alert(1)">x</a></p>')


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Keep the *receipt*.", "<p>Keep the <em>receipt</em>.</p>"),
        ("# One\n\n#### Two", "<h3>One</h3>\n<h4>Two</h4>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        (
            "<b>x</b><script>alert(1)</script>",
            "<p>&lt;b&gt;x&lt;/b&gt;&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        ),
        ("![x](https://track.example/x.gif)", "<p></p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
    ],
)
def test_markdown_becomes_clean_html(typed, read):
    assert cleaned(typed, "markdown") == read


def test_markdown_has_tables():
    html = cleaned("| a | b |\n| --- | --- |\n| 1 | 2 |", "markdown")
    assert "<table>" in html
    assert "<td>2</td>" in html


@pytest.fixture
def draft(db):
    return returns_draft()


def row(draft, **values):
    return PolicyTranslation(version=draft, **{"language": "en", "text": "Keep it.", **values})


@pytest.mark.parametrize("typed", ["pt-br", "pt-BR", "pt_BR", " PT-br "])
def test_languages_are_spelled_as_django_does(draft, typed):
    saved = row(draft, language=typed)
    saved.save()
    assert saved.language == "pt-br"


def test_text_is_normalised(draft):
    saved = row(draft, title="  Our\nreturns\u202e ", text="\x00Keep\r\nit. ")
    saved.save()
    assert (saved.title, saved.text, saved.html) == ("Our returns", "Keep\nit.", "<p>Keep<br>it.</p>")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("language", "xx"),
        ("language", "de"),
        ("language", ""),
        ("title", "x" * 201),
        ("title", "\ud800"),
        ("markup", "rtf"),
        ("text", "x" * (MAX_LENGTH + 1)),
        ("text", "\ud800"),
        ("text", "&" * (MAX_LENGTH)),  # five times as long as HTML
    ],
)
def test_what_cannot_be_kept_is_said_by_field_and_stays_as_typed(draft, field, value):
    wrong = row(draft, **{"title": " Untouched ", field: value})
    typed = {name: getattr(wrong, name) for name in ("language", "title", "markup", "text", "html")}
    for attempt in (wrong.clean, wrong.save):
        with pytest.raises(ValidationError) as caught:
            attempt()
        assert list(caught.value.message_dict) == [field]
    assert {name: getattr(wrong, name) for name in typed} == typed
    assert not draft.translations.exists()


def test_all_problems_come_at_once(draft):
    with pytest.raises(ValidationError) as caught:
        row(draft, language="xx", title="x" * 201, text="\ud800").clean()
    assert set(caught.value.message_dict) == {"language", "title", "text"}


def test_without_the_extra_markdown_says_what_to_install(draft, monkeypatch):
    monkeypatch.setitem(sys.modules, "markdown_it", None)
    with pytest.raises(ValidationError) as caught:
        row(draft, markup="markdown").clean()
    assert 'pip install "django-trust-widgets[markdown]"' in caught.value.message_dict["markup"][0]
    row(draft).clean()


def test_the_sanitizer_of_the_setting_cleans(draft, configure):
    configure(SANITIZER="tests.policies.test_prose.shout")
    assert write(draft, "en", "quiet").html == "<P>QUIET</P>"


def shout(html):
    return html.upper()


def test_a_translation_renders_versions_of_its_own_kind(draft):
    other_kind = start_draft(kind="privacy")
    for wrong in (other_kind, returns_draft(market="EE")):
        with pytest.raises(ValidationError) as caught:
            row(draft, language="et", renders=wrong).clean()
        assert list(caught.value.message_dict) == ["renders"]


def test_rendering_the_own_version_is_rendering_none(draft):
    assert write(draft, "en", "Keep it.").renders is None
    assert write(draft, "et", "Hoia alles.", renders=draft).renders is None


def test_the_original_renders_nothing(draft):
    first = publish_policy(version=draft)
    second = start_draft(kind="returns")
    assert write(second, "en", "Keep it.", renders=first).renders is None


def test_a_form_can_clean_a_text_before_its_version_is_stored():
    text = PolicyTranslation(language="en", text="Keep it.")
    text.clean()
    assert text.html == "<p>Keep it.</p>"


# Stale translations


@pytest.fixture
def first(db):
    return published_returns(texts={"en": "Keep the receipt.", "et": "Hoia kviitung alles."})


def stale_in(version):
    return {code for code, prose in facts_of_draft(version).prose.items() if prose.stale}


def test_a_changed_original_makes_its_translations_stale(first):
    draft = start_draft(kind="returns")
    assert stale_in(draft) == set()
    write(draft, "en", "Keep the box.")
    assert stale_in(draft) == {"et"}
    write(draft, "et", "Hoia karp alles.", renders=None)
    assert stale_in(draft) == set()


def test_a_new_title_of_the_original_counts_and_markup_does_not(first):
    draft = start_draft(kind="returns")
    write(draft, "en", "Keep the receipt.", markup="markdown")
    assert stale_in(draft) == set()
    write(draft, "en", "Keep the receipt.", title="Returns")
    assert stale_in(draft) == {"et"}


def test_stale_stays_stale_until_the_old_original_is_back(first):
    draft = start_draft(kind="returns")
    write(draft, "en", "Keep the box.")
    second = publish_policy(version=draft)
    third = start_draft(kind="returns")
    assert stale_in(third) == {"et"}
    assert third.translations.get(language="et").renders == first
    write(third, "en", "Keep the receipt.")
    assert stale_in(third) == set()
    assert facts_of_draft(second).prose["et"].stale


def test_an_original_that_is_gone_leaves_its_translations_stale(first):
    draft = start_draft(kind="returns")
    draft.translations.get(language="en").delete()
    assert stale_in(draft) == {"et"}


def test_stale_is_frozen_with_the_version(first):
    draft = start_draft(kind="returns")
    write(draft, "en", "Keep the box.")
    version = publish_policy(version=draft)
    prose = book("returns").find("returns").prose
    assert version.texts["et"]["stale"]
    assert (prose["et"].stale, prose["et"].renders, prose["en"].stale) == (True, 1, False)


def test_the_number_of_queries_does_not_grow_with_languages(first, django_assert_max_num_queries):
    draft = start_draft(kind="returns")
    for language in ("ar", "pt-br", "id"):
        write(draft, language, "x", renders=first)
    version = PolicyVersion.objects.select_related("policy").get(pk=draft.pk)
    with django_assert_max_num_queries(5):
        facts_of_draft(version)


# Chosen for the reader


def version_with(*texts, source="en"):
    """Facts with prose in these languages; a star marks a stale one, a dash an empty one."""
    prose = {}
    for text in texts:
        code = text.strip("*_")
        prose[code] = Prose(language=code, html="" if "_" in text else f"<p>{code}</p>", stale="*" in text)
    return VersionFacts(
        id=1,
        policy_id=1,
        kind=PolicyKind.RETURNS,
        market="",
        number=1,
        effective_from=None,
        published_at=None,
        source_language=source,
        prose=prose,
    )


@pytest.mark.parametrize(
    ("texts", "source", "reader", "note", "fallback"),
    [
        (["en", "et"], "en", "et", "et", "et"),
        (["en", "et*"], "en", "et", "et", "en"),
        (["en", "pt*", "pt-br*"], "en", "pt-br", "pt-br", "en"),
        (["en", "pt", "pt-br*"], "en", "pt-br", "pt-br", "pt"),
        (["en", "et_"], "en", "et", "en", "en"),
        (["id", "et"], "id", "ar", "id", "id"),
        (["ar*", "id"], "id", "et", "id", "id"),
        (["et"], "en", "ar", "et", "et"),
        (["et*"], "en", "ar", "et", "et"),
        ([], "en", "et", None, None),
    ],
)
def test_the_prose_of_a_reader(configure, texts, source, reader, note, fallback):
    version = version_with(*texts, source=source)
    for mode, expected in (("note", note), ("fallback", fallback)):
        configure(POLICIES_STALE_TRANSLATION=mode)
        found = prose_for(version, reader)
        assert (found.language if found else None) == expected
        with override(reader):
            assert prose_for(version) == found


def test_the_original_is_in_the_shops_language_unless_said(draft, settings):
    draft.source_language = ""
    settings.LANGUAGE_CODE = "pt-BR"
    assert source_of(draft) == "pt-br"
