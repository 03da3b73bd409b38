"""The unsubscribe link, as mailbox providers, link scanners and people use it."""

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from django_trust.followups.choices import FollowUpState
from django_trust.followups.consent.services import record_complaint, record_opt_in, record_opt_out
from django_trust.followups.consent.tokens import preferences_url, unsubscribe_url
from django_trust.followups.models import Consent
from django_trust.text import email_key
from tests.followups.consent.conftest import EMAIL
from tests.markup import read

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|SAVEPOINT|BEGIN)", re.IGNORECASE)
MULTIPART = "multipart/form-data; boundary=----=_mailbox_1"
PARTS = (
    b"------=_mailbox_1\r\n"
    b'Content-Disposition: form-data; name="List-Unsubscribe"\r\n\r\n'
    b"One-Click\r\n"
    b"------=_mailbox_1--\r\n"
)
FORM = "application/x-www-form-urlencoded"
# What has been seen of providers: no cookie, no referrer, headers of proxies and of their own.
PROVIDER = {
    "User-Agent": "Google-Mail-Unsubscribe/1.0",
    "Accept": "*/*",
    "Via": "1.1 unsubscribe-proxy",
    "X-Forwarded-For": "209.85.238.1",
    "From": "noreply@mailbox.example",
}


@pytest.fixture
def strict():
    """A client without cookies that gets no help with CSRF."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def url(key):
    return unsubscribe_url(key, "review", "en")


def post(client, url, body=PARTS, content_type=MULTIPART):
    return client.generic("POST", url, body, content_type=content_type, headers=PROVIDER)


# One click


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (PARTS, MULTIPART),
        (b"List-Unsubscribe=One-Click", FORM),
        (b"List-Unsubscribe=One-Click", f"{FORM};charset=UTF-8"),
    ],
)
def test_one_click_unsubscribes_from_the_purpose_of_the_message(
    strict, url, body, content_type, kinds, standing
):
    record_opt_in(email=EMAIL, source="form")
    for _ in range(3):
        response = post(strict, url, body, content_type)
        assert (response.status_code, response.content, response.cookies) == (200, b"", {})
    assert kinds() == [("opt_in", ""), ("opt_out", "review")]
    assert standing().refusal("review", "EE")
    assert [standing().refusal(other, "EE") for other in ("survey", "tips", "offers", "order")] == [None] * 4


@pytest.mark.django_db
def test_one_click_ends_what_is_waiting(strict, url, plan):
    rows = plan("review", "tips")
    post(strict, url)
    for row in rows.values():
        row.refresh_from_db()
    assert rows["review"].state == FollowUpState.SKIPPED
    assert rows["tips"].state == FollowUpState.WAITING


@pytest.mark.django_db
def test_one_click_works_after_more_than_a_year(strict, url, kinds):
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        assert post(strict, url).status_code == 200
    assert kinds() == [("opt_out", "review")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", ""),
        (b"", FORM),
        (b"One-Click", "text/plain"),
        (b"{}", "application/json"),
        (b"List-Unsubscribe=One-Click", "multipart/form-data"),
        (b"no part at all", MULTIPART),
        (b"\xff\x00%%%=&&", f"{FORM}; charset=utf-16"),
        (b"&".join(b"a=1" for _ in range(2000)), FORM),
        (b"List-Unsubscribe=one-click&stop=", FORM),
    ],
)
def test_whatever_is_sent_there_unsubscribes(strict, url, body, content_type, kinds):
    assert post(strict, url, body, content_type).status_code == 200
    assert kinds() == [("opt_out", "review")]


@pytest.mark.django_db
def test_no_throttle_and_no_login_stands_in_the_way(strict, key, configure, settings, product):
    configure(THROTTLE={"answer": "1/hour", "read": "1/hour"})
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE,
        f"{LoginRequiredMiddleware.__module__}.LoginRequiredMiddleware",
    ]
    for number in range(5):
        response = post(strict, unsubscribe_url(email_key(f"person{number}@example.test"), "review"))
        assert response.status_code == 200
    assert strict.get(unsubscribe_url(key, "review")).status_code == 200
    assert strict.get(preferences_url(key)).status_code == 200
    assert Consent.objects.count() == 5


@pytest.mark.django_db
def test_a_link_under_another_language_s_address_does_not_redirect(strict, key, kinds):
    with translation.override("ar"):
        url = unsubscribe_url(key, "review", "ar")
    assert url.startswith("/ar/")
    assert post(strict, url).status_code == 200
    assert kinds() == [("opt_out", "review")]


@pytest.mark.django_db(transaction=True)
def test_the_same_click_many_times_at_once(url, plan, kinds):
    plan("review")
    barrier, answers = threading.Barrier(6), []

    def click():
        barrier.wait()
        answers.append(post(Client(enforce_csrf_checks=True), url).status_code)
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 6
    assert kinds() == [("opt_out", "review")]


# Link scanners


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete", "patch", "trace"])
def test_opening_a_link_changes_nothing(strict, key, plan, method):
    plan("review")
    for url in (unsubscribe_url(key, "review"), unsubscribe_url(key, ""), preferences_url(key)):
        with CaptureQueriesContext(connection) as queries:
            response = getattr(strict, method)(url, headers={"User-Agent": "BarracudaCentral/2.0"})
        assert response.status_code in ((200,) if method in ("get", "head") else (403, 405))
        assert [query["sql"] for query in queries if WRITES.match(query["sql"])] == []
    assert not Consent.objects.exists()


# Forged links


@pytest.mark.django_db
def test_a_broken_link_gets_a_calm_page(strict, url, key, configure):
    forged = [
        url.replace("review", "offers"),
        url.replace(key, email_key("anu@example.ee")),
        url.replace("/unsubscribe/", "x/unsubscribe/"),
        preferences_url(key) + "unsubscribe/",
        url.replace("unsubscribe/", ""),
        "/trust/mail/x/unsubscribe/",
        "/trust/mail/%00%ff/",
    ]
    for address in forged:
        for response in (strict.get(address), post(strict, address)):
            if response.status_code != 403:  # the preference page checks for a token of its form first
                assert response.status_code == 404, address
                assert read(response).one("h1").words == "This link does not work"
    assert not Consent.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("token", "language"), [("x_ar_y", "ar"), ("x_" + "a-" * 5000 + "_", "en"), ("__", "en"), ("x", "en")]
)
def test_a_broken_link_is_answered_in_its_language_if_it_has_one(strict, token, language):
    assert strict.get(f"/trust/mail/{token}/unsubscribe/")["Content-Language"] == language


# People


@pytest.mark.django_db
def test_the_page_says_what_it_is_about_and_waits_for_a_button(strict, url, kinds):
    page = read(strict.get(url))
    assert page.one("h1").words == "Unsubscribe"
    assert page.one("strong").words == "Requests for reviews"
    assert page.one("meta", name="robots")["content"] == "noindex"
    assert not list(page.all("input"))
    form = page.one("form")
    assert [button["value"] for button in form.all("button", name="stop")] == ["this", "all"]

    response = strict.post(form["action"], {"stop": "this"})
    done = read(response)
    assert (response.status_code, response.cookies) == (200, {})
    assert done.one("p", role="status").words.endswith("Requests for reviews")
    assert [button["value"] for button in done.all("button", name="stop")] == ["all"]
    assert kinds() == [("opt_out", "review")]

    everything = read(strict.post(done.one("form")["action"], {"stop": "all"}))
    assert everything.one("p", role="status").words == "We write to you only with news of your orders now."
    assert not list(everything.all("form"))
    assert kinds() == [("opt_out", "review"), ("opt_out", "")]


@pytest.mark.django_db
@pytest.mark.parametrize("objection", [record_complaint, record_opt_out])
def test_who_has_objected_reads_so(strict, url, objection):
    objection(email=EMAIL, source="test")
    assert read(strict.get(url)).one("h1").words == "You are unsubscribed"


@pytest.mark.django_db
def test_a_message_about_everything_offers_everything(strict, key, kinds):
    page = read(strict.get(unsubscribe_url(key, "")))
    assert [button["value"] for button in page.all("button", name="stop")] == ["all"]
    post(strict, unsubscribe_url(key, ""))
    assert kinds() == [("opt_out", "")]


@pytest.mark.django_db
def test_the_page_speaks_the_language_of_the_message(strict, key):
    page = strict.get(unsubscribe_url(key, "review", "ar"), headers={"Accept-Language": "et"})
    root = read(page).one("div", class_="trust")
    assert (root["lang"], root["dir"], page["Content-Language"]) == ("ar", "rtl", "ar")
    with translation.override("pt-br"):
        plain = unsubscribe_url(key, "review")
    assert strict.get(plain)["Content-Language"] == "pt-BR"
    unknown = strict.get(unsubscribe_url(key, "review", "tlh"))
    assert unknown["Content-Language"] == "en"


@pytest.mark.django_db
def test_the_address_of_the_page_goes_to_nobody(strict, url):
    response = strict.get(url)
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
