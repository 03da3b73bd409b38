"""Many processes against one database: python -m tests.concurrency.arena SCENARIO [--bursts N].

TRUST_TEST_DB chooses the database; every run makes one of its own and drops it. TRUST_ATOMIC_REQUESTS wraps
each operation in the transaction a host's ATOMIC_REQUESTS would open. Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import sys
import tempfile
from collections import Counter
from contextlib import contextmanager, nullcontext
from pathlib import Path

PROCESSES = 8
EACH = 200
BURSTS_PER_REVIEW = 10
BURST_PROCESSES = 4
NAME = f"trust_arena_{os.getpid()}"


def setup(name: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    for database in ("SQLITE", "POSTGRES", "MARIADB"):
        os.environ[f"TRUST_{database}_NAME"] = name
    import django

    django.setup()
    from django.conf import settings

    settings.DJANGO_TRUST = {
        **settings.DJANGO_TRUST,
        "REVIEWS_MODERATION": "after",
        "REVIEWS_FREEZE_HOURS": 0,  # thousands of reviews in a minute are the point here
        "REVIEWS_CRITERIA": {"": ["quality", "fit"]},
        "REVIEWS_SCORE": os.environ.get("TRUST_ARENA_SCORE", "mean"),
        "THROTTLE": {"submit": None, "vote": None},
    }


@contextmanager
def database():
    """A fresh database of its own name, dropped afterwards."""
    kind = os.environ.get("TRUST_TEST_DB", "sqlite")
    with tempfile.TemporaryDirectory() as folder:
        name = str(Path(folder, "arena.sqlite3")) if kind == "sqlite" else NAME
        drop(kind, name, create=True)
        try:
            setup(name)
            from django.core.management import call_command
            from django.db import connections

            call_command("migrate", verbosity=0)
            yield name
            connections.close_all()
        finally:
            drop(kind, name, create=False)


def drop(kind: str, name: str, *, create: bool) -> None:
    statements = [f"DROP DATABASE IF EXISTS {name}"]
    if kind == "postgres":
        import psycopg

        host, user = (
            os.environ.get("TRUST_POSTGRES_HOST", "127.0.0.1"),
            os.environ.get("TRUST_POSTGRES_USER", "postgres"),
        )
        password = os.environ.get("TRUST_POSTGRES_PASSWORD", "")
        server = psycopg.connect(host=host, user=user, password=password, dbname="postgres", autocommit=True)
        statements += [f"CREATE DATABASE {name}"] if create else []
    elif kind == "mariadb":
        import MySQLdb

        server = MySQLdb.connect(
            host=os.environ.get("TRUST_MARIADB_HOST", "127.0.0.1"),
            user=os.environ.get("TRUST_MARIADB_USER", "root"),
            password=os.environ.get("TRUST_MARIADB_PASSWORD", ""),
        )
        statements += [f"CREATE DATABASE {name} CHARACTER SET utf8mb4"] if create else []
    else:
        return
    with server.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    server.close()


def forbid_host_writes(execute, sql, params, many, context):
    if sql.lstrip()[:6].upper() in ("UPDATE", "INSERT", "DELETE") and "hostshop_" in sql:
        raise AssertionError(f"a review wrote to the shop's own table: {sql}")
    return execute(sql, params, many, context)


def host_transaction():
    from django.db import transaction

    return transaction.atomic() if "TRUST_ATOMIC_REQUESTS" in os.environ else nullcontext()


def submit_worker(name, number, product_id, through, barrier, results):
    """Submit EACH reviews, by the form view or by the service."""
    setup(name)
    from django.db import connection
    from django.test import Client

    from django_trust.reviews.services import submit_review
    from django_trust.shop.references import ItemReference
    from tests.hostshop.models import Product

    product = Product.objects.get(pk=product_id)
    url = f"/trust/reviews/write/{ItemReference.of(product).token()}/"
    client, outcome = Client(), Counter()
    barrier.wait()
    with connection.execute_wrapper(forbid_host_writes):
        for turn in range(EACH):
            words = {
                "rating": str(1 + turn % 5),
                "body": "x" * 200,
                "email": f"p{number}-{turn}@example.test",
            }
            try:
                if through == "view":
                    outcome[client.post(url, words).status_code] += 1
                else:
                    with host_transaction():
                        submit_review(item=product, language="en", **words)
                    outcome["stored"] += 1
            except Exception as error:  # noqa: BLE001 - counted and reported
                outcome[f"{type(error).__name__}: {error}"[:200]] += 1
    results.put(outcome)


def burst_worker(name, number, product_ids, bursts, barrier, results):
    """In each burst all processes do something to the same review at the same moment."""
    setup(name)
    from django.db import connection

    from django_trust.reviews import services
    from django_trust.reviews.exceptions import ReviewError
    from django_trust.reviews.models import Review
    from django_trust.reviews.people import find_review
    from django_trust.shop.services import item_for
    from tests.hostshop.models import Product

    choose, outcome = random.Random(number), Counter()

    def act(product, person):
        review = find_review(item_for(product), email=person)
        stars = choose.randint(1, 5)
        criteria = {"quality": choose.randint(1, 5), "fit": choose.choice(["", 3])}
        if review is None or choose.random() < 0.1:
            return services.submit_review(
                item=product,
                rating=stars,
                email=person,
                language="en",
                criteria=criteria,
                email_confirmed=False,
            )
        return choose.choice(
            [
                lambda: services.publish_review(review=review),
                lambda: services.reject_review(review=review, reason="spam"),
                lambda: services.withdraw_review(review=review),
                lambda: services.edit_review(
                    review=review, rating=stars, body="changed", criteria=choose.choice([None, criteria])
                ),
                lambda: services.confirm_email(review=review),
                lambda: services.appeal_review(review=review, text="Please look again"),
                lambda: [services.decide_appeal(appeal=a, grant=True) for a in review.appeals.all()[:1]],
                lambda: services.vote_on_review(review=review, voter_key=f"v{choose.randint(1, 3)}"),
                lambda: services.report_review(review=review, reason="spam", reporter_key=f"r{number}"),
            ]
        )()

    with connection.execute_wrapper(forbid_host_writes):
        for burst in range(bursts):
            product = Product(pk=product_ids[burst // BURSTS_PER_REVIEW % len(product_ids)], name="x")
            person = f"burst-{burst // BURSTS_PER_REVIEW}@example.test"
            barrier.wait()
            try:
                with host_transaction():
                    act(product, person)
                outcome["done"] += 1
            except ReviewError as error:  # a refusal in words is a right answer
                outcome[type(error).__name__] += 1
            except Exception as error:  # noqa: BLE001 - counted and reported
                outcome[f"{type(error).__name__}: {error}"[:200]] += 1
    assert Review.objects.exists()
    results.put(outcome)


def run(worker, name, processes, *arguments):
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(processes), context.Queue()
    crowd = [
        context.Process(target=worker, args=(name, number, *arguments, barrier, results))
        for number in range(processes)
    ]
    for process in crowd:
        process.start()
    total = sum((results.get(timeout=600) for _ in crowd), Counter())
    for process in crowd:
        process.join()
    return total


def verdict(outcome):
    from django_trust.reviews.models import Review
    from django_trust.reviews.ratings import rebuild_ratings

    return {
        "outcome": {str(key): number for key, number in outcome.items()},
        "stored": Review.objects.count(),
        "differences": [str(found) for found in rebuild_ratings(repair=False)],
    }


def scenario_submit(name, through):
    from tests.hostshop.models import Product

    product = Product.objects.create(name="Tea pot")
    outcome = run(submit_worker, name, PROCESSES, product.pk, through)
    return {**verdict(outcome), "host_row": Product.objects.get().name}


def scenario_bursts(name, bursts):
    from tests.hostshop.models import Product

    products = [Product.objects.create(name=f"Product {number}").pk for number in range(20)]
    return verdict(run(burst_worker, name, BURST_PROCESSES, products, bursts))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", choices=["submit-view", "submit-service", "bursts"])
    parser.add_argument("--bursts", type=int, default=300)
    options = parser.parse_args()
    with database() as name:
        if options.scenario == "bursts":
            result = scenario_bursts(name, options.bursts)
        else:
            result = scenario_submit(name, options.scenario.removeprefix("submit-"))
    json.dump(result, sys.stdout)
    print()


if __name__ == "__main__":
    main()
