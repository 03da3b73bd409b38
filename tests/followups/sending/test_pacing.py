"""The rate of all workers together."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from django_trust.followups.models import FollowUp, SendingSwitch
from django_trust.followups.plans import plan_news
from django_trust.followups.sending.claims import claim
from django_trust.followups.sending.clock import Clock
from django_trust.followups.sending.engine import send_due
from tests.followups.sending.test_claims import in_thread, join, needs_workers

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture
def orders(step, order, configure):
    configure(
        FOLLOWUPS_PER_MINUTE=4, FOLLOWUPS_CHANNELS={"scripted": "tests.followups.sending.channels.Scripted"}
    )
    step()
    return [order() for _ in range(10)]


def test_no_more_than_the_rate_goes_out_in_a_minute(orders, scripted):
    now = timezone.now()
    assert send_due(now=now).sent == 4
    assert send_due(now=now + 30 * SECOND).claimed == 0
    assert send_due(now=now + 65 * SECOND).sent == 4
    assert send_due(now=now + 130 * SECOND).sent == 2
    assert SendingSwitch.objects.get().paused_at is None


def test_what_is_being_sent_counts_as_sent(orders):
    now = timezone.now()
    plan_news(10, now=now)
    assert len(claim(3, Clock(now)).pending) == 3
    assert len(claim(3, Clock(now)).pending) == 1
    assert claim(3, Clock(now)) is None
    assert len(claim(9, Clock(now + 11 * 60 * SECOND)).pending) == 4  # the leases are over


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_moment_keep_the_rate_together(orders):
    needs_workers()
    now = timezone.now()
    barrier, taken = threading.Barrier(4), []

    def work():
        barrier.wait()
        batch = claim(3, Clock(now))
        taken.extend(batch.pending if batch else [])

    threads = [in_thread(work) for _ in range(4)]
    for thread in threads:
        thread.start()
    join(threads)
    assert len(taken) == len(set(taken)) == 4
    assert FollowUp.objects.filter(state="sending").count() == 4
    assert connection.is_usable()
