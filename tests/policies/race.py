"""Processes that change drafts while others publish them: python -m tests.policies.race [--bursts N].

TRUST_TEST_DB chooses the database; every run makes one of its own and drops it. Prints one line of JSON.
"""

import argparse
import json
import random
import sys
from collections import Counter

from tests.concurrency.arena import database, run, setup

PROCESSES = 4
EACH = 6  # bursts at one draft


def worker(name, number, bursts, barrier, results):
    """In each burst all processes do something to the same draft at the same moment."""
    setup(name)
    from django.core.exceptions import ValidationError
    from django.db import OperationalError

    from django_trust.policies.immutable import PublishedError
    from django_trust.policies.models import ReturnTerms
    from django_trust.policies.services import publish_policy, start_draft
    from django_trust.transactions import is_contention

    choose, outcome = random.Random(number), Counter()

    def act(draft):
        days = choose.randint(14, 99)
        rows = ReturnTerms.objects.filter(version=draft)
        row = rows.first() or ReturnTerms(version=draft)
        row.days = days
        return choose.choice(
            [
                lambda: publish_policy(version=draft),
                row.save,
                lambda: rows.update(days=days),
                lambda: ReturnTerms.objects.bulk_create([ReturnTerms(version=draft, days=days)]),
                lambda: row.delete() if row.pk else None,
                lambda: draft.translations.update_or_create(language="en", defaults={"text": f"{days} days"}),
            ]
        )()

    for burst in range(bursts):
        if burst % EACH == 0:
            barrier.wait()
            draft = start_draft(kind="returns")
        barrier.wait()
        try:
            act(draft)
            outcome["done"] += 1
        except (PublishedError, ValidationError) as error:  # refused in words
            outcome[type(error).__name__] += 1
        except OperationalError as error:
            outcome["busy" if is_contention(error) else f"{error}"[:200]] += 1
        except Exception as error:  # noqa: BLE001 - counted and reported
            outcome[f"{type(error).__name__}: {error}"[:200]] += 1
    results.put(outcome)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bursts", type=int, default=120)
    options = parser.parse_args()
    with database() as name:
        outcome = run(worker, name, PROCESSES, options.bursts)
        from django_trust.policies.models import PolicyVersion
        from django_trust.policies.seals import is_untouched

        published = PolicyVersion.objects.published().select_related("policy")
        json.dump(
            {
                "outcome": dict(outcome),
                "published": len(published),
                "touched": [version.number for version in published if not is_untouched(version)],
                "drafts": PolicyVersion.objects.drafts().count(),
            },
            sys.stdout,
        )
    print()


if __name__ == "__main__":
    main()
