import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_trust.badges.probes.answers import HttpAnswer, Trouble
from django_trust.badges.probes.cookies import MESSAGES, check_cookies, read_cookie
from tests.badges.probes.snapshots import WrittenSnapshot, home, sentence
from tests.badges.servers import page

SESSION = "sessionid=s3cret; Secure; HttpOnly; Path=/; SameSite=Lax"
CSRF = "csrftoken=t0ken; Secure; Path=/; SameSite=Lax"
LACKS = "Cookies of the home page lack attributes that protect them: "


def check(*cookies):
    finding = check_cookies(home(*(f"Set-Cookie: {cookie}" for cookie in cookies)))
    return finding.outcome, sentence(finding, MESSAGES)


def test_no_cookie_passes_and_says_so():
    assert check() == ("passed", "A first visit to the home page sets no cookie.")


def test_one_protected_cookie_passes():
    assert check(SESSION) == (
        "passed",
        "A first visit to the home page sets 1 cookie, with the attributes that protect it: sessionid.",
    )


def test_several_protected_cookies_pass():
    assert check(SESSION, CSRF) == (
        "passed",
        "A first visit to the home page sets 2 cookies, with the attributes that protect them: "
        "csrftoken, sessionid.",
    )


def test_every_cookie_is_looked_at_and_what_it_lacks_is_named():
    assert check(SESSION, "lang=et; Path=/", "csrftoken=x; Secure") == (
        "failed",
        f"{LACKS}lang (Secure, SameSite), csrftoken (SameSite).",
    )


@pytest.mark.parametrize("name", ["sessionid", "__Host-sessionid", "__Secure-sessionid"])
def test_only_the_session_must_be_kept_from_scripts(name):
    cookie = f"{name}=x; Secure; SameSite=Lax; Path=/"
    assert check(cookie) == ("failed", f"{LACKS}{name} (HttpOnly).")
    assert check(f"{cookie}; httponly")[0] == "passed"


def test_the_session_is_the_cookie_the_settings_name(settings):
    settings.SESSION_COOKIE_NAME = "__Host-shop"
    assert check("__Host-shop=x; Secure; SameSite=Lax; Path=/")[1] == f"{LACKS}__Host-shop (HttpOnly)."
    assert check("sessionid=x; Secure; SameSite=Lax")[0] == "passed"


@pytest.mark.parametrize(
    ("attribute", "outcome"),
    [
        ("SameSite=Strict", "passed"),
        ("samesite = lax", "passed"),
        ("SameSite=None", "passed"),
        ("SameSite=whatever", "failed"),
        ("SameSite", "failed"),
        ("SameSite=Lax; SameSite=whatever", "failed"),
        ("SameSite=whatever; SameSite=Lax", "passed"),
    ],
)
def test_same_site_needs_a_word_that_browsers_know_and_the_last_one_counts(attribute, outcome):
    assert check(f"lang=et; Secure; {attribute}")[0] == outcome


def test_a_cookie_for_one_host_names_the_root_path():
    assert check("__Host-a=1; Secure; SameSite=Lax; Path=/cart") == ("failed", f"{LACKS}__Host-a (Path=/).")
    assert check("__HOST-a=1; Secure; SameSite=Lax") == ("failed", f"{LACKS}__HOST-a (Path=/).")
    assert check("__Host-a=1; Secure; SameSite=Lax; Path=/")[0] == "passed"


def test_a_cookie_for_one_host_names_no_domain():
    assert check("__Host-a=1; Secure; SameSite=Lax; Path=/; Domain=shop.example") == (
        "failed",
        "Browsers refuse cookies of the home page, because their names do not go with Domain: __Host-a.",
    )
    assert check("__Host-a=1; Secure; SameSite=Lax; Path=/; Domain=")[0] == "passed"
    assert check("__Secure-a=1; Secure; SameSite=Lax; Path=/; Domain=shop.example")[0] == "passed"


@pytest.mark.parametrize(
    "deletion",
    ["Max-Age=0", "Max-Age=-1", "expires=Thu, 01 Jan 1970 00:00:00 GMT", "Max-Age=00; Expires=nonsense"],
)
def test_a_cookie_that_is_only_deleted_is_not_set(deletion):
    assert check(f"messages=; Path=/; {deletion}")[1] == "A first visit to the home page sets no cookie."


@pytest.mark.parametrize(
    "lifetime",
    [
        "Max-Age=60",
        "Max-Age=soon",
        "Max-Age=-",
        "Max-Age=\u0660",
        "Expires=Thu, 01 Jan 2099 00:00:00 GMT",
        "Expires=never",
        "Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    ],
)
def test_a_cookie_that_stays_is_judged(lifetime):
    assert check(f"lang=et; {lifetime}")[0] == "failed"


def test_values_of_cookies_are_never_kept():
    finding = check_cookies(home(f"Set-Cookie: {SESSION}", "Set-Cookie: lang=s3cret"))
    assert "s3cret" not in repr(finding)
    assert "s3cret" not in repr(read_cookie(SESSION))


def test_a_cookie_may_have_no_name():
    assert check("; Secure; SameSite=Lax")[0] == "passed"
    assert check("just-a-value") == ("failed", f"{LACKS}= (Secure, SameSite).")


def test_many_cookies_and_long_names_make_no_endless_sentence():
    finding = check_cookies(home(*(f"Set-Cookie: c{n}{'x' * 9000}=1" for n in range(500))))
    assert finding.facts["cookies"].startswith("c0xxx")
    assert finding.facts["cookies"].endswith(", \u2026")
    assert len(finding.facts["cookies"]) < 700


def test_an_error_page_is_not_judged():
    with pytest.raises(Trouble, match="headers_no_page"):
        check_cookies(home(status=404))


ATTRIBUTES = ["Secure", "HttpOnly", "SameSite", "Lax", "Path", "Max-Age", "Expires", "__Host-", "=", ";", "0"]


@given(st.lists(st.lists(st.one_of(st.sampled_from(ATTRIBUTES), st.text(max_size=5))).map("".join)))
def test_no_cookie_breaks_the_check(cookies):
    headers = tuple(("set-cookie", cookie) for cookie in cookies)
    finding = check_cookies(WrittenSnapshot({"/": HttpAnswer(200, headers)}))
    assert sentence(finding, MESSAGES).isprintable()


def test_cookies_of_a_real_host_are_all_read(serve, verdict):
    serve(https=page(f"Set-Cookie: {SESSION}", "set-cookie: lang=et; Secure"))
    assert verdict("cookies") == ("failed", f"{LACKS}lang (SameSite).")
