"""Run the tests on every database this machine has; ``make test`` calls it.

What is missing is named in one line and skipped; with CI=true in the environment it is a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

CI = bool(os.environ.get("CI"))
ON_EVERY_DATABASE = [
    "tests",
    "--ignore=tests/browser",
    "--ignore=tests/docs",
    "--ignore=tests/example_project",
    "--ignore=tests/followups/messages",  # words, the same whatever database holds the order
]


def connect_postgres() -> None:
    import psycopg

    psycopg.connect(
        host=os.environ.get("TRUST_POSTGRES_HOST", "127.0.0.1"),
        port=os.environ.get("TRUST_POSTGRES_PORT", "5432"),
        user=os.environ.get("TRUST_POSTGRES_USER", "postgres"),
        password=os.environ.get("TRUST_POSTGRES_PASSWORD", ""),
        dbname="postgres",
        connect_timeout=3,
    ).close()


def connect_mariadb() -> None:
    import MySQLdb

    MySQLdb.connect(
        host=os.environ.get("TRUST_MARIADB_HOST", "127.0.0.1"),
        port=int(os.environ.get("TRUST_MARIADB_PORT", "3306")),
        user=os.environ.get("TRUST_MARIADB_USER", "root"),
        password=os.environ.get("TRUST_MARIADB_PASSWORD", ""),
        connect_timeout=3,
    ).close()


def missing(connect: Callable[[], None]) -> str:
    """Return why a database cannot be used, in a few words; empty if it can."""
    try:
        connect()
    except Exception as error:  # noqa: BLE001 - the driver may be absent, the server may be anything
        return str(error).strip().split("\n")[0] or type(error).__name__
    return ""


def run_pytest(database: str, arguments: list[str]) -> int:
    print(f"\n== {database}", flush=True)
    workers = os.environ.get("TRUST_TEST_WORKERS", "2")
    command = [sys.executable, "-m", "pytest", "-q", "-n", workers, "--dist", "loadgroup", *arguments]
    return subprocess.call(command, env={**os.environ, "TRUST_TEST_DB": database})


def main(arguments: list[str]) -> int:
    worst = 0
    for database, connect in {"postgres": connect_postgres, "mariadb": connect_mariadb}.items():
        if reason := missing(connect):
            print(f"{'MISSING' if CI else 'SKIPPED'}: {database} is not there ({reason})", flush=True)
            worst = max(worst, int(CI))
        else:
            worst = max(worst, run_pytest(database, arguments or ON_EVERY_DATABASE))
    return max(worst, run_pytest("sqlite", arguments or ["tests"]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
