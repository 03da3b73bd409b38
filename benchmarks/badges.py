"""Thirty badges of a page, fresh and kept, beside a static template of the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.test import override_settings
from django.utils import timezone

from benchmarks.arena import Arena, new_request
from benchmarks.measuring import Candidate, alternate, count_queries
from benchmarks.report import Row
from django_trust.badges.choices import BadgeKind
from django_trust.badges.findings import DatedFinding, Finding
from django_trust.badges.models import Badge

BADGES = 30
HOST = "shop.example"
OURS = "{% load trust %}<footer>{% trust_badges placement='footer' %}</footer>"


def badges(arena: Arena) -> list[Row]:
    """What the row costs a page. The static template is what no library can beat but by being shorter."""
    with _thirty(), override_settings(DJANGO_TRUST={**settings.DJANGO_TRUST, "BADGES_HOSTS": [HOST]}):
        html = engines.all()[0].from_string(OURS).render({}, new_request({}))
        assert html.count("<li") == BADGES, html
        engine = _engine({"ours.html": OURS, "static.html": f"{{% verbatim %}}{html}{{% endverbatim %}}"})
        ways = {name: _page(engine, name) for name in ("ours", "static")}
        fresh, cold = alternate(ways), count_queries(ways["ours"])
        with override_settings(DJANGO_TRUST={**settings.DJANGO_TRUST, "FRAGMENT_CACHE": "default"}):
            ways["ours"].result()
            kept, warm = alternate(ways), count_queries(ways["ours"])
    goals = {"0 queries": warm == 0, "<= 2x static": kept["ours"] <= 2 * kept["static"]}
    name = f"9 page with {BADGES} badges"
    once = {"1 query": cold == 1}
    return [
        Row(f"{name}, fresh", fresh["ours"], None, fresh["static"], queries=cold, goals=once),
        Row(f"{name}, kept", kept["ours"], None, kept["static"], queries=warm, goals=goals),
    ]


def _engine(pages: dict[str, str]) -> DjangoTemplates:
    """An engine as ``startproject`` writes it: pages are looked up by name, three context processors run."""
    loaders = [("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", pages)])]
    options = {
        "loaders": loaders,
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
        ],
    }
    return DjangoTemplates({"NAME": "pages", "DIRS": [], "APP_DIRS": False, "OPTIONS": options})


def _page(engine: DjangoTemplates, name: str) -> Candidate:
    """What a view does: the template by its name, rendered for a request, as a response."""
    return Candidate(
        lambda request: HttpResponse(engine.get_template(f"{name}.html").render({}, request)),
        lambda: new_request({}),
    )


@contextmanager
def _thirty() -> Iterator[None]:
    """Badges of all kinds for one measurement: the table is as it was behind it."""
    seen = Finding("passed", "text", {"text": "Seen."})
    kept = {"tls": DatedFinding("tls", HOST, seen, timezone.now()).as_json()}
    with transaction.atomic():
        for number in range(BADGES):
            checked = number % 3 == 0
            Badge.objects.create(
                kind=list(BadgeKind)[number % 7 if number % 7 != 1 else 0],
                claim={
                    "en": f"Hosting certified to standard {number}",
                    "et": f"Majutus vastab standardile {number}",
                },
                issuer="" if checked else "Example Registrar",
                verify_url="https://registrar.example/",
                checks=["tls"] if checked else [],
                findings=kept if checked else {},
            )
        yield
        transaction.set_rollback(True)
