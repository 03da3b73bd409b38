"""The channel of the documentation, and the webhook it prints."""

import json
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import ModuleType, SimpleNamespace

import pytest

from django_trust.followups.channels.base import PermanentFailure, TemporaryFailure
from django_trust.followups.channels.registry import make_channel
from tests.docs.markdown import block_of

ORDER = SimpleNamespace(phone="+372 5555 1234")  # one for all: classes of channels are kept


@pytest.fixture
def order(monkeypatch):
    """``shop.models.Order`` as the example takes it for granted."""
    models = ModuleType("shop.models")
    models.Order = SimpleNamespace(objects=SimpleNamespace(get=lambda number: ORDER))
    sms = ModuleType("shop.sms")
    monkeypatch.setitem(sys.modules, "shop", ModuleType("shop"))
    monkeypatch.setitem(sys.modules, "shop.models", models)
    monkeypatch.setitem(sys.modules, "shop.sms", sms)
    exec(block_of("howto/channels.md", "shop/sms.py").text, vars(sms))
    return ORDER


@contextmanager
def service(status=200):
    got = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.handle_request)
        server.timeout = 5
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", got
        thread.join()


@pytest.fixture
def send(order, configure, settings):
    configure(FOLLOWUPS_CHANNELS={"sms": "shop.sms.SmsChannel"})
    job = SimpleNamespace(purchase=SimpleNamespace(reference="7"))
    message = SimpleNamespace(subject="On its way", message_id="<7@shop.example>")

    def to(url):
        settings.SMS_URL = url
        with make_channel("sms") as channel:
            channel.send(job, message)

    return to


def test_the_example_hands_its_message_over(send):
    with service() as (url, got):
        send(url)
    assert got == [{"to": "+372 5555 1234", "text": "On its way", "key": "<7@shop.example>"}]


@pytest.mark.parametrize(("status", "failure"), [(400, PermanentFailure), (503, TemporaryFailure)])
def test_the_example_tells_failures_apart(send, status, failure):
    with service(status) as (url, _got), pytest.raises(failure, match=str(status)):
        send(url)


def test_the_example_knows_when_nobody_listens(send):
    with pytest.raises(TemporaryFailure) as caught:
        send("http://127.0.0.1:9/")
    assert caught.value.all_of_them


def test_the_example_says_what_is_missing(send, order, monkeypatch):
    monkeypatch.setattr(order, "phone", "")
    with pytest.raises(PermanentFailure, match="telephone"):
        send("http://127.0.0.1:9/")
