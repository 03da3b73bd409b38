"""Mails of the reviews room, in the language of the review."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import override

from django_trust.rendering import render_widget
from django_trust.reviews.models import Review
from django_trust.reviews.tokens import author_url
from django_trust.shop.adapter import get_adapter


def send_edit_link(review: Review, base_url: str) -> None:
    """Mail the author a link to the own review. ``base_url`` is scheme and host of this site."""
    with override(review.language if review.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        context = {
            "item_name": review.item.name,
            "url": base_url.rstrip("/") + author_url(review),
            "shop_name": get_adapter().get_shop().name,
        }
        subject = " ".join(
            str(render_widget("django_trust/reviews/email/edit_link_subject.txt", context)).split()
        )
        body = render_widget("django_trust/reviews/email/edit_link_body.txt", context)
        EmailMessage(
            subject=subject, body=str(body), to=[review.email], headers={"Auto-Submitted": "auto-generated"}
        ).send()
