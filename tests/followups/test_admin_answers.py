"""Cases, scores and the ledger in the admin."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from django_trust.followups.consent.ledger import standings
from django_trust.followups.consent.services import record_bounce, record_opt_in
from django_trust.followups.models import Consent, OrderAnswer, SurveyAnswer
from django_trust.text import email_key
from tests.followups.desk import boss, make_order, result_rows
from tests.markup import read
from tests.policies.admin_pages import told

__all__ = ["boss"]
pytestmark = pytest.mark.django_db
CASES = "/admin/trust/orderanswer/"
SCORES = "/admin/trust/surveyanswer/"
LEDGER = "/admin/trust/consent/"
EVIL = "<script>alert(1)</script>"


def make_case(number="1001", *, hours=5, **facts):
    facts = {"kind": "problem", "message": f"The lid is broken {EVIL}", "language": "et", **facts}
    at = timezone.now() - timedelta(hours=hours)
    return OrderAnswer.objects.create(purchase=make_order(number), at=at, **facts)


def page_of(case):
    return f"{CASES}{case.pk}/change/"


def close(client, case, note=""):
    return client.post(f"{CASES}{case.pk}/close/", {"note": note})


# Cases


def test_open_cases_come_first_and_who_waits_longest(boss, django_assert_max_num_queries):
    make_case("closed", state="closed", closed_at=timezone.now())
    make_case("new", hours=1)
    make_case("old", hours=50, kind="not_arrived", message="")
    with django_assert_max_num_queries(10):
        answer = boss.get(CASES)
    page = read(answer)
    rows = [row.words for row in page.one("table", id="result_list").one("tbody").all("tr")]
    assert [number in words for words, number in zip(rows, ("old", "new", "closed"), strict=True)] == [
        True
    ] * 3
    assert "waiting for 2 days" in rows[0]
    assert "waiting for 1 hour" in rows[1]
    assert "closed on" in rows[2]
    assert EVIL not in answer.content.decode()


def test_a_case_is_closed_with_a_note_and_its_words_stay(boss, staff):
    case = make_case()
    page = read(boss.get(page_of(case)))
    assert page.one("p", class_="trust-words").text == case.message
    answer = close(boss, case, "Sent a new lid.")
    assert "The case is closed." in told(boss, answer)
    before, case = case, OrderAnswer.objects.get()
    assert (case.state, case.closed_by, case.note) == ("closed", staff, "Sent a new lid.")
    assert (case.message, case.kind, case.at) == (before.message, before.kind, before.at)
    assert not list(read(boss.get(page_of(case))).all("textarea"))
    assert LogEntry.objects.count() == 1
    closed_at = case.closed_at
    close(boss, case, "Again")
    assert OrderAnswer.objects.get().closed_at == closed_at


def test_a_note_that_is_too_long_is_kept_for_mending(boss):
    case = make_case()
    answer = close(boss, case, "x" * 3000)
    assert answer.status_code == 400
    assert "x" * 3000 in answer.content.decode()
    assert OrderAnswer.objects.get().state == "open"


def test_no_post_changes_what_a_buyer_said(boss):
    case = make_case()
    score = SurveyAnswer.objects.create(purchase=case.purchase, kind="csat", score=2, language="et")
    before = OrderAnswer.objects.values().get(), SurveyAnswer.objects.values().get()
    for url in (page_of(case), f"{CASES}{case.pk}/delete/", f"{CASES}add/", CASES):
        boss.post(url, {"message": "Forged", "kind": "all_good", "post": "yes", "action": "delete_selected"})
    for url in (f"{SCORES}{score.pk}/change/", f"{SCORES}{score.pk}/delete/", f"{SCORES}add/", SCORES):
        boss.post(url, {"score": "5", "post": "yes", "action": "delete_selected"})
    assert (OrderAnswer.objects.values().get(), SurveyAnswer.objects.values().get()) == before


def test_scores_are_read(boss):
    SurveyAnswer.objects.create(
        purchase=make_order(), kind="nps", score=9, comment=f"Good {EVIL}", language="et"
    )
    for url in (SCORES, f"{SCORES}{SurveyAnswer.objects.get().pk}/change/"):
        answer = boss.get(url)
        assert EVIL not in answer.content.decode()
        assert "9 of 10" in read(answer).words
        assert f"Good {EVIL}" in read(answer).words


# The ledger


def listed(client, query=""):
    return [" ".join(cells) for cells in result_rows(read(client.get(LEDGER + query)))]


def test_the_ledger_is_searched_by_a_whole_address(boss):
    record_opt_in(email="mari@example.ee", purpose="review", source="checkout")
    record_opt_in(email="jan@example.de", source="checkout")
    assert len(listed(boss)) == 2
    (found,) = listed(boss, "?q=%20Mari@Example.ee")
    assert "Agreed Requests for reviews checkout" in found
    assert listed(boss, "?q=mari") == []
    key = email_key("jan@example.de")
    (found,) = listed(boss, f"?q={key}")
    assert "all but news of orders" in found
    assert "mari@example.ee" not in boss.get(LEDGER).content.decode()


@pytest.mark.parametrize("purpose", ["", "review"])
def test_staff_record_what_a_person_told_them(boss, purpose):
    data = {"email": " Mari@example.ee ", "what": "opt_out", "purpose": purpose}
    answer = boss.post(f"{LEDGER}record/", data)
    assert answer.status_code == 302
    entry = Consent.objects.get()
    assert (entry.kind, entry.purpose, entry.source) == ("opt_out", purpose, "staff")
    assert standings([email_key("mari@example.ee")])[entry.email_key].refusal("review", "EE") == "opted_out"
    assert len(listed(boss, answer["Location"].removeprefix(LEDGER))) == 1
    assert "mari" not in LogEntry.objects.get().object_repr.lower()


def test_an_address_works_again(boss):
    record_bounce(email="mari@example.ee", source="mail server")
    boss.post(f"{LEDGER}record/", {"email": "mari@example.ee", "what": "restored", "purpose": ""})
    key = email_key("mari@example.ee")
    assert not standings([key])[key].bounced


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"email": "no address", "what": "opt_out"},
        {"email": "mari@example.ee", "what": "opt_in"},
        {"email": "mari@example.ee", "what": "opt_out", "purpose": "order"},
        {"email": f"{'x' * 300}@example.ee", "what": "opt_out"},
        {"email": "a\x00@example.ee", "what": "opt_out"},
    ],
)
def test_what_nobody_can_say_for_another_is_refused(boss, data):
    answer = boss.post(f"{LEDGER}record/", data)
    assert answer.status_code == 400
    assert not Consent.objects.exists()
    assert (data.get("email") or "") in read(answer).one("input", name="email").attributes.get("value", "")


def test_entries_are_only_added(boss):
    entry = record_opt_in(email="mari@example.ee", source="checkout")
    before = list(Consent.objects.values())
    for url in (f"{LEDGER}{entry.pk}/change/", f"{LEDGER}{entry.pk}/delete/", f"{LEDGER}add/"):
        assert boss.post(url, {"kind": "opt_out", "post": "yes"}).status_code == 403
    boss.post(LEDGER, {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"})
    assert list(Consent.objects.values()) == before
    assert "checkout" in read(boss.get(f"{LEDGER}{entry.pk}/change/")).words


# Who may do what


def test_whoever_may_only_look_changes_nothing(limited):
    case = make_case()
    client = limited("view_orderanswer", "view_surveyanswer", "view_consent")
    for url in (CASES, page_of(case), SCORES, LEDGER):
        assert client.get(url).status_code == 200, url
    assert not list(read(client.get(page_of(case))).all("textarea"))
    assert close(client, case).status_code == 403
    assert client.get(f"{LEDGER}record/").status_code == 403
    data = {"email": "mari@example.ee", "what": "opt_out"}
    assert client.post(f"{LEDGER}record/", data).status_code == 403
    assert OrderAnswer.objects.get().state == "open"
    assert not Consent.objects.exists()


def test_whoever_may_see_nothing_sees_nothing(limited):
    case = make_case()
    client = limited("add_consent")
    for url in (CASES, page_of(case), SCORES, LEDGER, f"{LEDGER}record/"):
        assert client.get(url).status_code == 403, url
