import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.utils import timezone

from django_trust.reviews.models import Report, Review, Vote
from django_trust.reviews.services import publish_review, reject_review, withdraw_review
from django_trust.reviews.tokens import author_token, author_url, review_of_token
from django_trust.shop.references import ItemReference
from tests.hostshop.models import Book, Product
from tests.markup import read

FILLED = {
    "rating": "4",
    "title": "Good",
    "body": "It pours & pours.",
    "author_name": "Mari",
    "email": "mari@example.ee",
}


@pytest.fixture
def send(client, write_url):
    return lambda client=client, **changed: client.post(write_url, {**FILLED, **changed})


def typed(page):
    """What the form of a page holds."""
    form = page.one(class_="trust-form")
    values = {
        field["name"]: field.attributes.get("value") or ""
        for field in form.all("input")
        if field["type"] in ("text", "email") and field["name"] != "variant"
    }
    values["body"] = form.one("textarea", name="body").text.removeprefix("\n")
    values["rating"] = "".join(
        field["value"] for field in form.all("input", type="radio") if "checked" in field.attributes
    )
    return values


def errors(page):
    return page.one(class_="trust-errors").words


# Writing


def test_after_sending_people_read_what_happens_next(send, client):
    response = send()
    review = Review.objects.get()
    assert (review.rating, review.title, review.body, review.source) == (
        4,
        "Good",
        "It pours & pours.",
        "web",
    )
    assert (response.status_code, response["Location"]) == (302, author_url(review))
    page = read(client.get(response["Location"]))
    assert (
        "A moderator will read your review; it is shown once it is published."
        in page.one("p", role="status").words
    )
    assert page.one(class_="trust-review-body").text == "It pours & pours."


def test_where_reviews_are_public_at_once_that_is_said(send, client, configure):
    configure(REVIEWS_MODERATION="after")
    assert "Your review is public now." in read(client.get(send()["Location"])).words


def test_the_review_has_the_language_of_the_page(client, write_url):
    client.post(f"/pt-br{write_url}", FILLED)
    assert Review.objects.get().language == "pt-br"


def test_a_signed_in_person_needs_no_address(client, send):
    user = User.objects.create_user("mari", "mari@example.ee")
    client.force_login(user)
    send(email="")
    assert (Review.objects.get().user, Review.objects.get().email) == (user, "mari@example.ee")


def test_the_form_has_a_page_of_its_own(client, write_url):
    page = read(client.get(write_url))
    assert page.one("h1").text == "Write a review"
    assert (
        page.one("a", href="/product/" + urlsplit(page.one("a")["href"]).path.split("/")[2] + "/").text
        == "Tea pot"
    )
    assert not list(page.all(class_="trust-errors"))


@pytest.mark.parametrize("rating", ["0", "6", "4.5", "", "-1", "five", "٥", "4,5", "NaN"])
def test_a_bad_rating_is_refused_and_nothing_typed_is_lost(send, rating):
    response = send(rating=rating)
    page = read(response)
    assert response.status_code == 400
    assert "Your rating (required): Please choose from 1 to 5 stars." in errors(page)
    assert typed(page) == {
        **{name: FILLED[name] for name in ("title", "author_name", "email", "body")},
        "rating": "",
    }
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"body": "x" * 1_000_000}, "Your review: Please shorten this to 5000 characters; it has 1000000."),
        ({"title": "x" * 151}, "Title of your review: Please shorten this to 150 characters; it has 151."),
        (
            {"author_name": "x" * 81},
            "Your name: Please shorten this to 80 characters; it has 81.",
        ),
        ({"author_name": "mari@example.ee"}, "Please do not use an e-mail address."),
        ({"email": ""}, "Please enter your e-mail address. It is not shown."),
        ({"email": "no address"}, "Enter a valid email address."),
        ({"email": "a@b.test\nBcc: victim@example.test"}, "Enter a valid email address."),
        ({"email": "a@b.test\x00"}, "Null characters are not allowed."),
        ({"email": "a" * 250 + "@b.test"}, "Please shorten this to 254 characters; it has 257."),
    ],
)
def test_what_cannot_be_stored_is_named_and_kept_in_the_form(send, changed, message):
    response = send(**changed)
    page = read(response)
    assert response.status_code == 400
    assert message in errors(page)
    kept = {**FILLED, **changed}
    assert {name: value.replace("\n", "") for name, value in typed(page).items() if name != "email"} == {
        name: value for name, value in kept.items() if name != "email"
    }
    assert not Review.objects.exists()


def test_errors_are_announced_and_linked_to_their_fields(send):
    page = read(send(title="x" * 151, email="no"))
    box = page.one(class_="trust-errors")
    assert box["role"] == "alert"
    ids = {element["id"] for element in page.walk() if "id" in element.attributes}
    assert {link["href"].removeprefix("#") for link in box.all("a")} <= ids
    for name in ("title", "email"):
        field = page.one("input", name=name)
        assert field["aria-invalid"] == "true"
        assert set(field["aria-describedby"].split()) <= ids


def test_missing_stars_are_announced_and_linked_to_the_first_star(send):
    page = read(send(rating=""))
    [link] = page.one(class_="trust-errors").all("a")
    assert link["href"] == f"#{next(page.all('input', type='radio'))['id']}"
    assert page.one("fieldset")["aria-describedby"] == page.one(class_="trust-error")["id"]


def test_an_empty_form_is_answered_like_any_other(client, write_url):
    response = client.post(write_url, {})
    assert response.status_code == 400
    assert "Please choose from 1 to 5 stars." in errors(read(response))


def test_control_characters_are_left_out_silently(send):
    assert (
        send(title="Nul\x00 bell\x07", body="over\u202eride", author_name="Eve\r\nBcc: x").status_code == 302
    )
    review = Review.objects.get()
    assert (review.title, review.body, review.author_name) == ("Nul bell", "override", "Eve Bcc: x")


def test_bytes_that_are_no_text_are_replaced_not_fatal(client, write_url):
    body = b"rating=5&email=a%40b.test&title=%ED%A0%BD&body=%FF%FE"
    response = client.post(write_url, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 302
    assert Review.objects.get().title == "\ufffd\ufffd\ufffd"


def test_a_body_larger_than_django_takes_is_a_clear_4xx(send):
    assert send(body="x" * 3_000_000).status_code in (400, 413)


# The product behind the form


@pytest.mark.parametrize(
    "token", ["x", "../../../../etc/passwd", "eyJ0.AAAA.%00", "W10:1:x", "%ED%A0%BD", "1" * 3000]
)
def test_a_forged_token_finds_nothing(client, db, token):
    for method in (client.get, client.post):
        assert method(f"/trust/reviews/write/{token}/").status_code == 404


def test_an_unknown_product_finds_nothing(client, product):
    reference = ItemReference(ItemReference.of(product).content_type_id, "987654321")
    assert client.get(f"/trust/reviews/write/{reference.token()}/").status_code == 404


def test_a_product_deleted_meanwhile_loses_no_words(send, product):
    product.delete()
    response = send()
    page = read(response)
    assert response.status_code == 410
    assert "This product is not sold here any more" in errors(page)
    assert typed(page)["body"] == FILLED["body"]
    assert not Review.objects.exists()


def test_a_product_without_page_can_be_reviewed(client, db):
    book = Book.objects.create(title="Atlas")
    response = client.post(f"/trust/reviews/write/{ItemReference.of(book).token()}/", FILLED)
    assert client.get(response["Location"]).status_code == 200


# Twice


def test_a_double_submission_is_stored_once_and_shows_the_way_to_change_it(send, client, write_url):
    assert send().status_code == 302
    response = send(title="Again", rating="1")
    page = read(response)
    assert response.status_code == 409
    assert "You have already reviewed this. You can change your review instead" in errors(page)
    assert typed(page)["title"] == "Again"
    assert page.one(class_="trust-errors").one("form")["action"] == write_url.replace("/write/", "/link/")
    assert (Review.objects.count(), Review.objects.get().rating) == (1, 4)


def test_the_account_that_wrote_it_goes_there_at_once(send, client):
    client.force_login(User.objects.create_user("mari", "mari@example.ee"))
    send()
    [link] = read(send()).one(class_="trust-errors").all("a")
    assert link.words == "Change your review"
    assert review_of_token(link["href"].split("/")[-2]) == Review.objects.get()


# The edit link by mail


def test_the_edit_link_goes_to_the_authors_own_mailbox(send, client, write_url):
    send()
    answer = client.post(write_url.replace("/write/", "/link/"), {"email": " MARI@example.ee"})
    _, message = mail.outbox  # the first one is the receipt
    assert message.to == ["mari@example.ee"]
    assert message.subject == "Your review of Tea pot"
    link = re.search(r"^http://testserver(/\S+)$", message.body, re.MULTILINE)[1]
    assert client.get(link).status_code == 200
    assert "a link to change it is on its way" in read(answer).words


def test_the_answer_does_not_tell_who_has_reviewed(send, client, write_url):
    send()
    link = write_url.replace("/write/", "/link/")
    known, unknown, broken = (
        client.post(link, {"email": email}).content
        for email in ("mari@example.ee", "else@example.ee", "\x00\nno")
    )
    assert known == unknown == broken
    assert len(mail.outbox) == 2


def test_the_mail_is_in_the_language_of_the_review(client, write_url):
    client.post(f"/et{write_url}", FILLED)
    client.post(write_url.replace("/write/", "/link/"), {"email": FILLED["email"]})
    assert "/et/trust/reviews/mine/" in mail.outbox[1].body


def test_names_are_plain_text_in_mails(client, send, product, write_url):
    product.name = "Tom & Jerry's <mug>"
    product.save()
    send()
    client.post(write_url.replace("/write/", "/link/"), {"email": FILLED["email"]})
    assert [message.subject for message in mail.outbox] == [
        "We have received your review of Tom & Jerry's <mug>",
        "Your review of Tom & Jerry's <mug>",
    ]
    assert all("Tom & Jerry's <mug>" in message.body for message in mail.outbox)


def test_a_name_with_line_breaks_adds_no_header(client, db):
    product = Product.objects.create(name="Lamp\nContent-Type: text/html")
    token = ItemReference.of(product).token()
    client.post(f"/trust/reviews/write/{token}/", FILLED)
    client.post(f"/trust/reviews/link/{token}/", {"email": FILLED["email"]})
    headers = mail.outbox[1].message()
    assert headers["Subject"] == "Your review of Lamp Content-Type: text/html"
    assert headers.get_content_type() == "text/plain"


# The author's own page


@pytest.fixture
def own(send):
    send()
    review = Review.objects.get()
    return review, author_url(review)


@pytest.mark.parametrize(
    ("decide", "message"),
    [
        (publish_review, "Thank you. Your review is public now."),
        (withdraw_review, "You have withdrawn your review. It is not shown any more."),
    ],
)
def test_authors_see_what_became_of_their_review(own, client, decide, message):
    review, url = own
    decide(review=review)
    page = read(client.get(url))
    assert page.one("p", role="status").words == message
    assert ("Withdraw this review" in page.words) == (decide is publish_review)


def test_authors_of_rejected_reviews_read_the_reason_and_what_they_can_do(own, client):
    review, url = own
    reject_review(review=review, reason="off_topic")
    page = read(client.get(url))
    assert page.one("p", role="status").words == (
        "Your review was not published for this reason: Not about this product or shop. "
        "You can change it and send it again."
    )
    assert page.one("a", href=f"{url}edit/").words == "Change your review"


def test_authors_change_their_words(own, client):
    review, url = own
    page = read(client.get(f"{url}edit/"))
    assert typed(page)["body"] == FILLED["body"]
    assert typed(page)["rating"] == "4"
    assert "email" not in typed(page)
    response = client.post(f"{url}edit/", {"rating": "2", "title": "", "body": "It drips."})
    assert response["Location"] == url
    review.refresh_from_db()
    assert (review.rating, review.title, review.body, review.email) == (2, "", "It drips.", "mari@example.ee")


def test_a_bad_change_is_refused_and_kept_in_the_form(own, client):
    _, url = own
    response = client.post(f"{url}edit/", {"rating": "6", "body": "It drips."})
    assert response.status_code == 400
    assert typed(read(response))["body"] == "It drips."
    assert Review.objects.get().rating == 4


def test_authors_withdraw_by_a_button_not_by_a_link(own, client):
    review, url = own
    assert client.get(f"{url}withdraw/").status_code == 405
    assert client.post(f"{url}withdraw/")["Location"] == url
    review.refresh_from_db()
    assert review.state == "withdrawn"


@pytest.mark.parametrize("page", ["", "edit/", "withdraw/"])
def test_the_way_to_a_review_cannot_be_guessed(own, client, page, product):
    review, _ = own
    forged = [str(review.pk), author_token(review)[:-1], ItemReference.of(product).token(), "x" * 500, "%00"]
    for token in forged:
        for method in (client.get, client.post):
            assert method(f"/trust/reviews/mine/{token}/{page}").status_code in (404, 405)
    review.refresh_from_db()
    assert review.state == "pending"


def test_a_link_ends_after_half_a_year(own, client):
    with time_machine.travel(timezone.now() + timedelta(days=181)):
        assert client.get(own[1]).status_code == 404


def test_pages_of_authors_are_never_cached_nor_indexed(own, client):
    response = client.get(own[1])
    assert "no-store" in response["Cache-Control"]
    assert read(response).one("meta", name="robots")["content"] == "noindex"


# One review


def test_a_published_review_has_a_page(client, write_review):
    review = write_review(title="Fine", body="Text")
    page = read(client.get(f"/trust/reviews/{review.pk}/"))
    assert page.one(class_="trust-review-title").text == "Fine"


@pytest.mark.parametrize("state", ["pending", "rejected", "withdrawn"])
@pytest.mark.parametrize("page", ["", "vote/", "report/"])
def test_an_unpublished_review_does_not_exist(client, write_review, state, page):
    review = write_review(publish=False, body="secret words")
    if state == "rejected":
        reject_review(review=review, reason="spam")
    if state == "withdrawn":
        withdraw_review(review=review)
    for method in (client.get, client.post):
        response = method(f"/trust/reviews/{review.pk}/{page}", {"reason": "spam"})
        assert response.status_code in (404, 405)
        assert b"secret words" not in response.content
    assert not Vote.objects.exists()


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_a_review_that_never_was_does_not_exist_either(client, db, number):
    for page in ("", "vote/", "report/"):
        assert client.post(f"/trust/reviews/{number}/{page}").status_code == 404


# Voting


def vote(client, review, **data):
    return client.post(f"/trust/reviews/{review.pk}/vote/", data)


def test_a_vote_counts_once_and_leads_back(client, write_review, product):
    review = write_review()
    for _ in range(2):
        response = vote(
            client, review, helpful="1", next=f"/product/{product.pk}/?trust_stars=5#trust-reviews"
        )
        assert response["Location"] == f"/product/{product.pk}/?trust_stars=5#trust-review-{review.pk}"
    review.refresh_from_db()
    assert (review.helpful_count, Vote.objects.count()) == (1, 1)


def test_another_device_is_another_voter(client, write_review):
    review = write_review()
    for agent in ("A", "B"):
        client.post(f"/trust/reviews/{review.pk}/vote/", headers={"user-agent": agent})
    assert Vote.objects.count() == 2


def test_nobody_votes_on_the_own_review(client, send):
    send()
    review = Review.objects.get()
    Review.objects.update(state="published")
    response = vote(client, review)
    assert response.status_code == 403
    assert "You cannot vote on your own review." in read(response).words
    assert not Vote.objects.exists()


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "\x00//evil.example",
        "x" * 5000,
        "",
    ],
)
def test_voting_never_leads_to_another_site(client, write_review, product, target):
    response = vote(client, write_review(), next=target)
    assert response.status_code == 302
    assert urlsplit(response["Location"]).netloc in ("", "testserver")
    assert not response["Location"].startswith(("//", "\\", "javascript"))


def test_a_button_is_no_link(client, write_review):
    review = write_review()
    assert client.get(f"/trust/reviews/{review.pk}/vote/").status_code == 405
    assert not Vote.objects.exists()


# Reporting


def test_a_report_comes_before_a_moderator(client, write_review):
    review = write_review()
    url = f"/trust/reviews/{review.pk}/report/"
    assert len(list(read(client.get(url)).all("input", type="radio"))) == 10
    for _ in range(2):
        page = read(client.post(url, {"reason": "fake", "details": "Look <here>"}))
        assert "Thank you for your report" in page.words
    assert (Report.objects.get().details, Review.objects.get().open_reports) == ("Look <here>", 1)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"reason": "dislike", "details": "Kept"}, "Select a valid choice."),
        ({"details": "Kept"}, "This field is required."),
        ({"reason": "spam", "details": "Kept" * 300}, "Please shorten this to 1000 characters; it has 1200."),
    ],
)
def test_a_bad_report_is_refused_and_kept_in_the_form(client, write_review, data, message):
    response = client.post(f"/trust/reviews/{write_review().pk}/report/", data)
    page = read(response)
    assert response.status_code == 400
    assert message in page.words
    assert page.one("textarea").text.strip() == data["details"]
    assert not Report.objects.exists()


# Protection


@pytest.fixture
def strict(db):
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("page", ["write", "vote", "report", "edit", "withdraw", "link"])
def test_forms_of_other_sites_change_nothing(strict, write_review, write_url, page):
    review = write_review()
    urls = {
        "write": write_url,
        "vote": f"/trust/reviews/{review.pk}/vote/",
        "report": f"/trust/reviews/{review.pk}/report/",
        "edit": f"{author_url(review)}edit/",
        "withdraw": f"{author_url(review)}withdraw/",
        "link": write_url.replace("/write/", "/link/"),
    }
    assert strict.post(urls[page], {**FILLED, "reason": "spam"}).status_code == 403
    review.refresh_from_db()
    assert (Review.objects.count(), review.state, review.title) == (1, "published", "")
    assert not Vote.objects.exists()
    assert not mail.outbox


def test_the_form_of_the_product_page_passes_the_protection(strict, product):
    page = read(strict.get(product.get_absolute_url()))
    form = page.one(class_="trust-form").one("form")
    token = form.one("input", name="csrfmiddlewaretoken")["value"]
    assert strict.post(form["action"], {**FILLED, "csrfmiddlewaretoken": token}).status_code == 302


def test_the_buttons_of_the_product_page_pass_the_protection(strict, product, write_review):
    review = write_review()
    page = read(strict.get(product.get_absolute_url()))
    button = page.one("button", name="helpful")
    form = page.one("form", id=button["form"])
    data = {field["name"]: field["value"] for field in form.all("input")}
    assert strict.post(button["formaction"], {**data, "helpful": "1"}).status_code == 302
    review.refresh_from_db()
    assert review.helpful_count == 1


def test_too_many_reviews_are_stopped_with_a_message_and_lose_nothing(send, configure):
    configure(THROTTLE={"submit": "2/day"})
    for number in range(2):
        assert send(email=f"p{number}@b.test").status_code == 302
    response = send(email="p3@b.test")
    page = read(response)
    assert response.status_code == 429
    assert "Too many requests came from you in a short time." in errors(page)
    assert "Nothing was lost." in errors(page)
    assert typed(page) == {**FILLED, "email": "p3@b.test"}
    assert Review.objects.count() == 2


def test_votes_and_reports_are_stopped_too(client, write_review, configure):
    configure(THROTTLE={"vote": "1/day", "report": "1/day"})
    first, second = write_review(), write_review()
    assert vote(client, first).status_code == 302
    response = vote(client, second)
    assert response.status_code == 429
    assert "Too many requests" in read(response).words
    report = {"reason": "spam", "details": "Typed"}
    assert client.post(f"/trust/reviews/{first.pk}/report/", report).status_code == 200
    response = client.post(f"/trust/reviews/{second.pk}/report/", report)
    assert response.status_code == 429
    assert read(response).one("textarea", name="details").text.strip() == "Typed"
    assert (Vote.objects.count(), Report.objects.count()) == (1, 1)


def test_the_edit_mail_is_stopped_too(send, client, write_url, configure):
    configure(THROTTLE={"submit": "2/day"})
    send()
    for status in (200, 429):
        assert (
            client.post(write_url.replace("/write/", "/link/"), {"email": FILLED["email"]}).status_code
            == status
        )
    assert len(mail.outbox) == 2  # the receipt and one link


def test_a_change_is_stopped_too(own, client, configure):
    configure(THROTTLE={"submit": "1/day"})
    change = f"{own[1]}edit/"
    assert client.post(change, {"rating": "2", "body": "First"}).status_code == 302
    response = client.post(change, {"rating": "1", "body": "Second"})
    assert response.status_code == 429
    assert typed(read(response))["body"] == "Second"
    assert Review.objects.get().rating == 2
