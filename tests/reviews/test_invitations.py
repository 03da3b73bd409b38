from datetime import timedelta
from itertools import count

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from django_trust.reviews.invitations import Invitation
from django_trust.reviews.models import Review
from django_trust.reviews.services import publish_review, submit_review
from django_trust.reviews.tokens import author_token
from django_trust.reviews.widgets import published_card
from django_trust.shop.services import cancel_purchase, record_purchase, refund_lines
from tests.hostshop.models import Product
from tests.markup import read
from tests.reviews.test_photos import photo

numbers = count(1)


@pytest.fixture
def order(db):
    """Record an order of three products, as a guest places it."""

    def place(*names, **facts):
        return record_purchase(
            **{
                "reference": f"I{next(numbers)}",
                "email": "mari@example.ee",
                "name": "Mari Maasikas",
                "language": "et",
                "placed_at": timezone.now(),
                "lines": [
                    {"item": Product.objects.create(name=name), "variant": "M"}
                    for name in names or ("Cup", "Bowl", "Jug")
                ],
                **facts,
            }
        )

    return place


def fill(purchase, **by_name):
    """What a browser sends: every row's fields, those given filled in."""
    data = {}
    for line in purchase.lines.select_related("item"):
        prefix = f"line{line.pk}-"
        data |= {prefix + "author_name": "Mari Maasikas", prefix + "name_style": "initial"}
        data |= {prefix + name: value for name, value in by_name.get(line.item.name, {}).items()}
    return data


def names_of(response):
    return [heading.words for heading in read(response).all("h2")]


def test_one_page_reviews_every_item_of_an_order(client, order):
    purchase = order()
    page = client.get(Invitation.of(purchase).url)
    assert (page.status_code, names_of(page)) == (200, ["Cup", "Bowl", "Jug"])
    answer = client.post(
        Invitation.of(purchase).url,
        fill(purchase, Cup={"rating": "5", "title": "Warm"}, Bowl={"rating": "2"}, Jug={"rating": "4"}),
    )
    assert "Thank you. What you have written is saved." in read(answer).words
    assert list(Review.objects.order_by("pk").values_list("item__name", "rating")) == [
        ("Cup", 5),
        ("Bowl", 2),
        ("Jug", 4),
    ]


def test_what_the_shop_knows_is_not_asked_again(client, order):
    purchase = order("Cup")
    page = read(client.get(Invitation.of(purchase).url))
    assert not list(page.all("input", type="email"))
    line = purchase.lines.get()
    assert page.one("input", name=f"line{line.pk}-author_name")["value"] == "Mari Maasikas"
    client.post(Invitation.of(purchase).url, fill(purchase, Cup={"rating": "5"}))
    review = Review.objects.get()
    assert (review.email, review.variant, review.source) == ("mari@example.ee", "M", "invitation")
    assert (review.verified, review.purchase_line) == (True, line)
    assert published_card(publish_review(review=review).pk).author_name == "Mari M."


def test_a_refunded_line_is_missing_a_bad_row_is_named_and_the_good_row_saved(client, order):
    purchase = order()
    cup = purchase.lines.get(item__name="Cup").item
    refund_lines(reference=purchase.reference, lines=[{"item": cup}])
    url = Invitation.of(purchase).url
    assert names_of(client.get(url)) == ["Bowl", "Jug"]
    rows = fill(purchase, Bowl={"rating": "9", "title": "Deep"}, Jug={"rating": "4", "title": "Pours"})
    answer = client.post(url, rows)
    page = read(answer)
    assert answer.status_code == 400
    assert (
        "Bowl: Your rating (required): Please choose from 1 to 5 stars."
        in page.one(class_="trust-errors").words
    )
    assert list(Review.objects.values_list("item__name", "title")) == [("Jug", "Pours")]
    bowl = purchase.lines.get(item__name="Bowl")
    assert page.one("input", name=f"line{bowl.pk}-title")["value"] == "Deep"
    answer = client.post(url, rows | {f"line{bowl.pk}-rating": "3"})
    assert answer.status_code == 200
    assert Review.objects.count() == 2


def test_rows_left_empty_are_no_mistake(client, order):
    purchase = order()
    answer = client.post(Invitation.of(purchase).url, fill(purchase, Bowl={"rating": "3"}))
    assert answer.status_code == 200
    assert list(Review.objects.values_list("item__name", flat=True)) == ["Bowl"]


def test_an_empty_page_is_sent_back(client, order):
    purchase = order()
    answer = client.post(Invitation.of(purchase).url, fill(purchase))
    assert answer.status_code == 400
    assert "Please give stars to at least one product." in read(answer).words
    assert not Review.objects.exists()


def test_words_without_stars_are_kept_and_asked_about(client, order):
    purchase = order("Cup")
    answer = client.post(Invitation.of(purchase).url, fill(purchase, Cup={"title": "Warm", "rating": ""}))
    assert answer.status_code == 400
    line = purchase.lines.get()
    assert read(answer).one("input", name=f"line{line.pk}-title")["value"] == "Warm"


def test_what_is_reviewed_can_be_changed_but_not_written_twice(client, order):
    purchase = order("Cup", "Bowl")
    url = Invitation.of(purchase).url
    rows = fill(purchase, Cup={"rating": "5"})
    client.post(url, rows)
    page = read(client.get(url))
    assert "You have reviewed this." in page.words
    assert len(list(page.all("fieldset"))) == 1
    client.post(url, rows)
    assert Review.objects.count() == 1


def test_an_invitation_may_be_for_one_line(client, order):
    purchase = order()
    line = purchase.lines.get(item__name="Bowl")
    assert names_of(client.get(Invitation.of(purchase, line).url)) == ["Bowl"]


def test_looking_writes_nothing(client, order, django_assert_num_queries):
    purchase = order()
    before = [model.objects.count() for model in (Review,)]
    url = Invitation.of(purchase).url
    with django_assert_num_queries(6):
        client.get(url)
    assert [model.objects.count() for model in (Review,)] == before


def changed(url):
    token = url.rstrip("/").rpartition("/")[2]
    middle = len(token) // 2
    return url.replace(token, token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :])


def test_a_changed_character_opens_nothing(client, order):
    purchase = order()
    for response in (
        client.get(changed(Invitation.of(purchase).url)),
        client.post(changed(Invitation.of(purchase).url), fill(purchase, Cup={"rating": "5"})),
    ):
        assert response.status_code == 410
        assert "This link is not valid any more, or was not copied in full." in read(response).words
    assert not Review.objects.exists()


def test_after_its_time_a_link_opens_nothing(client, order, configure):
    configure(REVIEWS_INVITATION_DAYS=30)
    purchase = order()
    url = Invitation.of(purchase).url
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        assert client.get(url).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert client.get(url).status_code == 410
        assert client.post(url, fill(purchase, Cup={"rating": "5"})).status_code == 410
    assert not Review.objects.exists()


def test_a_cancelled_order_cannot_be_reviewed(client, order):
    purchase = order()
    url = Invitation.of(purchase).url
    cancel_purchase(reference=purchase.reference)
    response = client.post(url, fill(purchase, Cup={"rating": "5"}))
    assert response.status_code == 410
    assert "This order was cancelled, so there is nothing to review." in read(response).words
    assert not Review.objects.exists()


def test_everything_refunded_leaves_a_clear_page(client, order):
    purchase = order("Cup")
    refund_lines(reference=purchase.reference, lines=[{"item": purchase.lines.get().item}])
    response = client.get(Invitation.of(purchase).url)
    assert response.status_code == 410
    assert "refunded" in read(response).words


def test_an_author_link_is_no_invitation_and_the_other_way_round(client, order, write_review):
    purchase = order("Cup")
    token = Invitation.of(purchase).token
    assert client.get(f"/trust/reviews/mine/{token}/").status_code == 404
    own = author_token(write_review())
    assert client.get(f"/trust/reviews/invitation/{own}/").status_code == 410


def test_an_order_without_an_address_can_be_reviewed_too(client, order):
    purchase = order("Cup", email="")
    answer = client.post(Invitation.of(purchase).url, fill(purchase, Cup={"rating": "5"}))
    assert answer.status_code == 200
    assert Review.objects.get().verified
    assert not mail.outbox


def test_the_review_of_an_accounts_order_belongs_to_the_account(client, order):
    user = User.objects.create_user("mari", "mari@example.ee")
    purchase = order("Cup", user=user)
    client.post(Invitation.of(purchase).url, fill(purchase, Cup={"rating": "5"}))
    assert Review.objects.get().user == user


def test_a_review_written_before_by_the_same_address_is_found(client, order):
    purchase = order("Cup")
    submit_review(item=purchase.lines.get().item, rating=3, email="Mari@Example.ee")
    assert "You have reviewed this." in read(client.get(Invitation.of(purchase).url)).words


def test_only_the_ways_we_know_can_be_named(order):
    with pytest.raises(ValueError, match="An invitation comes by"):
        Invitation.of(order(), source="staff")
    with pytest.raises(ValueError, match="another purchase"):
        Invitation.of(order(), order().lines.first())


def test_rows_that_went_wrong_are_throttled_like_any_other(client, order, configure):
    configure(THROTTLE={"submit": "1/hour"})
    purchase = order("Cup")
    url = Invitation.of(purchase).url
    client.post(url, fill(purchase, Cup={"rating": "9"}))
    response = client.post(url, fill(purchase, Cup={"rating": "5", "title": "Warm"}))
    assert response.status_code == 429
    assert 'value="Warm"' in response.content.decode()


def test_words_that_are_hostile_are_only_words(client, order):
    purchase = order("Cup")
    client.post(
        Invitation.of(purchase).url,
        fill(purchase, Cup={"rating": "5", "title": "<script>alert(1)</script>", "body": "\x00 " * 10}),
    )
    assert Review.objects.get().title == "<script>alert(1)</script>"


def test_photos_belong_to_the_row_they_were_chosen_in(client, order, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    purchase = order("Cup", "Bowl")
    cup, bowl = (purchase.lines.get(item__name=name) for name in ("Cup", "Bowl"))
    rows = fill(purchase, Cup={"rating": "5"}, Bowl={"rating": "4"})
    text = SimpleUploadedFile("notes.txt", b"no photo")
    answer = client.post(
        Invitation.of(purchase).url,
        rows | {f"line{cup.pk}-photos": [photo(1), photo(2)], f"line{bowl.pk}-photos": [photo(3), text]},
    )
    assert [review.photos.count() for review in Review.objects.order_by("pk")] == [2, 1]
    [problems] = read(answer).all(class_="trust-errors")
    assert "“notes.txt”" in problems.words
