"""Flags point; they decide nothing."""

import pytest

from django_trust.reviews.flagging import Finding, explain, signal_problems, signal_title, weight_of
from django_trust.reviews.flagging.registry import SIGNALS
from django_trust.reviews.models import FLAGGED_FROM, ModerationEvent, ReviewFlag
from django_trust.reviews.services import edit_review, submit_review
from django_trust.setting_table import DEFAULT_SIGNALS

SPAM = "Claim your cash prize: https://prize.example/ or call +44 20 7946 0958"
HONEST = "The pot is fine and pours well."


@pytest.fixture
def submit(product, configure):
    def write(moderation, body, **fields):
        configure(REVIEWS_MODERATION=moderation)
        fields = {"email": "p@example.test", "language": "en", **fields}
        return submit_review(item=product, rating=4, body=body, **fields)

    return write


@pytest.mark.parametrize(
    "moderation, body, state",
    [
        ("before", SPAM, "pending"),
        ("before", HONEST, "pending"),
        ("after", SPAM, "published"),
        ("after", HONEST, "published"),
        ("flagged", SPAM, "pending"),
        ("flagged", HONEST, "published"),
    ],
)
def test_a_flag_changes_the_way_of_a_review_only_where_the_shop_said_so(submit, moderation, body, state):
    review = submit(moderation, body)
    review.refresh_from_db()
    assert review.state == state
    assert review.is_flagged == (body == SPAM)
    assert not ModerationEvent.objects.exists()


def test_the_words_stay_as_they_were_typed(submit):
    review = submit("after", SPAM)
    review.refresh_from_db()
    assert review.body == SPAM


def test_stars_do_not_matter(submit, product):
    weights = {
        submit_review(
            item=product, rating=rating, body=f"{SPAM} {rating}", email=f"{rating}@b.test", language="en",
            device_key="",
        ).flags.exclude(signal="near_duplicate").count()
        for rating in (1, 2, 3, 4, 5)
    }  # fmt: skip
    assert len(weights) == 1


def test_only_findings_with_a_listed_reason_add_up():
    findings = [Finding("a", 30, "spam"), Finding("b", 90), Finding("c", 10, "fake")]
    assert weight_of(findings) == FLAGGED_FROM


def test_an_edit_is_examined_anew(submit):
    review = submit("flagged", SPAM)
    edit_review(review=review, rating=4, body=HONEST)
    assert not review.flags.exists()
    assert not review.is_flagged
    edit_review(review=review, rating=4, body=SPAM)
    assert {flag.signal for flag in review.flags.all()} == {"links", "contact", "advertising"}
    assert review.is_flagged


def test_a_published_review_edited_into_spam_waits(submit):
    review = submit("flagged", HONEST)
    assert review.state == "published"
    edit_review(review=review, rating=4, body=SPAM)
    assert review.state == "pending"


def test_a_signal_taken_out_of_the_setting_says_nothing(submit, configure):
    configure(SIGNALS=["links"])
    assert [flag.signal for flag in submit("after", SPAM).flags.all()] == ["links"]


def test_an_empty_setting_switches_all_off(submit, configure):
    configure(SIGNALS=[])
    assert not submit("flagged", SPAM).flags.exists()


def test_the_settings_and_the_code_know_the_same_signals():
    assert list(SIGNALS) == DEFAULT_SIGNALS
    assert list(signal_problems()) == []


@pytest.mark.parametrize("name", DEFAULT_SIGNALS)
def test_every_signal_has_a_title_and_survives_strange_details(name):
    assert signal_title(name) not in ("", name)
    for details in ({}, {"number": "x", "hosts": None}, [], None):
        assert explain(ReviewFlag(signal=name, details=details)) == signal_title(name)


def test_a_flag_of_a_signal_that_is_gone_still_reads():
    assert explain(ReviewFlag(signal="old_signal", sentence="It was odd.")) == "It was odd."
    assert explain(ReviewFlag(signal="old_signal")) == "old_signal"
