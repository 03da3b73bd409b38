"""The mail channel against a real mail server, and the bytes that arrive there."""

import re
import smtplib
import socket
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes, policy

import django
import pytest
from aiosmtpd.controller import Controller
from django.core import mail

from django_trust.followups.channels.base import PermanentFailure, TemporaryFailure
from django_trust.followups.channels.mail import MailChannel, mail_of
from django_trust.followups.channels.mail_errors import failure_of
from django_trust.followups.channels.registry import make_channel
from django_trust.followups.messages.compose import compose
from tests.followups.messages import jobs
from tests.followups.messages.jobs import make_job, make_order, write
from tests.reviews.test_mails import PostOffice, free_port, send_by_smtp

__all__ = ["free_port"]
pytestmark = pytest.mark.django_db


class Desk(PostOffice):
    """A mail server that gives set answers, and counts connections."""

    def __init__(self):
        super().__init__()
        self.answers = {}
        self.hellos = 0
        self.drop = False

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.hellos += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.drop:
            self.drop = False
            server.transport.close()
            return "421 gone"
        answer = self.answers.pop("MAIL", "250 OK")
        envelope.mail_from = address if answer.startswith("2") else None
        return answer

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.answers.pop("RCPT", "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.pop("DATA", "250 OK")
        if answer.startswith("2"):
            self.envelopes.append(envelope)
        return answer


@contextmanager
def serving(desk, port):
    server = Controller(desk, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield
    finally:
        server.stop()


@pytest.fixture
def desk(settings, free_port):
    desk = Desk()
    send_by_smtp(settings, free_port)
    with serving(desk, free_port):
        yield desk


@pytest.fixture(autouse=True)
def _shop(configure):
    configure(ADAPTER="tests.followups.messages.jobs.Adapter")


def send(*messages):
    job = make_job("review_request")
    with make_channel("email") as channel:
        for message in messages or [compose(job)]:
            channel.send(job, message)


def require_correct_bytes(envelope):
    """RFC 5321 and 5322: CRLF everywhere, no long line, headers in ASCII; then two readable parts."""
    content = envelope.original_content
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert content.partition(b"\r\n\r\n")[0].isascii()
    message = message_from_bytes(content, policy=policy.default)
    for part in message.walk():
        assert not part.defects
    assert len(list(message.iter_parts())) == 2


def header_lines(envelope):
    head, _empty, _body = envelope.original_content.partition(b"\r\n\r\n")
    return head.decode("ascii").split("\r\n")


# What arrives


def test_a_marketing_mail_arrives_whole(desk):
    message = write("review_request", make_order(language="en"))
    send(message)
    [envelope] = desk.envelopes
    require_correct_bytes(envelope)
    received = desk.only()
    assert received["Subject"] == message.subject
    assert received["To"] == "mari@example.ee"
    assert received["Reply-To"] == "help@shop.example"
    assert received["Message-ID"] == message.message_id
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["Content-Language"] == "en"
    plain, html = received.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert plain.get_content().replace("\r\n", "\n") == message.text
    assert html.get_content().replace("\r\n", "\n") == message.html


def test_the_address_to_unsubscribe_arrives_in_one_piece(desk, configure):
    """With a path of 200 characters, as Django 6.0 and 6.1 would fold and encode it."""
    configure(FOLLOWUPS_FEEDBACK_ID="ASenderShop", FOLLOWUPS_FROM=f"Shop <care@{'long-' * 11}name.example>")
    message = write("review_request")
    url = f"https://shop.example/trust/mail/{'Ab9-_:' * 30}x/"
    assert len(url) > 200
    send(replace(message, headers={**message.headers, "List-Unsubscribe": f"<{url}>"}))
    lines = header_lines(desk.envelopes[0])
    assert f"List-Unsubscribe: <{url}>" in lines
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    assert f"Message-ID: {message.message_id}" in lines
    assert f"List-Id: {message.headers['List-Id']}" in lines
    assert f"Feedback-ID: {message.headers['Feedback-ID']}" in lines


def test_our_own_address_to_unsubscribe_arrives_in_one_piece(desk):
    message = write("review_request")
    send(message)
    assert f"List-Unsubscribe: {message.headers['List-Unsubscribe']}" in header_lines(desk.envelopes[0])
    assert re.fullmatch(r"<https://shop\.example/\S+>", message.headers["List-Unsubscribe"])


@pytest.mark.parametrize("language", ["en", "ar", "pt-br", "id", "et"])
def test_subjects_of_all_languages_arrive(desk, language):
    message = write("delay_notice", make_order(language=language, reference="№ 17 ä"))
    send(message)
    require_correct_bytes(desk.envelopes[0])
    assert desk.only()["Subject"] == message.subject


# Header injection

ATTACK = "x\r\nBcc: victim@example.test\r\n\r\nBuy"


def require_one_recipient(desk):
    for envelope in desk.envelopes:
        names = {line.partition(":")[0].lower() for line in header_lines(envelope) if line[:1].strip()}
        assert envelope.rcpt_tos == ["mari@example.ee"]
        assert "bcc" not in names


@pytest.mark.parametrize("kind", ["thank_you", "review_request", "coupon", "delivered"])
def test_line_breaks_in_what_people_type_add_no_header(desk, kind, product):
    """In the name, the reference and the name of a product, which all reach subjects."""
    purchase = make_order([{"item": make_order().lines.get().item}], name=ATTACK)
    type(purchase).objects.filter(pk=purchase.pk).update(reference=f"R1{ATTACK}", name=ATTACK)
    purchase.lines.all()[0].item.__class__.objects.update(name=f"Pot{ATTACK}")
    send(write(kind, purchase))
    require_one_recipient(desk)
    assert desk.envelopes


def test_line_breaks_in_the_words_of_staff_add_no_header(desk):
    texts = {"en": (f"Hello {{name}} {ATTACK}", "Words")}
    send(write("custom", make_order(name=ATTACK), texts=texts))
    require_one_recipient(desk)
    assert desk.envelopes


@pytest.mark.parametrize("field", ["subject", "to", "message_id", "Reply-To", "List-Unsubscribe"])
def test_a_line_break_in_any_header_is_refused_for_good(desk, field):
    message = write("review_request")
    if field in message.headers:
        broken = replace(message, headers={**message.headers, field: f"<https://a.example/>{ATTACK}"})
    else:
        broken = replace(message, **{field: f"{getattr(message, field)}{ATTACK}"})
    with pytest.raises(PermanentFailure) as caught:
        send(broken)
    assert not caught.value.bounced
    assert desk.envelopes == []


# Connections


def test_a_batch_goes_over_one_connection(desk):
    message = write("thank_you")
    send(message, message, message)
    assert len(desk.envelopes) == 3
    assert desk.hellos == 1


def test_a_lost_connection_costs_one_try(desk):
    message, job = write("thank_you"), make_job("thank_you")
    with make_channel("email") as channel:
        channel.send(job, message)
        desk.drop = True
        with pytest.raises(TemporaryFailure) as caught:
            channel.send(job, message)
        assert not caught.value.all_of_them
        channel.send(job, message)
    assert len(desk.envelopes) == 2
    assert desk.hellos == 2


def test_a_refused_message_does_not_harm_the_next(desk):
    message, job = write("thank_you"), make_job("thank_you")
    desk.answers["RCPT"] = "550 no such user"
    with make_channel("email") as channel:
        with pytest.raises(PermanentFailure):
            channel.send(job, message)
        channel.send(job, message)
    assert len(desk.envelopes) == 1
    assert desk.hellos == 1


def test_without_a_server_nobody_needs_to_try(settings, free_port):
    send_by_smtp(settings, free_port)
    with pytest.raises(TemporaryFailure) as caught:
        MailChannel().open()
    assert caught.value.all_of_them


def test_a_closed_channel_opens_itself(desk):
    channel, message, job = MailChannel(), write("thank_you"), make_job("thank_you")
    channel.send(job, message)
    channel.close()
    channel.close()
    channel.send(job, message)
    channel.close()
    assert len(desk.envelopes) == 2


# What servers answer

TEMPORARY, FOR_ALL, FOR_GOOD, BOUNCED = "temporary", "for all", "for good", "bounced"


def said(error):
    if isinstance(error, TemporaryFailure):
        return FOR_ALL if error.all_of_them else TEMPORARY
    return BOUNCED if error.bounced else FOR_GOOD


@pytest.mark.parametrize(
    ("command", "answer", "meaning"),
    [
        ("RCPT", "450 4.2.1 mailbox busy", TEMPORARY),
        ("RCPT", "451 greylisted", TEMPORARY),
        ("RCPT", "452 4.2.2 over quota", TEMPORARY),
        ("RCPT", "550 no such user", BOUNCED),
        ("RCPT", "550 5.1.1 no such user", BOUNCED),
        ("RCPT", "551 user not local", BOUNCED),
        ("RCPT", "553 mailbox name not allowed", BOUNCED),
        ("RCPT", "550 5.7.1 blocked by policy", FOR_GOOD),
        ("RCPT", "552 5.2.2 mailbox full", FOR_GOOD),
        ("DATA", "451 4.3.0 try later", TEMPORARY),
        ("DATA", "554 5.7.1 looks like spam", FOR_GOOD),
        ("DATA", "550 5.1.1 user unknown", BOUNCED),
        ("DATA", "550 not wanted", FOR_GOOD),
        ("MAIL", "451 4.7.1 slow down", TEMPORARY),
        ("MAIL", "530 5.7.0 authenticate first", FOR_ALL),
        ("MAIL", "553 5.7.1 not your address", FOR_ALL),
        ("MAIL", "552 5.3.4 too large", FOR_GOOD),
    ],
)
def test_what_the_server_answers_is_understood(desk, command, answer, meaning):
    desk.answers[command] = answer
    message = write("thank_you")
    with pytest.raises((TemporaryFailure, PermanentFailure)) as caught:
        send(message)
    assert said(caught.value) == meaning
    assert answer in str(caught.value)


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (smtplib.SMTPAuthenticationError(535, b"bad password"), FOR_ALL),
        (smtplib.SMTPConnectError(421, b"too many connections"), FOR_ALL),
        (smtplib.SMTPServerDisconnected("gone"), TEMPORARY),
        (smtplib.SMTPNotSupportedError("no SMTPUTF8"), FOR_GOOD),
        (socket.gaierror(-2, "Name or service not known"), FOR_ALL),
        (ConnectionRefusedError(111, "refused"), FOR_ALL),
        (TimeoutError("timed out"), TEMPORARY),
        (ConnectionResetError(104, "reset"), TEMPORARY),
        (UnicodeEncodeError("ascii", "ä", 0, 1, "no"), FOR_GOOD),
    ],
)
def test_other_errors_are_understood(error, meaning):
    assert said(failure_of(error)) == meaning


def test_an_unknown_error_is_left_to_the_engine():
    assert failure_of(KeyError("x")) is None


@pytest.mark.parametrize("address", ["no address", "a@b@c", "mari@exa\udcffmple.ee", "mari@"])
def test_an_address_nobody_can_write_to_is_refused_for_good(desk, address):
    with pytest.raises(PermanentFailure):
        send(replace(write("thank_you"), to=address))
    assert desk.envelopes == []


# Backends that are no mail servers


class Taking:
    """A backend that answers as told."""

    answer = 1

    def __init__(self, *args, **kwargs):
        pass

    def open(self):
        return None

    def close(self):
        raise OSError("Nobody listens to this.")

    def send_messages(self, messages):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class ServiceError(Exception):
    def __init__(self, status_code):
        super().__init__(f"HTTP {status_code}")
        self.status_code = status_code


class AnymailRecipientsRefused(Exception):
    """Named as that of django-anymail."""


@pytest.fixture
def backend(settings, monkeypatch):
    path = f"{__name__}.Taking"
    if django.VERSION >= (6, 1):
        settings.MAILERS = {"default": {"BACKEND": path}}
    else:
        settings.EMAIL_BACKEND = path
    return lambda answer: monkeypatch.setattr(Taking, "answer", answer)


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        (0, TEMPORARY),
        (ServiceError(500), TEMPORARY),
        (ServiceError(429), TEMPORARY),
        (ServiceError(401), FOR_ALL),
        (ServiceError(400), FOR_GOOD),
        (AnymailRecipientsRefused("rejected"), FOR_GOOD),
    ],
)
def test_what_mail_services_answer_is_understood(backend, answer, meaning):
    backend(answer)
    with pytest.raises((TemporaryFailure, PermanentFailure)) as caught:
        send()
    assert said(caught.value) == meaning


def test_an_address_the_service_calls_invalid_has_bounced():
    class Recipient:
        status = "invalid"

    letter = mail_of(write("thank_you"))
    letter.anymail_status = type("Status", (), {"recipients": {"mari@example.ee": Recipient()}})()
    assert said(failure_of(AnymailRecipientsRefused("invalid"), letter)) == BOUNCED


@pytest.mark.parametrize("answer", [1, None])
def test_a_backend_that_took_it_has_taken_it(backend, answer):
    backend(answer)
    send()


def test_the_usual_test_backend_gets_it(settings):
    send()
    assert mail.outbox[0].to == ["mari@example.ee"]
    assert jobs.BASE in mail.outbox[0].body
