"""How reviews are collected and checked, in words made from the settings in force and the real counts.

What Directive 2005/29/EC, Art. 7(6) wants said (Commission guidance 2021/C 526/01): who may review, how
that is checked, whether all reviews are shown, whether any are sponsored, how the average is computed.
Nobody writes this text, so nobody can forget to change it: a sentence holds for the settings of this
moment or is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from django_trust.conf import trust_settings
from django_trust.l10n.formats import format_date, format_duration, format_list, format_number
from django_trust.l10n.locales import current_language, direction, html_lang
from django_trust.rendering import render_widget
from django_trust.reviews.cards import RatingSummary
from django_trust.reviews.census import census_reasons, census_sentence, review_census
from django_trust.reviews.models import RejectionReason
from django_trust.reviews.paging import Sort
from django_trust.reviews.pictures import photo_limit
from django_trust.reviews.rules import rule_behind
from django_trust.reviews.score_words import score_explanation
from django_trust.shop.adapter import ShopAdapter, get_adapter


@dataclass(frozen=True, slots=True)
class PolicyPoint:
    """A ground and the rule behind it, or what was counted and how many."""

    term: str
    words: str


@dataclass(frozen=True, slots=True)
class PolicySection:
    """One part of the text, written in the active language."""

    title: str
    sentences: tuple[str, ...]
    points: tuple[PolicyPoint, ...] = ()


def policy_sections() -> list[PolicySection]:
    """Return the whole text. Costs the queries of ``review_census()``, at most once an hour."""
    return [
        *_counts(),
        PolicySection(pgettext("review policy", "Who may write"), tuple(_who_may_write())),
        PolicySection(pgettext("review policy", "Proof of purchase"), tuple(_proof())),
        PolicySection(pgettext("review policy", "Rewards for reviews"), tuple(_incentives())),
        PolicySection(pgettext("review policy", "How reviews are checked"), tuple(_moderation())),
        _grounds(),
        PolicySection(pgettext("review policy", "What authors and readers can do"), tuple(_rights())),
        PolicySection(pgettext("review policy", "How the figures are made"), tuple(_score())),
        PolicySection(pgettext("review policy", "Which review comes first"), tuple(_order())),
    ]


def policy_html(*, heading: bool = True) -> SafeString:
    """Return the text as HTML, with a heading of its own unless the page has one."""
    language = current_language()
    context = {
        "lang": html_lang(language),
        "dir": direction(language),
        "sections": policy_sections(),
        "heading": heading,
    }
    return render_widget("django_trust/reviews/policy.html", context)


def policy_url() -> str:
    """Return the address of the text on a page of its own; empty where that page is not."""
    try:
        return reverse("trust:review-policy")
    except NoReverseMatch:
        return ""


def _counts() -> Iterator[PolicySection]:
    census = review_census()
    if not census.received:
        return
    counted = _("Counted over all products on %(date)s.") % {"date": format_date(census.as_of)}
    points = tuple(PolicyPoint(label, number) for label, number in census_reasons(census))
    sentences = [f"{census_sentence(census)}.", counted]
    if points:
        sentences.append(_("Not published, by reason:"))
    yield PolicySection(pgettext("review policy", "Reviews in numbers"), tuple(sentences), points)


def _who_may_write() -> Iterator[str]:
    yield {
        "anyone": _("Anybody may write a review, with or without an account."),
        "signed-in": _("Only people who are signed in to an account here may write a review."),
        "buyers": _("Only people whose purchase is known to us may review a product."),
    }[trust_settings.reviews_who]
    if trust_settings.reviews_who != "signed-in":
        yield _("Who has no account gives an e-mail address, which is never shown.")
    yield _("Everybody has one review of each product.")
    yield _("Beside each review stands how it reached us.")


def _proof() -> Iterator[str]:
    yield _(
        "“Verified purchase” stands beside a review when we know an order in which its author bought this "
        "very product, neither cancelled nor refunded in full."
    )
    yield _(
        "The mark disappears as soon as an order is recorded as cancelled, or the product in it as refunded "
        "in full."
    )
    if type(get_adapter()).has_purchased is not ShopAdapter.has_purchased:
        yield _("Orders kept in other records of the shop are looked up when the review is written.")
    yield _confirmation()
    if trust_settings.reviews_who == "buyers" and trust_settings.reviews_confirm_email:
        yield _("Until then the review is not shown.")
    yield _("Nobody can set the mark by hand, the shop's staff included.")
    yield _(
        "Reviews taken over from another system say so. If that system says that it checked the purchase, "
        "we name it; “verified purchase” needs an order in this shop."
    )


def _confirmation() -> str:
    if trust_settings.reviews_confirm_email:
        return _("An address typed into a form proves nothing before its owner has confirmed it.")
    return _("An address typed into a form is compared with our orders without asking its owner.")


def _incentives() -> Iterator[str]:
    yield _(
        "Whoever writes a review is asked whether they received the product free of charge, a discount or a "
        "reward for it. If so, that stands beside the review."
    )
    yield _("The stars of such reviews count like all others.")
    if not trust_settings.jsonld_incentivized:
        yield _("Such reviews are left out of the data we give to search engines.")
    elif "Review" not in trust_settings.jsonld_exclude:
        yield _("Such reviews are also in the data we give to search engines.")


def _moderation() -> Iterator[str]:
    mode = trust_settings.reviews_moderation
    yield {
        "before": _("A moderator reads every review before it is shown."),
        "after": _("Reviews are shown at once. A moderator may take them down later."),
        "flagged": _(
            "Reviews are shown at once, unless an automatic check points to one of the grounds below: then a "
            "moderator reads them first."
        ),
    }["after" if mode == "flagged" and not trust_settings.signals else mode]
    yield _("The number of stars is no ground for any decision: praise and blame are treated alike.")
    if trust_settings.reviews_blind_moderation:
        yield _("Moderators do not see the stars of a review that waits for their decision.")
    else:
        yield _("Moderators see the stars of a review that waits for their decision.")
    if trust_settings.signals:
        yield _(
            "Automatic checks look for such things as links, copied texts or many reviews from one origin. "
            "They only point a moderator to a review; they reject nothing."
        )
    else:
        yield _("No automatic checks look at reviews.")
    yield from _waiting()
    yield _photos()


def _waiting() -> Iterator[str]:
    """What becomes of reviews nobody decides about."""
    days = trust_settings.reviews_auto_publish_days
    if not days:
        yield _("A review that waits is shown only after a moderator has decided.")
        return
    yield _("A review that has waited %(time)s for a moderator is published without one.") % {
        "time": format_duration(timedelta(days=days))
    }
    if trust_settings.signals:
        yield _("Reviews that the checks flagged for one of the grounds below go on waiting for a person.")
    if trust_settings.reviews_who == "buyers":
        yield _("Reviews whose author's purchase is not proven go on waiting for a person.")


def _photos() -> str:
    limit = photo_limit()
    if not limit:
        return _("Reviews have no photos here.")
    allowed = ngettext(
        "A review may have %(number)s photo. Where and with what it was taken is removed.",
        "A review may have up to %(number)s photos. Where and with what they were taken is removed.",
        limit,
    ) % {"number": format_number(limit)}
    if trust_settings.reviews_moderation == "after":
        return allowed
    looked_at = _("A moderator looks at photos before they are shown, apart from the words.")
    return f"{allowed} {looked_at}"


def _grounds() -> PolicySection:
    return PolicySection(
        pgettext("review policy", "Why a review may not be published"),
        (_("All reviews are shown, good and bad, except for these reasons:"),),
        tuple(PolicyPoint(str(reason.label), rule_behind(reason)) for reason in RejectionReason),
    )


def _rights() -> Iterator[str]:
    yield _(
        "Authors whose review is not published are told the reason. They may change the review and send it "
        "again, or appeal. Where there are several moderators, another one decides the appeal."
    )
    yield _("Authors may change or withdraw their review at any time. A changed review is marked as edited.")
    if trust_settings.reviews_moderation == "before":
        yield _("A changed review is read by a moderator again before it is shown.")
    else:
        yield _("A changed review is checked as a new one is.")
    yield _(
        "Every reader may report a review. A moderator decides about it; a report alone takes nothing down."
    )
    if trust_settings.reviews_voting:
        yield _("Every reader may say once whether a review helped. That changes no figure of the product.")
    yield _("The shop may answer a review in public. It cannot change the words or the stars of a review.")


def _score() -> Iterator[str]:
    # With something to weigh, so that the words are those of the method, whatever it is.
    yield score_explanation(RatingSummary(recent_score=1)).words
    yield _("Reviews in all languages count together. How many there are in each language is shown.")
    yield _("No review is left out of the figure for its age or its stars.")
    if hours := trust_settings.reviews_freeze_hours:
        yield _(
            "When unusually many reviews without a proven purchase come within a day, the figure of the "
            "product may stand still for up to %(time)s, and a notice says so. Reviews that come meanwhile "
            "wait for a moderator."
        ) % {"time": format_duration(timedelta(hours=hours))}


def _order() -> Iterator[str]:
    yield _("First come reviews in the reader's own language, then all others; of each, the newest first.")
    others = [str(sort.label) for sort in Sort if sort != Sort.YOURS]
    yield _("Readers may choose another order: %(orders)s.") % {"orders": format_list(others, style="or")}
    yield _("The shop cannot move a review up or down.")
    yield _("Where we show a few chosen reviews, they are marked as a selection.")
