from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_trust.badges.probes.answers import HttpAnswer, Trouble
from django_trust.badges.probes.csp import MESSAGES, check_csp, policies_of
from tests.badges.probes.snapshots import WrittenSnapshot, home, sentence
from tests.badges.servers import page

pytestmark = pytest.mark.slow  # the same on every Python and Django: once is enough

# What a policy needs besides its rule for scripts.
REST = "object-src 'none'; base-uri 'self'; frame-ancestors 'self'"


def check(*policies, report_only=()):
    headers = [f"Content-Security-Policy: {policy}" for policy in policies]
    headers += [f"Content-Security-Policy-Report-Only: {policy}" for policy in report_only]
    finding = check_csp(home(*headers))
    return finding.message, finding.outcome, sentence(finding, MESSAGES)


def verdict(*policies):
    return check(*policies)[0]


def test_a_strict_policy_passes():
    assert check(f"script-src 'self'; {REST}") == (
        "csp_passed",
        "passed",
        "The home page has a content security policy: only scripts that the shop names run.",
    )


def test_no_header_fails():
    assert check() == ("csp_missing", "failed", "The home page has no content security policy.")
    assert verdict("") == verdict(" ; ,;") == "csp_missing"


def test_a_policy_that_only_reports_blocks_nothing():
    assert check(report_only=[f"script-src 'self'; {REST}"]) == (
        "csp_report_only",
        "failed",
        "The content security policy of the home page only reports and blocks nothing.",
    )
    assert check(f"script-src *; {REST}", report_only=[f"script-src 'self'; {REST}"])[0] == "csp_wide"


@pytest.mark.parametrize("policy", ["frame-ancestors 'self'", "upgrade-insecure-requests", REST])
def test_a_policy_without_a_rule_for_scripts_fails(policy):
    assert check(policy) == (
        "csp_no_script_rule",
        "failed",
        "The content security policy has no rule for scripts.",
    )


@pytest.mark.parametrize(
    "source",
    [
        "*",
        "http:",
        "https:",
        "HTTPS:",
        "wss:",
        "data:",
        "https://*",
        "http://*:*",
        "*:443",
        "*/cart.js",
        "https://*:8443/",
    ],
)
def test_scripts_from_anywhere_fail(source):
    assert check(f"script-src 'self' {source}; {REST}") == (
        "csp_wide",
        "failed",
        f"The content security policy is too wide for scripts: {source.lower()}.",
    )


@pytest.mark.parametrize(
    "source",
    [
        "'none'",
        "'self'",
        "cdn.example",
        "https://cdn.example",
        "*.cdn.example",
        "https://cdn.example:*/a.js",
        "",
    ],
)
def test_scripts_from_named_hosts_pass(source):
    assert verdict(f"script-src {source}; {REST}") == "csp_passed"


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        (f"default-src 'self'; {REST}", "csp_passed"),
        (f"default-src *; script-src 'self'; {REST}", "csp_passed"),
        (f"default-src 'self'; script-src *; {REST}", "csp_wide"),
        (f"script-src *; script-src-elem 'self'; script-src-attr 'none'; {REST}", "csp_passed"),
        (f"script-src 'self'; script-src-elem *; {REST}", "csp_wide"),
        (f"script-src-elem 'self'; {REST}", "csp_inline"),  # attributes such as onclick are left open
        (f"script-src 'self'; script-src-attr 'unsafe-inline'; {REST}", "csp_inline"),
    ],
)
def test_the_nearest_directive_is_the_one_that_counts(policy, message):
    assert verdict(policy) == message


def test_the_first_of_repeated_directives_counts():
    assert verdict(f"script-src 'self'; script-src *; {REST}") == "csp_passed"
    assert verdict(f"script-src *; script-src 'self'; {REST}") == "csp_wide"


def test_inline_scripts_fail():
    assert check(f"script-src 'self' 'unsafe-inline'; {REST}") == (
        "csp_inline",
        "failed",
        "The content security policy lets inline scripts run.",
    )


@pytest.mark.parametrize(
    "source",
    [
        "'nonce-AbC123+/_-=='",
        "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
        "'SHA384-abc'",
        "'sha512-abc'",
        "'strict-dynamic'",
    ],
)
def test_a_nonce_or_a_hash_makes_unsafe_inline_ignored(source):
    assert verdict(f"script-src 'unsafe-inline' {source}; {REST}") == "csp_passed"


@pytest.mark.parametrize(
    "source", ["'nonce-'", "'nonce-{{ n }}'", "nonce-abc", "'sha1-abc'", "'unsafe-hashes'"]
)
def test_what_only_looks_like_a_nonce_or_a_hash_does_not(source):
    assert verdict(f"script-src 'unsafe-inline' {source}; {REST}") == "csp_inline"


def test_strict_dynamic_makes_hosts_and_schemes_ignored():
    assert verdict(f"script-src 'strict-dynamic' 'nonce-abc' https: http: * data:; {REST}") == "csp_passed"
    assert verdict(f"script-src 'nonce-abc' https:; {REST}") == "csp_wide"


def test_all_that_is_too_wide_is_named():
    text = check(f"script-src * data: 'unsafe-inline'; {REST}")[2]
    assert text == "The content security policy is too wide for scripts: *, data:, 'unsafe-inline'."


def test_eval_is_a_warning():
    assert check(f"script-src 'self' 'unsafe-eval'; {REST}") == (
        "csp_eval",
        "warning",
        "The content security policy keeps out foreign scripts, but lets text be run as code (unsafe-eval).",
    )
    assert verdict(f"script-src 'self' 'wasm-unsafe-eval'; {REST}") == "csp_passed"


@pytest.mark.parametrize(
    ("policy", "missing"),
    [
        ("script-src 'self'", "object-src 'none', base-uri, frame-ancestors"),
        ("default-src 'self'; base-uri 'self'; frame-ancestors 'none'", "object-src 'none'"),
        ("default-src 'none'; script-src 'self'; frame-ancestors 'none'", "base-uri"),
        ("script-src 'self'; object-src; base-uri 'none'", "frame-ancestors"),
        (
            "script-src 'self'; object-src 'none'; base-uri *; frame-ancestors https:",
            "base-uri, frame-ancestors",
        ),
        (
            "script-src 'self'; object-src 'self'; base-uri 'self'; frame-ancestors 'self'",
            "object-src 'none'",
        ),
    ],
)
def test_gaps_that_let_no_script_in_are_a_warning_that_names_them(policy, missing):
    assert check(policy) == (
        "csp_incomplete",
        "warning",
        f"The content security policy keeps out foreign scripts, but lacks {missing}.",
    )


def test_eval_and_gaps_are_told_together():
    assert check("script-src 'self' 'unsafe-eval'; object-src 'none'; base-uri 'self'") == (
        "csp_eval_incomplete",
        "warning",
        "The content security policy keeps out foreign scripts, but lets text be run as code (unsafe-eval) "
        "and lacks frame-ancestors.",
    )


@pytest.mark.parametrize(
    ("policies", "message"),
    [
        (["script-src 'self'", REST], "csp_passed"),
        ([f"script-src *; {REST}", "script-src 'self'"], "csp_passed"),
        ([f"script-src *; {REST}", "script-src https:"], "csp_wide"),
        ([f"script-src http:; {REST}", "script-src data:"], "csp_passed"),  # nothing is both
        ([f"script-src 'unsafe-inline'; {REST}", "script-src 'self'"], "csp_passed"),
        ([f"script-src 'unsafe-inline'; {REST}", "script-src 'unsafe-inline' 'self'"], "csp_inline"),
        ([f"script-src 'unsafe-eval'; {REST}", "script-src 'self'"], "csp_passed"),
        (["script-src 'self'", "img-src *"], "csp_incomplete"),
    ],
)
def test_several_policies_all_apply(policies, message):
    assert verdict(*policies) == message
    assert verdict(", ".join(policies)) == message  # in one header


def test_directives_are_read_in_any_case_and_spacing():
    [policy] = policies_of(
        home("Content-Security-Policy: \tScript-SRC\t 'SELF'  cdn.example ;; IMG-src ").home
    )
    assert policy == {"script-src": ("'self'", "cdn.example"), "img-src": ()}


def test_a_directive_that_is_not_ascii_is_ignored():
    assert verdict(f"script-src 'self' \u00e9; {REST}") == "csp_no_script_rule"


def test_an_error_page_is_not_judged():
    with pytest.raises(Trouble, match="headers_no_page"):
        check_csp(home(f"Content-Security-Policy: script-src 'self'; {REST}", status=500))


WORDS = st.sampled_from(
    [
        "script-src",
        "default-src",
        "object-src",
        "*",
        "data:",
        "'self'",
        "'unsafe-inline'",
        "'nonce-a'",
        ";",
        ",",
    ]
)


@given(st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=30))
def test_no_policy_breaks_the_check(words):
    headers = (("content-security-policy", " ".join(words)),)
    finding = check_csp(WrittenSnapshot({"/": HttpAnswer(200, headers)}))
    assert sentence(finding, MESSAGES).isprintable()


@given(st.lists(WORDS, max_size=12), st.lists(WORDS, max_size=12))
def test_another_policy_never_makes_the_verdict_worse(one, other):
    """Whatever a further policy says, it can only forbid more."""
    order = ["failed", "warning", "passed"]
    alone = check(" ".join(one).replace(",", ""))[1]
    together = check(" ".join(one).replace(",", ""), " ".join(other).replace(",", ""))[1]
    assert order.index(together) >= order.index(alone)


@pytest.mark.parametrize(
    "text",
    [
        "script-src " + "*:" * 32_000,
        "script-src 'nonce-" + "=" * 64_000,
        "script-src " + "'nonce-a " * 7_000,
        "script-src " + "https:// * " * 6_000,
        "a;" * 32_000,
        "a," * 32_000,
        "script-src " + "http://*/" * 7_000,
    ],
    ids=["ports", "equals", "nonces", "sources", "directives", "policies", "paths"],
)
def test_a_hostile_header_of_full_length_takes_no_time(text):
    started = process_time()
    check_csp(home(f"Content-Security-Policy: {text}"))
    assert process_time() - started < 2


def test_policies_of_a_real_host_are_all_read(serve, verdict):
    serve(https=page("Content-Security-Policy: script-src 'self'", f"content-security-policy: {REST}"))
    assert verdict("csp")[0] == "passed"
