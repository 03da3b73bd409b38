from datetime import UTC, datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from django_trust.badges.probes.answers import Trouble
from django_trust.badges.probes.security_txt import (
    FAR_AHEAD,
    MESSAGES,
    check_security_txt,
    is_contact,
    read_moment,
    read_security_txt,
)
from tests.badges.probes.snapshots import NOW, SECURITY_TXT, WrittenSnapshot, sentence, serving
from tests.badges.servers import big_body, page, redirect, site

GOOD = "Contact: mailto:security@shop.example\nExpires: 2027-06-30T12:00:00Z\n"
EXPIRES = datetime(2027, 6, 30, 12, tzinfo=UTC)
HEAD = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n"
TAIL = "-----BEGIN PGP SIGNATURE-----\n\niHUEARYKAB0WIQ==\n=Zx8k\n-----END PGP SIGNATURE-----\n"


def check(body=GOOD, **options):
    finding = check_security_txt(serving(body, **options))
    return finding.outcome, sentence(finding, MESSAGES)


def key(body=GOOD, **options):
    return check_security_txt(serving(body, **options)).message


def moment(ahead):
    return f"{NOW + ahead:%Y-%m-%dT%H:%M:%SZ}"


def until(text):
    return f"Contact: mailto:security@shop.example\nExpires: {text}\n"


def test_a_good_file_passes_until_it_expires():
    finding = check_security_txt(serving(GOOD))
    assert (finding.outcome, finding.message) == ("passed", "security_txt_passed")
    assert finding.until == EXPIRES
    assert finding.facts == {"expires_date": "2027-06-30T12:00:00+00:00"}


def test_a_file_with_everything_the_standard_knows_passes():
    body = (
        "# Our security address\r\n"
        "\r\n"
        "Contact: https://shop.example/security\r\n"
        "CONTACT: tel:+372-555-0100\r\n"
        "contact:mailto:security@shop.example\r\n"
        "Expires: 2027-06-30T15:00:00+03:00\r\n"
        "Encryption: https://shop.example/key.txt\r\n"
        "Acknowledgments: https://shop.example/thanks\r\n"
        "Preferred-Languages: et, en\r\n"
        "Canonical: https://www.shop.example/.well-known/security.txt\r\n"
        "Canonical: https://shop.example/.well-known/security.txt\r\n"
        "Policy: https://shop.example/policy\r\n"
        "Hiring: https://shop.example/jobs\r\n"
        "CSAF: https://shop.example/csaf\r\n"
        "Hat: red\r\n"
        "no field at all\r\n"
    )
    finding = check_security_txt(serving(body))
    assert (finding.message, finding.until) == ("security_txt_passed", EXPIRES)


@pytest.mark.parametrize(
    ("status", "outcome", "message"),
    [
        (404, "failed", "security_txt_missing"),
        (410, "failed", "security_txt_missing"),
        (403, "failed", "security_txt_status"),
        (206, "failed", "security_txt_status"),
        (304, "failed", "security_txt_status"),
        (503, "unknown", "security_txt_status"),
    ],
)
def test_only_status_200_brings_a_file(status, outcome, message):
    finding = check_security_txt(serving(GOOD, status=status))
    assert (finding.outcome, finding.message) == (outcome, message)


def test_statuses_are_told():
    assert check(status=404) == ("failed", "The host has no security.txt.")
    assert check(status=403)[1] == "The host answered with status 403 instead of a security.txt."


def test_silence_is_passed_on():
    with pytest.raises(Trouble, match="silence"):
        check_security_txt(WrittenSnapshot({}))


def test_a_file_beyond_32_kilobytes_is_not_read():
    padding = "#" * (32 * 1024 - len(GOOD))
    assert key(GOOD + padding) == "security_txt_passed"
    assert check(GOOD + padding + "#") == (
        "failed",
        "The security.txt is too large to be read: more than 32 kilobytes.",
    )
    assert key("<html>" * 100_000, content_type="text/html") == "security_txt_large"


@pytest.mark.parametrize(
    ("content_type", "message"),
    [
        ("text/plain; charset=utf-8", "security_txt_passed"),
        ('TEXT/Plain ;format=flowed; Charset="UTF-8"', "security_txt_passed"),
        ("text/plain", "security_txt_charset"),
        ("text/plain; charset", "security_txt_charset"),
        ("text/plain; charset=iso-8859-1", "security_txt_wrong_charset"),
        ("text/html; charset=utf-8", "security_txt_type"),
        ("text/plain, text/html", "security_txt_type"),
        ("", "security_txt_no_type"),
    ],
)
def test_it_is_sent_as_plain_text_in_utf_8(content_type, message):
    assert key(content_type=content_type) == message


def test_a_type_that_does_not_fit_is_told():
    assert (
        check(content_type="text/html")[1] == "The security.txt is sent as text/html instead of text/plain."
    )
    text = check(content_type="text/plain; charset=latin1")[1]
    assert text == "The security.txt is sent as latin1 instead of UTF-8."


def test_a_charset_that_is_not_named_is_a_warning():
    finding = check_security_txt(serving(GOOD, content_type="text/plain"))
    assert (finding.outcome, finding.until) == ("warning", EXPIRES)


def test_bytes_that_are_not_utf_8_fail():
    assert check(GOOD.encode() + b"# \xff\xfe") == ("failed", "The security.txt is not written in UTF-8.")
    assert key("\ufeff" + GOOD) == "security_txt_passed"  # some editors write a mark at the beginning


def test_a_file_without_contact_fails():
    assert check("Expires: 2027-06-30T12:00:00Z\n") == ("failed", "The security.txt names no contact.")
    assert key("Contact:  \nExpires: 2027-06-30T12:00:00Z\n") == "security_txt_no_contact"
    assert key("# Contact: mailto:a@b.example\nExpires: 2027-06-30T12:00:00Z\n") == "security_txt_no_contact"


def test_every_contact_is_an_address():
    assert check("Contact: security@shop.example\n" + GOOD) == (
        "failed",
        "A contact in the security.txt is no mailto:, https: or tel: address: security@shop.example",
    )


@pytest.mark.parametrize(
    "contact",
    [
        "mailto:security@shop.example",
        "MAILTO:security%2Buri@shop.example?subject=Found",
        "https://shop.example/security?a=b#form",
        "https://[2001:db8::1]/",
        "tel:+1-201-555-0123",
        "tel:112;phone-context=shop.example",
    ],
)
def test_contacts(contact):
    assert is_contact(contact)


@pytest.mark.parametrize(
    "contact",
    [
        "",
        "mailto:",
        "mailto:security",
        "mailto:@shop.example",
        "mailto:security@",
        "http://shop.example/security",
        "https:",
        "https:///security",
        "https://[::1",
        "https://shop.example/a b",
        "tel:",
        "tel:call us",
        "javascript:alert(1)",
        "//shop.example",
        "mailto:security@shop.example\nExpires: 2099",
        "mailto:security@p\u00f5\u00f5d.example",
        "https://\u2100.example",
        "mailto:a\x00@shop.example",
    ],
)
def test_no_contacts(contact):
    assert not is_contact(contact)


def test_a_file_says_once_until_when_it_is_good():
    assert check("Contact: mailto:a@b.example\n") == (
        "failed",
        "The security.txt does not say until when it is good.",
    )
    assert check(GOOD + "expires: 2027-06-30T12:00:00Z\n") == (
        "failed",
        "The security.txt says more than once until when it is good.",
    )
    assert check(until("Wed, 30 Jun 2027 12:00:00 +0000")) == (
        "failed",
        "The date until which the security.txt is good cannot be read: Wed, 30 Jun 2027 12:00:00 +0000",
    )


def test_a_file_that_has_expired_is_as_good_as_none():
    finding = check_security_txt(serving(until(moment(timedelta()))))
    assert (finding.outcome, finding.message) == ("failed", "security_txt_expired")
    assert check(until(moment(timedelta(seconds=1))))[0] == "passed"


def test_more_than_a_year_ahead_is_a_warning():
    assert check(until(moment(FAR_AHEAD)))[0] == "passed"
    finding = check_security_txt(serving(until(moment(FAR_AHEAD + timedelta(seconds=1)))))
    assert (finding.outcome, finding.message) == ("warning", "security_txt_far")
    assert finding.until == NOW + FAR_AHEAD + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-06-30T12:00:00Z", datetime(2027, 6, 30, 12, tzinfo=UTC)),
        ("2027-06-30t12:00:00.987654321z", datetime(2027, 6, 30, 12, tzinfo=UTC)),
        ("2027-06-30T12:00:00-05:30", datetime(2027, 6, 30, 17, 30, tzinfo=UTC)),
        ("2027-06-30T12:00:00-00:00", datetime(2027, 6, 30, 12, tzinfo=UTC)),
        ("2028-12-31T23:59:60Z", datetime(2028, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("9999-12-31T23:59:59-23:59", datetime(9999, 12, 29, tzinfo=UTC)),
        ("0001-01-01T00:00:00+23:59", datetime(1, 1, 3, tzinfo=UTC)),
        ("2027-06-30 12:00:00Z", None),
        ("2027-06-30T12:00:00", None),
        ("2027-06-30", None),
        ("2027-02-29T12:00:00Z", None),
        ("2027-06-30T24:00:00Z", None),
        ("2027-06-30T12:60:00Z", None),
        ("2027-06-30T12:00:00+24:00", None),
        ("0000-01-01T00:00:00Z", None),
        ("\u0662\u0660\u0662\u0667-06-30T12:00:00Z", None),
        ("", None),
    ],
)
def test_moments_of_rfc_3339(text, expected):
    assert read_moment(text) == expected


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+12:00", "9999-12-31T23:59:59-12:00"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_ends_of_the_calendar_can_be_told_in_every_time_zone(text, zone):
    finding = check_security_txt(serving(until(text)))
    told = datetime.fromisoformat(finding.facts["expires_date"]).astimezone(ZoneInfo(zone))
    assert told.year == int(text[:4])


def test_languages_are_named_once():
    assert check(GOOD + "Preferred-Languages: et\nPreferred-Languages: en\n") == (
        "failed",
        "The security.txt names the preferred languages more than once.",
    )


@pytest.mark.parametrize(
    "canonical",
    [
        "https://shop.example/.well-known/security.txt",
        "HTTPS://Shop.Example:443/.well-known/security.txt",
    ],
)
def test_the_canonical_address_is_this_one(canonical):
    assert key(f"{GOOD}Canonical: {canonical}\n") == "security_txt_passed"


@pytest.mark.parametrize(
    "canonical",
    [
        "http://shop.example/.well-known/security.txt",
        "https://www.shop.example/.well-known/security.txt",
        "https://shop.example/security.txt",
        "https://shop.example/.well-known/security.txt?a",
        "https://shop.example:8443/.well-known/security.txt",
        "https://shop.example:many/.well-known/security.txt",
        "https://[",
    ],
)
def test_a_file_that_belongs_elsewhere_fails(canonical):
    assert check(f"{GOOD}Canonical: {canonical}\n") == (
        "failed",
        f"The security.txt says that it belongs to another address: {canonical}",
    )


def test_the_canonical_address_may_name_the_port_of_the_settings():
    body = f"{GOOD}Canonical: https://[::1]:8443/.well-known/security.txt\n"
    assert key(body, host="[::1]", https=8443) == "security_txt_passed"


def test_a_signed_file_passes_and_says_that_nobody_verified_the_signature():
    finding = check_security_txt(serving(HEAD + GOOD + TAIL))
    assert (finding.message, finding.until) == ("security_txt_signed", EXPIRES)
    assert "The signature was not verified." in sentence(finding, MESSAGES)
    assert key((HEAD + GOOD + TAIL).replace("\n", "\r\n")) == "security_txt_signed"
    assert key((HEAD + GOOD + TAIL).replace("\n", " \n")) == "security_txt_signed"
    assert key("\n \r\n" + HEAD + GOOD + TAIL) == "security_txt_signed"


def test_lines_of_a_signed_file_are_unescaped():
    file = read_security_txt(f"\n{HEAD}- Contact: mailto:a@b.example\n- # - \n{TAIL}")
    assert (file.is_signed, dict(file.fields)) == (True, {"contact": ["mailto:a@b.example"]})


def test_only_what_is_signed_counts():
    added = "Contact: mailto:evil@evil.example\n"
    file = read_security_txt(HEAD.replace("\n\n", f"\n{added}\n") + GOOD + TAIL + added)
    assert file.all("contact") == ["mailto:security@shop.example"]
    assert key(HEAD + TAIL + GOOD) == "security_txt_no_contact"


def test_a_signature_that_never_comes_fails():
    assert check(HEAD + GOOD) == ("failed", "The signature of the security.txt is cut off.")


def test_only_line_feeds_end_a_line():
    breaks = "\x85\u2028\u2029\x0b\x0c\x1c\r"
    file = read_security_txt("".join(f"Hat: a{char}Contact: mailto:b@c.example\n" for char in breaks))
    assert list(file.fields) == ["hat"]


LINES = st.sampled_from(
    [
        *("Contact: mailto:a@b.example", "Contact: https://", "Expires: 2027-06-30T12:00:00Z", "Expires: :"),
        *(
            "Canonical: https://[",
            "Preferred-Languages: en",
            "#",
            ":",
            *HEAD.splitlines(),
            *TAIL.splitlines(),
        ),
    ]
)
FILES = st.lists(st.one_of(LINES, st.text(max_size=12))).map("\n".join)


@given(st.one_of(st.binary(max_size=200), FILES.map(lambda text: text.encode("utf-8", "replace"))))
def test_no_file_breaks_the_check(body):
    finding = check_security_txt(serving(body))
    assert sentence(finding, MESSAGES).isprintable()


@given(st.text(max_size=60))
def test_no_media_type_breaks_the_check(content_type):
    assert sentence(check_security_txt(serving(GOOD, content_type=content_type)), MESSAGES)


@pytest.mark.parametrize(
    "line",
    ["a:b\n", "\n", "Contact: mailto:" + "@" * 32_000, "- - -\n", HEAD],
    ids=["fields", "lines", "contact", "dashes", "heads"],
)
def test_hostile_files_take_no_time(line):
    body = (line * (32_768 // len(line) + 1))[:32_768]
    started = process_time()
    check_security_txt(serving(body))
    assert process_time() - started < 2


@pytest.fixture
def serve_file(serve):
    return lambda answer: serve(https=site(**{SECURITY_TXT.strip("/"): answer, "_": page()}))


def test_a_real_host_with_a_file_passes(serve_file, verdict):
    serve_file(
        page(
            "Content-Type: text/plain; charset=utf-8",
            body=until(f"{timezone.now() + timedelta(days=200):%Y-%m-%dT%H:%M:%SZ}"),
        )
    )
    outcome, text = verdict("security_txt")
    assert outcome == "passed"
    assert text.startswith("The host has a security.txt with a contact, good until ")


def test_a_real_host_without_a_file_fails(serve, verdict):
    serve(https=site(**{"": page()}))
    assert verdict("security_txt") == ("failed", "The host has no security.txt.")


def test_a_body_of_a_gigabyte_is_left_unread(serve_file, verdict):
    shop = serve_file(big_body)
    assert verdict("security_txt") == (
        "failed",
        "The security.txt is too large to be read: more than 32 kilobytes.",
    )
    assert shop.sent < 2**26


def test_another_host_is_not_asked_for_the_file(serve_file, verdict):
    serve_file(redirect("https://other.example/.well-known/security.txt"))
    outcome, text = verdict("security_txt")
    assert outcome == "failed"
    assert "other.example" in text
