"""The promise meter: what an order counts, that every verb counts once, what is said, and the recount."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from django_trust.shop.models import DeliveryTally, Purchase
from django_trust.shop.promises import PromiseFigures, counts_of, promise_figures, rebuild_promises
from django_trust.shop.services import cancel_purchase, mark_delayed, mark_delivered, record_purchase
from tests.hostshop.models import Product

PROMISED = date(2026, 11, 20)
BEFORE, ON_THE_DAY, AFTER = (datetime(2026, 11, day, 12, 0, tzinfo=UTC) for day in (18, 20, 22))
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LOCAL = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "promises"}}


@pytest.fixture
def order(buy):
    """Record an order that is promised for a day and return its number."""
    return lambda promised_by=PROMISED, **facts: buy(promised_by=promised_by, **facts).reference


def tally(day=PROMISED):
    """Due, delivered and kept of a day."""
    return DeliveryTally.objects.filter(promised_by=day).values_list("due", "delivered", "kept").first()


# What an order counts


@pytest.mark.parametrize(
    "delivered, cancelled, expected",
    [
        (None, None, (1, 0, 0)),
        (ON_THE_DAY, None, (1, 1, 1)),
        (AFTER, None, (1, 1, 0)),
        (None, ON_THE_DAY, (0, 0, 0)),  # nobody waits for it any more
        (None, AFTER, (1, 0, 0)),  # the promise was broken when it was cancelled
        (BEFORE, ON_THE_DAY, (1, 1, 1)),  # came, and was sent back
        (AFTER, AFTER + timedelta(days=1), (1, 1, 0)),
        (AFTER, BEFORE, (0, 0, 0)),  # stopped too late, but not promised any more
    ],
)
def test_what_an_order_counts(delivered, cancelled, expected):
    assert counts_of(PROMISED, delivered, cancelled) == expected
    assert counts_of(None, delivered, cancelled) == (0, 0, 0)


@pytest.mark.parametrize("clock, kept", [("21:59", 1), ("22:00", 0)])
def test_days_are_those_of_the_project_whatever_clock_is_active(clock, kept):
    moment = datetime.fromisoformat(f"2026-11-20T{clock}+00:00")  # two hours later in Tallinn
    with timezone.override("Pacific/Kiritimati"):
        assert counts_of(PROMISED, moment, None).kept == kept


# The verbs


def test_an_order_counts_from_the_moment_it_is_recorded(db, order):
    order()
    order()
    assert tally() == (2, 0, 0)


def test_an_order_without_a_promise_counts_nowhere(db, order):
    number = order(promised_by=None)
    mark_delivered(reference=number)
    cancel_purchase(reference=number)
    assert not DeliveryTally.objects.exists()


def test_deliveries(db, order):
    mark_delivered(reference=order(), at=BEFORE)
    mark_delivered(reference=order(), at=ON_THE_DAY)
    mark_delivered(reference=order(), at=AFTER)
    assert tally() == (3, 3, 2)


@pytest.mark.parametrize("first", [None, BEFORE, ON_THE_DAY, AFTER])
@pytest.mark.parametrize("corrected", [BEFORE, ON_THE_DAY, AFTER])
@pytest.mark.parametrize("cancelled", [None, ON_THE_DAY, AFTER])
def test_a_corrected_delivery_counts_as_if_it_had_been_told_so(db, order, first, corrected, cancelled):
    number = order()
    if first is not None:
        mark_delivered(reference=number, at=first)
    if cancelled is not None:
        cancel_purchase(reference=number, at=cancelled)
    for _ in range(2):
        mark_delivered(reference=number, at=corrected, correct=True)
    assert tally() == counts_of(PROMISED, corrected, cancelled)
    assert list(rebuild_promises(repair=False)) == []


def test_told_twice_everything_counts_once(db, order):
    order(reference="A1")
    order(reference="A1", promised_by=PROMISED + timedelta(days=1))
    mark_delivered(reference="A1", at=ON_THE_DAY)
    mark_delivered(reference="A1", at=AFTER)
    order(reference="A2")
    cancel_purchase(reference="A2", at=BEFORE)
    cancel_purchase(reference="A2", at=AFTER)
    assert tally() == (1, 1, 1)
    assert tally(PROMISED + timedelta(days=1)) is None


def test_a_cancelled_order_is_due_no_more_unless_it_was_late_already(db, order):
    cancel_purchase(reference=order(), at=ON_THE_DAY)
    assert tally() == (0, 0, 0)
    cancel_purchase(reference=order(), at=AFTER)
    assert tally() == (1, 0, 0)


def test_an_order_that_came_stays_counted_when_it_is_sent_back(db, order):
    number = order()
    mark_delivered(reference=number, at=BEFORE)
    cancel_purchase(reference=number, at=ON_THE_DAY)
    assert tally() == (1, 1, 1)


def test_a_delay_does_not_move_the_promise(db, order):
    late, in_time = order(), order()
    for number in (late, in_time):
        mark_delayed(reference=number, until=PROMISED + timedelta(days=5), reason="Snow")
    mark_delivered(reference=late, at=AFTER)  # by the new day
    mark_delivered(reference=in_time, at=ON_THE_DAY)  # by the promised one, after all
    assert tally() == (2, 2, 1)
    assert tally(PROMISED + timedelta(days=5)) is None


def test_what_is_rolled_back_is_not_counted(db, order):
    number = order()
    with transaction.atomic():
        mark_delivered(reference=number, at=ON_THE_DAY)
        order()
        transaction.set_rollback(True)
    assert tally() == (1, 0, 0)


def test_orders_from_before_the_meter_harm_nothing(db, order):
    number = order()
    DeliveryTally.objects.all().delete()
    cancel_purchase(reference=number, at=BEFORE)
    assert tally() in (None, (0, 0, 0))


MOMENTS = st.sampled_from([BEFORE, ON_THE_DAY, AFTER])
STEPS = st.lists(
    st.tuples(st.sampled_from([mark_delivered, cancel_purchase]), st.integers(0, 2), MOMENTS), max_size=9
)


@settings(max_examples=40)
@given(steps=STEPS)
def test_any_story_of_orders_leaves_counters_that_agree_with_them(steps, db, order):
    numbers = [order(), order(), order(promised_by=None)]
    for verb, index, moment in steps:
        verb(reference=numbers[index], at=moment)
    assert list(rebuild_promises(repair=False)) == []


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory has one writer")
@pytest.mark.django_db(transaction=True)
def test_simultaneous_verbs_count_once():
    """Each thread records an order of its own, and all report the delivery of the same one."""
    product = Product.objects.create(name="Tea pot")
    facts = {"email": "mari@example.ee", "language": "et", "placed_at": BEFORE, "promised_by": PROMISED}
    record_purchase(reference="same", lines=[{"item": product}], **facts)
    DeliveryTally.objects.all().delete()  # who comes first makes the row of the day
    barrier, errors = Barrier(6), []

    def work(number):
        try:
            barrier.wait()
            record_purchase(reference=f"own-{number}", lines=[{"item": product}], **facts)
            mark_delivered(reference="same", at=ON_THE_DAY)
        except Exception as error:  # noqa: BLE001 - reported below
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=work, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert tally() == (6, 1, 1)


# What shoppers see


@pytest.fixture
def days_ago(db):
    """Write the tally of a day that lies so many days before NOW."""

    def write(number, due, delivered, kept):
        day = NOW.date() - timedelta(days=number)
        DeliveryTally.objects.create(promised_by=day, due=due, delivered=delivered, kept=kept)

    return write


def test_kept_and_missed_promises_are_summed_up(days_ago):
    days_ago(1, due=60, delivered=60, kept=60)
    days_ago(2, due=40, delivered=38, kept=34)
    figures = promise_figures(NOW)
    assert figures == PromiseFigures(kept=94, missed=6, days=180)
    assert figures.total == 100


def test_only_days_that_have_passed_and_are_not_too_old_count(days_ago, configure):
    configure(POLICIES_PROMISE_DAYS=30, POLICIES_PROMISE_MINIMUM=1)
    days_ago(-1, 10, 10, 10)
    days_ago(0, 10, 10, 10)
    days_ago(1, 1, 1, 1)
    days_ago(30, 2, 2, 2)
    days_ago(31, 10, 10, 10)
    assert promise_figures(NOW) == PromiseFigures(kept=3, missed=0, days=30)
    midnight_in_tallinn = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
    assert promise_figures(midnight_in_tallinn - timedelta(seconds=1)).kept == 3
    assert promise_figures(midnight_in_tallinn).kept == 11


@pytest.mark.parametrize("due, said", [(29, False), (30, True)])
def test_too_few_orders_say_nothing(days_ago, due, said):
    days_ago(1, due, due, due)
    assert (promise_figures(NOW) is not None) is said


def test_a_shop_that_never_tells_of_deliveries_has_no_figures(days_ago):
    days_ago(1, due=500, delivered=0, kept=0)
    assert promise_figures(NOW) is None


def test_bad_figures_are_shown_as_well(days_ago):
    days_ago(1, due=500, delivered=1, kept=0)
    assert promise_figures(NOW) == PromiseFigures(kept=0, missed=500, days=180)


def test_one_query_and_none_while_kept(days_ago, configure, settings, django_assert_num_queries):
    days_ago(1, 40, 40, 40)
    with django_assert_num_queries(1):
        promise_figures(NOW)
    settings.CACHES = LOCAL
    configure(FRAGMENT_CACHE="default")
    caches["default"].clear()
    with django_assert_num_queries(1):
        first = promise_figures(NOW)
    with django_assert_num_queries(0):
        assert promise_figures(NOW + timedelta(minutes=30)) == first
    with django_assert_num_queries(1):
        promise_figures(NOW + timedelta(days=1))


# The recount


def test_counters_that_agree_are_left_alone(db, order):
    mark_delivered(reference=order(), at=ON_THE_DAY)
    assert list(rebuild_promises()) == []


def test_every_difference_is_reported_and_repaired(db, order):
    mark_delivered(reference=order(), at=AFTER)
    other = order(promised_by=PROMISED + timedelta(days=1))
    DeliveryTally.objects.filter(promised_by=PROMISED).update(due=7, kept=3)
    DeliveryTally.objects.filter(promised_by=PROMISED + timedelta(days=1)).delete()
    DeliveryTally.objects.create(promised_by=PROMISED - timedelta(days=1), due=5)
    found = [(f"{one.day:%d}", one.field, one.stored, one.actual) for one in rebuild_promises()]
    assert found == [("19", "due", 5, 0), ("20", "due", 7, 1), ("20", "kept", 3, 0), ("21", "due", 0, 1)]
    assert tally() == (1, 1, 0)
    assert tally(PROMISED + timedelta(days=1)) == (1, 0, 0)
    assert list(rebuild_promises()) == []
    assert Purchase.objects.get(reference=other).delivered_at is None


def test_a_look_repairs_nothing(db, order):
    order()
    DeliveryTally.objects.all().delete()
    assert [(one.stored, one.actual) for one in rebuild_promises(repair=False)] == [(0, 1)]
    assert not DeliveryTally.objects.exists()
