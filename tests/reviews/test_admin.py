from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from django_trust import links, signals
from django_trust.reviews.admin_versions import MOST_TOKENS, difference
from django_trust.reviews.models import (
    CriterionRating,
    ItemRating,
    ModerationEvent,
    Review,
    ReviewFlag,
    ReviewPhoto,
)
from django_trust.reviews.services import (
    appeal_review,
    edit_review,
    publish_review,
    reject_review,
    report_review,
)
from django_trust.reviews.widgets import rating_summary
from tests.markup import read

pytestmark = pytest.mark.django_db
QUEUE = "/admin/trust/review/"


@pytest.fixture
def moderator(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def colleague(django_user_model):
    return django_user_model.objects.create_superuser("colleague", "colleague@shop.example", "secret")


@pytest.fixture
def write_appealed(write_review):
    """Write a review that was rejected and whose author objects."""

    def write(by=None, **words):
        review = reject_review(
            review=write_review(publish=False, **words), reason="off_topic", by=by, note="About the courier"
        )
        appeal_review(review=review, text="Please read it again.")
        return review

    return write


def flag(review, signal="Deals", weight=40, reason="spam", sentence="It names <b>another</b> shop."):
    ReviewFlag.objects.create(review=review, signal=signal, weight=weight, reason=reason, sentence=sentence)
    Review.objects.filter(pk=review.pk).update(flag_weight=review.flag_weight + (weight if reason else 0))


def add_photo(review, **fields):
    number = review.photos.count()
    return ReviewPhoto.objects.create(
        review=review,
        image=f"full-{number}.webp",
        thumbnail=f"small-{number}.webp",
        width=1200,
        height=900,
        thumbnail_width=320,
        thumbnail_height=240,
        digest=str(number),
        **fields,
    )


def facts_of(page):
    """The facts on a review's page, by their labels."""
    facts = page.one("div", class_="trust-moderation-text").one("dl", class_="trust-facts")
    return {fact.one("dt").words: fact.one("dd").words for fact in facts.all("div")}


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
        moderator.get(QUEUE + "?state=all")
    for number in range(30):
        review = write_review(publish=False, title="One more")
        flag(review)
        add_photo(review)
        if number % 2:
            appeal_review(review=reject_review(review=review, reason="spam"), text="Why?")
    with django_assert_max_num_queries(30) as many:
        moderator.get(QUEUE + "?state=all")
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
        ("?appealed=1", set()),
        ("?flagged=1&state=all", {"estonian"}),
        ("?flagged=0&state=all", {"reported", "verified"}),
        ("?photos=1", {"verified"}),
        ("?reported=1", {"reported"}),
        ("?reported=1&_facets=1", {"reported"}),
        ("?state=nonsense&item=x&written=x&reported=x", {"reported", "verified", "estonian"}),
    ],
)
def test_filters_and_search(moderator, write_review, buy, query, shown):
    report_review(review=write_review(title="reported"), reason="spam", reporter_key="r")
    buy("mari@example.ee")
    add_photo(write_review(title="verified", email="mari@example.ee"))
    flag(write_review(title="estonian", language="et"))
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


def test_counters_on_the_queue_and_the_apps_page(moderator, write_review, write_appealed):
    add_photo(write_review(publish=False))
    add_photo(reject_review(review=write_review(), reason="spam"))  # nobody would see it
    write_appealed()
    write_appealed()
    report_review(review=write_review(), reason="spam", reporter_key="r")
    for address in (QUEUE, "/admin/trust/"):
        counters = read(moderator.get(address)).one("ul", class_="trust-counters")
        words = ["Waiting 1", "Appeals 2", "Reported 1", "Photos waiting 1", "Published 1"]
        assert [link.words for link in counters.all("a")] == words
    for counter in counters.all("a"):
        rows = read(moderator.get(counter["href"])).one("table", id="result_list").one("tbody")
        assert len(list(rows.all("tr"))) == int(counter.words.split()[-1])


def test_stars_stay_hidden_until_the_decision(moderator, write_review):
    review = write_review(rating=2, title="Judge me", publish=False)
    CriterionRating.objects.create(review=review, criterion="quality", rating=4)
    row = read(moderator.get(QUEUE)).one("td", class_="field-stars_column")
    assert row.words == "hidden until decided"
    page = read(moderator.get(change_url(review)))
    assert facts_of(page)["Rating"] == "hidden until decided"
    assert "they play no part in the decision" in page.words
    assert "out of 5" not in page.words
    assert "Quality" not in facts_of(page)
    publish_review(review=review)
    page = read(moderator.get(change_url(review)))
    assert facts_of(page)["Rating"] == "2 out of 5 stars"
    assert facts_of(page)["Quality"] == "4 out of 5 stars"
    row = read(moderator.get(QUEUE + "?state=published")).one("td", class_="field-stars_column")
    assert row.words == "2 ★"


def test_stars_are_hidden_again_while_an_appeal_is_open(moderator, write_appealed, colleague):
    review = write_appealed(by=colleague, rating=2)
    row = read(moderator.get(QUEUE + "?appealed=1")).one("td", class_="field-stars_column")
    assert row.words == "hidden until decided"
    assert facts_of(read(moderator.get(change_url(review))))["Rating"] == "hidden until decided"
    moderator.post(decide_url(review), {"decision": "dismiss"})
    assert facts_of(read(moderator.get(change_url(review))))["Rating"] == "2 out of 5 stars"


def test_a_shop_may_show_its_moderators_the_stars(moderator, write_review, configure):
    configure(REVIEWS_BLIND_MODERATION=False)
    review = write_review(rating=2, publish=False)
    assert "2 ★" in moderator.get(QUEUE).content.decode()
    page = read(moderator.get(change_url(review)))
    assert facts_of(page)["Rating"] == "2 out of 5 stars"
    assert "play no part" not in page.words


@pytest.mark.parametrize(
    "query",
    ["rating=1", "rating__exact=1", "rating__gte=4", "criterion_ratings__rating=1", "versions__rating=5"],
)
def test_the_queue_cannot_be_narrowed_by_stars(moderator, write_review, query):
    write_review(publish=False)
    assert moderator.get(f"{QUEUE}?{query}").status_code == 400


def test_the_queue_cannot_be_ordered_or_searched_by_stars(moderator, write_review):
    reviews = [
        write_review(rating=rating, publish=False, body="The same", email=f"{name}@example.test")
        for name, rating in (("mari", 3), ("jaan", 1), ("liis", 5))
    ]
    expected = [review.pk for review in reversed(reviews)]
    column = moderator.get(QUEUE).context["cl"].list_display.index("stars_column")
    for query in (f"o={column}", f"o=-{column}"):
        found = moderator.get(f"{QUEUE}?{query}").context["cl"].result_list
        assert [review.pk for review in found] == expected
    assert not moderator.get(f"{QUEUE}?q=5").context["cl"].result_list


def test_why_flagged_is_said_signal_by_signal(moderator, write_review):
    review = write_review(publish=False)
    flag(review)
    flag(Review.objects.get(), "Odd hour", 25, reason="", sentence="Only worth knowing.")
    page = read(moderator.get(change_url(review)))
    assert [line.words for line in page.one("div", class_="trust-why").all("li")] == [
        "Deals weight 40 It names <b>another</b> shop.",
        "Odd hour does not count Only worth knowing.",
    ]
    assert "Together 40, flagged from 40 on. Signals decide nothing." in page.words
    mark = read(moderator.get(QUEUE)).one("span", class_="trust-mark")
    assert mark.words == "flagged"
    assert mark["title"] == "Deals and Odd hour"


def test_the_list_marks_what_wants_a_persons_eyes(moderator, write_review, write_appealed):
    def marks(query):
        return [mark.words for mark in read(moderator.get(QUEUE + query)).all("span", class_="trust-mark")]

    write_appealed()
    assert marks("?appealed=1") == ["appeal"]
    review = write_review()
    add_photo(review)
    add_photo(review, state="published")
    report_review(review=review, reason="spam", reporter_key="r")
    assert marks("?state=published") == ["1 report", "1 photo"]


def test_what_the_author_changed_is_shown_word_by_word(moderator, write_review):
    review = write_review(rating=5, title="Good <b>pot</b>", body="It pours well\nand keeps warm.")
    review = edit_review(review=review, rating=1, title="Bad <b>pot</b>", body="It pours well\nand leaks.")
    page = moderator.get(change_url(review))
    html = page.content.decode()
    assert "<del>Good </del><ins>Bad </ins>&lt;b&gt;pot&lt;/b&gt;" in html
    assert "and <del>keeps warm.</del><ins>leaks.</ins>" in html
    changes = read(page).all("p", class_="trust-change")
    assert {change.one("span", class_="trust-words")["dir"] for change in changes} == {"auto"}
    publish_review(review=review)
    rating = next(read(moderator.get(change_url(review))).all("p", class_="trust-change"))
    assert (rating.one("del").words, rating.one("ins").words) == ("5", "1")


def test_each_version_is_compared_with_the_next(moderator, write_review):
    review = write_review(title="First")
    for title in ("Second", "Third"):
        review = edit_review(review=review, rating=5, title=title)
    edits = list(read(moderator.get(change_url(review))).all("details"))
    shown = [(edit.one("del").words, edit.one("ins").words) for edit in edits]
    assert shown == [("Second", "Third"), ("First", "Second")]
    assert "(pending)" in edits[0].one("summary").words
    assert "(published)" in edits[1].one("summary").words


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("one two three", "one two three", "one two three"),
        ("one two", "one two three", "one two<ins>three</ins>"),
        ("one  two", "one\ntwo", "one\ntwo"),
        ("", "new", "<ins>new</ins>"),
        ("很好用", "很难用", "很<del>好</del><ins>难</ins>用"),
        ("جميل جدا", "سيئ جدا", "<del>جميل </del><ins>سيئ </ins>جدا"),
    ],
)
def test_differences(old, new, shown):
    assert difference(old, new).replace("two <ins>", "two<ins>") == shown


def test_endless_texts_are_shown_whole_instead_of_compared():
    old, new = "a " * (MOST_TOKENS + 1), "b " * (MOST_TOKENS + 1)
    assert difference(old + "same", new + "same") == f"<del>{old}same</del><ins>{new}same</ins>"


def test_photos_are_decided_one_by_one(moderator, write_review, staff):
    review = write_review()
    first, second = add_photo(review, alt="A <pot>"), add_photo(review)
    page = read(moderator.get(change_url(review)))
    assert [image["alt"] for image in page.one("ul", class_="trust-photos").all("img")] == [
        "A <pot>",
        "Photo without a description",
    ]
    moderator.post(decide_url(review), {"decision": "publish_photo", "photo": first.pk})
    refused = moderator.post(decide_url(review), {"decision": "reject_photo", "photo": second.pk})
    assert refused.status_code == 400
    assert "Please choose a reason" in read(refused).one("ul", class_="errorlist").words
    answer = moderator.post(
        decide_url(review), {"decision": "reject_photo", "photo": second.pk, "reason": "personal_data"}
    )
    assert answer["Location"] == change_url(review)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, second.reason) == ("published", "rejected", "personal_data")
    assert [event.actor for event in review.events.filter(kind="photo")] == [staff, staff]
    review.refresh_from_db()
    assert (review.state, len(review.gallery)) == ("published", 1)
    buttons = [button["value"] for button in page_buttons(moderator, review, "trust-photos")]
    assert buttons == ["reject_photo", "publish_photo"]


def page_buttons(client, review, css_class):
    page = read(client.get(change_url(review)))
    return [button for part in page.all(class_=css_class) for button in part.all("button", name="decision")]


@pytest.mark.parametrize("photo", ["", "x", "-1", "9" * 30, "4242"])
def test_a_photo_that_is_not_of_this_review_is_not_decided(moderator, write_review, photo):
    add_photo(write_review())
    form = {"decision": "publish_photo", "photo": photo}
    assert moderator.post(decide_url(write_review()), form).status_code == 400
    other = ReviewPhoto.objects.get()
    assert moderator.post(decide_url(write_review()), {**form, "photo": other.pk}).status_code == 400
    other.refresh_from_db()
    assert other.state == "pending"


def test_an_appeal_is_decided_by_somebody_else(moderator, write_appealed, staff, colleague):
    review = write_appealed(by=staff)
    page = read(moderator.get(change_url(review)))
    appeal = page.one("section", class_="trust-appeal")
    for words in ("Please read it again.", "staff", "Not about this product or shop", "About the courier"):
        assert words in appeal.words
    assert "Somebody else decides about the appeal" in appeal.words
    assert page_buttons(moderator, review, "trust-moderation") == []
    for decision in ("grant", "dismiss", "publish"):
        refused = moderator.post(decide_url(review), {"decision": decision})
        assert refused.status_code == 400
        assert "Somebody else decides" in read(refused).one("ul", class_="errorlist").words
    assert review.appeals.get().state == "open"

    moderator.force_login(colleague)
    values = [button["value"] for button in page_buttons(moderator, review, "trust-moderation")]
    assert values == ["grant", "dismiss"]
    moderator.post(decide_url(review), {"decision": "grant", "note": "It is about the pot."})
    review.refresh_from_db()
    assert review.state == "published"
    event = review.events.last()
    assert (event.kind, event.actor, event.note) == ("granted", colleague, "It is about the pot.")


def test_the_only_moderator_decides_about_appeals_too(moderator, write_appealed, staff):
    review = write_appealed(by=staff)
    assert [button["value"] for button in page_buttons(moderator, review, "trust-appeal")] == [
        "grant",
        "dismiss",
    ]
    moderator.post(decide_url(review), {"decision": "dismiss"})
    review.refresh_from_db()
    assert (review.state, review.appeals.get().state) == ("rejected", "dismissed")
    again = moderator.post(decide_url(review), {"decision": "grant"})
    assert "decided otherwise meanwhile" in again.content.decode()


def test_work_goes_on_at_the_next_appeal(moderator, write_appealed, write_review, colleague):
    older, newer = write_appealed(by=colleague), write_appealed(by=colleague)
    write_review(publish=False)
    answer = moderator.post(decide_url(newer), {"decision": "dismiss", "next": "1"})
    assert answer["Location"] == change_url(older)
    answer = moderator.post(decide_url(older), {"decision": "dismiss", "next": "1"})
    assert answer["Location"] == QUEUE + "?appealed=1"


def test_bulk_publishing_says_why_a_review_stays(moderator, write_appealed, write_review, staff, colleague):
    chosen = [write_appealed(by=staff).pk, write_appealed(by=colleague).pk]
    form = {"action": "publish_selected", "_selected_action": chosen}
    page = moderator.post(QUEUE + "?appealed=1", form, follow=True)
    messages = [message.words for message in read(page).one("ul", class_="messagelist").all("li")]
    assert messages[0] == "1 review published."
    assert messages[1].startswith("1 review stays as it is. You rejected this review.")


def test_facts_about_proof(moderator, write_review, buy):
    purchase = buy("mari@example.ee", reference="A-77")
    review = write_review(
        email="mari@example.ee",
        publish=False,
        source="invitation",
        pros="Light\nBlue",
        cons="Dear",
        incentive="discount",
        variant="XL",
        experienced_on=date(2026, 11, 3),
    )
    Review.objects.filter(pk=review.pk).update(delivered_on=date(2026, 11, 1))
    page = read(moderator.get(change_url(review)))
    facts = facts_of(page)
    assert facts["Collected by"] == "invitation"
    assert facts["Verified purchase"] == "yes"
    assert facts["Order number"] == purchase.reference
    assert facts["Delivered"] == "Nov 1, 2026"
    assert facts["Date of experience"] == "Nov 3, 2026"
    assert facts["E-mail"] == "mari@example.ee (confirmed)"
    assert (facts["Variant"], facts["Incentive"]) == ("XL", "I received a discount")
    assert [point.text for point in page.one("dl", class_="trust-points").all("dd")] == [
        "Light\nBlue",
        "Dear",
    ]


def test_what_is_not_known_is_not_listed(moderator, write_review):
    review = write_review(source="import", verified_by="Old shop", email_confirmed=False)
    facts = facts_of(read(moderator.get(change_url(review))))
    assert facts["Said to be checked by"] == "Old shop"
    assert facts["Verified purchase"] == "no"
    assert facts["E-mail"].endswith("(not confirmed)")
    assert not {"Order number", "Delivered", "Date of experience", "Incentive", "Variant"} & set(facts)


def test_the_page_says_what_ends_the_waiting(moderator, write_review, configure):
    review = write_review(publish=False)
    since = timezone.now().replace(year=2026, month=11, day=2, hour=12)
    Review.objects.filter(pk=review.pk).update(pending_since=since)

    def sentence():
        return moderator.get(change_url(review)).context["waiting"]

    configure(REVIEWS_AUTO_PUBLISH_DAYS=365)
    assert sentence() == "Waiting since November 2, 2026. It publishes itself on November 2, 2027."
    Review.objects.filter(pk=review.pk).update(pending_since=timezone.now() - timedelta(days=400))
    assert sentence().endswith("It publishes itself today.")
    ItemRating.objects.update_or_create(item=review.item, defaults={"frozen_until": 2**40})
    assert "stands still" in sentence()
    configure(REVIEWS_WHO="buyers")
    assert "Its purchase is not confirmed" in sentence()
    flag(review)
    assert "It is flagged" in sentence()
    configure(REVIEWS_AUTO_PUBLISH_DAYS=0)
    assert sentence().endswith("It waits until somebody decides.")
    publish_review(review=review)
    assert sentence() == ""


def test_testimonials_are_chosen_and_dropped(moderator, write_review, staff):
    review = write_review()
    moderator.post(decide_url(review), {"decision": "choose"})
    assert Review.objects.get().testimonial.chosen_by == staff
    page = moderator.get(change_url(review)).content.decode()
    assert "Remove from the home page" in page
    assert "Show on the home page" not in page
    answer = moderator.post(decide_url(review), {"decision": "drop"})
    assert answer["Location"] == change_url(review)
    assert not Review.objects.filter(testimonial__isnull=False).exists()
    waiting = write_review(publish=False)
    assert moderator.post(decide_url(waiting), {"decision": "choose"}).status_code == 400
    assert "Show on the home page" not in moderator.get(change_url(waiting)).content.decode()


def test_history_says_what_happened(moderator, write_appealed, staff):
    review = write_appealed(by=staff)
    page = read(moderator.get(change_url(review)))
    rows = [[cell.words for cell in row.all("td")][1:] for row in page.one("tbody").all("tr")]
    assert rows == [
        ["staff", "decision: pending → rejected", "Not about this product or shop", "About the courier"],
        ["–", "appeal by its author", "–", "–"],
    ]


@pytest.mark.parametrize(("permission", "sees_it"), [("publish_review", False), ("reject_review", True)])
def test_the_address_of_a_reporter_is_for_those_who_decide(limited, write_review, permission, sees_it):
    review = write_review()
    report_review(review=review, reason="spam", reporter_key="r", contact="reader@example.test")
    report_review(review=review, reason="fake", reporter_key="s")
    page = read(limited(permission).get(change_url(review)))
    assert page.words.count("will be answered") == 1
    assert ("reader@example.test" in page.words) is sees_it


def test_the_queue_links_to_the_fairness_report(moderator):
    link = read(moderator.get(QUEUE)).one("a", href=reverse("admin:trust_review_report"))
    assert link.words == "Fairness report"


@pytest.mark.parametrize(
    ("decision", "permission"),
    [("grant", "reject"), ("choose", "reject"), ("publish_photo", "reject"), ("reject_photo", "publish")],
)
def test_new_decisions_need_their_permission(limited, write_appealed, decision, permission):
    client = limited(f"{permission}_review")
    form = {"decision": decision, "photo": "1", "reason": "spam"}
    assert client.post(decide_url(write_appealed()), form).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_mails_about_decisions_can_link_to_this_host(moderator, write_review):
    heard = []

    def listen(review, **named):
        heard.append(links.base_url(""))

    single, selected = write_review(publish=False), write_review(publish=False)
    signals.review_published.connect(listen)
    try:
        moderator.post(decide_url(single), {"decision": "publish"})
        moderator.post(QUEUE, {"action": "publish_selected", "_selected_action": [selected.pk]})
    finally:
        signals.review_published.disconnect(listen)
    assert heard == ["http://testserver", "http://testserver"]
