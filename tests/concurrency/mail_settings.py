"""The test project as its workers see it: mail goes by SMTP to ``TRUST_ARENA_SMTP_PORT``, leases are short.

Each process greets the mail server with its own number, so that the server can tell whose a message was.
"""

import os

import django
from django.core.mail.utils import DNS_NAME

from django_trust.contrib.celery import beat_schedule
from tests.settings import *  # noqa: F403

_smtp = {"host": "127.0.0.1", "port": int(os.environ.get("TRUST_ARENA_SMTP_PORT", "25")), "timeout": 30}
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": _smtp}}
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = _smtp.values()
DNS_NAME._fqdn = f"pid-{os.getpid()}"

# Tables straight from the models: that takes a tenth of the time, and migrations have tests of their own.
MIGRATION_MODULES = {app.rpartition(".")[2]: None for app in INSTALLED_APPS} | {"trust": None}  # noqa: F405

DJANGO_TRUST = {
    **DJANGO_TRUST,  # noqa: F405
    "FOLLOWUPS_LEASE_MINUTES": 1,
    "FOLLOWUPS_FROM": "Test Shop <care@shop.example>",
}

CELERY_BROKER_URL = os.environ.get("TRUST_ARENA_BROKER", "")
CELERY_IMPORTS = ["django_trust.contrib.celery"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BEAT_SCHEDULE = beat_schedule(every=0.2, limit=int(os.environ.get("TRUST_ARENA_LIMIT", "500")))
CELERY_BEAT_SCHEDULE_FILENAME = os.environ.get("TRUST_ARENA_BEAT_FILE", "")
CELERY_BEAT_MAX_LOOP_INTERVAL = 0.2
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
