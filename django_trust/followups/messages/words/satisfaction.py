"""After the delivery: tips for use, and two questions about how it was."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.followups.choices import SCORES, SurveyKind
from django_trust.followups.messages.blocks import Block, Draft, Heading, Paragraph, Scale, ScaleEntry
from django_trust.followups.messages.context import MessageContext
from django_trust.followups.messages.words.parts import (
    blocks,
    buttons,
    facts,
    greeting,
    help_line,
    items,
    links,
    order_number,
    report_problem,
    see_order,
)
from django_trust.l10n.formats import format_number
from django_trust.policies.phrases import checkout_line
from django_trust.policies.withdrawals.grounds import pinned_returns


def tips(context: MessageContext) -> Draft:
    intro = _("You have had your order from %(shop)s for a few days now. This may be of use:")
    return Draft(
        subject=_("For a good start with your order %(order)s") % {"order": context.reference},
        preheader=_("Care, help, and how long you can return things."),
        blocks=blocks(
            greeting(context),
            Paragraph(intro % {"shop": context.shop_name}),
            Heading(pgettext("heading in a message", "Use and care")),
            Paragraph(
                _(
                    "Before you clean, wash or charge something for the first time, look at the label or "
                    "leaflet that came with it. More is on the page of the product."
                )
            ),
            items(context, context.job.lines, linked=True),
            Heading(pgettext("heading in a message", "If something is not right")),
            Paragraph(_("Tell us early: most things are easily put right, and you need not explain much.")),
            buttons(report_problem(context), main=False),
            links(see_order(context)),
            help_line(context),
            _returns(context),
        ),
    )


def _returns(context: MessageContext) -> list[Block]:
    """Say how long things may be returned: by the terms of this very order. One query."""
    version = pinned_returns(context.purchase.pk)
    day = timezone.localtime(context.purchase.placed_at, timezone.get_default_timezone()).date()
    said = checkout_line(version, context.purchase.country, today=day).text if version else ""
    way = links((pgettext("link in a message", "Return something"), context.withdraw_url))
    return [Heading(pgettext("heading in a message", "Returns")), Paragraph(said), *way] if said else []


def survey(context: MessageContext) -> Draft | None:
    scales = [scale for scale in (_satisfaction(context), _recommendation(context)) if scale.entries]
    if not scales:
        return None
    intro = _("How was your order from %(shop)s? Two questions, and you are done.")
    return Draft(
        subject=_("How was your order %(order)s?") % {"order": context.reference},
        preheader=_("Two questions, and you are done."),
        blocks=blocks(
            greeting(context),
            Paragraph(intro % {"shop": context.shop_name}),
            facts(
                order_number(context),
                (
                    pgettext("label of a fact in a message", "Ordered on"),
                    context.day(context.purchase.placed_at),
                ),
            ),
            list(scales),
            Paragraph(
                _(
                    "Choose an answer. A page opens on which you can change it and add a word, and nothing "
                    "is stored before you send it. Your answers are read by us and not published."
                )
            ),
            help_line(context),
        ),
    )


def _satisfaction(context: MessageContext) -> Scale:
    words = (
        pgettext("satisfaction", "Very dissatisfied"),
        pgettext("satisfaction", "Dissatisfied"),
        pgettext("satisfaction", "Neither"),
        pgettext("satisfaction", "Satisfied"),
        pgettext("satisfaction", "Very satisfied"),
    )
    labels = dict(zip(SCORES[SurveyKind.CSAT], words, strict=True))
    entries = []
    for score, word in labels.items():
        if url := context.survey_url(SurveyKind.CSAT, score):
            entries.append(ScaleEntry(word, word, url))
    return Scale(_("How satisfied are you with your order?"), tuple(entries))


def _recommendation(context: MessageContext) -> Scale:
    question = _("How likely are you to recommend %(shop)s to a friend?")
    ends = _("%(least)s means not at all likely, %(most)s extremely likely.")
    scores = SCORES[SurveyKind.NPS]
    least, most = (format_number(score, context.language) for score in (scores[0], scores[-1]))
    entries = []
    for score in scores:
        number = format_number(score, context.language)
        said = pgettext("score of a survey", "%(score)s of %(most)s")
        if url := context.survey_url(SurveyKind.NPS, score):
            entries.append(ScaleEntry(number, said % {"score": number, "most": most}, url))
    return Scale(
        question % {"shop": context.shop_name}, tuple(entries), ends % {"least": least, "most": most}
    )
