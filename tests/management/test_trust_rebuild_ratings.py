from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from django_trust.reviews.models import ItemRating
from django_trust.reviews.widgets import rating_summary


def run(*options):
    output = StringIO()
    try:
        call_command("trust_rebuild_ratings", *options, stdout=output)
    except CommandError as error:
        return error.returncode, f"{output.getvalue()}{error}"
    return 0, output.getvalue()


@pytest.fixture
def damaged(write_review, product):
    """Counters that claim 7 reviews with 4 stars in all."""
    review = write_review(4)
    ItemRating.objects.update(count=7)
    return review.item_id


def test_correct_counters_are_reported_as_such(write_review):
    write_review()
    assert run() == (0, "1 items and 1 reviews checked, 0 differences found.\n")


def test_each_difference_is_printed_and_repaired(damaged, product):
    status, output = run()
    assert status == 0
    assert output.splitlines() == [
        f"item {damaged}: count is 7, should be 1",
        "1 items and 1 reviews checked, 1 differences repaired.",
    ]
    assert rating_summary(product).count == 1
    assert run()[1].endswith("0 differences found.\n")


def test_a_dry_run_reports_fails_and_repairs_nothing(damaged, product):
    status, output = run("--dry-run")
    assert status == 1
    assert f"item {damaged}: count is 7, should be 1" in output
    assert "1 differences found, none repaired." in output
    assert rating_summary(product).count == 7


def test_a_dry_run_of_correct_counters_succeeds(write_review):
    write_review()
    assert run("--dry-run")[0] == 0


def test_an_empty_shop_is_no_error(db):
    assert run() == (0, "0 items and 0 reviews checked, 0 differences found.\n")
