"""The bombing breaker, with recorded streams of reviews: (hours since the start, stars, by whom)."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection, connections
from django.utils import timezone, translation

from django_trust import signals
from django_trust.reviews import freezing
from django_trust.reviews.alerts import alert_staff
from django_trust.reviews.freezing import Burst, is_frozen
from django_trust.reviews.models import ItemRating, RatingFreeze, Review, ReviewState
from django_trust.reviews.score_words import freeze_notice
from django_trust.reviews.services import (
    confirm_email,
    publish_review,
    publish_waiting,
    reject_review,
    submit_review,
    withdraw_review,
)
from django_trust.reviews.services.freezes import freeze_rating, release_freeze
from django_trust.reviews.widgets import rating_summary
from django_trust.shop.services import item_for, record_purchase
from tests.hostshop.models import Product

SQLITE = connection.vendor == "sqlite"
START = datetime(2026, 6, 1, 12, tzinfo=UTC)
people = count(1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _breaker_is_on(configure):
    configure(REVIEWS_FREEZE_HOURS=72, REVIEWS_MODERATION="after", REVIEWS_AUTO_PUBLISH_DAYS=14)


def moment(hours):
    return START + timedelta(hours=hours)


def write(item, hours, stars, by="stranger", **words):
    """One review of a stream, by another person each time."""
    email = words.pop("email", f"stream-{next(people)}@example.test")
    if by == "buyer":
        buy_for(item, email)
    source = by if by in ("import", "staff") else "web"
    return submit_review(
        item=item,
        rating=stars,
        email=email,
        language="en",
        source=source,
        created_at=moment(hours),
        **words,
    )


def buy_for(item, email):
    record_purchase(
        reference=email, email=email, language="en", placed_at=START, lines=[{"item": item, "quantity": 1}]
    )


@dataclass
class Outcome:
    set_off_at: list[int] = field(default_factory=list)  # places in the stream
    waiting: list[int] = field(default_factory=list)


def replay(stream, item=None):
    item = item or Product.objects.create(name="Kettle")
    outcome = Outcome()
    for place, entry in enumerate(stream):
        freezes = RatingFreeze.objects.filter(item=item_for(item)).count()
        review = write(item, *entry)
        if RatingFreeze.objects.filter(item=item_for(item)).count() > freezes:
            outcome.set_off_at.append(place)
        if review.state == ReviewState.PENDING:
            outcome.waiting.append(place)
    return outcome


def steady(days, every, stars, *, until=0):
    """A review every so many hours for so many days, the last one before the hour ``until``."""
    times = int(days * 24 / every)
    return [(until - (times - n) * every, stars[n % len(stars)]) for n in range(times)]


def burst(number, stars, *, every=0.2, start=25, by="stranger"):
    return [(start + n * every, stars[n % len(stars)], by) for n in range(number)]


LIKED = steady(40, 24, [4, 5])  # mean 4.5, one a day
DISLIKED = steady(40, 24, [2, 1, 3])  # mean 2.0
BUSY = steady(40, 8, [4, 5])  # three a day: 84 in four weeks, so a burst takes 15

STREAMS = {
    # Name: stream, the places at which it freezes.
    "a calm product": (steady(60, 12, [5, 4, 5, 3, 5]), []),
    "a viral product with mixed honest reviews": (LIKED + burst(120, [5, 4, 5, 4, 3, 5]), []),
    "one-star bombing of a liked product": (LIKED + burst(30, [1]), [40 + 9]),
    "one-star bombing of a busy product": (BUSY + burst(30, [1]), [120 + 14]),
    "bombing among the honest reviews of a busy day": (
        BUSY + burst(3, [5, 4, 5], every=8, start=0) + burst(30, [1], every=0.1, start=20),
        [120 + 3 + 11],  # 3 honest and 12 others are 15
    ),
    "five-star boost of a disliked product": (DISLIKED + burst(30, [5]), [40 + 9]),
    "a slow drip of one star": (LIKED + burst(90, [1], every=24 / 9), []),
    "a little faster than a drip": (LIKED + burst(90, [1], every=24 / 10 - 0.01), [40 + 9, 40 + 9 + 31]),
    "a new product": (burst(12, [5, 4, 5, 5, 3]), [9]),
    "a new product with four reviews before": (steady(4, 24, [5]) + burst(12, [5]), [4 + 9]),
    "a new product with five reviews before": (steady(5, 24, [5]) + burst(30, [5]), []),
    "exactly one star away": (LIKED + burst(10, [3, 4]), [40 + 9]),
    "just under one star away": (LIKED + burst(10, [4, 4, 4, 3, 3, 4, 4, 3, 4, 3]), []),
    "proven buyers in a mass": (LIKED + burst(60, [1], by="buyer"), []),
    "buyers do not hide strangers": (
        LIKED + burst(9, [1]) + burst(60, [1], start=27, every=0.1, by="buyer") + burst(1, [1], start=34),
        [40 + 9 + 60],
    ),
    "imports": (LIKED + burst(60, [1], by="import"), []),
    "what staff enter": (LIKED + burst(60, [1], by="staff"), []),
}


@pytest.mark.parametrize("name", STREAMS)
def test_a_stream_freezes_where_the_rules_say(name):
    stream, expected = STREAMS[name]
    assert replay(stream).set_off_at == expected


@pytest.mark.parametrize("name", ["a little faster than a drip", "one-star bombing of a busy product"])
def test_a_stream_replayed_gives_the_same_result(name):
    stream, _ = STREAMS[name]
    first, second = (replay(stream) for _ in range(2))
    assert first == second
    numbers = [
        RatingFreeze.objects.filter(item_id=item_id).values_list(
            "started_at", "ends_at", "burst", "usual", "burst_average", "average"
        )
        for item_id in RatingFreeze.objects.order_by().values_list("item_id", flat=True).distinct()
    ]
    assert len(numbers) == 2
    assert list(numbers[0]) == list(numbers[1])


def test_the_review_that_sets_it_off_waits_and_so_do_all_after_it_for_three_days():
    during = [(30, 5), (31, 5, "buyer"), (25 + 1.8 + 71.9, 5)]
    exempt = [(32, 5, "import"), (32, 5, "staff")]
    after = [(25 + 1.8 + 72, 5)]
    outcome = replay(LIKED + burst(10, [1]) + during + exempt + after)
    assert outcome.waiting == [49, 50, 51, 52]


def test_the_numbers_that_set_it_off_are_kept():
    replay(BUSY + burst(15, [1]))
    freeze = RatingFreeze.objects.get()
    assert (freeze.burst, freeze.usual, freeze.burst_average, freeze.average) == (15, 83 / 28, 1.0, 4.5)
    assert freeze.ends_at - freeze.started_at == timedelta(hours=72)
    assert freeze.started_at == moment(25 + 14 * 0.2)


def test_a_product_without_reviews_had_no_average(product):
    replay(burst(10, [1]), product)
    assert RatingFreeze.objects.get().average is None
    assert ItemRating.objects.get().frozen_stars == "0 0 0 0 0"


def test_withdrawn_reviews_are_no_part_of_a_burst(product):
    replay(LIKED + burst(9, [1]), product)
    withdraw_review(review=Review.objects.latest("pk"))
    write(product, 27, 1)
    assert not RatingFreeze.objects.exists()
    write(product, 27, 1)
    assert RatingFreeze.objects.exists()


def test_waiting_and_rejected_reviews_are(product, configure):
    configure(REVIEWS_MODERATION="before")
    for entry in LIKED:
        publish_review(review=write(product, *entry))
    replay(burst(9, [1]), product)
    reject_review(review=Review.objects.latest("pk"), reason="spam")
    write(product, 27, 1)
    assert RatingFreeze.objects.get().burst == 10


def test_switched_off_nothing_freezes(configure):
    configure(REVIEWS_FREEZE_HOURS=0)
    assert replay(LIKED + burst(30, [1])) == Outcome()


def test_another_items_reviews_do_not_count(product):
    other = Product.objects.create(name="Other")
    replay(burst(9, [1]), other)
    assert replay(burst(9, [1]), product) == Outcome()


def test_a_hot_item_is_judged_by_its_newest_reviews_only(product, monkeypatch):
    monkeypatch.setattr(freezing, "MOST_READ", 12)
    outcome = replay(LIKED + burst(20, [5]) + burst(12, [1], start=30), product)
    # Five of one star and seven of five have a mean of 3.3, the others of 4.6. Of the whole day: the twelfth.
    assert outcome.set_off_at == [40 + 20 + 4]


# Cost


def test_an_ordinary_review_costs_two_look_ups_and_a_buyers_one(product, django_assert_num_queries):
    replay(LIKED, product)
    stranger = Review(item=item_for(product), rating=1, created_at=moment(30))
    buyer = Review(item=item_for(product), rating=1, created_at=moment(30), verified=True)
    imported = Review(item=item_for(product), rating=1, created_at=moment(30), source="import")
    for review, queries in ((stranger, 2), (buyer, 1), (imported, 0)):
        with django_assert_num_queries(queries):
            assert not freezing.holds_newcomers(review)


def test_a_hot_item_that_was_never_frozen_costs_no_more(product, django_assert_num_queries):
    replay(LIKED + burst(60, [5, 4, 3, 5]), product)
    review = Review(item=item_for(product), rating=1, created_at=moment(40))
    with django_assert_num_queries(2):
        assert not freezing.holds_newcomers(review)


def test_whether_an_item_is_frozen_costs_one_look_up(product, django_assert_num_queries):
    item_id = item_for(product).pk
    with django_assert_num_queries(1):
        assert not is_frozen(item_id)


@pytest.mark.skipif(not SQLITE, reason="reads SQLite's words")
def test_the_reviews_of_a_day_are_found_in_an_index(product):
    plan = freezing.unverified(item_for(product).pk, moment(0), moment(24)).explain()
    assert "trust_review_verified (item_id=? AND state=? AND verified=? AND created_at>?" in plan


# What shoppers see


@pytest.fixture
def bombed(product):
    """A liked product, bombed; returns the clock, which stands at the moment of the freeze."""
    replay(LIKED, product)
    write(product, 20, 2, "buyer")
    with time_machine.travel(moment(25), tick=False) as clock:
        for entry in burst(12, [1]):
            clock.move_to(moment(entry[0]))
            write(product, *entry)
        yield clock


def frozen_row(product):
    names = ("frozen_count", "frozen_total", "frozen_stars", "frozen_until")
    return ItemRating.objects.filter(pk=item_for(product).pk).values_list(*names).get()


def test_the_figures_are_those_before_the_burst_proven_buyers_included(bombed, product):
    assert frozen_row(product)[:3] == (41, 182, "0 1 0 20 20")
    summary = rating_summary(product)
    assert (summary.count, summary.total) == (41, 182)
    assert summary.histogram == {5: 20, 4: 20, 3: 0, 2: 1, 1: 0}
    assert summary.frozen_until == RatingFreeze.objects.get().ends_at.timestamp()


def test_they_stand_still_whatever_moderators_do_meanwhile(bombed, product):
    for review in Review.objects.filter(rating=1):
        publish_review(review=review)
    reject_review(review=Review.objects.filter(rating=5).first(), reason="spam")
    assert rating_summary(product).total == 182
    bombed.shift(timedelta(hours=72))
    assert (rating_summary(product).count, rating_summary(product).total) == (52, 182 - 5 + 12)


def test_time_ends_it(bombed, product):
    item_id = item_for(product).pk
    bombed.move_to(RatingFreeze.objects.get().ends_at - timedelta(seconds=1))
    assert is_frozen(item_id)
    assert rating_summary(product).count == 41
    bombed.shift(timedelta(seconds=1))
    assert not is_frozen(item_id)
    assert (rating_summary(product).count, rating_summary(product).frozen_until) == (50, 0)


def test_staff_end_it_at_once(bombed, product, staff):
    version = rating_summary(product).version
    freeze = release_freeze(freeze=RatingFreeze.objects.get(), by=staff)
    assert (freeze.released_by, freeze.released_at) == (staff, timezone.now())
    assert not is_frozen(item_for(product).pk)
    summary = rating_summary(product)
    assert (summary.count, summary.frozen_until) == (50, 0)
    assert summary.version > version


def test_a_freeze_makes_kept_pages_stale(product):
    replay(LIKED + burst(9, [1]), product)
    version = rating_summary(product).version
    write(product, 27, 1)
    assert rating_summary(product).version > version


def test_what_waited_waits_for_a_moderator_still(bombed, product, staff):
    release_freeze(freeze=RatingFreeze.objects.get(), by=staff)
    assert Review.objects.pending().count() == 3


def test_after_a_release_only_newer_reviews_make_a_burst(bombed, product, staff):
    release_freeze(freeze=RatingFreeze.objects.get(), by=staff)
    for _ in range(9):
        bombed.shift(timedelta(minutes=1))
        assert submit(product).state == ReviewState.PUBLISHED
    bombed.shift(timedelta(minutes=1))
    assert submit(product).state == ReviewState.PENDING
    assert RatingFreeze.objects.first().burst == 10


def submit(product, stars=1):
    return submit_review(item=product, rating=stars, email=f"s{next(people)}@example.test", language="en")


def test_a_freeze_is_released_once(bombed, product, staff, django_user_model):
    first = release_freeze(freeze=RatingFreeze.objects.get(), by=staff)
    other = django_user_model.objects.create_user("other")
    bombed.shift(timedelta(hours=1))
    again = release_freeze(freeze=RatingFreeze.objects.get(), by=other)
    assert (again.released_by, again.released_at) == (staff, first.released_at)


def test_releasing_one_that_is_over_does_not_end_the_next(bombed, product):
    over = RatingFreeze.objects.get()
    bombed.shift(timedelta(days=30))
    for _ in range(12):
        submit(product, 5)
    assert is_frozen(item_for(product).pk)
    release_freeze(freeze=over)
    assert is_frozen(item_for(product).pk)
    assert RatingFreeze.objects.filter(released_at=None).count() == 2


def test_waiting_reviews_do_not_publish_themselves_while_it_lasts(bombed, product, configure):
    configure(REVIEWS_FREEZE_HOURS=720, REVIEWS_AUTO_PUBLISH_DAYS=1)
    freeze = RatingFreeze.objects.get()
    ItemRating.objects.update(frozen_until=int((timezone.now() + timedelta(days=9)).timestamp()))
    RatingFreeze.objects.update(ends_at=timezone.now() + timedelta(days=9))
    Review.objects.pending().update(flag_weight=0)
    bombed.shift(timedelta(days=2))
    assert publish_waiting() == []
    release_freeze(freeze=freeze)
    assert len(publish_waiting()) == 3


def test_a_confirmed_buyer_waits_while_it_lasts_and_not_after(bombed, product, configure):
    configure(REVIEWS_WHO="buyers")
    waiting = []
    for number in range(2):
        buy_for(product, f"late{number}@example.ee")
        waiting.append(
            write(product, 28, 5, email=f"late{number}@example.ee", email_confirmed=False, title="Good")
        )
    assert confirm_email(review=waiting[0]).state == ReviewState.PENDING
    bombed.shift(timedelta(days=4))
    assert confirm_email(review=waiting[1]).state == ReviewState.PUBLISHED


def test_shoppers_read_until_when_the_figures_stand_still(bombed, product):
    notice = freeze_notice(rating_summary(product))
    assert "until June 5, 2026, 5:48\u202fPM at the latest" in notice  # 14:48 UTC in Tallinn
    bombed.shift(timedelta(days=4))
    assert freeze_notice(rating_summary(product)) == ""


@pytest.mark.parametrize(
    ("language", "words"),
    [("et", "5. juuni 2026 17:48"), ("pt-br", "5 de junho de 2026 17:48"), ("ar", "5 يونيو 2026، 5:48 م")],
)
def test_the_moment_is_written_as_the_language_does(bombed, product, language, words):
    with translation.override(language):
        assert words in freeze_notice(rating_summary(product)).replace("\u202f", " ").replace("\xa0", " ")


# Telling others


@pytest.fixture
def told():
    """Collect what the signals of this room say."""
    heard = []

    def listen(name: str) -> Callable[..., None]:
        def receiver(sender, freeze, **kwargs):
            heard.append((name, sender, freeze.pk))

        return receiver

    receivers = [(getattr(signals, name), listen(name)) for name in ("rating_frozen", "rating_released")]
    for signal, receiver in receivers:
        signal.connect(receiver)
    yield heard
    for signal, receiver in receivers:
        signal.disconnect(receiver)


def test_freezing_and_releasing_are_told_once_each_after_the_commit(
    told, product, django_capture_on_commit_callbacks
):
    replay(LIKED + burst(9, [1]), product)
    with time_machine.travel(moment(27), tick=False):
        with django_capture_on_commit_callbacks(execute=True):
            write(product, 27, 1)
            assert told == []
        write(product, 27, 1)
        freeze = RatingFreeze.objects.get()
        for _ in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                release_freeze(freeze=freeze)
    assert told == [("rating_frozen", RatingFreeze, freeze.pk), ("rating_released", RatingFreeze, freeze.pk)]


def test_staff_are_mailed_when_it_happens(product, configure, django_capture_on_commit_callbacks):
    configure(STAFF_EMAILS=["owner@shop.example", "desk@shop.example"])
    replay(LIKED + burst(9, [1]), product)
    with time_machine.travel(moment(27), tick=False), django_capture_on_commit_callbacks(execute=True):
        write(product, 27, 1)
    (message,) = mail.outbox
    assert message.to == ["owner@shop.example", "desk@shop.example"]
    assert message.subject == "Unusually many reviews of Tea pot"
    freeze = RatingFreeze.objects.get()
    for words in (
        "Reviews in the last 24 hours: 10",
        "Usual number a day: 1.0",
        "Average of these: 1.0",
        "Average before: 4.5",
        "June 5, 2026",
        f"https://shop.example/admin/trust/ratingfreeze/{freeze.pk}/change/",
    ):
        assert words in message.body


@pytest.fixture
def freeze(product):
    at = timezone.now()
    return freeze_rating(
        burst=Burst(item_for(product).pk, at - timedelta(days=1), at, count=10, total=10, usual=0.25)
    )


@pytest.mark.parametrize("managers", [["boss@shop.example"], [("The boss", "boss@shop.example")]])
def test_without_staff_addresses_the_managers_are_mailed(freeze, settings, managers):
    settings.MANAGERS = managers
    alert_staff(RatingFreeze, freeze)
    assert mail.outbox[0].to == ["boss@shop.example"]
    assert "Average before" not in mail.outbox[0].body  # there was none


def test_where_nobody_is_to_be_told_nothing_is_sent(freeze, settings):
    settings.MANAGERS = []
    alert_staff(RatingFreeze, freeze)
    assert mail.outbox == []


def test_old_reviews_stored_late_alarm_nobody(product, configure, django_capture_on_commit_callbacks):
    configure(STAFF_EMAILS=["owner@shop.example"])
    with (
        time_machine.travel(moment(24 * 365), tick=False),
        django_capture_on_commit_callbacks(execute=True),
    ):
        replay(LIKED + burst(10, [1]), product)
    assert RatingFreeze.objects.count() == 1
    assert mail.outbox == []


def test_the_mail_is_in_the_shops_language_whatever_the_shopper_speaks(freeze, configure, settings):
    configure(STAFF_EMAILS=["owner@shop.example"])
    settings.LANGUAGE_CODE = "et"
    with translation.override("ar"):
        alert_staff(RatingFreeze, freeze)
    assert "0,3" in mail.outbox[0].body


def test_a_shop_without_an_address_gets_the_path(freeze, configure):
    configure(STAFF_EMAILS=["owner@shop.example"], ADAPTER="django_trust.shop.adapter.ShopAdapter")
    alert_staff(RatingFreeze, freeze)
    assert f"\n/admin/trust/ratingfreeze/{freeze.pk}/change/\n" in mail.outbox[0].body


def test_a_mail_server_that_is_down_stops_no_review(
    product, configure, monkeypatch, django_capture_on_commit_callbacks
):
    configure(STAFF_EMAILS=["owner@shop.example"])
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda self: 1 / 0)
    replay(LIKED + burst(9, [1]), product)
    with time_machine.travel(moment(27), tick=False), django_capture_on_commit_callbacks(execute=True):
        assert write(product, 27, 1).pk


# The admin

FREEZES = "/admin/trust/ratingfreeze/"
RELEASE = {"action": "release_selected", "select_across": "0"}


@pytest.fixture
def limited(client, django_user_model):
    """Log in a member of staff with exactly these permissions."""

    def log_in(*codenames):
        user = django_user_model.objects.create_user("limited", password="x", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        return client

    return log_in


def test_staff_see_what_set_it_off(freeze, client, staff):
    client.force_login(staff)
    for url in (FREEZES, f"{FREEZES}{freeze.pk}/change/"):
        html = client.get(url).content.decode()
        for words in ("Tea pot", "<bdi>–</bdi> / <bdi>1.0</bdi>", "stands still", "0.3"):
            assert words in html


def test_staff_release_from_the_list(freeze, client, staff):
    client.force_login(staff)
    answer = client.post(FREEZES, {**RELEASE, "_selected_action": [freeze.pk]}, follow=True)
    assert "1 rating moves again." in answer.content.decode()
    freeze.refresh_from_db()
    assert freeze.released_by == staff
    assert "released by staff" in answer.content.decode()
    assert "Tea pot" not in client.get(FREEZES, {"state": "open"}).content.decode()


def test_who_may_publish_may_release(freeze, limited):
    limited("publish_review").post(FREEZES, {**RELEASE, "_selected_action": [freeze.pk]})
    freeze.refresh_from_db()
    assert freeze.released_at


def test_who_may_only_look_may_not(freeze, limited):
    client = limited("view_ratingfreeze")
    assert "release_selected" not in client.get(FREEZES).content.decode()
    client.post(FREEZES, {**RELEASE, "_selected_action": [freeze.pk]})
    freeze.refresh_from_db()
    assert freeze.released_at is None
    client.logout()


def test_without_a_permission_there_is_nothing_to_see(freeze, limited):
    assert limited("view_item").get(FREEZES).status_code == 403


def test_a_superuser_cannot_add_change_or_delete_one(freeze, client, staff):
    client.force_login(staff)
    numbers = RatingFreeze.objects.values().get()
    for path in ("add/", f"{freeze.pk}/change/", f"{freeze.pk}/delete/"):
        assert client.post(FREEZES + path, {"burst": "1", "post": "yes"}).status_code == 403
    client.post(FREEZES, {"action": "delete_selected", "_selected_action": [freeze.pk], "post": "yes"})
    assert RatingFreeze.objects.values().get() == numbers


# Many at once


@pytest.mark.skipif(SQLITE, reason="its writers wait for each other in any case")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", range(3))
def test_eight_at_once_make_one_freeze(times, told):
    product = Product.objects.create(name="Kettle")
    now = timezone.now()
    before = [
        *((now - timedelta(days=2 + n), 5) for n in range(9)),
        *((now - timedelta(minutes=9 - n), 1) for n in range(9)),
    ]
    for at, stars in before:
        submit_review(
            item=product, rating=stars, email=f"b{next(people)}@example.test", language="en", created_at=at
        )
    barrier, states, errors = threading.Barrier(8), [], []

    def attack(number):
        try:
            barrier.wait()
            states.append(submit(product).state)
        except Exception as error:  # noqa: BLE001 - reported below
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=attack, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert states == [ReviewState.PENDING] * 8
    assert RatingFreeze.objects.count() == 1
    assert frozen_row(product)[:3] == (9, 45, "0 0 0 0 9")
    assert [name for name, *_ in told] == ["rating_frozen"]
