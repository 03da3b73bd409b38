"""Signals of a shop's own, as test_outside.py names them in SIGNALS."""

from django_trust.reviews.flagging import Finding
from django_trust.reviews.models import Review

NOT_CALLABLE = "a text"
seen = []


def about_rain(submission):
    seen.append(submission)
    if "rain" in submission.text:
        return Finding("weather", 55, "off_topic", {"drops": 3}, sentence="It is about the rain.")
    return None


def several(submission):
    yield Finding("one", 10, "spam")
    yield Finding("two", 15, "spam")
    yield Finding("two", 30, "spam")


def nameless(submission):
    return Finding("", 12, "spam")


def borrows_our_name(submission):
    return Finding("links", 12, "spam", sentence="Not ours.")


def wild(submission):
    details = {"nan": float("nan"), "text": "a\x00b\ud800" + "x" * 900, "list": [1, 2], 5: None, "n": 4}
    return Finding("Wild", 9000, "negative", details, sentence="s\x00" * 900)


def weightless(submission):
    return Finding("light", "heavy", "spam")


def says_yes(submission):
    return True


def raises(submission):
    raise RuntimeError("the classifier's server is down")


def breaks_the_transaction(submission):
    Review.objects.create(item_id=None, rating=9, language="en")


def endless(submission):
    number = 0
    while True:
        number += 1
        yield Finding(f"signal-{number}", 1)
