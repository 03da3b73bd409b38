"""What one submission costs, what eight processes manage together, and what a review writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Count, Q, Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks import floor
from benchmarks.arena import Arena, numbered, numbers
from benchmarks.distribution import email_of
from benchmarks.limit import BODY, Limit
from benchmarks.measuring import alternate, count_queries
from benchmarks.processes import EACH, PROCESSES, Burst, burst
from benchmarks.report import Row
from benchmarks.shop.models import Product
from django_trust.reviews.models import ItemRating, Review
from django_trust.reviews.services import submit_review
from django_trust.shop.references import ItemReference

TURNS = 4
LONGEST = 30.0  # seconds the peer may take for all its bursts


def submission(arena: Arena) -> list[Row]:
    """Goal 5: one review with exact counters, by the service."""
    rows = []
    for name, product in (("hottest", arena.hottest), ("median", arena.median)):
        ours = numbered(lambda number, product=product: submit(product, number))
        queries = count_queries(ours)
        times = alternate(
            {
                "bare": numbered(lambda number, pk=product.pk: arena.limit.insert(pk, number)),
                "limit": numbered(lambda number, pk=product.pk: arena.limit.insert_and_count(pk, number)),
                "floor": numbered(lambda number, pk=product.pk: floor.submit(pk, number)),
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


def submit(product: Product, number: int) -> Review:
    return submit_review(
        item=product,
        rating=5,
        title="Good",
        body=BODY,
        author_name="Mari",
        email=email_of(number),
        language="en",
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
    actual = Review.objects.published().filter(item_id=product.pk).aggregate(
        count=Count("pk"), total=Sum("rating"), verified_count=Count("pk", filter=Q(verified=True)),
        **{f"stars_{number}": Count("pk", filter=Q(rating=number)) for number in range(1, 6)},
    )  # fmt: skip
    return actual == ItemRating.objects.values(*actual).get(pk=product.pk)


def poster(pk: int) -> Callable[[int], str]:
    """Submit through the real form view, as a browser would."""
    product = Product.objects.get(pk=pk)
    client = Client(raise_request_exception=False)
    url = reverse("trust:review-write", args=[ItemReference.of(product).token()])
    client.get(url)

    def post(number: int) -> str:
        data = {
            "rating": "5",
            "title": "Good",
            "body": BODY,
            "author_name": "Mari",
            "email": email_of(number),
        }
        status = client.post(url, data).status_code
        return "stored" if status == 302 else f"status {status}"

    return post


def raw_poster(pk: int) -> Callable[[int], str]:
    """Submit by hand-written SQL, in a transaction with its counters."""
    limit = Limit(ContentType.objects.get_for_model(Product).pk)

    def post(number: int) -> str:
        limit.insert_and_count(pk, number)
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
            submit(stale, next(numbers))
        reverted += Product.objects.get(pk=stale.pk).name != title
        written += sum(_writes_host(query) for query in captured.captured_queries)
    Product.objects.filter(pk=arena.median.pk).update(name=arena.median.name)
    goals = {"0 reverted edits": reverted == 0, "0 host writes": written == 0}
    return [Row(f"7 host edits undone by reviews, of {edits}", reverted, unit="edits", goals=goals)]


def _writes_host(query: dict[str, Any]) -> bool:
    sql = query["sql"].upper()
    return "BENCHSHOP_" in sql and not sql.startswith("SELECT")
