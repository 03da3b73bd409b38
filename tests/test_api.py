import json

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from django_trust.reviews.models import Reply, Report, Review, Vote
from django_trust.reviews.services import confirm_email, reply_to_review
from django_trust.shop.references import ItemReference
from tests.hostshop.models import Book, Product

LIST = "/trust/api/v1/reviews/"
SUMMARIES = f"{LIST}summaries/"
LABEL = "hostshop.product"


@pytest.fixture
def post(client):
    def send(url, client=client, **data):
        return client.post(url, json.dumps(data), content_type="application/json")

    return send


@pytest.fixture
def submit(post, product):
    def send(**changed):
        return post(
            LIST, **{"item": f"{LABEL}:{product.pk}", "rating": 4, "email": "mari@example.ee", **changed}
        )

    return send


# Reading


def test_a_list_has_figures_reviews_and_the_way_on(client, product, write_review, configure):
    configure(REVIEWS_PAGE_SIZE=2)
    reviews = [
        write_review(rating, title=f"T{rating}", author_name="Mari", language="pt-br") for rating in (5, 4, 3)
    ]
    reply_to_review(review=reviews[2], body="Thanks", language="et")

    answer = client.get(LIST, {"item": f"{LABEL}:{product.pk}"}).json()

    assert answer["summary"] == {
        "average": 4.0,
        "count": 3,
        "histogram": {"5": 1, "4": 1, "3": 1, "2": 0, "1": 0},
        "verified_count": 0,
        "languages": {"pt-br": 3},
        "score": "mean",
        "frozen_until": None,
        "criteria": {},
    }
    first = answer["results"][0]
    assert first.pop("created_at")
    assert first.pop("reply")["body"] == "Thanks"
    assert first == {
        "id": reviews[2].pk,
        "rating": 3,
        "title": "T3",
        "body": "",
        "author_name": "Mari",
        "language": "pt-BR",
        "verified": False,
        "verified_by": "",
        "source": "web",
        "incentive": "",
        "pros": [],
        "cons": [],
        "variant": "",
        "experienced_on": None,
        "delivered_on": None,
        "photos": [],
        "helpful_count": 0,
        "edited_at": None,
    }
    rest = client.get(LIST, {"item": f"{LABEL}:{product.pk}", "after": answer["next"]}).json()
    assert [review["id"] for review in rest["results"]] == [reviews[0].pk]
    assert rest["next"] is None


def test_a_list_takes_the_filters_of_the_page(client, product, write_review):
    five, three = write_review(5, language="et"), write_review(3, days_ago=1)

    def ids(**query):
        answer = client.get(LIST, {"item": f"{LABEL}:{product.pk}", **query})
        assert answer.status_code == 200
        return [review["id"] for review in answer.json()["results"]]

    assert ids() == ids(sort="highest") == [five.pk, three.pk]
    assert ids(sort="lowest") == [three.pk, five.pk]
    assert ids(stars="5") == ids(language="et") == [five.pk]
    assert ids(verified="true") == []
    assert ids(verified="false") == [five.pk, three.pk]


def test_nothing_private_leaves(client, product, write_review):
    write_review(email="secret@example.ee")
    write_review(publish=False, title="hidden")
    text = client.get(LIST, {"item": f"{LABEL}:{product.pk}"}).content.decode()
    assert "secret" not in text
    assert "hidden" not in text


def test_an_item_can_be_named_by_its_token(client, product, write_review):
    write_review()
    assert client.get(LIST, {"item": ItemReference.of(product).token()}).json()["summary"]["count"] == 1


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"stars": "6"}, "“stars” must be one of 1, 2, 3, 4, 5."),
        ({"verified": "1"}, "“verified” must be one of true, false."),
        ({"sort": "best"}, "“sort” must be one of yours, newest, helpful, highest, lowest."),
        ({"after": "forged"}, "This page address is not valid. Start from the first page."),
        ({"after": f"3.{'9' * 18}.1"}, "This page address is not valid. Start from the first page."),
    ],
)
def test_a_wrong_question_is_answered_by_what_is_allowed(client, product, write_review, query, message):
    write_review()
    answer = client.get(LIST, {"item": f"{LABEL}:{product.pk}", **query})
    assert (answer.status_code, answer.json()) == (400, {"detail": message})


@pytest.mark.parametrize("language", ["\x00", "e\x00t", "<b>", "x" * 500, "\ufffd"])
def test_a_language_that_is_none_breaks_nothing(client, product, write_review, language):
    write_review()
    assert client.get(LIST, {"item": f"{LABEL}:{product.pk}", "language": language}).status_code in (200, 400)


@pytest.mark.parametrize(
    "label",
    ["", "x", "hostshop.missing:1", f"{LABEL}:", f"{LABEL}:\x00", f"{LABEL}:{'1' * 99}", "%00", "a.b.c:1"],
)
def test_an_unknown_item_is_not_found(client, db, label):
    assert client.get(LIST, {"item": label}).status_code == 404


def test_figures_of_many_items_come_at_once(client, product, write_review, django_assert_num_queries):
    write_review(5)
    other = Product.objects.create(name="Cup")
    labels = [f"{LABEL}:{product.pk}", f"{LABEL}:{other.pk}"]
    with django_assert_num_queries(1):
        answer = client.get(SUMMARIES, {"items": ",".join(labels)})
    assert [answer.json()[label]["count"] for label in labels] == [1, 0]
    assert answer.json()[labels[1]]["average"] is None


def test_too_many_items_at_once_are_refused(client, db):
    answer = client.get(SUMMARIES, {"items": ",".join(f"{LABEL}:{number}" for number in range(101))})
    assert (answer.status_code, answer.json()["detail"]) == (
        400,
        "At most 100 items can be asked for at once.",
    )


# Writing


def test_a_review_is_submitted_by_the_same_rules(submit):
    answer = submit(title="Good", body="<b>It pours.</b>", author_name="Mari", language="et")
    review = Review.objects.get()
    assert (answer.status_code, answer.json()) == (201, {"id": review.pk, "state": "pending"})
    assert (review.rating, review.body, review.source, review.language) == (
        4,
        "<b>It pours.</b>",
        "api",
        "et",
    )


def test_all_parts_of_a_review_go_in_and_come_out(submit, client, product, configure):
    configure(REVIEWS_CRITERIA={"": ["quality", "fit"]}, REVIEWS_MODERATION="after")
    answer = submit(
        pros=["Pours well", "Light"],
        cons="The lid is loose",
        criteria={"quality": 5},
        experienced_on="2026-03-31",
        variant="Blue",
        incentive="free",
        author_name="Mari Maasikas",
        name_style="initial",
    )
    assert answer.status_code == 201
    shown = client.get(LIST, {"item": f"{LABEL}:{product.pk}"}).json()
    assert shown["summary"]["criteria"] == {"quality": {"average": 5.0, "count": 1}}
    [review] = shown["results"]
    parts = ("pros", "cons", "experienced_on", "variant", "incentive", "author_name", "source", "verified")
    assert [review[name] for name in parts] == [
        ["Pours well", "Light"],
        ["The lid is loose"],
        "2026-03-31",
        "Blue",
        "free",
        "Mari M.",
        "api",
        False,
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pros", 5),
        ("pros", ["x", 5]),
        ("pros", ["x"] * 9),
        ("cons", {"x": 1}),
        ("cons", "x" * 601),
        ("criteria", ["quality"]),
        ("criteria", {"quality": 9}),
        ("criteria", {"quality": [1]}),
        ("criteria", {"taste": 5}),
        ("experienced_on", "tomorrow"),
        ("experienced_on", "0001-01-01"),
        ("experienced_on", 20260331),
        ("variant", "x" * 101),
        ("incentive", "money"),
        ("name_style", "loud"),
    ],
)
def test_a_part_that_cannot_be_stored_is_named(submit, configure, field, value):
    configure(REVIEWS_CRITERIA={"": ["quality"]})
    answer = submit(**{field: value})
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not Review.objects.exists()


def test_an_address_sent_to_the_api_proves_a_purchase_once_it_is_confirmed(submit, buy):
    buy()
    submit()
    review = Review.objects.get()
    assert not review.verified
    assert confirm_email(review=review).verified


def test_a_reporter_may_leave_an_address(post, write_review):
    url = f"{LIST}{write_review().pk}/report/"
    assert post(url, reason="spam", contact="no address").json() == {
        "contact": ["Enter a valid email address."]
    }
    assert post(url, reason="spam", contact="liis@example.ee").status_code == 201
    assert Report.objects.get().contact == "liis@example.ee"


@pytest.mark.parametrize("rating", [0, 6, 4.5, "", None, "4.5", True, [], {}, "٥", 1e300, -5])
def test_a_bad_rating_is_refused(submit, rating):
    answer = submit(rating=rating)
    assert (answer.status_code, answer.json()) == (400, {"rating": ["Please choose from 1 to 5 stars."]})
    assert not Review.objects.exists()


@pytest.mark.parametrize("field", ["title", "body", "author_name", "email", "language"])
@pytest.mark.parametrize(
    "value", ["lone \ud83d surrogate", "a@\ud83d.test", 5, None, ["x"], {"x": 1}, "x" * 1_000_000]
)
def test_what_cannot_be_stored_is_refused_at_its_field(submit, field, value):
    answer = submit(**{field: value})
    assert answer.status_code == 400
    assert list(answer.json()) == [field]
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    "item",
    [
        "",
        "x",
        f"{LABEL}:987654",
        "hostshop.book:1",
        "auth.user:1",
        "\ud83d",
        f"{LABEL}:\ud83d",
        "9" * 30,
        f"{LABEL}:{'9' * 30}",
    ],
)
def test_an_item_that_is_not_there_cannot_be_reviewed(submit, item):
    answer = submit(item=item)
    assert answer.status_code == 404
    assert not Review.objects.exists()


def test_only_listed_models_can_be_named_but_any_by_a_token_of_the_shop(submit, db):
    book = Book.objects.create(title="Atlas")
    assert submit(item=f"hostshop.book:{book.pk}").status_code == 404
    assert submit(item=ItemReference.of(book).token()).status_code == 201


def test_a_second_review_is_a_conflict(submit):
    submit()
    answer = submit(rating=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "AlreadyReviewed")
    assert Review.objects.get().rating == 4


@pytest.mark.parametrize(
    ("who", "status", "code"), [("signed-in", 401, "NotSignedIn"), ("buyers", 403, "NotPurchased")]
)
def test_who_may_review_is_the_same_as_in_the_form(submit, configure, who, status, code):
    configure(REVIEWS_WHO=who)
    answer = submit()
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b"\xff\xfe",
        b'{"rating": NaN}',
        b"null",
        b"[" * 100_000,
        b'{"rating": ' + b"9" * 5000 + b"}",
    ],
)
def test_a_body_that_is_no_json_object_is_refused(client, db, body):
    assert client.post(LIST, body, content_type="application/json").status_code in (400, 404)


def test_forms_of_other_sites_cannot_even_speak_the_language(client, product):
    data = {"item": f"{LABEL}:{product.pk}", "rating": 5, "email": "a@b.test"}
    assert client.post(LIST, data).status_code == 415
    assert client.post(LIST, json.dumps(data), content_type="text/plain").status_code == 415


def test_a_session_needs_djangos_token(submit, product):
    strict = Client(enforce_csrf_checks=True)
    data = json.dumps({"item": f"{LABEL}:{product.pk}", "rating": 5, "email": "a@b.test"})
    assert strict.post(LIST, data, content_type="application/json").status_code == 201
    strict.force_login(User.objects.create_user("mari", "mari@example.ee"))
    assert strict.post(LIST, data, content_type="application/json").status_code == 403


def test_votes_count_once(post, write_review):
    review = write_review()
    for _ in range(2):
        assert post(f"{LIST}{review.pk}/vote/").json() == {"helpful": True}
    review.refresh_from_db()
    assert (review.helpful_count, Vote.objects.count()) == (1, 1)
    assert post(f"{LIST}{review.pk}/vote/", helpful="yes").status_code == 400


def test_nobody_votes_on_the_own_review(post, submit):
    number = submit().json()["id"]
    Review.objects.update(state="published")
    answer = post(f"{LIST}{number}/vote/")
    assert (answer.status_code, answer.json()["code"]) == (403, "OwnReview")


def test_reports_are_checked_and_counted(post, write_review):
    review = write_review()
    assert post(f"{LIST}{review.pk}/report/", reason="dislike").status_code == 400
    assert post(f"{LIST}{review.pk}/report/", reason="spam", details="\ud83d").status_code == 400
    assert post(f"{LIST}{review.pk}/report/", reason="spam", details="Look").status_code == 201
    assert Report.objects.get().details == "Look"


@pytest.mark.parametrize("verb", ["vote", "report"])
def test_what_is_not_public_does_not_exist(post, write_review, verb):
    hidden = write_review(publish=False)
    for number in (hidden.pk, 987654, 10**30):
        assert post(f"{LIST}{number}/{verb}/", reason="spam").status_code == 404


def test_only_staff_with_the_permission_replies(post, client, write_review):
    review = write_review()
    url = f"{LIST}{review.pk}/reply/"
    clerk = User.objects.create_user("clerk", is_staff=True)
    assert post(url, body="Thanks").status_code in (401, 403)
    client.force_login(clerk)
    assert post(url, body="Thanks").status_code == 403
    assert not Reply.objects.exists()
    clerk.user_permissions.add(Permission.objects.get(codename="reply_review"))
    answer = post(url, body="Thanks", language="et")
    assert (answer.status_code, answer.json()) == (201, {"body": "Thanks", "language": "et"})
    assert post(url, body=" ").status_code == 400
    assert post(url, body="Thanks", language="x" * 99).status_code == 400
    assert post(f"{LIST}987654/reply/", body="Thanks").status_code == 404


def test_too_many_requests_are_stopped_with_the_time_to_wait(submit, client, product, configure):
    configure(THROTTLE={"submit": "1/day", "read": "1/day"})
    assert submit().status_code == 201
    answer = submit(email="else@example.ee")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "throttled" in answer.json()["detail"]
    assert client.get(LIST, {"item": f"{LABEL}:{product.pk}"}).status_code == 200
    assert client.get(LIST, {"item": f"{LABEL}:{product.pk}"}).status_code == 429


def test_form_and_api_share_one_budget(submit, client, write_url, configure):
    configure(THROTTLE={"submit": "1/day"})
    submit()
    assert client.post(write_url, {"rating": "5", "email": "else@example.ee"}).status_code == 429


def test_reading_writes_nothing(client, product, write_review):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    write_review()
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST, {"item": f"{LABEL}:{product.pk}"})
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


def test_answers_are_json_even_for_a_browser(client, product):
    answer = client.get(LIST, {"item": f"{LABEL}:{product.pk}"}, headers={"accept": "text/html,*/*"})
    assert answer["Content-Type"] == "application/json"
