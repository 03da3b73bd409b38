import socket
import time
from contextlib import ExitStack

import pytest

from django_trust import __version__
from django_trust.badges.probes import addresses, connection
from django_trust.badges.probes.addresses import is_public, resolve
from django_trust.badges.probes.snapshot import Trouble
from django_trust.badges.probes.targets import Target
from tests.badges.servers import (
    GIGABYTE,
    GOOD,
    big_body,
    contacts,
    drip,
    encrypted,
    endless_body,
    endless_continue,
    endless_headers,
    endless_line,
    garbage,
    hang_up,
    in_turn,
    page,
    redirect,
    reset,
    silence,
    site,
)

SILENCE = ("unknown", "The host did not answer in time.")
TOO_SLOW = ("unknown", "The host answered too slowly to be read to the end.")
CLOSED = ("unknown", "The host closed the connection without an answer.")
NOT_HTTP = ("unknown", "The host answered with something other than a web page.")
REFUSED = ("unknown", "The host refused the connection.")
NOT_TLS = ("failed", "The host does not encrypt: its answer was not TLS.")
PRIVATE = ("unknown", "The name of the host leads to a private address, which is not contacted.")
MANY_HEADERS = [f"X-Header-{number}: value" for number in range(101)]


@pytest.fixture
def names(monkeypatch):
    """Answer look-ups from a list and count them."""
    asked = []

    def answer(*found):
        def look_up(host, port, family=0, type=0, proto=0, flags=0):
            asked.append(host)
            rows = found[min(len(asked), len(found)) - 1]
            if not rows:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            return [row(address) for address in rows]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        return asked

    def row(address):
        if ":" in address:
            return (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, 0, 0, 0))
        return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0))

    return answer


# Addresses.


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "93.184.215.14",
        "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_public_addresses_may_be_contacted(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",  # shared by providers
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",  # metadata of clouds
        "172.16.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.1.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",  # IPv4-compatible
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0:127.0.0.1",  # IPv4-translated
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::808:808",  # local NAT64
        "100::1",
        "2001::1",  # Teredo
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
    ],
)
def test_private_and_reserved_addresses_may_not(address, names):
    assert not is_public(address)
    names([address])
    with pytest.raises(Trouble, match="address_private"):
        resolve(Target("shop.example"))


def test_a_link_local_address_with_its_zone_is_refused(names):
    names(["fe80::1%eth0"])
    with pytest.raises(Trouble, match="address_private"):
        resolve(Target("shop.example"))


def test_only_the_public_ones_of_several_addresses_remain(names):
    names(["10.0.0.1", "8.8.8.8", "::1"])
    assert [address.at(443) for address in resolve(Target("shop.example"))] == [("8.8.8.8", 443)]


@pytest.mark.parametrize(
    "target", [Target("shop.example", private=True), Target("localhost"), Target("10.0.0.1")]
)
def test_private_addresses_are_contacted_where_the_settings_mean_them(names, target):
    names(["10.0.0.1", "fd00::1"])
    assert [address.at(80) for address in resolve(target)] == [("10.0.0.1", 80), ("fd00::1", 80, 0, 0)]


@pytest.mark.parametrize("name", ["a" * 64 + ".example", "shop..example"])
def test_a_name_no_resolver_takes_leads_nowhere(name):
    with pytest.raises(Trouble, match="name_unknown"):
        resolve(Target(name))


def test_an_unknown_name_is_no_evidence(names, configure, verdict):
    configure(BADGES_HOSTS=["gone.example"])
    names([])
    assert verdict("tls") == ("unknown", "The name of the host leads to no address.")


def test_a_private_address_is_no_evidence_and_is_not_contacted(names, configure, verdict, look):
    configure(BADGES_HOSTS=["rebound.example"])
    names(["169.254.169.254"])
    snapshot = look()
    with contacts() as seen:
        for name in ("tls", "certificate", "https_redirect", "hsts"):
            assert verdict(name, snapshot) == PRIVATE
    assert seen == []


def test_a_name_server_that_is_silent_is_left_behind(monkeypatch, configure, verdict):
    configure(BADGES_HOSTS=["slow.example"])
    monkeypatch.setattr(addresses, "LOOKUP_TIMEOUT", 0.1)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: time.sleep(1.5) or [])
    start = time.monotonic()
    assert verdict("tls") == ("unknown", "The name server did not answer in time.")
    assert time.monotonic() - start < 1.4


def test_a_name_is_looked_up_once_however_many_checks_ask(serve, names, look, verdict):
    """A second answer of the name server (DNS rebinding) is never asked for."""
    shop = serve(host="shop.test", http=redirect("https://shop.test:{https}/"))
    asked = names(["127.0.0.1"], ["169.254.169.254"])
    snapshot = look()
    with contacts() as seen:
        assert verdict("tls", snapshot)[0] == "passed"
        assert verdict("https_redirect", snapshot)[0] == "passed"
        assert verdict("hsts", snapshot)[0] == "passed"
    assert asked == ["shop.test"]
    assert {address for _kind, address in seen} == {("127.0.0.1", shop.https), ("127.0.0.1", shop.http)}


def test_the_next_address_is_tried_where_the_first_refuses(serve, names, look, impatient):
    serve(host="shop.test")
    names(["127.0.0.2", "127.0.0.1"])
    assert look().home.status == 200


# What a request says.


def test_a_request_names_the_library_and_nothing_about_this_computer(serve, look, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    shop = serve(https=page("Set-Cookie: seen=1"))
    snapshot = look()
    assert snapshot.home.status == 200
    assert snapshot.get("/robots.txt").status == 200
    assert snapshot.plain.status == 301
    assert shop.requests[1] == (
        "GET /robots.txt HTTP/1.1\r\n"
        f"Host: localhost:{shop.https}\r\n"
        f"User-Agent: django-trust-widgets/{__version__}\r\n"
        "Accept: */*\r\n"
        "Accept-Encoding: identity\r\n"
        "Connection: close\r\n\r\n"
    )
    assert not any("cookie" in request.lower() for request in shop.requests)


def test_usual_ports_are_not_named(monkeypatch):
    sent = []
    monkeypatch.setattr(connection, "_connect", lambda *_arguments: socket.socketpair()[0])
    monkeypatch.setattr(
        connection, "_ask", lambda _connection, _clock, request, _max_body: sent.append(request)
    )
    connection.fetch(Target("shop.example"), [], "/", secure=False)
    assert "\r\nHost: shop.example\r\n" in sent[0]


def test_keys_of_the_encryption_are_not_written_to_a_file(serve, look, monkeypatch, tmp_path):
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys.log"))
    serve()
    assert look().home.status == 200
    assert not (tmp_path / "keys.log").exists()


@pytest.mark.parametrize(
    "path", ["", "robots.txt", "//evil.example/ HTTP/1.1", "/a b", "/a\r\nHost:b", "/\u00e9"]
)
def test_a_path_that_would_break_the_request_is_refused(serve, look, path):
    serve()
    with pytest.raises(ValueError):
        look().get(path)


# What an answer brings.


def test_an_answer_keeps_repeated_headers_in_order(serve, look):
    serve(https=page("Set-Cookie: a=1", "X-Folded: one\r\n two", "SET-COOKIE: b=2"))
    home = look().home
    assert home.all("set-cookie") == ["a=1", "b=2"]
    assert home.get("X-Folded") == "one  two"


def test_a_body_is_read_as_far_as_asked(serve, look):
    serve(https=page(body="0123456789"))
    snapshot = look()
    assert snapshot.home.body == b""
    part, whole = snapshot.get("/", max_body=4), snapshot.get("/", max_body=10)
    assert (part.body, part.is_cut) == (b"0123", True)
    assert (whole.body, whole.is_cut) == (b"0123456789", False)


@pytest.mark.parametrize("answer", [big_body, endless_body], ids=["1-gigabyte", "endless-chunks"])
def test_a_body_without_end_is_not_read(serve, look, answer):
    shop = serve(https=answer)
    snapshot = look()
    assert snapshot.home.status == 200
    assert len(snapshot.get("/file", max_body=1000).body) == 1000
    assert shop.sent < GIGABYTE / 20  # what the buffers of the system took


def test_the_headers_of_a_page_count_whatever_its_body_does(serve, verdict):
    serve(https=big_body)
    assert verdict("hsts")[0] == "passed"


def test_asking_twice_contacts_once(serve, look):
    shop = serve()
    snapshot = look()
    for _ in range(3):
        assert snapshot.home is snapshot.first
        assert snapshot.certificate.version == "TLSv1.3"
        assert snapshot.get("/robots.txt").status == 200
        assert snapshot.plain.status == 301
    assert len(shop.requests) == 3
    assert shop.visits == 4  # and one handshake


def test_trouble_is_remembered_too(serve, look, impatient):
    shop = serve(https=silence, http=silence, raw=True)
    snapshot = look()
    for _ in range(3):
        for ask in ("certificate", "home", "first", "plain"):
            with pytest.raises(Trouble, match="silence"):
                getattr(snapshot, ask)
    assert shop.visits == 2  # one each


def test_patience_is_measured_in_seconds():
    assert (connection.CONNECT_TIMEOUT, connection.READ_TIMEOUT, connection.DEADLINE) == (5, 5, 15)


def test_no_wait_is_longer_than_what_is_left_of_the_contact(monkeypatch):
    monkeypatch.setattr(connection, "DEADLINE", 3)
    assert connection.Clock().at_most(2) == 2
    assert 2 < connection.Clock().at_most(60) <= 3
    monkeypatch.setattr(connection, "DEADLINE", 0)
    with pytest.raises(TimeoutError):
        connection.Clock().at_most(60)


# Hosts that answer badly or never.


@pytest.mark.parametrize(
    "answer, expected",
    [
        (silence, SILENCE),
        (drip, TOO_SLOW),
        (endless_continue, TOO_SLOW),
        (endless_headers, NOT_HTTP),
        (endless_line, NOT_HTTP),
        (page(*MANY_HEADERS), NOT_HTTP),
        (garbage, NOT_HTTP),
        (hang_up, CLOSED),
        (reset, CLOSED),
    ],
    ids=[
        "silence",
        "drip",
        "endless-continue",
        "endless-headers",
        "endless-line",
        "101-headers",
        "garbage",
        "hang-up",
        "reset",
    ],
)
@pytest.mark.parametrize("side", ["https", "http"])
def test_a_page_that_never_comes_is_no_evidence(serve, verdict, impatient, side, answer, expected):
    shop = serve(**{side: answer})
    start = time.monotonic()
    assert verdict("hsts" if side == "https" else "https_redirect") == expected
    assert time.monotonic() - start < 4
    assert shop.sent < GIGABYTE / 20


def bad_request(visit):
    """What a server without TLS says to a handshake."""
    visit.connection.recv(65536)
    visit.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


@pytest.mark.parametrize(
    "answer, expected",
    [(silence, SILENCE), (hang_up, CLOSED), (reset, CLOSED), (garbage, NOT_TLS), (bad_request, NOT_TLS)],
    ids=["silence", "hang-up", "reset", "garbage", "plain-http"],
)
@pytest.mark.parametrize("check", ["tls", "certificate", "hsts", "https_redirect", "headers"])
def test_a_handshake_that_never_comes(serve, verdict, impatient, check, answer, expected):
    serve(https=answer, raw=True)
    assert verdict(check) == expected


def test_a_handshake_that_drips_ends_too(serve, verdict, impatient):
    def drip_records(visit):
        visit.send(b"\x16\x03\x03\x40\x00")  # a long record
        while not visit.stopped.wait(0.02):
            visit.send(b"\x02")

    serve(https=drip_records, raw=True)
    start = time.monotonic()
    assert verdict("tls") == SILENCE
    assert time.monotonic() - start < 2


def test_a_closed_port_is_no_evidence(serve, verdict, configure):
    shop = serve(http=None)
    configure(BADGES_HOSTS={"localhost": {"https": shop.http, "http": shop.http}})
    for check in ("tls", "certificate", "https_redirect", "hsts", "hsts_preload"):
        assert verdict(check) == REFUSED


def test_a_port_that_answers_no_greeting_is_silence(configure, verdict, impatient):
    """As behind a firewall that drops everything: here a server whose queue is full."""
    with ExitStack() as stack:
        full = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(3):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        configure(BADGES_HOSTS={"127.0.0.1": {"https": full.getsockname()[1]}})
        assert verdict("tls") == SILENCE


def test_a_host_that_falls_silent_between_two_contacts_keeps_what_it_showed(
    serve, look, verdict, impatient, tmp_path
):
    serve(https=in_turn(encrypted(tmp_path, GOOD), silence), raw=True)
    snapshot = look()
    assert verdict("certificate", snapshot)[0] == "passed"
    assert verdict("hsts", snapshot) == SILENCE


# Redirects on the host itself.


def test_redirects_on_the_host_are_followed(serve, look):
    shop = serve(
        https=site(
            **{
                "": redirect("en/"),
                "en": redirect("//localhost:{https}/en/start?a=1#top"),
                "en/start?a=1": redirect(
                    "https://LOCALHOST:{https}/caf\u00e9", status="308 Permanent Redirect"
                ),
                "caf%C3%A9": page("X-Here: yes"),
            }
        )
    )
    assert look().home.get("x-here") == "yes"
    assert len(shop.requests) == 4


def test_a_redirect_without_an_address_is_an_answer(serve, look):
    serve(https=page(status="302 Found"))
    assert look().home.status == 302


def test_not_every_status_with_a_location_redirects(serve, look):
    serve(https=redirect("https://other.example/", status="201 Created"))
    assert look().home.status == 201


def chain(length):
    """Pages 1, 2, 3 ... that lead on from the home page."""
    steps = {str(number): redirect(f"/{number + 1}") for number in range(1, length)}
    return site(**{"": redirect("/1"), **steps, str(length): page()})


def test_five_redirects_are_followed_and_no_more(serve, look):
    serve(https=chain(5))
    assert look().home.status == 200
    serve(https=chain(6))
    with pytest.raises(Trouble) as caught:
        _ = look().home
    assert (caught.value.message, caught.value.failed) == ("redirect_too_many", True)
