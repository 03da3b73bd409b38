"""From a job to the message that goes out."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import override

from django_trust.followups.choices import MessageKind
from django_trust.followups.messages.blocks import Draft
from django_trust.followups.messages.context import MessageContext
from django_trust.followups.messages.footer import footer_of
from django_trust.followups.messages.headers import headers_for, message_id
from django_trust.followups.messages.job import Job, Message
from django_trust.followups.messages.marks import to_html, to_subject, to_text
from django_trust.followups.messages.staff_text import staff_draft, text_for
from django_trust.followups.messages.templates import render_message
from django_trust.followups.messages.views import block_view, footer_view
from django_trust.followups.messages.words import DRAFTS
from django_trust.l10n.locales import direction, html_lang
from django_trust.mailing import mail_language


def compose(job: Job) -> Message | None:
    """Write a message in the best language this site has for its buyer; None where there is nothing to say:
    no coupon, nothing left to review. May store in ``job.row.data`` what must stay the same when it is
    tried again.

    Raises ``ImproperlyConfigured`` for marketing where nobody could unsubscribe, ``ValueError`` for an order
    without an address.
    """
    if not job.purchase.email:
        raise ValueError("There is nobody to write to: the order has no e-mail address.")
    language = mail_language(job.purchase.language)
    with override(language), timezone.override(job.facts.zone):
        context = MessageContext(job, language)
        draft = draft_of(context)
        return _message(context, draft) if draft is not None else None


def draft_of(context: MessageContext) -> Draft | None:
    """Return what a message says: in the words of staff where these come nearer to the buyer.

    Where the library would say nothing, staff's words are about nothing either.
    """
    kind = context.job.row.step.message
    own, text = DRAFTS[kind](context), text_for(context)
    if text is None or (own is None and kind != MessageKind.CUSTOM):
        return own
    return staff_draft(context, text)


def _message(context: MessageContext, draft: Draft) -> Message:
    job, language = context.job, context.language
    subject = to_subject(draft.subject, direction(draft.lang or language))
    variables = template_variables(context, draft, subject)
    kind = job.row.step.message
    # In plain text nothing is HTML.
    plain = {**variables, "title": subject, "shop_name": to_text(context.shop_name, context.direction)}
    return Message(
        to=job.purchase.email,
        subject=subject,
        text=render_message(kind, "txt", plain).strip() + "\n",
        html=render_message(kind, "html", variables).strip() + "\n",
        language=language,
        message_id=message_id(job),
        headers=headers_for(context, draft.lang),
    )


def template_variables(context: MessageContext, draft: Draft, subject: str) -> dict[str, Any]:
    """Return what the templates of messages get; docs/howto/messages.md lists it for those who override."""
    way, spoken = context.direction, draft.lang or context.language
    return {
        "lang": html_lang(context.language),
        "dir": way,
        "subject": subject,
        "words_lang": html_lang(spoken),
        "words_dir": direction(spoken),
        "title": to_html(draft.subject),
        "preheader": to_subject(draft.preheader, direction(spoken)),
        "shop_name": to_html(context.shop_name),
        "shop_url": context.shop_url,
        "blocks": [block_view(block, direction(spoken)) for block in draft.blocks],
        "footer": footer_view(footer_of(context), way),
        "message": context.job.row.step.message,
        "purpose": context.job.row.step.purpose,
    }
