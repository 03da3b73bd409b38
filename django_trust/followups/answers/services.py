"""The verbs for what buyers answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from django_trust import signals
from django_trust.followups.answers.mails import tell_staff
from django_trust.followups.choices import SCORES, AnswerKind, AnswerState, SurveyKind
from django_trust.followups.models import OrderAnswer, SurveyAnswer
from django_trust.followups.models.answers import WORDS_MAX
from django_trust.followups.plans import schedule_followups
from django_trust.shop.models import Purchase
from django_trust.text import clean_text
from django_trust.transactions import atomic_write

logger = logging.getLogger("django_trust")

# What the shop has to do something about.
CASES = (AnswerKind.NOT_ARRIVED, AnswerKind.PROBLEM)


def answer_order(
    *, purchase: Purchase, kind: str, message: str = "", language: str, now: datetime | None = None
) -> OrderAnswer:
    """Record what a buyer says about an order (``AnswerKind``), and plan anew.

    "It has not arrived" puts off what is not about the order itself by ``FOLLOWUPS_POSTPONE_DAYS``; "there
    is a problem" holds it until staff close the case. Staff are told about both by mail. The same answer
    while its case is open adds to that case, so sent twice it is one. "All is well" closes what was open
    because nothing had arrived; a problem stays open until staff close it. ``now`` must be aware.

    Raises ``ValidationError`` for words that are too long, ``ValueError`` for an unknown kind.
    """
    kind, words = AnswerKind(kind), _words("message", message)
    return _answer(purchase, kind, words, language.lower()[:15], now or timezone.now())


@atomic_write
def _answer(purchase: Purchase, kind: AnswerKind, words: str, language: str, now: datetime) -> OrderAnswer:
    _lock(purchase)
    if kind == AnswerKind.ALL_GOOD:
        missing = purchase.answers.filter(kind=AnswerKind.NOT_ARRIVED, state=AnswerState.OPEN)
        missing.update(state=AnswerState.CLOSED, closed_at=now)
    answer = _known(purchase, kind)
    if answer is not None and _fits(answer, words):
        is_news = _add(answer, words, now)
    else:
        answer, is_news = _open(purchase, kind, words, language, now), True
    _after_commit(schedule_followups, purchase)
    if is_news:
        signals.send_after_commit(signals.order_answered, OrderAnswer, answer=answer)
    if is_news and kind in CASES:
        _after_commit(tell_staff, answer)
    return answer


def _known(purchase: Purchase, kind: AnswerKind) -> OrderAnswer | None:
    """Return the case that is open, or what was said last if it was that all is well."""
    answers = purchase.answers.select_for_update().order_by("-at", "-pk")
    if kind in CASES:
        return answers.filter(kind=kind, state=AnswerState.OPEN).first()
    last = answers.first()
    return last if last is not None and last.kind == kind else None


def _open(purchase: Purchase, kind: AnswerKind, words: str, language: str, now: datetime) -> OrderAnswer:
    state = AnswerState.OPEN if kind in CASES else AnswerState.CLOSED
    return OrderAnswer.objects.create(
        purchase=purchase, kind=kind, message=words, language=language, at=now, state=state
    )


def _fits(answer: OrderAnswer, words: str) -> bool:
    """Whether what is added can stand in the same row; a second one loses nothing."""
    return words in answer.message or len(_joined(answer, words)) <= WORDS_MAX


def _add(answer: OrderAnswer, words: str, now: datetime) -> bool:
    """Add words to an answer, and return whether they are new. Whoever still waits does so from now on."""
    is_new = words not in answer.message
    if is_new:
        answer.message = _joined(answer, words)
    if answer.kind == AnswerKind.NOT_ARRIVED:
        answer.at = now
    answer.save(update_fields=["message", "at"])
    return is_new


def _joined(answer: OrderAnswer, words: str) -> str:
    return "\n\n".join(filter(None, [answer.message, words]))


@atomic_write
def close_answer(
    *, answer: OrderAnswer, by: Any = None, note: str = "", now: datetime | None = None
) -> OrderAnswer:
    """Close a case, and plan anew. Told twice, the first time counts.

    Raises ``ValidationError`` for a note that is too long.
    """
    note = _words("note", note)
    _lock(answer.purchase)
    current = OrderAnswer.objects.select_related("purchase").get(pk=answer.pk)
    if current.state == AnswerState.OPEN:
        current.state, current.closed_at = AnswerState.CLOSED, now or timezone.now()
        current.closed_by, current.note = by if getattr(by, "pk", None) else None, note
        current.save(update_fields=["state", "closed_at", "closed_by", "note"])
    _after_commit(schedule_followups, current.purchase)
    return current


def answer_survey(
    *,
    purchase: Purchase,
    kind: str,
    score: int,
    comment: str = "",
    language: str,
    now: datetime | None = None,
) -> SurveyAnswer:
    """Record a score (``SurveyKind``: CSAT 1 to 5, NPS 0 to 10) with a comment. Sent again, the last counts.

    ``now`` must be aware. Raises ``ValidationError`` for a score outside its scale and for a comment that is
    too long, ``ValueError`` for an unknown kind.
    """
    kind, comment = SurveyKind(kind), _words("comment", comment)
    if score not in SCORES[kind]:
        raise ValidationError({"score": _("Please choose one of the answers.")})
    return _score(purchase, kind, score, comment, language.lower()[:15], now or timezone.now())


@atomic_write
def _score(
    purchase: Purchase, kind: SurveyKind, score: int, comment: str, language: str, now: datetime
) -> SurveyAnswer:
    _lock(purchase)
    known = purchase.survey_answers.select_for_update().filter(kind=kind).first()
    answer = known or SurveyAnswer(purchase=purchase, kind=kind)
    if known is None or (known.score, known.comment) != (score, comment):
        answer.score, answer.comment = score, comment
        answer.language, answer.answered_at = language, now
        answer.save()
        signals.send_after_commit(signals.survey_answered, SurveyAnswer, answer=answer)
    _after_commit(schedule_followups, purchase)
    return answer


def _lock(purchase: Purchase) -> None:
    """Lock the order by the write that says it has news: whoever is killed before planning is caught up with.

    Raises ``Purchase.DoesNotExist`` for one that is gone.
    """
    if not Purchase.objects.filter(pk=purchase.pk).update(has_news=True):
        raise Purchase.DoesNotExist(f"Purchase {purchase.pk} is gone.")


def _after_commit(act: Callable[[Any], Any], about: Any) -> None:
    """Do what follows from a stored answer; whatever goes wrong, the answer stands.

    Not ``on_commit(robust=True)``: before Django 6.1 it cannot name a ``partial`` in its own log.
    """

    def do() -> None:
        try:
            act(about)
        except Exception:
            logger.exception("The answer about %s is stored; what follows from it failed.", about)

    transaction.on_commit(do)


def _words(field: str, text: str) -> str:
    try:
        return clean_text(text, max_length=WORDS_MAX)
    except ValidationError as error:
        raise ValidationError({field: error}) from None
