"""Against a real mail server, which says no in all the ways mail servers do."""

import pytest
from aiosmtpd.controller import Controller

from django_trust.followups.models import Consent, FollowUp
from django_trust.followups.sending.engine import send_due
from tests.followups.sending.conftest import row_of
from tests.reviews.test_mails import PostOffice, free_port, send_by_smtp

__all__ = ["free_port"]

pytestmark = pytest.mark.django_db


class MoodyOffice(PostOffice):
    """Says what the name of the recipient asks for. ``sessions``: one per connection that got this far."""

    def __init__(self):
        super().__init__()
        self.sessions = []

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.sessions.append(session)
        return responses

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        said = {"busy": "451 4.7.1 greylisted, come back later", "gone": "550 5.1.1 no such user"}
        answer = said.get(address.partition("@")[0])
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].partition("@")[0]
        if name == "spam":
            return "554 5.7.1 looks like spam"
        if name == "cut":
            server.transport.close()
            return ""
        if name == "closing":
            return "421 4.3.2 closing for maintenance"
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def office(settings, free_port):
    office = MoodyOffice()
    server = Controller(office, hostname="127.0.0.1", port=free_port)
    server.start()
    send_by_smtp(settings, free_port)
    yield office
    server.stop()


@pytest.fixture
def orders(step, order):
    def place(*names):
        step(channel="email")
        return [order(f"{name}@example.ee") for name in names]

    return place


def test_messages_share_a_connection_and_keep_their_message_id(orders, office):
    first, second = orders("mari", "jaan")
    assert send_due().sent == 2
    assert len(office.sessions) == 1
    FollowUp.objects.filter(purchase=first).update(state="waiting", wake_at=first.placed_at)
    assert send_due().sent == 1
    said = [message["Message-ID"] for message in office.received]
    assert said[0] == said[2] != said[1]
    assert row_of(second).attempts == 1


@pytest.mark.parametrize(
    ("name", "state", "reason", "said"),
    [
        ("busy", "waiting", "retry", "451 4.7.1 greylisted, come back later"),
        ("gone", "failed", "refused", "550 5.1.1 no such user"),
        ("spam", "failed", "refused", "554 5.7.1 looks like spam"),
        ("cut", "waiting", "retry", "SMTPServerDisconnected"),
        ("closing", "waiting", "retry", "421 4.3.2 closing for maintenance"),
    ],
)
def test_a_no_concerns_one_message_only(orders, office, name, state, reason, said):
    unlucky, lucky = orders(name, "mari")
    report = send_due()
    row = row_of(unlucky)
    assert (row.state, row.reason, row.attempts) == (state, reason, 1)
    assert row.detail.startswith(said)
    assert (report.sent, row_of(lucky).state) == (1, "sent")
    assert [message["To"] for message in office.received] == ["mari@example.ee"]
    assert Consent.objects.filter(kind="bounce").exists() == (name == "gone")


def test_a_server_that_is_not_there_keeps_everything_waiting(orders, settings, free_port, caplog):
    orders("mari", "jaan")
    send_by_smtp(settings, free_port)
    report = send_due()
    assert (report.blocked, report.sent, report.retried) == ("channel", 0, 2)
    assert set(FollowUp.objects.values_list("state", "attempts")) == {("waiting", 0)}
    assert caplog.text.count("Connection refused") == 1
