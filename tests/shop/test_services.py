from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from django_trust import signals
from django_trust.shop.models import Item, Purchase, PurchaseLine
from django_trust.shop.services import (
    UnknownPurchase,
    cancel_purchase,
    mark_delayed,
    mark_delivered,
    mark_paid,
    mark_shipped,
    record_purchase,
    refund_lines,
)
from tests.hostshop.models import Product, Variant


@pytest.fixture
def order(product):
    facts = {
        "reference": "1001",
        "email": "Mari@Example.ee ",
        "name": " Mari\n Kask ",
        "language": "ET",
        "country": "ee",
        "currency": "eur",
        "placed_at": timezone.now(),
        "lines": [{"item": product, "quantity": 2, "unit_price": Decimal("19.90"), "variant": "M"}],
    }
    return lambda **changed: record_purchase(**{**facts, **changed})


IN_TRANSACTION = ("purchase_recording", "purchase_facts_changed")


@pytest.fixture
def heard():
    """The names of all purchase signals sent, in order."""
    names, kept = [], []
    for name, signal in vars(signals).items():
        if name.startswith(("purchase_", "lines_")) and name not in IN_TRANSACTION:

            def receiver(sender, name=name, **kwargs):
                assert sender is Purchase
                names.append(name)

            kept.append((signal, receiver))
            signal.connect(receiver)
    yield names
    for signal, receiver in kept:
        signal.disconnect(receiver)


def test_an_order_is_recorded_with_its_lines(order, product):
    purchase = order()
    assert (purchase.email, purchase.name) == ("mari@example.ee", "Mari Kask")
    assert (purchase.language, purchase.country, purchase.currency) == ("et", "EE", "EUR")
    line = purchase.lines.get()
    assert (line.quantity, line.unit_price, line.variant, line.refunded_quantity) == (
        2,
        Decimal("19.9"),
        "M",
        0,
    )
    assert line.item.host_object() == product


def test_recording_twice_changes_nothing(order, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = order()
        again = order(email="else@example.ee", lines=[{"item": first.lines.get().item, "quantity": 9}])
    assert again == first
    assert again.email == "mari@example.ee"
    assert PurchaseLine.objects.get().quantity == 2
    assert heard == ["purchase_recorded"]


def test_a_guest_without_account_or_address_is_a_buyer_too(order):
    purchase = order(email="", user=None)
    assert purchase.lines.get().email_key == ""


def test_references_that_differ_in_case_are_two_orders(order):
    assert order(reference="a1") != order(reference="A1")


def test_recording_refreshes_what_is_known_of_the_product(order, product):
    order()
    product.name = "Tea pot, blue"
    product.save()
    order(reference="1002")
    assert Item.objects.get().name == "Tea pot, blue"


def test_a_bought_variant_counts_for_its_product(order, product):
    variant = Variant.objects.create(product=product, size="M")
    assert order(lines=[{"item": variant}]).lines.get().item.host_object() == product


def test_an_order_without_lines_is_a_mistake_of_the_programmer(order):
    with pytest.raises(ValueError, match=r"Purchase '1001' has no lines\."):
        order(lines=[])


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_line_without_pieces_is_a_mistake_of_the_programmer(order, product, quantity):
    with pytest.raises(ValueError, match="quantity"):
        order(lines=[{"item": product, "quantity": quantity}])
    assert not Purchase.objects.exists()


def test_a_naive_moment_is_a_mistake_of_the_programmer(order):
    with pytest.raises(ValueError, match="needs a time zone"):
        order(placed_at=datetime(2026, 11, 21))


@pytest.mark.parametrize("email", ["no address", "a@b", "mari@example.ee\nBcc: x@y.test"])
def test_a_bad_address_is_refused_and_nothing_stored(order, email):
    with pytest.raises(ValidationError) as refused:
        order(email=email)
    assert list(refused.value.message_dict) == ["email"]
    assert not Purchase.objects.exists()


@pytest.mark.parametrize(
    ("verb", "field", "signal"),
    [
        (mark_paid, "paid_at", "purchase_paid"),
        (mark_shipped, "shipped_at", "purchase_shipped"),
        (mark_delivered, "delivered_at", "purchase_delivered"),
        (cancel_purchase, "cancelled_at", "purchase_cancelled"),
    ],
)
def test_a_moment_is_kept_as_it_was_told_first(
    order, heard, django_capture_on_commit_callbacks, verb, field, signal
):
    order()
    first = timezone.now() - timedelta(days=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert getattr(verb(reference="1001", at=first), field) == first
        assert getattr(verb(reference="1001", at=timezone.now()), field) == first
        assert getattr(verb(reference="1001"), field) == first
    assert heard == [signal]


def test_a_delivery_can_be_corrected(order, heard, django_capture_on_commit_callbacks):
    moment = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        order()
        mark_delivered(reference="1001", at=moment)
        for _ in range(2):
            purchase = mark_delivered(reference="1001", at=moment + timedelta(days=3), correct=True)
    assert heard == ["purchase_recorded", "purchase_delivered", "purchase_delivered"]
    assert purchase.delivered_at == Purchase.objects.get().delivered_at == moment + timedelta(days=3)
    mark_delivered(reference="1001", at=moment)
    assert Purchase.objects.get().delivered_at == moment + timedelta(days=3)


def test_a_correction_of_what_nobody_told_is_the_first_word_on_it(order):
    order()
    moment = timezone.now()
    assert mark_delivered(reference="1001", at=moment, correct=True).delivered_at == moment
    with pytest.raises(UnknownPurchase):
        mark_delivered(reference="none", correct=True)
    with pytest.raises(ValueError, match="time zone"):
        mark_delivered(reference="1001", at=datetime(2026, 1, 1), correct=True)


def test_every_fact_that_changes_is_news_and_no_other(order, product):
    order()

    def is_news():
        return bool(Purchase.objects.filter(has_news=True).update(has_news=False))

    moment = timezone.now()
    verbs = [
        lambda: mark_paid(reference="1001", at=moment),
        lambda: mark_shipped(reference="1001", at=moment),
        lambda: mark_delivered(reference="1001", at=moment),
        lambda: mark_delivered(reference="1001", at=moment + timedelta(days=1), correct=True),
        lambda: mark_delayed(reference="1001", until=date(2026, 12, 1), reason="Storm"),
        lambda: refund_lines(reference="1001", lines=[{"item": product}], at=moment),
        lambda: cancel_purchase(reference="1001", at=moment),
    ]
    assert is_news()
    for verb in verbs:
        verb()
        assert is_news()
        verb()
        assert not is_news()


def test_a_tracking_address_may_come_later(order):
    order()
    mark_shipped(reference="1001")
    assert (
        mark_shipped(reference="1001", tracking_url="https://post.example/1").tracking_url
        == "https://post.example/1"
    )
    assert mark_shipped(reference="1001").tracking_url == "https://post.example/1"


def test_a_delay_is_news_only_when_it_changes(order, heard, django_capture_on_commit_callbacks):
    order()
    with django_capture_on_commit_callbacks(execute=True):
        for day in (1, 1, 2):
            purchase = mark_delayed(reference="1001", until=date(2026, 12, day), reason="Storm")
    assert (purchase.delayed_until, purchase.delay_reason) == (date(2026, 12, 2), "Storm")
    assert heard == ["purchase_delayed", "purchase_delayed"]


@pytest.mark.parametrize(
    "tell",
    [
        lambda product: mark_paid(reference="none"),
        lambda product: mark_shipped(reference="none", tracking_url="https://post.example/"),
        lambda product: mark_delivered(reference="none"),
        lambda product: mark_delayed(reference="none", until=date(2026, 12, 1)),
        lambda product: cancel_purchase(reference="none"),
        lambda product: refund_lines(reference="none", lines=[{"item": product}]),
    ],
    ids=["paid", "shipped", "delivered", "delayed", "cancelled", "refunded"],
)
def test_an_unknown_order_is_named(product, tell):
    with pytest.raises(UnknownPurchase, match=r"No purchase is recorded under 'none'\."):
        tell(product)


def test_refunds_are_told_as_the_sum_so_far(order, product, heard, django_capture_on_commit_callbacks):
    order()
    line = PurchaseLine.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        for told, stored in ((1, 1), (1, 1), (2, 2), (1, 2)):
            refund_lines(reference="1001", lines=[{"item": product, "quantity": told}])
            line.refresh_from_db()
            assert line.refunded_quantity == stored
    assert heard == ["lines_refunded", "lines_refunded"]


def test_a_line_counts_as_bought_until_its_last_piece_is_refunded(order, product):
    order()
    refund_lines(reference="1001", lines=[{"item": product, "quantity": 1}])
    assert PurchaseLine.objects.kept().exists()
    refund_lines(reference="1001", lines=[{"item": product, "quantity": 2}])
    assert not PurchaseLine.objects.kept().exists()


def test_a_cancelled_order_no_longer_counts_as_bought(order):
    order()
    cancel_purchase(reference="1001")
    assert not PurchaseLine.objects.kept().exists()


def test_more_than_was_bought_cannot_be_refunded_and_then_nothing_is(order, product):
    other = Product.objects.create(name="Cup")
    order(lines=[{"item": product, "quantity": 1}, {"item": other, "quantity": 1}])
    with pytest.raises(
        ValidationError, match=r"Order 1001 holds fewer pieces of “Cup” than were to be refunded\."
    ):
        refund_lines(reference="1001", lines=[{"item": product}, {"item": other, "quantity": 2}])
    assert not PurchaseLine.objects.filter(refunded_quantity__gt=0).exists()


def test_a_refund_can_name_the_variant(order, product):
    order(lines=[{"item": product, "variant": "M"}, {"item": product, "variant": "L"}])
    refund_lines(reference="1001", lines=[{"item": product, "variant": "L"}])
    assert PurchaseLine.objects.get(refunded_quantity=1).variant == "L"


def test_a_refund_without_variant_is_spread_over_the_lines(order, product):
    order(
        lines=[
            {"item": product, "quantity": 2, "variant": "M"},
            {"item": product, "quantity": 2, "variant": "L"},
        ]
    )
    refund_lines(reference="1001", lines=[{"item": product, "quantity": 3}])
    assert list(PurchaseLine.objects.order_by("pk").values_list("refunded_quantity", flat=True)) == [2, 1]


def test_no_signal_before_the_transaction_is_stored(order, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        order()
    assert heard == []
    assert waiting


def test_a_failing_receiver_never_breaks_the_shop(order, django_capture_on_commit_callbacks):
    def fail(sender, **kwargs):
        raise RuntimeError("broken receiver")

    signals.purchase_recorded.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            assert order().pk
    finally:
        signals.purchase_recorded.disconnect(fail)


def test_a_deleted_account_leaves_the_purchase(order, django_user_model):
    user = django_user_model.objects.create_user("mari")
    purchase = order(user=user)
    user.delete()
    purchase.refresh_from_db()
    assert purchase.user is None
