import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_trust.badges.probes.hsts import CENTURY, YEAR, Policy, read_policy
from tests.badges.servers import HSTS, page, redirect

pytestmark = pytest.mark.slow  # the same on every Python and Django: once is enough

ALWAYS = "Browsers are told to visit this host only over encrypted connections"
MISSING = ("failed", "Browsers are not told to visit this host only over encrypted connections.")
UNREADABLE = (
    "failed",
    "The Strict-Transport-Security header does not follow its standard, so that browsers ignore it.",
)
ADDRESS = ("failed", "The host is an IP address, where browsers ignore Strict-Transport-Security.")


@pytest.mark.parametrize(
    "header, policy",
    [
        ("max-age=31536000", Policy(YEAR, False, False)),
        ("max-age=31536000; includeSubDomains; preload", Policy(YEAR, True, True)),
        ("PRELOAD;includesubdomains;Max-Age=31536000", Policy(YEAR, True, True)),
        ('max-age="31536000"', Policy(YEAR, False, False)),
        (" max-age = 31536000 ;", Policy(YEAR, False, False)),
        (";; max-age=0 ;;", Policy(0, False, False)),
        ('max-age=1; report-uri="https://a.example/;max-age=2"', Policy(1, False, False)),
        ("max-age=1; unknown=2; other", Policy(1, False, False)),
        ("max-age=99999999999999999999999999", Policy(CENTURY, False, False)),
        ("max-age=" + "9" * 60_000, Policy(CENTURY, False, False)),
    ],
)
def test_a_policy_is_read_as_browsers_do(header, policy):
    assert read_policy(header) == policy


@pytest.mark.parametrize(
    "header",
    [
        "",
        "includeSubDomains",
        "max-age",
        "max-age=",
        "max-age=-1",
        "max-age=1.5",
        "max-age=1 year",
        "max-age=one",
        "max-age=\u0661",  # a digit, but none of the protocol
        'max-age="\u0661"',
        "max-age='1'",
        'max-age="1',
        "max-age=1; max-age=2",
        "max-age=1, includeSubDomains",
        "max-age=1; includeSubDomains=yes",
        "max-age=1; preload=1",
        "max-age=1; includeSubDomains; includesubdomains",
        "max-age:1",
        "=1; max-age=1",
        "max-age=1; (comment)",
        "max-age=1\x00",
    ],
)
def test_a_header_that_breaks_the_standard_is_no_policy(header):
    assert read_policy(header) is None


@given(st.text(max_size=200) | st.text('max-age=1;" \\\tincludeSubDomains', max_size=200))
def test_no_header_breaks_the_reader(header):
    policy = read_policy(header)
    assert policy is None or 0 <= policy.max_age <= CENTURY


@given(
    st.integers(0, CENTURY),
    st.booleans(),
    st.booleans(),
    st.permutations(range(4)),
    st.sampled_from([";", " ; ", ";;"]),
)
def test_the_order_of_directives_does_not_matter(age, subdomains, preload, order, between):
    words = [f"max-age={age}", "includeSubDomains" * subdomains, "preload" * preload, "other=1"]
    header = between.join(words[position] for position in order)
    assert read_policy(header) == Policy(age, subdomains, preload)


@pytest.mark.parametrize(
    "headers, expected",
    [
        (["max-age=31536000"], ("passed", f"{ALWAYS}, for 365 days.")),
        (["max-age=63072000; includeSubDomains"], ("passed", f"{ALWAYS}, for 730 days.")),
        (
            ["max-age=31535999"],
            ("warning", f"{ALWAYS}, but for 364 days only; a year or more is good."),
        ),
        (["max-age=86400"], ("warning", f"{ALWAYS}, but for 1 day only; a year or more is good.")),
        (["max-age=300"], ("warning", f"{ALWAYS}, but for less than a day; a year or more is good.")),
        (
            ["max-age=0"],
            ("failed", "Browsers are told to forget that this host wants encrypted connections only."),
        ),
        ([], MISSING),
        ([""], UNREADABLE),
        (["max-age=31536000, max-age=0"], UNREADABLE),
        (["max-age=31536000", "max-age=0"], ("passed", f"{ALWAYS}, for 365 days.")),
        (["nonsense", "max-age=31536000"], UNREADABLE),
    ],
    ids=[
        "a-year",
        "two-years",
        "a-second-less",
        "a-day",
        "minutes",
        "off",
        "missing",
        "empty",
        "joined",
        "first-counts",
        "first-is-bad",
    ],
)
def test_the_header_of_a_server_gets_its_verdict(serve, verdict, headers, expected):
    serve(https=page(*(f"Strict-Transport-Security: {header}" for header in headers)))
    assert verdict("hsts") == expected


def test_a_header_without_encryption_counts_for_nothing(serve, verdict):
    serve(http=redirect("https://localhost:{https}/", f"Strict-Transport-Security: {HSTS}"), https=page())
    assert verdict("hsts") == MISSING


def test_a_redirect_carries_its_own_header(serve, verdict):
    serve(https=redirect("https://www.other.example/", f"Strict-Transport-Security: {HSTS}"))
    assert verdict("hsts") == ("passed", f"{ALWAYS}, for 730 days.")


def test_the_page_behind_a_redirect_does_not_speak_for_it(serve, verdict):
    serve(https=redirect("https://www.other.example/"))
    assert verdict("hsts") == MISSING


@pytest.mark.parametrize("check", ["hsts", "hsts_preload"])
def test_an_address_cannot_have_it(serve, configure, verdict, check):
    shop = serve(host="127.0.0.1")
    configure(BADGES_HOSTS={"127.0.0.1": {"https": shop.https, "http": shop.http}})
    assert verdict(check) == ADDRESS


# The preload list.


@pytest.mark.parametrize(
    "header, expected",
    [
        (
            "max-age=31536000; includeSubDomains; preload",
            (
                "passed",
                "What the list of encrypted hosts built into browsers (hstspreload.org) asks of this host is "
                "met. Its subdomains were not visited.",
            ),
        ),
        (
            "max-age=31535999; includeSubDomains; preload",
            ("failed", "The list built into browsers asks for a year; the host says 364 days."),
        ),
        (
            "max-age=31536000; preload",
            ("failed", "The list built into browsers asks for includeSubDomains; the host does not say it."),
        ),
        (
            "max-age=31536000; includeSubDomains",
            ("failed", "The list built into browsers asks for the word preload; the host does not say it."),
        ),
        ("preload", UNREADABLE),
    ],
    ids=["all-three", "short", "no-subdomains", "no-preload", "unreadable"],
)
def test_the_rules_of_the_list_are_read_from_the_header(serve, verdict, header, expected):
    serve(https=page(f"Strict-Transport-Security: {header}"))
    assert verdict("hsts_preload") == expected


def test_the_list_wants_the_header(serve, verdict):
    serve(https=page())
    assert verdict("hsts_preload") == MISSING


def test_the_list_wants_the_redirect_to_the_same_host(serve, verdict):
    serve(http=redirect("https://www.localhost:{https}/"))
    outcome, text = verdict("hsts_preload")
    assert outcome == "failed"
    assert text.startswith("The address without encryption leads to another host, www.localhost:")


def test_the_list_takes_a_host_where_nobody_listens_without_encryption(serve, verdict):
    serve(http=None)
    assert verdict("hsts_preload")[0] == "passed"


def test_the_list_wants_the_header_on_a_redirect_of_the_base_domain_too(serve, verdict):
    serve(https=redirect("https://www.other.example/", f"Strict-Transport-Security: {HSTS}"))
    assert verdict("hsts_preload")[0] == "passed"
    serve(https=redirect("https://www.other.example/"))
    assert verdict("hsts_preload") == MISSING


def test_only_a_base_domain_can_be_on_the_list(serve, verdict, resolve_here):
    resolve_here()
    serve(host="www.shop.test", http=redirect("https://www.shop.test:{https}/"))
    assert verdict("hsts_preload") == (
        "failed",
        "Only a base domain can be on the list built into browsers, not one that begins with www.",
    )
