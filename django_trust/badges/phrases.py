"""What badges say: claims, findings and states in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from django_trust.badges.choices import Reason
from django_trust.badges.probes.registry import all_messages, probes
from django_trust.badges.states import State
from django_trust.l10n.formats import format_date, format_number
from django_trust.l10n.locales import current_language, direction, pick_language
from django_trust.l10n.translated import Words, by_language, in_language
from django_trust.shop import payments

if TYPE_CHECKING:
    from django_trust.badges.models import Badge

# Answers of the checks that look at the badge itself.
PAYMENT_METHOD = "payment_method"
DOCUMENT = "document"
OWN_MESSAGES = {
    "method_on": gettext_lazy("Accepted here: %(method)s."),
    "method_off": gettext_lazy("Not accepted at present: %(method)s."),
    "document_good": gettext_lazy("The document of %(document_date)s is good until %(until_date)s."),
    "document_dated": gettext_lazy("There is a document of %(document_date)s."),
    "document_kept": gettext_lazy("There is a document; it bears no date."),
    "document_missing": gettext_lazy("The document cannot be found."),
    "document_expired": gettext_lazy("The document was good until %(until_date)s."),
    "host_unknown": gettext_lazy("The shop names no such host to check."),
    "check_unknown": gettext_lazy("There is no such check any more."),
}


def claim_of(badge: Badge, language: str | None = None) -> Words:
    """Return the claim for readers of ``language``, by default the active one.

    What staff wrote comes first, where it reaches the reader or nothing else does. A payment method brings
    its name, an automatic check words of its own, both in every language of the catalogue.
    """
    language = language or current_language()
    texts = by_language(badge.claim)
    if not isinstance(texts, Mapping) or pick_language(texts, language) is None:
        with override(language):
            if own := _own_claim(badge):
                return Words(own, language)
    return in_language(texts, language)


def _own_claim(badge: Badge) -> str:
    if badge.names_method:
        return payments.method_name(badge.method)
    known = probes()
    return next((str(known[name].claim) for name in badge.checks if name in known), "")


def check_label(name: str) -> str:
    """Return what a check is called; its code where nobody knows it any more."""
    if name == PAYMENT_METHOD:
        return pgettext("badge check", "Payment method")
    if name == DOCUMENT:
        return pgettext("badge check", "Document")
    known = probes()
    return str(known[name].label) if name in known else name


def finding_text(message: str, facts: Mapping[str, Any]) -> str:
    """Return the sentence of a finding in the active language; never raises for what was stored."""
    if message == "text":
        return str(facts.get("text", ""))
    template = OWN_MESSAGES.get(message) or all_messages().get(message)
    if template is None:
        return message
    try:
        return str(template % _in_words(facts))
    except (KeyError, TypeError, ValueError, OverflowError):  # facts of an older release
        return message


class _Counted(int):
    """A number that chooses the plural as itself and is written in the reader's digits."""

    def __str__(self) -> str:
        return format_number(int(self))


def _in_words(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _fact_in_words(name, fact) for name, fact in facts.items()}


def _fact_in_words(name: str, fact: Any) -> Any:
    if name.endswith("_date") and isinstance(fact, str):
        moment = datetime.fromisoformat(fact)
        return format_date(moment.date() if moment.tzinfo is None else shop_day(moment))
    if name == "method" and isinstance(fact, str):
        return payments.method_name(fact)
    if isinstance(fact, int) and not isinstance(fact, bool):
        return _Counted(fact)
    return _isolated(str(fact)) if direction(current_language()) == "rtl" else fact


def _isolated(text: str) -> str:
    """Latin names and codes keep their own direction inside an Arabic sentence (UAX 9, FSI and PDI)."""
    return f"\u2068{text}\u2069"


def shop_day(moment: datetime) -> date:
    """Return the date in the shop's own time zone: evidence has the shop's dates, wherever it is read."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def state_sentence(badge: Badge, state: State) -> str:
    """Return for staff whether shoppers see the badge, and what to do where they do not."""
    if state.reason == Reason.CURRENT:
        return _("Shoppers see this badge.")
    if state.reason == Reason.EXPIRING and state.ends_at is not None:
        text = _("Shoppers see this badge until its evidence ends on %(date)s. Renew it before.")
        return text % {"date": format_date(last_day(state.ends_at))}
    return str(ADVICE[state.reason])


def last_day(ends_at: datetime) -> date:
    """Return the last day of something that ends at a moment; midnight belongs to the day before."""
    local = timezone.localtime(ends_at, timezone.get_default_timezone())
    return local.date() if local.time() > time.min else local.date() - timedelta(days=1)


ADVICE = {
    Reason.OFF: gettext_lazy("Shoppers do not see this badge: it is switched off."),
    Reason.EARLY: gettext_lazy("Shoppers do not see this badge yet: it is valid from a later day."),
    Reason.EXPIRED: gettext_lazy(
        "Shoppers do not see this badge: it is no longer valid. Enter the new last day once it is renewed."
    ),
    Reason.DOCUMENT_EXPIRED: gettext_lazy(
        "Shoppers do not see this badge: the document behind it has expired. Add the new one with its dates."
    ),
    Reason.CHECK_EXPIRED: gettext_lazy(
        "Shoppers do not see this badge: what the check saw has ended meanwhile. Check it again."
    ),
    Reason.NO_EVIDENCE: gettext_lazy(
        "Shoppers do not see this badge: nothing supports the claim. "
        "Add a document, a link to verify it, or an automatic check."
    ),
    Reason.UNCHECKED: gettext_lazy(
        "Shoppers do not see this badge: it has not been checked yet, or the host did not answer."
    ),
    Reason.STALE: gettext_lazy(
        "Shoppers do not see this badge: the last check is too old. Does trust_check_badges run every day?"
    ),
    Reason.FAILED: gettext_lazy("Shoppers do not see this badge: a check failed. The history says which."),
    Reason.METHOD_OFF: gettext_lazy(
        "Shoppers do not see this badge: the shop has not switched this payment method on."
    ),
    Reason.REFUSED: gettext_lazy(
        "Shoppers do not see this badge: the claim is one that nobody may make, whatever supports it."
    ),
}
