"""Whether the host serves a security.txt that people who find a weakness can use (RFC 9116)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import dropwhile
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from django_trust.badges.choices import Outcome
from django_trust.badges.findings import Fact, Finding
from django_trust.badges.probes.answers import HttpAnswer
from django_trust.badges.probes.reading import quoted

if TYPE_CHECKING:
    from django_trust.badges.probes.snapshot import HostSnapshot
    from django_trust.badges.probes.targets import Target

PATH = "/.well-known/security.txt"
MOST_KILOBYTES = 32
FAR_AHEAD = timedelta(days=366)
SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
# RFC 3339, section 5.6; a leap second is the second before it.
MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]"
    r"((?:[01][0-9]|2[0-3]):[0-5][0-9]):([0-5][0-9]|60)(?:\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
# No moment a file names is too far from the ends of the calendar to be written in another time zone.
EARLIEST = datetime(1, 1, 3, tzinfo=UTC)
LATEST = datetime(9999, 12, 29, tzinfo=UTC)
TELEPHONE = re.compile(r"\+?[0-9(][0-9().-]*(?:;.*)?")

MESSAGES: dict[str, Any] = {
    "security_txt_passed": _("The host has a security.txt with a contact, good until %(expires_date)s."),
    "security_txt_signed": _(
        "The host has a signed security.txt with a contact, good until %(expires_date)s. "
        "The signature was not verified."
    ),
    "security_txt_far": _(
        "The host has a security.txt with a contact. It is good until %(expires_date)s; a date within a year "
        "would show that somebody looks after it."
    ),
    "security_txt_charset": _(
        "The host has a security.txt with a contact, good until %(expires_date)s, but does not say that it "
        "is written in UTF-8."
    ),
    "security_txt_missing": _("The host has no security.txt."),
    "security_txt_status": _("The host answered with status %(status)s instead of a security.txt."),
    "security_txt_large": _("The security.txt is too large to be read: more than %(limit)s kilobytes."),
    "security_txt_no_type": _("The security.txt is sent without saying that it is plain text."),
    "security_txt_type": _("The security.txt is sent as %(type)s instead of text/plain."),
    "security_txt_wrong_charset": _("The security.txt is sent as %(charset)s instead of UTF-8."),
    "security_txt_encoding": _("The security.txt is not written in UTF-8."),
    "security_txt_signature": _("The signature of the security.txt is cut off."),
    "security_txt_no_contact": _("The security.txt names no contact."),
    "security_txt_bad_contact": _(
        "A contact in the security.txt is no mailto:, https: or tel: address: %(contact)s"
    ),
    "security_txt_no_expires": _("The security.txt does not say until when it is good."),
    "security_txt_two_expires": _("The security.txt says more than once until when it is good."),
    "security_txt_bad_expires": _(
        "The date until which the security.txt is good cannot be read: %(expires)s"
    ),
    "security_txt_expired": _("The security.txt was good until %(expires_date)s."),
    "security_txt_languages": _("The security.txt names the preferred languages more than once."),
    "security_txt_canonical": _("The security.txt says that it belongs to another address: %(canonical)s"),
}


@dataclass(frozen=True, slots=True)
class SecurityTxt:
    """The values of each field by its name in lower case, in the order of the file.

    ``is_whole`` is False where the file begins as a signed message, but its signature never comes.
    """

    fields: Mapping[str, Sequence[str]]
    is_signed: bool = False
    is_whole: bool = True

    def all(self, name: str) -> Sequence[str]:
        return self.fields.get(name, ())


def check_security_txt(snapshot: HostSnapshot) -> Finding:
    """Judge the file at its only address. May raise ``Trouble``. ``until`` is when the file expires."""
    answer = snapshot.get(PATH, max_body=MOST_KILOBYTES * 1024)
    if failed := next(_transport_problems(answer), None):
        return failed
    file = read_security_txt(answer.body.decode("utf-8-sig"))
    if failed := next(_problems(file, snapshot.target), None):
        return failed
    expires = _expires(file)
    if isinstance(expires, Finding):
        return expires
    return _judge(file, expires, snapshot.now, names_charset=bool(_media_type(answer)[1]))


def read_security_txt(text: str) -> SecurityTxt:
    """Return the fields of a file. Never raises; what is no field is ignored, signatures are not verified."""
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    first = next((line for line in lines if line.strip()), "")
    is_signed = first.rstrip() == SIGNED
    is_whole = not is_signed or SIGNATURE in map(str.rstrip, lines)
    fields: dict[str, list[str]] = {}
    for line in _signed_part(lines) if is_signed else lines:
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if colon and value.strip() and not name.startswith("#"):
            fields.setdefault(name, []).append(value.strip())
    return SecurityTxt(fields, is_signed, is_whole)


def _signed_part(lines: list[str]) -> Iterator[str]:
    """RFC 9580, section 7: after the empty line that ends the armor headers, dash-escaped. What stands
    behind the signature is not signed and may come from anybody."""
    body = dropwhile(lambda line: not line.strip(), lines)
    for line in body:
        if not line.strip():
            break
    for line in body:
        if line.rstrip() == SIGNATURE:
            return
        yield line.removeprefix("- ")


def _transport_problems(answer: HttpAnswer) -> Iterator[Finding]:
    if answer.status in (404, 410):
        yield _failed("security_txt_missing")
    if answer.status != 200:
        outcome = Outcome.UNKNOWN if answer.status >= 500 else Outcome.FAILED
        yield Finding(outcome, "security_txt_status", {"status": str(answer.status)})
    if answer.is_cut:
        yield _failed("security_txt_large", limit=MOST_KILOBYTES)
    kind, charset = _media_type(answer)
    if not kind:
        yield _failed("security_txt_no_type")
    if kind != "text/plain":
        yield _failed("security_txt_type", type=quoted(kind))
    if charset not in ("", "utf-8"):
        yield _failed("security_txt_wrong_charset", charset=quoted(charset))
    try:
        answer.body.decode()
    except UnicodeDecodeError:
        yield _failed("security_txt_encoding")


def _failed(message: str, **facts: Fact) -> Finding:
    return Finding(Outcome.FAILED, message, facts)


def _media_type(answer: HttpAnswer) -> tuple[str, str]:
    """Return type and charset in lower case, an empty text for what is not said."""
    kind, *parameters = answer.get("content-type").lower().split(";")
    pairs = (parameter.partition("=") for parameter in parameters)
    found = {name.strip(): value.strip(' \t"') for name, _equals, value in pairs}
    return kind.strip(), found.get("charset", "")


def _problems(file: SecurityTxt, target: Target) -> Iterator[Finding]:
    if not file.is_whole:
        yield _failed("security_txt_signature")
    if not file.all("contact"):
        yield _failed("security_txt_no_contact")
    for contact in file.all("contact"):
        if not is_contact(contact):
            yield _failed("security_txt_bad_contact", contact=quoted(contact))
    if len(file.all("preferred-languages")) > 1:
        yield _failed("security_txt_languages")
    canonical = file.all("canonical")
    if canonical and not any(_is_address_of(target, address) for address in canonical):
        yield _failed("security_txt_canonical", canonical=quoted(canonical[0]))


def is_contact(value: str) -> bool:
    """Whether a value is a contact as RFC 9116, 2.5.3 wants it: a ``mailto:``, ``https:`` or ``tel:`` URI."""
    if not value.isascii() or not value.isprintable() or " " in value:
        return False
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        return False
    if parts.scheme == "mailto":
        mailbox, _, domain = parts.path.rpartition("@")
        return bool(mailbox and domain)
    if parts.scheme == "tel":
        return TELEPHONE.fullmatch(parts.path) is not None
    return parts.scheme == "https" and bool(host)


def read_moment(text: str) -> datetime | None:
    """Return the moment an RFC 3339 date and time names, in UTC; None for anything else."""
    match = MOMENT.fullmatch(text)
    if match is None:
        return None
    day, minute, second, zone = match.groups()
    second = "59" if second == "60" else second
    try:
        return in_utc(datetime.fromisoformat(f"{day}T{minute}:{second}{zone.upper()}"))
    except ValueError:  # no such day or hour
        return None


def in_utc(moment: datetime) -> datetime:
    """Return an aware moment in UTC, at least two days from the ends of the calendar."""
    return min(max(moment, EARLIEST), LATEST).astimezone(UTC)


def _is_address_of(target: Target, address: str) -> bool:
    try:
        parts = urlsplit(address)
        place = (parts.scheme, parts.hostname, parts.port or 443, parts.path)
    except ValueError:
        return False
    return place in {
        ("https", target.bare_name.lower(), port, PATH) for port in (443, target.https)
    } and not (parts.query or parts.fragment)


def _expires(file: SecurityTxt) -> datetime | Finding:
    texts = file.all("expires")
    if not texts:
        return _failed("security_txt_no_expires")
    if len(texts) > 1:
        return _failed("security_txt_two_expires")
    return read_moment(texts[0]) or _failed("security_txt_bad_expires", expires=quoted(texts[0]))


def _judge(file: SecurityTxt, expires: datetime, now: datetime, *, names_charset: bool) -> Finding:
    facts = {"expires_date": expires.isoformat()}
    if expires <= now:
        return Finding(Outcome.FAILED, "security_txt_expired", facts)
    if expires > now + FAR_AHEAD:
        return Finding(Outcome.WARNING, "security_txt_far", facts, until=expires)
    if not names_charset:
        return Finding(Outcome.WARNING, "security_txt_charset", facts, until=expires)
    message = "security_txt_signed" if file.is_signed else "security_txt_passed"
    return Finding(Outcome.PASSED, message, facts, until=expires)
