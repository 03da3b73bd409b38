"""The sample shop, run as a project of its own: its settings, its database, its commands."""

from __future__ import annotations

import json
import os
import shutil
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
# Answers one question after the other, each as if it were the first: what a project prints is kept apart,
# and neither throttles nor languages of one question reach the next.
ANSWERING = f"""
import io, sys, traceback
{SETUP}
from django.core.cache import cache
from django.utils import translation
answers, sys.stdout = sys.stdout, sys.stderr
for line in sys.stdin:
    cache.clear()
    translation.deactivate()
    sys.stdout, known = io.StringIO(), {{"Client": Client, "json": json}}
    try:
        exec(json.loads(line), known)
        reply = {{"answer": known["answer"], "printed": sys.stdout.getvalue()}}
    except BaseException:
        reply = {{"error": traceback.format_exc()}}
    answers.write(json.dumps(reply) + "\\n")
    answers.flush()
"""


class Shop:
    """One database with the sample shop in it."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.seeded = ""  # what the command printed that filled it
        self.printed = ""  # while the last question was answered
        self._process: subprocess.Popen[str] | None = None

    @property
    def media(self) -> Path:
        return self.database.parent / "media"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DEMO_DB": str(self.database),
            "DEMO_URL": "http://127.0.0.1:8000",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": os.pathsep.join([str(PROJECT), str(ROOT)]),
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=PROJECT,
            env=self.environment,
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
        """Run code inside the project and return what it calls ``answer``. One process answers them all."""
        process = self._process = self._process or self._start()
        process.stdin.write(json.dumps(dedent(code)) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        assert line, "The process of the sample shop has ended."
        reply = json.loads(line)
        assert "error" not in reply, reply["error"]
        self.printed = reply["printed"]
        return reply["answer"]

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", ANSWERING],
            cwd=PROJECT,
            env=self.environment | {"PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def close(self) -> None:
        if self._process is not None:
            self._process.stdin.close()
            self._process.wait(timeout=30)
            self._process.stdout.close()

    def copy(self, folder: Path) -> Shop:
        """Return a shop that begins with what is stored in this one, which nothing is using just now."""
        shop = Shop(folder / self.database.name)
        shutil.copyfile(self.database, shop.database)
        return shop

    def counts(self) -> dict[str, int]:
        """Return how many rows each model has."""
        return self.ask(
            """
            from django.apps import apps
            models = [*apps.get_app_config("trust").get_models(), *apps.get_app_config("store").get_models()]
            models += apps.get_app_config("auth").get_models()
            answer = {model._meta.label: model.objects.count() for model in models}
            """
        )


def new_shop(folder: Path) -> Shop:
    """Return a shop with tables and nothing in them."""
    shop = Shop(folder / "shop.sqlite3")
    shop.manage("migrate", "-v", "0")
    return shop
