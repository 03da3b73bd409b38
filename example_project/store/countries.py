"""Where the shop delivers, and the country a shopper has chosen: the session remembers it."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

SESSION_KEY = "country"

COUNTRIES = [
    ("AE", _("United Arab Emirates")),
    ("BR", _("Brazil")),
    ("DE", _("Germany")),
    ("EE", _("Estonia")),
    ("EG", _("Egypt")),
    ("FI", _("Finland")),
    ("FR", _("France")),
    ("ID", _("Indonesia")),
    ("LT", _("Lithuania")),
    ("LV", _("Latvia")),
    ("PT", _("Portugal")),
    ("SA", _("Saudi Arabia")),
]


def country_of(request: HttpRequest) -> str:
    """Return the code of the chosen country, or an empty text before any was chosen."""
    session = getattr(request, "session", {})  # a page that answers before the middleware has none
    return str(session.get(SESSION_KEY, ""))


def choose_country(request: HttpRequest, code: str) -> None:
    """Remember a country the shop delivers to; anything else changes nothing."""
    if code in dict(COUNTRIES):
        request.session[SESSION_KEY] = code
