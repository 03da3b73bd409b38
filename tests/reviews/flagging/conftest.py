import pytest
from django.utils.translation import override

from django_trust.reviews.flagging import Submission, explain
from django_trust.reviews.flagging.registry import SIGNALS
from django_trust.reviews.models import Review, ReviewFlag


@pytest.fixture
def ask():
    """Ask one signal about a review that is not stored; return its finding."""

    def ask_signal(name, body="", *, seconds=None, **fields):
        review = Review(body=body, **{"language": "en", **fields})
        return SIGNALS[name].look(Submission(review, seconds))

    return ask_signal


@pytest.fixture
def say():
    """Return the sentence of a finding as a moderator reads it in a language."""

    def sentence(finding, language="en"):
        flag = ReviewFlag(signal=finding.signal, details=finding.details, sentence=finding.sentence)
        with override(language):
            return explain(flag)

    return sentence
