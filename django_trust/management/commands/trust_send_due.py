from argparse import ArgumentTypeError
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections, connection, reset_queries

from django_trust.followups.choices import FollowUpState, Reason
from django_trust.followups.sending.engine import send_due
from django_trust.followups.sending.interrupts import Interrupts
from django_trust.followups.sending.outcomes import Outcome
from django_trust.followups.sending.pacing import is_paused
from django_trust.followups.sending.rehearsal import MOST, rehearse
from django_trust.followups.sending.report import SendReport
from django_trust.shop.models import Purchase

LIMIT = 500
INTERVAL = 30.0
LONGEST_PAUSE = 60.0  # seconds, while the database is away
BLOCKED = {
    "paused": "Sending is paused.",
    "address": "Nothing is sent: get_shop() of your adapter does not say the address of this site.",
    "channel": "The mail server or another channel cannot be reached; its messages wait.",
}


def number_of_rows(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 6 and int(text)):
        raise ArgumentTypeError("must be a whole number from 1 to 999999")
    return int(text)


def seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0.1 <= value <= 3600:
        raise ArgumentTypeError("must be a number of seconds from 0.1 to 3600")
    return value


class Command(BaseCommand):
    help = "Send the follow-ups that are due. For cron each few minutes, or with --loop as a service."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--limit", type=number_of_rows, default=LIMIT, help=f"look at this many at most ({LIMIT})"
        )
        parser.add_argument("--loop", action="store_true", help="go on until SIGTERM or SIGINT")
        parser.add_argument(
            "--interval",
            type=seconds,
            default=INTERVAL,
            help=f"with --loop, seconds to sleep when nothing is due ({INTERVAL:g})",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what is due, but send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self._rehearse(options["limit"], options["verbosity"])
            return
        with Interrupts() as interrupts:
            if options["loop"]:
                self._loop(options["limit"], options["interval"], interrupts)
                return
            report = send_due(options["limit"], stop=lambda: interrupts.came)
        self._tell(report)
        if report.blocked in ("address", "channel"):
            raise CommandError(BLOCKED[report.blocked])
        if broken := report.reasons.get(Reason.BROKEN, 0):
            raise CommandError(f"{broken} could not be written; the log says why.")

    def _loop(self, limit: int, interval: float, interrupts: Interrupts) -> None:
        """Send until a signal comes. A database that is away is waited for; any other error ends the loop,
        so that whoever watches the process starts it anew."""
        pause, blocked = 1.0, ""
        while not interrupts.came:
            reset_queries()
            if not connection.in_atomic_block:  # of a test
                close_old_connections()
            try:
                report = send_due(limit, stop=lambda: interrupts.came)
            except (OperationalError, InterfaceError) as error:
                self.stderr.write(self.style.ERROR(f"The database is away: {error}"))
                interrupts.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            pause = 1.0
            if report.claimed or report.planned or report.blocked != blocked:
                self._tell(report)
            blocked = report.blocked
            if blocked or not report.claimed:
                interrupts.sleep(interval)

    def _tell(self, report: SendReport) -> None:
        if report.blocked:
            self.stdout.write(self.style.WARNING(BLOCKED[report.blocked]))
        if report.planned:
            self.stdout.write(f"{report.planned} orders had news and were planned.")
        if report.blocked and not report.claimed:
            return
        self.stdout.write(
            self.style.SUCCESS(
                f"{report.claimed} were due: {report.sent} sent, {report.skipped} skipped, "
                f"{report.cancelled} cancelled, {report.postponed} put off, "
                f"{report.retried} to be tried again, {report.failed} failed."
            )
        )
        self._tell_reasons(Counter(report.reasons))

    def _tell_reasons(self, reasons: Counter[str]) -> None:
        for reason, number in reasons.most_common():
            if reason != Reason.SENT:
                self.stdout.write(f"  {number} {Reason(reason).label}")

    def _rehearse(self, limit: int, verbosity: int) -> None:
        if is_paused():
            self.stdout.write(self.style.WARNING(BLOCKED["paused"]))
        if news := Purchase.objects.filter(has_news=True)[:limit].count():
            self.stdout.write(f"{news} orders have news and would be planned first.")
        reasons: Counter[str] = Counter()
        for row, outcome in rehearse(limit):
            reasons[outcome.reason] += 1
            if verbosity > 1:
                self.stdout.write(f"{row.purchase} {row.step.flow.code}/{row.step.code}: {_words(outcome)}")
        number = sum(reasons.values())
        more = " or more" if number == MOST < limit else ""
        self.stdout.write(f"{number}{more} are due, {reasons[Reason.SENT]} would be sent.")
        self._tell_reasons(reasons)


def _words(outcome: Outcome) -> str:
    if outcome.reason == Reason.SENT:
        return "would be sent"
    until = f" until {outcome.wake_at:%Y-%m-%d %H:%M} UTC" if outcome.wake_at else ""
    return f"{FollowUpState(outcome.state).label}{until}: {Reason(outcome.reason).label}"
