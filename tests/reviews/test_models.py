import pytest
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError

from django_trust.reviews.models import AppendOnlyError, ModerationEvent, Review, ReviewVersion
from django_trust.reviews.services import edit_review, publish_review, reject_review
from tests.hostshop.models import Product


@pytest.fixture
def event(write_review):
    return reject_review(review=write_review(publish=False), reason="spam").events.get()


@pytest.fixture
def version(write_review):
    return edit_review(review=write_review(title="First"), rating=2, title="Second").versions.get()


CHANGES = [
    lambda row: row.save(),
    lambda row: row.delete(),
    lambda row: type(row).objects.update(review=None),
    lambda row: type(row).objects.all().update(review=None),
    lambda row: type(row).objects.all().delete(),
    lambda row: type(row).objects.filter(pk=row.pk).delete(),
    lambda row: type(row).objects.bulk_update([row], ["review"]),
    lambda row: type(row).objects.update_or_create(pk=row.pk, defaults={"review": row.review}),
]


@pytest.mark.parametrize("change", [*CHANGES, lambda event: event.review.events.all().delete()])
def test_history_can_only_be_added_to(event, change):
    event.note = "x"
    with pytest.raises(AppendOnlyError, match="History cannot be"):
        change(event)
    assert ModerationEvent.objects.get().note == ""


@pytest.mark.parametrize(
    "change", [*CHANGES, lambda version: version.review.versions.update(rating=5, title="Better")]
)
def test_earlier_versions_can_only_be_added_to(version, change):
    version.title = "Better"
    with pytest.raises(AppendOnlyError, match="History cannot be"):
        change(version)
    kept = ReviewVersion.objects.get()
    assert (kept.title, kept.rating) == ("First", 5)


def test_a_review_with_history_cannot_be_deleted(event):
    with pytest.raises(ProtectedError):
        event.review.delete()


def test_history_outlives_the_moderators_account(write_review, staff):
    review = publish_review(review=write_review(publish=False), by=staff)
    staff.delete()
    event = review.events.get()
    assert (event.actor, event.actor_name) == (None, "staff")


def test_history_is_read_in_the_order_it_happened(write_review):
    review = reject_review(review=write_review(), reason="spam")
    assert [event.to_state for event in review.events.all()] == ["published", "rejected"]


@pytest.mark.parametrize("rating", [0, 6])
def test_the_database_itself_refuses_other_stars(write_review, rating):
    review = write_review()
    with pytest.raises(DatabaseError, match="trust_review_rating_1_5"), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(rating=rating)


def test_only_published_reviews_are_public(write_review):
    public = write_review()
    waiting = write_review(publish=False)
    rejected = reject_review(review=write_review(), reason="spam")
    assert list(Review.objects.published()) == [public]
    assert list(Review.objects.pending()) == [waiting]
    assert [review.is_public for review in (public, waiting, rejected)] == [True, False, False]


def test_reviews_of_an_object_are_found_whatever_their_state(write_review, product):
    reviews = {write_review(), write_review(publish=False)}
    write_review(item=Product.objects.create(name="Cup"))
    assert set(Review.objects.for_object(product)) == reviews


def test_a_review_is_named_by_its_first_words(write_review):
    assert str(write_review(title="Short", body="some\nwords")) == "Tea pot: Short some words"
    assert str(write_review(title="", body="word\n" * 40)) == f"Tea pot: {('word ' * 40)[:119]}…"


def test_the_hosts_models_get_no_new_attributes(django_user_model):
    for model in (django_user_model, Product):
        every = model._meta.get_fields(include_hidden=True)
        ours = [
            field for field in every if field.is_relation and field.related_model._meta.app_label == "trust"
        ]
        assert {field.hidden for field in ours} <= {True}


def test_no_index_invites_to_read_one_product_through_the_whole_shop():
    """Ordered by date without the item first, an index made PostgreSQL walk all newer reviews of the shop
    to find twenty of a product that nobody reviewed lately."""
    for index in Review._meta.indexes:
        assert index.fields[0] in ("item", "device_key") or "created_at" not in index.fields
