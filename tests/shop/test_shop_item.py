import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import override

from django_trust.reviews.models import Review
from django_trust.reviews.widgets import rating_summaries, rating_summary, review_page
from django_trust.shop.adapter import ShopIdentity
from django_trust.shop.models import Item
from django_trust.shop.references import ItemReference, is_shop, shop_item
from django_trust.shop.services import item_for, record_purchase, refund_lines
from tests.hostshop.adapter import Adapter
from tests.hostshop.models import Gadget, Product
from tests.markup import read


class NamelessShop(Adapter):
    def get_shop(self):
        return ShopIdentity(name="")


class RenamedShop(Adapter):
    def get_shop(self):
        return ShopIdentity(name="New\nname", url="https://new.example/")


@pytest.fixture(autouse=True)
def _known_types(db):
    ContentType.objects.get_for_model(Item)


def test_naming_the_shop_costs_no_query_and_stores_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        shop = shop_item()
        assert is_shop(shop)
        assert ItemReference.of(shop) == ItemReference.of(shop_item())
    assert (shop.name, shop.url) == ("Test Shop", "https://shop.example/")
    assert not Item.objects.exists()


def test_reading_the_shops_reviews_stores_nothing():
    assert rating_summary(shop_item()).count == 0
    assert review_page(shop_item()).reviews == ()
    assert rating_summaries([shop_item()]).keys() == {ItemReference.of(shop_item())}
    assert not Item.objects.exists()


def test_the_first_review_stores_the_shop_and_the_next_finds_it(write_review):
    first = write_review(5, item=shop_item())
    second = write_review(3, item=shop_item())
    assert first.item_id == second.item_id == item_for(shop_item()).pk
    stored = Item.objects.get()
    assert (stored.name, stored.url, stored.object_id) == ("Test Shop", "https://shop.example/", "shop")
    assert is_shop(stored)
    assert item_for(stored) is stored
    assert rating_summary(shop_item()).total == rating_summary(stored).total == 8
    assert [card.id for card in review_page(shop_item()).reviews] == [second.pk, first.pk]


def test_reviews_of_the_shop_are_not_those_of_a_product(write_review, product):
    write_review(1)
    write_review(5, item=shop_item())
    assert rating_summary(product).total == 1
    assert rating_summary(shop_item()).total == 5


def test_a_product_that_is_called_shop_is_not_the_shop(write_review):
    gadget = Gadget.objects.create(slug="shop", name="A toy shop")
    write_review(2, item=gadget)
    assert not is_shop(item_for(gadget))
    assert item_for(gadget).host_object() == gadget
    assert rating_summary(shop_item()).count == 0


def test_an_item_that_is_neither_stored_nor_the_shop_is_not_made_into_one():
    stand_in = Item(pk=0, content_type=ContentType.objects.get_for_model(Product), object_id="5")
    assert item_for(stand_in) is stand_in
    assert not Item.objects.exists()


@pytest.mark.parametrize("label", ["shop", "trust.item:shop"])
def test_a_label_and_a_token_name_the_shop(label):
    reference = ItemReference.of(shop_item())
    assert ItemReference.from_label(label) == reference
    assert ItemReference.from_token(reference.token()) == reference
    assert reference.label() == "trust.item:shop"
    assert reference.is_shop


def test_no_other_item_has_a_label_of_its_own(write_review):
    stored = write_review().item
    for key in (stored.pk, "Shop", "shop2", "0"):
        assert ItemReference.from_label(f"trust.item:{key}") is None


def test_the_object_behind_the_shop_is_its_stand_in_with_the_name_of_today(write_review, configure):
    item = write_review(5, item=shop_item()).item
    configure(ADAPTER=f"{__name__}.RenamedShop")
    found = item.host_object()
    assert is_shop(found)
    assert (found.name, found.url) == ("New name", "https://new.example/")
    assert Item.objects.get().name == "Test Shop"


def test_a_shop_without_a_name_is_this_shop_in_the_language_of_the_shop(configure, write_review):
    configure(ADAPTER=f"{__name__}.NamelessShop")
    with override("ar"):
        item = write_review(5, item=shop_item()).item
    assert item.name == "This shop"


def test_a_listing_may_hold_the_shop_and_products(product, write_review):
    write_review(4, item=shop_item())
    write_review(2)
    found = rating_summaries([shop_item(), product, shop_item()])
    assert found[ItemReference.of(shop_item())].total == 4
    assert found[ItemReference.of(product)].total == 2


def test_the_shop_is_nothing_to_be_bought(buy, product):
    with pytest.raises(ValueError, match=r"The shop itself cannot be a line of an order\."):
        buy(item=shop_item())
    purchase = buy()
    with pytest.raises(ValueError, match=r"The shop itself cannot be a line of an order\."):
        refund_lines(reference=purchase.reference, lines=[{"item": shop_item()}])
    with pytest.raises(TypeError, match="A model instance of the shop is needed"):
        record_purchase(
            reference="R",
            email="a@example.test",
            language="en",
            placed_at=purchase.placed_at,
            lines=[{"item": "shop"}],
        )


@pytest.mark.parametrize("thing", [None, "shop", 5, Product(name="x"), Item()])
def test_anything_else_is_not_the_shop(thing):
    assert not is_shop(thing)


def test_an_adapter_that_knows_only_products_is_never_asked_about_the_shop(configure, write_review):
    configure(ADAPTER=f"{__name__}.OnlyProducts")
    item = write_review(5, item=shop_item()).item
    assert item.name == "Test Shop"
    assert [card.rating for card in review_page(shop_item()).reviews] == [5]
    assert rating_summaries([shop_item()])[item.reference].count == 1


def test_the_shop_is_reviewed_on_a_page_of_its_own(client):
    url = f"/trust/reviews/write/{ItemReference.of(shop_item()).token()}/"
    assert "Test Shop" in read(client.get(url)).one("main").words
    assert not Item.objects.exists()
    answer = client.post(url, {"rating": "4", "title": "Quick", "email": "mari@example.ee"})
    assert answer.status_code == 302
    review = Review.objects.get()
    assert (review.title, review.rating, is_shop(review.item)) == ("Quick", 4, True)


class OnlyProducts(Adapter):
    """As hosts write adapters: every method expects a product."""

    def get_object(self, obj):
        assert obj.price
        return obj

    def get_name(self, obj):
        return f"{obj.name} for {obj.price}"

    def get_url(self, obj):
        return f"/{obj.price}/"

    def get_category(self, obj):
        return str(obj.price)
