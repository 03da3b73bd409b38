import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from django_trust.prepared import Prepared
from django_trust.shop.models import Item
from django_trust.shop.services import item_for
from tests.hostshop.models import Product

pytestmark = pytest.mark.django_db
ITEMS = Prepared(
    lambda: Item,
    lambda kind, keys: (
        Item.objects.filter(content_type_id=kind, object_id__in=[keys])
        .order_by("object_id")
        .values_list("object_id", "name")
    ),
    "kind",
    "keys",
)


def test_a_list_of_any_length_finds_what_the_orm_finds():
    items = [item_for(Product.objects.create(name=f"Product {number}")) for number in range(5)]
    kind, keys = items[0].content_type_id, sorted(item.object_id for item in items)
    for number in range(6):
        expected = Item.objects.filter(object_id__in=keys[:number]).order_by("object_id")
        assert ITEMS.rows(kind=kind, keys=keys[:number]) == list(expected.values_list("object_id", "name"))


def test_an_empty_list_asks_nothing():
    with CaptureQueriesContext(connection) as queries:
        assert ITEMS.rows(kind=1, keys=[]) == []
    assert not queries


def test_a_text_is_never_sql():
    assert ITEMS.rows(kind=1, keys=["') OR 1=1 --"]) == []
