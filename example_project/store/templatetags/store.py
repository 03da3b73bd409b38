from decimal import Decimal

from django import template

from django_trust.l10n.formats import format_money

from ..models import CURRENCY

register = template.Library()


@register.filter
def money(amount: Decimal) -> str:
    return format_money(amount, CURRENCY)
