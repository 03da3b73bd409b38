"""Addresses of mail services that anybody reads for a few minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from django_trust.reviews.flagging.base import Finding, Signal, Submission
from django_trust.reviews.models import RejectionReason

WEIGHT = 25  # many honest people guard their address
DOMAINS = frozenset(
    """
    10minutemail.com 10minutemail.net 20minutemail.com anonbox.net armyspy.com burnermail.io byom.de
    cuvox.de dayrep.com discard.email discardmail.com discardmail.de dispostable.com dropmail.me einrot.com
    emailondeck.com fakeinbox.com filzmail.com fleckens.hu getairmail.com getnada.com grr.la
    guerrillamail.biz guerrillamail.com guerrillamail.de guerrillamail.info guerrillamail.net
    guerrillamail.org guerrillamailblock.com gustr.com harakirimail.com inboxkitten.com incognitomail.org
    jetable.com jetable.org jourrapide.com mail-temp.com mailcatch.com maildrop.cc mailexpire.com
    mailinator.com mailinator.net mailnesia.com mailnull.com mailpoof.com mailtemp.info minuteinbox.com
    mintemail.com moakt.com mohmal.com muellmail.com mytemp.email nada.email owlymail.com pokemail.net
    rhyta.com sharklasers.com spam4.me spambog.com spambog.de spamex.com spamfree24.org spamgourmet.com
    superrito.com teleworm.us temp-mail.org tempinbox.com tempmail.com tempmail.net tempmailo.com
    tempr.email throwawaymail.com trash-mail.com trashmail.com trashmail.de trashmail.me trashmail.net
    wegwerfmail.de wegwerfmail.net wegwerfmail.org yopmail.com yopmail.fr yopmail.net
    """.split()
)


def look(submission: Submission) -> Finding | None:
    domain = submission.review.email.rpartition("@")[2].lower()
    service = next((name for name in _with_parents(domain) if name in DOMAINS), "")
    if not service:
        return None
    return Finding("disposable_address", WEIGHT, RejectionReason.FAKE, {"domain": service})


def _with_parents(domain: str) -> list[str]:
    """Return the domain and the two above it: such services hand out subdomains too."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(max(0, len(labels) - 4), len(labels) - 1)]


def sentence(details: Mapping[str, Any]) -> str:
    return _("The address belongs to a throw-away mail service: %(domain)s.") % {"domain": details["domain"]}


DISPOSABLE_ADDRESS = Signal(look, pgettext_lazy("signal", "Throw-away address"), sentence)
