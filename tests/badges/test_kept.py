"""Kept rows: no query while they are current, gone with the evidence, renewed after each change."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.db import transaction
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from django_trust.badges.kept import GENERATION, LONGEST, SHORTEST
from django_trust.badges.models import Badge

LAST_MOMENT = "2026-11-22 23:59:30+02:00"


@pytest.fixture(autouse=True)
def _kept(configure):
    configure(FRAGMENT_CACHE="default")


def page(arguments="", **query):
    context = Context({"request": RequestFactory().get("/", query)})
    return Template(f"{{% load trust %}}{{% trust_badges {arguments} %}}").render(context)


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_one_query_cold_and_none_kept(certificate, django_assert_num_queries):
    certificate()
    with django_assert_num_queries(1):
        first = page()
    with django_assert_num_queries(0):
        assert page() == first


def test_all_rows_of_a_page_share_the_query(certificate, django_assert_num_queries):
    certificate()
    tags = (
        '{% trust_badges placement="cart" %}{% trust_badges placement="footer" %}{% trust_badges limit=1 %}'
    )
    context = Context({"request": RequestFactory().get("/")})
    with django_assert_num_queries(1):
        Template("{% load trust %}" + tags).render(context)


def test_nothing_to_show_is_kept_too(db, django_assert_num_queries):
    assert page() == ""
    with django_assert_num_queries(0):
        assert page() == ""


@pytest.mark.parametrize("placement", ["", "product", "cart", "checkout", "footer"])
def test_a_kept_badge_is_gone_the_moment_its_validity_is_over(certificate, placement):
    certificate(valid_until=date(2026, 11, 22))
    arguments = f'placement="{placement}"' if placement else ""
    with time_machine.travel(LAST_MOMENT, tick=False) as clock:
        assert "ISO 27001" in page(arguments)
        clock.shift(timedelta(seconds=29))
        assert "ISO 27001" in page(arguments)
        clock.shift(timedelta(seconds=1))
        assert page(arguments) == ""


def test_a_kept_row_gains_a_badge_the_moment_it_becomes_valid(certificate):
    certificate(valid_from=date(2026, 11, 23))
    with time_machine.travel(LAST_MOMENT, tick=False) as clock:
        assert page() == ""
        clock.shift(timedelta(seconds=30))
        assert "ISO 27001" in page()


def test_a_kept_badge_is_gone_when_its_check_grows_old(encrypted, found):
    badge = encrypted()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        found(badge, days_ago=7 - 1 / 1440)
        assert "trust-badge" in page()
        clock.shift(timedelta(seconds=61))
        assert page() == ""


def test_a_change_is_seen_at_once_and_after_its_commit(certificate, committing):
    badge = certificate()
    assert "ISO 27001" in page()
    with committing():
        badge.claim = {"en": "Member of the guild"}
        badge.save()
        assert "Member of the guild" in page()
    assert "Member of the guild" in page()
    with committing():
        badge.delete()
    assert page() == ""


def test_a_row_rendered_before_the_commit_does_not_outlive_it(certificate, committing, monkeypatch):
    """A reader may read the old rows, lose the processor, and keep them after the writer is done."""
    from django_trust.badges import blocks

    badge = certificate()
    page()
    caches["default"].delete(GENERATION.key)
    real = blocks._rows

    def slow(holder):
        rows = real(holder)
        with committing():
            Badge.objects.get(pk=badge.pk).delete()
        return rows

    monkeypatch.setattr(blocks, "_rows", slow)
    assert "ISO 27001" in page()
    monkeypatch.setattr(blocks, "_rows", real)
    assert page() == ""


def test_a_change_that_no_signal_tells_of_is_seen_after_five_minutes(certificate):
    certificate()
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        assert "ISO 27001" in page()
        Badge.objects.update(claim={"en": "Member of the guild"})
        assert "ISO 27001" in page()
        clock.shift(LONGEST + timedelta(seconds=1))
        assert "Member of the guild" in page()


def test_a_lost_version_is_no_stale_row(certificate, committing):
    badge = certificate()
    page()
    caches["default"].delete(GENERATION.key)
    with committing():
        badge.delete()
    caches["default"].delete(GENERATION.key)
    assert page() == ""


def test_rows_are_kept_by_all_they_depend_on(certificate, paying):
    certificate(claim={"en": "Certified hosting", "et": "Sertifitseeritud majutus"}, placements=["cart"])
    certificate("For Estonia", countries=["EE"])
    Badge.objects.create(kind="payment", method="pix")
    assert "Certified hosting" in page()
    with override("et"):
        assert "Sertifitseeritud majutus" in page()
    assert "Certified hosting" not in page('placement="footer"')
    assert "For Estonia" in page(country="EE")
    assert "For Estonia" not in page()
    assert "Pix" in page('country="BR"')
    assert "Pix" not in page('country="BR" currency="EUR"')
    assert "trust-badges-line" in page('style="line"')
    assert page("limit=1").count("<li") == 1


def test_switching_a_method_off_needs_no_commit(paying, monkeypatch, db):
    from tests.badges.conftest import PayingAdapter

    Badge.objects.create(kind="payment", method="paypal")
    assert "PayPal" in page()
    monkeypatch.setattr(PayingAdapter, "methods", {"": {"card"}})
    assert page() == ""


def test_what_was_rendered_in_a_transaction_that_failed_is_gone_in_seconds(certificate):
    badge = certificate()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        with transaction.atomic():
            badge.claim = {"en": "Member of the guild"}
            badge.save()
            assert "Member of the guild" in page()
            transaction.set_rollback(True)
        clock.shift(SHORTEST)
        assert "ISO 27001" in page()


def test_a_process_keeps_rows_for_itself_and_asks_only_for_the_version(certificate, monkeypatch):
    certificate()
    page()
    asked = []
    real = caches["default"].get
    monkeypatch.setattr(caches["default"], "get", lambda key, *args: asked.append(key) or real(key, *args))
    page()
    assert asked == [GENERATION.key]


def test_a_cache_that_keeps_nothing_is_no_reason_to_keep_old_rows(certificate, settings):
    settings.CACHES = {
        **settings.CACHES,
        "none": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    }
    settings.DJANGO_TRUST = {**settings.DJANGO_TRUST, "FRAGMENT_CACHE": "none"}
    certificate()
    assert "ISO 27001" in page()
    Badge.objects.update(enabled=False)
    assert page() == ""


def test_strangers_cannot_fill_the_memory(certificate, paying):
    from django_trust.badges import kept

    for number in range(kept.MOST_IN_PROCESS + 20):
        page(country=f"X{number}")
    assert len(kept._in_process) <= kept.MOST_IN_PROCESS


def test_another_process_reads_what_this_one_kept(certificate, django_assert_num_queries):
    from django_trust.badges import kept

    certificate()
    first = page()
    kept._in_process.clear()
    with django_assert_num_queries(0):
        assert page() == first
