"""Signed links to what a buyer sees and says about one order, without an account.

Each purpose has a salt of its own, so that no token passes for another. All are bound to the primary key of
the purchase. The answer and the score that a mail suggests stand in the open behind the token: they only
choose what is marked on the page, and nothing is stored before its button is pressed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from django_trust.conf import trust_settings
from django_trust.followups.choices import SCORES, AnswerKind, SurveyKind
from django_trust.followups.models import FollowUp
from django_trust.shop.models import Purchase


@dataclass(frozen=True, slots=True)
class LinkPurpose:
    """What a signed link is good for, and for how long."""

    salt: str
    max_age: timedelta

    def token(self, value: object) -> str:
        return signing.dumps(value, salt=self.salt)

    def read(self, token: str) -> Any:
        """Return what was signed for this purpose; None for a forged or expired token."""
        try:
            return signing.loads(token, salt=self.salt, max_age=self.max_age)
        except (signing.BadSignature, ValueError):  # forged or expired; not what dumps() makes
            return None


# The page of an order and what is wrong with it: longer than the two years for which a seller is liable for
# what is faulty (Directive (EU) 2019/771, Art. 10), like the links to withdraw.
STATUS = LinkPurpose("django_trust.followups.status", timedelta(days=800))
ANSWER = LinkPurpose("django_trust.followups.answer", timedelta(days=800))
# Half a year later nobody remembers how a delivery went.
SURVEY = LinkPurpose("django_trust.followups.survey", timedelta(days=180))
# The link behind it has an age of its own; this one must only not be the first to end.
VISIT = LinkPurpose("django_trust.followups.visit", timedelta(days=800))

ANSWER_PARAMETER = "answer"
SCORE_PARAMETER = "score"


def order_status_url(purchase: Purchase) -> str:
    """Return the path of the page of one order, for pages and mails that only its buyer sees."""
    return reverse("trust:order-status", args=[STATUS.token(purchase.pk)])


def answer_url(purchase: Purchase, kind: str = "") -> str:
    """Return the path of the page that asks how an order is, with one answer (``AnswerKind``) marked.

    Raises ``ValueError`` for an unknown one.
    """
    path = reverse("trust:order-answer", args=[ANSWER.token(purchase.pk)])
    return _with(path, ANSWER_PARAMETER, AnswerKind(kind).value) if kind else path


def survey_url(purchase: Purchase, kind: str, score: int | None = None) -> str:
    """Return the path of a question (``SurveyKind``) about an order, with one score marked.

    Raises ``ValueError`` for an unknown kind and a score outside its scale.
    """
    kind = SurveyKind(kind)
    path = reverse("trust:order-survey", args=[SURVEY.token(purchase.pk), kind.value])
    if score is None:
        return path
    if score not in SCORES[kind]:
        raise ValueError(f"{score!r} is no score of {kind.value!r}.")
    return _with(path, SCORE_PARAMETER, str(score))


def purchase_of_status(token: str) -> Purchase | None:
    """Return the order whose page a link opens; None for a forged or expired one."""
    return _purchase(STATUS.read(token))


def purchase_of_answer(token: str) -> Purchase | None:
    return _purchase(ANSWER.read(token))


def purchase_of_survey(token: str) -> Purchase | None:
    return _purchase(SURVEY.read(token))


def _purchase(pk: Any) -> Purchase | None:
    return Purchase.objects.filter(pk=pk).first() if isinstance(pk, int) else None


def _with(path: str, name: str, value: str) -> str:
    return f"{path}?{urlencode({name: value})}"


# Visits


def tracked(row: FollowUp, path: str) -> str:
    """Return ``path`` as a message links to it: unchanged, unless ``FOLLOWUPS_TRACK_LINKS`` is on.

    Then a signed path that notes the first visit (``FollowUp.opened_at``) and leads on to ``path`` and
    nowhere else. What is no path of this site (the page of a carrier) is never tracked.
    """
    if not trust_settings.followups_track_links or not is_own_path(path):
        return path
    return reverse("trust:followup-link", args=[VISIT.token([row.pk, path])])


def visit_of_token(token: str) -> tuple[int, str] | None:
    """Return the primary key of a row and the path its link leads to; None for a forged or expired one."""
    match VISIT.read(token):
        case [int(pk), str(path)] if is_own_path(path):
            return pk, path
    return None


def is_own_path(path: str) -> bool:
    """Whether ``path`` begins at the root of this site: no scheme, no host, no ``//`` in front."""
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
