"""What the peer can be asked to do. Every answer says how long its own work took."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from time import perf_counter, time_ns
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.urls import reverse
from oscar.core.loading import get_class, get_model

from benchmarks.peer import seeding
from benchmarks.processes import burst

TEXT = "Does what it should, and the colour is exactly the one of the picture. " * 3
numbers = count(time_ns())


def seed(reviews: int) -> dict[str, Any]:
    return {"seeded": seeding.seed(reviews)}


def restore(reviews: int) -> dict[str, Any]:
    seeding.restore(reviews)
    return {}


def block(product: int, page: int = 1, sort: str = "recency") -> dict[str, Any]:
    """Oscar's own list of reviews, 20 a page, without the rest of its page."""
    view = get_class("catalogue.reviews.views", "ProductReviewList").as_view(
        template_name="benchmarks_peer/reviews.html"
    )
    request = _request({"sort_by": sort, "page": page})
    return _timed(lambda: view(request, product_slug="x", product_pk=product).render())


def listing(products: list[int], stars: bool) -> dict[str, Any]:
    model, template, request = (
        get_model("catalogue", "Product"),
        get_template("benchmarks_peer/listing.html"),
        _request({}),
    )

    def work() -> None:
        found = list(model.objects.filter(pk__in=products).order_by("pk"))
        template.render({"products": found, "stars": stars}, request)

    return _timed(work)


def submit(product: int) -> dict[str, Any]:
    """Form, model and rating as its view saves them, without HTTP."""
    form_class = get_class("catalogue.reviews.forms", "ProductReviewForm")
    model, data = get_model("catalogue", "Product"), _data(next(numbers))

    def work() -> None:
        form = form_class(model.objects.get(pk=product), user=AnonymousUser(), data=data)
        form.save()

    return _timed(work)


def throughput(product: int, each: int, at_most: float) -> dict[str, Any]:
    connection.close()
    done = burst("benchmarks.peer.actions.poster", product, each=each, at_most=at_most)
    return {"outcomes": done.outcomes, "seconds": done.seconds, "wrong": _rating_is_wrong(product)}


def poster(product: int) -> Callable[[int], str]:
    client = Client(raise_request_exception=False)
    url = reverse(
        "catalogue:reviews-add", kwargs={"product_slug": f"product-{product}", "product_pk": product}
    )
    client.get(url)

    def post(number: int) -> str:
        status = client.post(url, _data(number)).status_code
        return "stored" if status == 302 else f"status {status}"

    return post


def _data(number: int) -> dict[str, Any]:
    return {"title": "Good", "score": 5, "body": TEXT, "name": "Mari", "email": f"reader{number}@example.com"}


def _request(query: dict[str, Any]) -> HttpRequest:
    request = RequestFactory().get("/", query)
    request.user = AnonymousUser()
    return request


def _timed(work: Callable[[], Any]) -> dict[str, Any]:
    started = perf_counter()
    work()
    return {"seconds": perf_counter() - started}


def _rating_is_wrong(product: int) -> bool:
    found = get_model("catalogue", "Product").objects.get(pk=product)
    return abs(found.rating - found.calculate_rating()) > 1e-9


ACTIONS: dict[str, Callable[..., dict[str, Any]]] = {
    function.__name__: function for function in (seed, restore, block, listing, submit, throughput)
}
