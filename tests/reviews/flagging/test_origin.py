"""Where a review came from, how fast, and from which address."""

from datetime import timedelta

import pytest
from django.utils import timezone

from django_trust.reviews.flagging.origin import FASTEST_TYPING, MANY_IN_HOUR
from django_trust.reviews.flagging.throwaway import DOMAINS
from django_trust.reviews.models import FLAGGED_FROM, Review
from django_trust.reviews.services import submit_review
from tests.hostshop.models import Product

LONG = "It keeps the tea warm for an hour. " * 6


@pytest.mark.parametrize("seconds", [0, 0.4, 2, 5])
def test_a_form_filled_faster_than_anyone_types_is_noted(ask, seconds):
    finding = ask("fast_form", LONG, seconds=seconds)
    assert (finding.reason, finding.details) == ("spam", {"seconds": int(seconds), "length": len(LONG)})
    assert finding.weight < FLAGGED_FROM


@pytest.mark.parametrize(
    "body, seconds",
    [
        (LONG, None),
        (LONG, 60),
        (LONG, len(LONG) / FASTEST_TYPING),
        (LONG, -3),
        (LONG, float("nan")),
        (LONG, float("inf")),
        ("Good", 0.5),
        ("", 0.5),
    ],
)
def test_usual_times_say_nothing(ask, body, seconds):
    assert ask("fast_form", body, seconds=seconds) is None


def test_an_edit_starts_from_words_that_are_there(ask):
    assert ask("fast_form", LONG, seconds=2, pk=1) is None


def test_the_fast_form_says_its_figures(ask, say):
    assert say(ask("fast_form", LONG, seconds=1)) == (
        "210 characters came after the form was open for 1 second."
    )


@pytest.mark.parametrize("email", ["x@mailinator.com", "X@Inbox.YopMail.com", "a@b.c.guerrillamail.com"])
def test_a_throw_away_address_is_noted(ask, say, email):
    finding = ask("disposable_address", email=email)
    assert finding.reason == "fake"
    assert finding.weight < FLAGGED_FROM
    assert finding.details["domain"] in say(finding)


@pytest.mark.parametrize("email", ["", "a@gmail.com", "a@mailinator.com.example", "a@notmailinator.com", "x"])
def test_other_addresses_say_nothing(ask, email):
    assert ask("disposable_address", email=email) is None


def test_the_list_holds_domains_only():
    assert len(DOMAINS) >= 60
    assert all(name == name.lower() and "." in name for name in DOMAINS)


@pytest.fixture
def from_device(product):
    """Submit a review from one device; everybody has another address unless one is given."""

    def submit(number, *, device="d1", item=None, **fields):
        fields = {"email": f"p{number}@example.test", **fields}
        return submit_review(item=item or product, rating=5, device_key=device, language="en", **fields)

    return submit


def flag_of(review, signal):
    return review.flags.filter(signal=signal).first()


def test_many_people_at_one_device_within_an_hour_want_a_person(from_device):
    reviews = [from_device(number) for number in range(MANY_IN_HOUR + 1)]
    flags = [flag_of(review, "burst") for review in reviews]
    assert flags[:2] == [None, None]
    assert flags[2].weight < FLAGGED_FROM
    assert flags[-1].weight >= FLAGGED_FROM
    assert flags[-1].reason == "fake"
    assert flags[-1].details == {"hour": 4, "day": 4}
    assert reviews[-1].is_flagged


def test_what_lies_longer_back_counts_less_or_not(from_device):
    hours = (30, 20, 18, 16, 14, 12)
    for number, ago in enumerate(hours):
        from_device(number, created_at=timezone.now() - timedelta(hours=ago))
    flag = flag_of(from_device(99), "burst")
    assert flag.details == {"hour": 0, "day": 5}
    assert flag.weight < FLAGGED_FROM


def test_other_devices_and_unknown_ones_do_not_count(from_device):
    for number in range(6):
        from_device(number, device=f"d{number}")
        from_device(10 + number, device="")
    assert not Review.objects.filter(flags__signal="burst").exists()


def test_one_buyer_who_reviews_a_whole_order_is_no_burst(from_device, buy):
    items = [Product.objects.create(name=f"Pot {n}") for n in range(6)]
    for number, item in enumerate(items):
        buy(email="mari@example.ee", item=item)
        review = from_device(number, item=item, email="mari@example.ee")
        assert review.verified
        assert flag_of(review, "burst") is None


def test_one_person_without_purchases_is_a_burst(from_device):
    items = [Product.objects.create(name=f"Pot {n}") for n in range(5)]
    reviews = [from_device(n, item=item, email="mari@example.ee") for n, item in enumerate(items)]
    assert reviews[-1].is_flagged


def test_the_burst_says_its_figures(from_device, say):
    reviews = [from_device(number) for number in range(4)]
    assert say(flag_of(reviews[-1], "burst")) == (
        "From the same device: 3 other reviews in one day, 3 in the last hour."
    )
