"""Mails as a mail server receives them: bytes over SMTP."""

import email
import logging
import re
import socket
from contextlib import contextmanager
from datetime import timedelta
from email import policy
from urllib.parse import urlsplit

import django
import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.exceptions import DisallowedHost
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from django_trust.links import base_url, origin_of, serving
from django_trust.mailing import mail_language, warn_without_address
from django_trust.reviews import mails
from django_trust.reviews.mails import send_receipt, send_statement
from django_trust.reviews.models import RejectionReason, Review, ReviewFlag
from django_trust.reviews.rules import RULES, rule_behind
from django_trust.reviews.services import (
    add_photos,
    appeal_review,
    close_reports,
    decide_appeal,
    edit_review,
    publish_review,
    publish_waiting,
    reject_photo,
    reject_review,
    report_review,
    withdraw_review,
)
from django_trust.reviews.tokens import is_mailed, review_of_token
from django_trust.shop.adapter import ShopAdapter, ShopIdentity
from tests.hostshop.models import Product
from tests.markup import read
from tests.reviews.test_photos import photo as photo_file

LANGUAGES = ("en", "ar", "et")
SECRET = "Colleagues only: third one this week, his name is Jaan"
LINK = re.compile(r"https?://\S+")
FILLED = {
    "rating": "4",
    "title": "Good",
    "body": "It pours & pours <well>.",
    "author_name": "Mari",
    "email": "mari@example.ee",
}


class Answering(ShopAdapter):
    def get_shop(self):
        return ShopIdentity(name="Poe & <Pood>", url="https://shop.example/", email="help@shop.example")


class Nowhere(ShopAdapter):
    pass


class PostOffice:
    """Keeps what it is given, byte by byte."""

    def __init__(self):
        self.envelopes = []

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append(envelope)
        return "250 OK"

    @property
    def received(self):
        return [
            email.message_from_bytes(each.original_content, policy=policy.default) for each in self.envelopes
        ]

    def only(self):
        [message] = self.received
        return message


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def send_by_smtp(settings, port):
    backend = "django.core.mail.backends.smtp.EmailBackend"
    if django.VERSION >= (6, 1):
        settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"host": "127.0.0.1", "port": port}}}
    else:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = backend, "127.0.0.1", port


@pytest.fixture
def post_office(settings, free_port):
    office = PostOffice()
    server = Controller(office, hostname="127.0.0.1", port=free_port)
    server.start()
    send_by_smtp(settings, free_port)
    yield office
    server.stop()


@pytest.fixture(autouse=True)
def _answering_shop(configure):
    configure(ADAPTER=f"{__name__}.Answering")
    warn_without_address.cache_clear()
    with override("en"):  # the test client leaves the language of the last page active
        yield


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What happens inside is committed at the end, so its signals are sent."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def rejected(write_review, committed, staff):
    """Write a review and let a moderator, who works in English, reject it."""

    def reject(language="en", *, reason="spam", publish=False, **words):
        words = {"email": "mari@example.ee", "title": "Title", "body": "Words", **words}
        review = write_review(publish=publish, language=language, **words)
        mail.outbox = []
        with override("en"), committed():
            return reject_review(review=review, reason=reason, by=staff, note=SECRET)

    return reject


@pytest.fixture
def nobody(django_user_model):
    """An account without an address."""
    return django_user_model.objects.create_user("mari")


def body_of(message):
    """The text as a mail program shows it; the strict decoding fails on a single wrong byte."""
    return message.get_payload(decode=True).decode("utf-8").replace("\r\n", "\n")


def links_in(message):
    return LINK.findall(body_of(message))


def require_correct_bytes(envelope):
    """RFC 5321 and 5322: CRLF everywhere, no long line, headers in ASCII; then a decodable body."""
    content = envelope.original_content
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    head, _, body = content.partition(b"\r\n\r\n")
    assert head.isascii()
    message = email.message_from_bytes(content, policy=policy.default)
    assert not message.defects
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"
    transfer = message["Content-Transfer-Encoding"].lower()
    assert transfer in ("7bit", "8bit", "quoted-printable", "base64")
    assert transfer == "8bit" or body.isascii()
    assert body_of(message) == message.get_content().replace("\r\n", "\n")


def require_headers(message, *, to, language):
    assert message["To"] == to
    assert message["Reply-To"] == "help@shop.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == language
    assert re.fullmatch(r"<[^\s<>@]+@[^\s<>@]+>", message["Message-ID"])
    assert message["Date"].datetime
    for name in ("Subject", "To", "From", "Message-ID", "Content-Language", "Auto-Submitted", "Reply-To"):
        assert len(message.get_all(name)) == 1
    assert not {"cc", "bcc"} & {name.lower() for name in message}


@contextmanager
def nothing_written():
    with CaptureQueriesContext(connection) as queries:
        yield
    assert not [
        each["sql"] for each in queries if re.match(r"(?i)\s*(insert|update|delete|replace)", each["sql"])
    ]


def require_links_open(client, message, *, prefix):
    urls = links_in(message)
    assert urls
    for url in urls:
        assert url.startswith(f"https://shop.example{prefix}/trust/reviews/")
        with nothing_written():
            assert client.get(urlsplit(url).path).status_code == 200


def prefix_of(language):
    return "" if language == "en" else f"/{language}"


# Statement of reasons


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_of_reasons_on_the_wire(post_office, rejected, write_review, client, language):
    write_review(email="someone.else@example.test", author_name="Somebody Else", title="Other words")
    review = rejected(language, author_name="Mari Maasikas", body="Täis sõnu")
    [envelope] = post_office.envelopes
    require_correct_bytes(envelope)
    assert envelope.rcpt_tos == ["mari@example.ee"]
    message = post_office.only()
    require_headers(message, to="mari@example.ee", language=language)
    assert "Tea pot" in message["Subject"]
    with override(language):
        assert f"{RejectionReason.SPAM.label}." in body_of(message)
        assert rule_behind("spam") in body_of(message)
    require_links_open(client, message, prefix=prefix_of(language))
    edit, appeal = links_in(message)
    assert (edit.split("/")[-2], appeal.split("/")[-2]) == ("edit", "appeal")
    for url in (edit, appeal):
        token = url.split("/")[-3]
        assert (review_of_token(token), is_mailed(token)) == (review, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_holds_nothing_that_is_meant_for_others(
    post_office, rejected, write_review, staff, language
):
    other = write_review(email="someone.else@example.test", author_name="Somebody Else", title="Other words")
    report_review(
        review=other, reason="fake", details="Tattle", contact="tell@example.test", reporter_key="k"
    )
    rejected(language)
    text = post_office.envelopes[0].original_content.decode() + body_of(post_office.only())
    for word in (SECRET, "Jaan", staff.username, staff.email, "Somebody Else", "someone.else", "Other words"):
        assert word not in text
    assert "Tattle" not in text


@pytest.mark.parametrize("moderator", ["en", "et"])
def test_the_author_is_written_to_in_the_language_of_the_review(
    post_office, write_review, committed, moderator
):
    review = write_review(publish=False, language="ar", email="mari@example.ee")
    with override(moderator), committed():
        reject_review(review=review, reason="fake")
        said = str(RejectionReason.FAKE.label)
    message = post_office.only()
    with override("ar"):
        assert str(RejectionReason.FAKE.label) in body_of(message)
    assert said not in body_of(message)
    assert message["Content-Language"] == "ar"


@pytest.mark.parametrize(
    ("publish", "subject", "sentence"),
    [
        (False, "Your review of Tea pot was not published", "We have not published your review of Tea pot"),
        (True, "Your review of Tea pot was taken down", "We have taken down your review of Tea pot"),
    ],
)
def test_a_statement_says_what_was_decided_and_by_which_rule(rejected, publish, subject, sentence):
    review = rejected(publish=publish, reason="personal_data")
    [message] = mail.outbox
    assert message.subject == subject
    assert sentence in message.body
    assert "The reason: Holds personal data or a likeness of somebody else." in message.body
    assert f"The rule: {rule_behind('personal_data')}" in message.body
    assert "Your stars played no part in the decision." in message.body
    assert "\n\n\n" not in message.body
    assert review.body not in message.body


def test_a_statement_says_that_a_person_decided(rejected):
    rejected()
    assert "The decision was taken by a person. No automated means were used." in mail.outbox[0].body
    assert "reported" not in mail.outbox[0].body


def test_a_statement_does_not_invent_a_person(write_review, committed):
    with committed():
        reject_review(review=write_review(), reason="spam")
    assert "by a person" not in mail.outbox[-1].body
    assert "automat" not in mail.outbox[-1].body


def test_a_statement_admits_that_a_signal_had_found_the_review(write_review, committed, staff):
    review = write_review()
    ReviewFlag.objects.create(review=review, signal="links", weight=40, reason="spam")
    with committed():
        reject_review(review=review, reason="spam", by=staff)
    assert "An automatic check had asked for a closer look at your review." in mail.outbox[-1].body
    assert "The decision itself was taken by a person." in mail.outbox[-1].body
    assert "No automated means" not in mail.outbox[-1].body


def test_a_statement_says_whether_a_reader_had_reported_the_review(write_review, committed, staff):
    review = write_review()
    report_review(review=review, reason="fake", reporter_key="first")
    close_reports(review=review, by=staff)
    with committed():
        reject_review(review=review, reason="spam", by=staff)
    assert "reported" not in mail.outbox[-1].body
    publish_review(review=review, by=staff)
    report_review(review=review, reason="fake", reporter_key="second")
    with committed():
        reject_review(review=review, reason="fake", by=staff)
    assert "A reader had reported your review." in mail.outbox[-1].body


@pytest.mark.parametrize("reason", RejectionReason.values)
def test_every_reason_has_a_rule_of_its_own_that_knows_no_stars(reason):
    rules = [rule_behind(value) for value in RejectionReason.values]
    assert rule_behind(reason)
    assert rules.count(rule_behind(reason)) == 1
    assert not re.search("star|negative|rating|low", rule_behind(reason))


def test_what_is_no_reason_has_no_rule():
    assert rule_behind("negative") == rule_behind("") == ""
    assert set(RULES) == set(RejectionReason)


# Receipt


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_on_the_wire(post_office, client, write_url, language):
    prefix = prefix_of(language)
    client.post(f"{prefix}{write_url}", {**FILLED, "title": "أباريق ja õunad"})
    review = Review.objects.get()
    require_correct_bytes(post_office.envelopes[0])
    message = post_office.only()
    require_headers(message, to="mari@example.ee", language=language)
    assert "أباريق ja õunad It pours & pours <well>." in body_of(message)
    [url] = links_in(message)
    assert urlsplit(url).path.startswith(f"{prefix}/trust/reviews/mine/")
    with nothing_written():
        assert client.get(urlsplit(url).path).status_code == 200
    assert is_mailed(url.split("/")[-2])
    review.refresh_from_db()
    assert not review.email_confirmed


def test_the_link_of_a_receipt_confirms_the_address(client, write_url, buy):
    buy()
    client.post(write_url, FILLED)
    [url] = LINK.findall(mail.outbox[0].body)
    page = read(client.get(urlsplit(url).path))
    assert not Review.objects.get().verified
    client.post(page.one("form", action=f"{urlsplit(url).path}confirm/")["action"])
    assert (Review.objects.get().verified, Review.objects.get().email_confirmed) == (True, True)


def test_a_receipt_does_not_tell_whether_there_is_a_purchase(client, write_url, buy):
    client.post(write_url, FILLED)
    Review.objects.all().delete()
    buy()
    client.post(write_url, FILLED)
    without, with_purchase = (LINK.sub("LINK", message.body) for message in mail.outbox)
    assert without == with_purchase
    assert "Please open this link and confirm that the address is yours." in without


def test_a_receipt_asks_for_nothing_that_is_known(write_review):
    send_receipt(write_review())
    assert "confirm" not in mail.outbox[-1].body
    assert "Your review is public now." in mail.outbox[-1].body


def test_a_receipt_asks_for_no_confirmation_where_the_shop_wants_none(write_review, configure):
    configure(REVIEWS_CONFIRM_EMAIL=False)
    send_receipt(write_review(email_confirmed=False))
    assert "confirm" not in mail.outbox[-1].body


def test_a_receipt_says_that_waiting_ends(write_review, configure):
    review = write_review(publish=False)
    send_receipt(review)
    assert "A moderator will read your review" in mail.outbox[-1].body
    assert "it is published without a decision" in mail.outbox[-1].body
    configure(REVIEWS_AUTO_PUBLISH_DAYS=0)
    send_receipt(review)
    assert "without a decision" not in mail.outbox[-1].body


def test_flagged_words_do_not_go_to_an_address_nobody_confirmed(write_review):
    words = {"title": "Cheap watches", "publish": False}
    flagged = write_review(email_confirmed=False, **words)
    ReviewFlag.objects.create(review=flagged, signal="links", weight=40)
    own = write_review(email_confirmed=True, **words)
    ReviewFlag.objects.create(review=own, signal="links", weight=40)
    for review in (flagged, own):
        send_receipt(review)
    assert ["Cheap watches" in message.body for message in mail.outbox] == [False, True]


# Publication


@pytest.mark.parametrize("language", LANGUAGES)
def test_news_of_a_publication_on_the_wire(post_office, write_review, committed, staff, client, language):
    review = write_review(publish=False, language=language, email="mari@example.ee")
    with override("en"), committed():
        publish_review(review=review, by=staff, note=SECRET)
    require_correct_bytes(post_office.envelopes[0])
    message = post_office.only()
    require_headers(message, to="mari@example.ee", language=language)
    require_links_open(client, message, prefix=prefix_of(language))
    share, own = links_in(message)
    assert share.endswith(f"/trust/reviews/{review.pk}/")
    assert is_mailed(own.split("/")[-2])
    assert "Colleagues" not in body_of(message)


def test_a_review_that_published_itself_is_news(write_review, committed):
    review = write_review(publish=False)
    Review.objects.update(pending_since=timezone.now() - timedelta(days=15))
    with committed():
        assert publish_waiting() == [review]
    assert mail.outbox[0].subject == "Your review of Tea pot is public"


def test_what_is_public_at_once_is_no_news(write_review, committed, configure):
    configure(REVIEWS_MODERATION="after")
    with committed():
        review = write_review(publish=False)
        edit_review(review=review, rating=1, title="Changed")
    assert review.is_public
    assert mail.outbox == []


def test_publishing_twice_is_news_once(write_review, committed):
    review = write_review(publish=False)
    with committed():
        publish_review(review=review)
        publish_review(review=review)
    assert len(mail.outbox) == 1


def test_publishing_an_imported_review_is_no_news_to_its_author(write_review, committed):
    review = write_review(publish=False, source="import")
    with committed():
        publish_review(review=review)
    assert mail.outbox == []


# Appeals


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("grant", [True, False])
def test_the_answer_to_an_appeal_on_the_wire(post_office, rejected, committed, client, language, grant):
    review = rejected(language)
    appeal = appeal_review(review=review, text="It is my own experience.")
    post_office.envelopes.clear()
    with override("en"), committed():
        decide_appeal(appeal=appeal, grant=grant, note=SECRET)
    require_correct_bytes(post_office.envelopes[0])
    message = post_office.only()
    require_headers(message, to="mari@example.ee", language=language)
    require_links_open(client, message, prefix=prefix_of(language))
    with override(language):
        assert (str(RejectionReason.SPAM.label) in body_of(message)) is not grant
    assert "Colleagues" not in body_of(message)


def test_an_appeal_granted_by_publishing_is_one_mail(rejected, committed):
    review = rejected()
    appeal_review(review=review, text="It is my own experience.")
    mail.outbox.clear()
    with committed():
        publish_review(review=review)
    assert [message.subject for message in mail.outbox] == [
        "Your appeal was granted: your review of Tea pot is public"
    ]


def test_the_answer_to_an_appeal_names_another_moderator_only_when_there_was_one(
    rejected, committed, staff, django_user_model
):
    appeal = appeal_review(review=rejected(), text="Why?")
    with committed():
        decide_appeal(appeal=appeal, grant=False, by=staff)
    assert "Another moderator" not in mail.outbox[-1].body
    second = django_user_model.objects.create_superuser("second", "second@shop.example")
    appeal = appeal_review(review=rejected(email="jaan@example.ee"), text="Why?")
    with committed():
        decide_appeal(appeal=appeal, grant=False, by=second)
    assert "Another moderator has looked at your review of Tea pot" in mail.outbox[-1].body
    assert "second" not in mail.outbox[-1].body


# Answers to reports


def decide(review, decision, by):
    return {
        "keep": lambda: close_reports(review=review, by=by),
        "remove": lambda: reject_review(review=review, reason="fake", by=by, note=SECRET),
        "withdraw": lambda: withdraw_review(review=review),
    }[decision]()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("decision", ["keep", "remove", "withdraw"])
def test_the_answer_to_a_report_on_the_wire(
    post_office, write_review, committed, staff, nobody, client, language, decision
):
    review = write_review(email="", user=nobody, language="en", title="Words", author_name="Mari Maasikas")
    with override(language):
        report_review(
            review=review, reason="off_topic", details="Tattle", contact="tell@example.test", reporter_key="k"
        )
        reason = str(RejectionReason.OFF_TOPIC.label)
    with override("en"), committed():
        decide(review, decision, staff)
    require_correct_bytes(post_office.envelopes[0])
    message = post_office.only()
    require_headers(message, to="tell@example.test", language=language)
    assert reason in body_of(message)
    for word in ("Mari", "Tattle", SECRET, staff.email):
        assert word not in body_of(message)
    if decision == "keep":
        require_links_open(client, message, prefix=prefix_of(language))
    else:
        assert links_in(message) == []


def test_every_reporter_who_asked_is_answered_and_nobody_else(write_review, committed, staff):
    review = write_review(email="mari@example.ee")
    for number, contact in enumerate(["one@example.test", "", "two@example.test"]):
        report_review(review=review, reason="fake", contact=contact, reporter_key=str(number))
    with committed():
        close_reports(review=review, by=staff)
    assert [message.to for message in mail.outbox] == [["one@example.test"], ["two@example.test"]]
    assert "it stays public" in mail.outbox[0].body


# Who gets no mail


def test_authors_without_an_address_get_no_mail(write_review, committed, nobody):
    with committed():
        review = write_review(publish=False, email="", user=nobody)
        publish_review(review=review)
        reject_review(review=review, reason="spam")
        decide_appeal(appeal=appeal_review(review=review, text="Why?"), grant=False)
    mails.send_edit_link(review)
    send_receipt(review)
    assert mail.outbox == []


def test_nothing_is_sent_about_a_review_its_author_took_back(write_review, committed):
    with committed():
        review = withdraw_review(review=write_review(publish=False))
    for send in (send_receipt, send_statement, mails.send_published):
        send(review)
    assert mail.outbox == []


# Words from outside


@pytest.mark.parametrize("place", ["item", "author", "title", "shop"])
def test_nobody_can_add_a_header(post_office, rejected, product, settings, place):
    attack = "Lamp\r\nBcc: victim@example.test\nContent-Type: text/html\x85X-A: 1\u2028X-B: 2"
    if place == "item":
        Product.objects.filter(pk=product.pk).update(name=attack)
    if place == "shop":
        settings.DJANGO_TRUST = {**settings.DJANGO_TRUST, "ADAPTER": f"{__name__}.Attacked"}
    # An address in the name of an author is refused before it could do harm.
    words = {"author": {"author_name": attack.replace("@", " at ")}, "title": {"title": attack}}.get(
        place, {}
    )
    send_receipt(rejected(**words))
    assert [envelope.rcpt_tos for envelope in post_office.envelopes] == [["mari@example.ee"]] * 2
    for envelope, message in zip(post_office.envelopes, post_office.received, strict=True):
        require_correct_bytes(envelope)
        require_headers(message, to="mari@example.ee", language="en")
        assert not {"X-A", "X-B", "Bcc"} & set(message.keys())


class Attacked(Answering):
    def get_shop(self):
        return ShopIdentity(
            name="Shop\nBcc: victim@example.test", url="https://shop.example/", email="help@shop.example"
        )


def test_names_arrive_as_they_are_written(post_office, rejected, product):
    Product.objects.filter(pk=product.pk).update(name="Tom & Jerry's <b>mug</b> “õ” إبريق")
    send_receipt(rejected(title="<Good> & 'cheap'"))
    statement, receipt = post_office.received
    assert (
        statement["Subject"].strip() == "Your review of Tom & Jerry's <b>mug</b> “õ” إبريق was not published"
    )
    assert "Tom & Jerry's <b>mug</b> “õ” إبريق" in body_of(statement)
    assert "<Good> & 'cheap'" in body_of(receipt)
    assert body_of(receipt).endswith("\n\nPoe & <Pood>\nhelp@shop.example\n")


class LongWinded(Answering):
    def get_name(self, obj):
        return "🫖" * 300 + " إبريق الشاي" * 20


def test_a_very_long_name_makes_no_line_too_long_for_a_mail_server(post_office, rejected, configure):
    configure(ADAPTER=f"{__name__}.LongWinded")
    rejected(language="ar")
    [envelope], message = post_office.envelopes, post_office.only()
    require_correct_bytes(envelope)
    # Some Pythons read spaces into a subject that was folded inside a word.
    for text in (body_of(message), message["Subject"]):
        assert "".join(LongWinded().get_name(None).split()) in "".join(text.split())


# Language


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("et", "et"),
        ("ar-sa", "ar"),
        ("pt-br", "pt-br"),
        ("fr", "en"),
        ("", "en"),
        ("xx-yy-zz", "en"),
    ],
)
def test_a_language_this_site_does_not_speak_has_a_neighbour(code, language):
    assert mail_language(code) == language


def test_the_own_language_of_the_site_comes_before_english(settings):
    settings.LANGUAGES, settings.LANGUAGE_CODE = [("et", "Estonian"), ("en", "English")], "et"
    assert mail_language("fr") == "et"


def test_content_language_is_spelled_as_the_standard_wants_it(rejected):
    rejected(language="pt-br")
    assert mail.outbox[0].message()["Content-Language"] == "pt-BR"
    assert "/pt-br/trust/" in mail.outbox[0].body


def test_the_language_of_the_page_is_not_changed_by_a_mail(rejected):
    with override("et"):
        rejected(language="ar")
        assert str(RejectionReason.SPAM.label).startswith("Reklaam")


# The mail server and the address of the site


def test_a_mail_server_that_is_down_stops_no_decision(settings, free_port, rejected, caplog):
    send_by_smtp(settings, free_port)
    assert rejected().state == "rejected"
    assert [(record.name, record.levelname) for record in caplog.records] == [("django_trust", "ERROR")]
    assert "'statement' could not be sent" in caplog.text


def test_a_mail_server_that_is_down_stops_no_author(settings, free_port, client, write_url):
    send_by_smtp(settings, free_port)
    assert client.post(write_url, FILLED).status_code == 302
    assert Review.objects.count() == 1


def test_without_any_address_of_the_site_no_mail_goes_out_and_that_is_said_once(
    rejected, configure, caplog, rf
):
    configure(ADAPTER=f"{__name__}.Nowhere")
    with caplog.at_level(logging.WARNING, "django_trust"):
        rejected()
        rejected(email="jaan@example.ee")
    assert mail.outbox == []
    [record] = caplog.records
    assert "'statement' was not sent" in record.getMessage()
    assert "get_shop()" in record.getMessage()
    with serving(rf.get("/", headers={"host": "staff.example"}), public=False):
        rejected(email="karl@example.ee")
    assert "http://staff.example/trust/reviews/mine/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://shop.example", "https://shop.example"),
        ("https://shop.example/et/?a=b#c", "https://shop.example"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("HTTPS://shop.example/", "https://shop.example"),
        ("/", ""),
        ("", ""),
        ("//shop.example/", ""),
        ("shop.example", ""),
        ("javascript://shop.example/", ""),
        ("https:///path", ""),
        ("http://[", ""),
    ],
)
def test_only_a_whole_web_address_has_an_origin(url, origin):
    assert origin_of(url) == base_url(url) == origin


def test_links_go_to_the_host_the_shopper_is_on(rf):
    with serving(rf.get("/", secure=True, headers={"host": "shop.example.ee"})):
        assert base_url("https://shop.example/") == "https://shop.example.ee"
        with serving(rf.get("/", headers={"host": "inner.example"})):
            assert base_url("") == "http://inner.example"
        assert base_url("") == "https://shop.example.ee"
    assert base_url("") == ""


def test_links_to_shoppers_do_not_go_to_the_host_of_the_staff(rf):
    with serving(rf.get("/", headers={"host": "staff.example"}), public=False):
        assert base_url("https://shop.example/") == "https://shop.example"
        assert base_url("/") == "http://staff.example"


def test_a_host_that_is_not_ours_gets_no_link(rf, settings):
    settings.ALLOWED_HOSTS = ["shop.example"]
    with pytest.raises(DisallowedHost), serving(rf.get("/", headers={"host": "evil.example"})):
        pytest.fail("The request is not served.")


# Photos


def test_a_photo_that_is_not_shown_has_a_statement_of_its_own(
    post_office, write_review, committed, tmp_path, settings
):
    settings.MEDIA_ROOT = tmp_path
    review = write_review(language="ar", email="salma@example.test")
    mailed = len(post_office.received)
    [photo], _ = add_photos(review=review, files=[photo_file()], alts=["كوب على طاولة"])
    with override("en"), committed():
        reject_photo(photo=photo, reason="personal_data", note="Only for colleagues")
    [statement] = post_office.received[mailed:]
    with override("ar"):
        assert statement["Content-Language"] == "ar"
        assert str(RejectionReason.PERSONAL_DATA.label) in body_of(statement)
        assert rule_behind("personal_data") in body_of(statement)
    assert "كوب على طاولة" in body_of(statement)
    assert "Only for colleagues" not in body_of(statement)


def test_a_photo_rejected_twice_is_mailed_about_once(
    post_office, write_review, committed, tmp_path, settings
):
    settings.MEDIA_ROOT = tmp_path
    review = write_review(email="salma@example.test")
    [photo], _ = add_photos(review=review, files=[photo_file()])
    mailed = len(post_office.received)
    with committed():
        reject_photo(photo=photo, reason="spam")
        reject_photo(photo=photo, reason="spam")
    assert len(post_office.received) == mailed + 1
