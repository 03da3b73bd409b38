"""The webhook channel against real HTTP servers, read by a library that others use to receive webhooks."""

import json
import socket
import threading
from base64 import b64encode
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from django_trust.followups.channels import webhook
from django_trust.followups.channels.base import PermanentFailure, TemporaryFailure
from django_trust.followups.channels.endpoints import webhook_problem
from django_trust.followups.channels.registry import make_channel
from django_trust.followups.messages.job import Message, jobs_for
from django_trust.followups.models import Flow, FollowUp, Step
from django_trust.shop.models import Item, Purchase, PurchaseLine
from django_trust.testing import make_purchase
from tests.docs.markdown import block_of, blocks

pytestmark = pytest.mark.django_db
SECRET = "whsec_" + b64encode(bytes(range(32))).decode()
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@contextmanager
def receiver(status=204, body=b"", headers=()):
    """A receiver of webhooks that answers all alike, and keeps what it got."""
    got = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            got.append(SimpleNamespace(path=self.path, headers=dict(self.headers), body=sent))
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield SimpleNamespace(url=f"http://127.0.0.1:{server.server_port}/hook?shop=1", got=got)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def listener(answer):
    """A raw server for one visit; ``answer`` gets the connection once the request was read."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            connection, _address = server.accept()
            with connection:
                data = b""
                while b"\r\n\r\n" not in data:
                    data += connection.recv(65536)
                answer(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        thread.join(5)


@pytest.fixture
def job(product):
    purchase = make_purchase(
        product,
        quantity=3,
        reference="100-7",
        email="mari@example.ee",
        name="Mäři ‏Kask",
        language="pt-br",
        country="EE",
        currency="EUR",
        placed_at=NOW - timedelta(days=9),
        promised_by=date(2026, 11, 20),
    )
    PurchaseLine.objects.update(unit_price=Decimal("19.9000"), refunded_quantity=1, variant="M")
    Item.objects.update(sku="POT-1", gtin="", image="")
    Purchase.objects.update(delivered_at=NOW - timedelta(days=2))
    flow = Flow.objects.create(code="reviews", name="Reviews", event="delivered")
    step = Step.objects.create(
        flow=flow, code="ask", name="Ask", message="review_request", channel="webhook", purpose="review"
    )
    row = FollowUp.objects.create(
        purchase=purchase, step=step, email_key="k" * 32, started_at=NOW, due_at=NOW, wake_at=NOW
    )
    [made] = jobs_for([FollowUp.objects.select_related("step__flow").get(pk=row.pk)], "https://shop.example")
    return made


@pytest.fixture
def message():
    return Message(
        to="mari@example.ee",
        subject="Como foi? ⭐",
        text="Olá",
        html="<p>Olá</p>",
        language="pt-br",
        message_id="<followup.7.abc@shop.example>",
        headers={"List-Unsubscribe": "<https://shop.example/u/>"},
    )


@pytest.fixture
def send(job, message, configure):
    def to(url, secret=SECRET):
        configure(FOLLOWUPS_WEBHOOK={"url": url, "secret": secret})
        with make_channel("webhook") as channel:
            channel.send(job, message)

    return to


def test_another_library_accepts_the_signature_and_reads_the_facts(send):
    with receiver() as tool:
        send(tool.url)
    [request] = tool.got
    assert request.path == "/hook?shop=1"
    data = Webhook(SECRET).verify(request.body, request.headers)["data"]
    assert data["id"] == "<followup.7.abc@shop.example>"
    assert (data["flow"], data["step"], data["purpose"], data["language"]) == (
        "reviews",
        "ask",
        "review",
        "pt-BR",
    )
    assert data["to"] == {"email": "mari@example.ee", "name": "Mäři ‏Kask"}
    order = data["order"]
    assert (order["reference"], order["country"], order["currency"]) == ("100-7", "EE", "EUR")
    assert (order["placed_at"], order["promised_by"]) == ("2026-11-13T09:30:00Z", "2026-11-20")
    assert (order["delivered_at"], order["shipped_at"]) == ("2026-11-20T09:30:00Z", None)
    [line] = order["lines"]
    assert (line["name"], line["variant"], line["quantity"], line["unit_price"]) == (
        "Tea pot",
        "M",
        2,
        "19.9000",
    )
    assert line["url"].startswith("https://shop.example/product/")
    assert data["message"] == {"subject": "Como foi? ⭐", "text": "Olá", "html": "<p>Olá</p>"}
    assert data["headers"] == {"List-Unsubscribe": "<https://shop.example/u/>"}
    assert all(link.startswith("https://shop.example/") for link in data["links"].values())


def test_the_body_is_ascii_whatever_people_are_called(send):
    with receiver() as tool:
        send(tool.url)
    assert tool.got[0].body.isascii()
    assert json.loads(tool.got[0].body)["type"] == "followup.due"
    assert tool.got[0].headers["Content-Type"] == "application/json"


def test_a_changed_body_and_another_secret_are_noticed(send):
    with receiver() as tool:
        send(tool.url)
    [request] = tool.got
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(request.body.replace(b"100-7", b"100-8"), request.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + b64encode(b"x" * 32).decode()).verify(request.body, request.headers)


def test_a_message_tried_again_keeps_its_id_and_gets_a_new_timestamp(send):
    with receiver() as tool:
        with time_machine.travel(NOW, tick=False):
            send(tool.url)
        with time_machine.travel(NOW + timedelta(hours=2), tick=False):
            send(tool.url)
    first, second = (request.headers for request in tool.got)
    assert first["webhook-id"] == second["webhook-id"]
    assert "." not in first["webhook-id"]
    assert [int(headers["webhook-timestamp"]) for headers in (first, second)] == [
        int(NOW.timestamp()),
        int(NOW.timestamp()) + 7200,
    ]
    assert {json.loads(request.body)["timestamp"] for request in tool.got} == {"2026-11-22T09:30:00Z"}


def test_nobody_is_offered_to_unsubscribe_from_news_of_an_order(send, job):
    job.row.step.purpose = "order"
    with receiver() as tool:
        send(tool.url)
    links = json.loads(tool.got[0].body)["data"]["links"]
    assert links["unsubscribe"] is None
    assert links["preferences"].startswith("https://shop.example/")


@pytest.mark.parametrize("status", [200, 202, 299])
def test_any_success_means_taken(send, status):
    with receiver(status, b"thanks") as tool:
        send(tool.url)
    assert len(tool.got) == 1


@pytest.mark.parametrize(
    ("status", "failure", "all_of_them"),
    [
        (410, PermanentFailure, None),
        (400, PermanentFailure, None),
        (401, PermanentFailure, None),
        (404, PermanentFailure, None),
        (422, PermanentFailure, None),
        (302, TemporaryFailure, False),
        (408, TemporaryFailure, False),
        (429, TemporaryFailure, True),
        (500, TemporaryFailure, False),
        (503, TemporaryFailure, False),
    ],
)
def test_what_other_answers_mean(send, status, failure, all_of_them):
    with receiver(status, b"no such\nshop") as tool, pytest.raises(failure) as caught:
        send(tool.url)
    assert str(status) in str(caught.value)
    assert status == 410 or "no such shop" in str(caught.value)
    assert getattr(caught.value, "all_of_them", None) is all_of_them


def test_no_redirect_is_followed(send):
    with receiver() as elsewhere:
        with receiver(307, headers=[("Location", elsewhere.url)]) as tool, pytest.raises(TemporaryFailure):
            send(tool.url)
        assert elsewhere.got == []


def test_where_nobody_listens_the_others_need_not_try(send):
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
    with pytest.raises(TemporaryFailure) as caught:
        send(url)
    assert caught.value.all_of_them


def test_an_unknown_host_is_a_matter_of_time(send):
    with pytest.raises(TemporaryFailure) as caught:
        send("https://no-such-host.invalid/")
    assert caught.value.all_of_them


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 2"])
def test_what_is_no_answer_is_tried_again(send, answer):
    with listener(lambda connection: connection.sendall(answer)) as url, pytest.raises(TemporaryFailure):
        send(url)


def test_a_receiver_that_drips_does_not_hold_the_worker(send, monkeypatch):
    monkeypatch.setattr(webhook, "DEADLINE", 0.3)
    stop = threading.Event()

    def drip(connection):
        while not stop.wait(0.05):
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    with listener(drip) as url:
        with pytest.raises(TemporaryFailure, match="in time"):
            send(url)
        stop.set()


def test_a_success_counts_even_if_its_body_breaks_off(send):
    text = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nthan"
    with listener(lambda connection: connection.sendall(text)) as url:
        send(url)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://tool.example/hook", "https://"),
        ("https://key:secret@tool.example/hook", "password"),
        ("https://tool.example:99999/", "cannot be read"),
        ("https:///hook", "cannot be read"),
        ("https://tool.example/a b", "cannot be read"),
        ("https://tool.example/\r\nX: y", "cannot be read"),
    ],
)
def test_an_address_that_will_not_do_is_said_to_be_so(send, url, words):
    with pytest.raises(PermanentFailure, match=words) as caught:
        send(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("secret", ["A" * 33, b64encode(bytes(65)).decode()])
def test_a_secret_that_is_none_is_refused(send, secret):
    with pytest.raises(PermanentFailure, match="24 to 64 bytes"):
        send("https://tool.example/", secret=f"whsec_{secret}")


@pytest.mark.parametrize("length", [24, 25, 64])
def test_secrets_may_come_without_prefix_and_padding(send, length):
    secret = b64encode(bytes(range(length))).decode()
    with receiver() as tool:
        send(tool.url, secret=secret.rstrip("="))
    assert Webhook(secret).verify(tool.got[0].body, tool.got[0].headers)


def test_without_settings_the_failure_names_them(job, message, configure):
    configure(FOLLOWUPS_WEBHOOK={})
    with pytest.raises(PermanentFailure, match="FOLLOWUPS_WEBHOOK"):
        make_channel("webhook").send(job, message)


@pytest.mark.parametrize(
    "url", ["http://localhost:9/", "http://[::1]/", "http://127.0.0.2/", "https://tool.example/"]
)
def test_addresses_that_will_do(configure, url):
    configure(FOLLOWUPS_WEBHOOK={"url": url, "secret": SECRET})
    assert webhook_problem() == ""


def test_a_plain_address_will_do_while_debugging(configure, settings):
    settings.DEBUG = True
    configure(FOLLOWUPS_WEBHOOK={"url": "http://tool.example/", "secret": SECRET})
    assert webhook_problem() == ""


def test_moments_are_those_of_utc(send, job):
    job.purchase.shipped_at = timezone.localtime(NOW)
    with receiver() as tool:
        send(tool.url)
    assert json.loads(tool.got[0].body)["data"]["order"]["shipped_at"] == "2026-11-22T09:30:00Z"


def test_the_documentation_prints_what_is_sent(send):
    names = {}
    exec(block_of("howto/channels.md", "the body of a webhook").text, names)
    with receiver() as tool:
        send(tool.url)
    _assert_alike(json.loads(tool.got[0].body), names["payload"])


def _assert_alike(real, printed, where="payload"):
    """Equal, but for people, links and words, which only have to be of the same kind."""
    assert type(real) is type(printed), (where, real, printed)
    if isinstance(real, dict):
        assert real.keys() == printed.keys(), where
        for name, value in real.items():
            _assert_alike(value, printed[name], f"{where}.{name}")
    elif isinstance(real, list):
        assert len(real) == len(printed), where
        for number, value in enumerate(real):
            _assert_alike(value, printed[number], where)
    elif ".order." in where and not where.endswith("url"):
        assert real == printed, where


def test_the_receiver_of_the_documentation_knows_what_is_genuine(send):
    names = {}
    [block] = [each for each in blocks() if "def is_genuine" in each.text]
    exec(block.text, names)
    with receiver() as tool:
        send(tool.url)
    [request] = tool.got
    headers = {name.lower(): value for name, value in request.headers.items()}
    assert names["is_genuine"](SECRET, headers, request.body)
    assert not names["is_genuine"](SECRET, headers, request.body + b" ")
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert not names["is_genuine"](SECRET, headers, request.body)
