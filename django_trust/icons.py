"""One small set of icons as inline SVG: no file to fetch, no style of their own, no brand marks.

``trust.css`` gives them size and lines. Their colour is ``--trust-icon``, by default that of the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext_lazy

from django_trust.icon_shapes import SHAPES

# Pictures that mean another thing the other way round, in pages that run from right to left.
DIRECTIONAL = frozenset({"chat", "external", "instant", "return", "truck"})

LABELS: dict[str, Any] = {
    "lock": pgettext_lazy("icon", "Padlock"),
    "shield": pgettext_lazy("icon", "Shield"),
    "key": pgettext_lazy("icon", "Key"),
    "certificate": pgettext_lazy("icon", "Certificate"),
    "medal": pgettext_lazy("icon", "Rosette"),
    "leaf": pgettext_lazy("icon", "Leaf"),
    "scales": pgettext_lazy("icon", "Scales of justice"),
    "check": pgettext_lazy("icon", "Check mark"),
    "cross": pgettext_lazy("icon", "Cross"),
    "warning": pgettext_lazy("icon", "Warning triangle"),
    "info": pgettext_lazy("icon", "Information"),
    "clock": pgettext_lazy("icon", "Clock"),
    "calendar": pgettext_lazy("icon", "Calendar"),
    "truck": pgettext_lazy("icon", "Delivery truck"),
    "parcel": pgettext_lazy("icon", "Parcel"),
    "return": pgettext_lazy("icon", "Return arrow"),
    "gift": pgettext_lazy("icon", "Gift"),
    "map-pin": pgettext_lazy("icon", "Map pin"),
    "card": pgettext_lazy("icon", "Payment card"),
    "bank": pgettext_lazy("icon", "Bank"),
    "wallet": pgettext_lazy("icon", "Wallet"),
    "cash": pgettext_lazy("icon", "Banknote"),
    "qr": pgettext_lazy("icon", "QR code"),
    "phone-pay": pgettext_lazy("icon", "Phone that pays"),
    "invoice": pgettext_lazy("icon", "Invoice"),
    "instant": pgettext_lazy("icon", "Transfer arrows"),
    "shop": pgettext_lazy("icon", "Shop"),
    "person": pgettext_lazy("icon", "Person"),
    "headset": pgettext_lazy("icon", "Headset"),
    "chat": pgettext_lazy("icon", "Speech bubble"),
    "phone": pgettext_lazy("icon", "Telephone"),
    "mail": pgettext_lazy("icon", "Envelope"),
    "globe": pgettext_lazy("icon", "Globe"),
    "language": pgettext_lazy("icon", "Languages"),
    "document": pgettext_lazy("icon", "Document"),
    "external": pgettext_lazy("icon", "Link to another site"),
}


@dataclass(frozen=True, slots=True)
class Icon:
    """One picture. ``label`` is a lazy text that says what it shows, for those who choose one."""

    name: str
    label: Any
    shapes: SafeString
    directional: bool = False

    @property
    def classes(self) -> str:
        """The classes of its ``svg``; the style sheet mirrors ``trust-flips`` in right-to-left pages."""
        return "trust-glyph trust-flips" if self.directional else "trust-glyph"


ICONS: dict[str, Icon] = {
    name: Icon(name, LABELS[name], mark_safe(shapes), name in DIRECTIONAL) for name, shapes in SHAPES.items()
}


def icon_choices() -> list[tuple[str, str]]:
    """Return (name, label in the active language) of all icons, for a form field."""
    return [(icon.name, str(icon.label)) for icon in ICONS.values()]


def icon_svg(name: str, title: str = "") -> SafeString:
    """Return an icon as an ``svg`` element.

    Without a title it is decoration and hidden from screen readers: words stand beside it. ``title`` is
    plain text and always escaped; it is for icons that stand alone. Raises ``KeyError`` for an unknown name.
    """
    return _draw(name, str(title).strip())


@lru_cache(maxsize=512)
def _draw(name: str, title: str) -> SafeString:
    if name not in ICONS:
        raise KeyError(_explanation(name))
    icon = ICONS[name]
    if not title:
        return format_html(
            '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
            icon.classes,
            icon.shapes,
        )
    # escape() does its work even where somebody marked the text as safe: the two share an entry here.
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" role="img"><title>{}</title>{}</svg>',
        icon.classes,
        escape(title),
        icon.shapes,
    )


def _explanation(name: str) -> str:
    near = get_close_matches(name.lower(), ICONS, n=3)
    known = f"Did you mean {' or '.join(map(repr, near))}?" if near else f"There are {', '.join(ICONS)}."
    return f"There is no icon {name!r}. {known}"


def icon_for_tag(name: object, title: object = "") -> SafeString:
    """Return what ``{% trust_icon "lock" title="..." %}`` prints: nothing where the name is missing.

    Raises ``ValueError`` with a sentence for the developer when it is no name of an icon.
    """
    if name is None or name == "":
        return SafeString("")
    if not isinstance(name, str):
        raise ValueError(f"trust_icon takes the name of an icon, not {type(name).__name__} ({name!r:.60}).")
    try:
        return icon_svg(name, "" if title is None else str(title))
    except KeyError as error:
        raise ValueError(f"trust_icon: {error.args[0]}") from None
