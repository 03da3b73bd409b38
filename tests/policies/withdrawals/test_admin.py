"""Withdrawals and returns in the admin: every button, and what no button does."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry

from django_trust.policies.models import WithdrawalRequest
from tests.markup import read

LIST = "/admin/trust/withdrawalrequest/"
IN_TIME = datetime(2026, 11, 10, 12, tzinfo=UTC)
LATE = datetime(2026, 12, 10, 12, tzinfo=UTC)
FORGED = {"statement": "Forged", "name": "Forged", "email": "x@y.ee", "reference": "9", "digest": "0"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


def page_of(stored):
    return f"{LIST}{stored.pk}/change/"


def press(desk, stored, decision, **fields):
    return desk.post(f"{LIST}{stored.pk}/decide/", {"decision": decision, **fields})


def fresh(stored):
    return WithdrawalRequest.objects.get(pk=stored.pk)


def rows(answer):
    return [row.words for row in read(answer).one("table", id="result_list").one("tbody").all("tr")]


def test_the_list_says_what_to_look_at(desk, order, withdraw, eu, django_assert_max_num_queries):
    order()
    withdraw(now=LATE)
    withdraw(reference="9", now=IN_TIME)
    WithdrawalRequest.objects.update(refund_due="2020-01-02")
    with django_assert_max_num_queries(9):
        late, unknown = rows(desk.get(LIST))
    assert "late" in late
    assert "order not found" not in late
    assert "order not found" in unknown
    assert "Jan 2, 2020, overdue" in unknown


@pytest.mark.parametrize(
    ("query", "references"),
    [
        ("", {"1001", "9", "8"}),
        ("?attention=open", {"1001", "9"}),
        ("?attention=overdue", {"9"}),
        ("?attention=late", {"1001"}),
        ("?attention=unmatched", {"9", "8"}),
        ("?attention=unacknowledged", {"1001", "9", "8"}),
        ("?attention=nonsense", {"1001", "9", "8"}),
        ("?state__exact=refunded", {"8"}),
        ("?kind__exact=return", set()),
        ("?q=1001", {"1001"}),
    ],
)
def test_filters_and_search(desk, order, withdraw, eu, query, references):
    order()
    withdraw(now=LATE)
    overdue, settled = withdraw(reference="9"), withdraw(reference="8")
    WithdrawalRequest.objects.filter(pk=overdue.pk).update(refund_due="2020-01-02")
    WithdrawalRequest.objects.filter(pk=settled.pk).update(refund_due="2020-01-02", state="refunded")
    links = {link["href"].partition("?")[0] for link in read(desk.get(LIST + query)).all("a")}
    found = {link for link in links if link.endswith("/change/")}
    assert found == {page_of(row) for row in WithdrawalRequest.objects.filter(reference__in=references)}


def test_the_page_shows_the_statement_as_it_came(desk, withdraw):
    stored = withdraw(goods="<b>pot</b>\nlid", language="et")
    page = read(desk.get(page_of(stored)))
    words = page.one("p", class_="trust-as-sent")
    assert (words.text, words["lang"]) == (stored.statement, "et")
    assert not list(words.all("b"))
    assert stored.digest in page.words
    assert [button["value"] for button in page.all("button", name="decision")] == [
        "link",
        "goods_back",
        "refund",
        "decline",
    ]


def test_goods_back_refunded_and_the_log(desk, withdraw, staff):
    stored = withdraw()
    assert press(desk, stored, "goods_back", note="Box is dented.").status_code == 302
    assert press(desk, stored, "refund", note="By card.").status_code == 302
    stored = fresh(stored)
    assert (stored.state, stored.handled_by, stored.note) == ("refunded", staff, "Box is dented.\nBy card.")
    assert LogEntry.objects.count() == 2
    page = read(desk.get(page_of(stored)))
    assert [button["value"] for button in page.all("button", name="decision")] == ["link"]


def test_declining_needs_a_note(desk, withdraw):
    stored = withdraw()
    refused = press(desk, stored, "decline", note=" ")
    assert refused.status_code == 400
    assert "Please note why" in read(refused).one("ul", class_="errorlist", role="alert").words
    assert fresh(stored).state == "open"
    assert press(desk, stored, "decline", note="Made to measure.").status_code == 302
    assert fresh(stored).state == "declined"
    too_long = press(desk, stored, "refund", note="x" * 3000)
    assert too_long.status_code == 400
    assert "x" * 3000 in too_long.content.decode()


def test_an_order_is_found_by_hand(desk, order, withdraw, eu):
    stored, purchase = withdraw(reference="#1001", now=LATE), order()
    assert press(desk, stored, "link", reference="77").status_code == 400
    assert press(desk, stored, "link").status_code == 400
    assert press(desk, stored, "link", reference="1001").status_code == 302
    stored = fresh(stored)
    assert (stored.purchase, stored.is_late, stored.reference) == (purchase, True, "#1001")


def test_two_actions_for_many(desk, withdraw):
    many = [withdraw(reference=str(number)) for number in range(3)]
    chosen = {"_selected_action": [row.pk for row in many[:2]], "index": "0"}
    desk.post(LIST, {**chosen, "action": "goods_back_selected"})
    assert [fresh(row).state for row in many] == ["goods_back", "goods_back", "open"]
    answer = desk.post(LIST, {**chosen, "action": "refund_selected"}, follow=True)
    assert [fresh(row).state for row in many] == ["refunded", "refunded", "open"]
    assert "2 requests changed." in read(answer).words


@pytest.mark.parametrize("path", ["{pk}/change/", "{pk}/decide/", "add/", "{pk}/delete/", ""])
def test_no_address_changes_a_statement(desk, withdraw, path):
    stored = withdraw()
    address = LIST + path.format(pk=stored.pk)
    for decision in ("", "goods_back", "save"):
        desk.post(address, {**FORGED, "decision": decision, "_save": "Save", "post": "yes"})
    desk.post(address, {"action": "delete_selected", "_selected_action": [stored.pk], "post": "yes"})
    after = fresh(stored)
    for name in FORGED:
        assert getattr(after, name) == getattr(stored, name)


def test_a_statement_that_was_changed_in_the_database_is_found_out(desk, withdraw):
    stored = withdraw()
    assert "somebody has changed it" not in read(desk.get(page_of(stored))).words
    WithdrawalRequest.objects.filter(pk=stored.pk).update(statement=stored.statement + " not")
    assert "somebody has changed it" in read(desk.get(page_of(stored))).words


@pytest.mark.parametrize(
    ("permissions", "status", "buttons"),
    [([], 403, 0), (["view_withdrawalrequest"], 200, 0), (["change_withdrawalrequest"], 200, 4)],
)
def test_permissions(limited, withdraw, permissions, status, buttons):
    stored = withdraw()
    desk = limited(*permissions)
    assert desk.get(LIST).status_code == status
    page = desk.get(page_of(stored))
    assert page.status_code == status
    assert len(list(read(page).all("button", name="decision"))) == buttons
    press(desk, stored, "refund")
    desk.post(LIST, {"_selected_action": [stored.pk], "index": "0", "action": "refund_selected"})
    assert fresh(stored).state == ("refunded" if buttons else "open")


def test_a_request_that_is_gone(desk, db):
    assert desk.get(f"{LIST}77/change/").status_code == 302
    assert desk.post(f"{LIST}77/decide/", {"decision": "refund"}).status_code == 302
    assert desk.get(f"{LIST}x/change/").status_code == 302
