from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from django_trust.management.commands import trust_publish_waiting
from django_trust.reviews.models import FLAGGED_FROM, EventKind, Review
from django_trust.reviews.widgets import rating_summary


class Terminal(StringIO):
    def isatty(self):
        return True


def run(*options, output=None):
    output = output or StringIO()
    call_command("trust_publish_waiting", *options, stdout=output, no_color=True)
    return output.getvalue()


@pytest.fixture
def waiting(write_review):
    """Three reviews that waited 15 days, one that is new, one that is old and flagged."""
    reviews = [write_review(rating, publish=False) for rating in (1, 2, 5, 5, 1)]
    for review, days in zip(reviews, (15, 15, 15, 1, 15), strict=True):
        since = timezone.now() - timedelta(days=days)
        Review.objects.filter(pk=review.pk).update(created_at=since, pending_since=since)
    Review.objects.filter(pk=reviews[4].pk).update(flag_weight=FLAGGED_FROM)
    return reviews


def states(reviews):
    return [Review.objects.get(pk=review.pk).state for review in reviews]


def test_what_waited_too_long_is_public_and_the_rest_waits_on(waiting, product):
    assert run() == "3 reviews published after 14 days, 2 go on waiting for a moderator.\n"
    assert states(waiting) == ["published", "published", "published", "pending", "pending"]
    assert waiting[0].events.get().kind == EventKind.WAITED
    assert rating_summary(product).count == 3
    assert run() == "0 reviews published after 14 days, 2 go on waiting for a moderator.\n"


def test_a_dry_run_counts_and_publishes_nothing(waiting):
    assert run("--dry-run") == "3 reviews would be published after 14 days.\n"
    assert run("--dry-run", "--limit=2") == "2 reviews would be published after 14 days.\n"
    assert set(states(waiting)) == {"pending"}


def test_a_dry_run_counts_no_further_than_it_needs(waiting, monkeypatch):
    monkeypatch.setattr(trust_publish_waiting, "MOST_REHEARSED", 2)
    assert run("--dry-run") == "2 or more reviews would be published after 14 days.\n"


def test_the_oldest_come_first_where_there_is_a_limit(waiting):
    assert run("--limit=2") == "2 reviews published after 14 days, 3 go on waiting for a moderator.\n"
    assert states(waiting)[:3] == ["published", "published", "pending"]


def test_many_are_published_batch_by_batch_and_a_terminal_sees_it(waiting, monkeypatch):
    monkeypatch.setattr(trust_publish_waiting, "BATCH", 2)
    assert run(output=Terminal()) == (
        "\r2 published\r3 published\n3 reviews published after 14 days, 2 go on waiting for a moderator.\n"
    )


def test_nothing_publishes_itself_where_that_is_switched_off(waiting, configure):
    configure(REVIEWS_AUTO_PUBLISH_DAYS=0)
    assert run() == "Nothing publishes itself: REVIEWS_AUTO_PUBLISH_DAYS is 0.\n"
    assert set(states(waiting)) == {"pending"}


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", "٣"])
def test_a_limit_that_makes_no_sense_is_refused(waiting, limit):
    with pytest.raises(CommandError, match="whole number"):
        run(f"--limit={limit}")


def test_a_failure_is_not_swallowed(waiting, monkeypatch):
    def fail(**options):
        raise RuntimeError("no database")

    monkeypatch.setattr(trust_publish_waiting, "publish_waiting", fail)
    with pytest.raises(RuntimeError):
        run()
