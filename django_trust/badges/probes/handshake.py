"""TLS handshakes: a verified one, and one that offers only what is obsolete."""

from __future__ import annotations

import os
import socket
import ssl
import warnings
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from django_trust.badges.probes.answers import TlsFacts, Trouble
from django_trust.badges.probes.targets import Target

MESSAGES = {
    "certificate_expired": _("The certificate of the host has expired."),
    "certificate_early": _("The certificate of the host is not valid yet."),
    "certificate_self_signed": _("The host vouches for itself: nobody else signed its certificate."),
    "certificate_unknown_issuer": _("The certificate of the host comes from an issuer that is not trusted."),
    "certificate_other_host": _("The certificate was issued for another host."),
    "certificate_not_accepted": _("The certificate of the host could not be verified (code %(code)s)."),
    "tls_obsolete_only": _("The host offers only obsolete encryption (%(version)s)."),
    "tls_not_agreed": _("The host offers no encryption that is good enough today."),
    "no_trust_store": _(
        "The certificate could not be verified: the checking software knows no issuer of certificates."
    ),
    "not_tls": _("The host does not encrypt: its answer was not TLS."),
}

# X509_V_ERR_... of OpenSSL's x509_vfy.h.
VERDICTS = {
    9: "certificate_early",
    10: "certificate_expired",
    18: "certificate_self_signed",
    19: "certificate_unknown_issuer",
    20: "certificate_unknown_issuer",
    21: "certificate_unknown_issuer",
    62: "certificate_other_host",
    64: "certificate_other_host",
}
NO_TLS = frozenset(
    {
        "WRONG_VERSION_NUMBER",
        "UNKNOWN_PROTOCOL",
        "RECORD_LAYER_FAILURE",
        "PACKET_LENGTH_TOO_LONG",
        "HTTP_REQUEST",
    }
)
OLD_RENEGOTIATION = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT, which Python names from 3.12 on


class Obsolete(StrEnum):
    """What an offer of TLS 1.0 and 1.1, and nothing newer, came to. RFC 8996 forbids both."""

    TLS_1_0 = "TLSv1"
    TLS_1_1 = "TLSv1.1"
    REFUSED = "refused"
    UNOFFERED = "unoffered"  # the OpenSSL here is built or configured without them
    UNANSWERED = "unanswered"

    @property
    def is_accepted(self) -> bool:
        return self in (Obsolete.TLS_1_0, Obsolete.TLS_1_1)


def version_name(version: str) -> str:
    """Return what people call a version: ``TLSv1.3`` is TLS 1.3, ``TLSv1`` is TLS 1.0."""
    number = version.removeprefix("TLSv")
    return f"TLS {number if '.' in number else number + '.0'}"


def verified(connection: socket.socket, target: Target, timeout: float) -> ssl.SSLSocket:
    """Return the connection encrypted, its certificate verified for the host's name.

    Raises ``ssl.SSLError`` and ``OSError``, and ``Trouble`` where there is nothing to verify with.
    """
    # Not ssl.create_default_context(): it would obey SSLKEYLOGFILE.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.hostname_checks_common_name = False  # as browsers do
    context.load_default_certs()
    if not _knows_issuers(context):
        raise Trouble("no_trust_store", failed=False)
    return _encrypt(context, connection, target, timeout)


def _knows_issuers(context: ssl.SSLContext) -> bool:
    """A small container may lack them, for which no host is to blame. Those in a folder are read late."""
    folder = ssl.get_default_verify_paths().capath
    return context.cert_store_stats()["x509_ca"] > 0 or bool(folder and os.listdir(folder))


def facts_of(connection: ssl.SSLSocket) -> TlsFacts:
    """Return what the handshake of a verified connection showed."""
    certificate: dict[str, Any] = connection.getpeercert() or {}
    issuer = {name: value for part in certificate["issuer"] for name, value in part}
    return TlsFacts(
        version=connection.version() or "",
        not_before=_moment(certificate["notBefore"]),
        not_after=_moment(certificate["notAfter"]),
        issuer=issuer.get("organizationName") or next(reversed(issuer.values()), ""),
    )


def trouble_of(error: ssl.SSLError) -> Trouble:
    """Return what a failed handshake says about the host."""
    if isinstance(error, ssl.SSLCertVerificationError):
        verdict = VERDICTS.get(error.verify_code)
        if verdict is None:
            return Trouble("certificate_not_accepted", failed=True, code=str(error.verify_code))
        return Trouble(verdict, failed=True)
    return Trouble("not_tls" if error.reason in NO_TLS else "tls_not_agreed", failed=True)


@cache
def can_offer_obsolete() -> bool:
    """Whether OpenSSL here writes a greeting that offers TLS 1.0 and 1.1: seen by letting it write one."""
    try:
        greeting = ssl.MemoryBIO()
        _obsolete_context().wrap_bio(ssl.MemoryBIO(), greeting).do_handshake()
    except ssl.SSLWantReadError:
        return greeting.pending > 0
    except (ssl.SSLError, ValueError):
        return False
    return False


def offer_obsolete(connection: socket.socket, target: Target, timeout: float) -> Obsolete:
    """Greet the host with TLS 1.0 and 1.1 only, and send it nothing. Raises ``OSError``."""
    try:
        with _encrypt(_obsolete_context(), connection, target, timeout) as encrypted:
            return Obsolete(encrypted.version() or "")
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionResetError, BrokenPipeError):
        return Obsolete.REFUSED
    except ssl.SSLError as error:
        reason = error.reason or ""
        is_answer = "ALERT" in reason or reason in ("UNSUPPORTED_PROTOCOL", *NO_TLS)
        return Obsolete.REFUSED if is_answer else Obsolete.UNANSWERED


@cache
def _obsolete_context() -> ssl.SSLContext:
    """Nothing is verified and nothing is sent: the only question is whether the host would go on."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.options |= OLD_RENEGOTIATION
    with warnings.catch_warnings():
        # Python rightly advises against these versions; seeing them refused needs the offer.
        warnings.filterwarnings("ignore", r"ssl\.TLSVersion\.TLSv1", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


def _encrypt(
    context: ssl.SSLContext, connection: socket.socket, target: Target, timeout: float
) -> ssl.SSLSocket:
    connection.settimeout(timeout)
    encrypted = context.wrap_socket(
        connection, server_hostname=target.bare_name, do_handshake_on_connect=False
    )
    try:
        encrypted.do_handshake()  # said here, it also fails where the host has hung up meanwhile
    except OSError:
        encrypted.close()
        raise
    return encrypted


def _moment(text: str) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(text), UTC)
