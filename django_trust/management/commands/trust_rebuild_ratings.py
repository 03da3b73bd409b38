from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from django_trust.reviews.models import Review
from django_trust.reviews.ratings import rebuild_ratings
from django_trust.reviews.services.photos import wrong_galleries
from django_trust.shop.models import Item


class Command(BaseCommand):
    help = "Compare every rating, vote and report counter with what it counts; report and repair differences."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="only report; exit with 1 if anything differs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        repair = not options["dry_run"]
        number = 0
        for found in rebuild_ratings(repair=repair):
            number += 1
            self.stdout.write(
                f"{found.what} {found.pk}: {found.field} is {found.stored}, should be {found.actual}"
            )
        for pk in wrong_galleries(repair=repair):
            number += 1
            self.stdout.write(f"review {pk}: the gallery differs from its published photos")
        checked = f"{Item.objects.count()} items and {Review.objects.count()} reviews checked"
        if number and not repair:
            raise CommandError(f"{checked}, {number} differences found, none repaired.")
        self.stdout.write(
            self.style.SUCCESS(f"{checked}, {number} differences {'repaired' if number else 'found'}.")
        )
