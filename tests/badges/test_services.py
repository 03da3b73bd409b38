"""A run of the checks: one look at each host, dated history, the latest answers on the badge."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.translation import override

from django_trust.badges import services
from django_trust.badges.findings import Finding
from django_trust.badges.models import Badge, BadgeCheck
from django_trust.badges.phrases import finding_text
from django_trust.badges.services import add_suggested_badges, check_badges
from django_trust.badges.states import state_of
from django_trust.history import AppendOnlyError
from django_trust.signals import badge_checked

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers(monkeypatch, hosts):
    """What the checks answer; the network has its own tests."""
    said = {}
    asked = []

    def run(name, snapshot):
        asked.append((snapshot.target.name, name))
        return said.get(name, Finding("passed", "text", {"text": "Seen."}))

    monkeypatch.setattr(services, "run_probe", run)
    said["asked"] = asked
    return said


def secure(*checks, **fields):
    return Badge.objects.create(kind="security", checks=list(checks), claim="Encrypted", **fields)


def test_a_run_keeps_a_dated_row_and_shows_the_badge(answers):
    badge = secure("tls")
    now = timezone.now()
    report = check_badges(now=now)
    assert (report.checked, report.passed, report.failed) == (1, 1, 0)
    row = BadgeCheck.objects.get()
    assert (row.badge, row.check_name, row.host, row.outcome) == (badge, "tls", "shop.example", "passed")
    assert row.checked_at == now
    assert str(row) == "Seen."
    assert state_of(Badge.objects.get()).shown


def test_a_host_is_asked_once_for_all_its_badges(answers, configure):
    configure(BADGES_HOSTS=["shop.example", "pay.example"])
    secure("tls", "hsts")
    secure("tls")
    secure("tls", host="pay.example")
    check_badges()
    assert sorted(answers["asked"]) == [
        ("pay.example", "tls"),
        ("shop.example", "hsts"),
        ("shop.example", "tls"),
    ]
    assert BadgeCheck.objects.count() == 4


def test_a_failure_hides_the_badge_and_a_later_pass_brings_it_back(answers):
    secure("tls")
    check_badges()
    answers["tls"] = Finding("failed", "text", {"text": "Broken."})
    assert check_badges().failed == 1
    assert state_of(Badge.objects.get()).reason == "failed"
    answers["tls"] = Finding("passed", "text", {"text": "Seen."})
    check_badges()
    assert state_of(Badge.objects.get()).shown
    assert BadgeCheck.objects.count() == 3


def test_silence_leaves_the_earlier_answer_to_grow_old(answers):
    secure("tls")
    check_badges(now=timezone.now() - timedelta(days=6))
    answers["tls"] = Finding("unknown", "text", {"text": "Silence."})
    assert check_badges().unknown == 1
    badge = Badge.objects.get()
    assert state_of(badge).shown
    assert state_of(badge, timezone.now() + timedelta(days=2)).reason == "stale"
    assert BadgeCheck.objects.filter(outcome="unknown").count() == 1


def test_a_host_that_settings_do_not_name_is_never_asked(answers):
    secure("tls", host="elsewhere.example")
    assert check_badges().failed == 1
    assert answers["asked"] == []
    assert str(BadgeCheck.objects.get()) == "The shop names no such host to check."


def test_a_check_that_is_gone_is_a_failure(answers):
    secure("backup")
    assert check_badges().failed == 1
    assert str(BadgeCheck.objects.get()) == "There is no such check any more."


def test_badges_that_are_switched_off_are_left_alone(answers):
    secure("tls", enabled=False)
    assert check_badges().checked == 0


def test_answers_of_checks_that_were_taken_away_are_forgotten(answers):
    badge = secure("tls", "hsts")
    check_badges()
    Badge.objects.update(checks=["tls"])
    check_badges()
    badge.refresh_from_db()
    assert set(badge.findings) == {"tls"}


def test_a_badge_deleted_meanwhile_is_no_error(answers):
    badge = secure("tls")
    rows = list(Badge.objects.all())
    badge.delete()
    assert check_badges(rows).checked == 1
    assert not BadgeCheck.objects.exists()


def test_a_rehearsal_keeps_nothing(answers):
    secure("tls")
    assert check_badges(dry_run=True).passed == 1
    assert not BadgeCheck.objects.exists()
    assert Badge.objects.get().findings == {}


def test_receivers_hear_of_it(answers, django_capture_on_commit_callbacks):
    heard = []

    def note(sender, badge, **kwargs):
        heard.append(badge)

    badge_checked.connect(note)
    try:
        badge = secure("tls")
        with django_capture_on_commit_callbacks(execute=True):
            check_badges()
    finally:
        badge_checked.disconnect(note)
    assert heard == [badge]


class TestRowsOfTheBadgeItself:
    def test_payment_methods_are_asked_of_the_adapter(self, paying):
        on = Badge.objects.create(kind="payment", method="pix", countries=["BR"])
        off = Badge.objects.create(kind="payment", method="pix", countries=["EE"])
        report = check_badges()
        outcomes = {badge.pk: dated.finding.outcome for badge, dated in report.lines}
        assert outcomes == {on.pk: "passed", off.pk: "failed"}
        assert str(BadgeCheck.objects.get(badge=off)) == "Not accepted at present: Pix."

    def test_documents_must_be_there_and_in_date(self, with_document):
        today = timezone.localdate()
        badge = with_document(document_date=today, document_until=today + timedelta(days=40))
        assert check_badges().passed == 1
        assert check_badges(now=timezone.now() + timedelta(days=42)).failed == 1
        assert state_of(Badge.objects.get()).shown  # the dates decide, and today is in between
        badge.document.storage.delete(badge.document.name)
        assert check_badges().failed == 1
        assert state_of(Badge.objects.get()).reason == "failed"

    def test_a_new_document_heals_a_lost_one_at_once(self, with_document):
        from django.core.files.base import ContentFile

        badge = with_document()
        badge.document.storage.delete(badge.document.name)
        check_badges()
        badge.refresh_from_db()
        badge.document.save("new.pdf", ContentFile(b"%PDF-1.7"))
        assert state_of(Badge.objects.get()).shown


class TestHistory:
    def test_it_cannot_be_changed_or_deleted(self, answers):
        secure("tls")
        check_badges()
        row = BadgeCheck.objects.get()
        for change in (
            row.save,
            row.delete,
            BadgeCheck.objects.all().delete,
            lambda: BadgeCheck.objects.update(outcome="passed"),
            lambda: BadgeCheck.objects.bulk_update([row], ["outcome"]),
        ):
            with pytest.raises(AppendOnlyError):
                change()

    def test_it_goes_with_its_badge(self, answers):
        secure("tls")
        check_badges()
        Badge.objects.get().delete()
        assert not BadgeCheck.objects.exists()


class TestSuggestions:
    def test_settings_and_adapter_say_what_to_add(self, paying, hosts, staff, configure):
        configure(BADGES_HOSTS=["shop.example"], ADAPTER="tests.badges.conftest.PayingAdapter")
        added = add_suggested_badges(by=staff)
        assert [(badge.kind, badge.checks, badge.method) for badge in added] == [
            ("security", ["tls"], ""),
            ("security", ["certificate"], ""),
            ("security", ["https_redirect"], ""),
            ("payment", [], "card"),
            ("payment", [], "paypal"),
        ]
        assert {badge.owner for badge in added} == {staff}
        assert add_suggested_badges(by=staff) == []

    def test_nothing_known_is_nothing_added(self):
        assert add_suggested_badges() == []


class TestWords:
    def test_figures_and_dates_are_the_readers(self):
        facts = {"document_date": "2026-01-05", "until_date": "2027-01-05"}
        assert finding_text("document_good", facts) == (
            "The document of January 5, 2026 is good until January 5, 2027."
        )

    @pytest.mark.parametrize("facts", [{}, {"document_date": "x"}, {"document_date": None}])
    def test_facts_of_another_release_are_no_error(self, facts):
        assert finding_text("document_good", facts) == "document_good"

    def test_codes_keep_their_direction_in_arabic(self):
        with override("ar"):
            assert "\u2068TLS 1.1\u2069" in finding_text("tls_obsolete_only", {"version": "TLS 1.1"})
        assert "\u2068" not in finding_text("tls_obsolete_only", {"version": "TLS 1.1"})

    def test_a_message_nobody_knows_is_shown_as_it_is(self):
        assert finding_text("gone", {}) == "gone"


class TestCommand:
    def run(self, *arguments):
        out = StringIO()
        call_command("trust_check_badges", *arguments, stdout=out)
        return out.getvalue()

    def test_it_prints_counts(self, answers):
        secure("tls", "hsts")
        assert self.run().startswith(
            "1 badges checked: 2 checks passed, 0 with a warning, 0 failed, 0 without"
        )

    def test_it_says_what_failed(self, answers):
        badge = secure("tls")
        answers["tls"] = Finding("failed", "text", {"text": "Broken."})
        assert f"{badge.pk} Encrypted: " in self.run()
        assert "failed: Broken." in self.run()

    def test_strict_fails_with_the_counts(self, answers):
        secure("tls")
        answers["tls"] = Finding("failed", "text", {"text": "Broken."})
        with pytest.raises(CommandError, match="1 failed"):
            self.run("--strict")

    def test_a_rehearsal_keeps_nothing_and_mails_nobody(self, answers, mailoutbox, configure):
        configure(STAFF_EMAILS=["staff@shop.example"])
        secure("tls")
        answers["tls"] = Finding("failed", "text", {"text": "Broken."})
        self.run("--dry-run")
        assert not mailoutbox
        assert not BadgeCheck.objects.exists()

    def test_one_badge_alone(self, answers):
        secure("tls")
        second = secure("tls")
        self.run("--badge", str(second.pk))
        assert set(BadgeCheck.objects.values_list("badge_id", flat=True)) == {second.pk}
        with pytest.raises(CommandError, match="There is no badge 999999"):
            self.run("--badge", "999999")


def test_a_stored_badge_without_placement_is_refused():
    badge = Badge(claim={"en": "Certified"}, verify_url="https://x.example", placements=[])
    with pytest.raises(ValidationError) as error:
        badge.full_clean()
    assert "placements" in error.value.message_dict
