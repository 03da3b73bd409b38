"""The bridge to Django's tasks."""

import importlib
import sys

import django
import pytest

from tests.concurrency.mail_rows import fill

MODULE = "django_trust.contrib.tasks"


def test_without_tasks_the_bridge_says_what_to_install(monkeypatch):
    for name in ("django.tasks", "django_tasks"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, MODULE, raising=False)
    with pytest.raises(ImportError, match=r"pip install django-trust-widgets\[tasks\]"):
        importlib.import_module(MODULE)


@pytest.mark.skipif(django.VERSION < (6, 0), reason="Django 5.2 has no tasks of its own")
@pytest.mark.django_db(transaction=True)
def test_an_enqueued_call_sends_what_is_due(mailoutbox, product):
    fill(3, product)
    result = importlib.import_module(MODULE).send_due_followups.enqueue(limit=2)
    assert result.return_value["sent"] == 2
    assert len(mailoutbox) == 2
