"""Terms of return as lines of a table, as one sentence beside the buy button, and as a few at checkout."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import npgettext_lazy, pgettext, pgettext_lazy

from django_trust.policies.choices import ReturnCategory, ReturnFees
from django_trust.policies.facts import ReturnFacts
from django_trust.policies.lines import FactLine
from django_trust.policies.phrases.fees import fee_lines, remorse_fee, restocking_sentence
from django_trust.policies.phrases.figures import paragraph, say
from django_trust.policies.phrases.law import (
    ReturnLaw,
    Standing,
    is_free_by_promise,
    return_law,
    standing,
)
from django_trust.policies.phrases.parcels import parcel_lines
from django_trust.policies.phrases.periods import days_text
from django_trust.policies.phrases.refunds import deadline_sentence, no_money_sentence, refund_lines
from django_trust.policies.phrases.seasons import season_lines, today_sentence

NOT_POSSIBLE = pgettext_lazy(
    "returns", "No returns after a change of mind. Your rights when goods are faulty remain."
)
OFFER: dict[str, Any] = {
    # Translators: beside the buy button, so short, and without a full stop.
    ReturnFees.FREE: npgettext_lazy(
        "returns", "Return within %(number)s day, free", "Return within %(number)s days, free", "n"
    ),
    ReturnFees.CUSTOMER: npgettext_lazy(
        "returns",
        "Return within %(number)s day; you pay the postage",
        "Return within %(number)s days; you pay the postage",
        "n",
    ),
    ReturnFees.FIXED: npgettext_lazy(
        "returns",
        "Return within %(number)s day; we deduct %(amount)s for the postage",
        "Return within %(number)s days; we deduct %(amount)s for the postage",
        "n",
    ),
}
OFFER_UNLIMITED: dict[str, Any] = {
    ReturnFees.FREE: pgettext_lazy("returns", "Return at any time, free"),
    ReturnFees.CUSTOMER: pgettext_lazy("returns", "Return at any time; you pay the postage"),
    ReturnFees.FIXED: pgettext_lazy("returns", "Return at any time; we deduct %(amount)s for the postage"),
}
# Translators: what the law gives anyway: plain words, nothing that sounds like an offer.
LEGAL = npgettext_lazy(
    "returns",
    "You may return it within %(number)s day: your legal right.",
    "You may return it within %(number)s days: your legal right.",
    "n",
)
LEGAL_AND_FREE = npgettext_lazy(
    "returns",
    "You may return it free of charge within %(number)s day: your legal right.",
    "You may return it free of charge within %(number)s days: your legal right.",
    "n",
)
PLAIN = npgettext_lazy(
    "returns",
    "You may return it within %(number)s day.",
    "You may return it within %(number)s days.",
    "n",
)
UNLIMITED = pgettext_lazy("returns", "You may return it at any time.")
STARTS: dict[str, Any] = {
    "delivery": pgettext_lazy("returns", "The days begin the day after the goods arrive."),
    "last_item": pgettext_lazy(
        "returns", "The days begin the day after the last item of your order arrives."
    ),
    "contract": pgettext_lazy("returns", "The days begin the day after you order."),
}
BY_LAW = npgettext_lazy(
    "returns", "The law gives you %(number)s day.", "The law gives you %(number)s days.", "n"
)
# Translators: follows the sentence "The law gives you 14 days."
BEYOND = npgettext_lazy(
    "returns",
    "%(number)s more day is our promise.",
    "%(number)s more days are our promise.",
    "n",
)


def is_possible(row: ReturnFacts) -> bool:
    """Whether somebody who changed their mind may return anything at all."""
    if row.category == ReturnCategory.FINITE:
        return bool(row.days)
    return row.category == ReturnCategory.UNLIMITED


def return_lines(row: ReturnFacts, place: str) -> Iterator[FactLine]:
    """Yield all that a row says, in the order in which a reader asks. ``place`` has the law that counts."""
    yield window_line(row)
    if is_possible(row):
        if row.category == ReturnCategory.FINITE:
            label = pgettext("returns", "From when")
            yield FactLine("return_start", row.start, label, say(STARTS[row.start]))
        yield from season_lines(row)
        yield from _law_lines(row, place)
    yield from fee_lines(row, after_remorse=is_possible(row))
    yield from refund_lines(row)
    yield from parcel_lines(row, after_remorse=is_possible(row))


def window_line(row: ReturnFacts) -> FactLine:
    """Return how long one may change one's mind."""
    label = pgettext("returns", "How long")
    if not is_possible(row):
        value = "0" if row.category == ReturnCategory.FINITE else row.category
        return FactLine("return_window", value, label, pgettext("returns", "Not after a change of mind."))
    if row.category == ReturnCategory.UNLIMITED:
        return FactLine("return_window", row.category, label, pgettext("returns", "No time limit."))
    return FactLine("return_window", str(row.days), label, days_text(row.days or 0))


def _law_lines(row: ReturnFacts, place: str) -> Iterator[FactLine]:
    """Say what is a right and what a promise; nothing where that is not certain."""
    law = return_law(place)
    label = pgettext("returns", "Your right or our promise")
    if law is None or not law.certain:
        return
    if not law.days:
        yield FactLine("return_legal", "promise", label, pgettext("returns", "This is our promise."))
        return
    found = standing(row, law)
    if found is Standing.NEUTRAL:
        return
    promises = _promises(row, law)
    if found is Standing.LEGAL and not promises:
        text, value = pgettext("returns", "This is your legal right."), f"legal {law.days}"
    else:
        text = paragraph([say(BY_LAW, law.days), *promises.values()])
        value = " ".join([f"legal {law.days}", *promises])
    yield FactLine("return_legal", value, label, text)


def _promises(row: ReturnFacts, law: ReturnLaw) -> dict[str, str]:
    """Return what goes beyond the law: machine values and sentences."""
    found = {}
    if row.category == ReturnCategory.UNLIMITED:
        found["promise unlimited"] = pgettext("returns", "All the time after that is our promise.")
    elif (row.days or 0) > law.days:
        more = (row.days or 0) - law.days
        found[f"promise {more}"] = say(BEYOND, more)
    if is_free_by_promise(row, law):
        found["promise free"] = pgettext("returns", "That we pay the postage is our promise.")
    return found


def short_text(row: ReturnFacts, place: str, today: date | None = None) -> str:
    """Return one sentence beside the buy button, with more behind it only where it would mislead alone."""
    law = return_law(place)
    extras = [restocking_sentence(row), no_money_sentence(row), today_sentence(row, today) if today else ""]
    if is_possible(row) and standing(row, law) is Standing.PROMISE and not any(extras):
        cost = remorse_fee(row)
        if row.category == ReturnCategory.UNLIMITED:
            return say(OFFER_UNLIMITED[cost.kind], amount=cost.amount)
        return say(OFFER[cost.kind], row.days, amount=cost.amount)
    return paragraph(_sentences(row, law, extras))


def checkout_text(row: ReturnFacts, place: str, today: date | None = None) -> str:
    """Return how long, who pays, from when, and when the money is back, in whole sentences."""
    season = today_sentence(row, today) if today else ""
    start = say(STARTS[row.start]) if row.category == ReturnCategory.FINITE else ""
    extras = [start, restocking_sentence(row), no_money_sentence(row), deadline_sentence(row), season]
    return paragraph(_sentences(row, return_law(place), extras))


def _sentences(row: ReturnFacts, law: ReturnLaw | None, extras: list[str]) -> list[str]:
    if not is_possible(row):
        return [say(NOT_POSSIBLE)]
    cost = remorse_fee(row)
    if row.category == ReturnCategory.UNLIMITED:
        return [say(UNLIMITED), cost.sentence, *extras]
    if standing(row, law) is not Standing.LEGAL:
        return [say(PLAIN, row.days), cost.sentence, *extras]
    if cost.kind == ReturnFees.FREE and not is_free_by_promise(row, law):
        return [say(LEGAL_AND_FREE, row.days), *extras]
    return [say(LEGAL, row.days), cost.sentence, *extras]
