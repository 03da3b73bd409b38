"""Transactions that survive contention: the one way services open them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 8
LONGEST_PAUSE = 0.2  # seconds
# SQLSTATE of PostgreSQL: serialization failure, deadlock, lock not available. MariaDB and MySQL: lock wait
# timeout, deadlock.
CONTENTION_CODES = frozenset({"40001", "40P01", "55P03", 1205, 1213})


def atomic_write(function: Callable[P, R]) -> Callable[P, R]:
    """Run ``function`` in a transaction and try again when another writer was in the way.

    A new try is only possible when no transaction surrounds the call: inside the host's own ``atomic()``
    the error reaches the host, who alone can undo the rest of its work. On SQLite the function's first
    statement should be a write: a transaction that has read cannot wait for the write lock.
    """

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        tries = 1 if connection.in_atomic_block else TRIES
        for attempt in range(1, tries + 1):
            try:
                with transaction.atomic():
                    return function(*args, **kwargs)
            except OperationalError as error:
                if attempt == tries or not is_contention(error):
                    raise
                time.sleep(random.uniform(0, LONGEST_PAUSE))  # noqa: S311 - a pause, not a secret
        raise AssertionError("the last try returns or raises")

    return wrapper


def is_contention(error: OperationalError) -> bool:
    """Whether the database refused because of another transaction, so that trying again makes sense."""
    code = getattr(error.__cause__, "sqlstate", None) or (error.args[0] if error.args else None)
    return code in CONTENTION_CODES or "is locked" in str(error)
