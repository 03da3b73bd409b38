"""Does each message arrive exactly once? python -m tests.concurrency.mail_arena SCENARIO... [--messages N]

burst   four workers share the messages
kill    the same, and now and then one of them is killed (kill -9); another takes its place
celery  the same with Celery workers (--broker redis or rabbitmq) and beat; midway the broker is killed

TRUST_TEST_DB chooses the database; every run makes one of its own and drops it. Mail goes to a real server
on loopback, which notes what arrived. Prints one line of JSON for each scenario.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from tests.concurrency.arena import drop
from tests.concurrency.mail_brokers import BROKERS
from tests.concurrency.mail_crew import CeleryCrew, Crew
from tests.concurrency.mail_server import MailServer

WORKERS = 4
STALLED = 1.0  # seconds without a delivery after which what is left probably belongs to the dead
LONGEST = 900.0


@contextmanager
def database(port):
    """A fresh database of its own name, dropped afterwards."""
    kind = os.environ.get("TRUST_TEST_DB", "sqlite")
    with tempfile.TemporaryDirectory() as folder:
        name = f"trust_mail_arena_{os.getpid()}"
        name = str(Path(folder, "arena.sqlite3")) if kind == "sqlite" else name
        os.environ["TRUST_ARENA_SMTP_PORT"] = str(port)
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.concurrency.mail_settings"
        os.environ[f"TRUST_{kind.upper()}_NAME"] = name
        drop(kind, name, create=True)
        try:
            import django
            from django.core.management import call_command
            from django.db import connections

            django.setup()
            call_command("migrate", run_syncdb=True, verbosity=0)
            yield
            connections.close_all()
        finally:
            drop(kind, name, create=False)


def refill(number):
    """Leave nothing but so many messages that are due, all to different people."""
    from django_trust.followups.models import Flow, FollowUp, Step
    from django_trust.shop.models import Purchase
    from tests.concurrency.mail_rows import fill
    from tests.hostshop.models import Product

    for model in (FollowUp, Step, Flow, Purchase):
        model.objects.all().delete()
    fill(number, Product.objects.get_or_create(name="Tea pot")[0])


class Watch:
    """Waits for what the workers do, and knows when they will do no more."""

    def __init__(self, server, crew):
        self.server, self.crew = server, crew
        self.started = time.monotonic()

    def until_arrived(self, number):
        """Return once so many messages arrived, or none has for a while since the first."""
        silence = Silence(self.server)
        while self.server.count() < number and silence.seconds() < STALLED:
            time.sleep(0.003)

    def until_ended(self, *, wait_for_leases):
        """Return the seconds until no row is open. The rows of dead workers come back when their leases
        end, or at once when all workers have stopped and no lease is waited for."""
        silence = Silence(self.server)
        while open_rows():
            assert time.monotonic() - self.started < LONGEST, "still not all messages were sent"
            if not wait_for_leases and silence.seconds() > STALLED:
                self.crew.stop()
                end_leases()
                self.crew.start()
                silence = Silence(self.server, since_now=True)
            time.sleep(0.05)
        return time.monotonic() - self.started


class Silence:
    """How long nothing has arrived, once something has."""

    def __init__(self, server, *, since_now=False):
        self.server, self.heard = server, time.monotonic()
        self.before = self.count = server.count() if since_now else 0

    def seconds(self):
        if (count := self.server.count()) != self.count:
            self.count, self.heard = count, time.monotonic()
        return time.monotonic() - self.heard if self.count != self.before else 0.0


def open_rows():
    from django_trust.followups.models import FollowUp

    return FollowUp.objects.open().count()


def in_flight():
    """The addresses whose message somebody has claimed and not noted as sent."""
    from django_trust.followups.choices import FollowUpState
    from django_trust.followups.models import FollowUp

    rows = FollowUp.objects.filter(state=FollowUpState.SENDING)
    return set(rows.values_list("purchase__email", flat=True))


def end_leases():
    from django.utils import timezone

    from django_trust.followups.choices import FollowUpState
    from django_trust.followups.models import FollowUp

    FollowUp.objects.filter(state=FollowUpState.SENDING).update(wake_at=timezone.now())


def share(options):
    """How many rows a worker looks at in one go: few enough for all workers to have some."""
    return max(1, min(500, options.messages // 16))


def burst(server, options):
    with Crew(WORKERS, share(options)) as crew:
        seconds = Watch(server, crew).until_ended(wait_for_leases=True)
        crew.stop()
    return verdict(server, options.messages, seconds, [])


def kill(server, options):
    """The moments are spread over the first nine tenths of the messages; chance says when exactly."""
    choose = random.Random(options.seed)
    moments = sorted(choose.sample(range(options.messages * 9 // 10), options.kills))
    deaths = []
    with Crew(WORKERS, share(options)) as crew:
        watch = Watch(server, crew)
        for moment in moments:
            watch.until_arrived(moment + 1)
            time.sleep(choose.uniform(0, 0.02))
            deaths.append((*crew.kill(choose, server.clients()), in_flight()))
        seconds = watch.until_ended(wait_for_leases=options.wait_for_leases)
        crew.stop()
    return verdict(server, options.messages, seconds, deaths)


def celery(server, options):
    """Half of those who are killed die before the broker does. Celery forks another in their place."""
    choose = random.Random(options.seed)
    half, deaths = options.messages // 2, []
    moments = sorted(choose.sample(range(half), options.kills))
    with BROKERS[options.broker]() as broker, CeleryCrew(WORKERS, share(options), broker.url) as crew:
        watch = Watch(server, crew)
        for moment in moments[::2]:
            watch.until_arrived(moment + 1)
            deaths.append((*crew.kill(choose, server.clients()), in_flight()))
        watch.until_arrived(half)
        broker.kill()
        before = server.count()
        watch.until_arrived(options.messages)  # what the workers had begun, and then silence
        meanwhile = server.count() - before
        broker.start()
        for moment in moments[1::2]:
            watch.until_arrived(before + meanwhile + moment + 1)
            deaths.append((*crew.kill(choose, server.clients()), in_flight()))
        seconds = watch.until_ended(wait_for_leases=options.wait_for_leases)
        crew.stop()
    result = verdict(server, options.messages, seconds, deaths)
    return {**result, "broker": options.broker, "arrived_without_broker": meanwhile}


def verdict(server, messages, seconds, deaths):
    """Count what arrived, by Message-ID, and look for the kill behind each message that came twice."""
    from django_trust.followups.models import FollowUp

    deliveries = server.deliveries()
    ids, people = Counter(d.message_id for d in deliveries), Counter(d.to for d in deliveries)
    twice = {to for to, number in people.items() if number > 1}
    found = [explain(deliveries, to, deaths) for to in sorted(twice)]
    return {
        "messages": messages,
        "states": dict(Counter(FollowUp.objects.values_list("state", flat=True))),
        "once": sum(number == 1 for number in people.values()),
        "twice": sum(number == 2 for number in people.values()),
        "more_often": sum(number > 2 for number in people.values()),
        "lost": messages - len(people),
        "ids": len(ids),
        "clients": len({d.client for d in deliveries}),
        "kills": len(deaths),
        "explained": [why for why in found if "kill" in why],
        "unexplained": [why for why in found if "kill" not in why],
        "seconds": round(seconds, 1),
        "per_second": round(messages / seconds),
    }


def explain(deliveries, to, deaths):
    """The server had accepted a message, and its sender died before the row said so: SMTP cannot tell."""
    first, *again = [d for d in deliveries if d.to == to]
    facts = {"to": to, "again_after": [round(d.at - first.at, 2) for d in again], "by": first.client}
    for client, died_at, open_then in deaths:
        last = max((d.at for d in deliveries if d.client == client), default=0.0)
        if first.client == client and first.at == last and to in open_then and first.at < died_at + 1:
            return {**facts, "kill": round(died_at - first.at, 4)}
    return facts


SCENARIOS = {"burst": burst, "kill": kill, "celery": celery}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("scenarios", nargs="+", choices=SCENARIOS)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--broker", choices=BROKERS, default="redis")
    parser.add_argument(
        "--latency", type=float, default=0.0, help="seconds the server thinks about a message"
    )
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--wait-for-leases", action="store_true", help="instead of ending those of the dead")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that everything is put away
    with MailServer(options.latency) as server, database(server.port):
        for scenario in options.scenarios:
            refill(options.messages)
            server.clear()
            result = SCENARIOS[scenario](server, options)
            print(json.dumps({"scenario": scenario, "seed": options.seed, **result}), flush=True)


if __name__ == "__main__":
    main()
