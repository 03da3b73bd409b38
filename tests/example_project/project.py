"""The sample shop, run as a project of its own: its settings, its database, its commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "example_project"
LANGUAGES = {"en": "ltr", "ar": "rtl", "pt-br": "ltr", "id": "ltr", "et": "ltr"}
SETUP = """
import json, django
django.setup()
from django.test import Client
"""


class Shop:
    """One database with the sample shop in it."""

    def __init__(self, database: Path) -> None:
        self.database = database

    @property
    def media(self) -> Path:
        return self.database.parent / "media"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DEMO_DB": str(self.database),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": os.pathsep.join([str(PROJECT), str(ROOT)]),
        }

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=PROJECT,
            env=self.environment | variables,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    def manage(self, *arguments: str) -> str:
        done = self.run("manage.py", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, code: str):
        """Run code inside the project and return what it calls ``answer``."""
        done = self.run("-c", f"{SETUP}\n{dedent(code)}\nprint(json.dumps(answer))")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def counts(self) -> dict[str, int]:
        return self.ask(
            """
            from django.contrib.auth.models import User
            from django_trust.reviews import models as reviews
            from django_trust.shop.models import Item, Purchase
            from store.models import Category, Order, Product
            from django_trust.badges.models import Badge, BadgeCheck
            from django_trust.shop.identity import models as identity
            names = "Appeal ModerationEvent RatingFreeze Reply Report Review ReviewFlag ReviewPhoto"
            names += " ReviewVersion Testimonial Vote"
            models = [User, Category, Product, Order, Item, Purchase, Badge, BadgeCheck]
            models += [identity.ShopProfile, identity.ShopRegistration, identity.SupportChannel]
            models += [identity.OpeningHours, identity.ShopClosure]
            models += [getattr(reviews, name) for name in names.split()]
            answer = {model.__name__: model.objects.count() for model in models}
            """
        )


def new_shop(folder: Path) -> Shop:
    shop = Shop(folder / "shop.sqlite3")
    shop.manage("migrate", "-v", "0")
    return shop
