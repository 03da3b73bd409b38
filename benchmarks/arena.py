"""What all cases share: the products looked at, our widgets as a page calls them, the limit, the peer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.test import RequestFactory

from benchmarks.distribution import FORMER_HIT, HOTTEST, MEDIAN
from benchmarks.limit import Limit
from benchmarks.measuring import Candidate, Distant
from benchmarks.rival import Peer
from benchmarks.shop.models import Product
from benchmarks.submissions import Submission

LISTED = list(range(3, 1000, 21))[:48]  # products of every popularity


@dataclass
class Arena:
    reviews: int
    content_type_id: int
    limit: Limit
    peer: Peer | None
    hottest: Product
    median: Product
    former_hit: Product

    @classmethod
    def open(cls, reviews: int, peer: Peer | None) -> Arena:
        connection.ensure_connection()
        kind = ContentType.objects.get_for_model(Product)
        products = [Product.objects.get(pk=pk) for pk in (HOTTEST, MEDIAN, FORMER_HIT)]
        return cls(reviews, kind.pk, Limit(kind.pk), peer, *products)

    def block(self, product: Product, query: dict[str, Any] | None = None) -> Candidate:
        """The reviews block by its real tag, each time in a new request."""
        template = get_template("benchmarks/block.html")
        return Candidate(
            lambda request: template.render({"product": product}, request), lambda: new_request(query or {})
        )

    def bare_block(self, product: Product) -> Candidate:
        """The same by hand. The CSRF token of the vote buttons is Django's own, so that they would work."""
        return Candidate(
            lambda request: self.limit.block(product.pk, get_token(request)), lambda: new_request({})
        )

    def distant(self, action: str, **arguments: Any) -> dict[str, Distant]:
        """The peer as one more candidate, if it takes part."""
        peer = self.peer
        return {"peer": Distant(lambda: peer.ask(action, **arguments))} if peer else {}


def new_request(query: dict[str, Any]) -> HttpRequest:
    return RequestFactory().get("/product/1/", query)


def numbered(work: Callable[[Submission], Any]) -> Candidate:
    """A submission by somebody else each time."""
    return Candidate(work, Submission.next)
