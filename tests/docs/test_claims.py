"""What the documentation promises in numbers: queries of each tag, cookies of each tag."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.template import Context, Template
from django.test import Client

from django_trust.badges.kept import LONGEST
from django_trust.badges.models import FRESHNESS_DAYS
from django_trust.badges.notices import WARN_DAYS
from django_trust.badges.probes import connection
from django_trust.badges.probes.addresses import LOOKUP_TIMEOUT
from django_trust.badges.probes.security_txt import MOST_KILOBYTES
from django_trust.badges.probes.snapshot import MAX_BODY, MOST_REDIRECTS
from django_trust.badges.states import state_of
from django_trust.followups.consent.tokens import preferences_url, unsubscribe_url
from django_trust.followups.flows import shipped_flows
from django_trust.followups.models.answers import WORDS_MAX
from django_trust.followups.order_links import answer_url, order_status_url
from django_trust.followups.sending import claims, portions, retries
from django_trust.policies import book
from django_trust.policies.markets.loading import MARKETS_FILE, read_markets
from django_trust.policies.withdrawals.mails import TRY_FOR
from django_trust.policies.withdrawals.tokens import DONE_MAX_AGE, ORDER_MAX_AGE
from django_trust.rendering import MEMO
from django_trust.setting_table import DEFAULT_THROTTLE, SETTINGS
from django_trust.text import email_key
from tests.docs.markdown import DOCS

TAGS = (DOCS / "reference" / "tags.md").read_text()
CACHING = (DOCS / "howto" / "csp-and-caching.md").read_text()


def render(tags, shop):
    ContentType.objects.get_for_model(shop.product)  # Django keeps it after the first time
    context = Context({**vars(shop), "request": shop.request})
    return Template("{% load trust %}" + tags).render(context)


@pytest.mark.parametrize(
    ("tags", "number", "promise"),
    [
        ("{% trust_css %}", 0, None),
        ("{% trust_stars product %}", 1, "One query, or none after `trust_prefetch`"),
        ("{% trust_prefetch products %}{% trust_stars product %}", 1, "in one query (one for each model)"),
        ("{% trust_reviews product %}", 2, "Two queries."),
        ("{% trust_review_form product %}", 0, "No query."),
        ("{% trust_jsonld product %}", 3, "On its own it needs three"),
        (
            '{% trust_jsonld product exclude="MerchantReturnPolicy ShippingService" %}',
            2,
            "the third is for the terms",
        ),
        ("{% trust_review_order order.number %}", 2, "Two queries for the order."),
        ("{% trust_badges %}", 1, "One query for all rows of a page"),
        ('{% trust_badges placement="checkout" %}{% trust_badges limit=1 %}', 1, "One query for all rows"),
        ("{% trust_support %}", 4, "Four queries at most."),
        ("{% trust_shop %}", 2, "Two queries. On a page with `trust_support` five for both."),
        ("{% trust_support %}{% trust_shop %}", 5, "On a page with `trust_support` five for both."),
        ('{% trust_icon "lock" %}', 0, "An empty name shows nothing. No query."),
        ('{% trust_jsonld "shop" %}', 7, "At most seven queries, two beside"),
        ('{% trust_support %}{% trust_shop %}{% trust_jsonld "shop" %}', 7, "two beside `trust_support` and"),
        ('{% trust_policy "returns" %}', 1, "one for each whole policy with its text"),
        (
            '{% trust_policy "returns" short=True %}{% trust_checkout %}'
            '{% trust_delivery product country="EE" %}',
            1,
            "One query for the terms of all kinds on a page",
        ),
        ('{% trust_policy "returns" text=True %}', 1, "One query for the terms of all kinds on a page"),
        ("{% trust_checkout %}", 1, "One query, or none where a tag on the page has read the terms"),
        ('{% trust_delivery product country="EE" %}', 1, "One query, or none like `trust_checkout`."),
        ("{% trust_promise %}", 1, "One query, or one an hour"),
        ("{% trust_order_terms order.number %}", 1, "One query, or none while it is kept."),
        ("{% trust_order_status order.number %}", 1, "One query with a reference, none with a `Purchase`;"),
        ("{% trust_order_status purchase %}", 0, "One query with a reference, none with a `Purchase`;"),
        ("{% trust_withdraw %}", 0, "No query, one with an order."),
        ("{% trust_withdraw order.number %}", 1, "No query, one with an order."),
        ('{% trust_price product.price "EUR" %}', 0, "One query for all prices of a page that show another"),
        (
            '{% trust_price product.price "EUR" to="USD" %}{% trust_price 5 "EUR" to="USD" %}',
            1,
            "One query for all prices of a page that show another",
        ),
        ("{% trust_guarantee_notice %}", 1, None),
        ("{% trust_durability_label product %}", 1, "One query for each product."),
        ("{% trust_testimonials %}", 4, "Two queries at most, one more for the product of each review shown"),
        ("{% trust_testimonials %}{% trust_testimonials %}", 7, "and one once an hour."),
        (
            "{% trust_review_policy %}{% trust_review_policy %}",
            2,
            "Its counts cost two queries, once an hour.",
        ),
        (
            '{% trust_reviews product %}{% trust_policy "returns" short=True %}'
            "{% trust_jsonld product %}{% trust_stars product %}",
            3,
            "no query of its own",
        ),
    ],
)
def test_queries(shop, django_assert_num_queries, tags, number, promise):
    assert promise is None or promise in TAGS
    ContentType.objects.get_for_model(shop.product)
    with django_assert_num_queries(number):
        render(tags, shop)


def test_kept_rows_of_badges_cost_nothing(shop, settings, django_assert_num_queries):
    assert "or none while [FRAGMENT_CACHE](settings.md) keeps them" in TAGS
    settings.DJANGO_TRUST = {**settings.DJANGO_TRUST, "FRAGMENT_CACHE": "default"}
    first = render("{% trust_badges %}", shop)
    vars(shop.request).pop(MEMO)  # another page
    with django_assert_num_queries(0):
        assert render("{% trust_badges %}", shop) == first
    assert "ISO 27001" in first


def test_life_of_a_kept_row():
    assert timedelta(minutes=5) == LONGEST
    for name in ("howto/badges.md", "howto/csp-and-caching.md", "explanation/badges.md"):
        assert "within five minutes" in (DOCS / name).read_text(), name


def test_kept_terms_cost_nothing_and_live_for_minutes(shop, settings, django_assert_num_queries):
    assert timedelta(minutes=5) == book.LONGEST
    assert "so the tags of [policies](policies.md) and prices cost no query" in CACHING
    assert "and within five minutes by others.\n\n`trust_support`" in CACHING
    settings.DJANGO_TRUST = {**settings.DJANGO_TRUST, "FRAGMENT_CACHE": "default"}
    tags = (
        '{% trust_policy "returns" %}{% trust_checkout %}{% trust_delivery product country="EE" %}'
        '{% trust_price product.price "EUR" to="USD" %}'
    )
    first = render(tags, shop)
    vars(shop.request).pop(MEMO)  # another page
    with django_assert_num_queries(0):
        assert render(tags, shop) == first
    assert "Arrives" in first


def test_lives_of_links_to_withdraw():
    order, done = f"{ORDER_MAX_AGE.days} days", f"{DONE_MAX_AGE.days} days"
    table = (DOCS / "reference" / "withdrawals.md").read_text()
    assert f"| to the form of an order | {order} |" in table
    assert f"| to what was sent | {done} |" in table
    assert f"It works for {order}" in (DOCS / "howto" / "withdrawals.md").read_text()
    privacy = (DOCS / "explanation" / "privacy.md").read_text()
    assert f"| {ORDER_MAX_AGE.days} and {done}; they are stored nowhere |" in privacy


def test_how_long_an_acknowledgement_is_tried():
    assert f"After {TRY_FOR.days} days it gives up" in (DOCS / "howto" / "withdrawals.md").read_text()
    assert f"mail failed, for {TRY_FOR.days} days." in (DOCS / "reference" / "commands.md").read_text()


def test_numbers_of_sending():
    said = (DOCS / "explanation" / "sending.md").read_text()
    assert f"A worker claims up to {claims.BATCH} rows" in said
    assert f"each portion of {portions.PORTION} messages, and at least each {portions.FRESH:g} s" in said
    minutes = retries.BACKOFF[: SETTINGS["FOLLOWUPS_TRIES"].default - 1]
    assert f"about {sum(minutes) // 60} hours after the first" in (DOCS / "howto" / "sending.md").read_text()
    first = ", ".join(str(number) for number in minutes[:-3])
    assert f"after about {first} and {minutes[-3]} minutes, then" in said


def test_defaults_that_guides_of_follow_ups_name():
    table = (DOCS / "howto" / "sending.md").read_text()
    rows = re.findall(r"^\| (`FOLLOWUPS_.+?) \| ([\d, ]+) \|", table, flags=re.MULTILINE)
    named = [
        pair
        for names, values in rows
        for pair in zip(re.findall(r"`(\w+)`", names), values.split(", "), strict=True)
    ]
    assert len(named) == 5
    assert named == [(name, str(SETTINGS[name].default)) for name, _ in named]
    answers = (DOCS / "howto" / "answers.md").read_text()
    assert f"`FOLLOWUPS_POSTPONE_DAYS` ({SETTINGS['FOLLOWUPS_POSTPONE_DAYS'].default})" in answers
    assert f"accept {DEFAULT_THROTTLE['answer'].partition('/')[0]} answers an hour" in answers
    services = (DOCS / "reference" / "services.md").read_text()
    assert services.count(f"{WORDS_MAX:,} characters") >= 3


def test_number_of_flows():
    tables = shipped_flows().values()
    numbers = {9: "nine", 11: "eleven"}
    flows, steps = numbers[len(tables)], numbers[sum(len(table["steps"]) for table in tables)]
    assert f"stores {flows} flows with {steps} steps" in (DOCS / "releases" / "0.1.0.md").read_text()


def test_number_of_markets():
    number = len(read_markets(MARKETS_FILE))
    for path in (DOCS.parent / "README.md", DOCS / "releases" / "0.1.0.md"):
        assert f"rofiles of {number} markets" in path.read_text()


def test_bounds_of_a_contact():
    rules = (DOCS / "howto" / "badge-checks.md").read_text()
    assert f"at most {MOST_REDIRECTS}, on the very same host and port" in rules
    seconds = (LOOKUP_TIMEOUT, connection.CONNECT_TIMEOUT, connection.READ_TIMEOUT, connection.DEADLINE)
    lookup, connect, read, deadline = (f"{value:g}" for value in seconds)
    name, times = f"{lookup} seconds for the name", f"{connect} to connect to each address, {read} for each"
    assert f"| time | {name}, {times} read, {deadline} for one contact |" in rules
    assert f"at most {MOST_KILOBYTES} KiB of security.txt, and {MAX_BODY // 1024} KiB for a check" in rules


def test_days_of_warnings():
    days = [str(days) for days in sorted(WARN_DAYS, reverse=True)]
    said = f"{', '.join(days[:-1])} and {days[-1]} days before evidence ends"
    assert said in (DOCS / "explanation" / "badges.md").read_text()
    assert f"`freshness_days` ({FRESHNESS_DAYS})" in (DOCS / "explanation" / "badges.md").read_text()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 200),
        ({"valid_until": date(2020, 1, 1)}, 410),
        ({"enabled": False}, 404),
        ({"valid_from": date(2098, 1, 1)}, 404),
        ({"findings": {}}, 404),
        ({"claim": {"en": "100% secure"}}, 404),
        ({"checks": []}, 404),
    ],
)
def test_what_strangers_learn(shop, client, fields, status):
    table = (DOCS / "explanation" / "badges.md").read_text().partition("| State | Page | Says |")[2]
    for name, value in fields.items():
        setattr(shop.badge, name, value)
    state = state_of(shop.badge)
    shop.badge.save()
    assert client.get(shop.badge.get_absolute_url()).status_code == status
    [row] = [line for line in table.splitlines() if f"| {status} |" in line]
    assert status != 404 or f"`{state.reason}`" in row, state.reason


def test_only_pages_with_a_form_set_a_cookie(shop, client):
    assert "are never kept and set the CSRF cookie" in CACHING
    form = client.get("/trust/withdraw/")
    assert "no-store" in form["Cache-Control"]
    assert "csrftoken" in form.cookies
    for path in ("/trust/policies/returns/", "/trust/policies/shipping/et/", "/trust/withdraw/form/"):
        plain = Client().get(path)
        assert (plain.status_code, list(plain.cookies)) == (200, [])
        assert "Cookie" not in plain["Vary"]


def test_pages_behind_links_of_mails(shop, client):
    assert "The page of an order is never kept either. The page to unsubscribe sets no cookie" in CACHING
    key = email_key(shop.purchase.email)
    for path, has_form_with_token in (
        (order_status_url(shop.purchase), False),
        (unsubscribe_url(key, "review"), False),
        (answer_url(shop.purchase), True),
        (preferences_url(key), True),
    ):
        page = client.get(path)
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        assert ("csrftoken" in page.cookies) == has_form_with_token, path


def cookie_rows():
    table = CACHING[CACHING.index("| On the page") :].partition("\n\n")[0]
    for line in table.splitlines()[2:]:
        what, cookie, _ = line.strip("| ").split(" | ")
        for tag in re.findall(r"`(trust_\w+)`", what):
            yield pytest.param(tag, "REVIEWS_VOTING" not in what, cookie == "yes", id=f"{tag} {cookie}")


@pytest.mark.parametrize(("tag", "voting", "sets_cookie"), list(cookie_rows()))
def test_cookies(shop, settings, tag, voting, sets_cookie):
    settings.DJANGO_TRUST = {**settings.DJANGO_TRUST, "REVIEWS_VOTING": voting}
    names = "css testimonials review_policy badges support shop checkout promise withdraw guarantee_notice"
    without = {f"trust_{name}": "" for name in names.split()}
    others = {
        "trust_prefetch": "products",
        "trust_review_order": "order.number",
        "trust_order_terms": "order.number",
        "trust_order_status": "order.number",
        "trust_icon": '"lock"',
        "trust_policy": '"returns"',
        "trust_price": 'product.price "EUR" to="USD"',
    }
    argument = {**without, **others}.get(tag, "product")
    render(f"{{% {tag} {argument} %}}", shop)
    assert ("CSRF_COOKIE" in shop.request.META) == sets_cookie
