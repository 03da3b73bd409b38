"""What the buttons of a review's page do: the permission they need, the form they read, the service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from django_trust.reviews import services
from django_trust.reviews.admin_filters import appealed
from django_trust.reviews.admin_forms import NoteForm, PhotoForm, RejectForm, RejectPhotoForm, ReplyForm
from django_trust.reviews.exceptions import InvalidTransition
from django_trust.reviews.models import Appeal, AppealState, Review, ReviewPhoto
from django_trust.reviews.services.photos import publish_photo, reject_photo


@dataclass(frozen=True, slots=True)
class Decision:
    """One button. ``decide`` takes ``review``, ``by`` and the fields of ``form``."""

    permission: str  # to "publish", "reject" or "reply"
    form: type[forms.Form]
    decide: Callable[..., object]
    done: str | Promise
    goes_on: bool = False  # to the next review that waits


def _keep(*, review: Review, by: Any, note: str = "") -> None:
    services.close_reports(review=review, by=by)


def _grant(*, review: Review, by: Any, note: str = "") -> None:
    services.decide_appeal(appeal=_open_appeal(review), grant=True, by=by, note=note)


def _dismiss(*, review: Review, by: Any, note: str = "") -> None:
    services.decide_appeal(appeal=_open_appeal(review), grant=False, by=by, note=note)


def _open_appeal(review: Review) -> Appeal:
    appeal = review.appeals.filter(state=AppealState.OPEN).first()
    if appeal is None:
        raise InvalidTransition
    return appeal


def _publish_photo(*, review: Review, by: Any, photo: int) -> None:
    publish_photo(photo=_photo(review, photo), by=by)


def _reject_photo(*, review: Review, by: Any, photo: int, reason: str) -> None:
    reject_photo(photo=_photo(review, photo), reason=reason, by=by)


def _photo(review: Review, pk: int) -> ReviewPhoto:
    photo = review.photos.filter(pk=pk).first()
    if photo is None:
        raise InvalidTransition
    return photo


def _drop(*, review: Review, by: Any) -> None:
    services.drop_testimonial(review=review)


DECISIONS: dict[str, Decision] = {
    "publish": Decision(
        "publish", NoteForm, services.publish_review, _("The review is public now."), goes_on=True
    ),
    "keep": Decision(
        "publish", NoteForm, _keep, _("The review stays public; its reports are closed."), goes_on=True
    ),
    "reject": Decision(
        "reject", RejectForm, services.reject_review, _("The review was rejected."), goes_on=True
    ),
    "grant": Decision(
        "publish", NoteForm, _grant, _("The appeal is granted; the review is public now."), goes_on=True
    ),
    "dismiss": Decision(
        "publish", NoteForm, _dismiss, _("The appeal is dismissed; the rejection stands."), goes_on=True
    ),
    "publish_photo": Decision("publish", PhotoForm, _publish_photo, _("The photo is released.")),
    "reject_photo": Decision("reject", RejectPhotoForm, _reject_photo, _("The photo was rejected.")),
    "choose": Decision(
        "publish", forms.Form, services.choose_testimonial, _("The review is among the testimonials now.")
    ),
    "drop": Decision("publish", forms.Form, _drop, _("The review is not among the testimonials any more.")),
    "reply": Decision(
        "reply",
        ReplyForm,
        services.reply_to_review,
        pgettext_lazy("shop to review", "The reply is saved."),
    ),
}


def with_errors(name: str, form: forms.Form) -> dict[str, Any]:
    """Return what a page shows after a refusal: the form as it was filled in; of a button, what is wrong."""
    if name in ("reject", "reply"):
        return {f"{name}_form": form}
    return {"errors": [message for errors in form.errors.values() for message in errors]}


def page_url(review: Review) -> str:
    return reverse("admin:trust_review_change", args=[review.pk])


def following_url(review: Review, name: str) -> str:
    """Return where the work goes on: at the next review of the same kind of queue, or at the queue."""
    appeals = name in ("grant", "dismiss")
    queue = appealed() if appeals else Review.objects.pending()
    following = queue.filter(pk__lt=review.pk).order_by("-pk").only("pk").first()
    if following is not None:
        return page_url(following)
    return reverse("admin:trust_review_changelist") + ("?appealed=1" if appeals else "")
