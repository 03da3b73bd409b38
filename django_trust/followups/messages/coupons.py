"""The coupon of a message: asked for once, and the same however often the message is tried."""

from __future__ import annotations

from django.utils.translation import pgettext

from django_trust.followups.messages.job import Job
from django_trust.followups.models import FollowUp
from django_trust.mailing import one_line
from django_trust.shop.adapter import get_adapter

KEY = "coupon"
CODE_MAX = 100


def coupon_of(job: Job) -> str:
    """Return the code of a message, from the adapter the first time; empty where the shop gives none.

    It is stored with the row before anything is sent. A message that is only looked at has no row yet, and
    uses up no coupon: it shows an example.
    """
    row = job.row
    if row.pk is None:
        row.data = {KEY: pgettext("example of a coupon", "EXAMPLE"), **row.data}
    elif not row.data.get(KEY):
        code = one_line(get_adapter().get_coupon(job.purchase))[:CODE_MAX]
        if code:
            row.data = {**row.data, KEY: code}
            FollowUp.objects.filter(pk=row.pk).update(data=row.data)
    return str(row.data.get(KEY, ""))
