import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_trust.badges.probes.answers import HttpAnswer, Trouble
from django_trust.badges.probes.headers import MESSAGES, check_headers
from tests.badges.probes.snapshots import WrittenSnapshot, home, sentence
from tests.badges.servers import page, redirect, site

NOSNIFF = "X-Content-Type-Options: nosniff"
REFERRER = "Referrer-Policy: strict-origin-when-cross-origin"
FRAMING = "X-Frame-Options: DENY"
GOOD = (NOSNIFF, REFERRER, FRAMING)


def check(*headers):
    finding = check_headers(home(*headers))
    return finding.outcome, sentence(finding, MESSAGES)


def test_three_headers_are_enough():
    assert check(*GOOD) == (
        "passed",
        "The home page has these security headers: X-Content-Type-Options, Referrer-Policy, X-Frame-Options.",
    )


def test_what_is_missing_is_named():
    assert check() == (
        "failed",
        "The home page lacks security headers: X-Content-Type-Options, Referrer-Policy, X-Frame-Options.",
    )
    assert check(NOSNIFF, FRAMING) == ("failed", "The home page lacks security headers: Referrer-Policy.")


def test_what_is_there_and_protects_nothing_is_named_with_its_value():
    assert check(NOSNIFF, FRAMING, "Referrer-Policy: unsafe-url") == (
        "failed",
        "Security headers of the home page protect nothing: Referrer-Policy: unsafe-url.",
    )


def test_both_are_told_together():
    assert check(FRAMING, "Referrer-Policy: unsafe-url") == (
        "failed",
        "The home page lacks security headers: X-Content-Type-Options. "
        "Others protect nothing: Referrer-Policy: unsafe-url.",
    )


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("nosniff", "passed"),
        ("NoSniff", "passed"),
        ("nosniff, nosniff", "passed"),
        ("nosniff,", "passed"),
        ("sniff, nosniff", "failed"),
        ("nosniff; charset", "failed"),
        ("none", "failed"),
        (", nosniff", "failed"),
    ],
)
def test_only_the_first_word_stops_sniffing(value, outcome):
    assert check(REFERRER, FRAMING, f"X-Content-Type-Options: {value}")[0] == outcome


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("no-referrer", "passed"),
        ("same-origin", "passed"),
        ("Strict-Origin", "passed"),
        ("no-referrer, strict-origin-when-cross-origin", "passed"),
        ("unsafe-url, strict-origin", "passed"),
        ("strict-origin, never-heard-of-it", "passed"),
        ("strict-origin, unsafe-url", "failed"),
        ("unsafe-url", "failed"),
        ("no-referrer-when-downgrade", "failed"),
        ("never-heard-of-it", "failed"),
        ("unsafe-url, never-heard-of-it", "failed"),
    ],
)
def test_the_last_referrer_policy_that_is_known_counts(value, outcome):
    assert check(NOSNIFF, FRAMING, f"Referrer-Policy: {value}")[0] == outcome


def test_referrer_policies_of_two_headers_are_one_list():
    assert check(NOSNIFF, FRAMING, "Referrer-Policy: unsafe-url", "Referrer-Policy: origin")[0] == "passed"
    assert check(NOSNIFF, FRAMING, "Referrer-Policy: origin", "Referrer-Policy: unsafe-url")[0] == "failed"


@pytest.mark.parametrize(
    ("header", "outcome"),
    [
        ("X-Frame-Options: SAMEORIGIN", "passed"),
        ("X-Frame-Options: deny", "passed"),
        ("X-Frame-Options: ALLOW-FROM https://x.example", "failed"),
        ("X-Frame-Options: ALLOWALL", "failed"),
        ("Content-Security-Policy: frame-ancestors 'self'", "passed"),
        ("Content-Security-Policy: frame-ancestors", "passed"),
        ("Content-Security-Policy: frame-ancestors https://partner.example", "passed"),
        ("Content-Security-Policy: frame-ancestors *", "failed"),
        ("Content-Security-Policy: frame-ancestors 'self' https:", "failed"),
        ("Content-Security-Policy: default-src 'none'", "failed"),
        ("Content-Security-Policy-Report-Only: frame-ancestors 'none'", "failed"),
    ],
)
def test_protection_against_framing(header, outcome):
    assert check(NOSNIFF, REFERRER, header)[0] == outcome


def test_a_policy_for_framing_overrules_the_older_header():
    assert check(*GOOD, "Content-Security-Policy: frame-ancestors *") == (
        "failed",
        "Security headers of the home page protect nothing: Content-Security-Policy: frame-ancestors *.",
    )


def test_two_policies_for_framing_both_apply():
    wide, narrow = (f"Content-Security-Policy: frame-ancestors {word}" for word in ("*", "'self'"))
    assert check(NOSNIFF, REFERRER, wide, narrow)[0] == "passed"


def test_further_headers_are_told_and_decide_nothing():
    headers = ("Permissions-Policy: camera=()", "Cross-Origin-Opener-Policy: same-origin")
    outcome, text = check(*GOOD, *headers)
    assert outcome == "passed"
    assert text.endswith("X-Frame-Options, Permissions-Policy, Cross-Origin-Opener-Policy.")
    assert check(*headers)[0] == "failed"


def test_obsolete_headers_earn_nothing():
    obsolete = ("Expect-CT: max-age=1", "Public-Key-Pins: pin-sha256=x", "P3P: CP=x", "X-XSS-Protection: 0")
    assert check(*GOOD, *obsolete) == check(*GOOD)
    assert check_headers(home(*GOOD, *obsolete)).facts["obsolete"] == "Expect-CT, Public-Key-Pins, P3P"
    assert check(*obsolete)[0] == "failed"


@pytest.mark.parametrize(
    ("value", "outcome"),
    [("0", "passed"), ("0; mode=block", "passed"), ("1", "warning"), ("1; mode=block", "warning")],
)
def test_the_old_filter_against_injected_scripts_is_better_off(value, outcome):
    found, text = check(*GOOD, f"X-XSS-Protection: {value}")
    assert found == outcome
    assert ("X-XSS-Protection" in text) == (outcome == "warning")


@pytest.mark.parametrize("status", [302, 401, 404, 503])
def test_a_page_that_is_not_the_home_page_is_not_judged(status):
    with pytest.raises(Trouble) as caught:
        check_headers(home(*GOOD, status=status))
    trouble = caught.value
    assert (trouble.message, trouble.failed) == ("headers_no_page", False)
    text = MESSAGES[trouble.message] % trouble.facts
    assert text == f"The home page answered with status {status}, so there was no page to judge."


def test_silence_is_passed_on():
    with pytest.raises(Trouble, match="silence"):
        check_headers(WrittenSnapshot({}))


def test_values_are_told_without_what_cannot_be_seen_and_not_at_length():
    value = "a\x00\u202e\x1b[31m" + "x" * 500_000
    finding = check_headers(home(NOSNIFF, FRAMING, f"Referrer-Policy: {value}"))
    weak = finding.facts["weak"]
    assert weak.isprintable()
    assert len(weak) < 100
    assert weak.startswith("Referrer-Policy: a\ufffd\ufffd\ufffd[31mxxx")


NAMES = [
    *("content-security-policy", "x-content-type-options", "referrer-policy", "x-frame-options"),
    *("x-xss-protection", "permissions-policy", "p3p"),
]


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=40))))
def test_no_header_breaks_the_check(pairs):
    finding = check_headers(WrittenSnapshot({"/": HttpAnswer(200, tuple(pairs))}))
    assert finding.outcome in ("passed", "warning", "failed")
    assert sentence(finding, MESSAGES).isprintable()


def test_headers_of_a_real_host_are_those_of_the_page_it_leads_to(serve, verdict):
    serve(https=site(**{"": redirect("/en/"), "en": page(*GOOD)}))
    assert verdict("headers")[0] == "passed"


def test_headers_of_a_real_redirect_count_for_nothing(serve, verdict):
    serve(https=site(**{"": redirect("/en/", *GOOD), "en": page()}))
    assert verdict("headers")[0] == "failed"


def test_a_real_host_under_repair_leaves_it_open(serve, verdict):
    serve(https=page(*GOOD, status="503 Service Unavailable"))
    assert verdict("headers") == (
        "unknown",
        "The home page answered with status 503, so there was no page to judge.",
    )
