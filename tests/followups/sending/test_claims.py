"""Any number of workers share the rows: each is claimed by one, and what a vanished one had comes back."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from django_trust.followups.models import FollowUp
from django_trust.followups.sending import claims
from django_trust.followups.sending.claims import claim, keep, release
from django_trust.followups.sending.clock import Clock
from django_trust.followups.sending.engine import send_due

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
PATIENCE = {
    "postgresql": "SET lock_timeout = '3s'",
    "mysql": "SET innodb_lock_wait_timeout = 3",
}


@pytest.fixture
def fill(step, order):
    """Store so many rows that are due, and so many that are planned for later."""

    def store(due, *, later=0, now=None):
        purchase, a_step, now = order(), step(), now or timezone.now()
        wakes = [now - (due - n) * timedelta(seconds=1) for n in range(due)] + [now + 30 * MINUTE] * later
        FollowUp.objects.bulk_create(
            FollowUp(
                purchase=purchase, step=a_step, occurrence=str(n), started_at=now, due_at=wake, wake_at=wake
            )
            for n, wake in enumerate(wakes)
        )
        due_rows = FollowUp.objects.filter(occurrence__in=[str(n) for n in range(due)])
        return sorted(due_rows, key=lambda row: int(row.occurrence))

    return store


def pks(rows):
    return [row.pk for row in rows]


def test_a_claim_takes_the_oldest_and_says_until_when(fill):
    now = timezone.now()
    rows = fill(5, later=5, now=now)
    batch = claim(3, Clock(now))
    assert batch.pending == pks(rows[:3])
    mine = FollowUp.objects.filter(state="sending")
    assert sorted(pks(mine)) == sorted(batch.pending)
    assert {row.claim for row in mine} == {batch.token}
    for row in mine:
        assert timedelta(0) <= row.wake_at - now - 10 * MINUTE < MINUTE
        assert row.attempts == 0
    assert claim(10, Clock(now)).pending == pks(rows[3:])
    assert claim(10, Clock(now)) is None


def test_what_a_vanished_worker_had_is_due_when_its_lease_ends(fill, configure):
    configure(FOLLOWUPS_LEASE_MINUTES=2)
    now = timezone.now()
    rows = fill(3, now=now)
    lost = claim(2, Clock(now))
    fresh = claim(2, Clock(now + MINUTE))
    assert fresh.pending == pks(rows[2:])
    assert fresh.orphans == frozenset()
    found = claim(2, Clock(now + 2.5 * MINUTE))
    assert found.pending == lost.pending
    assert found.orphans == frozenset(lost.pending)
    assert not lost.mine.exists()


def test_half_a_lease_later_it_is_renewed_for_what_is_left(fill, time_machine):
    time_machine.move_to(timezone.now())
    rows = fill(4)
    clock = Clock()
    batch = claim(4, clock)
    done = batch.pending.pop(0)
    time_machine.shift(4 * MINUTE)
    keep(batch, clock)
    assert FollowUp.objects.filter(pk__in=pks(rows), wake_at__lt=clock.now() + 7 * MINUTE).count() == 4
    time_machine.shift(2 * MINUTE)
    keep(batch, clock)
    renewed = FollowUp.objects.filter(wake_at__gt=clock.now() + 9 * MINUTE)
    assert sorted(pks(renewed)) == sorted(batch.pending)
    assert done not in pks(renewed)


def test_a_renewal_drops_what_others_have_taken(fill, time_machine):
    time_machine.move_to(timezone.now())
    fill(4)
    clock = Clock()
    slow = claim(4, clock)
    before = list(slow.pending)
    time_machine.shift(11 * MINUTE)
    taken = claim(2, Clock())
    keep(slow, clock)
    assert slow.pending == [pk for pk in before if pk not in taken.pending]
    assert len(slow.pending) == 2


def test_released_rows_are_as_if_nobody_had_claimed_them(fill):
    now = timezone.now()
    rows = fill(3, now=now)
    clock = Clock(now)
    batch = claim(3, clock)
    release(batch, clock.now())
    for row in rows:
        row.refresh_from_db()
        assert (row.state, row.reason, row.claim, row.attempts) == ("waiting", "due", "", 0)
    assert batch.pending == []
    assert len(claim(9, Clock()).pending) == 3


def test_messages_slower_than_the_lease_are_sent_once_by_whoever_holds_them(
    step, order, scripted, time_machine
):
    """The first message takes eleven minutes; meanwhile another worker takes the others over."""
    time_machine.move_to(timezone.now())
    step()
    for _ in range(4):
        order()
    others = []

    def be_slow(job):
        time_machine.shift(11 * MINUTE)
        others.append(send_due(2))

    scripted.script.append(be_slow)
    report = send_due()
    everything = FollowUp.objects.all()
    assert {row.state for row in everything} == {"sent"}
    # The row that was in hand for so long is the one that went out twice; nobody can tell.
    assert sorted(set(scripted.sent)) == sorted(pks(everything))
    assert len(scripted.sent) == len(everything) + 1
    assert (report.sent, others[0].sent) == (3, 2)


def in_thread(work):
    """Run in a thread with a connection of its own; return the thread, which keeps what it raised."""

    def run():
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - handed to the test
            thread.error = error
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.error = None
    return thread


def join(threads):
    for thread in threads:
        thread.join(timeout=30)
        assert not thread.is_alive()
        assert thread.error is None


def needs_workers():
    if connection.vendor == "sqlite":
        pytest.skip("threads share a database in memory; tests/concurrency has processes for SQLite")


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_moment_never_take_the_same_row(fill):
    needs_workers()
    now = timezone.now()
    rows = fill(300, later=50, now=now)
    barrier, taken = threading.Barrier(4), []

    def work():
        barrier.wait()
        while (batch := claim(20, Clock(now))) is not None:
            taken.append(batch.pending)

    threads = [in_thread(work) for _ in range(4)]
    for thread in threads:
        thread.start()
    join(threads)
    found = [pk for part in taken for pk in part]
    assert sorted(found) == sorted(pks(rows))


def analyze():
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute("ANALYZE TABLE trust_followup")
            cursor.fetchall()
        else:
            cursor.execute("ANALYZE trust_followup")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("isolation", ["READ COMMITTED", "REPEATABLE READ"])
def test_a_claim_that_takes_its_time_holds_up_nobody(fill, isolation):
    """Neither another claim nor an order that is being planned waits for its transaction to end."""
    needs_workers()
    now = timezone.now()
    rows = fill(10, later=500, now=now)
    analyze()  # of a small table MariaDB reads, and locks, all rows
    claimed, go_on, held = threading.Event(), threading.Event(), []

    def prepare():
        with connection.cursor() as cursor:
            cursor.execute(PATIENCE[connection.vendor])
            if connection.vendor == "mysql":
                cursor.execute(f"SET SESSION TRANSACTION ISOLATION LEVEL {isolation}")

    def hold():
        prepare()
        with transaction.atomic():
            held.append(claim(4, Clock(now)))
            claimed.set()
            go_on.wait(20)

    def meanwhile():
        prepare()
        try:
            assert claim(4, Clock(now)).pending == pks(rows[4:8])
            template = rows[0]
            row = FollowUp(purchase_id=template.purchase_id, step_id=template.step_id, occurrence="new")
            row.started_at = row.due_at = row.wake_at = now
            row.save()
            assert claim(4, Clock(now)).pending == [*pks(rows[8:]), row.pk]
        finally:
            go_on.set()

    first, second = in_thread(hold), in_thread(meanwhile)
    first.start()
    assert claimed.wait(20)
    second.start()
    join([second, first])
    assert held[0].pending == pks(rows[:4])


@pytest.mark.django_db(transaction=True)  # MariaDB ends a transaction to look at a table
def test_finding_what_is_due_reads_one_index(fill):
    now = timezone.now()
    fill(200, later=4000, now=now)
    analyze()
    due = FollowUp.objects.due(now).values_list("pk", "state")
    plan = due[: claims.WIDE * claims.BATCH].explain()
    assert "trust_followup_wake" in plan
    assert "filesort" not in plan.lower()
    assert "temp b-tree" not in plan.lower()
    locking = FollowUp.objects.filter(pk__in=list(due[:200].values_list("pk", flat=True))).order_by("pk")
    assert "Seq Scan" not in locking.explain()
