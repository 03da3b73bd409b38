"""The book of terms: one query, none where it is kept, and always what is in force at this moment."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone

from django_trust.policies.book import GENERATION, LONGEST, SHORTEST, PolicyBook, book, book_of
from django_trust.policies.book import _in_process as in_process
from django_trust.policies.choices import PolicyKind
from django_trust.policies.facts import VersionFacts
from django_trust.policies.immutable import plain
from django_trust.policies.models import Policy, PolicyVersion
from tests.policies.terms import published_returns, returns_draft

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=timezone.get_default_timezone())
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(params=["", "default"], ids=["read", "kept"])
def kept(request, configure):
    configure(FRAGMENT_CACHE=request.param)
    return bool(request.param)


@pytest.fixture
def keeping(configure):
    configure(FRAGMENT_CACHE="default")
    in_process.clear()


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def days(**kwargs):
    found = book(**kwargs).find("returns", "EE")
    return found.returns[0].days if found else None


def version(pk, market, kind="returns"):
    return VersionFacts(
        id=pk,
        policy_id=pk,
        kind=PolicyKind(kind),
        market=market,
        number=1,
        effective_from=NOW,
        published_at=NOW,
    )


# Which policy is for whom


@pytest.mark.parametrize(
    ("markets", "country", "market"),
    [
        (["", "EE", "EU"], "EE", "EE"),
        (["", "EE", "EU"], "FI", "EU"),
        (["", "EE", "EU"], "BR", ""),
        (["", "EE", "EU"], "", ""),
        (["EU", "BR"], "EE", "EU"),
        (["EU", "BR"], "US", None),
        (["EU"], "", "EU"),
        (["BR", "EU"], "", "BR"),
        ([], "EE", None),
    ],
)
def test_the_policy_nearest_to_the_shopper(markets, country, market):
    versions = tuple(version(pk, place) for pk, place in enumerate(markets))
    found = PolicyBook((version(9, country, "privacy"), *versions)).find("returns", country)
    assert (found.market if found else None) == market


# Queries


def test_one_query_for_all_policies_and_their_prose(kept, django_assert_num_queries):
    published_returns(texts={"en": "Keep the receipt."})
    published_returns(14, market="BR")
    with django_assert_num_queries(1):
        found = book("returns")
    assert [one.market for one in found.of_kind("returns")] == ["", "BR"]
    assert found.find("returns").prose["en"].html == "<p>Keep the receipt.</p>"
    with django_assert_num_queries(0 if kept else 1):
        assert book("returns") == found


def test_prose_that_nobody_asked_for_is_not_read():
    published_returns(texts={"en": "Keep the receipt."})
    assert book().find("returns").prose == {}
    assert book("privacy").find("returns").prose == {}


@pytest.mark.parametrize("holder", [dict, lambda: RequestFactory().get("/")], ids=["context", "request"])
def test_all_widgets_of_a_page_share_one_query(holder, django_assert_num_queries):
    published_returns()
    page = holder()
    with django_assert_num_queries(1):
        assert book_of(page, "returns") is book_of(page, "returns")
        assert book_of(page).find("returns").returns[0].days == 30


def test_nothing_published_is_kept_too(keeping, django_assert_num_queries):
    returns_draft()
    assert days() is None
    with django_assert_num_queries(0):
        assert days() is None


def test_another_process_finds_what_this_one_has_kept(keeping, django_assert_num_queries):
    published_returns()
    assert days() == 30
    in_process.clear()
    with django_assert_num_queries(0):
        assert days() == 30


def test_a_cache_that_keeps_nothing_costs_a_query_and_no_more(settings, configure, django_assert_num_queries):
    settings.CACHES = {**settings.CACHES, "none": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    configure(FRAGMENT_CACHE="none")
    published_returns()
    for _ in range(2):
        with django_assert_num_queries(1):
            assert days() == 30


# Changes


def test_what_is_published_is_there_at_once(keeping, committing):
    with committing():
        published_returns(14)
    assert days() == 14
    with committing():
        published_returns(30)
        assert days() == 30
    assert days() == 30


def test_what_was_kept_inside_a_transaction_goes_with_it(keeping, committing, clock):
    published_returns(14)
    assert days() == 14
    with transaction.atomic():
        published_returns(30)
        assert days() == 30
        transaction.set_rollback(True)
    clock.shift(SHORTEST)
    assert days() == 14


def test_what_another_process_published_is_there_when_it_commits(keeping, committing):
    published_returns(14)
    assert days() == 14
    other = GENERATION.key  # the other process shares the cache, not the memory
    generation = caches["default"].get(other)
    with committing():
        published_returns(30)
        assert caches["default"].get(other) != generation
        during = caches["default"].get(other)
    assert caches["default"].get(other) != during


def test_a_deleted_or_changed_policy_outdates_what_is_kept(keeping):
    policy = Policy.objects.create(kind="privacy")
    for change in (lambda: Policy.objects.create(kind="returns"), policy.delete):
        before = GENERATION.current(caches["default"])
        change()
        assert GENERATION.current(caches["default"]) != before


@pytest.mark.django_db(transaction=True)  # inside one, things are kept for seconds only
def test_a_version_begins_at_its_moment_although_it_is_kept(keeping, clock, django_assert_num_queries):
    published_returns(14)
    published_returns(30, effective_from=NOW + timedelta(minutes=1))
    assert days() == 14
    with django_assert_num_queries(0):
        clock.shift(timedelta(seconds=59))
        assert days() == 14
        clock.shift(timedelta(seconds=1))
        assert days() == 30


@pytest.mark.django_db(transaction=True)  # inside one, things are kept for seconds only
def test_a_change_without_a_signal_is_seen_after_the_longest_time(keeping, clock):
    published_returns(14)
    assert days() == 14
    stored = PolicyVersion.objects.get()
    plain(PolicyVersion).update(terms={"returns": [{**stored.terms["returns"][0], "days": 15}]})
    clock.shift(LONGEST - timedelta(seconds=1))
    assert days() == 14
    clock.shift(timedelta(seconds=1))
    assert days() == 15


def test_the_terms_of_an_earlier_moment(kept, clock):
    """Kept or not: what was in force then, not what was kept since."""
    published_returns(14)
    clock.shift(DAY)
    published_returns(30)
    assert days() == 30
    assert days(now=NOW) == 14
    assert days(now=NOW - DAY) is None
    assert days() == 30
