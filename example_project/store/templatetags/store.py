from datetime import datetime
from decimal import Decimal

from django import template

from django_trust.l10n.formats import format_moment, format_money

from ..models import CURRENCY

register = template.Library()


@register.filter
def money(amount: Decimal) -> str:
    return format_money(amount, CURRENCY)


@register.filter
def moment(at: datetime) -> str:
    return format_moment(at)
