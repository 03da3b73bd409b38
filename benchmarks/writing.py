"""What one submission costs, what eight processes manage together, and what a review writes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import connection
from django.db.models import Count, Q, Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks import floor
from benchmarks.arena import Arena, numbered
from benchmarks.limit import Limit
from benchmarks.measuring import alternate, count_queries
from benchmarks.processes import EACH, PROCESSES, Burst, burst
from benchmarks.report import Row
from benchmarks.shop.models import Product
from benchmarks.submissions import AUTHOR, CRITERIA_STARS, STARS, TITLE, Submission
from django_trust.reviews.forms import OPENED_SALT
from django_trust.reviews.models import CriterionRating, ItemRating, ItemTally, Review
from django_trust.reviews.services import submit_review
from django_trust.shop.references import ItemReference

TURNS = 4
LONGEST = 30.0  # seconds the peer may take for all its bursts
TYPING = 90  # seconds a form was open


def submission(arena: Arena) -> list[Row]:
    """Goal 5: one review with exact counters, by the service."""
    rows = []
    for name, product in (("hottest", arena.hottest), ("median", arena.median)):
        ours = numbered(lambda sent, product=product: submit(product, sent))
        queries = count_queries(ours)
        times = alternate(
            {
                "bare": numbered(lambda sent, pk=product.pk: arena.limit.insert(pk, sent)),
                "limit": numbered(lambda sent, pk=product.pk: arena.limit.insert_and_count(pk, sent)),
                "floor": numbered(lambda sent, pk=product.pk: floor.submit(pk, sent)),
                "ours": ours,
                **arena.distant("submit", product=product.pk),
            },
            rounds=200,
        )
        goals = {"<= 3x INSERT + counters": times["ours"] <= 3 * times["limit"]}
        case, peer = f"5 submit, {name}", times.get("peer")
        rows.append(Row(case, times["ours"], times["limit"], times["floor"], peer, "ms", queries, goals))
        rows.append(Row(f"{case}, beside a bare INSERT", times["ours"], times["bare"]))
    flat = rows[0].ours / rows[2].ours
    return [*rows, Row("5 submit, hottest over median", flat, unit="x", goals={"<= 1.15": flat <= 1.15})]


def submit(product: Product, sent: Submission) -> Review:
    return submit_review(
        item=product,
        rating=STARS,
        title=TITLE,
        body=sent.body,
        author_name=AUTHOR,
        email=sent.email,
        email_confirmed=False,  # as through the form
        device_key=sent.key,
        language="en",
        criteria=CRITERIA_STARS,
        seconds_taken=TYPING,
    )


def together(arena: Arena) -> list[Row]:
    """Goals 9 and 10: eight processes, one product, through the form view."""
    connection.close()
    rates: dict[str, float] = {}
    rows = []
    for name, product, faster in (("median", arena.median, 1.5), ("hottest", arena.hottest, 15)):
        ours, bare, peer = _bursts(arena, product)
        rates[name] = ours.per_second
        goals = _burst_goals(ours, product)
        by_peer = peer.per_second if peer.seconds else None
        if by_peer and connection.vendor == "postgresql":
            goals[f">= {faster}x peer"] = ours.per_second >= faster * by_peer
        rows.append(
            Row(
                f"6 8 x {EACH} forms, {name}",
                ours.per_second,
                bare.per_second,
                None,
                by_peer,
                "/s",
                goals=goals,
            )
        )
    flat = rates["hottest"] / rates["median"]
    return [*rows, Row("6 hottest over median", flat, unit="x", goals={">= 0.9": flat >= 0.9})]


def _bursts(arena: Arena, product: Product) -> tuple[Burst, Burst, Burst]:
    """Ours, hand-written SQL and the peer, in short bursts by turns."""
    ours = bare = peer = Burst({}, 0.0)
    each, at_most = EACH // TURNS, LONGEST / TURNS
    for _ in range(TURNS):
        ours += burst("benchmarks.writing.poster", product.pk, each=each)
        bare += burst("benchmarks.writing.raw_poster", product.pk, each=each)
        if arena.peer:
            answer = arena.peer.ask("throughput", product=product.pk, each=each, at_most=at_most)
            peer += Burst(answer["outcomes"], answer["seconds"])
            print(f"   peer: {answer['outcomes']}, rating wrong afterwards: {answer['wrong']}", flush=True)
    return ours, bare, peer


def _burst_goals(done: Burst, product: Product) -> dict[str, bool]:
    wanted = PROCESSES * EACH
    others = {name: number for name, number in done.outcomes.items() if name != "stored"}
    words = f"{done.stored} of {wanted} stored{f', {others}' if others else ''}"
    return {words: done.stored == wanted, "counters exact": counters_are_exact(product)}


def counters_are_exact(product: Product) -> bool:
    published = Review.objects.published().filter(item_id=product.pk)
    actual = published.aggregate(
        count=Count("pk"), total=Sum("rating"), verified_count=Count("pk", filter=Q(verified=True)),
        **{f"stars_{number}": Count("pk", filter=Q(rating=number)) for number in range(1, 6)},
    )  # fmt: skip
    figures = {"number": Count("pk"), "sum": Sum("rating")}
    languages = published.values_list("language").annotate(**figures).order_by()
    criteria = CriterionRating.objects.filter(review__in=published)
    tallies = {
        *(("language", *row) for row in languages),
        *(("criterion", *row) for row in criteria.values_list("criterion").annotate(**figures).order_by()),
    }
    stored = ItemTally.objects.filter(item_id=product.pk).values_list("kind", "key", "count", "total")
    return actual == ItemRating.objects.values(*actual).get(pk=product.pk) and tallies == set(stored)


def poster(pk: int) -> Callable[[int], str]:
    """Submit through the real form view, as browsers would: each from an address of its own."""
    product = Product.objects.get(pk=pk)
    client = Client(raise_request_exception=False)
    url = reverse("trust:review-write", args=[ItemReference.of(product).token()])
    client.get(url)

    def post(number: int) -> str:
        sent = Submission.of(number)
        data = {
            "rating": str(STARS),
            "title": TITLE,
            "body": sent.body,
            "author_name": AUTHOR,
            "email": sent.email,
            "opened": signing.dumps(int(time.time()) - TYPING, salt=OPENED_SALT),
            **{f"criterion_{code}": str(stars) for code, stars in CRITERIA_STARS.items()},
        }
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        status = client.post(url, data, REMOTE_ADDR=address).status_code
        return "stored" if status == 302 else f"status {status}"

    return post


def raw_poster(pk: int) -> Callable[[int], str]:
    """Submit by hand-written SQL, in a transaction with its counters."""
    limit = Limit(ContentType.objects.get_for_model(Product).pk)

    def post(number: int) -> str:
        limit.insert_and_count(pk, Submission.of(number))
        return "stored"

    return post


def host_rows(arena: Arena) -> list[Row]:
    """Goal 8: a review never writes a row of the shop, so no edit of the shop is undone."""
    reverted, written, edits = 0, 0, 50
    for number in range(edits):
        stale = Product.objects.get(pk=arena.median.pk)
        title = f"Edited {number}"
        Product.objects.filter(pk=stale.pk).update(name=title)
        with CaptureQueriesContext(connection) as captured:
            submit(stale, Submission.next())
        reverted += Product.objects.get(pk=stale.pk).name != title
        written += sum(_writes_host(query) for query in captured.captured_queries)
    Product.objects.filter(pk=arena.median.pk).update(name=arena.median.name)
    goals = {"0 reverted edits": reverted == 0, "0 host writes": written == 0}
    return [Row(f"7 host edits undone by reviews, of {edits}", reverted, unit="edits", goals=goals)]


def _writes_host(query: dict[str, Any]) -> bool:
    sql = query["sql"].upper()
    return "BENCHSHOP_" in sql and not sql.startswith("SELECT")
