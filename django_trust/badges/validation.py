"""What a badge must be to be kept: checked by ``Badge.clean``, for the admin as for code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from django_trust.artwork import check_artwork, check_document
from django_trust.badges.choices import BadgeKind, Placement
from django_trust.badges.probes.registry import probes
from django_trust.badges.probes.targets import target_named, targets
from django_trust.badges.remarks import refusals
from django_trust.badges.states import speaks_of_pci
from django_trust.conf import trust_settings
from django_trust.icons import ICONS
from django_trust.l10n.formats import format_list
from django_trust.shop import payments
from django_trust.shop.places import country_codes

if TYPE_CHECKING:
    from django_trust.badges.models import Badge

Problem = tuple[str, Any]  # field, and a message or a ``ValidationError``

YEARS = range(2000, 2101)
DATES = ("valid_from", "valid_until", "document_date", "document_until")


def validate_badge(badge: Badge) -> None:
    """Raise ``ValidationError`` by field. Country codes are put into capitals, lists freed of repetitions."""
    problems: dict[str, list[Any]] = {}
    for validate in (_lists, _words, _evidence, _checks, _dates, _look, _files):
        for field, problem in validate(badge):
            problems.setdefault(field, []).append(problem)
    if problems:
        raise ValidationError(problems)


def _lists(badge: Badge) -> Iterator[Problem]:
    """Bring the lists into order, so that what comes behind may rely on them."""
    for name in ("checks", "placements", "countries"):
        value = getattr(badge, name)
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            setattr(badge, name, [])
            yield name, _("This must be a list of codes.")
        else:
            setattr(badge, name, list(dict.fromkeys(value)))
    badge.countries = list(dict.fromkeys(code.strip().upper() for code in badge.countries))
    yield from _unknown("placements", badge.placements, Placement.values)
    yield from _unknown("countries", badge.countries, country_codes())
    if not badge.placements:
        yield "placements", _("Please choose at least one place.")


def _unknown(field: str, codes: list[str], known: Any) -> Iterator[Problem]:
    if strange := [code for code in codes if code not in known]:
        yield field, _("Not known: %(codes)s.") % {"codes": format_list(strange)}


def _words(badge: Badge) -> Iterator[Problem]:
    if not _has_readable_texts(badge):
        return
    brings_words = badge.names_method or any(name in probes() for name in badge.checks)
    if not badge.claim and not brings_words:
        yield (
            "claim",
            _("Please write the claim. Only a payment method or an automatic check brings words of its own."),
        )
    for remark in refusals(badge):
        yield remark.field, remark.sentence


def _has_readable_texts(badge: Badge) -> bool:
    """Whether the texts are texts by language. The fields themselves complain where they are not."""
    texts = (badge.claim, badge.statement, badge.scope)
    return all(
        isinstance(entry, Mapping) and all(isinstance(text, str) for text in entry.values())
        for entry in texts
    )


def _evidence(badge: Badge) -> Iterator[Problem]:
    if badge.method and badge.kind != BadgeKind.PAYMENT:
        yield "method", _("Only a badge of the kind “payment method” can have one. Please leave it empty.")
    elif badge.method and badge.method not in payments.payment_methods():
        yield "method", _("This payment method is not known.")
    has_dated_document = badge.document and badge.document_date
    if _has_readable_texts(badge) and speaks_of_pci(badge) and not has_dated_document:
        yield (
            "document_date",
            _(
                "A claim about PCI DSS needs the attestation of compliance as a document, with its date: "
                "it is good for a year."
            ),
        )
    has_other = badge.checks or badge.document or badge.verify_url
    if badge.kind == BadgeKind.PAYMENT and not badge.method and not has_other:
        yield "method", _("Please choose the payment method, or give other evidence for the claim.")


def _checks(badge: Badge) -> Iterator[Problem]:
    yield from _unknown("checks", badge.checks, probes())
    if badge.checks and not targets():
        yield (
            "checks",
            _(
                "No host can be checked: the setting BADGES_HOSTS is empty. It names the hosts that the "
                'checks may contact, such as BADGES_HOSTS = ["shop.example"].'
            ),
        )
    elif badge.host and target_named(badge.host) is None:
        yield "host", _("This host is not one of BADGES_HOSTS in the settings.")


def _dates(badge: Badge) -> Iterator[Problem]:
    for name in DATES:
        day = getattr(badge, name)
        if isinstance(day, date) and day.year not in YEARS:
            yield name, _("The year must be from 2000 to 2100.")
    for first, last in (("valid_from", "valid_until"), ("document_date", "document_until")):
        start, end = getattr(badge, first), getattr(badge, last)
        if isinstance(start, date) and isinstance(end, date) and end < start:
            yield last, _("This day is before the first one.")


def _look(badge: Badge) -> Iterator[Problem]:
    if badge.icon and badge.icon not in ICONS:
        yield "icon", _("There is no such icon.")
    if badge.icon == "leaf" and not badge.scheme:
        yield (
            "icon",
            _(
                "A leaf speaks of the environment. Please name the certification scheme, "
                "or choose another icon."
            ),
        )
    if badge.artwork and not badge.artwork_licence:
        yield "artwork_licence", _("Please say what allows the shop to use this mark.")


def _files(badge: Badge) -> Iterator[Problem]:
    """Look into files that are new; those in the storage have been looked into."""
    for name, check in (("document", check_document), ("artwork", check_artwork)):
        file = getattr(badge, name)
        if file and not file._committed:
            try:
                check(file, megabytes=trust_settings.badges_megabytes)
            except ValidationError as error:
                yield name, error
