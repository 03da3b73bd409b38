"""The Celery bridge: a call says "look now" and nothing else."""

import importlib
import subprocess
import sys
import time

import pytest

from django_trust.followups.channels.base import Channel
from django_trust.followups.models import FollowUp
from tests.concurrency.mail_rows import fill

celery = pytest.importorskip("celery")


@pytest.fixture
def app():
    """A Celery application with a broker in memory."""
    importlib.import_module("django_trust.contrib.celery")
    app = celery.Celery("shop", broker="memory://", set_as_current=False)
    yield app
    app.close()


def test_without_celery_the_bridge_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "celery", None)
    monkeypatch.delitem(sys.modules, "django_trust.contrib.celery", raising=False)
    with pytest.raises(ImportError, match=r"pip install django-trust-widgets\[celery\]"):
        importlib.import_module("django_trust.contrib.celery")


def test_settings_can_import_it():
    """That is: no models, no other settings."""
    code = "from django_trust.contrib.celery import beat_schedule; print(list(beat_schedule()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "['django-trust-followups']", done.stderr


def test_beat_sends_a_call_that_holds_no_message_and_expires(app):
    from celery.beat import Scheduler

    from django_trust.contrib.celery import NAME, beat_schedule

    app.conf.beat_schedule = beat_schedule(every=30, limit=200)
    scheduler = Scheduler(app=app)
    entry = scheduler.schedule["django-trust-followups"]
    assert entry.schedule.run_every.total_seconds() == 30
    scheduler.apply_async(entry, advance=False)
    with app.connection_for_read() as connection, connection.SimpleQueue("celery") as queue:
        call = queue.get(timeout=5)
        assert (call.headers["task"], bool(call.headers["expires"])) == (NAME, True)
        assert call.payload[:2] == [[], {"limit": 200}]
        call.ack()


def test_a_run_ends_before_the_lease_of_what_it_claimed(app, configure):
    from django_trust.contrib.celery import send_due_followups

    for minutes in (1, 10, 120):
        configure(FOLLOWUPS_LEASE_MINUTES=minutes)
        assert 30 <= send_due_followups.time_limit < minutes * 60


@pytest.mark.django_db(transaction=True)  # sending refuses to run inside a transaction
def test_a_call_sends_what_is_due_up_to_its_limit(mailoutbox, product, app):
    from django_trust.contrib.celery import send_due_followups

    fill(7, product)
    counts = send_due_followups.apply(kwargs={"limit": 5}).get()
    assert (counts["claimed"], counts["sent"], counts["failed"]) == (5, 5, 0)
    assert len(mailoutbox) == 5
    assert send_due_followups.apply().get()["sent"] == 2
    assert send_due_followups.apply().get()["claimed"] == 0
    assert len({message.to[0] for message in mailoutbox}) == 7


class SlowChannel(Channel):
    """Takes 20 seconds for a message, by the clock of the process."""

    passed = 0.0

    def send(self, job, message):
        type(self).passed += 20


@pytest.mark.django_db(transaction=True)
def test_a_run_begins_nothing_when_its_time_is_nearly_over(configure, monkeypatch, product):
    from django_trust.contrib.celery import send_due_followups

    monkeypatch.setattr(SlowChannel, "passed", 0.0)
    real = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: real() + SlowChannel.passed)
    configure(FOLLOWUPS_LEASE_MINUTES=10, FOLLOWUPS_CHANNELS={"email": f"{__name__}.SlowChannel"})
    fill(40, product)
    counts = send_due_followups.apply().get()
    assert 0 < counts["sent"] * 20 < send_due_followups.time_limit
    assert FollowUp.objects.filter(state="waiting").count() == 40 - counts["sent"]
