"""The reviews widgets as HTML. Template tags and Jinja2 globals are thin shells around these functions.

``holder`` is what the widgets of one page have in common: the request, or the template's own context.
Nothing here writes to the database or raises for the sake of data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.core.cache import caches
from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.middleware.csrf import get_token
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from django_trust.conf import trust_settings
from django_trust.jsonld import jsonld_script
from django_trust.l10n.formats import format_number, format_percent
from django_trust.l10n.locales import current_language, direction, html_lang, language_name
from django_trust.rendering import find_template, memo_of, render_widget
from django_trust.reviews import phrases, structured_data
from django_trust.reviews.card_list import list_context, reviews_root
from django_trust.reviews.cards import RatingSummary, ReviewPage
from django_trust.reviews.criteria import criteria_for, criterion_label
from django_trust.reviews.filters import ANCHOR, Filters, Links
from django_trust.reviews.fragments import fragment_key, may_keep
from django_trust.reviews.models import STARS, ReviewSource
from django_trust.reviews.policy_words import policy_url
from django_trust.reviews.score_words import freeze_notice, score_explanation
from django_trust.reviews.scores import Figures, ScoreMethod, score_method
from django_trust.reviews.stars import half_stars, stars_svg
from django_trust.reviews.widgets import (
    NO_FIGURES,
    annotated_figures,
    listing_figures,
    rating_summary,
    review_page,
)
from django_trust.shop.adapter import ShopAdapter, get_adapter
from django_trust.shop.models import Item, Purchase
from django_trust.shop.references import ItemReference

Holder = HttpRequest | dict[str, Any]
MOST_LANGUAGES = 12


def stars(obj: Model, holder: Holder) -> SafeString:
    """Return stars, average and count on one line, linked to the reviews; nothing without reviews."""
    figures = _figures(obj, holder)
    if not figures.count and not trust_settings.reviews_show_empty:
        return SafeString("")
    template, adapter, method = _stars_frame(memo_of(holder))
    url = obj.url if isinstance(obj, Item) else adapter.get_url(adapter.get_object(obj))
    return _stars_html(template, method, figures, f"{url}#{ANCHOR}", current_language())


def _stars_frame(memo: dict[Any, Any]) -> tuple[Template, ShopAdapter, ScoreMethod]:
    """What is alike for all stars of one page."""
    if "stars" not in memo:
        template = find_template("django_trust/reviews/stars.html")
        memo["stars"] = template, get_adapter(), score_method()
    return memo["stars"]  # type: ignore[no-any-return]


def _figures(obj: Model, holder: Holder) -> Figures:
    """Annotated, read by ``prefetch`` for this very object, or asked for now."""
    if (annotated := annotated_figures(obj)) is not None:
        return annotated
    known, figures = memo_of(holder).get(id(obj), (None, NO_FIGURES))
    if known is obj:
        return figures  # type: ignore[no-any-return]
    summary = _summary(obj, holder, needs_languages=False)
    return Figures(summary.count, summary.total, summary.recent_score)


@lru_cache(maxsize=4096)
def _stars_html(
    template: Template, method: ScoreMethod, figures: Figures, url: str, language: str
) -> SafeString:
    """The line depends on nothing but its arguments, and a listing has many alike."""
    context = {**_frame(language), "url": url, **_summary_context(figures.count, figures.displayed)}
    return mark_safe(template.render(Context(context, use_l10n=False)).strip())


def prefetch(objects: Iterable[Model], holder: Holder) -> None:
    """Read the figures of a whole listing in one query for the ``stars`` that follow on this page.

    They are kept by identity, together with the object itself, so an id is never somebody else's.
    """
    memo_of(holder).update((id(obj), (obj, figures)) for obj, figures in listing_figures(objects))


def reviews(obj: Model, holder: Holder, request: HttpRequest | None = None) -> SafeString:
    """Return the whole block: summary, histogram, filters, one page of reviews."""
    summary = _summary(obj, holder, needs_languages=True)
    if not (summary.count or summary.frozen_until or trust_settings.reviews_show_empty):
        return SafeString("")
    filters = Filters.from_query(request.GET) if request else Filters()
    keep = may_keep(request, filters)
    key = fragment_key(summary, request) if keep else ""
    html = caches[trust_settings.fragment_cache].get(key) if keep else None
    if html is None:
        html = render_widget(
            "django_trust/reviews/block.html", _block_context(obj, holder, request, summary, filters)
        )
        if keep:
            caches[trust_settings.fragment_cache].set(key, str(html))
    return SafeString(html + _vote_form(request, summary))


def review_form(obj: Model, request: HttpRequest | None = None) -> SafeString:
    """Return the form to write a review, for the product page."""
    from django_trust.reviews.edges import photos_allowed
    from django_trust.reviews.forms import ReviewForm

    action = _write_url(obj)
    if not action:
        return SafeString("")
    form = ReviewForm(
        user=getattr(request, "user", None),
        criteria=criteria_for(obj),
        photos=photos_allowed(),
        auto_id="trust-%s",
    )
    context = {
        **_frame(current_language()),
        "form": form,
        "action": action,
        "csrf_token": get_token(request) if request else "",
        "heading": True,
    }
    return render_widget("django_trust/reviews/form.html", context)


def review_order(reference: str) -> SafeString:
    """Return the link by which a buyer reviews an order, for the shop's own order page; nothing where
    nothing of the order is left to review. Shows it to whoever sees that page."""
    from django_trust.reviews.invitations import Invitation

    purchase = Purchase.objects.filter(reference=str(reference), cancelled_at=None).first()
    if purchase is None or not purchase.lines.kept().exists() or not reviews_root():
        return SafeString("")
    context = {
        **_frame(current_language()),
        "url": Invitation.of(purchase, source=ReviewSource.ORDER_PAGE).url,
    }
    return render_widget("django_trust/reviews/review_order.html", context)


def jsonld(
    obj: Model,
    holder: Holder,
    request: HttpRequest | None = None,
    exclude: str = "",
    *,
    offer_parts: structured_data.OfferParts | None = None,
) -> SafeString:
    """Return the Product's JSON-LD with the reviews visible on this page.

    ``offer_parts`` returns what other rooms say of its offer.
    """
    excluded = trust_settings.jsonld_exclude | frozenset(exclude.split())
    summary = _summary(obj, holder, needs_languages=True)
    filters = Filters.from_query(request.GET) if request else Filters()
    page = _page(obj, holder, summary, filters)
    node = structured_data.product_jsonld(
        obj,
        summary=summary,
        reviews=page.reviews,
        exclude=excluded,
        base_url=request.build_absolute_uri("/") if request else get_adapter().get_shop().url,
        offer_parts=offer_parts,
    )
    return jsonld_script(node) if node else SafeString("")


def _summary(obj: Model, holder: Holder, *, needs_languages: bool) -> RatingSummary:
    memo, reference = memo_of(holder), ItemReference.of(obj)
    summary = memo.get(reference)
    if summary is None or (needs_languages and summary.languages is None):
        summary = memo[reference] = rating_summary(obj)
    return summary


def _page(obj: Model, holder: Holder, summary: RatingSummary, filters: Filters) -> ReviewPage:
    memo, key = memo_of(holder), (ItemReference.of(obj), filters)
    if key not in memo:
        memo[key] = review_page(
            obj,
            filters.stars,
            filters.verified,
            filters.language,
            filters.sort,
            filters.after,
            summary=summary,
        )
    return memo[key]  # type: ignore[no-any-return]


def _frame(language: str) -> dict[str, str]:
    """Every widget says its own language and direction: hosts rarely do."""
    return {"lang": html_lang(language), "dir": direction(language)}


def _summary_context(count: int, average: Decimal | None) -> dict[str, Any]:
    return {
        "count": count,
        "average": phrases.average_text(average),
        "stars": stars_svg(half_stars(average or 0)),
        "sentence": phrases.rated_sentence(count, average) if count else "",
        "number": format_number(count),
        "reviews_count": phrases.review_count(count),
    }


def _block_context(
    obj: Model, holder: Holder, request: HttpRequest | None, summary: RatingSummary, filters: Filters
) -> dict[str, Any]:
    page = _page(obj, holder, summary, filters)
    links = Links(request.GET if request else QueryDict())
    languages = summary.languages or {}
    order = filters.sort_in_force(languages)
    return {
        **_frame(current_language()),
        **_summary_context(summary.count, summary.displayed_average),
        "histogram": list(_histogram(summary, filters, links)),
        "sorts": [
            {"label": choice.label, "url": links.to(sort=choice), "current": choice == order}
            for choice in filters.sorts(languages)
        ],
        "filters": list(_filter_links(summary, filters, links)),
        "criteria": [_criterion(code, *figures) for code, figures in sorted(summary.criteria.items())],
        "policy_url": policy_url(),
        "frozen": freeze_notice(summary),
        "explanation": score_explanation(summary),
        "write_url": _write_url(obj),
        "narrowed": filters.narrowed,
        "all_url": links.to(stars=None, verified=None, language=None),
        "first_url": links.to() if filters.after else "",
        "next_url": links.to(sort=order, after=page.next) if page.next else "",
        **list_context(page.reviews, f"trust-vote-{summary.item_id}"),
    }


def _histogram(summary: RatingSummary, filters: Filters, links: Links) -> Iterator[dict[str, Any]]:
    percents = summary.percents
    for number in STARS:
        count = summary.histogram[number]
        yield {
            "label": phrases.star_count(number),
            "number": format_number(count),
            "count": phrases.review_count(count),
            "percent": format_percent(Decimal(percents[number]) / 100),
            "width": str(percents[number]),
            "current": filters.stars == number,
            "url": links.to(stars=None if filters.stars == number else number) if count else "",
        }


def _criterion(code: str, count: int, total: int) -> dict[str, Any]:
    average = Decimal(total) / count
    return {
        "label": criterion_label(code),
        "average": phrases.average_text(average),
        "stars": stars_svg(half_stars(average)),
        "sentence": phrases.rated_sentence(count, average),
    }


def _filter_links(summary: RatingSummary, filters: Filters, links: Links) -> Iterator[dict[str, Any]]:
    if summary.verified_count:
        yield {
            "label": _("Verified purchases"),
            "number": format_number(summary.verified_count),
            "current": bool(filters.verified),
            "url": links.to(verified=None if filters.verified else 1),
        }
    languages = summary.languages or {}
    if len(languages) > 1 or filters.language:
        for code, number in list(languages.items())[:MOST_LANGUAGES]:
            chosen = filters.language == code
            yield {
                "label": language_name(code, current_language()),
                "number": format_number(number),
                "current": chosen,
                "url": links.to(language=None if chosen else code),
            }


def _write_url(obj: Model) -> str:
    try:
        return reverse("trust:review-write", args=[ItemReference.of(obj).token()])
    except NoReverseMatch:
        return ""


def _vote_form(request: HttpRequest | None, summary: RatingSummary) -> str:
    shown = summary.count or summary.frozen_until
    if request is None or not (shown and trust_settings.reviews_voting and reviews_root()):
        return ""
    return vote_form(f"trust-vote-{summary.item_id}", request)


def vote_form(form_id: str, request: HttpRequest) -> SafeString:
    """Return the empty form that all vote buttons belong to: the only part of a page with a token in it."""
    return format_html(
        '<form id="{}" method="post" hidden><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="next" value="{}"></form>',
        form_id,
        get_token(request),
        request.get_full_path(),
    )
