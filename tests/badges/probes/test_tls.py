from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from django_trust.badges.choices import Outcome
from django_trust.badges.probes import handshake
from django_trust.badges.probes.answers import TlsFacts
from django_trust.badges.probes.handshake import can_offer_obsolete, version_name
from django_trust.badges.probes.registry import run_probe
from django_trust.badges.probes.tls import check_certificate
from tests.badges.certificates import ISSUER
from tests.badges.servers import encrypted, garbage, in_turn, page, silence

needs_obsolete = pytest.mark.skipif(
    not can_offer_obsolete(), reason="the OpenSSL of this computer has no TLS 1.1"
)
REFUSED_OLD = "The obsolete versions 1.0 and 1.1 are refused."
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


# Versions.


@needs_obsolete
def test_the_newest_version_passes_and_the_obsolete_ones_were_seen_refused(serve, verdict):
    shop = serve()
    expected = f"The connection is encrypted with TLS 1.3, the newest version. {REFUSED_OLD}"
    assert verdict("tls") == ("passed", expected)
    assert shop.visits == 2
    assert shop.requests == []


@needs_obsolete
def test_the_version_before_passes_with_words_of_its_own(serve, verdict):
    serve(versions=("TLSv1_2", "TLSv1_2"))
    expected = f"The connection is encrypted with TLS 1.2; the newer TLS 1.3 would be better. {REFUSED_OLD}"
    assert verdict("tls") == ("passed", expected)


@needs_obsolete
@pytest.mark.parametrize(
    "least, most, best, obsolete",
    [("TLSv1", "TLSv1_3", "TLS 1.3", "TLS 1.1"), ("TLSv1_1", "TLSv1_2", "TLS 1.2", "TLS 1.1")],
)
def test_an_obsolete_version_beside_a_good_one_fails(serve, verdict, least, most, best, obsolete):
    serve(versions=(least, most))
    assert verdict("tls") == (
        "failed",
        f"The connection is encrypted with {best}, but the host also accepts the obsolete {obsolete}.",
    )
    assert verdict("certificate")[0] == "passed"


@needs_obsolete
@pytest.mark.parametrize("version, name", [("TLSv1_1", "TLS 1.1"), ("TLSv1", "TLS 1.0")])
@pytest.mark.parametrize("check", ["tls", "certificate", "hsts", "https_redirect"])
def test_a_host_with_obsolete_versions_only_fails(serve, verdict, check, version, name):
    serve(versions=(version, version))
    assert verdict(check) == ("failed", f"The host offers only obsolete encryption ({name}).")


def test_what_this_computer_cannot_offer_is_not_called_refused(serve, verdict, monkeypatch):
    monkeypatch.setattr(handshake, "can_offer_obsolete", lambda: False)
    shop = serve()
    assert verdict("tls") == (
        "warning",
        "The connection is encrypted with TLS 1.3. Whether the host also accepts the obsolete versions 1.0 "
        "and 1.1 could not be tested: the checking software no longer speaks them.",
    )
    assert shop.visits == 1


@pytest.mark.parametrize("error", [ValueError, handshake.ssl.SSLError])
def test_an_openssl_without_the_obsolete_versions_is_recognised(monkeypatch, error):
    def no_such_version():
        raise error("unsupported")

    monkeypatch.setattr(handshake, "_obsolete_context", no_such_version)
    assert can_offer_obsolete.__wrapped__() is False


def test_an_openssl_that_may_not_offer_them_is_recognised(monkeypatch):
    context = handshake.ssl.SSLContext(handshake.ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.minimum_version = handshake.ssl.TLSVersion.TLSv1_3
    context.maximum_version = handshake.ssl.TLSVersion.TLSv1_2
    monkeypatch.setattr(handshake, "_obsolete_context", lambda: context)
    assert can_offer_obsolete.__wrapped__() is False


@needs_obsolete
def test_silence_after_the_offer_is_not_called_refused(serve, verdict, impatient, tmp_path):
    serve(https=in_turn(encrypted(tmp_path, page()), silence), raw=True)
    assert verdict("tls") == (
        "warning",
        "The connection is encrypted with TLS 1.3. Whether the host also accepts the obsolete versions 1.0 "
        "and 1.1 could not be seen: it gave no clear answer.",
    )


@needs_obsolete
def test_nonsense_after_the_offer_is_a_refusal(serve, verdict, tmp_path):
    serve(https=in_turn(encrypted(tmp_path, page()), garbage), raw=True)
    assert verdict("tls")[0] == "passed"


@pytest.mark.parametrize(
    "version, name",
    [("TLSv1", "TLS 1.0"), ("TLSv1.1", "TLS 1.1"), ("TLSv1.2", "TLS 1.2"), ("TLSv1.3", "TLS 1.3")],
)
def test_versions_are_named_as_people_do(version, name):
    assert version_name(version) == name


# Certificates of real servers.


def test_a_good_certificate_names_issuer_and_end(serve, look):
    serve()
    snapshot = look()
    finding = run_probe("certificate", snapshot)
    assert (finding.outcome, finding.message) == (Outcome.PASSED, "certificate")
    assert finding.until == snapshot.certificate.not_after
    assert finding.until.tzinfo is not None
    assert finding.facts == {"issuer": ISSUER, "until_date": finding.until.isoformat()}


def test_a_certificate_that_ends_tomorrow_warns(serve, look, verdict):
    serve(kind="tomorrow")
    snapshot = look()
    end = run_probe("certificate", snapshot).until
    assert timedelta() < end - timezone.now() <= timedelta(days=1)
    assert verdict("certificate", snapshot) == (
        "warning",
        f"The certificate belongs to this host and was issued by {ISSUER}, but it ends in 1 day, "
        f"on {end.isoformat()}.",
    )


BAD = {
    "expired": "The certificate of the host has expired.",
    "early": "The certificate of the host is not valid yet.",
    "self_signed": "The host vouches for itself: nobody else signed its certificate.",
    "unknown_issuer": "The certificate of the host comes from an issuer that is not trusted.",
    "other_host": "The certificate was issued for another host.",
}


@pytest.mark.parametrize("kind, text", BAD.items(), ids=list(BAD))
@pytest.mark.parametrize("check", ["certificate", "tls", "hsts", "hsts_preload", "https_redirect", "headers"])
def test_no_check_passes_behind_a_bad_certificate(serve, verdict, check, kind, text):
    shop = serve(kind=kind)
    assert verdict(check) == ("failed", text)
    assert all(f"localhost:{shop.http}" in request for request in shop.requests)  # nothing was asked of it


def test_a_certificate_for_an_address_is_checked_for_the_address(serve, configure, verdict):
    shop = serve(host="127.0.0.1")
    configure(BADGES_HOSTS={"127.0.0.1": {"https": shop.https}})
    assert verdict("certificate")[0] == "passed"
    other = serve(host="localhost")
    configure(BADGES_HOSTS={"127.0.0.1": {"https": other.https}})
    assert verdict("certificate") == ("failed", BAD["other_host"])


def test_a_computer_without_issuers_blames_no_host(serve, verdict, monkeypatch, tmp_path):
    serve()
    (tmp_path / "none").mkdir()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    assert verdict("certificate") == (
        "unknown",
        "The certificate could not be verified: the checking software knows no issuer of certificates.",
    )


def test_a_verdict_of_openssl_we_have_no_words_for_brings_its_code():
    error = handshake.ssl.SSLCertVerificationError(1, "unusual")
    error.verify_code = 79
    trouble = handshake.trouble_of(error)
    assert (trouble.message, trouble.failed, trouble.facts) == (
        "certificate_not_accepted",
        True,
        {"code": "79"},
    )


# Their life, by the clock of the run.


def certificate_of(start, end, now=NOW):
    seen = TlsFacts("TLSv1.3", start, end, ISSUER)
    return check_certificate(SimpleNamespace(certificate=seen, now=now))


@pytest.mark.parametrize(
    "life, left, outcome, message",
    [
        (90, timedelta(days=31), Outcome.PASSED, "certificate"),
        (90, timedelta(days=30), Outcome.PASSED, "certificate"),
        (90, timedelta(days=30) - timedelta(seconds=1), Outcome.WARNING, "certificate_ends"),
        (200, timedelta(days=67), Outcome.PASSED, "certificate"),
        (200, timedelta(days=66), Outcome.WARNING, "certificate_ends"),
        (47, timedelta(days=29), Outcome.WARNING, "certificate_ends"),
        (47, timedelta(days=46), Outcome.PASSED, "certificate"),
        (90, timedelta(hours=9), Outcome.WARNING, "certificate_ends_today"),
        (90, timedelta(hours=11), Outcome.WARNING, "certificate_ends"),  # after midnight in Tallinn
        (90, timedelta(seconds=0), Outcome.FAILED, "certificate_expired"),
        (90, timedelta(days=-1), Outcome.FAILED, "certificate_expired"),
    ],
)
def test_the_end_of_a_certificate_is_announced(life, left, outcome, message):
    end = NOW + left
    finding = certificate_of(end - timedelta(days=life), end)
    assert (finding.outcome, finding.message, finding.until) == (outcome, message, end)


@pytest.mark.parametrize("hours, days", [(11, 1), (24, 1), (34, 2), (24 * 20, 20)])
def test_days_left_are_those_of_the_calendar(hours, days):
    finding = certificate_of(NOW - timedelta(days=70), NOW + timedelta(hours=hours))
    assert finding.facts["number"] == days


def test_a_certificate_of_tomorrow_is_not_valid_yet():
    finding = certificate_of(NOW + timedelta(seconds=1), NOW + timedelta(days=90))
    assert (finding.outcome, finding.message) == (Outcome.FAILED, "certificate_early")
