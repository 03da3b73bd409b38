"""Columns of the moderation queue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Prefetch
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from django_trust.l10n.formats import format_date, format_list, format_number
from django_trust.l10n.locales import html_lang
from django_trust.reviews.admin_page import hides_stars
from django_trust.reviews.flagging import signal_title
from django_trust.reviews.models import Appeal, AppealState, PhotoState, Review, ReviewPhoto
from django_trust.reviews.phrases import stars_out_of_five


def marks() -> tuple[str | Prefetch[Any], ...]:
    """Return what is fetched with all reviews of a page for the columns below, by one query each."""
    photos = ReviewPhoto.objects.filter(state=PhotoState.PENDING)
    appeals = Appeal.objects.filter(state=AppealState.OPEN)
    return (
        "flags",
        Prefetch("photos", photos, to_attr="waiting_photos"),
        Prefetch("appeals", appeals, to_attr="open_appeals"),
    )


class ReviewColumns:
    """Mixin of the admin of reviews. Its rows come with their ``marks``."""

    @admin.display(description=pgettext_lazy("column", "review"))
    def excerpt_column(self, review: Review) -> SafeString:
        text = review.excerpt or _("(no words)")
        return format_html(
            '<span class="trust-excerpt" lang="{}" dir="auto">{}</span>', html_lang(review.language), text
        )

    @admin.display(description=pgettext_lazy("column", "stars"))
    def stars_column(self, review: Review) -> SafeString:
        """Not sortable: an order would tell what a blind column hides."""
        if hides_stars(review, appealed=bool(review.open_appeals)):  # type: ignore[attr-defined]
            return format_html(
                '<span class="quiet">{}</span>', pgettext("stars of a review", "hidden until decided")
            )
        return format_html(
            '<span class="nowrap" title="{}">{} ★</span>',
            stars_out_of_five(review.rating),
            format_number(review.rating),
        )

    @admin.display(description=pgettext_lazy("column", "item and author"), ordering="item__name")
    def about_column(self, review: Review) -> SafeString:
        mark = format_html(' <span title="{}">✓</span>', _("Verified purchase")) if review.verified else ""
        author = review.author_name or review.email
        return format_html("<bdi>{}</bdi><br><small><bdi>{}</bdi>{}</small>", review.item.name, author, mark)

    @admin.display(description=pgettext_lazy("column", "written"), ordering="created_at")
    def written_column(self, review: Review) -> SafeString:
        return format_html('<span class="nowrap">{}</span>', format_date(review.created_at, style="medium"))

    @admin.display(description=pgettext_lazy("column", "look at"), ordering="open_reports")
    def marks_column(self, review: Review) -> SafeString | str:
        marks = format_html_join(" ", '<span class="trust-mark" title="{}">{}</span>', _marks(review))
        return marks or "–"


def _marks(review: Review) -> Iterator[tuple[str, str]]:
    """Yield what wants a person's eyes: a sentence and a short word."""
    if review.open_appeals:  # type: ignore[attr-defined]
        yield _("The author appeals against the rejection"), pgettext("mark of a review", "appeal")
    if review.open_reports:
        text = ngettext("%(number)s report", "%(number)s reports", review.open_reports)
        yield _("Reported by shoppers"), text % {"number": format_number(review.open_reports)}
    if review.is_flagged:
        titles = sorted({str(signal_title(flag.signal)) for flag in review.flags.all()})
        yield format_list(titles), pgettext("mark of a review", "flagged")
    if number := len(review.waiting_photos):  # type: ignore[attr-defined]
        text = ngettext("%(number)s photo", "%(number)s photos", number) % {"number": format_number(number)}
        yield _("Photos wait for a decision"), text
