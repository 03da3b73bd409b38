"""Ways to pay in the sample shop, and where. A real shop would ask its payment provider's settings."""

from collections.abc import Mapping

from .models import CURRENCY

EVERYWHERE: tuple[str, ...] = ()
# Codes of django_trust, in the order in which shoppers see them, with the countries (ISO 3166-1 alpha-2).
METHODS: Mapping[str, tuple[str, ...]] = {
    "card": EVERYWHERE,
    "paypal": EVERYWHERE,
    "bank_link": ("EE", "LT", "LV"),
    "bank_transfer": ("DE", "EE", "FI", "FR", "LT", "LV", "PT"),
    "mobilepay": ("FI",),
    "mb_way": ("PT",),
    "cartes_bancaires": ("FR",),
    "pix": ("BR",),
    "qris": ("ID",),
    "mada": ("SA",),
    "cash_on_delivery": ("AE", "EG", "SA"),
}


def methods_on(*, country: str, currency: str) -> list[str]:
    """Return the codes of the methods that work there; an empty country or currency stands for any."""
    if currency not in ("", CURRENCY):
        return []
    return [
        code
        for code, countries in METHODS.items()
        if not country or countries == EVERYWHERE or country in countries
    ]
