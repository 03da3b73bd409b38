import pytest
from django.db import IntegrityError, OperationalError, transaction

from django_trust.transactions import TRIES, atomic_write, is_contention
from tests.hostshop.models import Product


class InTheWay:
    """A write that another writer disturbs a number of times."""

    def __init__(self, times, error):
        self.left, self.error, self.calls = times, error, 0

    def __call__(self):
        self.calls += 1
        product = Product.objects.create(name="written")
        if self.left:
            self.left -= 1
            raise self.error
        return product


LOCKED = OperationalError("database is locked")


def test_a_disturbed_write_is_tried_again_and_stored_once(transactional_db):
    write = InTheWay(3, LOCKED)
    assert atomic_write(write)() == Product.objects.get()
    assert write.calls == 4


def test_it_gives_up_after_some_tries(transactional_db, monkeypatch):
    monkeypatch.setattr("django_trust.transactions.LONGEST_PAUSE", 0)
    write = InTheWay(TRIES, LOCKED)
    with pytest.raises(OperationalError, match="locked"):
        atomic_write(write)()
    assert write.calls == TRIES
    assert not Product.objects.exists()


@pytest.mark.parametrize(
    "error", [OperationalError("no such table"), IntegrityError("twice"), ValueError("else")]
)
def test_any_other_error_is_raised_at_once(db, error):
    write = InTheWay(1, error)
    with pytest.raises(type(error)):
        atomic_write(write)()
    assert write.calls == 1


def test_inside_the_hosts_transaction_the_host_decides(db):
    write = InTheWay(1, LOCKED)
    with transaction.atomic(), pytest.raises(OperationalError):
        atomic_write(write)()
    assert write.calls == 1
    assert not Product.objects.exists()


@pytest.mark.parametrize("code", [1205, 1213])
def test_the_codes_of_mariadb_are_known(code):
    assert is_contention(OperationalError(code, "words"))


@pytest.mark.parametrize("state", ["40001", "40P01", "55P03"])
def test_the_codes_of_postgresql_are_known(state):
    class DriverError(Exception):
        sqlstate = state

    error = OperationalError("words")
    error.__cause__ = DriverError()
    assert is_contention(error)
