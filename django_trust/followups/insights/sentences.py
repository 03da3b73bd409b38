"""What the figures say, in words, and what they do not say."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.conf import trust_settings
from django_trust.followups.choices import ConsentKind
from django_trust.followups.insights.figures import Insights
from django_trust.followups.insights.messages import COMPLAINTS_BAD, COMPLAINTS_GOOD, ENOUGH_SENT
from django_trust.followups.insights.orders import REPEAT_DAYS
from django_trust.followups.insights.statistics import FEWEST
from django_trust.followups.insights.tables import rate_text, score_text, share_text
from django_trust.followups.insights.trend import Unit, unit_of
from django_trust.l10n.formats import format_date, format_number


def trend_sentence(insights: Insights) -> str:
    return {
        Unit.DAY: _("By days."),
        Unit.WEEK: _("By weeks from Monday. The first and the last may be shorter."),
        Unit.MONTH: _("By months. The first and the last may be shorter."),
    }[unit_of(insights.scope)]


def tracking_sentence() -> str:
    """Say that visits are not counted, where that is so; else what counts as one."""
    if not trust_settings.followups_track_links:
        return _("Visits to links are not counted: FOLLOWUPS_TRACK_LINKS is off.")
    return _("Programs that open links in mails count as visits too.")


def satisfied_sentence(insights: Insights) -> str:
    surveys = insights.surveys
    interval = surveys.share
    if interval is None:
        return too_few(surveys.answers)
    return _(
        "%(share)s of %(answers)s answers are a 4 or 5. With 95%% confidence, between %(low)s and %(high)s "
        "of all buyers would answer so."
    ) % {
        "share": share_text(interval.value),
        "answers": format_number(surveys.answers),
        "low": share_text(interval.low),
        "high": share_text(interval.high),
    }


def promoter_sentence(insights: Insights) -> str:
    promoter = insights.surveys.promoter
    interval = promoter.interval
    if interval is None:
        return too_few(promoter.count)
    return _(
        "The Net Promoter Score is %(score)s, from %(answers)s answers. With 95%% confidence, that of all "
        "buyers lies between %(low)s and %(high)s."
    ) % {
        "score": score_text(interval.value),
        "answers": format_number(promoter.count),
        "low": score_text(interval.low),
        "high": score_text(interval.high),
    }


def too_few(answers: int) -> str:
    text = _("Too few answers to tell: %(answers)s of the %(fewest)s that are needed.")
    return text % {"answers": format_number(answers), "fewest": format_number(FEWEST)}


def complaint_sentences(insights: Insights) -> list[str]:
    """Say where the complaint rate stands, and what it cannot know."""
    figures = insights.objections
    rate, sentences = figures.rate(ConsentKind.COMPLAINT), list[str]()
    if rate is not None and figures.sent < ENOUGH_SENT:
        text = _("Too few messages to judge complaints by: at least %(fewest)s are needed.")
        sentences.append(text % {"fewest": format_number(ENOUGH_SENT)})
    elif rate is not None:
        sentences.append(_complaints(rate) % {"rate": rate_text(rate)})
    sentences.append(
        _(
            "Mailbox providers want fewer than 1 complaint for each 1,000 messages, and may refuse mail from "
            "3 on. Complaints are known here only where your mail service reports them; some providers tell "
            "nobody."
        )
    )
    return sentences


def _complaints(rate: float) -> str:
    if rate >= COMPLAINTS_BAD:
        return _("%(rate)s complaints for each 1,000 messages: mailbox providers may refuse your mail.")
    if rate >= COMPLAINTS_GOOD:
        return _("%(rate)s complaints for each 1,000 messages: more than mailbox providers want.")
    return _("%(rate)s complaints for each 1,000 messages: below what mailbox providers want.")


def delivery_sentences(insights: Insights) -> list[str]:
    figures = insights.deliveries
    sentences = [
        _(
            "An order that nobody reported as delivered counts as late. A new date does not change the "
            "promise."
        )
    ]
    if not figures.is_cut:
        return sentences
    number = format_number(figures.read)
    if insights.scope.is_filtered:
        text = _("All figures are those of the newest %(number)s orders.")
    else:
        text = _("Delays are those of the newest %(number)s orders.")
    return [*sentences, text % {"number": number}]


def repeat_sentence(insights: Insights) -> str:
    figures = insights.repeats
    text = _(
        "Of those who ordered from %(first)s to %(last)s, how many ordered again within %(days)s days. These "
        "orders lie before the period, so that each had the same time to be followed by another."
    )
    return text % {
        "first": format_date(figures.first),
        "last": format_date(figures.last),
        "days": format_number(REPEAT_DAYS),
    }


def period_only_sentence(insights: Insights) -> str:
    """Say that other filters do not apply, where somebody chose one."""
    if not insights.scope.is_filtered:
        return ""
    return _("This part follows the period only. Language, country and item do not apply.")


def reviews_country_sentence(insights: Insights) -> str:
    if not insights.scope.country:
        return ""
    return _("Only reviews that belong to an order have a country.")


def now_sentence() -> str:
    return pgettext("insights", "As it stands now, whatever the period.")
