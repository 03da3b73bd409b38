from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from django_trust.shop.models import DeliveryTally, Purchase
from django_trust.shop.promises import rebuild_promises


class Command(BaseCommand):
    help = (
        "Compare the counters of the promise meter with the orders they count; report and repair differences."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="only report; exit with 1 if anything differs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        repair = not options["dry_run"]
        number = 0
        for found in rebuild_promises(repair=repair):
            number += 1
            self.stdout.write(f"{found.day}: {found.field} is {found.stored}, should be {found.actual}")
        orders = Purchase.objects.exclude(promised_by=None).count()
        checked = f"{DeliveryTally.objects.count()} days and {orders} orders checked"
        if number and not repair:
            raise CommandError(f"{checked}, {number} differences found, none repaired.")
        self.stdout.write(
            self.style.SUCCESS(f"{checked}, {number} differences {'repaired' if number else 'found'}.")
        )
