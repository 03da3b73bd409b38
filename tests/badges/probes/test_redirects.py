import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_trust.badges.probes.locations import Stop, Way, next_stop
from django_trust.badges.probes.registry import run_probe
from django_trust.badges.probes.targets import Target
from tests.badges.servers import GOOD, HSTS, contacts, hang_up, page, redirect, silence, site

SHOP = Target("shop.example")
HERE = ("passed", "The address without encryption leads to the encrypted one of the same host.")
SERVED = ("failed", "The host answers without encryption and does not lead to the encrypted address.")
CIRCLE = ("failed", "The address leads in a circle.")
SILENCE = ("unknown", "The host did not answer in time.")
TRICKS = st.sampled_from(
    """
    https://evil.example https://evil.example. //evil.example ///evil.example /\\evil.example \\\\evil.example
    https:/\\evil.example https:\\\\evil.example https:///evil.example https:evil.example http:evil.example
    https://shop.example@evil.example https://shop.example:443@evil.example https://shop.example%40evil.example
    https://evil.example\\@shop.example https://evil.example#@shop.example https://evil.example?@shop.example
    https://shop.example.evil.example https://evil-shop.example https://shop.example%00.evil.example
    https://user:word@shop.example https://shop.example:444 https://shop.example:0 https://shop.example:99999
    https://shop.example:x https://[shop.example https://[::1] http://shop.example http://shop.example:443
    HTTP://shop.example //shop.example@evil.example //evil.example\\@shop.example
    javascript:alert(1) data:text/html,x ftp://shop.example file:///etc/passwd gopher://shop.example:70
    """.split()
)


# Reading one header.


@pytest.mark.parametrize(
    "location, path",
    [
        ("https://shop.example", "/"),
        ("https://shop.example/", "/"),
        ("https://shop.example:443/", "/"),
        ("HTTPS://SHOP.EXAMPLE/A", "/A"),
        ("https://shop.example?x=1", "/?x=1"),
        ("https://shop.example/a/../b?x=//evil.example#top", "/a/../b?x=//evil.example"),
        ("https://shop.example/caf\u00c3\u00a9", "/caf%C3%A9"),  # UTF-8 as http.client hands it over
        ("https://shop.example/%2F%5C", "/%2F%5C"),
        (" https://shop.example/ ", "/"),
    ],
)
@pytest.mark.parametrize("secure", [True, False])
def test_the_encrypted_address_of_the_host_is_here(location, path, secure):
    assert next_stop(location, target=SHOP, secure=secure) == Stop(Way.HERE, path=path)


@pytest.mark.parametrize(
    "location, path",
    [
        ("/", "/"),
        ("/en/", "/en/"),
        ("en/", "/shop/en/"),
        ("../en", "/en"),
        ("?page=2", "/shop/start?page=2"),
        ("#top", "/shop/start"),
        ("//shop.example/en", "/en"),
    ],
)
def test_a_relative_address_stays_and_keeps_the_encryption_there_was(location, path):
    assert next_stop(location, target=SHOP, secure=True, path="/shop/start") == Stop(Way.HERE, path=path)
    assert next_stop(location, target=SHOP, secure=False, path="/shop/start").way == Way.IN_CLEAR


@pytest.mark.parametrize(
    "location, way, where",
    [
        ("https://www.shop.example/", "elsewhere", "www.shop.example"),
        ("https://shop.example./", "elsewhere", "shop.example."),
        ("https://shop.example:8443/", "elsewhere", "shop.example:8443"),
        ("https://shop.example@evil.example/", "elsewhere", "evil.example"),
        ("//evil.example/", "elsewhere", "evil.example"),
        ("http://shop.example/", "in_clear", "shop.example"),
        ("http://user:word@evil.example/", "in_clear", "evil.example"),
        ("http://shop.example:443/", "in_clear", "shop.example:443"),
        ("https://user@shop.example/", "unclear", "https://user@shop.example/"),
        ("///evil.example", "unclear", "///evil.example"),
        ("/\\evil.example", "unclear", "/\\evil.example"),
        ("https:evil.example", "unclear", "https:evil.example"),
        ("javascript:alert(1)", "unclear", "javascript:alert(1)"),
        ("https://shop.example:x/", "unclear", "https://shop.example:x/"),
        ("https://[shop.example/", "unclear", "https://[shop.example/"),
        ("/a b", "unclear", "/a b"),
        ("/\t/evil.example/\u00e9", "unclear", "/\t/evil.example/%E9"),
        ("https://" + "a" * 300, "elsewhere", "a" * 100),
    ],
)
def test_everything_else_is_not_followed_and_is_named(location, way, where):
    assert next_stop(location, target=SHOP, secure=True) == Stop(Way(way), where=where)


@pytest.mark.parametrize(
    "target, location, way",
    [
        (Target("shop.example", https=8443), "https://shop.example:8443/", Way.HERE),
        (Target("shop.example", https=8443), "https://shop.example/", Way.ELSEWHERE),
        (Target("[::1]"), "https://[::1]/", Way.HERE),
        (Target("[::1]"), "https://[0:0:0:0:0:0:0:1]/", Way.HERE),
        (Target("127.0.0.1"), "https://127.0.0.1/", Way.HERE),
        (Target("127.0.0.1"), "https://localhost/", Way.ELSEWHERE),
    ],
)
def test_host_and_port_are_compared(target, location, way):
    assert next_stop(location, target=target, secure=True).way == way


@given(TRICKS, st.sampled_from(["", "/", "/shop.example", "?https://shop.example/", "#shop.example"]))
def test_no_trick_passes_for_the_host(trick, rest):
    for secure in (True, False):
        stop = next_stop(trick + rest, target=SHOP, secure=secure)
        # Browsers too read "https:evil.example" from an encrypted page as a path of the same host.
        assert stop.way != Way.HERE
        assert stop.path == ""


@given(st.text(max_size=60) | st.text("https:/\\@.?#[]%&shopexampl \t\u00e9", max_size=60))
def test_no_header_breaks_the_reader(location):
    stop = next_stop(location, target=SHOP, secure=True, path="/a/b?c")
    if stop.way == Way.HERE:
        assert stop.path.startswith("/")
        assert stop.path.isascii()
        assert stop.path.isprintable()
        assert " " not in stop.path
    else:
        assert stop.path == ""


# What the check makes of it.


def test_the_redirect_to_the_same_host_passes(serve, verdict):
    serve()
    assert verdict("https_redirect") == HERE


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"]
)
def test_every_kind_of_redirect_counts(serve, verdict, status):
    serve(http=redirect("https://localhost:{https}/shop", status=status))
    assert verdict("https_redirect") == HERE


@pytest.mark.parametrize("status", ["200 OK", "300 Multiple Choices", "403 Forbidden", "404 Not Found"])
def test_an_answer_without_encryption_fails(serve, verdict, status):
    serve(http=page("Location: https://localhost/", status=status))
    assert verdict("https_redirect") == SERVED


def test_a_redirect_without_an_address_fails(serve, verdict):
    serve(http=page(status="301 Moved"))
    assert verdict("https_redirect") == SERVED


def test_an_error_of_the_server_is_no_evidence(serve, verdict):
    serve(http=page(status="503 Service Unavailable"))
    assert verdict("https_redirect") == (
        "unknown",
        "Without encryption the host reports an error of its own (status 503).",
    )


@pytest.mark.parametrize("to", ["http://localhost:{http}/", "/", "//localhost:{http}/start"])
def test_a_redirect_that_stays_without_encryption_fails(serve, verdict, to):
    shop = serve(http=redirect(to))
    assert verdict("https_redirect") == (
        "failed",
        f"The address without encryption leads to another without encryption, localhost:{shop.http}.",
    )
    assert len(shop.requests) == 1


@pytest.mark.parametrize("to", ["https://www.other.example/", "https://localhost:1/", "//www.other.example/"])
def test_a_redirect_to_another_host_first_fails(serve, verdict, to):
    shop = serve(http=redirect(to))
    where = to.partition("//")[2].strip("/")
    expected = (
        f"The address without encryption leads to another host, {where}, instead of first to the encrypted "
        "address of this one."
        if to.startswith("https")
        else f"The address without encryption leads to another without encryption, {where}."
    )
    assert verdict("https_redirect") == ("failed", expected)
    assert len(shop.requests) == 1


def test_a_redirect_nobody_can_read_reliably_fails(serve, verdict):
    serve(http=redirect("https:/\\localhost/"))
    assert verdict("https_redirect") == (
        "failed",
        "The address without encryption leads to one that cannot be read reliably: https:/\\localhost/",
    )


def test_another_host_after_the_encrypted_address_is_fine(serve, verdict):
    shop = serve(https=redirect("https://www.other.example/", f"Strict-Transport-Security: {HSTS}"))
    assert verdict("https_redirect") == HERE
    assert verdict("headers") == (
        "failed",
        "The address leads to another host, www.other.example, which was not visited.",
    )
    assert len(shop.requests) == 3


def test_an_encrypted_address_that_leads_back_fails(serve, verdict):
    shop = serve(https=redirect("http://localhost:{http}/"))
    assert verdict("https_redirect") == (
        "failed",
        f"The encrypted address leads to one without encryption, localhost:{shop.http}.",
    )


@pytest.mark.parametrize(
    "https",
    [redirect("/"), redirect("https://localhost:{https}/"), site(**{"": redirect("/a"), "a": redirect("/")})],
    ids=["itself", "itself-in-full", "two-pages"],
)
@pytest.mark.parametrize("check", ["https_redirect", "headers", "csp", "cookies"])
def test_a_circle_fails(serve, verdict, check, https):
    shop = serve(https=https)
    assert verdict(check) == CIRCLE
    assert len(shop.requests) <= 3


def test_a_closed_port_passes_where_the_encrypted_address_answers(serve, verdict):
    serve(http=None)
    assert verdict("https_redirect") == (
        "passed",
        "Nothing is sent without encryption: the host refuses such connections.",
    )


def test_a_closed_port_says_nothing_of_a_host_that_is_down(serve, verdict, impatient):
    serve(http=None, https=silence, raw=True)
    assert verdict("https_redirect") == SILENCE


def test_a_silent_port_is_no_evidence(serve, verdict, impatient):
    serve(http=silence)
    assert verdict("https_redirect") == SILENCE


def test_a_redirect_to_an_address_that_does_not_answer_is_no_evidence(serve, verdict):
    serve(https=hang_up)
    assert verdict("https_redirect") == ("unknown", "The host closed the connection without an answer.")


# Whatever a header says, nothing leaves the host.


@given(
    location=TRICKS
    | st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=40)
    | st.text("/\\.:@?#abhttps", max_size=20)
)
def test_no_location_leads_off_the_host(serve_any_location, look, location):
    shop = serve_any_location(location)
    with contacts() as seen:
        snapshot = look()
        for check in ("https_redirect", "headers", "security_txt"):
            run_probe(check, snapshot)
    assert {address for kind, address in seen if kind == "connect"} <= shop.endpoints
    assert {name for kind, name in seen if kind == "getaddrinfo"} <= {"localhost"}
    assert all(
        f"Host: localhost:{shop.https}" in head or f"Host: localhost:{shop.http}" in head
        for head in shop.requests
    )


@pytest.fixture
def serve_any_location(serve):
    """One server whose every page redirects to what was said last."""
    said = [""]

    def answer(visit):
        redirect(said[0])(visit)

    shop = serve(https=answer, http=answer)

    def say(location):
        said[0] = location
        shop.requests.clear()
        return shop

    return say


def test_a_page_of_the_host_is_looked_at_after_all_that(serve, look):
    serve(https=site(**{"": redirect("/start"), "start": GOOD}))
    assert look().home.status == 200
