"""Authors on their own pages: everything the form takes, photos, appeals, the list of an account."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from django_trust.reviews.models import Appeal, Review, ReviewPhoto
from django_trust.reviews.services import (
    publish_photo,
    publish_review,
    reject_photo,
    reject_review,
    withdraw_review,
)
from django_trust.reviews.tokens import author_url
from tests.markup import read
from tests.reviews.test_photos import photo

WORDS = {
    "rating": "4",
    "title": "Good",
    "body": "It pours well.",
    "author_name": "Mari Maasikas",
    "email": "mari@example.ee",
}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def send(client, write_url):
    return lambda **changed: client.post(write_url, {**WORDS, **changed}, follow=True)


@pytest.fixture
def product_page(client, product):
    return lambda: read(client.get(f"/product/{product.pk}/"))


def stored_files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


# What the form takes


def test_all_parts_of_a_review_are_stored_and_shown(send, product_page, configure):
    configure(REVIEWS_MODERATION="after", REVIEWS_CRITERIA={"": ["quality", "fit"]})
    send(
        pros="- Pours well\n• Light\n\n",
        cons="The lid is loose",
        experienced_on="2026-03-31",
        variant="Blue",
        incentive="discount",
        name_style="initial",
        criterion_quality="5",
    )
    card = product_page().one("li", class_="trust-review")
    assert card.one(class_="trust-review-author").words == "Mari M."
    assert [point.words for point in card.one(class_="trust-pros").all("li")] == ["Pours well", "Light"]
    assert [point.words for point in card.one(class_="trust-cons").all("li")] == ["The lid is loose"]
    assert card.one(class_="trust-incentive").words == "The author received a discount."
    assert [fact.words for fact in card.one(class_="trust-facts").all("bdi")] == [
        "Blue",
        "Used on March 31, 2026",
        "Written on the shop's site",
    ]
    criteria = product_page().one("dl", class_="trust-criteria")
    assert [row.words for row in criteria.all("dt")] == ["Quality"]
    assert "5.0" in criteria.words


def test_an_author_may_stay_unnamed(send, product_page, configure):
    configure(REVIEWS_MODERATION="after")
    send(name_style="buyer")
    assert product_page().one(class_="trust-review-author").words == "Anonymous"
    assert "Maasikas" not in product_page().words


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"experienced_on": "31.3.2026"}, "When did you use it?: Please enter a date such as 2026-03-31."),
        (
            {"experienced_on": (timezone.localdate() + timedelta(days=9)).isoformat()},
            "When did you use it?: Please enter a date within the last 20 years, not in the future.",
        ),
        ({"pros": "\n".join("abcdefghi")}, "Good points: Please name at most 8 points, one on each line."),
        ({"cons": "x" * 601}, "Bad points: Please shorten this to 600 characters; it has 601."),
        ({"variant": "x" * 101}, "Which size, colour or version?: Please shorten this to 100 characters"),
        ({"incentive": "money"}, "What did you receive for this review?: Select a valid choice."),
        ({"criterion_quality": "9"}, "Quality: Please choose from 1 to 5 stars."),
    ],
)
def test_a_part_that_cannot_be_stored_is_named_and_the_rest_kept(send, configure, changed, message):
    configure(REVIEWS_CRITERIA={"": ["quality"]})
    response = send(**changed)
    page = read(response)
    assert response.status_code == 400
    assert message in page.one(class_="trust-errors").words
    assert page.one("textarea", name="body").text.strip() == WORDS["body"]
    assert not Review.objects.exists()


def test_a_criterion_the_item_does_not_have_is_left_out(send):
    send(criterion_quality="5")
    assert Review.objects.get().criterion_ratings.count() == 0


# Photos


def test_good_photos_are_saved_and_a_bad_one_is_named(send, media):
    bad = SimpleUploadedFile("logo.svg", SVG, "image/svg+xml")
    page = read(send(photos=[photo(1), bad]))
    assert "Your review is saved. These photos were not:" in page.words
    assert "“logo.svg” is not a photo of a kind accepted here." in page.one(class_="trust-errors").words
    assert (Review.objects.count(), ReviewPhoto.objects.count(), len(stored_files(media))) == (1, 1, 2)


def test_a_refused_review_stores_no_photo_and_says_what_has_to_be_chosen_again(send, media):
    page = read(send(rating="", photos=[photo(1)]))
    assert "Only the photos have to be chosen again" in page.words
    assert (ReviewPhoto.objects.count(), stored_files(media)) == (0, [])


@pytest.fixture
def own(write_review):
    review = write_review(email="mari@example.ee")
    return review, author_url(review)


def test_photos_can_be_added_described_and_removed_later(own, client):
    review, url = own
    client.post(f"{url}photos/", {"photos": [photo(1), photo(2)]})
    first, second = review.photos.all()
    client.post(f"{url}photos/", {"describe": first.pk, "alt": "The pot on our table"})
    client.post(f"{url}photos/", {"remove": second.pk})
    assert [(kept.pk, kept.alt) for kept in review.photos.all()] == [(first.pk, "The pot on our table")]
    assert "pending" in read(client.get(url)).one(id="trust-photos").words


def test_a_bad_photo_added_later_is_named(own, client):
    _, url = own
    response = client.post(f"{url}photos/", {"photos": [SimpleUploadedFile("logo.svg", SVG)]})
    assert response.status_code == 400
    assert "“logo.svg”" in read(response).one(class_="trust-errors").words


@pytest.mark.parametrize("button", ["remove", "describe"])
@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 30, "٣", "other"])
def test_photos_of_others_cannot_be_touched(own, client, write_review, button, key):
    other = write_review()
    client.post(f"{author_url(other)}photos/", {"photos": [photo(1)]})
    taken = other.photos.get()
    _, url = own
    answer = client.post(f"{url}photos/", {button: taken.pk if key == "other" else key, "alt": "mine"})
    assert answer.status_code == 404
    assert other.photos.get().alt == ""


def test_a_withdrawn_review_takes_no_photos(own, client):
    review, url = own
    withdraw_review(review=review)
    assert client.post(f"{url}photos/", {"photos": [photo(1)]}).status_code == 404


def test_photos_of_a_page_are_shown_small_and_linked(own, client, product_page):
    review, url = own
    client.post(f"{url}photos/", {"photos": [photo(1)]})
    publish_photo(photo=review.photos.get())
    picture = product_page().one("ul", class_="trust-photos").one("img")
    assert picture["src"].endswith(".webp")
    assert (picture["alt"], picture["loading"]) == ("Photo by Anonymous", "lazy")
    assert {"width", "height"} <= set(picture.attributes)


# Appeals


def test_an_author_appeals_in_own_words(own, client):
    review, url = own
    reject_review(review=review, reason="off_topic")
    assert read(client.get(url)).one("a", href=f"{url}appeal/").words == "Appeal against the decision"
    page = client.post(f"{url}appeal/", {"text": "It is about the pot."}, follow=True)
    assert Appeal.objects.get().text == "It is about the pot."
    assert "Your appeal is being looked at." in page.content.decode()
    assert not [link for link in read(page).all("a") if link["href"].endswith("/appeal/")]


def test_an_appeal_without_words_is_sent_back(own, client):
    review, url = own
    reject_review(review=review, reason="spam")
    response = client.post(f"{url}appeal/", {"text": " "})
    assert response.status_code == 400
    assert "Please say why your review should be published." in read(response).words


def test_a_long_appeal_is_not_lost(own, client):
    review, url = own
    reject_review(review=review, reason="spam")
    response = client.post(f"{url}appeal/", {"text": "x" * 2001})
    assert "Please shorten this to 2000 characters; it has 2001." in read(response).words
    assert "x" * 2001 in response.content.decode()


def test_one_decision_is_appealed_against_once(own, client):
    review, url = own
    reject_review(review=review, reason="spam")
    client.post(f"{url}appeal/", {"text": "No."})
    response = client.post(f"{url}appeal/", {"text": "No, really."})
    assert response.status_code == 409
    assert "You have already appealed against this decision." in read(response).words


def test_what_is_not_rejected_cannot_be_appealed(own, client):
    _, url = own
    assert client.get(f"{url}appeal/").status_code == 302
    assert client.post(f"{url}appeal/", {"text": "No."}).status_code == 409
    assert not Appeal.objects.exists()


# The page of the own review, and all of an account


def test_a_public_review_has_an_address_to_share(own, client):
    review, url = own
    assert read(client.get(url)).one("input", id="trust-share")["value"] == (
        f"http://testserver/trust/reviews/{review.pk}/"
    )
    reject_review(review=review, reason="spam")
    assert not list(read(client.get(url)).all("input", id="trust-share"))


def test_a_waiting_review_says_when_it_publishes_itself(client, write_review, configure):
    review = write_review(publish=False)
    assert "it is published without a decision." in read(client.get(author_url(review))).words
    configure(REVIEWS_AUTO_PUBLISH_DAYS=0)
    assert "without a decision" not in read(client.get(author_url(review))).words


def test_an_account_finds_its_reviews(client, write_review):
    mari = User.objects.create_user("mari", "mari@example.ee")
    mine, other = write_review(user=mari, title="Mine"), write_review(title="Not mine")
    assert client.get("/trust/reviews/mine/")["Location"].startswith("/accounts/login/?next=")
    client.force_login(mari)
    page = read(client.get("/trust/reviews/mine/"))
    assert "Mine" in page.words
    assert other.title not in page.words
    [link] = page.one("ul", class_="trust-list").all("a")
    assert client.get(link["href"]).status_code == 200
    publish_review(review=mine)


def test_an_account_without_reviews_is_told_so(client, db):
    client.force_login(User.objects.create_user("mari"))
    assert "You have not written a review yet." in read(client.get("/trust/reviews/mine/")).words


def test_an_edit_keeps_the_words_before_for_moderators(own, client):
    review, url = own
    client.post(f"{url}edit/", {"rating": "2", "title": "Changed", "body": "It drips.", "pros": "Light"})
    review.refresh_from_db()
    assert (review.title, review.pros, review.state) == ("Changed", "Light", "pending")
    [version] = review.versions.all()
    assert (version.rating, version.title, version.state) == (5, "", "published")


def test_a_rejected_photo_leaves_room_for_another(own, client, configure):
    configure(REVIEWS_PHOTOS=1)
    review, url = own
    client.post(f"{url}photos/", {"photos": [photo(1)]})
    assert not list(read(client.get(url)).all("input", id="trust-add-photos"))
    reject_photo(photo=review.photos.get(), reason="personal_data")
    assert read(client.get(url)).one("input", id="trust-add-photos")
    client.post(f"{url}photos/", {"photos": [photo(2)]})
    assert [kept.state for kept in review.photos.all()] == ["rejected", "pending"]
