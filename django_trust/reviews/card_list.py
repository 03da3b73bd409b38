"""Reviews as the list shows them: everything ready to be printed, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from django_trust.conf import trust_settings
from django_trust.l10n.formats import format_date, format_number
from django_trust.l10n.locales import current_language, html_lang, language_name
from django_trust.reviews import phrases
from django_trust.reviews.cards import PhotoCard, ReviewCard
from django_trust.reviews.stars import stars_svg
from django_trust.shop.adapter import get_adapter


def list_context(cards: Iterable[ReviewCard], vote_form: str) -> dict[str, Any]:
    """Return what ``list.html`` needs: the reviews, and the words they share, looked up once."""
    root, language = reviews_root(), current_language()
    voting = root if trust_settings.reviews_voting else ""
    shop = get_adapter().get_shop().name
    return {
        "reviews": [_card_context(card, root, language) for card in cards],
        "root": root,
        "voting": voting,
        "vote_form": vote_form,
        "shop_reply": _("Reply from %(shop)s") % {"shop": shop} if shop else _("Reply from the shop"),
    }


def reviews_root() -> str:
    """Return the address all pages of single reviews begin with; empty where there are none."""
    try:
        return reverse("trust:review", args=[0]).removesuffix("0/")
    except NoReverseMatch:
        return ""


def _card_context(card: ReviewCard, root: str, language: str) -> dict[str, Any]:
    reply = card.reply
    return {
        "id": str(card.id),
        "author": phrases.author_name(card),
        "verified": card.verified,
        "facts": list(_facts(card)),
        "incentive": phrases.incentive_sentence(card.incentive) if card.incentive else "",
        "iso": card.created_at.isoformat(timespec="seconds"),
        "date": format_date(card.created_at, language),
        "edited": format_date(card.edited_at, language) if card.edited_at else "",
        "stars": stars_svg(card.rating * 2),
        "rating_text": phrases.stars_out_of_five(card.rating),
        "title": card.title,
        "body": card.body,
        "pros": card.pros,
        "cons": card.cons,
        "photos": card.photos and [_photo_context(card, photo) for photo in card.photos],
        "lang": html_lang(card.language),
        "foreign": _foreign_language(card.language, language),
        "helpful": _helpful_sentence(card.helpful_count, language) if card.helpful_count else "",
        "url": f"{root}{card.id}/" if root else "",
        "reply": reply
        and {
            "body": reply.body,
            "lang": html_lang(reply.language),
            "date": format_date(reply.created_at, language),
        },
    }


def _facts(card: ReviewCard) -> Iterator[str]:
    """How the review came about, in a few words each."""
    if card.verified_by and not card.verified:
        yield _("Verified by %(source)s") % {"source": card.verified_by}
    if card.variant:
        yield card.variant
    if card.experienced_on:
        yield _("Used on %(date)s") % {"date": format_date(card.experienced_on)}
    if card.verified and card.delivered_on:
        yield _("Delivered on %(date)s") % {"date": format_date(card.delivered_on)}
    if collected := phrases.collected_by(card.source):
        yield collected


def _photo_context(card: ReviewCard, photo: PhotoCard) -> dict[str, str]:
    return {
        "url": photo.url,
        "thumbnail_url": photo.thumbnail_url,
        "width": str(photo.thumbnail_width),
        "height": str(photo.thumbnail_height),
        "alt": photo.alt or phrases.photo_by(phrases.author_name(card)),
    }


def _foreign_language(code: str, current: str) -> str:
    """Which language the review is in, when it is not the page's own."""
    if code.split("-")[0] == current.split("-")[0]:
        return ""
    return pgettext("of a review", "in %(language)s") % {"language": language_name(code, current)}


def _helpful_sentence(number: int, language: str) -> str:
    return ngettext(
        "%(number)s person found this helpful", "%(number)s people found this helpful", number
    ) % {"number": format_number(number, language)}
