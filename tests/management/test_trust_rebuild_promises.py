from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from django_trust.shop.models import DeliveryTally
from django_trust.shop.services import mark_delivered

PROMISED = date(2026, 11, 20)


def run(*options):
    output = StringIO()
    try:
        call_command("trust_rebuild_promises", *options, stdout=output)
    except CommandError as error:
        return error.returncode, f"{output.getvalue()}{error}"
    return 0, output.getvalue()


@pytest.fixture
def delivered(buy):
    """One order that came in time; another without a promise."""
    buy()
    reference = buy(promised_by=PROMISED).reference
    mark_delivered(reference=reference, at=datetime(2026, 11, 20, 12, 0, tzinfo=UTC))


@pytest.fixture
def damaged(delivered):
    DeliveryTally.objects.update(kept=5)


def test_correct_counters_are_reported_as_such(delivered):
    assert run() == (0, "1 days and 1 orders checked, 0 differences found.\n")


def test_each_difference_is_printed_and_repaired(damaged):
    status, output = run()
    assert status == 0
    assert output.splitlines() == [
        "2026-11-20: kept is 5, should be 1",
        "1 days and 1 orders checked, 1 differences repaired.",
    ]
    assert run()[1].endswith("0 differences found.\n")


def test_a_dry_run_reports_fails_and_repairs_nothing(damaged):
    status, output = run("--dry-run")
    assert status == 1
    assert output.endswith("1 differences found, none repaired.")
    assert DeliveryTally.objects.get().kept == 5


def test_a_shop_that_counts_its_first_orders_later(delivered):
    DeliveryTally.objects.all().delete()
    assert run()[0] == 0
    assert DeliveryTally.objects.get().kept == 1


def test_an_empty_shop_is_no_error(db):
    assert run("--dry-run") == (0, "0 days and 0 orders checked, 0 differences found.\n")
