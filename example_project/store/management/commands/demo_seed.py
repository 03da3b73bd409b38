from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from store.models import Product
from store.seeding.badges import seed_badges
from store.seeding.catalogue import seed_catalogue, seed_staff
from store.seeding.collections import CollectionError, seed_collections
from store.seeding.followups import seed_followups
from store.seeding.identity import seed_identity
from store.seeding.policies import seed_policies
from store.seeding.sample_reviews import seed_sample_reviews


class Command(BaseCommand):
    help = "Fills the sample shop. Running it again adds nothing twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--data",
            type=Path,
            metavar="DIR",
            help="fill it with the real reviews found below DIR/reviews instead of the sample ones",
        )

    def handle(self, *, data: Path | None, **options: Any) -> None:
        staff = seed_staff()
        products = seed_catalogue()
        self.stdout.write(f"{len(products)} products.")
        seed_identity()
        self.stdout.write(f"{seed_policies(staff['admin'])} policies published.")
        self.stdout.write(f"{seed_badges(staff['admin'])} badges added.")
        if data is None:
            added = seed_sample_reviews(products, staff, self.stdout)
            self.stdout.write(f"{added} sample reviews added.")
        else:
            self._seed_collections(data)
        self.stdout.write(f"{seed_followups()} flows of follow-ups loaded.")
        self.stdout.write("Sign in at /admin/ as admin, or as the moderator mira; the password is the name.")
        self.stdout.write(self.style.SUCCESS(f"{Product.objects.count()} products in the shop."))

    def _seed_collections(self, data: Path) -> None:
        try:
            results = seed_collections(data, self.stdout)
        except CollectionError as error:
            raise CommandError(str(error)) from error
        for result in results:
            present = f"{result.present:,} of {result.expected:,} reviews present"
            self.stdout.write(f"{result.key}: {result.added:,} added, {present}.")
        if incomplete := [result.key for result in results if not result.is_complete]:
            raise CommandError(f"Not all reviews are present: {', '.join(incomplete)}.")
