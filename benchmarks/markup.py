"""The markup of our widgets in English, by f-strings: equal for the eye, without any template engine."""
# ruff: noqa: E501 - markup reads better unbroken

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Any

from benchmarks.distribution import LANGUAGES
from django_trust.reviews.stars import stars_svg

NAMES = dict(
    zip(LANGUAGES, ("English", "Brazilian Portuguese", "Arabic", "Indonesian", "Estonian"), strict=True)
)
SORTS = {
    "newest": "Newest",
    "helpful": "Most helpful",
    "highest": "Highest rating",
    "lowest": "Lowest rating",
}


def listing_line(pk: int, name: str, price: Any, count: int | None, total: int | None) -> str:
    line = f'<li><a href="/product/{pk}/">{escape(name)}</a> {price}'
    if not count or total is None:
        return f"{line}</li>"
    average = f"{total / count:.1f}"
    return (
        f'{line} <span class="trust trust-rating" lang="en" dir="ltr"><a class="trust-rating-link"'
        f' href="/product/{pk}/#trust-reviews">{stars_svg(round(2 * total / count))}<span class="trust-hidden">Rated'
        f' {average} out of 5 from {count} reviews</span><span class="trust-rating-figures" aria-hidden="true"><b>'
        f"{average}</b> ({count})</span></a></span></li>"
    )


def block_html(summary: list[tuple[Any, ...]], page: list[tuple[Any, ...]], token: str) -> str:
    """The markup of our block in English, by f-strings."""
    stars, count, total, verified = summary[0][3:8], summary[0][8], summary[0][9], summary[0][10]
    average = f"{total / count:.1f}"
    sentence = f"Rated {average} out of 5 from {count:,} reviews"
    histogram = "".join(
        _histogram_row(number, hits, count) for number, hits in zip((5, 4, 3, 2, 1), stars, strict=True)
    )
    sorts = "".join(
        f'<a class="trust-chip" href="?trust_sort={code}#trust-reviews" rel="nofollow">{label}</a>\n'
        for code, label in SORTS.items()
    )
    languages = "".join(
        f'<a class="trust-chip" href="?trust_language={row[0]}#trust-reviews" rel="nofollow">{NAMES[row[0]]}'
        f' <span class="trust-muted">({row[1]:,})</span></a>\n'
        for row in summary
    )
    reviews = "".join([_review(*row) for row in page[:20]])
    more = (
        f'<nav class="trust-pages" aria-label="Pages of reviews"><a class="trust-button" href="?trust_after={page[19][0]}'
        '#trust-reviews" rel="next nofollow">More reviews</a></nav>'
        if len(page) > 20
        else ""
    )
    return (
        '<section class="trust trust-reviews" id="trust-reviews" lang="en" dir="ltr" aria-labelledby="trust-reviews-title">'
        '<h2 class="trust-heading" id="trust-reviews-title">Reviews</h2><div class="trust-summary"><p class="trust-average">'
        f'<span class="trust-average-figure" aria-hidden="true">{average}</span> <span class="trust-average-side"'
        f' aria-hidden="true">{stars_svg(round(2 * total / count))}<span>{count:,} reviews</span></span>'
        f'<span class="trust-hidden">{sentence}</span></p><ul class="trust-histogram" aria-label="Reviews by stars">'
        f'{histogram}</ul></div><details class="trust-filters"><summary>Sort and filter</summary><nav'
        f' class="trust-filter-row" aria-label="Sort reviews"><span class="trust-muted" aria-hidden="true">Sort by</span>'
        f'{sorts}</nav><nav class="trust-filter-row" aria-label="Filter reviews"><span class="trust-muted"'
        ' aria-hidden="true">Show only</span><a class="trust-chip" href="?trust_verified=1#trust-reviews" rel="nofollow">'
        f'Verified purchases <span class="trust-muted">({verified:,})</span></a>{languages}</nav></details>'
        f'<ol class="trust-list">{reviews}</ol>{more}</section><form class="trust-hidden" id="trust-vote" method="post"'
        f' hidden><input type="hidden" name="csrfmiddlewaretoken" value="{token}"><input type="hidden" name="next"'
        ' value="/"></form>'
    )


def _histogram_row(number: int, hits: int, count: int) -> str:
    share = 100 * hits / count
    return (
        f'<li><a class="trust-histogram-row" href="?trust_stars={number}#trust-reviews" rel="nofollow"><span'
        f' class="trust-histogram-label">{number} stars</span><svg class="trust-bar" viewBox="0 0 100 8"'
        ' preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="trust-bar-track" width="100"'
        f' height="8"/><rect class="trust-bar-fill" width="{share:.1f}" height="8"/></svg><span'
        f' class="trust-histogram-number" aria-hidden="true">{hits:,}</span><span class="trust-hidden">: {hits:,} reviews,'
        f" {share:.0f}%</span></a></li>\n"
    )


def _review(
    pk: int, rating: int, title: str, body: str, author: str, language: str, verified: bool, helpful: int,
    written: Any, edited: Any, reply: str | None, reply_language: str, replied: Any,
) -> str:  # fmt: skip
    iso, day = _moment(written)
    badge = (
        ' <span class="trust-verified"><svg class="trust-icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<path d="M3 8.5l3.2 3.2L13 5"/></svg>Verified purchase</span>'
        if verified
        else ""
    )
    note = ' <span class="trust-muted">(edited)</span>' if edited else ""
    note += f' <span class="trust-muted">{NAMES[language]}</span>' if language != "en" else ""
    head = (
        f'<h3 class="trust-review-title" lang="{language}" dir="auto">{escape(title)}</h3>\n' if title else ""
    )
    answer = (
        f'<div class="trust-reply"><p class="trust-reply-head">Reply from the shop <span class="trust-muted">'
        f'{_moment(replied)[1]}</span></p><p class="trust-review-body" lang="{reply_language}" dir="auto">{escape(reply)}'
        "</p></div>\n"
        if reply
        else ""
    )
    found = f'<span class="trust-muted">{helpful} people found this helpful</span> ' if helpful else ""
    return (
        f'<li class="trust-review" id="trust-review-{pk}"><p class="trust-review-head"><bdi class="trust-review-author">'
        f'{escape(author) or "Anonymous"}</bdi>{badge} <time class="trust-muted" datetime="{iso}">{day}</time>{note}</p>'
        f'<p class="trust-review-stars">{stars_svg(rating * 2)}<span class="trust-hidden">{rating} out of 5 stars</span></p>'
        f'{head}<p class="trust-review-body" lang="{language}" dir="auto">{escape(body)}</p>\n{answer}'
        f'<p class="trust-review-foot">{found}<button class="trust-link" type="submit" form="trust-vote"'
        f' formaction="/trust/reviews/{pk}/vote/" name="helpful" value="1"><span class="trust-hidden">Was this helpful?'
        f' </span>Helpful</button> <a class="trust-link" href="/trust/reviews/{pk}/report/" rel="nofollow">Report</a></p></li>\n'
    )


def _moment(value: Any) -> tuple[str, str]:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.isoformat(timespec="seconds"), f"{moment:%B} {moment.day}, {moment.year}"
