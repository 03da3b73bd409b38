"""When a message that could not be handed over is tried again. Pure, but for chance."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django_trust.conf import trust_settings
from django_trust.followups.choices import FollowUpState, Reason
from django_trust.followups.consent.services import ADDRESS
from django_trust.followups.sending.outcomes import Outcome
from django_trust.mailing import one_line

# Minutes until the second try, the third and so on; the last goes on.
BACKOFF = (1, 5, 15, 60, 240, 720, 1440)
JITTER = 0.2
DETAIL_MAX = 300
# A server that answers nobody is asked again so much later; no message is to blame.
UNREACHABLE = timedelta(minutes=1)
# Another worker is about to send the last message that somebody may get for now.
TAKEN = timedelta(minutes=2)


def pause(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts."""
    minutes = BACKOFF[min(max(attempts, 1), len(BACKOFF)) - 1]
    return timedelta(minutes=minutes) * _spread()


def failed_once(attempts: int, error: Exception, now: datetime) -> Outcome:
    """Return what becomes of a message that could not be handed over for now. ``attempts`` include this."""
    if attempts >= trust_settings.followups_tries:
        return gave_up(detail(error))
    return Outcome(FollowUpState.WAITING, Reason.RETRY, now + pause(attempts), detail(error), tried=True)


def gave_up(words: str) -> Outcome:
    return Outcome(FollowUpState.FAILED, Reason.GAVE_UP, detail=words, tried=True)


def put_off(words: str, now: datetime) -> Outcome:
    """Return what becomes of a message whose channel cannot be reached: no attempt was made."""
    return Outcome(FollowUpState.WAITING, Reason.RETRY, now + UNREACHABLE * _spread(), words)


def yielded(now: datetime) -> Outcome:
    """Return what becomes of marketing that would be one too many, should another worker send its own."""
    return Outcome(FollowUpState.WAITING, Reason.CAP, now + TAKEN * _spread())


def detail(error: Exception) -> str:
    """Return the words of an error as the database holds them, its kind where it has none. Servers like to
    quote addresses; those stay out."""
    return ADDRESS.sub("…", one_line(str(error) or type(error).__name__))[:DETAIL_MAX]


def _spread() -> float:
    """So that messages that failed together do not come back together."""
    return random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - a pause, not a secret
