"""The Celery application of the mail arena, written as ``docs/howto/celery.md`` says."""

import os

from celery import Celery
from celery.signals import worker_process_init
from django.core.mail.utils import DNS_NAME

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.concurrency.mail_settings")

app = Celery("arena")
app.config_from_object("django.conf:settings", namespace="CELERY")


@worker_process_init.connect
def _greet_by_own_number(**kwargs):
    DNS_NAME._fqdn = f"pid-{os.getpid()}"
