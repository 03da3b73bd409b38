"""Nothing is contacted but the addresses of configured hosts, seen from inside the interpreter."""

import pytest

from django_trust.badges.probes.registry import probes, run_probe
from tests.badges.servers import GOOD, TO_HTTPS, contacts, page, redirect, running_shop, site

AWAY = [
    "https://stranger.example/",
    "http://stranger.example/",
    "//stranger.example/",
    "https://localhost@stranger.example/",
    "https://localhost.stranger.example/",
    "/\\stranger.example/",
    "https://169.254.169.254/latest/meta-data/",
    "http://127.0.0.1:22/",
    "https://localhost:22/",
    "ftp://localhost/",
]
LINKS = page(
    "Link: <https://stranger.example/a.css>; rel=preload",
    "Refresh: 0; url=https://stranger.example/",
    'Alt-Svc: h2="stranger.example:443"',
    "Content-Security-Policy-Report-Only: default-src 'none'; report-uri https://stranger.example/",
    'Report-To: {"endpoints": [{"url": "https://stranger.example/"}]}',
    body='<meta http-equiv="refresh" content="0; url=https://stranger.example/">',
)


def run_everything(look):
    snapshot = look()
    with contacts() as seen:
        for name in probes():
            run_probe(name, snapshot)
    return seen


def is_at_home(seen, shop):
    return {address for kind, address in seen if kind == "connect"} <= shop.endpoints and {
        name for kind, name in seen if kind == "getaddrinfo"
    } == {shop.host}


def test_the_recorder_sees_a_stranger(serve):
    import socket

    shop = serve()
    with contacts() as seen, socket.create_connection(("127.0.0.1", shop.http)):
        assert ("connect", ("127.0.0.1", shop.http)) in seen
    shop.host = "other.example"
    assert not is_at_home(seen, shop)


@pytest.mark.parametrize("https", [GOOD, LINKS], ids=["plain-page", "page-full-of-links"])
def test_an_ordinary_run_contacts_the_host_alone(serve, look, https):
    shop = serve(https=https)
    seen = run_everything(look)
    assert is_at_home(seen, shop)
    assert len([1 for kind, _ in seen if kind == "getaddrinfo"]) == 1


@pytest.mark.parametrize("away", AWAY)
@pytest.mark.parametrize("side", ["http", "https"])
def test_redirects_off_the_host_are_not_followed(serve, look, side, away):
    shop = serve(**{side: redirect(away)})
    assert is_at_home(run_everything(look), shop)


@pytest.mark.parametrize("away", AWAY)
def test_nor_is_one_after_a_redirect_on_the_host(serve, look, away):
    shop = serve(https=site(**{"": redirect("/start"), "start": redirect(away), "_": redirect(away)}))
    assert is_at_home(run_everything(look), shop)


def test_not_even_to_another_configured_host(serve, look, configure, tmp_path):
    with running_shop(tmp_path) as other:
        away = f"https://localhost:{other.https}/"
        shop = serve(http=redirect(away), https=redirect(away))
        configure(BADGES_HOSTS={**shop.hosts, "127.0.0.1": {"https": other.https}})
        assert is_at_home(run_everything(look), shop)
        assert other.visits == 0


def test_a_bad_certificate_does_not_send_anybody_elsewhere(serve, look):
    """No revocation list, no missing link of the chain is fetched."""
    shop = serve(kind="unknown_issuer", http=TO_HTTPS)
    assert is_at_home(run_everything(look), shop)


def test_proxies_of_the_environment_are_strangers(serve, look, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://stranger.example:3128")
    shop = serve()
    assert is_at_home(run_everything(look), shop)


def test_without_a_configured_host_nothing_is_contacted(configure):
    from django_trust.badges.probes.targets import target_named

    configure(BADGES_HOSTS=[])
    with contacts() as seen:
        assert target_named("localhost") is None
    assert seen == []
