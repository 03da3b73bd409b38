"""The page on which authors see what became of their review."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from django_trust.conf import trust_settings
from django_trust.l10n.formats import format_date
from django_trust.reviews.cards import card_of_review
from django_trust.reviews.edges import photos_allowed
from django_trust.reviews.filters import ANCHOR
from django_trust.reviews.models import AppealState, PhotoState, Review, ReviewState
from django_trust.reviews.pages import list_html, name_and_url, page
from django_trust.reviews.tokens import author_token, is_mailed


def own_page(
    request: HttpRequest,
    review: Review,
    *,
    token: str = "",
    photo_problems: Iterable[str] = (),
    status: int = 200,
) -> HttpResponse:
    """Render the page of ``review``; ``photo_problems`` say which photos were not kept, and why."""
    token = token or author_token(review)
    name, url = name_and_url(review.item)

    def link(name: str, wanted: bool = True) -> str:
        return reverse(f"trust:review-{name}", args=[token]) if wanted else ""

    appealed = review.appeals.order_by("-pk").first()
    rejected = review.state == ReviewState.REJECTED
    context = {
        "title": _("Your review"),
        "message": what_happens_next(review),
        "appeal_message": _appeal_message(appealed) if appealed and rejected else "",
        "list_html": list_html([card_of_review(review)]),
        "item_name": name,
        "item_url": f"{url}#{ANCHOR}" if url else "",
        "edit_url": link("edit"),
        "withdraw_url": link("withdraw", review.state != ReviewState.WITHDRAWN),
        "appeal_url": link("appeal", rejected and not _appealed_already(review, appealed)),
        "confirm_url": link("confirm", is_mailed(token) and not review.email_confirmed),
        "share_url": request.build_absolute_uri(review.get_absolute_url()) if review.is_public else "",
        **_photos(review, token, photo_problems),
    }
    return page(request, "mine", context, status=status)


def _photos(review: Review, token: str, problems: Iterable[str]) -> dict[str, Any]:
    withdrawn = review.state == ReviewState.WITHDRAWN
    photos = [] if withdrawn else list(review.photos.all())
    kept = sum(photo.state != PhotoState.REJECTED for photo in photos)
    return {
        "photos": [
            {
                "pk": str(photo.pk),
                "url": photo.thumbnail.url,
                "width": str(photo.thumbnail_width),
                "height": str(photo.thumbnail_height),
                "alt": photo.alt,
                "state": photo.get_state_display(),
                "rejected": photo.state == PhotoState.REJECTED and photo.get_reason_display(),
            }
            for photo in photos
        ],
        "photos_url": reverse("trust:review-photos", args=[token]),
        "photos_left": 0 if withdrawn else max(0, photos_allowed() - kept),
        "photo_problems": list(problems),
    }


def _appealed_already(review: Review, appeal: Any) -> bool:
    rejection = (
        review.events.filter(to_state=ReviewState.REJECTED).exclude(from_state=ReviewState.REJECTED).last()
    )
    return appeal is not None and (rejection is None or appeal.created_at >= rejection.at)


def _appeal_message(appeal: Any) -> str:
    return {
        AppealState.OPEN: _("Your appeal is being looked at. You will be told the outcome by mail."),
        AppealState.DISMISSED: _("Your appeal was looked at; the decision stands."),
    }.get(appeal.state, "")


def what_happens_next(review: Review) -> str:
    """Return in words where a review stands."""
    if review.state == ReviewState.REJECTED:
        text = _(
            "Your review was not published for this reason: %(reason)s. You can change it and send it again."
        )
        return text % {"reason": review.get_rejected_for_display() or "–"}
    if review.state == ReviewState.PENDING:
        return " ".join(filter(None, (_waits(), publishes_itself(review))))
    return {
        ReviewState.PUBLISHED: _("Thank you. Your review is public now."),
        ReviewState.WITHDRAWN: _("You have withdrawn your review. It is not shown any more."),
    }[ReviewState(review.state)]


def _waits() -> str:
    return _(
        "Thank you. A moderator will read your review; it is shown once it is published. "
        "Stars play no part in that decision."
    )


def publishes_itself(review: Review) -> str:
    """Return the sentence with the day on which a waiting review becomes public by itself, if it does."""
    days = trust_settings.reviews_auto_publish_days
    unproven = trust_settings.reviews_who == "buyers" and not review.verified
    if not days or review.pending_since is None or review.is_flagged or unproven:
        return ""
    day = format_date(review.pending_since + timedelta(days=days))
    return _("If nobody has decided by %(date)s, it is published without a decision.") % {"date": day}
