"""Numbers under which authorities know a shop: how each kind is written, checked and looked up.

Sources: the formats are those of python-stdnum, for Saudi Arabia and NIB those the authorities print.
International Code Designators (``icd``) are from the ISO 6523 register.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OTHER = "other"
SEPARATORS = re.compile(r"[\s./\u2010-\u2015-]+")
# The part behind the country's letters (Council Directive 2006/112/EC, as VIES takes it).
VAT_NUMBERS = {
    "AT": r"U\d{8}",
    "BE": r"[01]\d{9}",
    "BG": r"\d{9,10}",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"\d{9}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "EL": r"\d{9}",
    "ES": r"[A-Z\d]\d{7}[A-Z\d]",
    "FI": r"\d{8}",
    "FR": r"[A-HJ-NP-Z\d]{2}\d{9}",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"\d[A-Z\d+*]\d{5}[A-Z]{1,2}",
    "IT": r"\d{11}",
    "LT": r"\d{9}|\d{12}",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"[A-Z\d+*]{10}\d{2}",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "RO": r"\d{2,10}",
    "SE": r"\d{12}",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
    "XI": r"\d{9}|\d{12}|(GD|HA)\d{3}",
}
EU_VAT = "|".join(f"{country}({number})" for country, number in VAT_NUMBERS.items())


@dataclass(frozen=True, slots=True)
class Scheme:
    """One kind of number.

    ``area`` is a country (ISO 3166-1 alpha-2), ``EU`` or empty for the whole world. ``pattern`` fits the
    number without separators, or as it is typed where it is ``free`` text. ``check`` names the module of
    python-stdnum that knows its check digits, ``register`` the address of its entry in the public register,
    ``jsonld`` the property of schema.org's Organization that holds it.
    """

    code: str
    name: str | _StrPromise
    area: str = ""
    pattern: str = ".{2,60}"
    example: str = ""
    check: str = ""
    register: str = ""
    jsonld: str = ""
    icd: str = ""
    free: bool = False

    def compact(self, number: str) -> str:
        """Return the number as registers want it: ASCII digits, capital letters, no separators; of free
        text only the digits change."""
        number = ascii_digits(number)
        return number.strip() if self.free else SEPARATORS.sub("", number).upper()

    def fits(self, number: str) -> bool:
        """Whether a number is written as this kind is."""
        return re.fullmatch(self.pattern, self.compact(number), re.ASCII | re.IGNORECASE) is not None

    def has_right_check_digits(self, number: str) -> bool:
        """Whether the check digits are right; True where they are unknown (extra ``identity``)."""
        module = _stdnum(self.check) if self.check else None
        return module is None or bool(module.is_valid(self.compact(number)))

    def register_url(self, number: str) -> str:
        """Return the address of the number's entry in the public register, or an empty text."""
        return self.register.format(self.compact(number)) if self.register and self.fits(number) else ""


VAT_NUMBER = pgettext_lazy("registration", "VAT number")
SCHEMES = {
    scheme.code: scheme
    for scheme in (
        Scheme(
            "vat",
            VAT_NUMBER,
            "EU",
            EU_VAT,
            "EE100931558",
            check="eu.vat",
            register="https://ec.europa.eu/taxation_customs/vies/",
            jsonld="vatID",
        ),
        Scheme("sa_vat", VAT_NUMBER, "SA", r"3\d{13}3", "310122393500003", jsonld="vatID"),
        Scheme(
            "gb_vat",
            VAT_NUMBER,
            "GB",
            r"GB(\d{9}|\d{12}|(GD|HA)\d{3})",
            "GB980780684",
            check="gb.vat",
            jsonld="vatID",
        ),
        Scheme(
            "registrikood",
            "Registrikood",
            "EE",
            r"[1-9]\d{7}",
            "10137319",
            check="ee.registrikood",
            register="https://ariregister.rik.ee/eng/company/{}",
            icd="0191",
        ),
        Scheme(
            "cnpj",
            "CNPJ",
            "BR",
            r"[A-Z\d]{12}\d{2}",
            "16.727.230/0001-97",
            check="br.cnpj",
            jsonld="taxID",
        ),
        Scheme(
            "cr",
            pgettext_lazy("registration", "Commercial registration number"),
            "SA",
            r"\d{10}",
            "1010123456",
        ),
        Scheme("nib", "NIB", "ID", r"\d{13}", "9120001234567"),
        Scheme("npwp", "NPWP", "ID", r"\d{15,16}", "01.300.066.6-091.000", check="id.npwp", jsonld="taxID"),
        Scheme("pse", "PSE", "ID", r"[A-Z\d./-]{5,60}", "000123.01/DJAI.PSE/01/2022", free=True),
        Scheme(
            "company_number",
            pgettext_lazy("registration", "Company number"),
            "GB",
            r"[A-Z]{2}\d{6}|\d{8}",
            "00445790",
            register="https://find-and-update.company-information.service.gov.uk/company/{}",
        ),
        Scheme(
            "siren",
            "SIREN",
            "FR",
            r"\d{9}",
            "552 008 443",
            check="fr.siren",
            register="https://annuaire-entreprises.data.gouv.fr/entreprise/{}",
            icd="0002",
        ),
        Scheme(
            "siret",
            "SIRET",
            "FR",
            r"\d{14}",
            "732 829 320 00074",
            check="fr.siret",
            register="https://annuaire-entreprises.data.gouv.fr/etablissement/{}",
            icd="0009",
        ),
        Scheme(
            "handelsregister", "Handelsregister", "DE", example="Amtsgericht München HRB 12345", free=True
        ),
        Scheme(
            "kbo",
            "KBO/BCE",
            "BE",
            r"[01]\d{9}",
            "0402.206.045",
            check="be.vat",
            register="https://kbopub.economie.fgov.be/kbopub/toonondernemingps.html?ondernemingsnummer={}",
            icd="0208",
        ),
        Scheme("kvk", "KVK", "NL", r"\d{8}", "33014286", icd="0106"),
        Scheme("nif", "NIF", "ES", r"[A-Z\d]\d{7}[A-Z\d]", "A13585625", check="es.nif", jsonld="taxID"),
        Scheme("nipc", "NIPC", "PT", r"\d{9}", "501964843", check="pt.nif", jsonld="taxID"),
        Scheme("ein", "EIN", "US", r"\d{9}", "91-1144442", check="us.ein", jsonld="taxID"),
        Scheme(
            "abn",
            "ABN",
            "AU",
            r"\d{11}",
            "83 914 571 673",
            check="au.abn",
            register="https://abr.business.gov.au/ABN/View?id={}",
            jsonld="taxID",
            icd="0151",
        ),
        Scheme(
            "gstin",
            "GSTIN",
            "IN",
            r"\d{2}[A-Z]{5}\d{4}[A-Z][A-Z\d]Z[A-Z\d]",
            "27AAPFU0939F1ZV",
            check="in_.gstin",
            jsonld="taxID",
        ),
        Scheme(
            "lei",
            "LEI",
            "",
            r"[A-Z\d]{18}\d{2}",
            "213800KUD8LAJWSQ9D15",
            check="lei",
            register="https://search.gleif.org/#/record/{}",
            jsonld="leiCode",
            icd="0199",
        ),
        Scheme("duns", "D-U-N-S", "", r"\d{9}", "15-048-3782", jsonld="duns", icd="0060"),
        Scheme(OTHER, pgettext_lazy("registration", "Another number"), free=True),
    )
}


def scheme_of(code: str) -> Scheme:
    """Return the scheme; one nobody knows any more counts as another number."""
    return SCHEMES.get(code, SCHEMES[OTHER])


def ascii_digits(text: str) -> str:
    """Return the text with decimal digits of all scripts written as 0 to 9."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _stdnum(name: str) -> Any:
    """The module of python-stdnum, or None where it is not installed."""
    try:
        return import_module(f"stdnum.{name}")
    except ImportError:
        return None
