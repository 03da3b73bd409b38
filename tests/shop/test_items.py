import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from django_trust.shop.models import Item
from django_trust.shop.references import ItemReference
from django_trust.shop.services import item_for, refresh_item
from tests.hostshop.models import Book, Gadget, Product, ProductProxy, SpecialProduct, Variant


@pytest.fixture(params=["integer", "uuid", "slug"])
def thing(request, db):
    kinds = {
        "integer": lambda: Product.objects.create(name="Cup"),
        "uuid": lambda: Book.objects.create(title="Atlas"),
        "slug": lambda: Gadget.objects.create(slug="lamp-1", name="Lamp"),
    }
    return kinds[request.param]()


def test_any_kind_of_key_names_one_item(thing):
    item = item_for(thing)
    assert item.object_id == str(thing.pk)
    assert item_for(type(thing).objects.get(pk=thing.pk)) == item
    assert item.host_object() == thing
    assert Item.objects.for_object(thing).get() == item


def test_a_token_and_a_label_lead_back_to_the_object(thing):
    reference = ItemReference.of(thing)
    assert ItemReference.from_token(reference.token()) == reference
    assert ItemReference.from_label(reference.label()) == reference
    assert reference.label() == f"hostshop.{type(thing).__name__.lower()}:{thing.pk}"


def test_an_item_stands_for_itself(product):
    item = item_for(product)
    assert item_for(item) is item
    assert ItemReference.of(item) == ItemReference.of(product)


def test_naming_an_object_costs_no_query(product, django_assert_num_queries):
    ContentType.objects.get_for_model(Product)
    with django_assert_num_queries(0):
        ItemReference.of(product)


def test_a_proxy_shares_the_item_of_its_product(product):
    assert item_for(ProductProxy.objects.get(pk=product.pk)) == item_for(product)


def test_a_deferred_object_shares_the_item(product):
    assert item_for(Product.objects.defer("name").get(pk=product.pk)) == item_for(product)
    assert item_for(Product.objects.only("pk").get(pk=product.pk)) == item_for(product)


def test_a_child_by_multi_table_inheritance_has_its_own_item(db):
    special = SpecialProduct.objects.create(name="Golden cup")
    assert item_for(special).host_object() == special
    assert item_for(special) == item_for(SpecialProduct.objects.get(pk=special.pk))


def test_the_adapter_lets_a_variant_share_its_products_item(product):
    variant = Variant.objects.create(product=product, size="M")
    assert item_for(variant) == item_for(product)
    assert ItemReference.of(variant) == ItemReference.of(product)


def test_the_same_key_of_two_models_is_two_items(db):
    Gadget.objects.create(slug="7", name="Lamp")
    product = Product.objects.create(pk=7, name="Cup")
    assert item_for(product) != item_for(Gadget.objects.get(pk="7"))


def test_slugs_that_differ_in_case_are_two_items(db):
    kind = ContentType.objects.get_for_model(Gadget)
    for key in ("Mug", "mug"):
        Item.objects.create(content_type=kind, object_id=key, name=key)
    assert Item.objects.get(content_type=kind, object_id="mug").name == "mug"


def test_an_item_exists_once(product):
    item = item_for(product)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.create(content_type_id=item.content_type_id, object_id=item.object_id, name="again")


def test_the_snapshot_survives_the_product(product):
    item = item_for(product)
    product.delete()
    item.refresh_from_db()
    assert (item.name, item.sku, item.brand) == ("Tea pot", item.sku, "Testware")
    assert item.host_object() is None


def test_a_snapshot_is_brought_up_to_date(product):
    item = item_for(product)
    product.name = "Big\ntea pot"
    refresh_item(item, product)
    item.refresh_from_db()
    assert item.name == "Big tea pot"


def test_nothing_is_written_when_nothing_changed(product, django_assert_num_queries):
    item = item_for(product)
    with django_assert_num_queries(0):
        refresh_item(item, product)


def test_what_is_too_long_for_the_snapshot_is_cut(db):
    assert item_for(Product(pk=1, name="x" * 300)).name == "x" * 255


def test_only_saved_model_instances_have_reviews(db):
    with pytest.raises(TypeError, match=r"A model instance of the shop is needed, not str\."):
        item_for("Tea pot")
    with pytest.raises(ValueError, match=r"Product must be saved before it can have reviews\."):
        item_for(Product(name="new"))


@pytest.mark.parametrize(
    "label",
    [
        "",
        "hostshop.product",
        "hostshop.product:",
        "hostshop.missing:1",
        "a.b.c:1",
        "product:1",
        "hostshop.product:\x00",
        f"hostshop.product:{'1' * 65}",
    ],
)
def test_a_label_of_nothing_names_nothing(db, label):
    assert ItemReference.from_label(label) is None


@given(st.text())
def test_a_forged_token_names_nothing(db, token):
    assert ItemReference.from_token(token) is None


@pytest.mark.parametrize("key", ["abc", "1.5", "9" * 40, "-1", "\ud83d"])
def test_a_key_of_no_object_finds_no_object(db, key):
    for model in (Product, Book, Gadget):
        if key != "\ud83d":
            assert ItemReference(ContentType.objects.get_for_model(model).pk, key).host_object() is None


def test_a_model_the_shop_has_removed_finds_no_object(db):
    gone = ContentType.objects.create(app_label="old", model="thing")
    assert ItemReference(gone.pk, "1").host_object() is None
    assert ItemReference(gone.pk + 1000, "1").host_object() is None
