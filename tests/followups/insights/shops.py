"""A shop full of random orders, messages, answers and reviews, the same for the same seed."""

from datetime import timedelta
from random import Random

from django_trust.followups.choices import ConsentKind, Purpose
from django_trust.followups.models import Consent, Flow, FollowUp, OrderAnswer, Step, SurveyAnswer
from django_trust.reviews.models import Reply, Review
from django_trust.shop.models import DeliveryTally, Purchase, PurchaseLine
from django_trust.shop.promises import rebuild_promises
from django_trust.shop.services import item_for
from tests.hostshop.models import Product

DAYS = 500
LANGUAGES = ("en", "ar", "et")
COUNTRIES = ("EE", "DE", "")
STEPS = (
    ("reviews", "ask", "review_request", Purpose.REVIEW),
    ("reviews", "remind", "review_reminder", Purpose.REVIEW),
    ("thanks", "thank-you", "thank_you", Purpose.ORDER),
    ("satisfaction", "survey", "survey", Purpose.SURVEY),
)


def fill_shop(seed, now, orders=120):
    """Fill the database, and return the items there are."""
    random = Random(seed)
    items = [item_for(Product.objects.create(name=f"Product {n}")) for n in range(3)]
    purchases = Purchase.objects.bulk_create(_purchase(random, n, now) for n in range(orders))
    lines = PurchaseLine.objects.bulk_create(
        PurchaseLine(purchase=purchase, item=item, email_key=purchase.email[:32])
        for purchase in purchases
        for item in random.sample(items, random.choice((1, 1, 2)))
    )
    _add_messages(random, purchases, now)
    _add_answers(random, purchases, now)
    _add_reviews(random, lines, now)
    for _ in range(orders // 2):
        Consent.objects.create(
            email_key=f"key-{random.randrange(20)}",
            kind=random.choice(ConsentKind.values),
            source=random.choice(("one-click", "page", "esp")),
            at=_moment(random, now),
        )
    DeliveryTally.objects.all().delete()
    list(rebuild_promises())
    return items


def _moment(random, now, after=None):
    if after is not None:
        return after + timedelta(seconds=random.randrange(86400 * 60))
    return now - timedelta(seconds=random.randrange(86400 * DAYS))


def _sometimes(random, share, value):
    return value if random.random() < share else None


def _purchase(random, number, now):
    placed = _moment(random, now)
    delayed = _sometimes(random, 0.3, _moment(random, now, placed))
    return Purchase(
        reference=f"R{number}",
        email=random.choice(["", *(f"buyer-{n}" for n in range(40))]),
        language=random.choice(LANGUAGES),
        country=random.choice(COUNTRIES),
        placed_at=placed,
        delivered_at=_sometimes(random, 0.7, placed + timedelta(hours=random.randrange(500))),
        cancelled_at=_sometimes(random, 0.2, placed + timedelta(hours=random.randrange(500))),
        promised_by=_sometimes(random, 0.8, placed.date() + timedelta(days=random.randrange(20))),
        delayed_at=delayed,
    )


def _add_messages(random, purchases, now):
    steps = []
    for flow, code, message, purpose in STEPS:
        owner, _made = Flow.objects.get_or_create(code=flow, defaults={"name": flow, "event": "delivered"})
        steps.append(
            Step.objects.create(flow=owner, code=code, name=code.title(), message=message, purpose=purpose)
        )
    rows = []
    for purchase in purchases:
        for step in steps:
            state = random.choice(("sent", "sent", "sent", "skipped", "failed", "waiting"))
            due = _moment(random, now, purchase.placed_at)
            sent = due + timedelta(minutes=5) if state == "sent" else None
            rows.append(
                FollowUp(
                    purchase=purchase,
                    step=step,
                    state=state,
                    reason={"sent": "sent", "skipped": "opted_out", "failed": "refused"}.get(state, "due"),
                    started_at=purchase.placed_at,
                    due_at=due,
                    wake_at=None,
                    sent_at=sent,
                    opened_at=sent and _sometimes(random, 0.4, sent + timedelta(hours=2)),
                )
            )
    FollowUp.objects.bulk_create(rows)


def _add_answers(random, purchases, now):
    for purchase in purchases:
        at = _moment(random, now, purchase.placed_at)
        if random.random() < 0.5:
            is_closed = random.random() < 0.6
            OrderAnswer.objects.create(
                purchase=purchase,
                kind=random.choice(("all_good", "not_arrived", "problem")),
                language=purchase.language,
                at=at,
                state="closed" if is_closed else "open",
                closed_at=at + timedelta(minutes=random.randrange(20000)) if is_closed else None,
            )
        for kind, most, least in (("csat", 5, 1), ("nps", 10, 0)):
            if random.random() < 0.6:
                SurveyAnswer.objects.create(
                    purchase=purchase,
                    kind=kind,
                    score=random.choice((most, random.randint(least, most))),
                    language=purchase.language,
                    answered_at=_moment(random, now, purchase.placed_at),
                )


def _add_reviews(random, lines, now):
    for number, line in enumerate(lines):
        if random.random() < 0.6:
            written = _moment(random, now, line.purchase.placed_at)
            state = random.choice(("published", "published", "pending", "rejected"))
            review = Review.objects.create(
                item=line.item,
                rating=random.randint(1, 5),
                language=random.choice(LANGUAGES),
                email_key=f"reviewer-{number}",
                purchase_line=_sometimes(random, 0.8, line),
                source=random.choice(("web", "invitation", "import")),
                state=state,
                created_at=written,
                pending_since=written if state == "pending" else None,
                flag_weight=random.choice((0, 50)),
            )
            if state == "published" and random.random() < 0.5:
                Reply.objects.create(
                    review=review, body="Thank you.", created_at=_moment(random, now, written)
                )
