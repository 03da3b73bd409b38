"""What a moderator sees of one review, stars left out while a decision about it is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.conf import trust_settings
from django_trust.l10n.formats import format_date, format_number
from django_trust.l10n.locales import current_language, html_lang, language_name
from django_trust.reviews.admin_forms import NoteForm, RejectForm, RejectPhotoForm, ReplyForm
from django_trust.reviews.admin_versions import latest_edits
from django_trust.reviews.criteria import criterion_label
from django_trust.reviews.exceptions import SameModerator
from django_trust.reviews.flagging import explain, signal_title
from django_trust.reviews.freezing import is_frozen
from django_trust.reviews.models import (
    FLAGGED_FROM,
    Appeal,
    AppealState,
    ModerationEvent,
    PhotoState,
    ReportState,
    Review,
    ReviewFlag,
    ReviewPhoto,
    ReviewState,
)
from django_trust.reviews.phrases import stars_out_of_five
from django_trust.reviews.services.appeals import require_other_moderator
from django_trust.shop.models import PurchaseLine

DECIDABLE = (ReviewState.PENDING, ReviewState.PUBLISHED)


def hides_stars(review: Review, *, appealed: bool) -> bool:
    """Whether staff, superusers too, must not see the stars: a decision about the review is open.

    So that nobody can be harder on the critical ones (16 CFR 465.7(b), UK DMCC Act 2024, Sch. 20 para 13).
    """
    if not trust_settings.reviews_blind_moderation:
        return False
    return review.state == ReviewState.PENDING or (review.state == ReviewState.REJECTED and appealed)


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class FlagLine:
    """Why a review is flagged; ``weight`` in words."""

    title: str
    weight: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PhotoLine:
    photo: ReviewPhoto
    form: RejectPhotoForm
    may_publish: bool
    may_reject: bool


def review_context(review: Review, user: Any) -> dict[str, Any]:
    """Return the variables of the review's page for this member of staff."""
    appeal = review.appeals.filter(state=AppealState.OPEN).first()
    hidden = hides_stars(review, appealed=appeal is not None)
    reply = getattr(review, "reply", None)
    return {
        "review": review,
        "lang": html_lang(review.language),
        "stars_hidden": hidden,
        "facts": [*_ratings(review, hidden=hidden), *_facts(review), *_proof(review)],
        "waiting": waiting_sentence(review),
        "flags": _flags(review),
        "flags_sum": _flags_sum(review),
        "edits": latest_edits(review, with_stars=not hidden),
        "photos": _photos(review, user),
        "events": review.events.all(),
        "reports": review.reports.filter(state=ReportState.OPEN).order_by("pk"),
        "reply": reply,
        "note_form": NoteForm(auto_id="decide_%s"),
        "reject_form": RejectForm(auto_id="reject_%s"),
        "reply_form": ReplyForm(initial={"body": reply.body} if reply else None),
        "decide_url": reverse("admin:trust_review_decide", args=[review.pk]),
        **(_appeal(review, appeal, user) if appeal else {}),
        **_allowed(review, user, appealed=appeal is not None),
    }


def _allowed(review: Review, user: Any, *, appealed: bool) -> dict[str, bool]:
    """Return which buttons this member of staff gets."""
    publish = user.has_perm("trust.publish_review")
    reject = user.has_perm("trust.reject_review")
    chosen = getattr(review, "testimonial", None) is not None
    waits = review.state in (ReviewState.PENDING, ReviewState.REJECTED)
    return {
        "may_publish": publish and waits and not appealed,
        "may_keep": publish and review.is_public and review.open_reports > 0,
        "may_reject": reject and review.state in DECIDABLE,
        "may_reply": user.has_perm("trust.reply_review") and review.state in DECIDABLE,
        "may_choose": publish and review.is_public and not chosen,
        "may_drop": publish and chosen,
        "sees_contacts": reject,
    }


def _appeal(review: Review, appeal: Appeal, user: Any) -> dict[str, Any]:
    return {
        "appeal": appeal,
        "rejection": rejection_of(review),
        "may_decide_appeal": user.has_perm("trust.publish_review"),
        "appeal_obstacle": _obstacle(review, user),
    }


def rejection_of(review: Review) -> ModerationEvent | None:
    """Return the decision that a review is rejected by."""
    rejected = ReviewState.REJECTED
    events = ModerationEvent.objects.filter(review=review, to_state=rejected)
    return events.exclude(from_state=rejected).last()


def _obstacle(review: Review, user: Any) -> str:
    """Why this member of staff may not decide about the appeal; empty when nothing is in the way."""
    try:
        require_other_moderator(review, user)
    except SameModerator as error:
        return str(error)
    return ""


def _ratings(review: Review, *, hidden: bool) -> list[Fact]:
    label = pgettext("of a review", "Rating")
    if hidden:
        return [Fact(label, pgettext("stars of a review", "hidden until decided"))]
    criteria = review.criterion_ratings.order_by("pk")
    return [
        Fact(label, stars_out_of_five(review.rating)),
        *(Fact(criterion_label(row.criterion), stars_out_of_five(row.rating)) for row in criteria),
    ]


def _facts(review: Review) -> list[Fact]:
    rows = [
        (pgettext("of a review", "State"), review.get_state_display()),
        (pgettext("of a review", "Author"), _isolated(review.author_name)),
        (_("E-mail"), _address(review) if review.email else ""),
        (pgettext("of a review", "Language"), language_name(review.language, current_language())),
        (pgettext("of a review", "Written"), format_date(review.created_at, style="medium")),
        (_("Date of experience"), _date(review.experienced_on)),
        (pgettext("of a product", "Variant"), _isolated(review.variant)),
        (pgettext("of a review", "Incentive"), review.get_incentive_display() if review.incentive else ""),
    ]
    return [Fact(label, value) for label, value in rows if value]


def _proof(review: Review) -> list[Fact]:
    """How it was collected and what proves the purchase."""
    lines = PurchaseLine.objects.select_related("purchase")
    line = lines.get(pk=review.purchase_line_id) if review.purchase_line_id else None
    rows = [
        (pgettext("of a review", "Collected by"), review.get_source_display()),
        (_("Verified purchase"), pgettext("answer", "yes") if review.verified else pgettext("answer", "no")),
        (pgettext("of a purchase", "Order number"), _isolated(line.purchase.reference if line else "")),
        (pgettext("of an order", "Delivered"), _date(review.delivered_on)),
        (_("Said to be checked by"), _isolated(review.verified_by)),
    ]
    return [Fact(label, value) for label, value in rows if value]


def _address(review: Review) -> str:
    confirmed, not_yet = pgettext("e-mail address", "confirmed"), pgettext("e-mail address", "not confirmed")
    return format_html("<bdi>{}</bdi> ({})", review.email, confirmed if review.email_confirmed else not_yet)


def _isolated(text: str) -> str:
    return format_html("<bdi>{}</bdi>", text) if text else ""


def _date(day: Any) -> str:
    return format_date(day, style="medium") if day else ""


def waiting_sentence(review: Review) -> str:
    """Say since when a review has been waiting and what ends that; empty when it does not wait."""
    if review.state != ReviewState.PENDING or review.pending_since is None:
        return ""
    since = _("Waiting since %(date)s.") % {"date": format_date(review.pending_since)}
    return f"{since} {_end_of_waiting(review)}"


def _end_of_waiting(review: Review) -> str:
    """The rules of ``services.publish_waiting``, in words."""
    days = trust_settings.reviews_auto_publish_days
    if not days or review.pending_since is None:
        return _("It waits until somebody decides.")
    if review.is_flagged:
        return _("It is flagged, so it waits until somebody decides.")
    if trust_settings.reviews_who == "buyers" and not review.verified:
        return _("Its purchase is not confirmed, so it waits until somebody decides.")
    if is_frozen(review.item_id):
        return _("The rating of this item stands still, so it waits until somebody decides.")
    due = timezone.localdate(review.pending_since + timedelta(days=days))
    if due <= timezone.localdate():
        return _("It publishes itself today.")
    return _("It publishes itself on %(date)s.") % {"date": format_date(due)}


def _flags(review: Review) -> list[FlagLine]:
    return [
        FlagLine(signal_title(flag.signal), _weight(flag), explain(flag))
        for flag in review.flags.order_by("-weight", "pk")
    ]


def _weight(flag: ReviewFlag) -> str:
    """A finding that is no ground to reject anything does not count (``flagging.weight_of``)."""
    if not flag.reason:
        return pgettext("weight of a signal", "does not count")
    text = pgettext("weight of a signal", "weight %(weight)s")
    return text % {"weight": format_number(flag.weight)}


def _flags_sum(review: Review) -> str:
    text = _("Together %(sum)s, flagged from %(limit)s on. Signals decide nothing.")
    return text % {"sum": format_number(review.flag_weight), "limit": format_number(FLAGGED_FROM)}


def _photos(review: Review, user: Any) -> list[PhotoLine]:
    publish, reject = user.has_perm("trust.publish_review"), user.has_perm("trust.reject_review")
    return [
        PhotoLine(
            photo=photo,
            form=RejectPhotoForm(initial={"photo": photo.pk}, auto_id=f"photo-{photo.pk}-%s"),
            may_publish=publish and photo.state != PhotoState.PUBLISHED,
            may_reject=reject and photo.state != PhotoState.REJECTED,
        )
        for photo in review.photos.order_by("pk")
    ]
