"""One contact with one host: a connection to an address that was checked, with an end in time.

The functions take a target and a path, never a URL: there is no way to name another host. No proxy, no
cookie and no environment variable takes part, but for OpenSSL's own that name its trust store.
"""

from __future__ import annotations

import errno
import http.client
import io
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from time import monotonic
from typing import Any, cast

from django.utils.translation import gettext_lazy as _

import django_trust
from django_trust.badges.probes import handshake
from django_trust.badges.probes.addresses import Address
from django_trust.badges.probes.answers import HttpAnswer, TlsFacts, Trouble
from django_trust.badges.probes.targets import Target

CONNECT_TIMEOUT = 5.0  # seconds for each address
READ_TIMEOUT = 5.0  # seconds for each read
DEADLINE = 15.0  # seconds for everything, however slowly a host drips

HANG_UPS = (ConnectionResetError, BrokenPipeError, ssl.SSLEOFError, ssl.SSLZeroReturnError)

MESSAGES = {
    "refused": _("The host refused the connection."),
    "silence": _("The host did not answer in time."),
    "too_slow": _("The host answered too slowly to be read to the end."),
    "unreachable": _("The host could not be reached."),
    "closed": _("The host closed the connection without an answer."),
    "not_http": _("The host answered with something other than a web page."),
}

REQUEST = (
    "GET {path} HTTP/1.1\r\n"
    "Host: {host}\r\n"
    "User-Agent: django-trust-widgets/{version}\r\n"
    "Accept: */*\r\n"
    "Accept-Encoding: identity\r\n"
    "Connection: close\r\n\r\n"
)


class Clock:
    """The time one contact may take."""

    def __init__(self) -> None:
        self._end = monotonic() + DEADLINE

    @property
    def is_over(self) -> bool:
        return monotonic() >= self._end

    def at_most(self, seconds: float) -> float:
        """Return what is left of the contact, ``seconds`` at most. Raises ``TimeoutError`` at its end."""
        left = self._end - monotonic()
        if left <= 0:
            raise TimeoutError
        return min(seconds, left)


class TimedReads(io.RawIOBase):
    """The reads of a socket, which all end by one moment: a host that drips a byte a second gains nothing."""

    def __init__(self, connection: socket.socket, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._connection.settimeout(self._clock.at_most(READ_TIMEOUT))
        return self._connection.recv_into(buffer)

    def makefile(self, mode: str) -> io.BufferedReader:
        """What ``http.client`` asks of a socket."""
        return io.BufferedReader(self)


def fetch(
    target: Target, addresses: Sequence[Address], path: str, *, secure: bool, max_body: int = 0
) -> HttpAnswer:
    """Return the answer to one GET, with at most ``max_body`` bytes of its body; follows nothing.

    Raises ``Trouble`` for what the host does, ``ValueError`` for a path with a blank or without its slash.
    """
    if not path.startswith("/") or not path.isascii() or not path.isprintable() or " " in path:
        raise ValueError(f"{path!r} is not a path.")
    port, usual = (target.https, 443) if secure else (target.http, 80)
    host = target.name if port == usual else f"{target.name}:{port}"
    request = REQUEST.format(path=path, host=host, version=django_trust.__version__)
    with _contact(addresses, port) as (plain, clock):
        if not secure:
            return _ask(plain, clock, request, max_body)
        with handshake.verified(plain, target, clock.at_most(READ_TIMEOUT)) as encrypted:
            return _ask(encrypted, clock, request, max_body)


def shake_hands(target: Target, addresses: Sequence[Address]) -> TlsFacts:
    """Return what a verified TLS handshake shows. Raises ``Trouble``."""
    with (
        _contact(addresses, target.https) as (plain, clock),
        handshake.verified(plain, target, clock.at_most(READ_TIMEOUT)) as encrypted,
    ):
        return handshake.facts_of(encrypted)


def offer_obsolete_tls(target: Target, addresses: Sequence[Address]) -> handshake.Obsolete:
    """Return TLS 1.0 or 1.1 if the host accepts it, else why not."""
    if not handshake.can_offer_obsolete():
        return handshake.Obsolete.UNOFFERED
    try:
        with _contact(addresses, target.https) as (plain, clock):
            return handshake.offer_obsolete(plain, target, clock.at_most(READ_TIMEOUT))
    except Trouble:
        return handshake.Obsolete.UNANSWERED


def _ask(connection: socket.socket, clock: Clock, request: str, max_body: int) -> HttpAnswer:
    connection.settimeout(clock.at_most(READ_TIMEOUT))
    connection.sendall(request.encode("ascii"))
    reads = cast(socket.socket, TimedReads(connection, clock))
    with closing(http.client.HTTPResponse(reads, method="GET")) as response:
        response.begin()
        headers = tuple((name.lower(), " ".join(value.splitlines())) for name, value in response.getheaders())
        body = response.read(max_body + 1) if max_body else b""
    return HttpAnswer(response.status, headers, body[:max_body], len(body) > max_body)


@contextmanager
def _contact(addresses: Sequence[Address], port: int) -> Iterator[tuple[socket.socket, Clock]]:
    """Connect, and turn whatever goes wrong from then on into ``Trouble``."""
    clock = Clock()
    with closing(_connect(addresses, port, clock)) as connection:
        try:
            yield connection, clock
        except (OSError, http.client.HTTPException) as error:
            raise _trouble_of(error, clock) from None


def _trouble_of(error: OSError | http.client.HTTPException, clock: Clock) -> Trouble:
    if isinstance(error, TimeoutError):
        return Trouble("too_slow" if clock.is_over else "silence", failed=False)
    if _is_hang_up(error):
        return Trouble("closed", failed=False)
    if isinstance(error, ssl.SSLError):
        return handshake.trouble_of(error)
    return Trouble("unreachable" if isinstance(error, OSError) else "not_http", failed=False)


def _is_hang_up(error: Exception) -> bool:
    return isinstance(error, HANG_UPS) or (isinstance(error, OSError) and error.errno == errno.ENOTCONN)


def _connect(addresses: Sequence[Address], port: int, clock: Clock) -> socket.socket:
    """Connect to the first of the addresses that accepts."""
    errors: list[OSError] = []
    for address in addresses:
        connection = socket.socket(address.family, socket.SOCK_STREAM)
        try:
            connection.settimeout(clock.at_most(CONNECT_TIMEOUT))
            connection.connect(address.at(port))
        except OSError as error:
            connection.close()
            errors.append(error)
        else:
            return connection
    # Silence of one address is no refusal of the host.
    kinds = {
        "silence": any(isinstance(error, TimeoutError) for error in errors),
        "closed": any(map(_is_hang_up, errors)),
        "refused": any(isinstance(error, ConnectionRefusedError) for error in errors),
    }
    raise Trouble(next((name for name, is_one in kinds.items() if is_one), "unreachable"), failed=False)
