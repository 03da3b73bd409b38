"""What buyers are asked, what they can answer, and what follows from it, in the active language."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.conf import trust_settings
from django_trust.followups.choices import SCORES, AnswerKind, AnswerState, SurveyKind
from django_trust.followups.models import OrderAnswer
from django_trust.followups.status.widgets import OrderStatus
from django_trust.l10n.formats import format_date, format_number
from django_trust.shop.models import Purchase


def kinds_for(status: OrderStatus) -> tuple[AnswerKind, ...]:
    """Return what can be said about an order. Of one that will not come any more only that something is wrong
    with it; whether another one has come is for its buyer to say, whatever the carrier says."""
    return (AnswerKind.PROBLEM,) if status.is_ended else tuple(AnswerKind)


def consequence(kind: AnswerKind, now: datetime | None = None) -> str:
    """Return what will happen after an answer, for whoever is about to give it."""
    if kind == AnswerKind.ALL_GOOD:
        return _("We are glad to know it.")
    if kind == AnswerKind.NOT_ARRIVED:
        return _("We look into where it is. Until %(date)s we ask you for nothing else.") % {
            "date": format_date(put_off_until(now or timezone.now()))
        }
    return _("We read what you write and look into it. Until it is settled we ask you for nothing else.")


def put_off_until(said_at: datetime) -> datetime:
    """Return until when nobody is asked anything who has said that nothing arrived."""
    return said_at + timedelta(days=trust_settings.followups_postpone_days)


def answers_so_far(purchase: Purchase) -> list[tuple[OrderAnswer, str]]:
    """Return the open cases of an order, the newest first, each with a sentence about it. One query."""
    answers = OrderAnswer.objects.filter(purchase=purchase, state=AnswerState.OPEN).order_by("-at", "-pk")
    return [(answer, said(answer)) for answer in answers]


def said(answer: OrderAnswer) -> str:
    """Return what a buyer has said, and when, as a sentence to the buyer."""
    text = {
        AnswerKind.ALL_GOOD: _("You told us on %(date)s that all is well."),
        AnswerKind.NOT_ARRIVED: _("You told us on %(date)s that the order has not arrived. We look into it."),
        AnswerKind.PROBLEM: _("You told us on %(date)s that there is a problem. We look into it."),
    }[AnswerKind(answer.kind)]
    if answer.kind != AnswerKind.ALL_GOOD and answer.state == AnswerState.CLOSED:
        text = _("What you told us on %(date)s is settled. If it is not, please tell us again.")
    return text % {"date": format_date(answer.at)}


def next_steps(answer: OrderAnswer) -> list[str]:
    """Return what happens now that an answer is stored."""
    if answer.state == AnswerState.CLOSED:
        return []
    if answer.kind == AnswerKind.NOT_ARRIVED:
        return [
            _("Our staff were told. Until %(date)s we ask you for nothing else.")
            % {"date": format_date(put_off_until(answer.at))},
            _("If the order arrives in the meantime, you need not do anything."),
        ]
    return [_("Our staff were told. Until it is settled we ask you for nothing else.")]


# Surveys


def question(kind: SurveyKind, shop_name: str) -> str:
    if kind == SurveyKind.CSAT:
        return _("How satisfied are you with your order?")
    if not shop_name:
        return _("How likely are you to recommend us to a friend?")
    return _("How likely are you to recommend %(shop)s to a friend?") % {"shop": shop_name}


def scale(kind: SurveyKind) -> str:
    """Return what the numbers of a scale mean, where not each of them has words of its own."""
    if kind == SurveyKind.CSAT:
        return ""
    ends = {"least": format_number(SCORES[kind][0]), "most": format_number(SCORES[kind][-1])}
    return _("%(least)s means not at all likely, %(most)s extremely likely.") % ends


def score_words(kind: SurveyKind, score: int) -> str:
    """Return what a score says beyond its number; empty between the ends of a long scale."""
    if kind == SurveyKind.NPS:
        ends = {
            SCORES[kind][0]: pgettext("score of a survey", "Not at all likely"),
            SCORES[kind][-1]: pgettext("score of a survey", "Extremely likely"),
        }
        return ends.get(score, "")
    return {
        1: pgettext("satisfaction", "Very dissatisfied"),
        2: pgettext("satisfaction", "Dissatisfied"),
        3: pgettext("satisfaction", "Neither satisfied nor dissatisfied"),
        4: pgettext("satisfaction", "Satisfied"),
        5: pgettext("satisfaction", "Very satisfied"),
    }[score]
