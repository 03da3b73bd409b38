import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from django_trust.reviews.models import ModerationEvent, Review
from django_trust.reviews.services import report_review
from django_trust.reviews.widgets import rating_summary

pytestmark = pytest.mark.django_db
QUEUE = "/admin/trust/review/"


@pytest.fixture
def moderator(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def limited(client, django_user_model):
    """Log in a member of staff with exactly these permissions."""

    def log_in(*codenames):
        user = django_user_model.objects.create_user("limited", password="x", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        return client

    return log_in


def change_url(review):
    return reverse("admin:trust_review_change", args=[review.pk])


def decide_url(review):
    return reverse("admin:trust_review_decide", args=[review.pk])


def test_queue_opens_with_what_waits(moderator, write_review):
    write_review(title="Waits for you", publish=False)
    write_review(title="Is public")
    html = moderator.get(QUEUE).content.decode()
    assert "Waits for you" in html
    assert "Is public" not in html
    assert "Is public" in moderator.get(QUEUE + "?state=published").content.decode()
    assert "Is public" in moderator.get(QUEUE + "?state=all").content.decode()


def test_queries_of_the_queue_do_not_grow_with_its_rows(
    moderator, write_review, django_assert_max_num_queries
):
    write_review(publish=False)
    moderator.get(QUEUE)
    with django_assert_max_num_queries(30) as few:
        moderator.get(QUEUE)
    for _ in range(30):
        write_review(publish=False, title="One more")
    with django_assert_max_num_queries(30) as many:
        moderator.get(QUEUE)
    assert len(few) == len(many)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?state=all&reported=1", {"reported"}),
        ("?state=all&verified__exact=1", {"verified"}),
        ("?state=all&language=et", {"estonian"}),
        ("?state=all&replied=0&written=1", {"reported", "verified", "estonian"}),
        ("?state=all&q=estonian", {"estonian"}),
        ("?state=all&item=999", {"reported", "verified", "estonian"}),
        ("?state=nonsense&item=x&written=x&reported=x", {"reported", "verified", "estonian"}),
    ],
)
def test_filters_and_search(moderator, write_review, buy, query, shown):
    report_review(review=write_review(title="reported"), reason="spam", reporter_key="r")
    buy("mari@example.ee")
    write_review(title="verified", email="mari@example.ee")
    write_review(title="estonian", language="et")
    page = moderator.get(QUEUE + query)
    assert {review.title for review in page.context["cl"].result_list} == shown


def test_bulk_publish(moderator, write_review, product, staff):
    reviews = [write_review(rating=number, publish=False) for number in (1, 5)]
    answer = moderator.post(
        QUEUE,
        {"action": "publish_selected", "_selected_action": [review.pk for review in reviews]},
        follow=True,
    )
    assert "2 reviews published" in answer.content.decode()
    assert rating_summary(product).histogram == {5: 1, 4: 0, 3: 0, 2: 0, 1: 1}
    assert ModerationEvent.objects.filter(actor=staff, to_state="published").count() == 2


def test_bulk_reject_asks_for_a_reason_first(moderator, write_review, staff):
    review = write_review(publish=False, title="Cheap pills")
    chosen = {"action": "reject_selected", "_selected_action": [review.pk]}
    page = moderator.post(QUEUE, chosen)
    assert "Cheap pills" in page.content.decode()
    refused = moderator.post(QUEUE, {**chosen, "confirmed": "1"})
    assert "Please choose a reason" in refused.content.decode()
    assert Review.objects.get().state == "pending"
    moderator.post(QUEUE, {**chosen, "confirmed": "1", "reason": "spam", "note": "pills"})
    event = ModerationEvent.objects.get()
    assert (event.actor, event.from_state, event.to_state) == (staff, "pending", "rejected")
    assert (event.reason, event.note) == ("spam", "pills")


def test_bulk_reject_of_all_pages_decides_every_one(moderator, write_review):
    for _ in range(60):
        write_review(publish=False)
    first = Review.objects.first()
    form = {"action": "reject_selected", "_selected_action": [first.pk], "select_across": "1", "index": "0"}
    page = moderator.post(QUEUE, form).content.decode()
    assert 'name="select_across" value="1"' in page
    moderator.post(QUEUE, {**form, "confirmed": "1", "reason": "spam"})
    assert Review.objects.filter(state="rejected").count() == 60


def test_page_of_a_review_shows_words_history_and_reasons(moderator, write_review):
    review = write_review(title="<b>Bold</b>", body="Line one\nLine two")
    html = moderator.get(change_url(review)).content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt;" in html
    assert "Line one\nLine two" in html
    assert "pending → published" in html
    assert "Reasonably believed to be fake" in html


def test_decisions_from_the_page(moderator, write_review, product):
    review = write_review(publish=False)
    moderator.post(decide_url(review), {"decision": "publish"})
    assert rating_summary(product).count == 1
    refused = moderator.post(decide_url(review), {"decision": "reject", "note": "kept?"})
    assert refused.status_code == 400
    assert 'value="kept?"' in refused.content.decode()
    moderator.post(decide_url(review), {"decision": "reply", "body": "Thank you"})
    moderator.post(decide_url(review), {"decision": "reject", "reason": "off_topic"})
    review.refresh_from_db()
    assert (review.state, review.reply.body) == ("rejected", "Thank you")
    assert rating_summary(product).count == 0


def test_after_a_decision_the_next_waiting_review_opens(moderator, write_review):
    older, newer = write_review(publish=False, days_ago=2), write_review(publish=False, days_ago=1)
    answer = moderator.post(decide_url(newer), {"decision": "publish", "next": "1"})
    assert answer["Location"] == change_url(older)


def test_keeping_a_reported_review_closes_its_reports(moderator, write_review):
    review = write_review()
    report_review(review=review, reason="abusive", reporter_key="r", details="rude")
    assert "rude" in moderator.get(change_url(review)).content.decode()
    moderator.post(decide_url(review), {"decision": "keep"})
    review.refresh_from_db()
    assert (review.state, review.open_reports) == ("published", 0)
    assert review.reports.get().state == "closed"


def test_no_page_lets_a_superuser_change_words_stars_or_the_verified_mark(moderator, write_review):
    review = write_review(rating=2, title="Honest", body="Not good")
    forged = {"title": "Great", "body": "Great", "rating": "5", "verified": "1", "_save": "Save"}
    assert moderator.post(change_url(review), forged).status_code == 403
    moderator.post(decide_url(review), {"decision": "publish", **forged})
    assert moderator.get(QUEUE + "add/").status_code == 403
    assert moderator.post(f"{QUEUE}{review.pk}/delete/", {"post": "yes"}).status_code == 403
    delete = {"action": "delete_selected", "_selected_action": [review.pk], "post": "yes"}
    moderator.post(QUEUE, delete)
    review.refresh_from_db()
    assert (review.rating, review.title, review.verified) == (2, "Honest", False)


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [
        ("publish_review", {"publish"}),
        ("reject_review", {"reject"}),
        ("reply_review", {"reply"}),
        ("view_review", set()),
    ],
)
def test_each_decision_has_a_permission_of_its_own(limited, write_review, permission, allowed):
    client = limited(permission)
    page = client.get(change_url(write_review(publish=False))).content.decode()
    assert {name for name in ("publish", "reject", "reply") if f'value="{name}"' in page} == allowed
    words = {"reason": "spam", "body": "Thanks"}
    for decision in ("publish", "reject", "reply"):
        answer = client.post(decide_url(write_review(publish=False)), {"decision": decision, **words})
        assert answer.status_code == (302 if decision in allowed else 403)


def test_staff_without_any_permission_see_nothing(limited, write_review):
    client = limited()
    assert client.get(QUEUE).status_code == 403
    assert client.get(change_url(write_review())).status_code == 403


def test_unknown_review_and_decision(moderator, write_review):
    assert moderator.get(f"{QUEUE}999/change/").status_code == 302
    assert moderator.post(f"{QUEUE}999/decide/", {"decision": "publish"}).status_code == 302
    assert moderator.post(decide_url(write_review()), {"decision": "verify"}).status_code == 403


def test_counters_on_the_queue_and_the_apps_page(moderator, write_review):
    write_review(publish=False)
    for address in (QUEUE, "/admin/trust/"):
        assert "Waiting <strong>1</strong>" in moderator.get(address).content.decode()
