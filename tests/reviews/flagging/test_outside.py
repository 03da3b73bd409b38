"""Classifiers of the shop's own: heard, and harmless."""

import logging

import pytest

from django_trust.reviews.flagging import explain, signal_problems, signal_title
from django_trust.reviews.flagging.outside import MOST_FINDINGS
from django_trust.reviews.models import Review
from django_trust.reviews.services import submit_review
from tests.reviews.flagging import classifiers

HERE = classifiers.__name__


@pytest.fixture
def submit_with(configure, product):
    def submit(*names, body="A good pot", **fields):
        configure(SIGNALS=[name if name == "links" else f"{HERE}.{name}" for name in names])
        fields = {"email": "p@example.test", "language": "en", **fields}
        return submit_review(item=product, rating=4, body=body, **fields)

    return submit


def test_a_classifier_is_asked_before_the_review_is_stored(submit_with):
    classifiers.seen.clear()
    review = submit_with("about_rain", seconds_taken=7.5)
    (submission,) = classifiers.seen
    assert (submission.text, submission.seconds_taken) == ("A good pot", 7.5)
    assert not review.flags.exists()


def test_what_it_finds_becomes_a_flag_with_its_own_sentence(submit_with):
    review = submit_with("about_rain", body="It is for the rain")
    flag = review.flags.get()
    assert (flag.signal, flag.weight, flag.reason, flag.details) == ("weather", 55, "off_topic", {"drops": 3})
    assert explain(flag) == "It is about the rain."
    assert signal_title(flag.signal) == "weather"
    assert review.is_flagged


def test_several_findings_are_kept_one_for_each_name(submit_with):
    review = submit_with("several")
    assert dict(review.flags.values_list("signal", "weight")) == {"one": 10, "two": 30}
    assert review.flag_weight == 40


@pytest.mark.parametrize("name", ["nameless", "borrows_our_name"])
def test_a_finding_goes_under_the_dotted_path_when_its_name_will_not_do(submit_with, name):
    assert submit_with(name).flags.get().signal == f"{HERE}.{name}"[-60:]


def test_what_does_not_fit_a_flag_is_made_to_fit(submit_with, caplog):
    review = submit_with("wild")
    flag = review.flags.get()
    assert (flag.signal, flag.weight, flag.reason) == ("wild", 100, "")
    assert set(flag.details) == {"nan", "text", "list", "n"}
    assert (flag.details["nan"], flag.details["n"]) == ("nan", 4)
    assert flag.details["text"].startswith("abx")
    assert len(flag.sentence) == 300
    assert "\x00" not in flag.sentence
    assert review.flag_weight == 0
    assert "no RejectionReason" in caplog.text


@pytest.mark.parametrize(
    "name", ["raises", "says_yes", "weightless", "breaks_the_transaction", "missing", "NOT_CALLABLE"]
)
def test_a_failing_classifier_loses_no_review_and_no_other_signal(submit_with, caplog, name):
    with caplog.at_level(logging.ERROR, logger="django_trust"):
        review = submit_with(name, "links", body="See https://pots.example/")
    assert [flag.signal for flag in review.flags.all()] == ["links"]
    assert Review.objects.filter(pk=review.pk).exists()
    assert f"{HERE}.{name}" in caplog.text


def test_a_classifier_without_end_is_stopped(submit_with):
    assert submit_with("endless").flags.count() == MOST_FINDINGS


def test_check_reports_what_is_no_signal(configure):
    configure(SIGNALS=["links", "linkz", f"{HERE}.missing", f"{HERE}.NOT_CALLABLE", f"{HERE}.about_rain"])
    messages = [message for message, _hint in signal_problems()]
    assert len(messages) == 3
    for name, message in zip(("linkz", "missing", "NOT_CALLABLE"), messages, strict=True):
        assert name in message
    assert all("near_duplicate" in hint for _message, hint in signal_problems())


def test_a_name_that_is_no_signal_is_skipped(configure, product, caplog):
    configure(SIGNALS=["linkz", "links"])
    review = submit_review(
        item=product, rating=4, body="https://pots.example/", email="a@b.test", language="en"
    )
    assert [flag.signal for flag in review.flags.all()] == ["links"]
    assert "linkz" in caplog.text
