"""Which database a run uses: BENCH_DB (postgres or sqlite) and BENCH_REVIEWS, its number of reviews."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "benchmarks"


def kind() -> str:
    return os.environ.get("BENCH_DB", "postgres")


def size() -> int:
    return int(os.environ.get("BENCH_REVIEWS", "100000"))


def database(owner: str = "") -> dict[str, Any]:
    """Return Django's entry for the database of this size; ``owner`` keeps the peer's tables apart."""
    name = f"trust_bench{owner}_{size()}"
    atomic = os.environ.get("BENCH_ATOMIC_REQUESTS") == "1"
    if kind() == "sqlite":
        BUILD.mkdir(parents=True, exist_ok=True)
        path = BUILD / f"{name}.sqlite3"
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "ATOMIC_REQUESTS": atomic}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": os.environ.get("BENCH_POSTGRES_USER", "postgres"),
        "PASSWORD": os.environ.get("BENCH_POSTGRES_PASSWORD", ""),
        "HOST": os.environ.get("BENCH_POSTGRES_HOST", "127.0.0.1"),
        "PORT": os.environ.get("BENCH_POSTGRES_PORT", "5432"),
        "ATOMIC_REQUESTS": atomic,
    }


def server() -> dict[str, str]:
    """Return psycopg's arguments for the server's own database, where others are made."""
    entry = database()
    names = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {"dbname": "postgres", **{ours: entry[theirs] for ours, theirs in names.items()}}


def recreate(owner: str = "") -> None:
    """Drop the database if it is there and make an empty one."""
    name = database(owner)["NAME"]
    if kind() == "sqlite":
        for suffix in ("", "-journal", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)
        return
    import psycopg

    with psycopg.connect(**server(), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')


def exists(owner: str = "") -> bool:
    name = database(owner)["NAME"]
    if kind() == "sqlite":
        return Path(name).exists()
    import psycopg

    with psycopg.connect(**server()) as connection:
        return (
            connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None
        )
