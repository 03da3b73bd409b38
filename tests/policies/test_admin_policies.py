"""The list of policies, their translations, and who may do what."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from django_trust.policies.models import Policy, PolicyVersion, ReturnTerms, ShippingRate
from django_trust.policies.services import publish_policy, start_draft
from tests.markup import read
from tests.policies.admin_pages import LIST, TRANSLATIONS, boss, told, url_of  # noqa: F401
from tests.policies.terms import every_kind_of_row, published_returns, returns_draft

pytestmark = pytest.mark.django_db


def rows(client):
    """The words of each cell of the list, by policy and market."""
    table = read(client.get(LIST)).one("table", id="result_list").one("tbody")
    found = {}
    for row in table.all("tr"):
        cells = [cell.words for cell in row.children if not isinstance(cell, str)]
        found[tuple(cells[:2])] = cells[2:]
    return found


def test_the_list_says_what_is_in_force_what_comes_and_what_is_being_written(boss):  # noqa: F811
    published_returns(30, effective_from=timezone.now())
    published_returns(60, effective_from=timezone.now() + timedelta(days=20))
    returns_draft(90)
    ReturnTerms.objects.create(version=start_draft(kind="returns", market="BR"), days=7)
    published_returns(14, market="EE")
    table = rows(boss)
    now, coming, draft, _texts = table["Returns", "everywhere"]
    assert now.startswith("Version 1, since ")
    assert coming.startswith("Version 2, from ")
    assert draft == "Version 3"
    assert table["Returns", "Brazil"] == ["None yet", "–", "Version 1", "–"]
    assert table["Returns", "Estonia"][1:] == ["–", "Begin a draft", "Complete"]


def test_the_list_takes_the_same_queries_for_any_number_of_policies(boss, django_assert_num_queries):  # noqa: F811
    published_returns(texts={"en": "Keep the box.", "et": "Hoia karp alles."})
    boss.get(LIST)

    def count():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert boss.get(LIST).status_code == 200
        return len(queries)

    one = count()
    for market in ("EE", "LV", "DE", "BR"):
        published_returns(market=market)
        returns_draft(market=market, texts={"en": "More."})
    assert count() == one


def test_adding_a_policy_begins_its_first_draft(boss):  # noqa: F811
    answer = boss.post(f"{LIST}add/", {"kind": "shipping", "market": "EU"})
    draft = PolicyVersion.objects.get()
    assert answer["Location"] == url_of(draft)
    assert (draft.policy.kind, draft.policy.market, draft.is_published) == ("shipping", "EU", False)
    assert told(boss, answer) == ["This is the draft. Shoppers see it once it is published."]
    twice = boss.post(f"{LIST}add/", {"kind": "shipping", "market": "EU"})
    assert twice.status_code == 200
    assert "already exists" in " ".join(twice.context["adminform"].form.non_field_errors())
    unknown = boss.post(f"{LIST}add/", {"kind": "shipping", "market": "QQ"})
    assert set(unknown.context["adminform"].form.errors) == {"market"}


def test_a_draft_begins_with_the_terms_in_force_and_there_is_one_at_most(boss):  # noqa: F811
    version = published_returns(30)
    address = f"{LIST}{version.policy_id}/draft/"
    first = boss.post(address)
    draft = PolicyVersion.objects.drafts().get()
    assert draft.returnterms_rows.get().days == 30
    second = boss.post(address)
    assert first["Location"] == second["Location"] == url_of(draft)
    assert told(boss, second)[-1] == "There is a draft already. It was left as it is."


def test_a_draft_can_begin_with_the_terms_of_an_older_version(boss):  # noqa: F811
    old = published_returns(30)
    published_returns(60)
    page = read(boss.get(url_of(old)))
    form = next(form for form in page.all("form") if form.attributes.get("action", "").endswith("/draft/"))
    values = {field["name"]: field.attributes.get("value", "") for field in form.all("input")}
    boss.post(form["action"], values)
    assert PolicyVersion.objects.drafts().get().returnterms_rows.get().days == 30


def test_kind_and_market_of_a_policy_stay(boss):  # noqa: F811
    version = published_returns()
    address = f"{LIST}{version.policy_id}/change/"
    page = read(boss.get(address))
    assert "Returns, version 1" in page.one("section", class_="trust-history").words
    assert boss.post(address, {"kind": "privacy", "market": "BR"}).status_code == 403
    assert boss.post(f"{LIST}{version.policy_id}/delete/", {"post": "yes"}).status_code == 403
    assert Policy.objects.get().kind == "returns"


# Translations


def matrix(client):
    """The words of the cells by version, then by language."""
    table = read(client.get(TRANSLATIONS)).one("div", class_="trust-matrix")
    languages = [cell.words for cell in table.one("thead").all("th")][1:]
    found = {}
    for row in table.one("tbody").all("tr"):
        cells = [cell.words for cell in row.all("td")]
        found[next(row.one("th").all("a")).words] = dict(zip(languages, cells, strict=True))
    return found


def test_the_matrix_says_what_is_current_stale_and_missing(boss):  # noqa: F811
    published_returns(texts={"en": "Keep the box.", "et": "Hoia karp alles.", "ar": "احتفظ بالعلبة."})
    returns_draft(texts={"en": "Keep the box and the bill.", "ar": ""})
    found = matrix(boss)
    assert found["Returns, version 1"] == {
        "English": "Original",
        "Arabic": "Current",
        "Brazilian Portuguese": "Missing",
        "Indonesian": "Missing",
        "Estonian": "Current",
        "Edit": "Edit",
    }
    draft = found["Returns, draft of version 2"]
    assert draft["Estonian"] == "Out of date: translates version 1 of 2"
    assert draft["Arabic"] == "Missing"


def test_the_matrix_counts_short_texts_and_leads_to_a_draft(boss):  # noqa: F811
    draft = start_draft(kind="shipping")
    facts = {"price": 5, "currency": "EUR"}
    ShippingRate.objects.create(version=draft, name={"en": "Courier", "et": "Kuller"}, **facts)
    ShippingRate.objects.create(version=draft, name={"en": "Post"}, **facts)
    publish_policy(version=draft)
    found = matrix(boss)["Delivery, version 1"]
    assert found["English"] == "No text"
    assert (found["Estonian"], found["Arabic"]) == ("1 short text missing", "2 short texts missing")
    assert rows(boss)["Delivery", "everywhere"][3] == "Incomplete in 4 languages"
    forms = read(boss.get(TRANSLATIONS)).all("form")
    form = next(form for form in forms if form.attributes.get("action", "").endswith("/draft/"))
    assert form.words == "Begin a draft"
    assert boss.post(form["action"])["Location"] == url_of(PolicyVersion.objects.drafts().get())


# Who may do what


def test_everybody_needs_a_permission(limited):
    version = published_returns()
    client = limited()
    pages = [LIST, TRANSLATIONS, f"{LIST}add/", f"{LIST}{version.policy_id}/change/", url_of(version)]
    assert [client.get(page).status_code for page in pages] == [403] * len(pages)
    assert client.post(f"{LIST}{version.policy_id}/draft/").status_code == 403
    assert Client().get(TRANSLATIONS).status_code == 302


def test_readers_see_drafts_and_versions_and_change_nothing(limited):
    version = published_returns(30)
    draft = returns_draft(45)
    client = limited("view_policy", "view_policyversion")
    page = read(client.get(url_of(draft)))
    assert "45 days" in page.one("section", class_="trust-live").words
    assert not [field for field in page.all("input") if field.attributes.get("type") == "submit"]
    assert client.get(url_of(version)).status_code == 200
    assert rows(client)["Returns", "everywhere"][2] == "Version 2"
    assert client.post(url_of(draft), {"returnterms_rows-0-days": "7"}).status_code == 403
    assert client.post(f"{LIST}{version.policy_id}/draft/").status_code == 403
    assert client.post(url_of(draft, "delete"), {"post": "yes"}).status_code == 403
    assert client.post(url_of(draft, "publish"), {}).status_code == 403
    assert draft.returnterms_rows.get().days == 45


def test_rows_of_a_draft_belong_to_it(limited):
    """Whoever may change drafts needs no further permission for their rows."""
    draft = returns_draft(45)
    page = read(limited("view_policyversion", "change_policyversion").get(url_of(draft)))
    assert page.one("input", name="returnterms_rows-0-days")["value"] == "45"


# Published versions


def test_no_page_of_the_admin_changes_what_is_published(boss):  # noqa: F811
    every_kind_of_row()
    stored = {version.pk: (version.digest, version.terms) for version in PolicyVersion.objects.all()}
    forged = {
        "returnterms_rows-TOTAL_FORMS": "1",
        "returnterms_rows-INITIAL_FORMS": "1",
        "returnterms_rows-0-id": str(ReturnTerms.objects.get().pk),
        "returnterms_rows-0-days": "7",
        "returnterms_rows-0-DELETE": "on",
        "summary_en": "Forged",
        "published_at": "",
        "digest": "0",
        "_save": "Save",
    }
    actions = {"action": "delete_selected", "_selected_action": list(stored), "post": "yes"}
    for version in PolicyVersion.objects.all():
        page = read(boss.get(url_of(version)))
        names = {field["name"] for field in page.all("input") if "name" in field.attributes}
        assert names <= {"csrfmiddlewaretoken", "copy"}
        assert "As it was published" in page.words
        boss.post(url_of(version), forged)
        assert boss.post(url_of(version, "delete"), {"post": "yes"}).status_code == 403
        boss.post("/admin/trust/policyversion/", {**actions, "select_across": "1"})
        boss.post(LIST, {**actions, "_selected_action": [version.policy_id]})
    assert {v.pk: (v.digest, v.terms) for v in PolicyVersion.objects.all()} == stored
    assert ReturnTerms.objects.get().days == 30


def test_a_version_changed_by_sql_is_found_out_on_its_page(boss):  # noqa: F811
    from django.db import connection

    version = published_returns(30)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trust_returnterms SET days = 7")
    assert "Changed in the database since" in read(boss.get(url_of(version))).words


def test_shoppers_in_each_country_are_read_from_the_page(boss, configure):  # noqa: F811
    configure(MARKETS=["EU", "BR"])
    draft = returns_draft(30, countries=["BR"])
    ReturnTerms.objects.create(version=draft, days=60, position=200)
    version = publish_policy(version=draft)

    def panel(country):
        return read(boss.get(url_of(version), {"country": country})).one("section", class_="trust-live")

    assert "30 days" in panel("BR").words
    assert "60 days" in panel("EU").words
    chosen = [link.words for link in panel("BR").all("a") if link.attributes.get("aria-current")]
    assert chosen == ["Brazil"]
