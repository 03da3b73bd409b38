"""Simultaneous writers in real processes on a real database: every count exact, nothing lost, no error."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SQLITE = os.environ.get("TRUST_TEST_DB", "sqlite") == "sqlite"
BURSTS = os.environ.get("TRUST_BURSTS", "60")
REFUSALS = {"AlreadyAppealed", "done", "AlreadyReviewed", "InvalidTransition", "NotPublished", "OwnReview"}

pytestmark = pytest.mark.xdist_group("arena")


def arena(*arguments, atomic):
    environment = {**os.environ, **({"TRUST_ATOMIC_REQUESTS": "1"} if atomic else {})}
    command = [sys.executable, "-m", "tests.concurrency.arena", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.strip().split("\n")[-1])


def test_eight_processes_through_the_form_lose_nothing():
    result = arena("submit-view", atomic=True)  # the harder one: python -m tests.concurrency.arena has both
    assert result["outcome"] == {"302": 1600}
    assert result["stored"] == 1600
    assert result["differences"] == []
    assert result["host_row"] == "Tea pot"


@pytest.mark.skipif(
    SQLITE, reason="inside a host's transaction SQLite cannot wait; the form view can (above)"
)
def test_eight_processes_inside_the_hosts_own_transaction_lose_nothing():
    result = arena("submit-service", atomic=True)
    assert result["outcome"] == {"stored": 1600}
    assert result["stored"] == 1600
    assert result["differences"] == []


@pytest.mark.parametrize(
    "atomic",
    [
        False,
        pytest.param(
            True, marks=pytest.mark.skipif(SQLITE, reason="SQLite cannot wait inside a transaction")
        ),
    ],
    ids=["autocommit", "ATOMIC_REQUESTS"],
)
@pytest.mark.usefixtures("django_db_setup")  # so that it runs on every database
def test_simultaneous_decisions_on_one_review_keep_every_count_exact(atomic):
    result = arena("bursts", "--bursts", BURSTS, atomic=atomic)
    assert set(result["outcome"]) <= REFUSALS
    assert result["differences"] == []
