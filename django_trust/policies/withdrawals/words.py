"""The words on the withdrawal function: those of the law where it has them.

Source: Directive 2011/83/EU, Art. 11a(1) and (3), as inserted by Directive (EU) 2023/2673, in its 24
language versions. The first letter is a capital here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import override, pgettext

from django_trust.l10n.locales import fallback_chain
from django_trust.l10n.translated import Words

ENGLISH = "en"
# Portuguese as the law of the Union has it is Portugal's; Brazil speaks of "desistência".
NOT_OFFICIAL = frozenset({"pt-br"})


class Labels(NamedTuple):
    withdraw: str
    confirm: str


OFFICIAL: dict[str, Labels] = {
    "bg": Labels("Откажете се от договора тук", "Потвърждавам отказа"),
    "cs": Labels("Zde odstoupit od smlouvy", "Potvrdit odstoupení od smlouvy"),
    "da": Labels("Fortryd aftale", "Bekræft fortrydelse"),
    "de": Labels("Vertrag widerrufen", "Widerruf bestätigen"),
    "el": Labels("Πατήστε εδώ για υπαναχώρηση", "Επιβεβαίωση υπαναχώρησης"),
    "en": Labels("Withdraw from contract here", "Confirm withdrawal"),
    "es": Labels("Desistir del contrato aquí", "Confirmar desistimiento"),
    "et": Labels("Taganen lepingust", "Kinnitan taganemise"),
    "fi": Labels("Peruuta sopimus tästä", "Vahvista peruuttaminen"),
    "fr": Labels("Renoncer au contrat ici", "Confirmer la rétractation"),
    "ga": Labels("Tarraing siar ón gconradh anseo", "Dearbhaigh an tarraingt siar"),
    "hr": Labels("Odustati od ugovora", "Potvrditi odustajanje"),
    "hu": Labels("Elállás a szerződéstől", "Elállás megerősítése"),
    "it": Labels("Recedere dal contratto qui", "Conferma recesso"),
    "lt": Labels("Atsisakyti sutarties čia", "Patvirtinti sutarties atsisakymą"),
    "lv": Labels("Atteikties no līguma", "Apstiprināt atteikumu"),
    "mt": Labels("Irtira mill-kuntratt hawnhekk", "Ikkonferma r-reċess"),
    "nl": Labels("Hier de overeenkomst herroepen", "Herroeping bevestigen"),
    "pl": Labels("Odstąp od umowy tutaj", "Potwierdź odstąpienie od umowy"),
    "pt": Labels("Retrate-se do contrato aqui", "Confirmar retratação"),
    "ro": Labels("Retrageți-vă din contract aici", "Confirmați retragerea"),
    "sk": Labels("Odstúpiť od zmluvy tu", "Potvrdiť odstúpenie od zmluvy"),
    "sl": Labels("Kliknite tukaj za odstop od pogodbe", "Potrdi odstop od pogodbe"),
    "sv": Labels("Ångra avtalet här", "Bekräfta frånträde"),
}


def withdraw_label(language: str) -> Words:
    """Return the words of the link to the function, and the language they are in.

    The law's own words where the language has them, else a translation; where there is none, those of the
    shop's own language or English.
    """
    if official := _official(language):
        return Words(OFFICIAL[official].withdraw, official)
    return _translated(language, lambda: pgettext("withdrawal function", "Withdraw from contract here"))


def confirm_label(language: str) -> Words:
    """Return the words of the button that sends the statement: its only label."""
    if official := _official(language):
        return Words(OFFICIAL[official].confirm, official)
    return _translated(language, lambda: pgettext("withdrawal function", "Confirm withdrawal"))


def return_label(language: str) -> Words:
    """Return the words of the link where no law has any."""
    return _translated(language, lambda: pgettext("withdrawal function", "Return an order"))


def _official(language: str) -> str | None:
    code = language.lower()
    if code in NOT_OFFICIAL:
        return None
    return next((each for each in fallback_chain(code, default=code) if each in OFFICIAL), None)


def _translated(language: str, ask: Callable[[], str]) -> Words:
    """Ask gettext, which answers in the shop's own language, or English, where it has nothing better."""
    own = settings.LANGUAGE_CODE.lower()
    texts = {}
    for code in (language, own, ENGLISH):
        with override(code):
            texts[code] = ask()
    written_in = next(code for code in (ENGLISH, own, language) if texts[code] == texts[language])
    return Words(texts[language], written_in)
