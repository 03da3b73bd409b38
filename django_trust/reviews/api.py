"""The reviews API: the same widgets to read, the same services to write."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from django_trust.conf import trust_settings
from django_trust.l10n.locales import html_lang
from django_trust.links import serving
from django_trust.reviews import services
from django_trust.reviews.cards import PhotoCard, RatingSummary, ReviewCard
from django_trust.reviews.exceptions import (
    AlreadyReviewed,
    InvalidTransition,
    NotPublished,
    NotPurchased,
    NotSignedIn,
    OwnReview,
)
from django_trust.reviews.mails import send_receipt
from django_trust.reviews.models import Review, ReviewSource
from django_trust.reviews.paging import InvalidCursor, Sort
from django_trust.reviews.widgets import rating_summaries, rating_summary, review_page
from django_trust.shop.api import TrustAPIView, product_or_404, reference_or_404
from django_trust.shop.models import Item
from django_trust.shop.references import ItemReference
from django_trust.throttling import device_key

MOST_SUMMARIES = 100
# What a client may say of a review as plain text.
WORDS = (
    "title",
    "body",
    "author_name",
    "name_style",
    "email",
    "language",
    "experienced_on",
    "variant",
    "incentive",
)


class ReviewAPIView(TrustAPIView):
    statuses = {
        AlreadyReviewed: 409,
        NotSignedIn: 401,
        NotPurchased: 403,
        OwnReview: 403,
        NotPublished: 404,
        InvalidTransition: 404,
    }

    def points(self, request: Request, name: str) -> str | list[str]:
        """Return pros or cons: a text or a list of texts."""
        value = self.body(request).get(name, "")
        if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
            return value
        return self.text(request, name)

    def mapping(self, request: Request, name: str) -> dict[str, Any]:
        value = self.body(request).get(name) or {}
        if not isinstance(value, dict):
            raise ValidationError({name: _("A JSON object is needed.")})
        return value


class ReviewList(ReviewAPIView):
    """``GET ?item=shop.product:12&stars=&verified=&language=&sort=&after=`` and ``POST``."""

    def get(self, request: Request) -> Response:
        query = request.query_params
        holder = _stand_in(reference_or_404(query.get("item", "")))
        summary = rating_summary(holder)
        try:
            page = review_page(
                holder,
                stars=_choice(query.get("stars"), {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}, "stars"),
                verified=_choice(query.get("verified"), {"true": True, "false": False}, "verified"),
                language=query.get("language", "")[:15].lower() or None,
                sort=_choice(query.get("sort"), {sort: sort for sort in Sort.values}, "sort") or Sort.NEWEST,
                after=query.get("after") or None,
                summary=summary,
            )
        except InvalidCursor:
            raise exceptions.ParseError(
                _("This page address is not valid. Start from the first page.")
            ) from None
        return Response(
            {
                "summary": _summary(summary),
                "results": [_review(card) for card in page.reviews],
                "next": page.next,
            }
        )

    def post(self, request: Request) -> Response:
        words: Any = {name: self.text(request, name) for name in WORDS}
        review = services.submit_review(
            item=product_or_404(self.text(request, "item")),
            rating=self.body(request).get("rating"),
            user=self.user(request),
            source=ReviewSource.API,
            device_key=device_key(request._request),
            email_confirmed=not trust_settings.reviews_confirm_email,
            pros=self.points(request, "pros"),
            cons=self.points(request, "cons"),
            criteria=self.mapping(request, "criteria"),
            **words,
        )
        with serving(request._request):
            send_receipt(review)
        return Response({"id": review.pk, "state": review.state}, status=201)


class SummaryList(ReviewAPIView):
    """``GET ?items=shop.product:12,shop.product:13``: figures of up to 100 items in one request."""

    def get(self, request: Request) -> Response:
        labels = [label for label in request.query_params.get("items", "").split(",") if label]
        if len(labels) > MOST_SUMMARIES:
            message = _("At most %(number)d items can be asked for at once.") % {"number": MOST_SUMMARIES}
            raise exceptions.ParseError(message)
        references = {label: reference_or_404(label) for label in labels}
        summaries = rating_summaries(_stand_in(reference) for reference in references.values())
        return Response({label: _summary(summaries[reference]) for label, reference in references.items()})


class ReviewVote(ReviewAPIView):
    write_scope = "vote"

    def post(self, request: Request, pk: int) -> Response:
        helpful = self.body(request).get("helpful", True)
        if not isinstance(helpful, bool):
            raise exceptions.ParseError(_("“helpful” must be true or false."))
        services.vote_on_review(review=Review(pk=pk), helpful=helpful, **_person(self, request, "voter_key"))
        return Response({"helpful": helpful})


class ReviewReport(ReviewAPIView):
    write_scope = "report"

    def post(self, request: Request, pk: int) -> Response:
        services.report_review(
            review=Review(pk=pk),
            reason=self.text(request, "reason"),
            details=self.text(request, "details"),
            contact=self.text(request, "contact"),
            **_person(self, request, "reporter_key"),
        )
        return Response({"reported": True}, status=201)


class ReviewReply(ReviewAPIView):
    """For staff with the permission ``trust.reply_review``."""

    write_scope = "reply"

    def post(self, request: Request, pk: int) -> Response:
        if not request.user.has_perm("trust.reply_review"):
            self.permission_denied(request)
        review = Review.objects.filter(pk=pk).first()
        if review is None:
            raise exceptions.NotFound
        reply = services.reply_to_review(
            review=review,
            body=self.text(request, "body"),
            language=self.text(request, "language"),
            by=request.user,
        )
        return Response({"body": reply.body, "language": html_lang(reply.language)}, status=201)


def _person(view: TrustAPIView, request: Request, key_name: str) -> dict[str, Any]:
    user = view.user(request)
    return {"user": user} if user is not None else {key_name: device_key(request._request)}


def _stand_in(reference: ItemReference) -> Item:
    """An unsaved item that carries a reference to the functions that read."""
    return Item(pk=0, content_type_id=reference.content_type_id, object_id=reference.object_id)


def _choice(value: str | None, allowed: dict[str, Any], name: str) -> Any:
    if not value:
        return None
    if value not in allowed:
        message = _("“%(name)s” must be one of %(choices)s.") % {"name": name, "choices": ", ".join(allowed)}
        raise exceptions.ParseError(message)
    return allowed[value]


def _summary(summary: RatingSummary) -> dict[str, Any]:
    average = summary.displayed_average
    return {
        "average": None if average is None else float(average),
        "count": summary.count,
        "histogram": {str(stars): number for stars, number in summary.histogram.items()},
        "verified_count": summary.verified_count,
        "score": trust_settings.reviews_score,
        "frozen_until": _moment(summary.frozen_until),
        "criteria": {
            code: {"average": round(total / count, 1), "count": count}
            for code, (count, total) in summary.criteria.items()
        },
        **({} if summary.languages is None else {"languages": dict(summary.languages)}),
    }


def _moment(seconds: int) -> str | None:
    return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds else None


def _photo(photo: PhotoCard) -> dict[str, Any]:
    return {
        "url": photo.url,
        "thumbnail_url": photo.thumbnail_url,
        "width": photo.width,
        "height": photo.height,
        "alt": photo.alt,
    }


def _review(card: ReviewCard) -> dict[str, Any]:
    reply = card.reply
    return {
        "id": card.id,
        "rating": card.rating,
        "title": card.title,
        "body": card.body,
        "author_name": card.author_name,
        "language": html_lang(card.language),
        "verified": card.verified,
        "verified_by": card.verified_by,
        "source": card.source,
        "incentive": card.incentive,
        "pros": list(card.pros),
        "cons": list(card.cons),
        "variant": card.variant,
        "experienced_on": card.experienced_on and card.experienced_on.isoformat(),
        "delivered_on": card.delivered_on and card.delivered_on.isoformat(),
        "photos": [_photo(photo) for photo in card.photos],
        "helpful_count": card.helpful_count,
        "created_at": card.created_at.isoformat(),
        "edited_at": card.edited_at and card.edited_at.isoformat(),
        "reply": reply
        and {
            "body": reply.body,
            "author_name": reply.author_name,
            "language": html_lang(reply.language),
            "created_at": reply.created_at.isoformat(),
        },
    }
