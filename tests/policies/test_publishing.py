"""Draft, publish, and which version is in force when."""

import os
import threading
import time
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from django_trust import signals
from django_trust.policies.book import book
from django_trust.policies.immutable import PublishedError
from django_trust.policies.models import (
    Policy,
    PolicyTranslation,
    PolicyVersion,
    PrivacyPurpose,
    PrivacyTerms,
    ReturnTerms,
    ShippingRate,
)
from django_trust.policies.rows import facts_of_draft, facts_of_version
from django_trust.policies.seals import is_untouched
from django_trust.policies.services import publish_policy, start_draft
from tests.policies.terms import published_returns, returns_draft, write

SQLITE = os.environ.get("TRUST_TEST_DB", "sqlite") == "sqlite"
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=timezone.get_default_timezone())
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


# Drafts


def test_a_draft_is_there_once():
    first = start_draft(kind="returns", market="ee")
    assert start_draft(kind="returns", market="EE") == first
    assert (first.number, first.policy.market, first.source_language) == (1, "EE", "en")
    assert Policy.objects.count() == 1


def test_a_draft_is_of_a_kind_and_a_market():
    with pytest.raises(ValueError, match="returns, shipping"):
        start_draft(kind="cookies")
    with pytest.raises(ValidationError):
        start_draft(kind="returns", market="XX")
    assert not Policy.objects.exists()


def test_a_draft_begins_with_everything_of_the_version_before():
    draft = returns_draft(countries=["EE"], texts={"en": "Keep the receipt.", "et": "Hoia kviitung alles."})
    row = draft.returnterms_rows.get()
    row.seasons.create(first_day="2026-11-01", last_day="2026-12-24", days=60)
    row.seasons.create(first_day="2027-11-01", last_day="2027-12-24", until="2028-01-15")
    ReturnTerms.objects.create(version=draft, days=14, position=200)
    first = publish_policy(version=draft)
    second = start_draft(kind="returns")
    assert second.number == 2
    assert not second.summary
    before, after = facts_of_version(first), facts_of_draft(second)
    assert after.returns == before.returns
    assert len(after.returns[0].seasons) == 2
    assert {code: prose.html for code, prose in after.prose.items()} == {
        "en": "<p>Keep the receipt.</p>",
        "et": "<p>Hoia kviitung alles.</p>",
    }
    assert after.prose["et"].renders == 1
    assert not after.prose["et"].stale


def test_a_draft_of_two_kinds_of_rows_begins_with_both():
    draft = start_draft(kind="privacy")
    PrivacyTerms.objects.create(version=draft, rights=["access"])
    PrivacyPurpose.objects.create(version=draft, purpose="order", retention_months=84)
    first = publish_policy(version=draft)
    again = facts_of_draft(start_draft(kind="privacy"))
    assert (again.privacy, again.purposes) == (
        facts_of_version(first).privacy,
        facts_of_version(first).purposes,
    )


def test_a_draft_can_begin_with_the_terms_of_another_market():
    home = published_returns(market="EE", texts={"en": "Keep the receipt.", "et": "Hoia kviitung alles."})
    abroad = start_draft(kind="returns", market="BR", copy=home)
    assert abroad.returnterms_rows.get().days == 30
    write(abroad, "en", "Keep the box.")
    assert facts_of_draft(abroad).prose["et"].stale
    with pytest.raises(ValueError, match="shipping"):
        start_draft(kind="shipping", copy=home)


def test_a_text_in_a_language_the_site_has_dropped_stays_behind(settings):
    published_returns(texts={"en": "Keep the receipt.", "et": "Hoia kviitung alles."})
    settings.LANGUAGES = [("en", "English")]
    assert [text.language for text in start_draft(kind="returns").translations.all()] == ["en"]


# Publishing


def test_publishing_freezes_all_of_it(staff, clock):
    draft = returns_draft(texts={"en": "Keep the receipt."})
    draft.summary = {"en": "More time."}
    draft.save()
    version = publish_policy(version=draft, by=staff)
    assert (version.published_at, version.effective_from) == (NOW, NOW)
    assert (version.published_by, version.published_by_name) == (staff, "staff")
    assert version.terms["returns"][0]["days"] == 30
    assert version.texts["en"]["html"] == "<p>Keep the receipt.</p>"
    assert is_untouched(version)
    assert facts_of_version(version).summary_words("en").text == "More time."


def test_what_is_frozen_says_the_same_as_the_rows():
    draft = start_draft(kind="shipping")
    ShippingRate.objects.create(
        version=draft,
        name={"en": "Courier", "ar": "مندوب"},
        price=Decimal("4.90"),
        free_from=Decimal("50.0001"),
        currency="EUR",
        weight_max=Decimal("31.500"),
        cutoff="14:30",
        origin="EE",
        countries=["EE", "LV"],
        handling_weekdays=[1, 2, 3],
    )
    before = facts_of_draft(PolicyVersion.objects.get(pk=draft.pk)).rates
    assert facts_of_version(publish_policy(version=draft)).rates == before


def test_publishing_twice_is_publishing_once(clock):
    draft = returns_draft()
    first = publish_policy(version=draft)
    clock.shift(DAY)
    again = publish_policy(version=draft, effective_from=NOW + 9 * DAY)
    assert (again.published_at, again.effective_from, again.digest) == (NOW, NOW, first.digest)


@pytest.mark.parametrize(
    ("stored", "asked", "begins"),
    [
        (None, None, NOW),
        (NOW + DAY, None, NOW + DAY),
        (NOW + DAY, NOW + 2 * DAY, NOW + 2 * DAY),
        (NOW - DAY, None, NOW),
        (None, NOW - DAY, NOW),
    ],
)
def test_no_version_begins_in_the_past(clock, stored, asked, begins):
    draft = returns_draft()
    draft.effective_from = stored
    draft.save()
    assert publish_policy(version=draft, effective_from=asked).effective_from == begins


def test_a_moment_needs_a_time_zone():
    with pytest.raises(ValueError, match="time zone"):
        publish_policy(version=returns_draft(), effective_from=datetime(2030, 1, 1))


def test_nothing_is_published_without_terms():
    with pytest.raises(ValidationError, match="no terms yet"):
        publish_policy(version=start_draft(kind="returns"))


def test_every_problem_of_a_draft_is_said_with_its_row():
    draft = start_draft(kind="returns")
    ReturnTerms.objects.create(version=draft, days=14)
    ReturnTerms.objects.create(version=draft, days=None, currency="EU")
    with pytest.raises(ValidationError) as caught:
        publish_policy(version=draft)
    assert len(caught.value.messages) >= 2
    assert all(message.startswith("Return terms 2, ") for message in caught.value.messages)
    draft.refresh_from_db()
    assert not draft.is_published


def test_rows_are_brought_into_form_whatever_way_they_came():
    draft = start_draft(kind="returns")
    ReturnTerms.objects.bulk_create([ReturnTerms(version=draft, days=14, countries=["ee", "EE"])])
    PolicyTranslation.objects.bulk_create(
        [PolicyTranslation(version=draft, language="EN", text="<script>x</script>Hi")]
    )
    draft.translations.update(html="<script>alert(1)</script>")
    version = publish_policy(version=draft)
    assert version.terms["returns"][0]["countries"] == ["EE"]
    assert list(version.texts) == ["en"]
    assert "script" not in str(version.texts)
    assert is_untouched(version)


def test_a_translation_needs_its_original():
    draft = returns_draft(texts={"et": "Hoia kviitung alles."})
    with pytest.raises(ValidationError, match="original text in English is missing"):
        publish_policy(version=draft)
    draft.source_language = "et"
    draft.save()
    assert facts_of_version(publish_policy(version=draft)).source_language == "et"


def test_the_language_of_the_original_is_frozen(settings):
    version = published_returns(texts={"en": "Keep the receipt."})
    PolicyVersion.objects.drafts().delete()
    settings.LANGUAGE_CODE = "et"
    assert facts_of_version(PolicyVersion.objects.get(pk=version.pk)).source_language == "en"


def test_the_signal_comes_after_the_commit_and_once(django_capture_on_commit_callbacks):
    heard, inside = [], []
    signals.policy_published.connect(
        lambda version, **kwargs: heard.append(version), weak=False, dispatch_uid="t"
    )
    signals.policy_publishing.connect(
        lambda version, **kwargs: inside.append(version), weak=False, dispatch_uid="t"
    )
    try:
        with django_capture_on_commit_callbacks(execute=True):
            version = publish_policy(version=returns_draft())
            publish_policy(version=version)
            assert (heard, inside) == ([], [version])
        assert heard == [version]
    finally:
        signals.policy_published.disconnect(dispatch_uid="t")
        signals.policy_publishing.disconnect(dispatch_uid="t")


# Which version is in force


def days_in_force(moment, market=""):
    [version] = [one for one in PolicyVersion.objects.in_force(moment) if one.policy.market == market]
    assert book(now=moment).find("returns", market).id == version.pk
    return version.terms["returns"][0]["days"]


def test_a_version_begins_at_its_moment_without_any_write(clock):
    published_returns(14)
    published_returns(30, effective_from=NOW + DAY)
    assert days_in_force(NOW) == 14
    assert days_in_force(NOW + DAY - timedelta(microseconds=1)) == 14
    assert days_in_force(NOW + DAY) == 30


def test_a_later_draft_may_fill_the_time_until_an_announced_version(clock):
    """What was announced for a day begins on that day, whatever was published meanwhile."""
    published_returns(14)
    published_returns(30, effective_from=NOW + 10 * DAY)
    published_returns(60, effective_from=NOW + 5 * DAY)
    assert [days_in_force(NOW + day * DAY) for day in (0, 5, 9, 10, 99)] == [14, 60, 60, 30, 30]


def test_of_two_versions_for_one_moment_the_newer_counts(clock):
    """So an announced version is corrected: by another one for the same moment."""
    published_returns(14)
    published_returns(30, effective_from=NOW + DAY)
    published_returns(60, effective_from=NOW + DAY)
    assert [days_in_force(NOW + day * DAY) for day in (0, 1, 2)] == [14, 60, 60]


@hypothesis_settings(max_examples=20)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=5), st.integers(-1, 6))
def test_exactly_the_latest_that_has_begun_is_in_force(offsets, asked):
    with transaction.atomic(), time_machine.travel(NOW, tick=False):
        for number, offset in enumerate(offsets, start=1):
            published_returns(number, effective_from=NOW + offset * DAY)
        begun = [(offset, number) for number, offset in enumerate(offsets, start=1) if offset <= asked]
        found = PolicyVersion.objects.in_force(NOW + asked * DAY)
        assert [version.number for version in found] == ([max(begun)[1]] if begun else [])
        transaction.set_rollback(True)


def test_markets_do_not_replace_each_other(clock):
    published_returns(14)
    published_returns(30, market="EE")
    assert (days_in_force(NOW), days_in_force(NOW, "EE")) == (14, 30)


# Two at the same moment


def in_thread(function):
    """Run ``function`` beside this thread, on a connection of its own; ``join`` gives answer or error."""

    class Beside(threading.Thread):
        def run(self):
            try:
                self.answer = function()
            except Exception as error:  # noqa: BLE001 - handed over
                self.answer = error
            finally:
                connection.close()

        def join(self, timeout=20):
            super().join(timeout)
            assert not self.is_alive()
            return self.answer

    thread = Beside()
    thread.start()
    return thread


CHANGES = {
    "save": lambda row: row.save(),
    "update": lambda row: ReturnTerms.objects.filter(pk=row.pk).update(days=60),
    "bulk_update": lambda row: ReturnTerms.objects.bulk_update([row], ["days"]),
    "insert": lambda row: ReturnTerms.objects.create(version_id=row.version_id, days=60, position=1),
    "bulk_create": lambda row: ReturnTerms.objects.bulk_create(
        [ReturnTerms(version_id=row.version_id, days=60, position=1)]
    ),
    "delete": lambda row: row.delete(),
    "delete all": lambda row: ReturnTerms.objects.filter(pk=row.pk).delete(),
}
racing = pytest.mark.skipif(SQLITE, reason="SQLite in memory has one connection; test_race has files")


@racing
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whoever_publishes_waits_for_a_change_that_has_begun(change):
    draft = returns_draft()
    ReturnTerms.objects.create(version=draft, days=90, position=200)
    row = draft.returnterms_rows.first()
    row.days = 60
    with transaction.atomic():
        change(row)
        publisher = in_thread(lambda: publish_policy(version=draft))
        time.sleep(0.3)
        assert publisher.is_alive()
    version = publisher.join()
    assert is_untouched(version)
    assert version.terms["returns"][0]["days"] != 30


@racing
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_that_comes_while_somebody_publishes_is_refused(change):
    draft = returns_draft()
    row = draft.returnterms_rows.get()
    row.days = 60
    changers = []

    def try_meanwhile(**kwargs):
        changers.append(in_thread(lambda: change(row)))
        time.sleep(0.3)
        assert changers[0].is_alive()  # it waits for the outcome

    signals.policy_publishing.connect(try_meanwhile, dispatch_uid="race")
    try:
        version = publish_policy(version=draft)
    finally:
        signals.policy_publishing.disconnect(dispatch_uid="race")
    assert isinstance(changers[0].join(), PublishedError)
    assert is_untouched(version)
    assert version.terms["returns"][0]["days"] == 30


@racing
@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_publish_once():
    draft, heard = returns_draft(), []
    signals.policy_published.connect(lambda **kwargs: heard.append(1), weak=False, dispatch_uid="race")
    try:
        crowd = [in_thread(lambda: publish_policy(version=draft)) for _ in range(4)]
        answers = [thread.join() for thread in crowd]
    finally:
        signals.policy_published.disconnect(dispatch_uid="race")
    assert len({(answer.digest, answer.published_at) for answer in answers}) == 1
    assert heard == [1]


@racing
@pytest.mark.django_db(transaction=True)
def test_two_who_begin_a_draft_at_once_get_the_same():
    crowd = [in_thread(lambda: start_draft(kind="returns", market="EE").pk) for _ in range(4)]
    answers = {thread.join() for thread in crowd}
    assert not [answer for answer in answers if isinstance(answer, OperationalError)]
    assert len(answers) == 1
    assert PolicyVersion.objects.count() == 1
