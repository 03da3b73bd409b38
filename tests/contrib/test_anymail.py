"""What mail services report through django-anymail ends in the ledger."""

import json
import sys
from base64 import b64encode
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from django_trust.contrib import anymail as bridge
from django_trust.followups.consent.ledger import NOBODY_KNOWN, standings
from django_trust.followups.models import Consent
from django_trust.text import email_key

signals = pytest.importorskip("anymail.signals")

pytestmark = pytest.mark.django_db

EMAIL = "mari@example.ee"
AT = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
BOUNCED, INVALID = signals.RejectReason.BOUNCED, signals.RejectReason.INVALID
Type = signals.EventType


@pytest.fixture(autouse=True)
def _connected():
    bridge.connect()
    bridge.connect()
    yield
    signals.tracking.disconnect(dispatch_uid=bridge.UID)


def report(event_type, **facts):
    event = signals.AnymailTrackingEvent(
        event_type=event_type, **{"recipient": EMAIL, "timestamp": AT, "event_id": "1", **facts}
    )
    signals.tracking.send(sender=object, event=event, esp_name="Test ESP")


def entries():
    return list(Consent.objects.order_by("pk").values_list("kind", "purpose", "source"))


@pytest.mark.parametrize(
    ("event_type", "facts", "kind"),
    [
        (Type.BOUNCED, {"reject_reason": BOUNCED}, "bounce"),
        (Type.BOUNCED, {"reject_reason": INVALID, "mta_response": "550 5.1.1 no such user"}, "bounce"),
        (Type.REJECTED, {"reject_reason": BOUNCED}, "bounce"),
        (Type.COMPLAINED, {"reject_reason": signals.RejectReason.SPAM}, "complaint"),
        (Type.COMPLAINED, {}, "complaint"),
        (Type.UNSUBSCRIBED, {}, "opt_out"),
        (Type.REJECTED, {"reject_reason": signals.RejectReason.UNSUBSCRIBED}, "opt_out"),
    ],
)
def test_what_ends_the_right_to_write(event_type, facts, kind):
    for _ in range(2):  # services report again when an answer was lost
        report(event_type, **facts)
    assert entries() == [(kind, "", "anymail Test ESP")]
    assert Consent.objects.get().at == AT


@pytest.mark.parametrize(
    ("event_type", "facts"),
    [
        (Type.DELIVERED, {}),
        (Type.OPENED, {}),
        (Type.DEFERRED, {"reject_reason": BOUNCED}),
        (Type.BOUNCED, {"reject_reason": signals.RejectReason.TIMED_OUT}),
        (Type.BOUNCED, {"reject_reason": signals.RejectReason.BLOCKED}),
        (Type.BOUNCED, {"reject_reason": signals.RejectReason.SPAM}),
        (Type.BOUNCED, {"reject_reason": BOUNCED, "mta_response": "452 4.2.2 mailbox full"}),
        (Type.BOUNCED, {"reject_reason": BOUNCED, "description": "Transient: MailboxFull"}),
        (Type.BOUNCED, {"reject_reason": BOUNCED, "esp_event": {"event": "soft_bounce"}}),
        (Type.BOUNCED, {"reject_reason": BOUNCED, "recipient": None}),
        (Type.BOUNCED, {"reject_reason": BOUNCED, "recipient": "undisclosed recipients"}),
    ],
)
def test_what_says_nothing_about_the_address(event_type, facts):
    report(event_type, **facts)
    assert entries() == []


def test_what_the_server_said_is_kept_without_the_address():
    report(Type.BOUNCED, reject_reason=BOUNCED, mta_response=f"550 5.1.1 <{EMAIL}>: user unknown\x00")
    assert Consent.objects.get().evidence == {"detail": "550 5.1.1 … user unknown"}


def test_an_event_without_a_time_counts_from_now():
    report(Type.COMPLAINED, timestamp=None)
    assert Consent.objects.get().at.year >= 2026


@pytest.mark.parametrize(
    ("kind", "stops_orders"), [("HardBounce", True), ("SoftBounce", False), ("SpamComplaint", False)]
)
def test_a_webhook_of_a_real_service(settings, kind, stops_orders):
    from anymail.webhooks.postmark import PostmarkTrackingWebhookView

    settings.ANYMAIL = {"WEBHOOK_SECRET": "user:word"}
    body = {
        "RecordType": "SpamComplaint" if kind == "SpamComplaint" else "Bounce",
        "Type": kind,
        "ID": 42,
        "Email": EMAIL,
        "BouncedAt": "2026-05-04T12:00:00Z",
        "Details": "said the server",
    }
    request = RequestFactory().post(
        "/anymail/postmark/tracking/",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": "Basic " + b64encode(b"user:word").decode()},
    )
    assert PostmarkTrackingWebhookView.as_view()(request).status_code == 200
    standing = standings([email_key(EMAIL)]).get(email_key(EMAIL), NOBODY_KNOWN)
    assert (standing.refusal("order", "US") is not None) is stops_orders
    assert (standing.refusal("review", "US") is None) is (kind == "SoftBounce")


def test_without_the_package_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "anymail.signals", None)
    with pytest.raises(ImproperlyConfigured, match="pip install django-anymail"):
        bridge.connect()
