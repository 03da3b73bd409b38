"""The pages of versions: what was in force when, and what changed."""

import time
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from django_trust.policies.differences import Change, changes_between, prose_changes
from django_trust.policies.history import Turn, life_sentence, lives_of
from django_trust.policies.models import PolicyTranslation, ReturnTerms, ShippingRate
from django_trust.policies.rewordings import MOST, Words, paragraphs_of, rewordings
from django_trust.policies.rows import facts_of_version
from django_trust.policies.services import publish_policy, start_draft
from tests.markup import read
from tests.policies.terms import published_returns, returns_draft, write

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=timezone.get_default_timezone())
DAY = timedelta(days=1)


@pytest.fixture
def clock(db):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


# Lives


def lives(policy_id):
    return [(life.number, life.turn.value, life.predecessor) for life in lives_of(policy_id)]


def test_each_version_has_its_turn(clock):
    first = published_returns(14)
    clock.shift(DAY)
    second = published_returns(30)
    published_returns(60, effective_from=NOW + 9 * DAY)
    third = published_returns(61, effective_from=NOW + 9 * DAY)
    fourth = published_returns(45, effective_from=NOW + 5 * DAY)
    policy = first.policy_id
    assert lives(policy) == [
        (4, "coming", fourth.pk),
        (3, "never", fourth.pk),
        (5, "coming", second.pk),
        (2, "now", first.pk),
        (1, "past", None),
    ]
    clock.shift(8 * DAY)
    assert [turn for _, turn, _ in lives(policy)] == ["now", "never", "past", "past", "past"]
    assert third.number == 4


@hypothesis_settings(max_examples=20)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=5), st.integers(-1, 5))
@pytest.mark.django_db
def test_lives_follow_one_another_without_gap(offsets, asked):
    with transaction.atomic(), time_machine.travel(NOW, tick=False):
        for number, offset in enumerate(offsets, start=1):
            version = published_returns(number, effective_from=NOW + offset * DAY)
        found = [
            life for life in lives_of(version.policy_id, NOW + asked * DAY) if life.turn is not Turn.NEVER
        ]
        assert [life.ends for life in found] == [None, *(life.begins for life in found[:-1])]
        now = [life.number for life in found if life.turn is Turn.NOW]
        in_force = type(version).objects.in_force(NOW + asked * DAY)
        assert now == [one.number for one in in_force]
        transaction.set_rollback(True)


def test_sentences_of_lives(clock):
    first = published_returns(14)
    clock.shift(DAY)
    published_returns(30)
    published_returns(31, effective_from=NOW + 3 * DAY)
    published_returns(32, effective_from=NOW + 3 * DAY)
    coming, never, now, past = lives_of(first.policy_id)
    assert life_sentence(past) == "It was in force from November 22, 2026 until November 23, 2026."
    assert life_sentence(now) == (
        "It is in force since November 23, 2026. Another version begins on November 25, 2026."
    )
    assert life_sentence(never) == "Another version replaced it before it came into force."
    assert life_sentence(coming).startswith("It comes into force on November 25, 2026")


def test_versions_of_one_day_are_told_apart_by_the_time(clock):
    first = published_returns(14)
    clock.shift(timedelta(hours=4))
    published_returns(30)
    now, past = lives_of(first.policy_id)
    assert "10:00" in life_sentence(past)
    assert "2:00" in life_sentence(past)
    assert "2:00" in life_sentence(now)


# Pages


def page(client, url, status=200, **headers):
    response = client.get(url, headers=headers)
    assert response.status_code == status
    return read(response) if status == 200 else response


def test_a_past_version_says_so_and_leads_to_the_present(clock, client):
    first = published_returns(14, texts={"en": "Keep the receipt."})
    clock.shift(DAY)
    second = published_returns(30)
    shown = page(client, first.get_absolute_url())
    [note] = shown.all("p", role="note")
    assert note.words == "Version 1. It was in force from November 22, 2026 until November 23, 2026."
    facts = shown.one("section", class_="trust-terms")
    assert "14 days" in facts.words
    assert "Keep the receipt." in facts.words
    assert "In force since" not in facts.words
    links = [link["href"] for link in shown.one("nav").all("a")]
    assert links == [
        reverse("trust:policy", args=["returns"]),
        f"/trust/policy-versions/{first.pk}/to/{second.pk}/",
        f"/trust/policy-history/{first.policy_id}/",
    ]
    assert all(client.get(link).status_code == 200 for link in links)


def test_a_coming_version_is_compared_with_what_it_will_replace(clock, client):
    first = published_returns(14)
    coming = published_returns(30, effective_from=NOW + DAY)
    shown = page(client, coming.get_absolute_url())
    assert "It comes into force on November 23, 2026." in shown.one("p", role="note").words
    assert f"/trust/policy-versions/{first.pk}/to/{coming.pk}/" in [link["href"] for link in shown.all("a")]


def test_a_first_version_that_is_still_to_come_has_nothing_to_compare(clock, client):
    coming = published_returns(30, effective_from=NOW + DAY)
    shown = page(client, coming.get_absolute_url())
    assert [link["href"] for link in shown.one("nav").all("a")] == [
        f"/trust/policy-history/{coming.policy_id}/"
    ]
    assert page(client, f"/trust/policy-history/{coming.policy_id}/").one("h1")


def test_the_version_in_force_needs_no_note(clock, client):
    shown = page(client, published_returns(30).get_absolute_url())
    assert not list(shown.all("p", role="note"))
    assert "Version 1. It is in force since November 22, 2026." in shown.words


def test_search_engines_are_sent_to_the_policy(clock, client):
    first = published_returns(14)
    second = published_returns(30)
    for url in (
        first.get_absolute_url(),
        f"/trust/policy-history/{first.policy_id}/",
        f"/trust/policy-versions/{first.pk}/to/{second.pk}/",
    ):
        response = client.get(url)
        assert response["X-Robots-Tag"] == "noindex"
        canonical = reverse("trust:policy", args=["returns"])
        assert response["Link"] == f'<http://testserver{canonical}>; rel="canonical"'


def test_the_country_of_a_link_is_that_of_the_order(clock, client):
    draft = start_draft(kind="returns")
    ReturnTerms.objects.create(version=draft, days=14, countries=["EE"], position=1)
    ReturnTerms.objects.create(version=draft, days=30, position=2)
    version = publish_policy(version=draft)
    assert "14 days" in page(client, f"{version.get_absolute_url()}?country=ee").words
    assert "30 days" not in page(client, f"{version.get_absolute_url()}?country=EE").words
    for nonsense in ("XXX", "<b", "é1", "%00%00", ""):
        assert "30 days" in page(client, f"{version.get_absolute_url()}?country={nonsense}").words


def test_drafts_and_unknown_pages_are_not_found(clock, client):
    first = published_returns(14)
    other = published_returns(14, market="BR")
    draft = returns_draft(30)
    huge = 10**30
    for url in (
        draft.get_absolute_url(),
        f"/trust/policy-versions/{first.pk}/to/{draft.pk}/",
        f"/trust/policy-versions/{draft.pk}/to/{first.pk}/",
        f"/trust/policy-versions/{first.pk}/to/{other.pk}/",
        f"/trust/policy-versions/{first.pk}/to/{huge}/",
        f"/trust/policy-versions/{huge}/",
        f"/trust/policy-history/{huge}/",
        f"/trust/policy-history/{start_draft(kind='privacy').policy_id}/",
    ):
        page(client, url, status=404)
    assert client.post(first.get_absolute_url()).status_code == 405


def test_the_history_lists_the_published_versions(clock, client):
    first = published_returns(14)
    clock.shift(DAY)
    draft = returns_draft(30)
    draft.summary = {"en": "More time <3", "ar": "وقت أطول"}
    draft.save()
    second = publish_policy(version=draft)
    returns_draft(60)
    shown = page(client, f"/trust/policy-history/{first.policy_id}/")
    newer, older = shown.all("li", class_="trust-version")
    assert newer.one("h2").words == "Version 2"
    assert "More time <3" in newer.words
    assert older.one("h2").words == "Version 1"
    assert [link["href"] for link in newer.all("a")] == [
        second.get_absolute_url(),
        f"/trust/policy-versions/{first.pk}/to/{second.pk}/",
    ]
    assert [link["href"] for link in older.all("a")] == [first.get_absolute_url()]
    arabic = page(client, f"/ar/trust/policy-history/{first.policy_id}/")
    assert "وقت أطول" in arabic.words
    estonian = page(client, f"/et/trust/policy-history/{first.policy_id}/")
    assert estonian.one("p", class_="trust-lines")["lang"] == "en"


def test_the_difference_is_in_words(clock, client):
    first = published_returns(14, texts={"en": "Keep the receipt.\n\nThank you."})
    clock.shift(DAY)
    draft = returns_draft(30, texts={"en": "Keep the box.\n\nThank you."})
    draft.summary = {"en": "More time."}
    draft.save()
    second = publish_policy(version=draft)
    shown = page(client, f"/trust/policy-versions/{first.pk}/to/{second.pk}/")
    assert "More time." in shown.words
    [text] = list(shown.all("div", class_="trust-rewordings"))
    assert text.words == "Keep the Removed: receipt. Added: box."
    days = [one.words for one in shown.all("dd") if "14" in one.words or "30" in one.words]
    assert days[0].startswith("Version 1")
    assert "14" in days[0]
    assert days[1].startswith("Version 2")
    assert "30" in days[1]
    assert next(shown.all("del")).words


def test_the_same_terms_read_the_same(clock, client):
    first = published_returns(14, texts={"en": "Keep the receipt."})
    second = published_returns(14)
    shown = page(client, f"/trust/policy-versions/{first.pk}/to/{second.pk}/")
    assert "These two versions read the same." in shown.words
    assert not list(shown.all("dl"))
    same = page(client, f"/trust/policy-versions/{first.pk}/to/{first.pk}/")
    assert "These two versions read the same." in same.words


def test_pages_cost_the_same_however_many_versions_there_are(clock, client, django_assert_max_num_queries):
    first = published_returns(14)
    for days in range(20, 30):
        last = published_returns(days)
    for url, most in (
        (first.get_absolute_url(), 2),
        (f"/trust/policy-history/{first.policy_id}/", 2),
        (f"/trust/policy-versions/{first.pk}/to/{last.pk}/", 4),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(url).status_code == 200


# Facts that differ


def facts(version):
    return facts_of_version(version)


@pytest.mark.django_db
def test_every_fact_that_differs_and_no_other():
    older = facts(published_returns(14, remorse_fees="customer"))
    newer = facts(published_returns(30, remorse_fees="customer"))
    changes = changes_between(older, newer)
    assert changes
    assert all("30" in change.after and "30" not in change.before for change in changes)
    back = changes_between(newer, older)
    assert [(one.after, one.before) for one in back] == [(one.before, one.after) for one in changes]
    assert changes_between(older, older) == ()


@pytest.mark.django_db
def test_a_country_of_its_own_is_compared_for_its_readers_only():
    draft = returns_draft(14)
    ReturnTerms.objects.create(version=draft, days=20, countries=["EE"], position=1)
    older = facts(publish_policy(version=draft))
    draft = start_draft(kind="returns")
    draft.returnterms_rows.filter(days=20).update(days=25)
    newer = facts(publish_policy(version=draft))
    assert changes_between(older, newer, "BR") == ()
    assert changes_between(older, newer, "EE")
    assert {change.section for change in changes_between(older, newer)} == {"Estonia"}


@pytest.mark.django_db
def test_a_way_of_delivery_that_moved_or_was_renamed_is_the_same_way():
    draft = start_draft(kind="shipping")
    rate = {"version": draft, "currency": "EUR", "origin": "EE"}
    ShippingRate.objects.create(name="Courier", price=Decimal("4.90"), position=2, **rate)
    ShippingRate.objects.create(name="Parcel machine", price=Decimal("2.90"), position=3, **rate)
    older = facts(publish_policy(version=draft))
    draft = start_draft(kind="shipping")
    ShippingRate.objects.create(name="Drone", price=Decimal(9), position=1, **{**rate, "version": draft})
    draft.shippingrate_rows.filter(price=Decimal("2.90")).update(price=Decimal("3.90"))
    newer = facts(publish_policy(version=draft))
    changes = changes_between(older, newer)
    drone = [change for change in changes if "Drone" in change.section]
    assert drone
    assert not any(change.before for change in drone)
    rest = [change for change in changes if change not in drone]
    assert rest
    assert all("Parcel machine" in change.section and "3.90" in change.after for change in rest)
    assert not any(change.after for change in changes_between(newer, older) if "Drone" in change.section)
    renamed = replace(older, rates=(replace(older.rates[0], name={"en": "DHL"}), older.rates[1]))
    assert [(change.label, change.before, change.after) for change in changes_between(older, renamed)] == [
        ("Name", "Courier", "DHL")
    ]


@pytest.mark.django_db
def test_changes_are_in_the_language_of_the_reader():
    older, newer = facts(published_returns(14)), facts(published_returns(30))
    with override("ar"):
        assert all(isinstance(change, Change) for change in changes_between(older, newer))
        assert changes_between(older, newer)


# Prose that differs


@pytest.fixture
def two(db):
    """Two versions, the second made of the first with other texts (None takes one away)."""

    def make(before, after):
        older = published_returns(14, texts=before)
        draft = start_draft(kind="returns")
        for language, text in after.items():
            PolicyTranslation.objects.filter(version=draft, language=language).delete()
            if text is not None:
                write(draft, language, text)
        return facts(older), facts(publish_policy(version=draft))

    return make


def test_prose_is_compared_in_the_readers_language(two):
    older, newer = two({"en": "Old.", "et": "Vana."}, {"en": "New.", "et": "Uus."})
    found = prose_changes(older, newer, "et")
    assert found.language == "et"
    assert [[run.text for run in passage] for passage in found.passages] == [["Vana."], ["Uus."]]


def test_a_translation_nobody_touched_does_not_hide_what_changed(two):
    """Its original has changed, so that is what the reader sees."""
    older, newer = two({"en": "Old words here.", "et": "Vana."}, {"en": "New words here."})
    assert newer.prose["et"].stale
    found = prose_changes(older, newer, "et")
    assert found.language == "en"
    [passage] = found.passages
    assert passage == (Words("removed", "Old"), Words("added", "New"), Words("same", "words here."))


def test_a_language_only_one_version_has_is_not_compared(two):
    older, newer = two({"en": "Same."}, {"en": "Same.", "et": "Sama."})
    assert prose_changes(older, newer, "et") is None


def test_prose_that_is_new_or_gone(two, db):
    older, newer = two({}, {"en": "New."})
    assert prose_changes(older, newer, "en").passages == ((Words("added", "New."),),)
    assert prose_changes(newer, older, "en").passages == ((Words("removed", "New."),),)
    assert prose_changes(older, older, "en") is None


def test_without_a_common_language_the_newer_text_is_new(two):
    older, newer = two({"en": "Old."}, {})
    other = replace(newer, source_language="id", prose={"id": replace(newer.prose["en"], language="id")})
    found = prose_changes(older, other, "et")
    assert (found.language, found.passages) == ("id", ((Words("added", "Old."),),))


def test_a_title_is_text_and_no_html(two):
    older, newer = two({"en": "Same."}, {})
    titled = replace(newer, prose={"en": replace(newer.prose["en"], title="Tea & <b>pots</b>")})
    assert prose_changes(older, titled, "en").passages == ((Words("added", "Tea & <b>pots</b>"),),)


# Texts, word by word


def runs(older, newer):
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return [" ".join(marks[run.kind].format(run.text) for run in one) for one in rewordings(older, newer)]


@pytest.mark.parametrize(
    ("older", "newer", "shown"),
    [
        ("", "", []),
        ("<p>a b</p>", "<p>a b</p>", []),
        ("<p>a  b</p>", "<ul><li>a b</li></ul>", []),
        ("<p>a b c d</p>", "<p>a x c d</p>", ["a [-b-] {+x+} c d"]),
        ("<p>a b c</p>", "<p>a b c d</p>", ["a b c {+d+}"]),
        ("<p>one</p>", "<p>one</p><p>two</p>", ["{+two+}"]),
        ("<p>one</p><p>two</p><p>three</p>", "<p>one</p><p>three</p>", ["[-two-]"]),
        (
            "<p>all words differ</p>",
            "<p>nothing is left</p>",
            ["[-all words differ-]", "{+nothing is left+}"],
        ),
        ("<p>a<br>b</p>", "<p>a<br>c</p>", ["[-b-]", "{+c+}"]),
        (
            "<li>write the number on it</li><li>do you have questions</li>",
            "<li>do you have any questions</li><li>presents too</li>",
            ["[-write the number on it-]", "do you have {+any+} questions", "{+presents too+}"],
        ),
        (
            "<table><tr><td>1</td><td>2</td></tr></table>",
            "<table><tr><td>1</td><td>3</td></tr></table>",
            ["[-2-]", "{+3+}"],
        ),
        ("<p>5 &lt; 6 &amp; 7</p>", "<p>5 &lt; 6 &amp; 8</p>", ["5 < 6 & [-7-] {+8+}"]),
        (
            '<p>See <a href="https://a.example">our page</a> for all of it</p>',
            '<p>See <a href="https://b.example">our page</a> for all of it</p>',
            ["See our page [-(https://a.example)-] {+(https://b.example)+} for all of it"],
        ),
        (
            '<p>Write to <a href="mailto:a@shop.example">a@shop.example</a> first</p>',
            '<p>Write to <a href="mailto:b@shop.example">b@shop.example</a> first</p>',
            ["Write to [-a@shop.example-] {+b@shop.example+} first"],
        ),
    ],
)
def test_what_differs_between_two_texts(older, newer, shown):
    assert runs(older, newer) == shown


paragraphs = st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=8).map(" ".join), max_size=8)


@given(paragraphs, paragraphs)
def test_what_is_shown_leads_from_one_text_to_the_other(older, newer):
    """Without what was added it is the older text, without what was removed the newer one."""
    before, after = ("".join(f"<p>{one}</p>" for one in text) for text in (older, newer))
    shown = rewordings(before, after)
    for text, other, gone in ((older, newer, "added"), (newer, older, "removed")):
        kept = [" ".join(run.text for run in passage if run.kind != gone) for passage in shown]
        assert all(one in text for one in kept if one)
        assert {one for one in text if one not in other} <= set(kept)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("<p>a</p>" * 2500, "<p>b</p><p>a</p>" * 1250),
        ("<p>" + " ".join(f"x{n} a" for n in range(3000)), "<p>" + " ".join(f"y{n} a" for n in range(3000))),
        (
            "".join(f"<p>{' '.join(f'x{n} a' for n in range(95))} {m}</p>" for m in range(30)),
            "".join(f"<p>{' '.join(f'y{n} a' for n in range(95))} {m}</p>" for m in range(30)),
        ),
        ("<p>" + "<br>" * 4000, "<p>" + "a<br>" * 3000),
        ("<" * 20_000, "&" * 20_000),
    ],
)
def test_hostile_texts_are_compared_in_bounded_time(older, newer):
    started = time.process_time()
    rewordings(older, newer)
    assert time.process_time() - started < 2


def test_long_paragraphs_are_shown_whole():
    many = MOST + 1
    older, newer = " ".join(["a", *["x"] * many]), " ".join(["b", *["y"] * many])
    assert [passage[0].kind for passage in rewordings(older, newer)] == ["removed", "added"]


def test_paragraphs_of_html():
    html = "<h3>One</h3> two <ul><li>three</li><li><p>four</p></li></ul><p>five <em>six</em><br>seven</p>"
    assert paragraphs_of(html) == ["One", "two", "three", "four", "five six", "seven"]
