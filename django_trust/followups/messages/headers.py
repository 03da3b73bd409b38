"""The headers of a message beyond subject, sender and recipient."""

from __future__ import annotations

from email.utils import parseaddr
from secrets import token_hex

from django.conf import settings
from django.utils.encoding import punycode

from django_trust.conf import trust_settings
from django_trust.followups.messages.context import MessageContext
from django_trust.followups.messages.job import Job
from django_trust.l10n.locales import html_lang
from django_trust.mailing import one_line
from django_trust.text import keyed_hash

ONE_CLICK = "List-Unsubscribe=One-Click"


def sender() -> str:
    """Return who follow-ups come from, as a mail header has it."""
    return trust_settings.followups_from or str(settings.DEFAULT_FROM_EMAIL)


def message_id(job: Job) -> str:
    """Return the Message-ID of a row: the same however often it is tried, and hard to guess.

    A mail program that gets it twice can tell that it is one message. What is only tried out has no row yet,
    and must not pass for the message itself.
    """
    row = job.row
    key = keyed_hash("followup", f"{row.pk}:{row.occurrence}") if row.pk else token_hex(16)
    return f"<{key}@{_domain(job)}>"


def _domain(job: Job) -> str:
    """Return the domain of the sender, else that of the links."""
    domain = parseaddr(sender())[1].rpartition("@")[2]
    host = job.base.partition("://")[2].partition(":")[0]
    try:
        return punycode(domain or host) or "localhost"
    except UnicodeError:
        return "localhost"


def headers_for(context: MessageContext, lang: str = "") -> dict[str, str]:
    """Return the headers of a message; ``lang`` as that of its draft.

    RFC 3834: no vacation notice answers what a machine has sent. RFC 3282: the language. RFC 8058: one click
    unsubscribes, of marketing only; nobody can unsubscribe from news of an order.
    """
    step = context.job.row.step
    spoken = [html_lang(code) for code in (lang, context.language) if code]
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": ", ".join(spoken)}
    if email := one_line(context.shop.email):
        headers["Reply-To"] = email
    if step.is_marketing:
        headers["List-Id"] = f"<{step.purpose}.{_domain(context.job)}>"
        headers["List-Unsubscribe"] = f"<{context.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = ONE_CLICK
    if sender_id := trust_settings.followups_feedback_id:
        headers["Feedback-ID"] = f"{step.code}:{step.purpose}:trust:{sender_id}"
    return headers
