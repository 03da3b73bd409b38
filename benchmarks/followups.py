"""What sending follow-ups costs: python -m benchmarks.followups [--db postgres|sqlite] [--only send].

Beside each figure stands what it is compared with, measured in the same run: messages written and handed over
in a bare loop, one worker, ten thousand planned messages. Mail goes to a server on loopback, in a process of
its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
from collections.abc import Callable
from statistics import median
from time import monotonic, perf_counter
from typing import Any

from benchmarks.report import Row, add_up, markdown, show, tell

ROUNDS = 5
LATENCY = 0.01  # seconds the mail server takes where two workers are compared with one
TWICE = (1, 2)


def main() -> None:
    options = _parser().parse_args()
    os.environ["BENCH_DB"] = options.db
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.followups_settings"
    if options.serve:
        from benchmarks.followups_scale import serve

        serve(options.serve)
        return
    from tests.concurrency.mail_server import MailServer

    with MailServer() as server:
        os.environ["BENCH_SMTP_PORT"] = str(server.port)
        os.environ["BENCH_REVIEWS"] = "0"
        import django

        django.setup()
        rows = _run(options, server)
    show(rows)
    print("goals met: {met} of {of}".format(**add_up(rows)))
    if not options.only:
        _save(rows, options.db)


def _run(options: argparse.Namespace, server: Any) -> list[Row]:
    from benchmarks.followups_rows import make_database, make_due
    from benchmarks.followups_scale import claiming

    make_database()
    made = make_due(options.messages)
    cases: dict[str, Callable[[], list[Row]]] = {
        "plan": planning,
        "send": lambda: sending(server, len(made)),
        "dispatch": lambda: dispatch(len(made)),
        "workers": lambda: workers(len(made)),
        "claim": lambda: claiming(options.rows),
    }
    rows: list[Row] = []
    for name, case in cases.items():
        if name.startswith(options.only):
            print(f"... {name}", flush=True)
            found = case()
            tell(found)
            rows += found
    return rows


def sending(server: Any, number: int) -> list[Row]:
    """Messages over one SMTP connection: by ``send_due``, and written and handed over with nothing around."""
    times = _turns(
        {"ours": send_all, "bare": send_barely}, number, lambda: server.count() == number, server.clear
    )
    ours, bare = number / times["ours"], number / times["bare"]
    goals = {">= 70 % of a bare loop": ours >= 0.7 * bare}
    return [Row("1 messages by SMTP, one worker", ours, bare, unit="/s", goals=goals)]


def dispatch(number: int) -> list[Row]:
    """The same with Django's mail backend that keeps mails in memory: what is left is ours."""
    from django.core import mail
    from django.test import override_settings

    mail.outbox = []
    with override_settings(**_in_memory()):
        times = _turns(
            {"ours": send_all, "bare": send_barely},
            number,
            lambda: len(mail.outbox) == number,
            mail.outbox.clear,
        )
    each = {name: seconds / number * 1000 for name, seconds in times.items()}
    extra = (each["ours"] - each["bare"]) * 1000
    return [
        Row("2 messages to memory, one worker", number / times["ours"], number / times["bare"], unit="/s"),
        Row("2 one message to memory", each["ours"], each["bare"], unit="ms"),
        Row("2 dispatch: what one message costs more", extra, unit="us", goals={"<= 40": extra <= 40}),
    ]


def _in_memory() -> dict[str, Any]:
    import django

    backend = "django.core.mail.backends.locmem.EmailBackend"
    if django.VERSION >= (6, 1):
        return {"MAILERS": {"default": {"BACKEND": backend}}}
    return {"EMAIL_BACKEND": backend}


def _turns(
    ways: dict[str, Callable[[int], float]],
    number: int,
    is_done: Callable[[], bool],
    clear: Callable[[], Any],
) -> dict[str, float]:
    """Return the median seconds of each way, which take turns."""
    from benchmarks.followups_rows import make_due_again

    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            make_due_again()
            clear()
            taken[name].append(way(number))
            assert is_done(), f"not all messages arrived: {name}"
    return {name: median(seconds) for name, seconds in taken.items()}


def send_all(number: int) -> float:
    from django_trust.followups.services import send_due

    started = perf_counter()
    report = send_due(limit=number)
    assert report.sent == number, report
    return perf_counter() - started


def send_barely(number: int) -> float:
    """Everything is read from the database before the clock starts."""
    from django_trust.followups.channels.registry import make_channel
    from django_trust.followups.messages.compose import compose
    from django_trust.followups.messages.job import jobs_for
    from django_trust.followups.models import FollowUp

    rows = list(FollowUp.objects.select_related("step__flow").order_by("wake_at", "pk")[:number])
    jobs = jobs_for(rows, "https://shop.example")
    started = perf_counter()
    with make_channel("email") as channel:
        for job in jobs:
            message = compose(job)
            assert message is not None
            channel.send(job, message)
    return perf_counter() - started


def workers(number: int) -> list[Row]:
    """One and two processes, while the mail server is what takes most of the time."""
    from django.db import connection

    from benchmarks.followups_rows import make_due_again
    from tests.concurrency.mail_server import MailServer

    rates: dict[int, list[float]] = {crew: [] for crew in TWICE}
    with MailServer(LATENCY) as server:
        for _ in range(3):
            for crew in TWICE:
                make_due_again()
                connection.close()
                server.clear()
                rates[crew].append(number / _crew(crew, server.port))
                assert server.count() == number, (server.count(), number)
    one, two = median(rates[1]), median(rates[2])
    goals = {">= 1.6x one": two >= 1.6 * one}
    return [
        Row(f"3 two workers, beside one, {LATENCY * 1000:.0f} ms a mail", two, one, unit="/s", goals=goals)
    ]


def _crew(number: int, port: int) -> float:
    """Return the seconds from the common start of so many processes to the end of the last."""
    os.environ["BENCH_SMTP_PORT"] = str(port)
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(number), context.Queue()
    crew = [context.Process(target=_worker, args=(start, results)) for _ in range(number)]
    for process in crew:
        process.start()
    reports = [results.get(timeout=600) for _ in crew]
    for process in crew:
        process.join()
    return float(max(ended for _, ended in reports) - min(began for began, _ in reports))


def _worker(start: Any, results: Any) -> None:
    import django

    django.setup()
    from django_trust.followups.messages.compose import compose
    from django_trust.followups.messages.job import jobs_for
    from django_trust.followups.models import FollowUp
    from django_trust.followups.services import send_due

    for job in jobs_for(FollowUp.objects.select_related("step__flow")[:10], "https://shop.example"):
        compose(job)  # what is done only once in a process
    start.wait()
    began = monotonic()
    while send_due(limit=500).claimed:
        pass
    results.put((began, monotonic()))


def planning() -> list[Row]:
    """The rows of one order, with all flows of the library: the first time, and when nothing has changed."""
    from benchmarks.followups_rows import forget, orders
    from benchmarks.measuring import Candidate, alternate, count_queries
    from django_trust.followups.services import schedule_followups

    fresh = orders()
    planned = next(fresh)
    ways = {
        "first": Candidate(schedule_followups, lambda: next(fresh)),
        "again": Candidate(schedule_followups, lambda: planned),
    }
    queries = {name: count_queries(way) for name, way in ways.items()}
    times = alternate(ways, rounds=200)
    forget()
    return [
        Row(
            f"4 plan one order, {words}",
            times[name],
            queries=queries[name],
            goals={"<= 6 queries": queries[name] <= 6},
        )
        for name, words in (("first", "new"), ("again", "nothing has changed"))
    ]


def _save(rows: list[Row], database: str) -> None:
    from benchmarks.databases import BUILD

    BUILD.mkdir(parents=True, exist_ok=True)
    (BUILD / f"followups-{database}.md").write_text(markdown(rows))
    print(f"Written to build/benchmarks/followups-{database}.md")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.followups", description=__doc__)
    parser.add_argument("--db", choices=("postgres", "sqlite"), default="postgres")
    parser.add_argument("--messages", type=int, default=1000, help="due messages of one turn")
    parser.add_argument("--rows", type=int, default=1_000_000, help="size of the large table")
    parser.add_argument("--only", default="", help="only cases whose name begins with this")
    parser.add_argument("--serve", type=int, default=0, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    main()
