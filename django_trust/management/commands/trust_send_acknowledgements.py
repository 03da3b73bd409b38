from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from django_trust.policies.withdrawals.services import BATCH, acknowledge_pending


def number_of_mails(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 6 and int(text)):
        raise ArgumentTypeError("must be a whole number from 1 to 999999")
    return int(text)


class Command(BaseCommand):
    help = "Send the acknowledgements of withdrawals and returns whose mail failed. For an hourly cron job."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--limit", type=number_of_mails, default=BATCH, help=f"try at most this many ({BATCH})"
        )
        parser.add_argument("--dry-run", action="store_true", help="count, but send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        report = acknowledge_pending(options["limit"], dry_run=options["dry_run"])
        if options["dry_run"]:
            self.stdout.write(f"{report.waiting} acknowledgements would be sent.")
            return
        text = f"{report.waiting} acknowledgements were waiting, {report.sent} sent, {report.failed} failed."
        if report.failed:
            raise CommandError(text)
        self.stdout.write(self.style.SUCCESS(text))
