"""Mails of the reviews room: plain text, in the language of whoever reads them.

All may be called at any time; they send nothing to authors without an address, and nothing about a review
that its author took back. A mail server that is down is logged and breaks nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from django_trust.conf import trust_settings
from django_trust.l10n.formats import format_date
from django_trust.mailing import one_line, send_to_shopper
from django_trust.reviews.models import (
    Appeal,
    AppealState,
    EventKind,
    ModerationEvent,
    Report,
    Review,
    ReviewPhoto,
    ReviewState,
)
from django_trust.reviews.own_page import what_happens_next
from django_trust.reviews.pages import name_and_url
from django_trust.reviews.phrases import stars_out_of_five
from django_trust.reviews.rules import rule_behind
from django_trust.reviews.tokens import author_token
from django_trust.shop.models import Item

# Moments at which reports were looked at too.
LOOKED_AT = (EventKind.DECISION, EventKind.WAITED, EventKind.APPEAL_GRANTED, EventKind.REPORTS_CLOSED)
# Given scheme and host, what a template says beyond item_name and the shop's name; called in its language.
Facts = Callable[[str], dict[str, str | bool]]


def send_receipt(review: Review) -> None:
    """Tell authors that their review has arrived, what happens next, and how to confirm the address.

    To be called once the review is stored. An address that nobody has confirmed may be a stranger's: words
    that a signal flagged are not sent there, so that the shop cannot be made to deliver advertising.
    """
    trusted = review.email_confirmed or not review.flags.exists()

    def facts(base: str) -> dict[str, str | bool]:
        return {
            "stars": stars_out_of_five(review.rating),
            "words": review.excerpt if trusted else "",
            "next": what_happens_next(review),
            "confirm": needs_confirmation(review),
            **author_links(review, base),
        }

    _send_to_author("receipt", review, facts)


def needs_confirmation(review: Review) -> bool:
    """Whether the address proves a purchase only after its owner has spoken. Says not if there is one."""
    return trust_settings.reviews_confirm_email and not (review.email_confirmed or review.verified)


def send_edit_link(review: Review) -> None:
    """Mail the author a link to the own review, withdrawn ones included: it was asked for."""
    if review.email:
        _send(
            "edit_link",
            review.item,
            to=review.email,
            language=review.language,
            facts=lambda base: {"url": author_links(review, base)["mine_url"]},
        )


def send_published(review: Review) -> None:
    """Tell authors that a review which had waited is public now, with its address for others."""
    _send_to_author("published", review, lambda base: author_links(review, base))


def send_statement(review: Review) -> None:
    """Send the statement of reasons for a rejection (Regulation (EU) 2022/2065, Art. 17).

    It names what was decided, why, by which rule, how the review came to notice, who decided, and the ways
    to object. The note of a moderator is for colleagues and never part of it.
    """

    def facts(base: str) -> dict[str, str | bool]:
        changes = review.events.filter(to_state=ReviewState.REJECTED).exclude(from_state=ReviewState.REJECTED)
        decision = changes.last()
        return {
            "written": format_date(review.created_at),
            "taken_down": decision is not None and decision.from_state == ReviewState.PUBLISHED,
            "person": decision is not None and bool(decision.actor_id or decision.actor_name),
            "detected": review.flags.exists(),
            "reported": decision is not None and _was_reported(review, decision),
            **_grounds(review),
            **author_links(review, base),
        }

    _send_to_author("statement", review, facts)


def send_photo_statement(photo: ReviewPhoto) -> None:
    """Tell authors why a photo is not shown (Art. 17); the review itself is not affected."""
    review = photo.review

    def facts(base: str) -> dict[str, str | bool]:
        return {
            "written": format_date(review.created_at),
            "description": photo.alt,
            "reason": photo.get_reason_display(),
            "rule": rule_behind(photo.reason),
            **author_links(review, base),
        }

    _send_to_author("photo_statement", review, facts)


def send_appeal_decision(appeal: Appeal) -> None:
    """Tell authors what became of their appeal (Art. 20)."""
    review = appeal.review

    def facts(base: str) -> dict[str, str | bool]:
        return {
            "granted": appeal.state == AppealState.GRANTED,
            "another": bool(appeal.rejected_by_id)
            and appeal.decided_by_id not in (None, appeal.rejected_by_id),
            **_grounds(review),
            **author_links(review, base),
        }

    _send_to_author("appeal_decision", review, facts)


def send_report_answer(report: Report) -> None:
    """Tell the reporter of a review what was decided (Art. 16(5)). Holds no word of anybody else."""
    review = report.review

    def facts(base: str) -> dict[str, str | bool]:
        return {
            "stays": review.is_public,
            "removed": review.state == ReviewState.REJECTED,
            "reason": report.get_reason_display(),
            "rule": rule_behind(report.reason),
            "public_url": base + review.get_absolute_url(),
        }

    if report.contact:
        _send("report_answer", review.item, to=report.contact, language=report.language, facts=facts)


def author_links(review: Review, base: str) -> dict[str, str | bool]:
    """Return the absolute addresses an author needs. The private ones say that they came by mail."""
    token = author_token(review, mailed=True)
    private = {f"{name}_url": f"trust:review-{name}" for name in ("mine", "edit", "appeal")}
    return {
        "public_url": base + review.get_absolute_url(),
        **{name: base + reverse(view, args=[token]) for name, view in private.items()},
    }


def _grounds(review: Review) -> dict[str, str | bool]:
    return {"reason": review.get_rejected_for_display(), "rule": rule_behind(review.rejected_for)}


def _was_reported(review: Review, decision: ModerationEvent) -> bool:
    """Whether readers had reported the review since it was last looked at."""
    reports = review.reports.filter(created_at__lte=decision.at)
    earlier = review.events.filter(pk__lt=decision.pk, kind__in=LOOKED_AT).last()
    return (reports.filter(created_at__gt=earlier.at) if earlier else reports).exists()


def _send_to_author(kind: str, review: Review, facts: Facts) -> None:
    if review.email and review.state != ReviewState.WITHDRAWN:
        _send(kind, review.item, to=review.email, language=review.language, facts=facts)


def _send(kind: str, item: Item, *, to: str, language: str, facts: Facts) -> None:
    def facts_and_item(base: str) -> dict[str, Any]:
        return {"item_name": one_line(name_and_url(item)[0] or item.name), **facts(base)}

    send_to_shopper(kind, room="reviews", to=to, language=language, facts=facts_and_item)
