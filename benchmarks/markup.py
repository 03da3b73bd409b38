"""The markup of our widgets in English, by f-strings: equal for the eye, without any template engine."""
# ruff: noqa: E501 - markup reads better unbroken

from __future__ import annotations

import json
from datetime import date, datetime
from html import escape
from typing import Any

from benchmarks import extras
from benchmarks.distribution import LANGUAGES
from django_trust.reviews.phrases import collected_by, incentive_sentence
from django_trust.reviews.stars import stars_svg

NAMES = dict(
    zip(LANGUAGES, ("English", "Brazilian Portuguese", "Arabic", "Indonesian", "Estonian"), strict=True)
)
SORTS = {
    "yours": "Your language first",
    "newest": "Newest",
    "helpful": "Most helpful",
    "highest": "Highest rating",
    "lowest": "Lowest rating",
}
CRITERIA = {"as_described": "As described", "delivery": "Delivery", "quality": "Quality"}  # by code
POLICY = "/trust/reviews/policy/"
SOURCES = {code: collected_by(code) for code in ("web", "invitation")}
INCENTIVES = {code: incentive_sentence(code) for code in extras.INCENTIVES}


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
    item = summary[0][4]
    verified = summary[0][12]
    own = sum(row[2] for row in summary if row[:2] == ("language", "en"))
    sorts = "".join(
        f'<a class="trust-chip" href="?trust_sort={code}#trust-reviews" rel="nofollow">{label}</a>\n'
        for code, label in sorts_for(own, summary[0][10])
    )
    languages = "".join(
        f'<a class="trust-chip" href="?trust_language={row[1]}#trust-reviews" rel="nofollow">{NAMES[row[1]]}'
        f' <span class="trust-muted">({row[2]:,})</span></a>\n'
        for row in summary
        if row[0] == "language" and row[2] < summary[0][10]
    )
    reviews = "".join([_review(item, *row) for row in page[:20]])
    more = (
        f'<nav class="trust-pages" aria-label="Pages of reviews"><a class="trust-button" href="?trust_after={page[19][0]}'
        '#trust-reviews" rel="next nofollow">More reviews</a></nav>'
        if len(page) > 20
        else ""
    )
    return (
        '<section class="trust trust-reviews" id="trust-reviews" lang="en" dir="ltr" aria-labelledby="trust-reviews-title">'
        f'<h2 class="trust-heading" id="trust-reviews-title">Reviews</h2><div class="trust-columns">{_summary(summary)}<div>'
        '<details class="trust-filters"><summary>Sort and filter</summary><nav'
        f' class="trust-filter-row" aria-label="Sort reviews"><span class="trust-muted" aria-hidden="true">Sort by</span>'
        f'{sorts}</nav><nav class="trust-filter-row" aria-label="Filter reviews"><span class="trust-muted"'
        ' aria-hidden="true">Show only</span><a class="trust-chip" href="?trust_verified=1#trust-reviews" rel="nofollow">'
        f'Verified purchases <span class="trust-muted">({verified:,})</span></a>{languages}</nav></details>'
        f'<ol class="trust-list">{reviews}</ol>{more}</div></div></section><form id="trust-vote-{item}" method="post"'
        f' hidden><input type="hidden" name="csrfmiddlewaretoken" value="{token}"><input type="hidden" name="next"'
        ' value="/"></form>'
    )


def sorts_for(own: int, count: int) -> list[tuple[str, str]]:
    """The orders to choose from: the own language first only where there are others too."""
    return [sort for sort in SORTS.items() if sort[0] != "yours" or 0 < own < count]


def _summary(summary: list[tuple[Any, ...]]) -> str:
    stars, count, total = summary[0][5:10], summary[0][10], summary[0][11]
    average, exact = f"{total / count:.1f}", f"{total / count:.3f}"
    reviews = _counted(count, "review")
    histogram = "".join(
        _histogram_row(number, hits, count) for number, hits in zip((5, 4, 3, 2, 1), stars, strict=True)
    )
    criteria = "".join(_criterion(*row[1:4]) for row in sorted(summary) if row[0] == "criterion")
    return (
        f'<div class="trust-summary"><p class="trust-average"><span class="trust-average-figure" aria-hidden="true">{average}'
        f'</span> <span class="trust-average-side" aria-hidden="true">{stars_svg(round(2 * total / count))}<span>'
        f'{reviews}</span></span><span class="trust-hidden">Rated {average} out of 5 from {reviews}</span></p>'
        f'<ul class="trust-histogram" aria-label="Reviews by stars">{histogram}</ul><dl class="trust-criteria">{criteria}</dl>'
        '<div class="trust-how"><details class="trust-score"><summary>How this figure is made</summary><p><b>Plain average</b>'
        "<br>The stars of all published reviews added up, divided by the number of reviews.</p><p"
        f' class="trust-formula"><bdi dir="ltr">{total:,} / {count:,} = {exact}</bdi></p><p>{exact} stars from {reviews}'
        f', shown as {average}.</p></details><p><a href="{POLICY}">How we collect and check reviews</a></p></div>'
        '<p class="trust-write"><a class="trust-button" href="/trust/reviews/write/1/" rel="nofollow">Write a review</a></p>'
        "</div>"
    )


def _counted(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"


def _criterion(code: str, count: int, total: int) -> str:
    average = f"{total / count:.1f}"
    return (
        f'<div><dt>{CRITERIA[code]}</dt><dd>{stars_svg(round(2 * total / count))} <span aria-hidden="true">{average}</span>'
        f'<span class="trust-hidden">Rated {average} out of 5 from {_counted(count, "review")}</span></dd></div>'
    )


def _histogram_row(number: int, hits: int, count: int) -> str:
    share = 100 * hits / count
    return (
        f'<li><a class="trust-histogram-row" href="?trust_stars={number}#trust-reviews" rel="nofollow"><span'
        f' class="trust-histogram-label">{_counted(number, "star")}</span><svg class="trust-bar" viewBox="0 0 100 8"'
        ' preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="trust-bar-track" width="100"'
        f' height="8"/><rect class="trust-bar-fill" width="{share:.1f}" height="8"/></svg><span'
        f' class="trust-histogram-number" aria-hidden="true">{hits:,}</span><span class="trust-hidden">: {_counted(hits, "review")},'
        f" {share:.0f}%</span></a></li>\n"
    )


def _review(
    item: int, pk: int, rating: int, title: str, body: str, pros: str, cons: str, author: str, language: str,
    verified: bool, source: str, incentive: str, variant: str, experienced: Any, delivered: Any, gallery: Any,
    helpful: int, written: Any, edited: Any, reply: str | None, reply_language: str, replied: Any,
) -> str:  # fmt: skip
    iso, day = _moment(written)
    name = escape(author) or ("Verified buyer" if verified else "Anonymous")
    badge = (
        ' <span class="trust-verified"><svg class="trust-icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<path d="M3 8.5l3.2 3.2L13 5"/></svg>Verified purchase</span>'
        if verified
        else ""
    )
    note = ' <span class="trust-muted">(edited)</span>' if edited else ""
    note += f' <span class="trust-muted">in {NAMES[language]}</span>' if language != "en" else ""
    gift = f'<p class="trust-incentive">{INCENTIVES[incentive]}</p>\n' if incentive else ""
    head = (
        f'<h3 class="trust-review-title" lang="{language}" dir="auto">{escape(title)}</h3>\n' if title else ""
    )
    points = _points("pros", "Good points", pros, language) if pros else ""
    points += _points("cons", "Bad points", cons, language) if cons else ""
    photos = _photos(gallery, name) if gallery and gallery != "[]" else ""
    answer = (
        '<div class="trust-reply"><p><bdi class="trust-reply-head">Reply from the shop</bdi> <bdi class="trust-muted">'
        f'{_moment(replied)[1]}</bdi></p><p class="trust-review-body" lang="{reply_language}" dir="auto">{escape(reply)}'
        "</p></div>\n"
        if reply
        else ""
    )
    found = f'<span class="trust-muted">{_found(helpful)}</span> ' if helpful else ""
    return (
        f'<li class="trust-review" id="trust-review-{pk}"><p class="trust-review-head"><bdi class="trust-review-author">'
        f'{name}</bdi>{badge} <time class="trust-muted" datetime="{iso}">{day}</time>{note}</p>'
        f'<p class="trust-review-stars">{stars_svg(rating * 2)}<span class="trust-hidden">{rating} out of 5 stars</span></p>'
        f'{gift}{head}<p class="trust-review-body" lang="{language}" dir="auto">{escape(body)}</p>\n{points}{photos}'
        f'<p class="trust-facts trust-muted">{_facts(source, variant, experienced, delivered)}</p>\n{answer}'
        f'<p class="trust-review-foot">{found}<button class="trust-link" type="submit" form="trust-vote-{item}"'
        f' formaction="/trust/reviews/{pk}/vote/" name="helpful" value="1"><span class="trust-hidden">Was this helpful?'
        f' </span>Helpful</button> <a class="trust-link" href="/trust/reviews/{pk}/report/" rel="nofollow">Report</a></p></li>\n'
    )


def _found(helpful: int) -> str:
    return "1 person found this helpful" if helpful == 1 else f"{helpful:,} people found this helpful"


def _points(name: str, label: str, points: str, language: str) -> str:
    entries = escape(points).replace("\n", '</li><li dir="auto">')
    return (
        f'<div class="trust-points trust-{name}"><p class="trust-points-head">{label}</p><ul lang="{language}">'
        f'<li dir="auto">{entries}</li></ul></div>\n'
    )


def _photos(gallery: Any, author: str) -> str:
    photos = json.loads(gallery) if isinstance(gallery, str) else gallery
    entries = "".join(
        f'<li><a href="/media/{photo["image"]}"><img src="/media/{photo["thumbnail"]}" width="{photo["thumbnail_width"]}"'
        f' height="{photo["thumbnail_height"]}" alt="{escape(photo["alt"]) or f"Photo by {author}"}" loading="lazy"></a></li>'
        for photo in photos
    )
    return f'<ul class="trust-photos">{entries}</ul>\n'


def _facts(source: str, variant: str, experienced: Any, delivered: Any) -> str:
    facts = f"<bdi>{escape(variant)}</bdi>" if variant else ""
    facts += f"<bdi>Used on {_day(experienced)}</bdi>" if experienced else ""
    facts += f"<bdi>Delivered on {_day(delivered)}</bdi>" if delivered else ""
    return f"{facts}<bdi>{SOURCES[source]}</bdi>"


def _moment(value: Any) -> tuple[str, str]:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.isoformat(timespec="seconds"), _day(moment)


def _day(value: Any) -> str:
    day = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{day:%B} {day.day}, {day.year}"
