"""Small servers on free ports of this computer that answer the checks well, badly or never."""

import socket
import sys
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache, cached_property

from tests.badges.certificates import tls_context, trust_file

HSTS = "max-age=63072000; includeSubDomains; preload"
GIGABYTE = 2**30


@dataclass
class Visit:
    """One connection, seen by what answers it."""

    connection: socket.socket
    shop: "Shop"
    stopped: threading.Event

    @cached_property
    def head(self):
        """The request up to its empty line. Raises ``ConnectionError`` where the visitor asks nothing."""
        received = b""
        while b"\r\n\r\n" not in received:
            part = self.connection.recv(65536)
            if not part:
                raise ConnectionError
            received += part
        head = received.decode("latin-1")
        self.shop.requests.append(head)
        return head

    def wait_for_request(self):
        return self.head

    @property
    def path(self):
        return self.head.split(" ")[1]

    def send(self, text):
        data = text.encode("utf-8") if isinstance(text, str) else text
        self.connection.sendall(data)
        self.shop.sent += len(data)


@dataclass
class Shop:
    """A running server: where it is, what it was asked, how much it sent."""

    ca_file: str
    host: str = "localhost"
    https: int = 0
    http: int = 0
    requests: list = field(default_factory=list)
    visits: int = 0
    sent: int = 0

    @property
    def hosts(self):
        """What ``BADGES_HOSTS`` says of it."""
        options = {"https": self.https, "http": self.http}
        return {self.host: options if self.host == "localhost" else {**options, "private": True}}

    @property
    def endpoints(self):
        """Every address the checks may connect to."""
        return {(address, port) for address in ("127.0.0.1", "::1") for port in (self.https, self.http)}


_recorders = []


@cache
def _watch_this_process():
    """Audit hooks stay for good, and see what no patched socket would."""

    def note(event, arguments):
        if _recorders and event in ("socket.connect", "socket.getaddrinfo"):
            seen = arguments[1][:2] if event == "socket.connect" else arguments[0]
            for recorder in _recorders:
                recorder.append((event.removeprefix("socket."), seen))

    sys.addaudithook(note)


@contextmanager
def contacts():
    """Record every connection and look-up of this process, as ("connect", (address, port)) and
    ("getaddrinfo", name)."""
    _watch_this_process()
    seen = []
    _recorders.append(seen)
    try:
        yield seen
    finally:
        _recorders.remove(seen)


# What answers a visit.


def page(*headers, status="200 OK", body="<p>Hello</p>"):
    """A page with these headers, each as one line."""

    def answer(visit):
        visit.wait_for_request()
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body.encode())}", *headers, "", body]
        visit.send("\r\n".join(lines))

    return answer


def redirect(to, *headers, status="301 Moved Permanently"):
    """A redirect; ``{https}`` and ``{http}`` stand for the ports of the server."""

    def answer(visit):
        location = to.replace("{https}", str(visit.shop.https)).replace("{http}", str(visit.shop.http))
        page(f"Location: {location}", *headers, status=status, body="")(visit)

    return answer


def site(**pages):
    """Answers by path; ``_`` stands for every other path."""

    def answer(visit):
        pages.get(visit.path.strip("/"), pages.get("_", page(status="404 Not Found")))(visit)

    return answer


def in_turn(*answers):
    """The first visit gets the first answer, and so on; the last one is for all that follow."""
    left = list(answers)

    def answer(visit):
        (left.pop(0) if len(left) > 1 else left[0])(visit)

    return answer


def encrypted(folder, answer, **options):
    """An answer over TLS for a ``raw`` server."""
    context = tls_context(folder, **options)

    def shake_hands(visit):
        with context.wrap_socket(visit.connection, server_side=True) as connection:
            answer(Visit(connection, visit.shop, visit.stopped))

    return shake_hands


def silence(visit):
    visit.stopped.wait(30)


def hang_up(visit):
    """Close at once: with what the client sends unread, or nothing at all."""


def reset(visit):
    """Close as a crashed server does."""
    visit.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def garbage(visit):
    visit.connection.recv(65536)  # whatever the visitor says first
    visit.send(b"SSH-2.0-OpenSSH_9.9\r\n\x00\xff\xfe garbage \x80\r\n\r\n")


def drip(visit):
    """An answer that grows by a byte at a time and never ends."""
    visit.send("HTTP/1.1 200 OK\r\nX-Slow: ")
    while not visit.stopped.wait(0.02):
        visit.send("a")


def endless_headers(visit):
    visit.send("HTTP/1.1 200 OK\r\n")
    while not visit.stopped.is_set():
        visit.send("X-More: and more\r\n")


def endless_line(visit):
    visit.send("HTTP/1.1 200 OK\r\nX-Long: ")
    while not visit.stopped.is_set():
        visit.send("a" * 65536)


def endless_continue(visit):
    while not visit.stopped.is_set():
        visit.send("HTTP/1.1 100 Continue\r\n\r\n")


def big_body(visit):
    visit.wait_for_request()
    visit.send(f"HTTP/1.1 200 OK\r\nStrict-Transport-Security: {HSTS}\r\nContent-Length: {GIGABYTE}\r\n\r\n")
    for _ in range(GIGABYTE // 65536):
        visit.send(b"a" * 65536)


def endless_body(visit):
    visit.wait_for_request()
    visit.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not visit.stopped.is_set():
        visit.send(b"8000\r\n" + b"a" * 0x8000 + b"\r\n")


GOOD = page(f"Strict-Transport-Security: {HSTS}")
TO_HTTPS = redirect("https://localhost:{https}/")


@contextmanager
def running_shop(
    folder,
    *,
    kind="good",
    host="localhost",
    https=GOOD,
    http=TO_HTTPS,
    versions=("TLSv1_2", "TLSv1_3"),
    raw=False,
):
    """Serve on two free ports. ``kind`` of certificate; ``versions`` of TLS, least and most; ``raw``: no
    TLS at all on the https port; ``http=None``: nobody listens there."""
    shop = Shop(trust_file(folder), host)
    answer = https if raw else encrypted(folder, https, kind=kind, host=host, versions=versions)
    with _listener(shop, answer) as shop.https, _closed_port() as shop.http:
        if http is None:
            yield shop
        else:
            with _listener(shop, http) as shop.http:
                yield shop


@contextmanager
def _closed_port():
    """A port that is taken, so that nobody else gets it, and refuses connections."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@contextmanager
def _listener(shop, answer):
    stopped = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        serve = threading.Thread(target=_accept, args=(server, shop, answer, stopped), daemon=True)
        serve.start()
        try:
            yield port
        finally:
            stopped.set()
            with suppress(OSError), socket.socket() as last_visit:  # ends its waiting
                last_visit.connect(("127.0.0.1", port))
                serve.join(timeout=5)


def _accept(server, shop, answer, stopped):
    visitors = []
    while True:
        connection, _ = server.accept()
        if stopped.is_set():
            connection.close()
            break
        shop.visits += 1
        visitors.append(
            threading.Thread(target=_serve, args=(connection, shop, answer, stopped), daemon=True)
        )
        visitors[-1].start()
    for visitor in visitors:
        visitor.join(timeout=5)


def _serve(connection, shop, answer, stopped):
    connection.settimeout(20)
    with suppress(OSError), connection:  # visitors leave when they like
        answer(Visit(connection, shop, stopped))
