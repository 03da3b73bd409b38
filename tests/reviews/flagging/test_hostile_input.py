"""Whatever is typed, examining it works, and costs in proportion to its length."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_trust.reviews.flagging import Submission, explain
from django_trust.reviews.flagging.registry import SIGNALS
from django_trust.reviews.flagging.sketches import phrases_of, sketch_of
from django_trust.reviews.models import Review, ReviewFlag
from tests.requirements import require_shared_data

WITHOUT_DATABASE = [name for name in SIGNALS if name not in ("near_duplicate", "burst")]
# Text, then how often it stands in 5,000 characters.
UNITS = (
    "a", "@", "1 ", "http:", "http://", "www.", "a.", "a-", "a@", "a@a.", "a@a.com", "(", "+", "1-", "1(",
    "f*", "f**k ", "f ", "txt ", "txt to ", "ig :", "a dot ", "a [dot] ", "[dot]", " at ", "win ", "win a ",
    "ال ", "ﷺ", "$", "£1", "0", "call 1234567 ", "a'", "a\u0301", "s\u200b", "茶", "shit", "s.", ". ", "\n",
)  # fmt: skip


def look_at(text):
    submission = Submission(Review(language="en", body=text, author_name=text[:80], email="a@b.test"), 1.0)
    found = [finding for name in WITHOUT_DATABASE if (finding := SIGNALS[name].look(submission))]
    sketch_of(phrases_of(submission.text))
    return found


def cost(text):
    """The least processor time of some tries, which other programs disturb little."""
    times = []
    for attempt in range(4):
        started = time.process_time()
        look_at(text + str(attempt))  # another text each time: the last ones are kept
        times.append(time.process_time() - started)
    return min(times)


@pytest.mark.parametrize("unit", UNITS)
def test_four_times_the_length_costs_about_four_times_as_much(unit):
    short, long = (unit * (length // len(unit)) for length in (1_250, 5_000))
    look_at(short)
    # A square would be sixteen times; what is too small to measure is no matter.
    assert cost(long) <= max(10 * cost(short), 0.02)


@given(st.text(max_size=400), st.sampled_from(["en", "ar", "pt-br", "id", "et", "zh-hans", "xx", ""]))
def test_no_text_is_too_strange(text, language):
    submission = Submission(
        Review(language=language, body=text, title=text, author_name=text, email=text), 0.1
    )
    for name in WITHOUT_DATABASE:
        finding = SIGNALS[name].look(submission)
        if finding is not None:
            assert 1 <= finding.weight <= 100
            json.dumps(finding.details, allow_nan=False)
            assert explain(ReviewFlag(signal=name, details=finding.details))


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


@pytest.mark.shared_data
def test_the_collected_hostile_texts_do_no_harm():
    files = sorted(require_shared_data("hostile").glob("*.json"))
    assert files
    for path in files:
        for text in strings(json.loads(path.read_text(encoding="utf-8"))):
            look_at(text)
            look_at(text[:5000] * 2)
