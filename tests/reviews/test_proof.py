"""What makes a purchase "verified", and what takes that away."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

from django_trust.reviews.models import EventKind, Review, ReviewSource
from django_trust.reviews.people import find_purchase_line
from django_trust.reviews.phrases import collected_by
from django_trust.reviews.ratings import rebuild_ratings
from django_trust.reviews.services import confirm_email, publish_review, submit_review
from django_trust.reviews.tokens import author_token
from django_trust.reviews.widgets import published_card, rating_summary
from django_trust.shop.adapter import ShopAdapter
from django_trust.shop.services import cancel_purchase, item_for, mark_delivered, refund_lines
from tests.markup import read

WORDS = {"rating": "4", "title": "Good", "body": "It pours well.", "email": "mari@example.ee"}
NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)


@pytest.fixture
def page_of(client, product):
    return lambda: read(client.get(f"/product/{product.pk}/"))


def test_a_typed_address_proves_nothing_until_its_owner_confirms_it(client, buy, write_url, page_of):
    buy()
    client.post(write_url, WORDS)
    review = Review.objects.get()
    assert (review.verified, review.email_confirmed) == (False, False)
    publish_review(review=review)
    assert "Verified purchase" not in page_of().words
    mailed = author_token(review, mailed=True)
    page = client.get(f"/trust/reviews/mine/{mailed}/")
    assert "Confirm my address" in page.content.decode()
    assert not Review.objects.get().verified
    client.post(f"/trust/reviews/mine/{mailed}/confirm/")
    review.refresh_from_db()
    assert (review.verified, review.email_confirmed) == (True, True)
    assert "Verified purchase" in page_of().words
    assert rating_summary(review.item).verified_count == 1
    assert review.events.filter(kind=EventKind.PROOF_FOUND).count() == 1


def test_the_link_shown_after_sending_confirms_nothing(client, buy, write_url):
    buy()
    page = client.post(write_url, WORDS, follow=True)
    assert "Confirm my address" not in page.content.decode()
    token = author_token(Review.objects.get())
    assert client.post(f"/trust/reviews/mine/{token}/confirm/").status_code == 404
    assert not Review.objects.get().verified


def test_a_confirmed_address_that_bought_nothing_is_not_verified(client, write_url):
    client.post(write_url, WORDS)
    review = confirm_email(review=Review.objects.get())
    assert (review.email_confirmed, review.verified) == (True, False)


def test_a_refund_before_the_confirmation_counts(client, buy, write_url, product):
    purchase = buy()
    client.post(write_url, WORDS)
    refund_lines(reference=purchase.reference, lines=[{"item": product}])
    assert not confirm_email(review=Review.objects.get()).verified


def test_confirming_twice_counts_once(client, buy, write_url, product):
    buy()
    client.post(write_url, WORDS)
    review = publish_review(review=Review.objects.get())
    confirm_email(review=review)
    confirm_email(review=review)
    assert rating_summary(product).verified_count == 1


def test_a_shop_may_believe_typed_addresses(client, buy, write_url, configure):
    configure(REVIEWS_CONFIRM_EMAIL=False)
    buy()
    client.post(write_url, WORDS)
    assert Review.objects.get().verified


def test_an_account_that_bought_needs_no_confirmation(buy, write_url):
    user = User.objects.create_user("mari", "mari@example.ee")
    buy(user=user)
    client = Client()
    client.force_login(user)
    client.post(write_url, WORDS)
    assert Review.objects.get().verified


def test_an_account_with_a_borrowed_address_proves_nothing(buy, write_url):
    buy()
    client = Client()
    client.force_login(User.objects.create_user("thief", "mari@example.ee"))
    client.post(write_url, WORDS)
    assert not Review.objects.get().verified


def test_where_only_buyers_may_write_an_unconfirmed_review_waits(client, buy, write_url, configure):
    configure(REVIEWS_WHO="buyers", REVIEWS_MODERATION="after")
    buy()
    client.post(write_url, WORDS)
    review = Review.objects.get()
    assert review.state == "pending"
    assert confirm_email(review=review).state == "published"


def test_a_verified_review_tells_how_it_came_about(buy, product, page_of):
    purchase = buy()
    mark_delivered(reference=purchase.reference, at=NOON)
    line = purchase.lines.get()
    review = submit_review(item=product, rating=5, email="mari@example.ee", source="invitation")
    assert (review.purchase_line, review.delivered_on) == (line, NOON.date())
    publish_review(review=review)
    words = page_of().one(class_="trust-review").words
    assert "Verified purchase" in words
    assert "Delivered on November 3, 2026" in words
    assert "Written after an invitation" in words


@pytest.mark.django_db(transaction=True)
def test_a_delivery_told_later_reaches_the_review(buy, product):
    purchase = buy()
    review = publish_review(review=submit_review(item=product, rating=5, email="mari@example.ee"))
    assert review.delivered_on is None
    mark_delivered(reference=purchase.reference, at=NOON)
    assert published_card(review.pk).delivered_on == NOON.date()


def test_after_a_refund_the_mark_is_gone_on_the_next_page(buy, product, page_of):
    purchase = buy()
    review = publish_review(review=submit_review(item=product, rating=5, email="mari@example.ee"))
    assert "Verified purchase" in page_of().words
    refund_lines(reference=purchase.reference, lines=[{"item": product}])
    assert "Verified purchase" not in page_of().words
    assert rating_summary(product).verified_count == 0
    assert review.events.last().kind == EventKind.PROOF_LOST


def test_a_cancelled_order_takes_the_mark_of_a_waiting_review_too(buy, product):
    purchase = buy()
    review = submit_review(item=product, rating=5, email="mari@example.ee")
    cancel_purchase(reference=purchase.reference)
    assert not published_card(publish_review(review=review).pk).verified


def test_an_import_is_labelled_by_its_source_and_never_a_verified_purchase(product, page_of):
    review = submit_review(
        item=product, rating=5, email="a@example.test", source="import", verified_by="Judge.me"
    )
    publish_review(review=review)
    words = page_of().one(class_="trust-review").words
    assert "Verified by Judge.me" in words
    assert "Imported" in words
    assert "Verified purchase" not in words


def test_an_import_that_matches_an_order_is_a_verified_purchase(buy, product):
    buy()
    review = submit_review(
        item=product, rating=5, email="mari@example.ee", source="import", verified_by="Judge.me"
    )
    assert review.verified


def test_only_imports_can_name_another_checker(product):
    assert submit_review(item=product, rating=5, email="a@example.test", verified_by="Me").verified_by == ""


@pytest.mark.parametrize("source", ReviewSource.values)
def test_every_way_of_collecting_has_words(source):
    assert collected_by(source)


def test_asking_for_proof_costs_the_same_with_many_orders(buy, product, django_assert_max_num_queries):
    for number in range(30):
        buy(f"person-{number}@example.test")
    buy()
    item = item_for(product)
    with django_assert_max_num_queries(2):
        assert find_purchase_line(item, email="mari@example.ee")


def test_the_figures_of_a_page_ask_nothing_for_proof(buy, product, write_review, django_assert_num_queries):
    buy()
    write_review(email="mari@example.ee")
    with django_assert_num_queries(1):
        assert rating_summary(product).verified_count == 1


class Forgetful(ShopAdapter):
    """Knows the purchases of accounts, until its records are gone."""

    remembers = True

    def has_purchased(self, obj, *, user, email):
        return self.remembers and user is not None


def test_confirming_an_address_takes_no_mark_away(write_url, product, configure, monkeypatch):
    configure(ADAPTER=f"{__name__}.Forgetful", REVIEWS_MODERATION="after")
    client = Client()
    client.force_login(User.objects.create_user("mari", "mari@example.ee"))
    client.post(write_url, WORDS)
    review = Review.objects.get()
    assert (review.verified, review.email_confirmed) == (True, False)
    monkeypatch.setattr(Forgetful, "remembers", False)
    assert confirm_email(review=review).verified
    assert rating_summary(product).verified_count == 1
    assert list(rebuild_ratings(repair=False)) == []
