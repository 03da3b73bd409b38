"""Which signals look at a review, and what their findings mean in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django_trust.conf import trust_settings
from django_trust.reviews.flagging import duplicates, languages, origin, outside, throwaway
from django_trust.reviews.flagging.advertising import ADVERTISING
from django_trust.reviews.flagging.base import Finding, Signal, Submission
from django_trust.reviews.flagging.contact import CONTACT
from django_trust.reviews.flagging.links import LINKS
from django_trust.reviews.flagging.profanity import PROFANITY
from django_trust.reviews.models import ReviewFlag

SIGNALS: dict[str, Signal] = {
    "links": LINKS,
    "contact": CONTACT,
    "advertising": ADVERTISING,
    "profanity": PROFANITY,
    "near_duplicate": duplicates.NEAR_DUPLICATE,
    "burst": origin.BURST,
    "language": languages.LANGUAGE,
    "fast_form": origin.FAST_FORM,
    "disposable_address": throwaway.DISPOSABLE_ADDRESS,
}


def examine(submission: Submission) -> tuple[Finding, ...]:
    """Return what the signals of the ``SIGNALS`` setting find, at most one finding for each name.

    Reads at most three indexed queries of its own and writes nothing. A signal of the shop's own that fails
    is logged (``django_trust``) and left out.
    """
    found: dict[str, Finding] = {}
    for name in dict.fromkeys(trust_settings.signals):
        for finding in _ask(name, submission):
            if finding.signal not in found or finding.weight > found[finding.signal].weight:
                found[finding.signal] = finding
    return tuple(found.values())


def _ask(name: str, submission: Submission) -> Iterable[Finding]:
    if name in SIGNALS:
        finding = SIGNALS[name].look(submission)
        return () if finding is None else (finding,)
    return outside.ask(name, submission, SIGNALS)


def explain(flag: ReviewFlag) -> str:
    """Return why a review was flagged, as one plain sentence in the active language."""
    signal = SIGNALS.get(flag.signal)
    if signal is None:
        return flag.sentence or signal_title(flag.signal)
    try:
        return signal.sentence(flag.details)
    except (KeyError, TypeError, ValueError):  # details of another release
        return signal_title(flag.signal)


def signal_title(name: str) -> str:
    """Return a short title in the active language; of a signal of the shop's own, its name."""
    return str(SIGNALS[name].title) if name in SIGNALS else name


def signal_problems() -> Iterator[tuple[str, str]]:
    """Yield (message, hint) for every entry of ``SIGNALS`` that is no signal of ours and no callable."""
    for name in trust_settings.signals:
        if name in SIGNALS:
            continue
        try:
            outside.load(name)
        except (ImportError, TypeError) as error:
            yield (
                f"DJANGO_TRUST['SIGNALS'] names no signal: {name!r} ({error}).",
                f"Write the dotted path of a callable, or one of {', '.join(SIGNALS)}.",
            )
