"""Messages to write: an order with everything that can be known of one, and a step of each kind."""

from datetime import UTC, date, datetime
from itertools import count

from django_trust.followups.messages.compose import compose
from django_trust.followups.messages.job import jobs_for
from django_trust.followups.models import Flow, FollowUp, Step, StepText
from django_trust.shop.adapter import ShopAdapter, ShopIdentity
from django_trust.shop.models import Purchase
from django_trust.testing import make_purchase
from tests.hostshop.models import Product

BASE = "https://shop.example"
PURPOSES = {
    "thank_you": "order",
    "payment_received": "order",
    "shipped": "order",
    "delay_notice": "order",
    "delivered": "order",
    "tips": "tips",
    "review_request": "review",
    "review_reminder": "review",
    "survey": "survey",
    "coupon": "offers",
    "win_back": "offers",
}
FACTS = {
    "paid_at": datetime(2026, 3, 2, 12, tzinfo=UTC),
    "shipped_at": datetime(2026, 3, 3, 12, tzinfo=UTC),
    "delivered_at": datetime(2026, 3, 9, 12, tzinfo=UTC),
    "promised_by": date(2026, 3, 6),
    "delayed_until": date(2026, 3, 10),
    "delay_reason": "The ferry <did> not sail & the road was closed.",
    "tracking_url": "https://carrier.example/t?a=1&b=2",
}
numbers = count(1)


class Adapter(ShopAdapter):
    """A shop with an address and coupons; it counts how often it was asked for one."""

    asked = 0

    def get_shop(self):
        return ShopIdentity(name="Poe & <Pood>", url="https://shop.example/", email="help@shop.example")

    def get_coupon(self, purchase):
        type(self).asked += 1
        return f"TEA-{type(self).asked}"


def make_order(lines=None, *, facts=None, **words):
    """Return a purchase with all moments there are, but for those set to None in ``facts``."""
    words = {"name": "Mari Kask", "email": "mari@example.ee", "country": "EE", **words}
    words = {"reference": f"R{next(numbers)}", "placed_at": datetime(2026, 3, 1, 12, tzinfo=UTC), **words}
    purchase = make_purchase(Product.objects.create(name="Tea pot"), **words)
    for line in lines or ():
        made = purchase.lines.first()
        made.pk, made.item = None, line["item"]
        made.variant, made.quantity = line.get("variant", ""), line.get("quantity", 1)
        made.save()
    Purchase.objects.filter(pk=purchase.pk).update(**{**FACTS, **(facts or {})})
    return purchase


def make_row(kind, purchase=None, *, texts=None, **words):
    """Return a row of a step of this kind; ``texts`` are words of staff, (subject, body) by language."""
    number = next(numbers)
    flow = Flow.objects.create(code=f"flow-{number}", name="Flow", event=words.pop("event", "placed"))
    purpose = words.pop("purpose", PURPOSES.get(kind, "order"))
    step = Step.objects.create(flow=flow, code=f"step-{number}", name="Step", message=kind, purpose=purpose)
    for language, (subject, body) in (texts or {}).items():
        StepText.objects.create(step=step, language=language, subject=subject, body=body)
    purchase = purchase or make_order()
    moment = purchase.placed_at
    row = FollowUp.objects.create(purchase=purchase, step=step, started_at=moment, due_at=moment, **words)
    return FollowUp.objects.select_related("step__flow").get(pk=row.pk)


def job_of(row, base=BASE):
    [job] = jobs_for([row], base)
    return job


def make_job(kind, purchase=None, **words):
    return job_of(make_row(kind, purchase, **words))


def write(kind, purchase=None, **words):
    """Return the message a row of this kind becomes."""
    return compose(make_job(kind, purchase, **words))
