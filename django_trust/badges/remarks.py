"""What staff read when a rule speaks against a badge: where, for which words, why, and by which source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.badges.choices import BadgeKind
from django_trust.badges.honesty import Objection, badge_objections
from django_trust.icons import ICONS
from django_trust.l10n.formats import format_list
from django_trust.l10n.locales import current_language, to_babel
from django_trust.shop import payments

if TYPE_CHECKING:
    from django_trust.badges.models import Badge

TEXTS = ("claim", "statement", "scope")


@dataclass(frozen=True, slots=True)
class Remark:
    """One rule that a badge breaks at ``field``; ``words`` are those that break it, quoted."""

    field: str
    words: str
    title: str
    why: str
    source: str

    @property
    def sentence(self) -> str:
        """All of it in one text."""
        quoted = _("%(words)s: %(title)s") if self.words else "%(title)s"
        source = _("Source: %(source)s.") % {"source": self.source} if self.source else ""
        said = quoted % {"words": self.words, "title": self.title}
        return f"{said} {self.why} {source}".strip()


def refusals(badge: Badge) -> list[Remark]:
    """Return why a badge may not be shown, a rule once for each field."""
    return list(_remarks(badge, "refused"))


def warnings(badge: Badge) -> list[Remark]:
    """Return what staff should think about although it may be shown."""
    return [*_remarks(badge, "warned"), *_out_of_place(badge)]


def _remarks(badge: Badge, severity: str) -> Iterator[Remark]:
    grouped: dict[tuple[str, str], list[Objection]] = {}
    for objection in badge_objections(badge):
        if objection.severity == severity:
            grouped.setdefault((_field_of(badge, objection), objection.code), []).append(objection)
    for (field, _code), found in grouped.items():
        words = dict.fromkeys(_in_words(badge, field, objection.found) for objection in found)
        quoted = [pgettext("words of a badge", "“%(words)s”") % {"words": text} for text in words]
        first = found[0]
        yield Remark(field, format_list(quoted), str(first.title), str(first.why), first.source)


def _field_of(badge: Badge, objection: Objection) -> str:
    """Return the field whose words are objected to; where no words are, the one that says it without."""
    for name in TEXTS:
        if objection.language and objection.found in getattr(badge, name).get(objection.language, ""):
            return name
    says = {badge.icon: "icon", badge.issuer: "issuer", badge.kind: "kind"}
    return says.get(objection.found, "claim")


def _in_words(badge: Badge, field: str, found: str) -> str:
    """Return what is objected to; of an icon and a kind the label, since nobody reads their codes."""
    if field == "icon" and found in ICONS:
        return str(ICONS[found].label)
    return str(badge.get_kind_display()) if field == "kind" else found


def _out_of_place(badge: Badge) -> Iterator[Remark]:
    names = to_babel(current_language()).territories
    strange = [
        str(names.get(code, code))
        for code in badge.countries
        if badge.kind == BadgeKind.PAYMENT and payments.out_of_place(badge.method, code)
    ]
    if strange:
        text = _("%(method)s is not known to work in %(countries)s.")
        facts = {"method": payments.method_name(badge.method), "countries": format_list(strange)}
        yield Remark("countries", "", text % facts, _("Shoppers there could not pay that way."), "")
