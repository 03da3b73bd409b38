"""The pages where buyers say how their order is. A link marks an answer; only the button sends it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from django_trust.edges import posted, writing_view
from django_trust.followups.answers.forms import AnswerForm, SurveyForm
from django_trust.followups.answers.services import answer_order, answer_survey
from django_trust.followups.answers.words import (
    answers_so_far,
    kinds_for,
    next_steps,
    question,
    said,
    scale,
    score_words,
)
from django_trust.followups.choices import SCORES, SurveyKind
from django_trust.followups.models import OrderAnswer, SurveyAnswer
from django_trust.followups.order_links import (
    ANSWER_PARAMETER,
    SCORE_PARAMETER,
    answer_url,
    order_status_url,
    purchase_of_answer,
    purchase_of_survey,
    survey_url,
)
from django_trust.followups.status.pages import closed_page, contact, review_url, signed_page, too_fast
from django_trust.followups.status.phrases import situation
from django_trust.followups.status.widgets import order_status
from django_trust.l10n.formats import format_date, format_number
from django_trust.l10n.locales import current_language
from django_trust.shop.adapter import get_adapter
from django_trust.shop.models import Purchase
from django_trust.throttling import seconds_to_wait

METHODS = ("GET", "HEAD", "POST")
DONE = "?done=1"


@writing_view(*METHODS)
def order_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Ask how an order is, and say what follows from the answer."""
    purchase = purchase_of_answer(token)
    if purchase is None:
        return closed_page(request)
    data = posted(request)
    if data is None:
        last = purchase.answers.order_by("-at", "-pk").first() if "done" in request.GET else None
        return _ask(request, purchase) if last is None else _answered(request, purchase, last)
    form = AnswerForm(data, kinds=kinds_for(order_status(purchase)), auto_id="trust-%s")
    if wait := seconds_to_wait(request, "answer"):
        return _ask(request, purchase, form, notice=too_fast(wait), status=429)
    if form.is_valid():
        try:
            answer_order(purchase=purchase, language=current_language(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return HttpResponseRedirect(answer_url(purchase) + DONE)
    return _ask(request, purchase, form, status=400)


def _ask(
    request: HttpRequest,
    purchase: Purchase,
    form: AnswerForm | None = None,
    *,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    state = order_status(purchase)
    asked = {"kind": request.GET.get(ANSWER_PARAMETER, "")}
    context = {
        "title": _("How is your order?"),
        "reference": purchase.reference,
        "sentences": situation(state),
        "tracking_url": state.tracking_url,
        "said": [words for answer, words in answers_so_far(purchase)],
        "form": form or AnswerForm(initial=asked, kinds=kinds_for(state), auto_id="trust-%s"),
        "action": answer_url(purchase),
        "notice": notice,
        "review_url": review_url(purchase),
        "order_url": order_status_url(purchase),
    }
    return signed_page(request, "answer", context, status=status)


def _answered(request: HttpRequest, purchase: Purchase, answer: OrderAnswer) -> HttpResponse:
    state = order_status(purchase)
    context = {
        "title": _("Thank you for telling us"),
        "reference": purchase.reference,
        "kind": answer.kind,
        "said": said(answer),
        "message": answer.message,
        "next_steps": next_steps(answer),
        "sentences": situation(state),
        "tracking_url": state.tracking_url,
        "review_url": review_url(purchase),
        "order_url": order_status_url(purchase),
        "answer_url": answer_url(purchase),
        **contact(request),
    }
    return signed_page(request, "answer_done", context)


@writing_view(*METHODS)
def order_survey(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """Ask one question about an order, with the score of the link marked."""
    if kind not in SurveyKind.values:
        raise Http404
    purchase, survey = purchase_of_survey(token), SurveyKind(kind)
    if purchase is None:
        return closed_page(request)
    data = posted(request)
    if data is None:
        known = purchase.survey_answers.filter(kind=survey).first()
        if known is not None and "done" in request.GET:
            return _thanks(request, purchase, known)
        return _question(
            request, purchase, survey, _form(survey, initial=_marked(request, survey, known)), known
        )
    form = _form(survey, data)
    if wait := seconds_to_wait(request, "answer"):
        return _question(request, purchase, survey, form, notice=too_fast(wait), status=429)
    if form.is_valid():
        try:
            answer_survey(purchase=purchase, kind=survey, language=current_language(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return HttpResponseRedirect(survey_url(purchase, survey) + DONE)
    return _question(request, purchase, survey, form, status=400)


def _form(survey: SurveyKind, data: object = None, **kwargs: object) -> SurveyForm:
    asked = question(survey, get_adapter().get_shop().name)
    return SurveyForm(data, kind=survey, question=asked, auto_id="trust-%s", **kwargs)


def _marked(request: HttpRequest, survey: SurveyKind, known: SurveyAnswer | None) -> dict[str, object]:
    """Return what the form starts with: the score of the link, else what was answered before."""
    initial = {"score": known.score, "comment": known.comment} if known is not None else {}
    score = request.GET.get(SCORE_PARAMETER, "")
    if score in map(str, SCORES[survey]):
        initial["score"] = score
    return initial


def _question(
    request: HttpRequest,
    purchase: Purchase,
    survey: SurveyKind,
    form: SurveyForm,
    known: SurveyAnswer | None = None,
    *,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "title": form.fields["score"].label,
        "kind": survey.value,
        "reference": purchase.reference,
        "scale": scale(survey),
        "form": form,
        "action": survey_url(purchase, survey),
        "answered": format_date(known.answered_at) if known is not None else "",
        "notice": notice,
        "review_url": review_url(purchase),
    }
    return signed_page(request, "survey", context, status=status)


def _thanks(request: HttpRequest, purchase: Purchase, answer: SurveyAnswer) -> HttpResponse:
    """Thank everybody in the same words, and offer everybody the same review: the score decides nothing."""
    survey = SurveyKind(answer.kind)
    context = {
        "title": _("Thank you for your answer"),
        "question": question(survey, get_adapter().get_shop().name),
        "score": format_number(answer.score),
        "words": score_words(survey, answer.score),
        "comment": answer.comment,
        "review_url": review_url(purchase),
        "order_url": order_status_url(purchase),
        "change_url": survey_url(purchase, survey),
    }
    return signed_page(request, "survey_done", context)
