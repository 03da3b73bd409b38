from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from django_trust.badges.models import Badge
from django_trust.badges.states import SOON, state_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TALLINN_MIDNIGHT = datetime(2026, 11, 22, 22, tzinfo=UTC)  # the first moment of the 23rd there


def linked(**fields):
    return Badge(claim={"en": "Safe"}, verify_url="https://x.example/", **fields)


def test_a_claim_with_evidence_is_shown():
    assert state_of(linked(), NOON).reason == "current"


def test_a_claim_alone_is_not():
    assert state_of(Badge(claim={"en": "Safe"}), NOON).reason == "no_evidence"


@pytest.mark.parametrize("evidence", [{"verify_url": "https://x.example"}, {"document": "a.pdf"}])
def test_a_link_or_a_document_is_evidence(evidence):
    assert state_of(Badge(claim={"en": "Safe"}, **evidence), NOON).shown


def test_the_adapter_is_the_evidence_of_a_payment_method():
    assert state_of(Badge(kind="payment", method="pix"), NOON).shown
    assert not state_of(Badge(kind="payment", claim={"en": "All cards"}), NOON).shown
    assert not state_of(Badge(kind="custom", method="pix"), NOON).shown


def test_a_badge_that_is_switched_off_is_hidden_for_that_reason():
    assert state_of(linked(enabled=False, valid_until=date(2020, 1, 1)), NOON).reason == "off"


def test_the_last_day_counts_to_its_end_in_the_shops_time_zone():
    badge = linked(valid_until=date(2026, 11, 22))
    assert state_of(badge, TALLINN_MIDNIGHT - timedelta(seconds=1)).shown
    assert state_of(badge, TALLINN_MIDNIGHT).reason == "expired"


def test_the_first_day_counts_from_its_beginning():
    badge = linked(valid_from=date(2026, 11, 23))
    assert state_of(badge, TALLINN_MIDNIGHT - timedelta(seconds=1)).reason == "early"
    assert state_of(badge, TALLINN_MIDNIGHT).shown


def test_the_document_has_a_last_day_too():
    badge = linked(document="a.pdf", document_until=date(2026, 11, 22))
    assert state_of(badge, NOON).reason == "expiring"
    assert state_of(badge, TALLINN_MIDNIGHT).reason == "document_expired"


def test_what_ends_within_thirty_days_is_shown_and_says_so():
    badge = linked(valid_until=date(2026, 12, 22))
    state = state_of(badge, NOON)
    assert (state.reason, state.shown) == ("current", True)
    assert state_of(badge, NOON + timedelta(days=1)).reason == "expiring"
    assert state.ends_at == datetime(2026, 12, 22, 22, tzinfo=UTC)


def test_an_attestation_of_pci_dss_is_good_for_a_year():
    claim = {"en": "Payments are handled by Paywise, a PCI DSS validated service provider"}
    badge = Badge(claim=claim, verify_url="https://x.example/")
    assert state_of(badge, NOON).reason == "no_evidence"
    badge.document, badge.document_date = "aoc.pdf", date(2026, 1, 10)
    assert state_of(badge, NOON).reason == "current"
    assert state_of(badge, datetime(2027, 1, 5, tzinfo=UTC)).reason == "expiring"
    assert state_of(badge, datetime(2027, 1, 12, tzinfo=UTC)).reason == "document_expired"


@pytest.mark.parametrize("claim", ["Montagem opcional", "Opción de recogida", "Especial"])
def test_words_that_only_contain_pci_need_no_attestation(claim):
    badge = Badge(claim={"pt-br": claim}, verify_url="https://x.example/")
    assert state_of(badge, NOON).shown


@pytest.mark.usefixtures("hosts")
class TestChecks:
    def badge(self, found, monkeypatch, **kept):
        monkeypatch.setattr(Badge, "save", lambda *args, **kwargs: None)
        return found(Badge(checks=["tls"]), **kept)

    def test_a_check_that_has_not_run_hides_the_badge(self):
        assert state_of(Badge(checks=["tls"])).reason == "unchecked"

    @pytest.mark.parametrize("outcome", ["passed", "warning"])
    def test_a_fresh_answer_shows_it(self, found, monkeypatch, outcome):
        assert state_of(self.badge(found, monkeypatch, outcome=outcome)).shown

    def test_a_failure_hides_it(self, found, monkeypatch):
        assert state_of(self.badge(found, monkeypatch, outcome="failed")).reason == "failed"

    def test_an_old_answer_hides_it(self, found, monkeypatch):
        assert state_of(self.badge(found, monkeypatch, days_ago=6.9)).shown
        assert state_of(self.badge(found, monkeypatch, days_ago=7.1)).reason == "stale"

    def test_what_was_seen_may_end_before_the_answer_is_old(self, found, monkeypatch):
        until = timezone.now() + timedelta(hours=3)
        badge = self.badge(found, monkeypatch, until=until)
        state = state_of(badge)
        assert (state.reason, state.ends_at, state.changes_at) == ("expiring", until, until)
        assert state_of(badge, until).reason == "check_expired"

    def test_all_checks_must_have_passed(self, found, monkeypatch):
        badge = self.badge(found, monkeypatch)
        badge.checks = ["tls", "hsts"]
        assert state_of(badge).reason == "unchecked"
        assert state_of(found(badge, "failed", check="hsts")).reason == "failed"
        assert state_of(found(badge, check="hsts")).shown

    def test_an_answer_of_another_host_is_no_evidence(self, found, monkeypatch, configure):
        badge = self.badge(found, monkeypatch)
        configure(BADGES_HOSTS=["new.example", "shop.example"])
        assert state_of(badge).reason == "unchecked"
        badge.host = "shop.example"
        assert state_of(badge).shown
        configure(BADGES_HOSTS=[])
        assert state_of(badge).reason == "unchecked"

    def test_answers_of_checks_it_no_longer_has_do_not_count(self, found, monkeypatch):
        badge = self.badge(found, monkeypatch, outcome="failed", check="csp")
        assert state_of(found(badge)).shown

    @pytest.mark.parametrize(
        "damaged", ["x", {"tls": 1}, {"tls": {}}, {"tls": {"at": "never", "until": ""}}, None, [1]]
    )
    def test_damaged_answers_are_no_evidence(self, damaged):
        assert state_of(Badge(checks=["tls"], findings=damaged)).reason == "unchecked"


days = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


@given(valid_from=days, valid_until=days, document_until=days, now=moments, later=moments)
def test_nothing_changes_before_the_moment_the_state_names(
    valid_from, valid_until, document_until, now, later
):
    badge = linked(
        valid_from=valid_from, valid_until=valid_until, document="a.pdf", document_until=document_until
    )
    state = state_of(badge, now)
    if now <= later and (state.changes_at is None or later < state.changes_at):
        assert state_of(badge, later).reason == state.reason
    if state.changes_at is not None:
        assert state.changes_at > now
    if state.shown and state.ends_at is not None:
        assert now < state.ends_at
        assert (state.reason == "expiring") == (state.ends_at - SOON <= now)
