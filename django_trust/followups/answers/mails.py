"""What staff are told about an answer they have to do something about."""

from __future__ import annotations

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from django_trust.followups.choices import AnswerKind
from django_trust.followups.models import OrderAnswer
from django_trust.links import origin_of
from django_trust.rendering import render_widget
from django_trust.shop.adapter import get_adapter
from django_trust.staff import mail_staff, staff_addresses

FOLDER = "django_trust/followups/email"


def tell_staff(answer: OrderAnswer) -> None:
    """Tell ``STAFF_EMAILS``, else ``MANAGERS``, what a buyer says. Raises what the mail backend raises."""
    recipients = staff_addresses()
    if not recipients:
        return
    with override(settings.LANGUAGE_CODE):
        context = {
            "not_arrived": answer.kind == AnswerKind.NOT_ARRIVED,
            "reference": answer.purchase.reference,
            "message": answer.message,
            "url": _admin_url(answer),
        }
        subject = render_widget(f"{FOLDER}/answer_staff_subject.txt", context)
        body = render_widget(f"{FOLDER}/answer_staff_body.txt", context)
        mail_staff(str(subject), str(body), to=recipients)


def _admin_url(answer: OrderAnswer) -> str:
    try:
        path = reverse("admin:trust_orderanswer_change", args=[answer.pk])
    except NoReverseMatch:
        return ""
    return origin_of(get_adapter().get_shop().url) + path
