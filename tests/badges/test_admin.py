from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import clear_url_caches, reverse
from django.utils import timezone

from django_trust.badges.admin_columns import state_mark
from django_trust.badges.choices import Outcome, Placement
from django_trust.badges.findings import Finding
from django_trust.badges.models import Badge, BadgeCheck
from tests.markup import read

pytestmark = pytest.mark.django_db
LIST = "/admin/trust/badge/"
HISTORY = "/admin/trust/badgecheck/"
ANSWERS = {"outcome": Outcome.PASSED}


def backup_made(host):
    """A check of the shop's own, which contacts nobody."""
    if ANSWERS["outcome"] == Outcome.PASSED:
        return Finding(Outcome.PASSED, "text", {"text": "The last backup is of today."})
    return Finding(ANSWERS["outcome"], "text", {"text": "The last backup is of March."})


class NoAddresses(FileSystemStorage):
    """A storage whose files are not on the web."""

    def url(self, name):
        raise ValueError("This file is not accessible via a URL.")


@pytest.fixture
def answers(monkeypatch):
    """What the shop's own check answers in this test."""
    monkeypatch.setitem(ANSWERS, "outcome", Outcome.PASSED)
    return ANSWERS


@pytest.fixture
def backup(db, hosts, configure, answers):
    """Make a badge that rests on the shop's own check."""
    configure(BADGES_CHECKS={"backup": "tests.badges.test_admin.backup_made"})

    def make(**fields):
        return Badge.objects.create(**{"claim": "Backups every night", "checks": ["backup"], **fields})

    return make


@pytest.fixture
def boss(client, staff):
    client.force_login(staff)
    return client


def page_url(badge, name="change"):
    return reverse(f"admin:trust_badge_{name}", args=[badge.pk])


def form_of(page):
    """What a browser would send back: every field of the badge's form as it stands."""
    data = {}
    form = page.one("form", id="badge_form")
    for field in form.all("input"):
        kind = field.attributes.get("type", "text")
        is_box = kind in ("checkbox", "radio")
        if kind in ("file", "submit") or (is_box and "checked" not in field.attributes):
            continue
        value = field.attributes.get("value", "on" if is_box else "")
        data.setdefault(field["name"], []).append(value)
    for area in form.all("textarea"):
        data[area["name"]] = [area.text.removeprefix("\n").removeprefix("\r\n")]
    for select in form.all("select"):
        chosen = [option["value"] for option in select.all("option") if "selected" in option.attributes]
        data[select["name"]] = chosen
    return data


def save(client, badge=None, **changes):
    url = page_url(badge) if badge else f"{LIST}add/"
    return client.post(url, {**form_of(read(client.get(url))), **changes, "_save": "Save"})


def errors(answer):
    """The messages of a refused form, by field."""
    assert answer.status_code == 200
    return {field: " ".join(found) for field, found in answer.context["adminform"].form.errors.items()}


def told(client, answer):
    """What the page behind a redirect says."""
    page = read(client.get(answer["Location"]))
    return [line.words for line in page.one("ul", class_="messagelist").all("li")]


def rows(page):
    return {
        row.one("span", class_="trust-claim").words: row
        for row in page.one("table", id="result_list").one("tbody").all("tr")
    }


# --- the list ---


def test_the_list_says_the_state_in_words_and_by_a_shape(boss, certificate, encrypted, found):
    soon = timezone.localdate() + timedelta(days=10)
    certificate("Plain")
    certificate("Ending", valid_until=soon)
    certificate("Off", enabled=False)
    certificate("Over", valid_until=date(2020, 1, 1))
    found(encrypted(claim="Broken"), Outcome.FAILED)
    table = rows(read(boss.get(LIST)))
    states = {claim: row.one("td", class_="field-state_column") for claim, row in table.items()}
    levels = {claim: state.one("span", class_="trust-state")["class"] for claim, state in states.items()}
    assert {claim: css.split("trust-state-")[1] for claim, css in levels.items()} == {
        "Plain": "shown",
        "Ending": "soon",
        "Off": "off",
        "Over": "hidden",
        "Broken": "hidden",
    }
    assert states["Plain"].words == "Shown"
    assert states["Ending"].words.startswith("Shown, ends on ")
    assert states["Over"].words == "Hidden: no longer valid"
    assert table["Over"].one("input", type="number")["aria-label"] == "Order of “Over”"
    shapes = {claim: str(state.one("svg").children) for claim, state in states.items()}
    assert len({shapes["Plain"], shapes["Ending"], shapes["Off"], shapes["Over"]}) == 4


def test_a_payment_method_that_is_off_is_said_to_be_hidden(boss, paying):
    Badge.objects.create(kind="payment", method="paypal")
    Badge.objects.create(kind="payment", method="pix", countries=["BR"])
    Badge.objects.create(kind="payment", method="bank_link", countries=["LV"])
    marks = {badge.method: state_mark(badge) for badge in Badge.objects.all()}
    assert {method: mark.shown for method, mark in marks.items()} == {
        "paypal": True,
        "pix": True,
        "bank_link": False,
    }
    assert "switched this payment method on" in marks["bank_link"].sentence
    assert "does not accept it at present" in read(boss.get(LIST)).words


def test_columns_are_in_the_language_of_staff(boss, certificate, settings):
    certificate({"en": "Repairs", "ar": "إصلاح"}, placements=["footer", "cart"], countries=["EE"])
    certificate({"en": "Six", "ar": "ستة"}, countries=["EE", "LV", "LT", "FI", "SE", "NO", "DK"])
    settings.LANGUAGE_CODE = "ar"
    clear_url_caches()
    table = rows(read(boss.get(LIST)))
    assert table["إصلاح"].one("td", class_="field-place_column").words.endswith("إستونيا")
    assert table["ستة"].one("td", class_="field-place_column").words.endswith("EE, LV, LT, FI, SE, NO …")


def test_queries_of_the_list_do_not_grow_with_its_rows(
    boss, encrypted, certificate, paying, django_assert_max_num_queries
):
    encrypted(placements=["any"])
    queries = f"{LIST}?state=shown&placement=footer&q=e"
    boss.get(queries)
    with django_assert_max_num_queries(20) as few:
        boss.get(queries)
    for number in range(20):
        encrypted(placements=["any"])
        certificate(f"Certificate {number}", placements=["footer"])
        Badge.objects.create(kind="payment", method="paypal", placements=["footer"])
    with django_assert_max_num_queries(20) as many:
        assert len(rows(read(boss.get(queries)))) > 1
    assert len(few) == len(many)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Plain", "Ending", "Off", "Dépôt"}),
        ("?state=shown", {"Plain", "Ending", "Dépôt"}),
        ("?state=soon", {"Ending"}),
        ("?state=hidden", {"Off"}),
        ("?state=nonsense", {"Plain", "Ending", "Off", "Dépôt"}),
        ("?placement=cart", {"Plain", "Dépôt"}),
        ("?placement=any", {"Dépôt"}),
        ("?placement=window", {"Plain", "Ending", "Off", "Dépôt"}),
        ("?kind__exact=guarantee", {"Ending"}),
        ("?state=shown&placement=cart&kind__exact=certification", {"Plain", "Dépôt"}),
        ("?q=DÉPÔT", {"Dépôt"}),
        ("?q=plain registrar", {"Plain"}),
        ("?q=راجع", {"Plain"}),
        ("?q=nobody", set()),
    ],
)
def test_filters_and_search(boss, certificate, query, shown):
    soon = timezone.localdate() + timedelta(days=10)
    certificate({"en": "Plain", "ar": "مراجعة راجع"}, placements=["cart"])
    certificate("Ending", valid_until=soon, kind="guarantee", placements=["footer"])
    certificate("Off", enabled=False, placements=["footer"])
    certificate("Dépôt", placements=["any"])
    page = boss.get(LIST + query)
    assert {badge.claim["en"] for badge in page.context["cl"].result_list} == shown


def test_the_order_is_changed_in_the_list_and_nothing_else_is(boss, certificate, configure):
    configure(BADGES_HOSTS=[])
    first, second = certificate("A"), certificate("B", checks=["no_such_check"], placements=[])
    Badge.objects.filter(pk=second.pk).update(findings={"tls": {"kept": 1}})
    answer = boss.post(
        LIST,
        {
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "2",
            "form-0-id": first.pk,
            "form-0-position": "7",
            "form-0-claim_en": "Forged",
            "form-0-enabled": "",
            "form-1-id": second.pk,
            "form-1-position": "3",
            "form-1-findings": "{}",
            "_save": "Save",
        },
    )
    assert answer.status_code == 302
    kept = {badge.claim["en"]: badge for badge in Badge.objects.all()}
    assert (kept["A"].position, kept["B"].position) == (7, 3)
    assert kept["B"].findings == {"tls": {"kept": 1}}
    assert kept["A"].enabled


@pytest.mark.parametrize("position", ["-1", "99999999", "x", ""])
def test_an_impossible_order_is_refused_in_the_list(boss, certificate, position):
    badge = certificate()
    answer = boss.post(
        LIST,
        {
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "1",
            "form-0-id": badge.pk,
            "form-0-position": position,
            "_save": "Save",
        },
    )
    assert answer.status_code == 200
    assert answer.context["cl"].formset.errors[0]["position"]


def test_badges_are_switched_off_and_on(boss, certificate):
    badges = [certificate("Good", placements=["footer"]), certificate("Over", valid_until=date(2020, 1, 1))]
    chosen = {"_selected_action": [badge.pk for badge in badges]}
    answer = boss.post(LIST, {**chosen, "action": "switch_off"})
    assert told(boss, answer) == ["2 badges were switched off."]
    assert not Badge.objects.enabled()
    answer = boss.post(LIST, {**chosen, "action": "switch_on"})
    done, warning = told(boss, answer)
    assert done == "2 badges were switched on."
    assert warning.startswith("Over: Shoppers do not see this badge")
    assert Badge.objects.enabled().count() == 2


def test_selected_badges_are_checked_now(boss, backup, answers):
    badges = [backup(claim="One"), backup(claim="Two")]
    answers["outcome"] = Outcome.FAILED
    chosen = {"_selected_action": [badge.pk for badge in badges], "action": "check_selected"}
    lines = told(boss, boss.post(LIST, chosen))
    assert lines[0] == "2 badges checked. failed: 2"
    assert lines[1].startswith("One: ")
    assert lines[1].endswith("The last backup is of March.")
    assert BadgeCheck.objects.count() == 2


def test_suggested_badges_are_added_once(boss, staff, hosts, paying):
    answer = boss.post(f"{LIST}suggest/")
    added = Badge.objects.count()
    assert added > 3
    assert f"{added} badges added" in told(boss, answer)[0]
    assert set(Badge.objects.values_list("owner", flat=True)) == {staff.pk}
    assert "nothing to add" in told(boss, boss.post(f"{LIST}suggest/"))[0]
    assert Badge.objects.count() == added
    assert boss.get(f"{LIST}suggest/").status_code == 405


# --- the form ---


def test_a_badge_is_written_in_several_languages(boss, hosts):
    answer = save(
        boss,
        kind="guarantee",
        claim_en="Repairs for ten years",
        claim_ar="إصلاح لعشر سنوات",
        statement_en="We repair\nwhat we sold.",
        placements=["product", "footer"],
        countries=["LV", "EE"],
        verify_url="shop.example/repairs",
        icon="medal",
        valid_until="2030-05-01",
    )
    assert answer.status_code == 302
    badge = Badge.objects.get()
    assert badge.claim == {"en": "Repairs for ten years", "ar": "إصلاح لعشر سنوات"}
    assert badge.statement == {"en": "We repair\nwhat we sold."}
    assert (badge.placements, sorted(badge.countries)) == (["product", "footer"], ["EE", "LV"])
    assert badge.verify_url == "https://shop.example/repairs"
    assert (badge.icon, badge.valid_until, badge.enabled) == ("medal", date(2030, 5, 1), True)


def test_saving_without_a_change_changes_nothing(boss, certificate, encrypted, staff):
    for badge in (
        certificate({"en": "A", "et": "B"}, placements=["cart", "footer"], countries=["EE"], owner=staff),
        encrypted(placements=["any"], host="shop.example", freshness_days=3),
    ):
        before = Badge.objects.filter(pk=badge.pk).values().get()
        assert save(boss, badge).status_code == 302
        after = Badge.objects.filter(pk=badge.pk).values().get()
        assert {**after, "updated_at": 0} == {**before, "updated_at": 0}


def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(boss, hosts):
    typed = {
        "kind": "security",
        "claim_en": "Our shop is 100% secure",
        "claim_ar": "متجر",
        "scope_en": "All pages",
        "method": "pix",
        "checks": ["tls", "hsts"],
        "placements": [],
        "countries": ["EE", "BR"],
        "icon": "leaf",
        "valid_from": "2030-01-02",
        "valid_until": "2030-01-01",
        "issuer": "Somebody",
    }
    answer = save(boss, **typed)
    found = errors(answer)
    assert set(found) == {"claim", "method", "placements", "icon", "valid_until"}
    assert "100% secure" in found["claim"]
    assert "Source:" in found["claim"]
    again = form_of(read(answer))
    for name, value in typed.items():
        assert sorted(again.get(name, [])) == sorted(value if isinstance(value, list) else [value]), name
    assert not Badge.objects.exists()


def test_choices_are_those_that_exist(boss, hosts):
    form = read(boss.get(f"{LIST}add/"))
    offered = {
        select["name"]: [option["value"] for option in select.all("option")] for select in form.all("select")
    }
    assert offered["host"] == ["", "shop.example"]
    assert "pix" in offered["method"]
    assert "leaf" in offered["icon"]
    assert len(offered["countries"]) == 250
    places = [box["value"] for box in form.all("input", name="placements")]
    assert places == list(Placement.values)
    for name, value in {"host": "other.example", "checks": ["x"], "countries": ["UK"]}.items():
        assert name in errors(save(boss, **{name: value}))


def test_countries_and_checks_are_named_in_the_language_of_staff(boss, hosts, settings):
    settings.LANGUAGE_CODE = "et"
    clear_url_caches()
    form = read(boss.get(f"{LIST}add/"))
    names = [option.words for option in form.one("select", name="countries").all("option")]
    assert "Läti (LV)" in names


def test_a_code_that_is_gone_is_seen_and_can_be_taken_away(boss, certificate, configure):
    badge = certificate(checks=["backup"], host="old.example", method="gone", icon="lock", placements=["any"])
    page = read(boss.get(page_url(badge)))
    assert "backup (not known any more)" in page.words
    assert "old.example (not known any more)" in page.words
    assert set(errors(save(boss, badge))) == {"checks", "method"}
    assert save(boss, badge, checks=[], host="", method="").status_code == 302
    badge.refresh_from_db()
    assert (badge.checks, badge.host, badge.method) == ([], "", "")


def test_without_hosts_the_form_says_what_to_set(boss):
    page = read(boss.get(f"{LIST}add/"))
    assert "the setting BADGES_HOSTS is empty" in page.words
    found = errors(save(boss, kind="security", checks=["tls"], placements=["any"]))
    assert "BADGES_HOSTS = " in found["checks"]


def test_warnings_of_the_rules_are_said_after_saving_and_stay_on_the_page(boss, certificate):
    badge = certificate("Eco-friendly parcels", placements=["footer"])
    answer = save(boss, badge)
    assert any("Eco-friendly" in line and "Source:" in line for line in told(boss, answer))
    remark = read(boss.get(page_url(badge))).one("ul", class_="trust-remarks")
    assert "“Eco-friendly”" in remark.words
    assert "2005/29/EC" in remark.words


def test_a_method_that_nobody_there_can_use_is_remarked_on(boss, paying):
    Badge.objects.create(kind="payment", method="pix", countries=["EE", "BR"], placements=["any"])
    page = read(boss.get(page_url(Badge.objects.get())))
    assert "Pix is not known to work in Estonia" in page.one("ul", class_="trust-remarks").words


def test_the_state_is_on_top_with_what_to_do(boss, backup, certificate):
    page = read(boss.get(page_url(backup())))
    box = page.one("section", class_="trust-status")
    assert box.one("h2").words == "Hidden: not checked yet"
    assert "has not been checked yet" in box.words
    assert "contacts shop.example" in box.words
    assert box.one("button").words == "Check now"
    shown = read(boss.get(page_url(certificate()))).one("section", class_="trust-status")
    assert "Shoppers see this badge." in shown.words
    assert not list(shown.all("button"))


def test_the_badge_is_checked_from_its_page(boss, backup, answers):
    badge = backup()
    answer = boss.post(page_url(badge, "check"))
    assert answer["Location"] == page_url(badge)
    assert told(boss, answer) == ["1 check passed.", "Shoppers see this badge."]
    answers["outcome"] = Outcome.FAILED
    lines = told(boss, boss.post(page_url(badge, "check")))
    assert lines[0].endswith("The last backup is of March.")
    assert "a check failed" in lines[1]
    assert boss.get(page_url(badge, "check")).status_code == 405


def test_a_badge_without_checks_says_so(boss, certificate):
    lines = told(boss, boss.post(page_url(certificate(), "check")))
    assert lines == ["This badge has nothing that can be checked automatically.", "Shoppers see this badge."]


def test_a_check_that_runs_meanwhile_is_not_undone_by_saving(boss, backup, found):
    badge = backup(placements=["footer"])
    data = form_of(read(boss.get(page_url(badge))))
    found(badge, check="backup")
    boss.post(page_url(badge), {**data, "issuer": "New", "_save": "Save"})
    badge.refresh_from_db()
    assert badge.issuer == "New"
    assert "backup" in badge.findings


# --- files ---


def test_documents_are_taken_kept_and_handed_to_staff(boss, certificate, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    badge = certificate(placements=["footer"])
    refused = save(boss, badge, document=SimpleUploadedFile("iso.pdf", b"<script>alert(1)</script>"))
    assert set(errors(refused)) == {"document"}
    assert "choose the files again" in read(refused).words
    assert not list(tmp_path.rglob("*.*"))
    save(boss, badge, document=SimpleUploadedFile("iso.pdf", b"%PDF-1.7 sample"))
    badge.refresh_from_db()
    page = read(boss.get(page_url(badge)))
    url = reverse("admin:trust_badge_file", args=[badge.pk, "document"])
    assert url in [link["href"] for link in page.all("a")]
    answer = boss.get(url)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 sample"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    save(boss, badge, **{"document-clear": "on"})
    badge.refresh_from_db()
    assert not badge.document
    assert boss.get(url).status_code == 404


def test_a_file_that_is_gone_and_other_names_are_not_found(boss, certificate):
    badge = certificate(document="trust/badges/documents/gone.pdf")
    assert boss.get(f"{LIST}{badge.pk}/file/document/").status_code == 404
    for name in ("findings", "owner", "pk", "claim", "artwork"):
        assert boss.get(f"{LIST}{badge.pk}/file/{name}/").status_code == 404


def test_a_storage_without_addresses_does_not_break_the_form(boss, certificate, settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "tests.badges.test_admin.NoAddresses",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    badge = certificate(document="trust/badges/documents/gone.pdf")
    assert "Download the file" in read(boss.get(page_url(badge))).words


# --- history ---


def add_checks(badge, number):
    BadgeCheck.objects.bulk_create(
        BadgeCheck(
            badge=badge,
            check_name="tls",
            host="shop.example",
            outcome=("passed", "warning", "failed", "unknown")[n % 4],
            message="text",
            facts={"text": f"Seen <b>{n}</b>"},
            checked_at=timezone.now(),
        )
        for n in range(number)
    )


def test_the_newest_checks_stand_below_the_form(boss, certificate, django_assert_max_num_queries):
    badge = certificate()
    add_checks(badge, 60)
    page = read(boss.get(page_url(badge)))
    history = page.one("section", id="trust-history")
    lines = [row.words for row in history.one("tbody").all("tr")]
    assert len(lines) == 50
    assert "Seen <b>59</b>" in lines[0]
    assert "no answer" in lines[0]
    assert "The newest 50" in history.words
    everything = next(link["href"] for link in history.all("a"))
    table = read(boss.get(everything))
    assert len(list(table.one("table", id="result_list").one("tbody").all("tr"))) == 60


def test_nobody_writes_history(boss, certificate):
    badge = certificate()
    add_checks(badge, 1)
    row = BadgeCheck.objects.get()
    before = BadgeCheck.objects.values().get()
    forged = {"outcome": "passed", "message": "forged", "facts": "{}", "_save": "Save", "post": "yes"}
    for address in ("add/", f"{row.pk}/change/", f"{row.pk}/delete/"):
        assert boss.post(HISTORY + address, forged).status_code == 403
    boss.post(HISTORY, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert BadgeCheck.objects.values().get() == before
    assert read(boss.get(f"{HISTORY}{row.pk}/change/")).words
    registered = admin.site._registry[BadgeCheck]
    assert not registered.list_editable


def test_deleting_a_badge_deletes_its_history_and_says_how_much(boss, certificate):
    badge, other = certificate("Gone"), certificate("Stays")
    add_checks(badge, 30)
    add_checks(other, 2)
    page = read(boss.get(page_url(badge, "delete")))
    assert "Badge checks: 30" in page.words
    assert "Seen" not in page.words
    boss.post(page_url(badge, "delete"), {"post": "yes"})
    assert list(Badge.objects.all()) == [other]
    assert BadgeCheck.objects.count() == 2
    chosen = {"action": "delete_selected", "_selected_action": [other.pk]}
    assert "Badge checks: 2" in read(boss.post(LIST, chosen)).words
    boss.post(LIST, {**chosen, "post": "yes"})
    assert not Badge.objects.exists()
    assert not BadgeCheck.objects.exists()


# --- the preview ---


def panels(page, code):
    section = page.one("section", id=f"preview-{code}")
    return [panel.one("template") for panel in section.all("div", class_="trust-panel")]


def test_the_preview_has_each_language_place_and_ground(boss, certificate, settings):
    badge = certificate({"en": "Repairs", "ar": "إصلاح"}, placements=["checkout", "footer"])
    page = read(boss.get(page_url(badge, "preview")))
    for code, _name in settings.LANGUAGES:
        trees = panels(page, code)
        assert len(trees) == 2 * 3  # checkout, foot and evidence, light and dark
        assert all(tree["shadowrootmode"] == "open" for tree in trees)
    arabic = panels(page, "ar")[0].one("ul", class_="trust-badges")
    assert (arabic["lang"], arabic["dir"]) == ("ar", "rtl")
    assert "إصلاح" in arabic.words
    assert "trust-badges-line" in arabic["class"]
    assert "Repairs" in panels(page, "et")[2].words


def test_the_preview_of_a_hidden_badge_says_why_shoppers_do_not_see_it(boss, certificate):
    badge = certificate("Over", valid_until=date(2020, 1, 1), placements=["any"])
    page = read(boss.get(page_url(badge, "preview")))
    assert "it is no longer valid" in page.one("p", class_="trust-preview-note").words
    assert len(panels(page, "en")) == 2 * 5
    assert "Over" in panels(page, "en")[0].words


def test_a_shop_of_a_hundred_languages_previews_a_few(boss, certificate, settings):
    from django.conf import global_settings

    settings.LANGUAGES = global_settings.LANGUAGES
    badge = certificate({"en": "Repairs", "fi": "Korjaukset"}, placements=["footer"])
    page = read(boss.get(page_url(badge, "preview")))
    assert [section["id"] for section in page.all("section", class_="module")] == ["preview-en", "preview-fi"]


# --- who may do what ---


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [
        ("view_badge", {"list", "page", "preview", "file", "history"}),
        ("change_badge", {"list", "page", "preview", "file", "history", "check", "save"}),
        ("add_badge", {"suggest"}),
        ("delete_badge", {"delete"}),
        ("view_badgecheck", {"history"}),
        ("publish_review", set()),
    ],
)
def test_each_permission_opens_what_it_is_for(limited, with_document, backup, permission, allowed):
    badge = with_document(placements=["footer"])
    client = limited(permission)
    answers = {
        "list": client.get(LIST),
        "page": client.get(page_url(badge)),
        "preview": client.get(page_url(badge, "preview")),
        "file": client.get(f"{LIST}{badge.pk}/file/document/"),
        "history": client.get(HISTORY),
        "check": client.post(page_url(badge, "check")),
        "save": client.post(page_url(badge), {"_save": "Save"}),
        "suggest": client.post(f"{LIST}suggest/"),
        "delete": client.post(page_url(badge, "delete"), {"post": "yes"}),
    }
    assert {name for name, answer in answers.items() if answer.status_code in (200, 302)} == allowed


def test_who_may_only_look_reads_words_and_not_codes(limited, certificate):
    badge = certificate({"en": "Repairs", "ar": "إصلاح"}, placements=["footer"], countries=["EE", "LV"])
    page = read(limited("view_badge").get(page_url(badge)))
    form = page.one("form", id="badge_form")
    assert "Arabic: إصلاح" in form.words
    assert "foot of every page" in form.words
    assert "EE, LV" in form.words
    assert not list(form.all("input", type="text"))
    assert "Check now" not in page.words


def test_owners_are_chosen_among_staff(boss, staff, certificate, django_user_model):
    shopper = django_user_model.objects.create_user("shopper")
    gone = django_user_model.objects.create_user("gone", is_staff=True, is_active=False)

    def offered(badge):
        owners = read(boss.get(page_url(badge))).one("select", name="owner")
        return {option.words for option in owners.all("option") if option["value"]}

    assert offered(certificate()) == {"staff"}
    assert offered(certificate(owner=gone)) == {"staff", "gone"}
    badge = certificate(placements=["footer"])
    assert set(errors(save(boss, badge, owner=shopper.pk))) == {"owner"}


FORGED = {
    "findings": '{"tls": {"outcome": "passed", "message": "tls_good", "facts": {}, "host": "", "at": ""}}',
    "warned_end": "2030-01-01",
    "warned_end_0": "2030-01-01",
    "warned_end_1": "10:00:00",
    "warned_days": "1",
    "told_hidden": "failed",
    "created_at": "2020-01-01",
    "updated_at": "2020-01-01",
    "history-TOTAL_FORMS": "1",
    "history-INITIAL_FORMS": "0",
    "history-0-outcome": "passed",
    "history-0-message": "text",
    "form-TOTAL_FORMS": "1",
    "form-INITIAL_FORMS": "1",
    "form-MAX_NUM_FORMS": "1",
}
KEPT = ("findings", "warned_end", "warned_days", "told_hidden", "created_at")


@pytest.mark.parametrize("save_as", ["_save", "_continue", "_addanother", "_saveasnew", "_popup"])
def test_what_checks_found_cannot_be_forged(boss, backup, certificate, save_as):
    backup = backup(placements=["footer"])
    add_checks(backup, 1)
    before = Badge.objects.values(*KEPT).get()
    history = list(BadgeCheck.objects.values())
    listed = {f"form-0-{name}": value for name, value in {**FORGED, "id": backup.pk, "position": "5"}.items()}
    for address in (page_url(backup), f"{LIST}add/", LIST, page_url(backup, "preview"), f"{LIST}suggest/"):
        data = form_of(read(boss.get(page_url(backup))))
        boss.post(address, {**data, **FORGED, **listed, save_as: "1"})
        assert Badge.objects.filter(pk=backup.pk).values(*KEPT).get() == before, address
        newcomers = Badge.objects.exclude(pk=backup.pk)
        assert not [badge for badge in newcomers if badge.findings or badge.told_hidden or badge.warned_end]
        assert list(BadgeCheck.objects.values()) == history, address
    names = set(form_of(read(boss.get(page_url(backup)))))
    assert not names & set(FORGED)


def test_addresses_of_badges_that_do_not_exist(boss):
    for name in ("change", "preview"):
        assert boss.get(f"{LIST}999/{name}/").status_code == 302
    assert boss.post(f"{LIST}999/check/").status_code == 302
    assert boss.get(f"{LIST}999/file/document/").status_code == 404
