import contextlib
from collections import Counter

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from django_trust.reviews.exceptions import AlreadyReviewed, ReviewError
from django_trust.reviews.models import ItemRating, ItemTally, Review, ReviewState, Vote
from django_trust.reviews.ratings import Difference, helpful_rank, rebuild_ratings, wilson_lower_bound
from django_trust.reviews.services import (
    edit_review,
    publish_review,
    reject_review,
    report_review,
    submit_review,
    vote_on_review,
    withdraw_review,
)
from django_trust.shop.services import cancel_purchase, item_for, record_purchase, refund_lines
from tests import settings as project_settings
from tests.hostshop.models import Product

WILSON = [  # positive, total, at z=1.959964, at z=1.281552 (standards/rating_math.md, section 3)
    (1, 1, 0.206549, 0.378448),
    (0, 1, 0, 0),
    (1, 2, 0.094531, 0.164252),
    (5, 5, 0.565518, 0.752743),
    (9, 10, 0.595850, 0.717556),
    (10, 10, 0.722467, 0.858931),
    (40, 60, 0.540569, 0.585151),
    (90, 100, 0.825634, 0.854858),
    (550, 1000, 0.519033, 0.529773),
]


@pytest.mark.parametrize(("positive", "total", "at_95", "at_80"), WILSON)
def test_wilsons_interval(positive, total, at_95, at_80):
    assert wilson_lower_bound(positive, total) == pytest.approx(at_95, abs=1e-6)
    assert wilson_lower_bound(positive, total, z=1.281552) == pytest.approx(at_80, abs=1e-6)


def test_no_votes_rank_lowest():
    assert wilson_lower_bound(0, 0) == 0
    assert helpful_rank(0, 0) == 0


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_rank_grows_with_yes_and_falls_with_no(yes, no):
    assert 0 <= helpful_rank(yes, no) <= 1_000_000
    assert helpful_rank(yes, no) <= helpful_rank(yes + 1, no)
    assert helpful_rank(yes, no + 1) <= helpful_rank(yes, no)


def recounted(item):
    """What the counters should hold, counted in Python."""
    reviews = list(Review.objects.filter(item=item, state=ReviewState.PUBLISHED))
    stars = Counter(review.rating for review in reviews)
    return {
        **{f"stars_{number}": stars[number] for number in range(1, 6)},
        "count": len(reviews),
        "total": sum(review.rating for review in reviews),
        "verified_count": sum(review.verified for review in reviews),
    }, dict(Counter(review.language for review in reviews).items())


def stored(item):
    rating = ItemRating.objects.filter(pk=item.pk).first() or ItemRating()
    figures = {name: getattr(rating, name) for name in recounted(item)[0]}
    return figures, dict(
        ItemTally.objects.filter(item=item, kind="language", count__gt=0).values_list("key", "count")
    )


PEOPLE = [f"person-{number}@example.test" for number in range(6)]


class LifeOfReviews(RuleBasedStateMachine):
    """Whatever people do in whatever order, the counters equal a recount."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.product = Product.objects.create(name="Tea pot")
        self.item = item_for(self.product)
        self.reviews = []
        self.orders = {}
        self.version = 0

    def teardown(self):
        self.settings.disable()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(moderation=st.sampled_from(["before", "after"]))
    def choose_moderation(self, moderation):
        self.settings = override_settings(
            DJANGO_TRUST={**project_settings.DJANGO_TRUST, "REVIEWS_MODERATION": moderation}
        )
        self.settings.enable()

    @rule(person=st.sampled_from(PEOPLE))
    def buy(self, person):
        reference = f"state-{person}"
        record_purchase(
            reference=reference,
            email=person,
            language="en",
            placed_at=timezone.now(),
            lines=[{"item": self.product}],
        )
        self.orders[person] = reference

    @rule(
        person=st.sampled_from(PEOPLE), rating=st.integers(1, 5), language=st.sampled_from(["en", "et", "ar"])
    )
    def submit(self, person, rating, language):
        try:
            self.reviews.append(
                submit_review(item=self.product, rating=rating, email=person, language=language)
            )
        except AlreadyReviewed:
            assert Review.objects.filter(email=person, item=self.item).count() == 1

    @precondition(lambda self: self.reviews)
    @rule(
        data=st.data(),
        rating=st.integers(1, 5),
        verb=st.sampled_from(["publish", "reject", "edit", "withdraw", "vote", "report"]),
    )
    def decide(self, data, rating, verb):
        review = data.draw(st.sampled_from(self.reviews))
        verbs = {
            "publish": lambda: publish_review(review=review),
            "reject": lambda: reject_review(review=review, reason="spam"),
            "edit": lambda: edit_review(review=review, rating=rating),
            "withdraw": lambda: withdraw_review(review=review),
            "vote": lambda: vote_on_review(review=review, voter_key=f"d{rating}", helpful=rating > 2),
            "report": lambda: report_review(review=review, reason="spam", reporter_key=f"d{rating}"),
        }
        with contextlib.suppress(ReviewError):
            verbs[verb]()

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), cancel=st.booleans())
    def undo_purchase(self, data, cancel):
        person = data.draw(st.sampled_from(sorted(self.orders)))
        if cancel:
            cancel_purchase(reference=self.orders[person])
        else:
            refund_lines(reference=self.orders[person], lines=[{"item": self.product}])

    @invariant()
    def counters_equal_a_recount(self):
        assert stored(self.item) == recounted(self.item)

    @invariant()
    def nothing_needs_a_repair(self):
        assert list(rebuild_ratings(repair=False)) == []

    @invariant()
    def the_version_never_falls(self):
        rating = ItemRating.objects.filter(pk=self.item.pk).first()
        version = rating.version if rating else 0
        assert version >= self.version
        self.version = version


def test_counters_equal_a_recount_after_any_sequence_of_events(db):
    run_state_machine_as_test(
        LifeOfReviews,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.fixture
def counted(write_review, buy):
    buy("mari@example.ee")
    review = write_review(4, email="mari@example.ee", language="et")
    write_review(2)
    vote_on_review(review=review, voter_key="d1")
    report_review(review=review, reason="spam", reporter_key="d1")
    assert list(rebuild_ratings()) == []
    return review


@pytest.mark.parametrize(
    ("field", "wrong", "actual"),
    [("stars_4", 7, 1), ("stars_1", 1, 0), ("count", 0, 2), ("total", 999, 6), ("verified_count", 2, 1)],
)
def test_a_wrong_figure_is_found_and_repaired(counted, field, wrong, actual):
    rows = ItemRating.objects.filter(pk=counted.item_id)
    rows.update(**{field: wrong})
    version = rows.get().version

    assert list(rebuild_ratings()) == [Difference("item", counted.item_id, field, wrong, actual)]

    assert getattr(rows.get(), field) == actual
    assert rows.get().version > version
    assert list(rebuild_ratings()) == []


@pytest.mark.parametrize(
    ("field", "wrong", "actual"),
    [("helpful_count", 5, 1), ("unhelpful_count", 1, 0), ("helpful_rank", 0, 206549), ("open_reports", 0, 1)],
)
def test_a_wrong_figure_of_a_review_is_found_and_repaired(counted, field, wrong, actual):
    rows = Review.objects.filter(pk=counted.pk)
    rows.update(**{field: wrong})

    assert list(rebuild_ratings()) == [Difference("review", counted.pk, field, wrong, actual)]

    assert getattr(rows.get(), field) == actual
    assert list(rebuild_ratings()) == []


@pytest.mark.parametrize(("language", "wrong", "actual"), [("et", 3, 1), ("ar", 2, 0)])
def test_a_wrong_number_of_a_language_is_found_and_repaired(counted, language, wrong, actual):
    ItemTally.objects.update_or_create(
        item_id=counted.item_id, kind="language", key=language, defaults={"count": wrong}
    )

    assert list(rebuild_ratings()) == [
        Difference("item", counted.item_id, f"language {language}", wrong, actual)
    ]

    assert list(rebuild_ratings()) == []


def test_lost_counters_are_made_anew(counted):
    ItemTally.objects.all().delete()
    ItemRating.objects.all().delete()
    assert len(list(rebuild_ratings())) == 7  # two stars, count, total, verified, two languages
    assert stored(counted.item) == recounted(counted.item)


def test_figures_of_a_review_without_votes_are_mended_too(write_review):
    review = write_review()
    Review.objects.filter(pk=review.pk).update(helpful_rank=500_000)
    assert list(rebuild_ratings()) == [Difference("review", review.pk, "helpful_rank", 500_000, 0)]
    assert list(rebuild_ratings()) == []


def test_a_rehearsal_repairs_nothing(counted):
    ItemRating.objects.update(count=9)
    Vote.objects.all().delete()
    first = list(rebuild_ratings(repair=False))
    assert len(first) == 3
    assert list(rebuild_ratings(repair=False)) == first


def test_a_rehearsal_writes_nothing(product):
    item_for(product)
    list(rebuild_ratings(repair=False))
    assert not ItemRating.objects.exists()
