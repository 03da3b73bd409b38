"""Settings of the shop whose follow-ups are measured: a database of its own, and mail by SMTP on loopback."""

import os

import django

from benchmarks.databases import database
from benchmarks.settings import *  # noqa: F403

DATABASES = {"default": {**database("_followups"), "ATOMIC_REQUESTS": False}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # as a shop in production opens it
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": os.environ.get(
            "BENCH_SQLITE_PRAGMAS", "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        ),
    }
DEFAULT_FROM_EMAIL = "Tea and Pots <care@shop.example>"
SMTP = {"host": "127.0.0.1", "port": int(os.environ.get("BENCH_SMTP_PORT", "25"))}
if django.VERSION >= (6, 1):
    del EMAIL_BACKEND  # noqa: F821
    MAILERS = {
        "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": SMTP},
    }
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = SMTP.values()
DJANGO_TRUST = {**DJANGO_TRUST, "ADAPTER": "benchmarks.followups_rows.Adapter"}  # noqa: F405
