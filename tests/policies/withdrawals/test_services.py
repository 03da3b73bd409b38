"""The verbs of withdrawals and returns, and what follows from each."""

import hashlib
import os
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from django_trust import signals
from django_trust.policies.models import WithdrawalLine, WithdrawalRequest
from django_trust.policies.models.withdrawals import GOODS_MAX
from django_trust.policies.pins import pin_versions
from django_trust.policies.withdrawals import mails, services
from django_trust.policies.withdrawals.services import (
    acknowledge_pending,
    link_withdrawal,
    mark_goods_back,
    request_withdrawal,
    settle_withdrawal,
)
from django_trust.shop.adapter import ShopAdapter, ShopIdentity
from django_trust.shop.services import record_purchase, refund_lines
from tests.hostshop.models import Product
from tests.policies.withdrawals.conftest import TYPED

SQLITE = os.environ.get("TRUST_TEST_DB", "sqlite") == "sqlite"
IN_TIME = datetime(2026, 11, 10, 12, tzinfo=UTC)
LATE = datetime(2026, 12, 10, 12, tzinfo=UTC)
WORDS = {"kind": "withdrawal", "language": "en", **TYPED}

pytestmark = pytest.mark.django_db


class Acting(ShopAdapter):
    """Keeps what it is handed."""

    received = []

    def get_shop(self):
        return ShopIdentity(name="Tea & Pots", url="https://shop.example/", email="help@shop.example")

    def receive_withdrawal(self, request):
        self.received.append(request)


class Failing(Acting):
    def receive_withdrawal(self, request):
        raise RuntimeError("The shop's own system is down.")


class Nowhere(ShopAdapter):
    pass


@pytest.fixture(autouse=True)
def _acting_shop(configure):
    configure(ADAPTER=f"{__name__}.Acting", STAFF_EMAILS=["staff@shop.example"])
    Acting.received = []


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def sent(withdraw, committed):
    """Store a statement, and let everything follow that follows from it."""

    def send(**words):
        with committed():
            return withdraw(**words)

    return send


@pytest.fixture
def heard():
    """What signals told, in their order."""
    news = []

    def hear(signal, sender, request, **kwargs):
        news.append((signal, request.pk))

    for signal in (signals.withdrawal_received, signals.withdrawal_settled):
        signal.connect(hear)
    yield news
    for signal in (signals.withdrawal_received, signals.withdrawal_settled):
        signal.disconnect(hear)


def to_staff():
    return [message for message in mail.outbox if message.to == ["staff@shop.example"]]


def to_shopper():
    return [message for message in mail.outbox if message.to != ["staff@shop.example"]]


# What is stored


def test_a_guest_s_statement_finds_its_order(order, withdraw, eu):
    purchase = order()
    stored = withdraw(email=" MARI@example.ee ", name="  Mari\n Kask ", now=IN_TIME)
    assert (stored.purchase, stored.by_link) == (purchase, False)
    assert (stored.reference, stored.email, stored.name) == ("1001", "mari@example.ee", "Mari Kask")
    assert (stored.deadline, stored.is_late) == (date(2026, 11, 17), False)
    assert (stored.refund_due, stored.state) == (date(2026, 11, 24), "open")


@pytest.mark.parametrize(
    "typed",
    [
        {"reference": "1002"},
        {"reference": "1001x"},
        {"email": "jaan@example.ee"},
        {"reference": "１００１"},
    ],
)
def test_an_order_nobody_finds_is_accepted(order, withdraw, typed):
    order()
    stored = withdraw(**typed)
    assert stored.purchase is None
    assert (stored.deadline, stored.is_late) == (None, None)


def test_the_number_counts_letter_by_letter(order, withdraw):
    order(reference="ab-1")
    assert withdraw(reference="AB-1").purchase is None
    assert withdraw(reference="ab-1", name="Other").purchase is not None


def test_a_late_statement_is_accepted_and_flagged(order, withdraw, eu):
    order()
    stored = withdraw(now=LATE)
    assert (stored.deadline, stored.is_late) == (date(2026, 11, 17), True)
    assert stored.state == "open"


def test_the_terms_the_order_was_made_under_count(publish, buy, withdraw, eu):
    publish(days=60)
    purchase = buy("mari@example.ee", reference="1001", country="EE")
    pin_versions(purchase)
    publish(days=14)
    delivered = timezone.now() + timedelta(days=1)
    type(purchase).objects.filter(pk=purchase.pk).update(delivered_at=delivered)
    stored = withdraw(now=delivered + timedelta(days=40))
    assert stored.is_late is False
    assert stored.deadline >= timezone.localdate(delivered) + timedelta(days=60)


def test_a_proven_buyer_may_choose_lines(order, withdraw, product):
    purchase = order(item=product, quantity=3)
    [line] = purchase.lines.all()
    stored = withdraw(purchase=purchase, lines={line.pk: 2})
    assert [(row.line, row.quantity) for row in stored.lines.all()] == [(line, 2)]
    assert "2 × Tea pot" in stored.statement
    assert stored.by_link
    whole = withdraw(purchase=purchase, lines={str(line.pk): 3})
    assert (whole.lines.count(), "The whole order" in whole.statement) == (0, True)


def test_lines_are_of_the_order(order, withdraw, product):
    purchase, other = order(item=product, quantity=3), order(reference="1002")
    [line], [foreign] = purchase.lines.all(), other.lines.all()
    for lines in ({line.pk: 4}, {line.pk: -1}, {foreign.pk: 1}, {line.pk: 0}, {"x": 1}):
        with pytest.raises(ValidationError) as caught:
            withdraw(purchase=purchase, lines=lines)
        assert set(caught.value.error_dict) == {"lines"}
    with pytest.raises(ValueError, match="from an order"):
        withdraw(lines={line.pk: 1})
    assert not WithdrawalRequest.objects.exists()
    assert not WithdrawalLine.objects.exists()


def test_all_that_is_wrong_is_said_at_once(withdraw):
    with pytest.raises(ValidationError) as caught:
        withdraw(reference=" \u200b", name="x" * 151, email="nobody", goods="y" * (GOODS_MAX + 1))
    assert set(caught.value.error_dict) == {"reference", "name", "email", "goods"}


@pytest.mark.parametrize("words", [{"reason": "remorse"}, {"message": "Sorry"}, {"kind": "refund"}])
def test_who_withdraws_is_not_asked_why(withdraw, words):
    with pytest.raises(ValueError, match=r"reason|kind"):
        withdraw(**words)


def test_a_return_may_have_a_reason(withdraw):
    stored = withdraw(kind="return", reason="defect", message="The lid is broken.")
    assert "Reason: It is faulty or damaged" in stored.statement
    assert "Message: The lid is broken." in stored.statement
    with pytest.raises(ValidationError):
        withdraw(kind="return", reason="boredom")


def test_the_statement_is_in_the_shopper_s_language_and_sealed(withdraw):
    with override("ar"):
        stored = withdraw(language="de", now=IN_TIME)
    assert stored.statement == (
        "Ich widerrufe meinen Vertrag mit Tea & Pots.\n"
        "\n"
        "Bestellnummer: 1001\n"
        "Ware: Die gesamte Bestellung\n"
        "Name: Mari Kask\n"
        "E-Mail: mari@example.ee\n"
        "Gesendet: 10. November 2026, 14:00 Uhr (GMT+02:00)"
    )
    assert stored.digest == hashlib.sha256(stored.statement.encode()).hexdigest()


def test_what_is_typed_cannot_pass_for_a_line_of_the_statement(withdraw):
    stored = withdraw(goods="A pot\nSent: January 1, 2020", name="Mari\nE-mail: x@y.ee")
    lines = stored.statement.split("\n")
    assert [line for line in lines if line.startswith(("Sent:", "E-mail:"))] == [
        "E-mail: mari@example.ee",
        lines[-1],
    ]


def test_a_naive_moment_is_refused(withdraw):
    with pytest.raises(ValueError, match="time zone"):
        withdraw(now=datetime(2026, 11, 10))


@pytest.mark.parametrize("country", ["ee", "E", "EEE", "\x00\x00", "<b"])
def test_a_country_is_a_code_or_nothing(withdraw, country):
    assert withdraw(country=country).country == ("EE" if country == "ee" else "")


# Once


def test_the_same_statement_twice_is_one_request_and_one_mail(sent, heard):
    first = sent(goods="A  pot", now=IN_TIME)
    again = sent(goods=" A pot", email="Mari@Example.ee", language="et", now=LATE)
    assert (again.pk, again.submitted_at) == (first.pk, IN_TIME)
    assert [len(to_shopper()), len(to_staff()), len(heard), len(Acting.received)] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    "other",
    [
        {"goods": "The lid"},
        {"name": "Jaan Kask"},
        {"email": "jaan@example.ee"},
        {"reference": "1002"},
        {"kind": "return"},
    ],
)
def test_another_statement_is_another_request(withdraw, other):
    assert withdraw().pk != withdraw(**other).pk


def test_a_guest_cannot_forestall_the_buyer(order, withdraw):
    purchase = order()
    assert withdraw(email="thief@example.ee", purchase=purchase).pk != withdraw(email="thief@example.ee").pk


def test_two_at_the_same_moment_are_one(withdraw, monkeypatch, committed):
    """The other process stores the same statement after this one has looked, and before it writes."""
    insert = services._insert

    def overtaken(row, declaration):
        monkeypatch.setattr(services, "_insert", insert)
        withdraw(now=IN_TIME)
        return insert(row, declaration)

    monkeypatch.setattr(services, "_insert", overtaken)
    with committed():
        stored = withdraw(now=LATE)
    assert WithdrawalRequest.objects.get() == stored
    assert stored.submitted_at == IN_TIME
    assert len(to_shopper()) == 1


@pytest.mark.skipif(SQLITE, reason="one connection holds the database in memory")
@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_are_one():
    barrier, found, problems = threading.Barrier(6), [], []

    def send():
        try:
            barrier.wait()
            found.append(request_withdrawal(**WORDS).pk)
        except Exception as error:  # noqa: BLE001 - shown below
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(found) == 6
    assert set(found) == {WithdrawalRequest.objects.get().pk}
    assert len(to_shopper()) == 1


# What follows


def test_all_that_follows_comes_after_the_commit(withdraw, heard, committed):
    with committed() as waiting:
        stored = withdraw()
        assert (mail.outbox, heard, Acting.received) == ([], [], [])
    assert len(waiting) == 4
    assert heard == [(signals.withdrawal_received, stored.pk)]
    assert Acting.received == [stored]
    stored.refresh_from_db()
    assert stored.acknowledged_at is not None


@pytest.mark.parametrize("broken", ["adapter", "mail", "template", "receiver"])
def test_whatever_goes_wrong_the_statement_stands(sent, configure, settings, monkeypatch, caplog, broken):
    def refuse(*args, **kwargs):
        raise OSError("down")

    if broken == "adapter":
        configure(ADAPTER=f"{__name__}.Failing")
    elif broken == "mail":
        monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    elif broken == "template":
        monkeypatch.setattr(mails, "acknowledgement_facts", refuse)
    else:
        monkeypatch.setattr(signals.withdrawal_received, "send_robust", refuse)
    assert sent().pk
    assert WithdrawalRequest.objects.get().state == "open"
    assert caplog.records
    if broken in ("adapter", "receiver"):
        assert [len(to_shopper()), len(to_staff())] == [1, 1]


def test_staff_read_what_is_unusual(order, sent, eu):
    order()
    sent(now=LATE)
    sent(reference="9", now=LATE)
    known, unknown = to_staff()
    assert "It came after the last day." in known.body
    assert "Last day in time: November 17, 2026" in known.body
    assert "Refund due: December 24, 2026" in known.body
    assert "No order with this number" in unknown.body
    assert "No order" not in known.body
    for message in (known, unknown):
        stored = WithdrawalRequest.objects.get(reference=message.subject.rpartition(" ")[2])
        assert stored.statement in message.body
        assert f"https://shop.example/admin/trust/withdrawalrequest/{stored.pk}/change/" in message.body
        assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_staff_read_that_the_address_is_another(order, sent):
    sent(purchase=order(), email="work@example.ee")
    assert "another e-mail address" in to_staff()[0].body


def test_no_staff_no_mail(sent, configure):
    configure(STAFF_EMAILS=[])
    sent()
    assert len(mail.outbox) == 1


# The acknowledgement is sent, once


@pytest.fixture
def unsent(withdraw, configure, committed):
    """A statement whose acknowledgement could not be sent."""
    configure(ADAPTER=f"{__name__}.Nowhere", STAFF_EMAILS=[])
    with committed():
        stored = withdraw()
    configure(ADAPTER=f"{__name__}.Acting", STAFF_EMAILS=[])
    stored.refresh_from_db()
    assert stored.acknowledged_at is None
    assert mail.outbox == []
    return stored


def tried(stored, minutes):
    moment = timezone.now() - timedelta(minutes=minutes)
    WithdrawalRequest.objects.filter(pk=stored.pk).update(acknowledging_at=moment)


def test_a_failed_acknowledgement_is_sent_later_and_once(unsent):
    assert acknowledge_pending().waiting == 0  # whoever tried just now may still be at it
    tried(unsent, 11)
    assert acknowledge_pending(dry_run=True).waiting == 1
    assert mail.outbox == []
    report = acknowledge_pending()
    assert (report.waiting, report.sent, report.failed) == (1, 1, 0)
    assert acknowledge_pending().waiting == 0
    [message] = mail.outbox
    assert message.to == ["mari@example.ee"]
    assert unsent.statement in message.body


def test_what_fails_again_is_counted_and_left_for_later(unsent, configure):
    configure(ADAPTER=f"{__name__}.Nowhere", STAFF_EMAILS=[])
    tried(unsent, 11)
    report = acknowledge_pending()
    assert (report.waiting, report.sent, report.failed) == (1, 0, 1)
    assert acknowledge_pending().waiting == 0


def test_who_is_faster_sends_it(unsent, monkeypatch):
    """Between the look and the claim of one run, another one sends the mail."""
    tried(unsent, 11)
    claim = mails._claim

    def overtaken(pk):
        monkeypatch.setattr(mails, "_claim", claim)
        assert acknowledge_pending().sent == 1
        return claim(pk)

    monkeypatch.setattr(mails, "_claim", overtaken)
    report = acknowledge_pending()
    assert (report.waiting, report.sent, report.failed) == (1, 0, 0)
    assert len(mail.outbox) == 1


def test_after_two_weeks_nothing_is_tried(unsent):
    tried(unsent, 11)
    long_ago = timezone.now() - timedelta(days=15)
    WithdrawalRequest.objects.filter(pk=unsent.pk).update(submitted_at=long_ago)
    assert acknowledge_pending().waiting == 0


def test_a_limit_holds_and_what_was_tried_longest_ago_comes_first(unsent, withdraw):
    other = withdraw(name="Jaan")
    tried(unsent, 60)
    tried(other, 30)
    assert acknowledge_pending(1).sent == 1
    assert WithdrawalRequest.objects.get(acknowledged_at=None) == other


# What becomes of it


def test_goods_back_then_refunded(withdraw, staff, heard, committed):
    stored = withdraw()
    at = datetime(2026, 12, 1, 10, tzinfo=UTC)
    back = mark_goods_back(request=stored, by=staff, at=at, note="Box is dented.")
    assert (back.state, back.goods_back_at, back.handled_by) == ("goods_back", at, staff)
    assert mark_goods_back(request=stored, by=staff).goods_back_at == at
    with committed():
        done = settle_withdrawal(request=stored, state="refunded", by=staff, note="Paid by card.")
    assert (done.state, done.note) == ("refunded", "Box is dented.\nPaid by card.")
    assert heard == [(signals.withdrawal_settled, stored.pk)]
    with committed():
        again = settle_withdrawal(request=stored, state="refunded", by=None)
    assert (again.settled_at, again.handled_by, len(heard)) == (done.settled_at, staff, 1)


def test_declined_needs_a_note_and_may_be_refunded_later(withdraw, staff):
    stored = withdraw()
    with pytest.raises(ValidationError) as caught:
        settle_withdrawal(request=stored, state="declined", by=staff, note=" ")
    assert set(caught.value.error_dict) == {"note"}
    settle_withdrawal(request=stored, state="declined", by=staff, note="Made to measure.")
    assert settle_withdrawal(request=stored, state="refunded", by=staff).state == "refunded"
    with pytest.raises(ValidationError, match="refunded already"):
        settle_withdrawal(request=stored, state="declined", by=staff, note="No.")
    with pytest.raises(ValueError, match="refunded or declined"):
        settle_withdrawal(request=stored, state="open", by=staff)


def test_money_may_be_due_once_the_goods_are_back(publish, withdraw):
    publish(days=30, refund_days=3, refund_start="goods_back")
    stored = withdraw(kind="return")
    assert stored.refund_due is None
    at = datetime(2026, 12, 1, 10, tzinfo=UTC)
    assert mark_goods_back(request=stored, at=at).refund_due == date(2026, 12, 4)


def test_an_order_can_be_found_by_hand(order, withdraw, staff, eu):
    stored = withdraw(reference="#1001", now=LATE)
    statement = stored.statement
    with pytest.raises(ValidationError, match="no order"):
        link_withdrawal(request=stored, reference="77")
    purchase = order()
    linked = link_withdrawal(request=stored, reference=" 1001 ", by=staff)
    assert (linked.purchase, linked.is_late, linked.deadline) == (purchase, True, date(2026, 11, 17))
    assert (linked.reference, linked.statement, linked.by_link) == ("#1001", statement, False)
    with pytest.raises(ValidationError, match="already"):
        link_withdrawal(request=stored, reference="1001")


def test_no_verb_of_staff_writes_the_statement(order, withdraw, staff):
    stored = withdraw(reference="9")
    order()
    before = WithdrawalRequest.objects.values(*DECLARED).get()
    stored.statement, stored.email, stored.name = "Forged", "x@example.ee", "Forged"
    link_withdrawal(request=stored, reference="1001", by=staff)
    mark_goods_back(request=stored, by=staff)
    settle_withdrawal(request=stored, state="refunded", by=staff)
    assert WithdrawalRequest.objects.values(*DECLARED).get() == before


DECLARED = ("kind", "reference", "name", "email", "goods", "statement", "digest", "key", "submitted_at")


def test_lines_that_are_refunded_leave_what_is_left(product, withdraw):
    other = Product.objects.create(name="Lid")
    purchase = record_purchase(
        reference="1001",
        email="mari@example.ee",
        language="et",
        placed_at=timezone.now(),
        lines=[{"item": product, "quantity": 2, "variant": "Red"}, {"item": other}],
    )
    refund_lines(reference="1001", lines=[{"item": product, "quantity": 1}])
    pot, lid = purchase.lines.order_by("pk")
    stored = withdraw(purchase=purchase, lines={pot.pk: 1, lid.pk: 1})
    assert "Goods: 1 × Tea pot, Red\n    1 × Lid\n" in stored.statement
