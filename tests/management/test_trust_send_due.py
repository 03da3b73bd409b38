import os
import signal
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from django_trust.followups.channels.base import TemporaryFailure
from django_trust.followups.models import FollowUp
from django_trust.followups.plans import plan_news
from django_trust.followups.sending.control import pause_sending
from django_trust.management.commands import trust_send_due
from django_trust.shop.adapter import ShopAdapter, ShopIdentity
from tests.followups.sending.conftest import order, scripted, step

__all__ = ["order", "scripted", "step"]

pytestmark = pytest.mark.django_db


class Nowhere(ShopAdapter):
    def get_shop(self):
        return ShopIdentity(name="Shop")


def run(*options):
    output = StringIO()
    call_command("trust_send_due", *options, stdout=output, stderr=output, no_color=True)
    return output.getvalue()


@pytest.fixture
def due(step, order):
    """One message that can go out, one nobody agreed to."""
    step()
    step("tips", purpose="tips")
    return order()


def test_it_sends_and_counts(due, scripted):
    assert run() == (
        "1 orders had news and were planned.\n"
        "2 were due: 1 sent, 1 skipped, 0 cancelled, 0 put off, 0 to be tried again, 0 failed.\n"
        "  1 nobody has agreed to it\n"
    )
    assert len(scripted.sent) == 1
    assert run() == "0 were due: 0 sent, 0 skipped, 0 cancelled, 0 put off, 0 to be tried again, 0 failed.\n"


def test_a_dry_run_says_what_is_due_and_writes_nothing(due, scripted):
    assert run("--dry-run") == (
        "1 orders have news and would be planned first.\n0 are due, 0 would be sent.\n"
    )
    plan_news(10)
    before = list(FollowUp.objects.order_by("pk").values())
    said = run("--dry-run", "--verbosity=2")
    assert said == (
        f"{due} thanks/thanks: would be sent\n"
        f"{due} tips/tips: Skipped: nobody has agreed to it\n"
        "2 are due, 1 would be sent.\n"
        "  1 nobody has agreed to it\n"
    )
    assert run("--dry-run", "--limit=1") == "1 are due, 1 would be sent.\n"
    assert list(FollowUp.objects.order_by("pk").values()) == before
    assert scripted.sent == []


def test_it_says_that_sending_is_paused(due, scripted):
    pause_sending()
    assert run() == "Sending is paused.\n"
    assert run("--dry-run").startswith("Sending is paused.\n")
    assert scripted.sent == []


def test_without_the_address_of_the_site_it_fails(due, configure):
    configure(ADAPTER=f"{__name__}.Nowhere")
    with pytest.raises(CommandError, match="does not say the address of this site"):
        run()


def test_a_mail_server_that_is_down_is_a_failure(due, scripted):
    scripted.refusal = TemporaryFailure("connection refused", all_of_them=True)
    with pytest.raises(CommandError, match="cannot be reached"):
        run()


def test_what_could_not_be_written_is_a_failure(step, order):
    step(channel="pigeon")
    order()
    with pytest.raises(CommandError, match="1 could not be written"):
        run()


@pytest.mark.parametrize(
    "option", ["--limit=0", "--limit=x", "--interval=0", "--interval=nan", "--interval=x"]
)
def test_options_that_make_no_sense_are_refused(db, option):
    with pytest.raises(CommandError, match="must be a"):
        run(option)


def test_a_loop_ends_at_a_signal_after_the_message_at_hand(due, order, scripted):
    before = signal.getsignal(signal.SIGTERM)
    for _ in range(3):
        order()
    scripted.script.append(lambda job: os.kill(os.getpid(), signal.SIGTERM))
    assert "1 sent" in run("--loop", "--interval=0.1")
    assert len(scripted.sent) == 1
    assert not FollowUp.objects.filter(state="sending").exists()
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_loop_sleeps_while_nothing_is_due_and_wakes_for_a_signal(db, scripted, monkeypatch):
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) == 3:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr("django_trust.followups.sending.interrupts.time.sleep", sleep)
    assert run("--loop", "--interval=3600") == ""
    assert len(slept) == 3


def test_a_loop_sends_what_is_left_without_sleeping(step, order, scripted, monkeypatch):
    step()
    for _ in range(3):
        order()
    monkeypatch.setattr(
        "django_trust.followups.sending.interrupts.time.sleep",
        lambda seconds: os.kill(os.getpid(), signal.SIGTERM),
    )
    said = run("--loop", "--limit=1")
    assert said.count("1 were due: 1 sent") == 3
    assert len(scripted.sent) == 3


def test_a_loop_waits_for_a_database_that_is_away(due, scripted, monkeypatch):
    real, failures, slept = trust_send_due.send_due, [OperationalError("gone")] * 3, []

    def send_due(*args, **options):
        if failures:
            raise failures.pop()
        return real(*args, **options)

    class Patient(trust_send_due.Interrupts):
        def sleep(self, seconds):
            slept.append(seconds)
            self.came = len(slept) == 4

    monkeypatch.setattr(trust_send_due, "send_due", send_due)
    monkeypatch.setattr(trust_send_due, "Interrupts", Patient)
    said = run("--loop", "--interval=7")
    assert said.count("The database is away: gone") == 3
    assert "1 sent" in said
    assert slept[:3] == [1, 2, 4]


def test_a_loop_ends_with_any_other_error(due, monkeypatch):
    def fail(*args, **options):
        raise LookupError("a bug")

    monkeypatch.setattr(trust_send_due, "send_due", fail)
    with pytest.raises(LookupError):
        run("--loop")


def test_in_a_thread_it_runs_without_signals(db):
    """Where Python has no signals, nothing is installed and nothing breaks."""
    said = []
    thread = threading.Thread(target=lambda: said.append(trust_send_due.Interrupts().__enter__().came))
    thread.start()
    thread.join()
    assert said == [False]
