"""Every fenced block of the documentation is run, rendered or requested. None is only decoration."""

import __future__

import inspect
import json
import re
import unittest
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest
from django.core import checks
from django.db.utils import ConnectionHandler
from django.template import Context
from django.template.backends.django import DjangoTemplates
from django.test import Client, override_settings
from django.utils import timezone
from jinja2 import Environment

import django_trust
from django_trust.badges.findings import kept_findings
from django_trust.badges.models import Badge
from django_trust.badges.probes.answers import HttpAnswer
from django_trust.jinja2 import trust_globals
from django_trust.reviews.flagging import explain
from django_trust.reviews.services import submit_review
from django_trust.shop.adapter import ShopAdapter, get_adapter
from django_trust.shop.payments import payment_methods
from django_trust.shop.services import mark_delivered
from django_trust.testing import AdapterContract
from tests.docs.commands import check_command
from tests.docs.markdown import block_of, blocks
from tests.markup import read as read_page

MOST_EXEMPT = 3
BLOCKS = blocks()
SETTINGS = ("CACHES", "DJANGO_TRUST", "LANGUAGES", "LOCALE_PATHS", "SILENCED_SYSTEM_CHECKS", "STORAGES")
PROPERTY = re.compile(r"--trust-[\w-]+")
CLASS = re.compile(r"\.(trust[\w-]*)")
STYLE_SHEET = Path(django_trust.__file__).parent / "static" / "django_trust" / "trust.css"
STARS_VARIABLES = {"lang": "en", "dir": "ltr", "count": 2, "url": "/", "number": "2", "sentence": "Rated"}
MOVING = (
    "id",
    "created_at",
    "edited_at",
    "url",
    "checked_on",
    "checked_at",
    "valid_until",
    "effective_from",
    "digest",
    "history_url",
)
BASE = """{% load trust %}<head>{% trust_css %}{% block head %}{% endblock %}</head>
<title>{% block title %}{% endblock %}</title>{% block content %}{% endblock %}"""


def of(*languages):
    chosen = [block for block in BLOCKS if block.language in languages and not block.exempt]
    return pytest.mark.parametrize("block", chosen, ids=str)


def test_every_block_has_a_test_or_a_reason():
    tested = {"python", "html+django", "jinja", "http", "console", "css"}
    assert [str(block) for block in BLOCKS if block.language not in tested and not block.exempt] == []
    exempt = [block for block in BLOCKS if block.exempt]
    assert len(exempt) <= MOST_EXEMPT, [f"{block}: {block.exempt}" for block in exempt]


@of("python")
def test_python(block, shop):
    flags = __future__.annotations.compiler_flag
    names = {**vars(shop), "__name__": "example"}
    exec(compile(block.text, str(block), "exec", flags, dont_inherit=True), names)
    if block.caption.startswith("django_trust."):
        _compare_signatures(names, import_module(block.caption))
    _check_adapter(names.get("Adapter"), shop)
    _run_tests(names.values())
    _check_settings(names)
    if callable(names.get("environment")):
        assert "trust_stars" in names["environment"]().globals


def _compare_signatures(names, module):
    documented = {name: value for name, value in names.items() if inspect.isfunction(value)}
    documented = {name: value for name, value in documented.items() if value.__module__ == "example"}
    assert documented
    for name, function in documented.items():
        real = inspect.signature(getattr(module, name))
        printed = inspect.signature(function)
        assert _shape(printed) == _shape(real), name


def _shape(signature):
    return [(name, param.kind, param.default) for name, param in signature.parameters.items()]


def _check_adapter(adapter_class, shop):
    if inspect.isclass(adapter_class) and issubclass(adapter_class, ShopAdapter):
        adapter = adapter_class()
        for name in ("object", "name", "url", "image", "identifiers", "category", "offer"):
            getattr(adapter, f"get_{name}")(shop.product)
        adapter.get_shop()
        country, currency = adapter.get_country(shop.request), adapter.get_currency(shop.request)
        codes = adapter.get_payment_methods(country=country, currency=currency)
        assert set(codes) <= payment_methods().keys()


def _run_tests(values):
    for case in values:
        if inspect.isclass(case) and issubclass(case, AdapterContract) and case is not AdapterContract:
            suite = unittest.defaultTestLoader.loadTestsFromTestCase(case)
            result = suite.run(unittest.TestResult())
            assert result.testsRun > 0
            assert result.errors + result.failures == []


def _check_database(configured):
    """The options are ones that the database's driver takes."""
    with TemporaryDirectory() as folder:
        database = {**configured["default"], "NAME": f"{folder}/{configured['default']['NAME']}"}
        connection = ConnectionHandler({"default": database})["default"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        connection.close()


def _check_settings(names):
    if "DATABASES" in names:
        _check_database(names["DATABASES"])
    changed = {name: names[name] for name in SETTINGS if name in names}
    if "DJANGO_TRUST" not in changed:
        return
    text = json.dumps(changed["DJANGO_TRUST"], default=str)  # labels are lazy
    values = json.loads(text.replace("shop.product", "hostshop.product"))
    with override_settings(**{**changed, "DJANGO_TRUST": values}):
        found = [problem for problem in checks.run_checks() if problem.id.startswith("trust.E")]
        assert found == []
        get_adapter()


@of("html+django")
def test_template(block, shop):
    path = block.caption.partition("templates/")[2] or "example.html"
    text = block.text if block.path.name != "tags.md" else "{% load trust %}" + block.text
    ours = ("django.template.loaders.locmem.Loader", {"shop/base.html": BASE, path: text})
    options = {"loaders": [ours, "django.template.loaders.app_directories.Loader"]}
    engine = DjangoTemplates({"NAME": "docs", "DIRS": [], "APP_DIRS": False, "OPTIONS": options})
    template = engine.get_template(path).template
    html = template.render(Context({**vars(shop), "token": "token", **STARS_VARIABLES}))
    used = re.findall(r"{% trust_(\w+) (\"shop\")?", block.text)
    for tag, of_shop in used:
        assert (PROOF_OF_SHOP if of_shop else PROOF)[tag] in html, tag


PROOF = {
    "stars": "Rated 4.5 out of 5 from 2 reviews",
    "prefetch": "",  # prints nothing
    "reviews": "No drip, and the lid stays on.",
    "review_form": 'name="rating"',
    "review_order": "Review what you bought",
    "order_status": "trust-steps",
    "review_policy": "How we collect and check reviews",
    "testimonials": "A selection: 2 of 3 reviews.",
    "jsonld": '"ratingValue":4.5',
    "css": "django_trust/trust.css",
    "badges": "ISO 27001 certified hosting",
    "support": "help@shop.example",
    "shop": "Tea and Pots OÜ",
    "icon": '<svg class="trust-glyph"',
    "policy": "30",
    "checkout": "Terms of this purchase",
    "delivery": "Arrives",
    "promise": "",  # says nothing of few orders
    "order_terms": "trust-order-terms",
    "withdraw": "trust-withdraw-link",
    "price": "trust-price-amount",
    "guarantee_notice": "",  # shows an official file, and the shop has none
    "durability_label": "",
}
PROOF_OF_SHOP = {
    **PROOF,
    "stars": "Rated 4.0 out of 5 from 1 review",
    "reviews": "Well packed.",
    "jsonld": '"@type":"OnlineStore"',
}


@of("jinja")
def test_jinja(block, shop):
    env = Environment(autoescape=True)
    env.globals.update(trust_globals)
    html = env.from_string(block.text).render(**vars(shop))
    for tag in re.findall(r"{{ trust_(\w+)\(", block.text):
        assert PROOF[tag] in html, tag


def test_the_mail_of_the_example_leads_the_buyer_to_the_form(shop, client, mailoutbox):
    mark_delivered(reference=shop.order.number, at=timezone.now() - timedelta(days=7))
    command = run("howto/invitations.md", "shop/management/commands/invite_buyers.py")["Command"]
    command().handle()
    [message] = mailoutbox
    assert message.to == ["order@example.com"]
    page = read_page(client.get(re.search(r"https://shop\.example(/\S+)", message.body)[1]))
    assert page.one("h2").words == "Tea pot"


def test_the_signal_of_the_example_flags_what_it_names(shop, settings):
    exec_settings = run("howto/signals.md", "settings.py")
    settings.DJANGO_TRUST = {**settings.DJANGO_TRUST, **exec_settings["DJANGO_TRUST"]}
    words = {"item": shop.product, "rating": 2, "language": "en"}
    named = submit_review(email="one@example.com", body="Mr Jones was not helpful.", **words)
    other = submit_review(email="two@example.com", body="Nobody was helpful.", **words)
    assert [explain(flag) for flag in named.flags.all()] == ["Names a colleague: Jones."]
    assert (named.is_flagged, other.is_flagged) == (True, False)


@pytest.mark.parametrize(
    ("status", "hours_ago", "outcome"), [(200, 3, "passed"), (200, 30, "failed"), (503, 3, "unknown")]
)
def test_the_check_of_the_example_judges_what_it_is_given(shop, status, hours_ago, outcome):
    now = timezone.now()
    made = {"last_backup": (now - timedelta(hours=hours_ago)).isoformat()}
    answer = HttpAnswer(status, (), json.dumps(made).encode())
    check = run("howto/badge-checks.md", "shop/badge_checks.py")["check_backup"]
    finding = check(SimpleNamespace(now=now, get=lambda path: answer))
    assert finding.outcome == outcome
    assert finding.until is None or finding.until > now


def test_the_task_of_the_example_checks_all_badges(shop):
    Badge.objects.update(findings={})
    task = run("howto/badge-checks.md", "shop/tasks.py")["check_all_badges"]
    assert task() == {"checked": 2, "failed": 0, "unknown": 0}
    assert "tls" in kept_findings(Badge.objects.get(pk=shop.badge.pk).findings)


def test_the_adapter_of_the_example_knows_pix_in_brazil(rf):
    adapter = run("howto/badges.md", "shop/trust.py")["Adapter"]()
    request = rf.get("/", GEOIP_COUNTRY_CODE="BR")
    country, currency = adapter.get_country(request), adapter.get_currency(request)
    assert "pix" in adapter.get_payment_methods(country=country, currency=currency)
    assert "pix" not in adapter.get_payment_methods(country="EE", currency="EUR")


def run(page, caption):
    names = {"__name__": "example"}
    exec(block_of(page, caption).text, names)
    return names


@of("console")
def test_commands(block):
    for line in block.text.splitlines():
        if line.startswith("$ "):
            check_command(line.removeprefix("$ "))


@of("css")
def test_css(block):
    ours = STYLE_SHEET.read_text()
    assert set(PROPERTY.findall(block.text)) <= set(PROPERTY.findall(ours))
    assert set(CLASS.findall(block.text)) <= set(CLASS.findall(ours))


def _exchanges():
    """Each request with the answer printed behind it, if there is one."""
    found = [block for block in BLOCKS if block.language == "http"]
    for block, following in zip(found, [*found[1:], None], strict=True):
        if not block.text.startswith("HTTP/"):
            here = following is not None and following.path == block.path
            answered = here and following.text.startswith("HTTP/")
            yield pytest.param(block, following if answered else None, id=str(block))


@pytest.mark.parametrize(("block", "answer"), list(_exchanges()))
def test_api(block, answer, shop):
    label = f"hostshop.product:{shop.product.pk}"
    text = block.text.replace("shop.product:1", label).replace("/12/", f"/{shop.review.pk}/")
    text = text.replace("/badges/3/", f"/badges/{shop.badge.pk}/")
    head, _, body = text.partition("\n\n")
    method, path, _ = head.splitlines()[0].split(" ")
    headers = dict(line.split(": ", 1) for line in head.splitlines()[1:])
    content_type = headers.pop("Content-Type", "application/json")
    client = Client(headers=headers)
    response = client.generic(method, path, body.strip(), content_type=content_type)
    assert response.status_code < 300 or answer is not None, response.content
    if answer is not None:
        printed_head, _, printed = answer.text.replace("shop.product:1", label).partition("\n\n")
        assert int(printed_head.split(" ")[1]) == response.status_code, response.content
        _assert_alike(response.json(), json.loads(printed))


def _assert_alike(real, printed, where="body"):
    """Equal, but for keys and moments, which only have to be of the same kind."""
    assert type(real) is type(printed), (where, real, printed)
    if isinstance(real, dict):
        assert real.keys() == printed.keys(), where
        for name, value in real.items():
            _assert_alike(value, printed[name], f"{where}.{name}")
    elif isinstance(real, list):
        assert len(real) == len(printed), where
        for number, value in enumerate(real):
            _assert_alike(value, printed[number], f"{where}[{number}]")
    elif where.rpartition(".")[2] not in MOVING:
        assert real == printed, where


def test_answers_without_a_request_are_headers_only():
    """A printed answer that no request asks for, such as the strict policy, holds no body to check."""
    found = [block for block in BLOCKS if block.language == "http"]
    for before, block in zip([None, *found], found, strict=False):
        alone = before is None or before.text.startswith("HTTP/") or before.path != block.path
        if block.text.startswith("HTTP/") and alone:
            assert "\n\n" not in block.text.strip(), str(block)
