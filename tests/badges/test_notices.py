"""Mails to staff: before evidence ends, and when a badge is gone. Each is said once."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from django_trust.badges.models import Badge
from django_trust.badges.notices import warn_staff
from django_trust.signals import badge_hidden

pytestmark = pytest.mark.django_db
START = "2026-01-01 08:00:00+00:00"


@pytest.fixture(autouse=True)
def _addresses(configure):
    configure(STAFF_EMAILS=["staff@shop.example"])


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def run_daily(clock, mailoutbox, days):
    """What each day's run mails: (day, subjects)."""
    said = []
    for day in range(days):
        before = len(mailoutbox)
        warn_staff()
        said += [(day, mail.subject) for mail in mailoutbox[before:]]
        clock.shift(timedelta(days=1))
    return said


def test_staff_hear_of_it_30_7_and_1_days_before_and_when_it_is_gone(certificate, clock, mailoutbox):
    certificate(valid_until=date(2026, 3, 1))  # the last day; over on March 2, 59.6 days from the start
    soon, gone = "Badges whose evidence ends soon", "Badges that shoppers no longer see"
    assert run_daily(clock, mailoutbox, 70) == [(30, soon), (53, soon), (59, soon), (60, gone)]


def test_the_mail_names_the_badge_the_day_and_the_page(certificate, clock, mailoutbox):
    badge = certificate(valid_until=date(2026, 1, 20))
    warn_staff()
    mail = mailoutbox[0]
    assert mail.to == ["staff@shop.example"]
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "Hosting certified to ISO 27001" in mail.body
    assert "until its evidence ends on January 20, 2026" in mail.body
    assert f"https://shop.example/admin/trust/badge/{badge.pk}/change/" in mail.body


def test_one_mail_for_all(certificate, clock, mailoutbox):
    certificate("Ends soon", valid_until=date(2026, 1, 5))
    certificate("Is gone", valid_until=date(2025, 12, 5))
    warn_staff()
    (mail,) = mailoutbox
    assert "Ends soon" in mail.body
    assert "Is gone" in mail.body


def test_the_owner_hears_of_the_own_badges_only(certificate, clock, mailoutbox, django_user_model):
    owner = django_user_model.objects.create_user("mari", "mari@shop.example")
    certificate("Hers", valid_until=date(2026, 1, 5), owner=owner)
    certificate("Others", valid_until=date(2026, 1, 5))
    warn_staff()
    bodies = {mail.to[0]: mail.body for mail in mailoutbox}
    assert "Hers" in bodies["mari@shop.example"]
    assert "Others" not in bodies["mari@shop.example"]
    assert "Others" in bodies["staff@shop.example"]


def test_an_owner_without_address_is_no_error(certificate, clock, mailoutbox, django_user_model):
    certificate(valid_until=date(2026, 1, 5), owner=django_user_model.objects.create_user("mari"))
    warn_staff()
    assert len(mailoutbox) == 1


def test_renewed_evidence_is_warned_of_anew(certificate, clock, mailoutbox):
    badge = certificate(valid_until=date(2026, 1, 5))
    assert len(run_daily(clock, mailoutbox, 3)) == 1
    Badge.objects.update(valid_until=date(2027, 1, 5))
    assert run_daily(clock, mailoutbox, 3) == []
    badge.refresh_from_db()
    assert badge.warned_days is None
    Badge.objects.update(valid_until=date(2026, 1, 20))
    assert len(run_daily(clock, mailoutbox, 1)) == 1


def test_a_badge_that_came_back_and_went_again_is_told_again(encrypted, found, clock, mailoutbox):
    badge = found(encrypted(claim="Encrypted"), "failed")
    assert len(run_daily(clock, mailoutbox, 2)) == 1
    found(badge)
    assert run_daily(clock, mailoutbox, 1) == []
    found(badge, "failed")
    assert len(run_daily(clock, mailoutbox, 2)) == 1


def test_another_reason_is_news(encrypted, found, clock, mailoutbox):
    badge = found(encrypted(claim="Encrypted"), "failed")
    warn_staff()
    badge.valid_until = date(2025, 12, 31)
    badge.save()
    warn_staff()
    assert len(mailoutbox) == 2
    assert "no longer valid" in mailoutbox[1].body


@pytest.mark.parametrize("fields", [{"enabled": False}, {"valid_from": date(2026, 2, 1)}])
def test_what_staff_hid_themselves_is_no_news(certificate, clock, mailoutbox, fields):
    certificate(**fields)
    assert run_daily(clock, mailoutbox, 2) == []


def test_two_runs_at_a_time_say_it_once(certificate, clock, mailoutbox, monkeypatch):
    from django_trust.badges import notices

    certificate(valid_until=date(2026, 1, 5))
    real = notices._news

    def meanwhile(*args):
        monkeypatch.setattr(notices, "_news", real)
        warn_staff()  # another process is faster
        return real(*args)

    monkeypatch.setattr(notices, "_news", meanwhile)
    warn_staff()
    assert len(mailoutbox) == 1


def test_a_mail_server_that_is_down_is_tried_again(certificate, clock, mailoutbox, monkeypatch, caplog):
    from django_trust.badges import notices

    certificate(valid_until=date(2026, 1, 5))
    real = notices.mail_staff

    def broken(*args, **kwargs):
        raise OSError("no mail server")

    monkeypatch.setattr(notices, "mail_staff", broken)
    warn_staff()
    assert "Staff could not be told" in caplog.text
    monkeypatch.setattr(notices, "mail_staff", real)
    warn_staff()
    assert len(mailoutbox) == 1


def test_a_payment_method_that_was_switched_off_is_news_once(
    paying, configure, clock, mailoutbox, monkeypatch
):
    from tests.badges.conftest import PayingAdapter

    configure(STAFF_EMAILS=["staff@shop.example"])
    Badge.objects.create(kind="payment", method="paypal")
    assert run_daily(clock, mailoutbox, 1) == []
    monkeypatch.setattr(PayingAdapter, "methods", {})
    assert len(run_daily(clock, mailoutbox, 2)) == 1
    assert "has not switched this payment method on" in mailoutbox[0].body


def test_receivers_hear_why(certificate, clock):
    heard = []

    def note(sender, badge, reason, **kwargs):
        heard.append((badge.pk, reason))

    badge_hidden.connect(note)
    try:
        gone = certificate(valid_until=date(2025, 12, 31))
        certificate(valid_until=date(2026, 1, 3))
        warn_staff()
        warn_staff()
    finally:
        badge_hidden.disconnect(note)
    assert heard == [(gone.pk, "expired")]


def test_the_mail_is_in_the_shops_language(certificate, clock, mailoutbox, settings):
    settings.LANGUAGE_CODE = "et"
    certificate({"en": "Certified", "et": "Sertifitseeritud"}, valid_until=date(2026, 1, 5))
    warn_staff()
    assert "Sertifitseeritud" in mailoutbox[0].body
    assert "Hello," not in mailoutbox[0].body


def test_nobody_to_tell_is_no_error(certificate, configure, mailoutbox):
    configure(STAFF_EMAILS=[])
    certificate(valid_until=timezone.localdate())
    assert len(warn_staff()) == 1
    assert not mailoutbox
