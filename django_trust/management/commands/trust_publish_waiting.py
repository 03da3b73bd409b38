from argparse import ArgumentTypeError
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from django_trust.conf import trust_settings
from django_trust.reviews.models import Review
from django_trust.reviews.services import publish_waiting

BATCH = 100
MOST_REHEARSED = 1_000


def number_of_reviews(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 9 and int(text)):
        raise ArgumentTypeError("must be a whole number from 1 to 999999999")
    return int(text)


class Command(BaseCommand):
    help = (
        "Publish the reviews that have waited REVIEWS_AUTO_PUBLISH_DAYS for a moderator and are not flagged."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how many would be published")
        parser.add_argument("--limit", type=number_of_reviews, help="publish at most this many")

    def handle(self, *args: Any, **options: Any) -> None:
        days = trust_settings.reviews_auto_publish_days
        if not days:
            self.stdout.write("Nothing publishes itself: REVIEWS_AUTO_PUBLISH_DAYS is 0.")
            return
        if options["dry_run"]:
            self._rehearse(days, options["limit"])
            return
        done = 0
        for done in self._publish(options["limit"]):
            if self.stdout.isatty():
                self.stdout.write(f"\r{done} published", ending="")
        if done and self.stdout.isatty():
            self.stdout.write("")
        waiting = Review.objects.pending().count()
        text = f"{done} reviews published after {days} days, {waiting} go on waiting for a moderator."
        self.stdout.write(self.style.SUCCESS(text))

    def _rehearse(self, days: int, limit: int | None) -> None:
        number = len(publish_waiting(dry_run=True, limit=min(limit or MOST_REHEARSED, MOST_REHEARSED)))
        more = " or more" if number == MOST_REHEARSED != limit else ""
        self.stdout.write(f"{number}{more} reviews would be published after {days} days.")

    def _publish(self, limit: int | None) -> Iterator[int]:
        """Publish batch by batch and yield how many are public so far."""
        done = 0
        while limit is None or done < limit:
            batch = publish_waiting(limit=BATCH if limit is None else min(BATCH, limit - done))
            if not batch:
                return
            done += len(batch)
            yield done
