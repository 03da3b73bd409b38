"""From a real server to the page: what a check sees decides whether shoppers see the badge."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.template import Context, Template

from django_trust.badges.models import Badge, BadgeCheck
from tests.badges import servers
from tests.badges.servers import big_body, page, redirect, silence

pytestmark = pytest.mark.django_db
NO_HSTS = page()
CHECKS = ["tls", "certificate", "https_redirect", "hsts"]


@pytest.mark.parametrize(
    ("server", "check", "outcome", "text"),
    [
        ({}, "tls", "passed", "TLS 1.3"),
        ({"kind": "tomorrow"}, "certificate", "warning", "day"),
        ({"kind": "expired"}, "certificate", "failed", "has expired"),
        ({"kind": "self_signed"}, "certificate", "failed", "vouches for itself"),
        ({"kind": "other_host"}, "certificate", "failed", "issued for another host"),
        ({"kind": "unknown_issuer"}, "certificate", "failed", "issuer that is not trusted"),
        ({"versions": ("TLSv1_1", "TLSv1_1")}, "tls", "failed", "only obsolete encryption (TLS 1.1)"),
        ({"https": NO_HSTS}, "hsts", "failed", ""),
        ({"http": redirect("http://localhost:{http}/")}, "https_redirect", "failed", ""),
        ({"https": redirect("/")}, "hsts", "failed", ""),
        ({"https": silence, "raw": True}, "tls", "unknown", "did not answer in time"),
        ({"https": big_body}, "hsts", "passed", ""),
        ({"https": big_body}, "security_txt", "failed", ""),
    ],
    ids=[
        "good",
        "expiring tomorrow",
        "expired",
        "self-signed",
        "for another host",
        "unknown issuer",
        "TLS 1.1 only",
        "missing HSTS",
        "redirect loop in the clear",
        "redirect loop",
        "silence",
        "1 GB body",
        "1 GB security.txt",
    ],
)
def test_a_verdict_and_what_the_page_shows(serve, impatient, server, check, outcome, text):
    shop = serve(**server)
    badge = Badge.objects.create(kind="security", checks=[check])
    call_command("trust_check_badges", stdout=StringIO())
    row = BadgeCheck.objects.get()
    assert (row.outcome, row.host, row.check_name) == (outcome, shop.host, check)
    assert text in str(row)
    assert str(row) != row.message  # it has words
    html = Template("{% load trust %}{% trust_badges %}").render(Context())
    assert (f"/trust/badges/{badge.pk}/" in html) == (outcome in ("passed", "warning"))


def test_staff_are_warned_of_a_certificate_that_ends_tomorrow(serve, configure, mailoutbox):
    serve(kind="tomorrow")
    configure(STAFF_EMAILS=["staff@shop.example"])
    Badge.objects.create(kind="security", checks=["certificate"])
    call_command("trust_check_badges", stdout=StringIO())
    call_command("trust_check_badges", stdout=StringIO())
    (mail,) = mailoutbox
    assert mail.subject == "Badges whose evidence ends soon"


def test_one_look_serves_all_badges_of_a_host(serve):
    shop = serve()
    for check in (*CHECKS, *CHECKS):
        Badge.objects.create(kind="security", checks=[check])
    call_command("trust_check_badges", stdout=StringIO())
    assert (
        Badge.objects.count()
        == len(Template("{% load trust %}{% trust_badges %}").render(Context()).split("<li")) - 1
    )
    assert len(shop.requests) <= 3  # the home page, the page in the clear


def test_a_host_that_mends_itself_gets_its_badge_back(serve, impatient, configure, tmp_path, monkeypatch):
    badge = Badge.objects.create(kind="security", checks=["hsts"])
    with servers.running_shop(tmp_path, https=NO_HSTS) as broken:
        monkeypatch.setenv("SSL_CERT_FILE", broken.ca_file)
        configure(BADGES_HOSTS=broken.hosts)
        call_command("trust_check_badges", stdout=StringIO())
        assert Template("{% load trust %}{% trust_badges %}").render(Context()) == ""
    with servers.running_shop(tmp_path) as mended:
        configure(BADGES_HOSTS=mended.hosts)
        call_command("trust_check_badges", stdout=StringIO())
        assert f"/trust/badges/{badge.pk}/" in Template("{% load trust %}{% trust_badges %}").render(
            Context()
        )
