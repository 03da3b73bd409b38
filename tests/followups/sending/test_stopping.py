"""When a worker does not begin, ends before its time, or is disturbed in the middle."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from django_trust.followups.models import FollowUp
from django_trust.followups.plans import plan_news
from django_trust.followups.sending.control import pause_sending, resume_sending
from django_trust.followups.sending.engine import send_due
from django_trust.shop.adapter import ShopAdapter, ShopIdentity
from tests.followups.sending.conftest import PORTION, row_of, verdict

pytestmark = pytest.mark.django_db


class Nowhere(ShopAdapter):
    def get_shop(self):
        return ShopIdentity(name="Shop")


def test_nothing_is_sent_while_sending_is_paused(step, order, scripted):
    step()
    order()
    pause_sending()
    report = send_due()
    assert (report.blocked, report.planned, report.claimed) == ("paused", 0, 0)
    resume_sending()
    assert send_due().sent == 1


def test_a_pause_ends_the_run_after_a_portion(small_portions, step, order, scripted):
    step()
    for _ in range(PORTION + 3):
        order()
    scripted.script.append(lambda job: pause_sending())
    report = send_due()
    assert (report.blocked, report.sent) == ("paused", PORTION)
    left = FollowUp.objects.filter(state="waiting", reason="due", claim="", attempts=0)
    assert left.count() == 3
    resume_sending()
    assert send_due().sent == 3


def test_once_told_to_stop_it_ends_after_the_message_at_hand(step, order, scripted):
    step()
    for _ in range(5):
        order()
    asked = []
    scripted.script.extend([None, lambda job: asked.append(job)])
    report = send_due(stop=lambda: bool(asked))
    assert (report.claimed, report.sent, len(scripted.sent)) == (5, 2, 2)
    assert FollowUp.objects.filter(state="waiting", attempts=0, claim="").count() == 3
    assert send_due().sent == 3


def test_an_interrupt_in_a_message_leaves_that_one_to_its_lease(step, order, scripted):
    step()
    for _ in range(3):
        order()
    scripted.script.extend([None, KeyboardInterrupt()])
    now = timezone.now()
    with pytest.raises(KeyboardInterrupt):
        send_due(now=now)
    states = Counter(FollowUp.objects.values_list("state", flat=True))
    assert states == {"sent": 1, "sending": 1, "waiting": 1}
    assert send_due(now=now + timedelta(minutes=9)).sent == 1
    assert send_due(now=now + timedelta(minutes=11)).sent == 1


def test_without_the_address_of_the_site_nothing_is_sent(step, order, scripted, configure, caplog):
    step()
    order()
    configure(ADAPTER=f"{__name__}.Nowhere")
    report = send_due()
    assert (report.blocked, report.claimed, scripted.sent) == ("address", 0, [])
    assert "address of this site" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_it_refuses(step, order, scripted):
    step()
    order()
    with transaction.atomic(), pytest.raises(RuntimeError):
        send_due()
    assert scripted.sent == []


def test_a_moment_without_a_zone_is_a_mistake(db):
    with pytest.raises(ValueError, match="aware"):
        send_due(now=datetime(2026, 1, 1))


@pytest.mark.django_db(transaction=True)
def test_a_database_that_stumbles_after_the_hand_over_repeats_nothing(step, order, scripted):
    step()
    purchase = order()
    plan_news(10)
    stumbles = [OperationalError("server closed the connection unexpectedly")] * 2

    def stumble(execute, sql, params, many, context):
        if scripted.sent and stumbles and sql.startswith("UPDATE"):
            raise stumbles.pop()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(stumble):
        assert send_due().sent == 1
    assert (stumbles, verdict(row_of(purchase))) == ([], ("sent", "sent"))
    assert len(scripted.sent) == 1
