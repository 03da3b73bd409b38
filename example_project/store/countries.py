from django.utils.translation import gettext_lazy as _

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
