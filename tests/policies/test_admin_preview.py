"""What shoppers would read, while terms are typed: right in every language, and nothing is written."""

from datetime import date

import pytest
from django.core.serializers import serialize
from django.test import Client
from django.utils.translation import override

from django_trust.policies.models import Policy, PolicyVersion, ReturnTerms, SeasonalReturn
from django_trust.policies.phrases import checkout_line, sections, short_line
from django_trust.policies.rows import facts_of_draft
from django_trust.policies.services import publish_policy, start_draft
from tests.markup import read
from tests.policies.admin_pages import boss, draft_form, url_of  # noqa: F401
from tests.policies.terms import every_kind_of_row, returns_draft

pytestmark = pytest.mark.django_db
ROW = "returnterms_rows-0-"
LANGUAGES = ["en", "ar", "pt-BR", "id", "et"]


def preview(client, version, *, fragment=True, **changes):
    data = {**draft_form(client, version), **changes}
    return client.post(url_of(version, "preview") + ("?fragment" if fragment else ""), data)


def said(page):
    """The lines of each language: beside the buy button, before paying, then all facts."""
    found = {}
    for part in page.all("div", class_="trust-said"):
        lines = [line for line in part.all("dd") if "lang" in line.attributes]
        facts = [line.words for box in part.all("details") for line in box.all("dd")]
        found[lines[0]["lang"]] = ([line.words for line in lines], facts, lines[0]["dir"])
    return found


def stored():
    rows = [*Policy.objects.all(), *PolicyVersion.objects.all(), *ReturnTerms.objects.all()]
    return serialize("json", [*rows, *SeasonalReturn.objects.all()])


def test_what_is_typed_is_said_in_every_language_and_not_stored(boss):  # noqa: F811
    draft = returns_draft(days=14)
    before = stored()
    answer = preview(boss, draft, **{f"{ROW}days": "111"})
    typed = returns_draft(days=111)  # what saving it would have made
    page = said(read(answer))
    assert list(page) == LANGUAGES
    for code in LANGUAGES:
        facts = facts_of_draft(typed)
        with override(code.lower()):
            lines = [short_line(facts, "").text, checkout_line(facts, "").text]
            words = [line.text for part in sections(facts, "") for line in part.lines]
        assert page[code] == (lines, words, "rtl" if code == "ar" else "ltr")
    returns_draft(days=14)
    assert stored() == before


def test_the_answer_for_the_script_is_a_fragment_and_the_button_opens_a_page(boss):  # noqa: F811
    draft = returns_draft()
    fragment, page = preview(boss, draft), preview(boss, draft, fragment=False)
    assert not list(read(fragment).all("html"))
    assert read(page).one("h1").words == "What shoppers read"
    assert said(read(page)) == said(read(fragment))


def test_every_kind_of_policy_has_its_sentences_in_the_page_from_the_start(boss):  # noqa: F811
    every_kind_of_row()
    for kind in ("returns", "shipping", "guarantee", "payment", "privacy"):
        page = read(boss.get(url_of(start_draft(kind=kind))))
        panels = [part for part in page.all("section") if "data-trust-preview" in part.attributes]
        found = said(panels[0])
        assert list(found) == LANGUAGES
        assert all(lines[0] and facts for lines, facts, _dir in found.values()), kind


def test_a_wrong_entry_is_named_and_the_rest_is_said(boss):  # noqa: F811
    draft = returns_draft(days=14)
    page = read(preview(boss, draft, **{f"{ROW}days": "two weeks", f"{ROW}refund_days": "9"}))
    problems = page.one("div", class_="trust-uncounted").words
    assert "Row 1, Days: Enter a whole number." in problems
    lines, facts, _dir = said(page)["en"]
    assert "14 days" in lines[1]
    assert any("9 days" in fact for fact in facts)


@pytest.mark.parametrize(
    "changes",
    [
        {"days": ""},
        {"remorse_fees": "fixed"},
        {"category": "not_permitted"},
        {"category": ""},
        {"countries": "QQ"},
        {"refund_types": []},
        {"seasons-0-first_day": "soon", "seasons-0-days": "-4"},
        {"remorse_fees": "fixed", "remorse_amount": "5", "currency": "XXXX"},
    ],
)
def test_half_typed_terms_never_break_the_preview(boss, changes):  # noqa: F811
    data = {f"{ROW}{name}": value for name, value in changes.items()}
    page = read(preview(boss, returns_draft(), **data))
    assert page.one("div", class_="trust-uncounted").words
    assert len(list(page.all("div", class_="trust-said"))) == len(LANGUAGES)


@pytest.mark.slow
def test_forged_forms_never_break_the_preview(boss):  # noqa: F811
    draft = returns_draft()
    for data in (
        {},
        {"returnterms_rows-TOTAL_FORMS": "9999999", "returnterms_rows-INITIAL_FORMS": "x"},
        {**draft_form(boss, draft), "returnterms_rows-0-id": "999999"},
        {**draft_form(boss, draft), "preview_country": "<script>"},
    ):
        answer = boss.post(url_of(draft, "preview") + "?fragment", data)
        assert answer.status_code == 200
        assert b"<script>" not in answer.content


def test_rows_count_in_their_order_and_without_those_to_be_deleted(boss):  # noqa: F811
    draft = returns_draft(days=30)
    ReturnTerms.objects.create(version=draft, days=60, position=1)
    form = draft_form(boss, draft)
    assert form["returnterms_rows-0-days"] == ["60"]
    assert "60 days" in said(read(preview(boss, draft)))["en"][0][0]
    assert "30 days" in said(read(preview(boss, draft, **{f"{ROW}DELETE": "on"})))["en"][0][0]
    assert "30 days" in said(read(preview(boss, draft, **{f"{ROW}position": "900"})))["en"][0][0]


def test_a_typed_season_is_said(boss):  # noqa: F811
    today = date.today()
    season = {
        "seasons-0-first_day": f"{today.year}-01-01",
        "seasons-0-last_day": f"{today.year}-12-31",
        "seasons-0-days": "77",
    }
    page = preview(boss, returns_draft(), **{f"{ROW}{name}": text for name, text in season.items()})
    assert any("77" in fact for fact in said(read(page))["en"][1])
    assert not SeasonalReturn.objects.exists()


def test_the_country_of_the_reader_is_a_choice(boss, configure):  # noqa: F811
    configure(MARKETS=["EU", "BR"])
    draft = returns_draft(days=30, countries=["EE"])
    ReturnTerms.objects.create(version=draft, days=60, position=200)
    page = read(boss.get(url_of(draft)))
    choices = [option["value"] for option in page.one("select", id="id_preview_country").all("option")]
    assert choices == ["EU", "BR", "EE", ""]

    def days(country):
        return said(read(preview(boss, draft, preview_country=country)))["en"][0][0]

    assert "30 days" in days("EE")
    assert "60 days" in days("BR")


def test_what_is_typed_below_the_law_is_said_before_it_is_saved(boss, configure):  # noqa: F811
    configure(MARKETS=["EU"])
    page = read(preview(boss, returns_draft(days=30), **{f"{ROW}days": "7"}))
    assert "Directive 2011/83/EU, Art. 9" in page.one("div", class_="trust-below").words


def test_who_may_not_change_drafts_gets_no_preview(limited, django_user_model):
    draft = returns_draft()
    address = url_of(draft, "preview")
    assert limited("view_policyversion").post(address).status_code == 403
    assert Client().post(address).status_code == 302


def test_the_preview_wants_a_token_and_a_post(staff):
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    draft = returns_draft()
    assert client.post(url_of(draft, "preview")).status_code == 403
    assert client.get(url_of(draft, "preview")).status_code == 405


def test_a_published_version_has_no_preview(boss):  # noqa: F811
    version = publish_policy(version=returns_draft())
    assert boss.post(url_of(version, "preview")).status_code == 403
    assert boss.post("/admin/trust/policyversion/99/preview/").status_code == 403
