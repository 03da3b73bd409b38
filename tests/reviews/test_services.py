from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from django_trust import signals
from django_trust.reviews.exceptions import (
    AlreadyReviewed,
    InvalidTransition,
    NotPublished,
    NotPurchased,
    NotSignedIn,
    OwnReview,
    ReviewError,
)
from django_trust.reviews.models import (
    ModerationEvent,
    RejectionReason,
    Reply,
    Report,
    Review,
    ReviewState,
    Vote,
)
from django_trust.reviews.people import find_review
from django_trust.reviews.services import (
    close_reports,
    edit_review,
    publish_review,
    reject_review,
    reply_to_review,
    report_review,
    submit_review,
    vote_on_review,
    withdraw_review,
)
from django_trust.reviews.widgets import rating_summary
from django_trust.shop.services import cancel_purchase, item_for, refund_lines
from tests.hostshop.adapter import Adapter
from tests.hostshop.models import Product, Variant


@pytest.fixture
def mari(db):
    return User.objects.create_user("mari", "Mari@example.ee")


@pytest.fixture
def submit(product):
    def write(**changed):
        facts = {
            "item": product,
            "rating": 4,
            "title": "Good",
            "body": "It pours.",
            "email": "mari@example.ee",
        }
        return submit_review(**{**facts, **changed})

    return write


@pytest.fixture
def heard():
    """The names of all review signals sent, in order."""
    names, kept = [], []
    for name, signal in vars(signals).items():
        if name.startswith("review_"):

            def receiver(sender, name=name, **kwargs):
                names.append(name)

            kept.append((signal, receiver))
            signal.connect(receiver)
    yield names
    for signal, receiver in kept:
        signal.disconnect(receiver)


class ShopThatKnowsBuyers(Adapter):
    def has_purchased(self, obj, *, user, email):
        return isinstance(obj, Product) and email == "buyer@example.ee"


# Submitting


def test_a_review_is_stored_as_typed_and_waits(submit, product):
    review = submit(author_name="Mari", language="et")
    review.refresh_from_db()
    assert (review.rating, review.title, review.body, review.author_name) == (4, "Good", "It pours.", "Mari")
    assert (review.email, review.language, review.source) == ("mari@example.ee", "et", "web")
    assert (review.state, review.published_at, review.verified) == ("pending", None, False)
    assert review.item == item_for(product)
    assert rating_summary(product).count == 0


def test_moderation_after_publication_shows_it_at_once(submit, product, configure):
    configure(REVIEWS_MODERATION="after")
    assert submit().published_at is not None
    assert rating_summary(product).count == 1


def test_stars_alone_are_a_review(submit):
    assert submit(title="", body="").pk


def test_a_variant_is_reviewed_as_its_product(submit, product):
    assert submit(item=Variant.objects.create(product=product, size="M")).item == item_for(product)


def test_an_item_can_be_reviewed_itself(submit, product):
    assert submit(item=item_for(product)).item == item_for(product)


@pytest.mark.parametrize("rating", [5, "5", 5.0, "5.0", Decimal(5), Decimal("5.00")])
def test_whole_stars_are_taken_however_they_are_written(submit, rating):
    assert submit(rating=rating).rating == 5


@pytest.mark.parametrize(
    "rating",
    [
        0,
        6,
        -1,
        4.5,
        "4.5",
        "4,5",
        "",
        " ",
        None,
        True,
        "five",
        "NaN",
        "1e0",
        "1e1",
        "-0",
        "٥",
        "４",
        [],
        {},
        float("nan"),
    ],
)
def test_any_other_rating_is_refused(submit, rating):
    with pytest.raises(ValidationError) as refused:
        submit(rating=rating)
    assert refused.value.message_dict == {"rating": ["Please choose from 1 to 5 stars."]}
    assert not Review.objects.exists()


def test_everything_that_is_wrong_is_said_at_once(submit):
    with pytest.raises(ValidationError) as refused:
        submit(rating=9, title="x" * 151, body="x" * 5001, author_name="a@b.test", email="a@b", language="!")
    assert refused.value.message_dict == {
        "rating": ["Please choose from 1 to 5 stars."],
        "title": ["Please shorten this to 150 characters; it has 151."],
        "body": ["Please shorten this to 5000 characters; it has 5001."],
        "author_name": ["This name would be public. Please do not use an e-mail address."],
        "email": ["Enter a valid email address."],
        "language": ["This is not a language code."],
    }


@pytest.mark.parametrize("field", ["title", "body", "author_name"])
def test_a_lone_surrogate_is_refused_at_its_field(submit, field):
    with pytest.raises(ValidationError) as refused:
        submit(**{field: "lone \ud83d surrogate"})
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize(
    "email",
    ["a@\ud83d.test", "\ud83d@b.test", "a@b.test\nBcc: c@d.test", "a" * 300 + "@b.test", "a b@c.test"],
)
def test_a_broken_address_is_refused(submit, email):
    with pytest.raises(ValidationError) as refused:
        submit(email=email)
    assert list(refused.value.message_dict) == ["email"]


def test_control_characters_and_overrides_are_left_out(submit):
    review = submit(body="nul\x00in the \u202emiddle\x1b", author_name="Eve\r\nBcc: victim")
    review.refresh_from_db()
    assert review.body == "nulin the middle"
    assert review.author_name == "Eve Bcc: victim"


def test_the_language_is_the_active_one_unless_said(submit):
    with translation.override("pt-br"):
        assert submit().language == "pt-br"
    assert submit(email="b@b.test", language="zh_Hant").language == "zh-hant"


# One review per person


@pytest.mark.parametrize("again", ["mari@example.ee", " MARI@Example.EE "])
def test_an_address_reviews_once(submit, again):
    first = submit()
    with pytest.raises(AlreadyReviewed) as refused:
        submit(email=again, rating=1)
    assert refused.value.review == first
    assert str(refused.value).startswith("You have already reviewed this. You can change your review")
    assert Review.objects.get().rating == 4


def test_an_account_reviews_once_even_with_another_address(submit, mari):
    first = submit(user=mari, email="")
    assert first.email == "mari@example.ee"
    with pytest.raises(AlreadyReviewed) as refused:
        submit(user=mari, email="other@example.ee")
    assert refused.value.review == first


def test_a_guest_with_the_address_of_an_account_is_the_same_person(submit, mari):
    submit()
    with pytest.raises(AlreadyReviewed):
        submit(user=mari, email="")


def test_a_withdrawn_review_is_changed_not_written_anew(submit):
    withdraw_review(review=submit())
    with pytest.raises(AlreadyReviewed):
        submit()


def test_another_product_is_another_review(submit):
    submit()
    assert submit(item=Product.objects.create(name="Cup")).pk


def test_accounts_without_address_are_different_people(submit, db):
    for name in ("a", "b"):
        submit(user=User.objects.create_user(name), email="")
    assert Review.objects.filter(email_key=None).count() == 2


def test_a_person_is_found_again(submit, product, mari):
    review = submit(user=mari, email="")
    assert find_review(review.item, email="MARI@example.ee") == find_review(review.item, user=mari) == review
    assert find_review(review.item, email="x@y.test") is None
    assert find_review(review.item) is None


# Who may review


def test_a_guest_needs_an_address(submit):
    with pytest.raises(ValidationError) as refused:
        submit(email=" ")
    assert refused.value.message_dict == {"email": ["Please enter your e-mail address. It is not shown."]}


def test_only_signed_in_people_when_the_shop_says_so(submit, configure, mari):
    configure(REVIEWS_WHO="signed-in")
    with pytest.raises(NotSignedIn, match=r"Please sign in to write a review\."):
        submit()
    assert submit(user=mari).pk


def test_only_buyers_when_the_shop_says_so(submit, configure, buy, mari):
    configure(REVIEWS_WHO="buyers")
    for person in ({}, {"user": mari}):
        with pytest.raises(NotPurchased, match=r"Only people who bought this can review it\."):
            submit(**person)
    assert not Review.objects.exists()
    buy()
    assert submit().verified


def test_a_refunded_buyer_is_no_buyer(submit, configure, buy, product):
    configure(REVIEWS_WHO="buyers")
    purchase = buy()
    refund_lines(reference=purchase.reference, lines=[{"item": product}])
    with pytest.raises(NotPurchased):
        submit()


# Verified purchase


def test_a_recorded_purchase_verifies(submit, buy):
    line = buy().lines.get()
    review = submit()
    assert (review.verified, review.purchase_line) == (True, line)


def test_the_purchase_of_the_account_verifies(submit, buy, mari):
    buy("else@example.ee", user=mari)
    assert submit(user=mari, email="").verified


@pytest.mark.parametrize("undo", ["refund", "cancel", "other person", "other product"])
def test_no_kept_purchase_no_mark(submit, buy, product, undo):
    facts = {"item": Product.objects.create(name="Cup")} if undo == "other product" else {}
    purchase = buy("else@example.ee" if undo == "other person" else "mari@example.ee", **facts)
    if undo == "refund":
        refund_lines(reference=purchase.reference, lines=[{"item": product}])
    if undo == "cancel":
        cancel_purchase(reference=purchase.reference)
    assert not submit().verified


def test_a_line_of_another_item_proves_nothing(submit, buy):
    line = buy(item=Product.objects.create(name="Cup")).lines.get()
    review = submit(purchase_line=line)
    assert (review.verified, review.purchase_line) == (False, None)


def test_the_adapter_may_know_the_buyer(submit, configure):
    configure(ADAPTER="tests.reviews.test_services.ShopThatKnowsBuyers")
    assert submit(email="buyer@example.ee").verified
    assert not submit(email="else@example.ee").verified


def test_the_adapter_is_asked_about_the_shops_own_object(submit, configure, product):
    configure(ADAPTER="tests.reviews.test_services.ShopThatKnowsBuyers")
    assert submit(item=item_for(product), email="buyer@example.ee").verified


def test_nobody_can_claim_the_mark(product):
    with pytest.raises(TypeError):
        submit_review(item=product, rating=5, email="a@b.test", verified=True)


@pytest.mark.parametrize("undo", ["refund", "cancel"])
def test_the_mark_goes_with_the_purchase(submit, buy, product, undo):
    purchase = buy(quantity=2)
    review = publish_review(review=submit())
    assert rating_summary(product).verified_count == 1
    if undo == "cancel":
        cancel_purchase(reference=purchase.reference)
    else:
        refund_lines(reference=purchase.reference, lines=[{"item": product, "quantity": 1}])
        review.refresh_from_db()
        assert review.verified
        refund_lines(reference=purchase.reference, lines=[{"item": product, "quantity": 2}])
    review.refresh_from_db()
    assert (review.verified, review.state) == (False, "published")
    assert (rating_summary(product).verified_count, rating_summary(product).count) == (0, 1)


# Decisions

PENDING, PUBLISHED, REJECTED, WITHDRAWN = ReviewState


def in_state(review, state):
    if state == PUBLISHED:
        publish_review(review=review)
    elif state == REJECTED:
        reject_review(review=review, reason="spam")
    elif state == WITHDRAWN:
        withdraw_review(review=review)
    return review


VERBS = {
    PUBLISHED: lambda review, by: publish_review(review=review, by=by, note="why"),
    REJECTED: lambda review, by: reject_review(review=review, reason="off_topic", by=by, note="why"),
    WITHDRAWN: lambda review, by: withdraw_review(review=review, by=by),
}


@pytest.mark.parametrize("before", ReviewState)
@pytest.mark.parametrize("after", VERBS)
def test_every_move_is_made_noted_or_refused(submit, staff, product, before, after):
    review = in_state(submit(), before)
    noted = ModerationEvent.objects.count()
    if before == WITHDRAWN and after != WITHDRAWN:
        with pytest.raises(InvalidTransition, match="decided otherwise meanwhile"):
            VERBS[after](review, staff)
        after = WITHDRAWN
    else:
        assert VERBS[after](review, staff).state == after
    review.refresh_from_db()
    assert review.state == after
    assert (review.published_at is not None) == (after == PUBLISHED)
    assert rating_summary(product).count == (1 if after == PUBLISHED else 0)
    assert ModerationEvent.objects.count() == noted + (before != after)


def test_the_history_says_who_when_whence_whither_and_why(submit, staff):
    review = submit()
    before = timezone.now()
    reject_review(review=review, reason="personal_data", by=staff, note="A phone number.")
    event = review.events.get()
    assert (event.actor, event.actor_name) == (staff, "staff")
    assert (event.from_state, event.to_state) == ("pending", "rejected")
    assert (event.reason, event.note) == ("personal_data", "A phone number.")
    assert before <= event.at <= timezone.now()


@pytest.mark.parametrize("reason", ["", "negative", "one star", None])
def test_a_rejection_needs_a_reason_of_the_list(submit, reason):
    review = submit(rating=1)
    with pytest.raises(ValidationError) as refused:
        reject_review(review=review, reason=reason)
    assert refused.value.message_dict == {"reason": ["Please choose a reason from the list."]}
    review.refresh_from_db()
    assert review.state == PENDING


def test_no_reason_of_the_list_is_about_stars():
    assert not {"negative", "low", "rating", "critical"} & set(RejectionReason.values)


def test_a_stale_object_decides_nothing_twice(submit, product):
    review = submit()
    stale = Review.objects.get(pk=review.pk)
    publish_review(review=review)
    publish_review(review=stale)
    assert rating_summary(product).count == 1
    assert ModerationEvent.objects.count() == 1


# Editing


def test_an_edit_replaces_words_and_stars_and_is_checked_like_a_review(submit):
    review = submit(author_name="Mari")
    edit_review(review=review, rating=2, title="Bad", body="It drips.", author_name="M.")
    review.refresh_from_db()
    assert (review.rating, review.title, review.body, review.author_name) == (2, "Bad", "It drips.", "M.")
    assert review.edited_at is not None
    assert review.email == "mari@example.ee"
    with pytest.raises(ValidationError):
        edit_review(review=review, rating=0)


@pytest.mark.parametrize(
    ("moderation", "before", "after"),
    [
        ("before", PENDING, PENDING),
        ("before", PUBLISHED, PENDING),
        ("before", REJECTED, PENDING),
        ("before", WITHDRAWN, PENDING),
        ("after", PUBLISHED, PUBLISHED),
        ("after", REJECTED, PENDING),
        ("after", WITHDRAWN, PUBLISHED),
    ],
)
def test_changed_words_wait_where_the_shop_reads_first(submit, product, configure, moderation, before, after):
    review = in_state(submit(rating=5), before)
    configure(REVIEWS_MODERATION=moderation)
    noted = review.events.count()

    edit_review(review=review, rating=1, body="Changed")

    review.refresh_from_db()
    assert review.state == after
    shown = 1 if after == PUBLISHED else 0
    assert (rating_summary(product).count, rating_summary(product).total) == (shown, shown)
    assert review.events.count() == noted + 1
    assert (review.events.last().from_state, review.events.last().to_state) == (before, after)


def test_votes_start_anew_for_new_words(submit):
    review = publish_review(review=submit())
    vote_on_review(review=review, voter_key="device")
    edit_review(review=review, rating=4)
    review.refresh_from_db()
    assert (review.helpful_count, review.helpful_rank, Vote.objects.count()) == (0, 0, 0)


# Replies


def test_the_shop_replies_in_its_own_name(submit, staff):
    reply = reply_to_review(
        review=publish_review(review=submit()), body="Thank you!", by=staff, language="et"
    )
    assert (reply.body, reply.author_name, reply.user, reply.language) == (
        "Thank you!",
        "Test Shop",
        staff,
        "et",
    )


def test_a_second_reply_replaces_the_first(submit):
    review = submit()
    reply_to_review(review=review, body="One")
    reply_to_review(review=review, body="Two")
    reply = Reply.objects.get()
    assert reply.body == "Two"
    assert reply.edited_at is not None


def test_an_empty_reply_is_refused(submit):
    with pytest.raises(ValidationError) as refused:
        reply_to_review(review=submit(), body=" \u3164")
    assert refused.value.message_dict == {"body": ["Please write a reply."]}


@pytest.mark.parametrize("language", ["x" * 40, "e\x00t", "not a code"])
def test_a_reply_in_no_language_is_refused(submit, language):
    with pytest.raises(ValidationError):
        reply_to_review(review=submit(), body="Thanks", language=language)


# Votes


def test_a_vote_counts_once_however_often_it_is_cast(submit, mari):
    review = publish_review(review=submit(email="else@example.ee"))
    for voter in (
        {"user": mari},
        {"user": mari},
        {"voter_key": "d1"},
        {"voter_key": "d1"},
        {"voter_key": "d2"},
    ):
        vote_on_review(review=review, **voter)
    review.refresh_from_db()
    assert (review.helpful_count, review.unhelpful_count, Vote.objects.count()) == (3, 0, 3)
    assert review.helpful_rank > 0


def test_a_mind_can_be_changed(submit):
    review = publish_review(review=submit())
    for helpful in (True, False, True, False):
        vote_on_review(review=review, helpful=helpful, voter_key="d1")
    review.refresh_from_db()
    assert (review.helpful_count, review.unhelpful_count, review.helpful_rank) == (0, 1, 0)


def test_nobody_votes_on_the_own_review(submit, mari):
    by_account = publish_review(review=submit(user=mari, email="", device_key="phone"))
    with pytest.raises(OwnReview, match=r"You cannot vote on your own review\."):
        vote_on_review(review=by_account, user=mari)
    with pytest.raises(OwnReview):
        vote_on_review(review=by_account, voter_key="phone")
    assert not Vote.objects.exists()


def test_an_account_with_the_authors_address_is_the_author(submit, mari):
    review = publish_review(review=submit())
    with pytest.raises(OwnReview):
        vote_on_review(review=review, user=mari)


def test_accounts_without_address_are_not_taken_for_each_other(submit):
    review = publish_review(review=submit(user=User.objects.create_user("a"), email=""))
    assert vote_on_review(review=review, user=User.objects.create_user("b")).pk


@pytest.mark.parametrize("state", [PENDING, REJECTED, WITHDRAWN])
def test_what_is_not_public_takes_no_votes_and_no_reports(submit, state):
    review = in_state(submit(), state)
    with pytest.raises(NotPublished):
        vote_on_review(review=review, voter_key="d1")
    with pytest.raises(NotPublished):
        report_review(review=review, reason="spam", reporter_key="d1")
    assert not Vote.objects.exists()
    assert not Report.objects.exists()


def test_a_vote_or_report_of_nobody_is_a_mistake_of_the_programmer(submit):
    review = publish_review(review=submit())
    with pytest.raises(ValueError, match="voter key"):
        vote_on_review(review=review)
    with pytest.raises(ValueError, match="reporter key"):
        report_review(review=review, reason="spam")


def test_a_review_that_does_not_exist_takes_nothing(db):
    for pk in (12345, 2**70):
        with pytest.raises(ReviewError):
            vote_on_review(review=Review(pk=pk), voter_key="d1")


# Reports


def test_a_report_counts_once_and_keeps_the_first_words(submit, mari):
    review = publish_review(review=submit(email="else@example.ee"))
    for reporter in ({"user": mari}, {"user": mari}, {"reporter_key": "d1"}):
        report_review(review=review, reason="fake", details="Look", **reporter)
    review.refresh_from_db()
    assert (review.open_reports, review.state) == (2, PUBLISHED)
    assert Report.objects.count() == 2


@pytest.mark.parametrize(
    ("reason", "details", "field"), [("dislike", "", "reason"), ("spam", "x" * 1001, None)]
)
def test_a_report_is_checked(submit, reason, details, field):
    review = publish_review(review=submit())
    with pytest.raises(ValidationError):
        report_review(review=review, reason=reason, details=details, reporter_key="d1")


@pytest.mark.parametrize(
    "decide", [close_reports, publish_review, lambda review: reject_review(review=review, reason="spam")]
)
def test_a_decision_closes_the_reports(submit, decide):
    review = publish_review(review=submit())
    report_review(review=review, reason="fake", reporter_key="d1")
    assert decide(review=review).open_reports == 0
    assert Report.objects.get().state == "closed"
    report_review(review=review, reason="fake", reporter_key="d1") if review.state == PUBLISHED else None
    review.refresh_from_db()
    assert review.open_reports == 0


# Signals


def test_each_verb_is_told_once_after_commit(submit, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        review = submit()
        for _ in range(2):
            publish_review(review=review)
            vote_on_review(review=review, voter_key="d1")
            report_review(review=review, reason="spam", reporter_key="d1")
        reply_to_review(review=review, body="Thanks")
        edit_review(review=review, rating=1)
        for _ in range(2):
            reject_review(review=review, reason="spam")
        for _ in range(2):
            withdraw_review(review=review)
        assert heard == []
    assert heard == [
        "review_submitted",
        "review_published",
        "review_voted",
        "review_reported",
        "review_replied",
        "review_edited",
        "review_rejected",
        "review_withdrawn",
    ]


def test_a_review_that_is_public_at_once_is_told_as_published_too(
    submit, heard, configure, django_capture_on_commit_callbacks
):
    configure(REVIEWS_MODERATION="after")
    with django_capture_on_commit_callbacks(execute=True):
        submit()
    assert sorted(heard) == ["review_published", "review_submitted"]


def test_what_was_refused_is_not_told(submit, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        submit()
        with pytest.raises(AlreadyReviewed):
            submit()
    assert heard == ["review_submitted"]


def test_an_old_review_keeps_its_date(submit):
    written = timezone.now() - timedelta(days=900)
    assert submit(created_at=written).created_at == written


def test_no_detour_leads_around_a_rejection(submit, configure):
    configure(REVIEWS_MODERATION="after")
    review = submit()
    reject_review(review=review, reason="spam")
    for _ in range(2):  # the second edit starts from "pending"
        assert edit_review(review=review, rating=5, body="Again").state == "pending"
    withdraw_review(review=review)
    assert edit_review(review=review, rating=5, body="And again").state == "pending"
    publish_review(review=review)
    assert rating_summary(review.item).count == 1


def test_without_a_rejection_an_edit_stays_public(submit, configure):
    configure(REVIEWS_MODERATION="after")
    review = submit()
    assert edit_review(review=review, rating=5).state == "published"
    withdraw_review(review=review)
    assert edit_review(review=review, rating=3).state == "published"
    assert rating_summary(review.item).total == 3
