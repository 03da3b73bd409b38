"""Where the official artwork leads: the pages its QR codes name, for the link that stands beside it.

Source: European Commission, Practical guidelines for sellers and producers on the harmonised notice and the
harmonised label (April 2026), 2.3 and 3.1; checked 2026-11 against three independent compilations of them.
"""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

YOUR_EUROPE = "https://europa.eu/youreurope/"
LABEL_URL = f"{YOUR_EUROPE}commercial-guarantee-durability"
# The page on the legal guarantee, by official language of the European Union.
PAGES = {
    "bg": "гаранции",
    "cs": "záruky_cs",
    "da": "garantier",
    "de": "garantien",
    "el": "εγγυήσεις",
    "en": "guarantees",
    "es": "garantías",
    "et": "garantiid",
    "fi": "virhevastuu",
    "fr": "garanties",
    "ga": "ráthaíochtaí",
    "hr": "jamstva_hr",
    "hu": "jótállás",
    "it": "garanzie",
    "lt": "garantijos",
    "lv": "garantijas",
    "mt": "garanziji",
    "nl": "garantie",
    "pl": "gwarancje",
    "pt": "garantias",
    "ro": "garanții",
    "sk": "záruky_sk",
    "sl": "jamstva_sl",
    "sv": "reklamationsrätt",
}


def notice_url(language: str) -> str:
    """Return the page the notice in a language leads to; of another language, the front page."""
    return YOUR_EUROPE + PAGES.get(language, "")


def is_on_your_europe(url: str) -> bool:
    """Whether an address is below ``https://europa.eu/youreurope/``, and no detour leads out of there."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    path = unquote(parts.path)
    is_detour = ".." in path.split("/") or "\\" in path
    is_theirs = parts.scheme == "https" and parts.netloc == "europa.eu"
    return is_theirs and path.startswith("/youreurope/") and not is_detour


def readable(url: str) -> str:
    """Return an address as it is printed on the artwork: without its scheme."""
    return unquote(url.removeprefix("https://"))
