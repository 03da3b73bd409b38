"""Real workers, a real mail server, real deaths: each message arrives once, and none is lost.

The large version is ``python -m tests.concurrency.mail_arena``. Each run makes its own database, so these
run once, whatever database the other tests use.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.concurrency.mail_brokers import BROKERS, program
from tests.requirements import require_service, unavailable

ROOT = Path(__file__).parent.parent.parent
PORTS = {"postgres": "5432", "mariadb": "3306"}

pytestmark = pytest.mark.xdist_group("arena")


def arena(database, *arguments):
    if database in PORTS:
        name = f"TRUST_{database.upper()}"
        host, port = (
            os.environ.get(f"{name}_HOST", "127.0.0.1"),
            os.environ.get(f"{name}_PORT", PORTS[database]),
        )
        require_service(database, host, int(port))
    command = [sys.executable, "-m", "tests.concurrency.mail_arena", *arguments]
    environment = {**os.environ, "TRUST_TEST_DB": database}
    environment.pop("TRUST_ATOMIC_REQUESTS", None)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.strip().split("\n")]


def assert_all_arrived(result):
    """Only a message that the server had when its worker was killed may have come a second time."""
    assert result["lost"] == 0, result
    assert result["states"] == {"sent": result["messages"]}
    assert result["unexplained"] == []
    assert result["more_often"] == 0
    assert result["twice"] <= result["kills"]
    assert result["once"] + result["twice"] == result["ids"] == result["messages"]


def test_four_workers_send_each_message_once():
    [result] = arena("postgres", "burst", "--messages", "320")
    assert_all_arrived(result)
    assert result["once"] == 320
    assert result["clients"] > 1


@pytest.mark.parametrize("database", ["postgres", "mariadb", "sqlite"])
def test_nothing_is_lost_when_workers_are_killed(database):
    [result] = arena(database, "kill", "--messages", "120", "--kills", "2", "--latency", "0.01")
    assert_all_arrived(result)
    assert result["kills"] == 2


# Redis takes as long again and differs for Celery alone: TRUST_BROKERS=redis,rabbitmq runs both.
@pytest.mark.parametrize("broker", os.environ.get("TRUST_BROKERS", "rabbitmq").split(","))
def test_celery_workers_send_each_message_once_though_the_broker_is_killed_midway(broker):
    for name in BROKERS[broker].needs:
        if not program(name):
            unavailable(f"{broker} cannot be started: there is no program {name}.")
    options = ("--messages", "160", "--latency", "0.01", "--kills", "1")
    [result] = arena("postgres", "celery", "--broker", broker, *options)
    assert_all_arrived(result)
    assert result["kills"] == 1
