"""Links and names of other sites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import ngettext, pgettext_lazy

from django_trust.l10n.formats import format_list, format_number
from django_trust.reviews.flagging.base import Finding, Signal, Submission
from django_trust.reviews.flagging.wording import plain
from django_trust.reviews.models import RejectionReason
from django_trust.shop.adapter import get_adapter

LABELS = r"(?:[a-z0-9][a-z0-9-]{0,62}\.){1,3}"
# Endings nobody writes by forgetting the space after a full stop; the others count before a path only.
CLEAR = r"(?:com|net|org|info|biz|shop|online|xyz|co\.uk|co\.id|com\.br)"
ANY = rf"(?:{CLEAR}|[a-z]{{2,3}}|site|store|club|link|live|page|click)"
START = r"(?<![\w@./-])"
EXPLICIT = re.compile(
    rf"{START}(?:https?://|www\.)([^\s/?#<>\"']{{1,253}})|{START}({LABELS}{ANY})/(?=[\w?#])"
)
GLUED = re.compile(r"\.[a-z]")
MENTIONED = re.compile(rf"{START}({LABELS}{CLEAR})(?![\w@-]|\.\w)")
# "example [dot] com": whoever hides a link knows why.
HIDDEN = re.compile(
    r"(?<![\w-])([a-z0-9-]{2,63}) ?[\[({] ?(?:dot|punto|ponto|point|punkt|titik|نقطة|\.) ?[\])}]"
    r" ?([a-z]{2,6})\b"
)
BRACKET = re.compile(r"[\[({] ?[a-zن.]")
SPELLED = re.compile(r"(?<![\w-])([a-z0-9-]{3,63}) dot (com|net|org|info|shop)\b")
NAMED = 3  # hosts in the sentence


def look(submission: Submission) -> Finding | None:
    """A link to another site weighs 40 and more; a site that is only mentioned, 15."""
    text = plain(submission.shown)
    com_is_a_word = submission.review.language.startswith("pt")  # "with"
    links = set(linked_hosts(text, com_is_a_word=com_is_a_word))
    mentions = set(mentioned_hosts(text, com_is_a_word=com_is_a_word))
    if links or mentions:
        own = own_hosts()
        links, mentions = _foreign(links, own), _foreign(mentions - links, own)
    if not links and not mentions:
        return None
    weight = min(40 + 10 * (len(links) - 1), 70) if links else min(15 + 5 * (len(mentions) - 1), 30)
    hosts = sorted(links or mentions)
    details = {"hosts": [host[:60] for host in hosts[:NAMED]], "number": len(hosts)}
    return Finding("links", weight, RejectionReason.SPAM, details)


def linked_hosts(text: str, *, com_is_a_word: bool = False) -> Iterator[str]:
    """Yield the hosts of addresses one could click or is meant to piece together."""
    if "/" in text or "www." in text:
        for match in EXPLICIT.finditer(text):
            yield from _host(match[1] or match[2])
    if BRACKET.search(text):
        yield from (f"{match[1]}.{match[2]}" for match in HIDDEN.finditer(text))
    if " dot " in text and not com_is_a_word:
        yield from (f"{match[1]}.{match[2]}" for match in SPELLED.finditer(text))


def mentioned_hosts(text: str, *, com_is_a_word: bool = False) -> Iterator[str]:
    """Yield sites named without a path: in Portuguese, "com" may be what follows a forgotten space."""
    if not GLUED.search(text):
        return
    for match in MENTIONED.finditer(text):
        if not (com_is_a_word and match[1].endswith(".com")):
            yield from _host(match[1])


def _host(netloc: str) -> Iterator[str]:
    host = netloc.rpartition("@")[2].partition(":")[0].strip(".,;!)]}…*_-").removeprefix("www.")
    if host:
        yield host


def _foreign(hosts: set[str], own: set[str]) -> set[str]:
    return {host for host in hosts if not any(host == name or host.endswith(f".{name}") for name in own)}


def own_hosts() -> set[str]:
    """Return the shop's hosts, as its adapter and ``ALLOWED_HOSTS`` name them."""
    shop = urlsplit(get_adapter().get_shop().url).hostname or ""
    names = (shop, *(host.lstrip(".") for host in settings.ALLOWED_HOSTS))
    return {name.lower().removeprefix("www.") for name in names if name and name != "*"}


def sentence(details: Mapping[str, Any]) -> str:
    number = int(details["number"])
    return ngettext(
        "Names %(number)s other site: %(hosts)s.", "Names %(number)s other sites: %(hosts)s.", number
    ) % {"number": format_number(number), "hosts": format_list(list(details["hosts"]))}


LINKS = Signal(look, pgettext_lazy("signal", "Links"), sentence)
