"""A draft as staff write it: the admin's own pages, posted as a browser would."""

from datetime import date, time
from decimal import Decimal

import pytest

from django_trust.policies.admin_forms import ReturnTermsForm
from django_trust.policies.models import PolicyVersion, ReturnTerms, ShippingRate
from django_trust.policies.rows import facts_of_draft
from django_trust.policies.services import publish_policy, start_draft
from tests.markup import read
from tests.policies.admin_pages import (  # noqa: F401
    add_row,
    boss,
    complaints,
    draft_form,
    save_draft,
    told,
    url_of,
)
from tests.policies.terms import published_returns, returns_draft, write

pytestmark = pytest.mark.django_db
ROW = "returnterms_rows-0-"
RATE = "shippingrate_rows-0-"
KINDS = ["returns", "shipping", "guarantee", "payment", "privacy"]


def saved(answer):
    assert answer.status_code == 302, complaints(answer)
    return answer


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_draft_has_the_fields_of_its_kind_and_of_no_other(boss, kind):  # noqa: F811
    names = set(draft_form(boss, start_draft(kind=kind)))
    prefixes = {name.split("-")[0] for name in names if name.endswith("-TOTAL_FORMS")}
    own = {
        "returns": {"returnterms_rows"},
        "shipping": {"shippingrate_rows"},
        "guarantee": {"guaranteeterms_rows"},
        "payment": {"paymentterms_rows"},
        "privacy": {"privacyterms_rows", "privacypurpose_rows"},
    }
    assert prefixes == {*own[kind], "translations"}


@pytest.mark.parametrize("kind", ["guarantee", "payment", "privacy"])
def test_terms_whose_defaults_are_right_are_stored_as_they_stand(boss, kind):  # noqa: F811
    draft = start_draft(kind=kind)
    saved(save_draft(boss, draft))
    facts = facts_of_draft(draft)
    assert len(facts.guarantees + facts.payments + facts.privacy) == 1


def test_return_terms_are_typed_as_words_and_boxes_and_kept_as_codes(boss):  # noqa: F811
    draft = start_draft(kind="returns")
    answer = save_draft(
        boss,
        draft,
        **{
            f"{ROW}countries": "ee, LV;eu",
            f"{ROW}days": "30",
            f"{ROW}remorse_fees": "fixed",
            f"{ROW}remorse_amount": "4.90",
            f"{ROW}currency": "eur",
            f"{ROW}methods": ["mail", "in_store"],
            f"{ROW}exclusions": ["e", "c"],
            f"{ROW}return_countries": "EE\nLV",
        },
    )
    saved(answer)
    row = ReturnTerms.objects.get()
    assert row.countries == ["EE", "LV", "EU"]
    assert (row.days, row.remorse_amount, row.currency) == (30, Decimal("4.9"), "EUR")
    assert row.methods == ["mail", "in_store"]
    assert row.exclusions == ["c", "e"]
    assert row.return_countries == ["EE", "LV"]
    shown = draft_form(boss, draft)
    assert shown[f"{ROW}countries"] == ["EE, LV, EU"]
    assert shown[f"{ROW}remorse_amount"] == ["4.9"]


def test_saving_a_page_that_nobody_touched_changes_nothing(boss):  # noqa: F811
    draft = returns_draft(texts={"en": "Keep the box.", "ar": "احتفظ بالعلبة."}, countries=["EE"])
    row = draft.returnterms_rows.get()
    row.seasons.create(first_day=date(2026, 11, 1), last_day=date(2026, 12, 24), days=60)
    before = facts_of_draft(draft)
    saved(save_draft(boss, draft))
    assert facts_of_draft(PolicyVersion.objects.get(pk=draft.pk)) == before


def test_a_wrong_entry_is_said_at_its_field_and_all_else_stays_typed(boss):  # noqa: F811
    draft = returns_draft(days=14)
    changes = {
        f"{ROW}countries": "EE, QQ",
        f"{ROW}days": "0",
        f"{ROW}refund_days": "9",
        f"{ROW}conditions": [],
        f"{ROW}seasons-0-first_day": "2026-12-24",
        f"{ROW}seasons-0-last_day": "2026-11-01",
        f"{ROW}seasons-0-days": "60",
        "summary_ar": "مهلة أطول",
    }
    answer = save_draft(boss, draft, **changes)
    found = complaints(answer)
    assert set(found) == {"countries", "days", "conditions", "seasons"}
    assert "QQ" in found["countries"]
    assert found["seasons"].startswith("Season 1, Bought until: ")
    page = read(answer)
    assert page.one("input", name=f"{ROW}countries")["value"] == "EE, QQ"
    assert page.one("input", name=f"{ROW}refund_days")["value"] == "9"
    assert page.one("input", name=f"{ROW}seasons-0-last_day")["value"] == "2026-11-01"
    assert "مهلة أطول" in page.one("textarea", name="summary_ar").text
    assert ReturnTerms.objects.get().days == 14


def test_seasons_are_added_changed_and_taken_away_in_their_lines(boss):  # noqa: F811
    draft = returns_draft()
    season = {"first_day": "2026-11-01", "last_day": "2026-12-24", "days": "60", "until": ""}
    typed = {f"{ROW}seasons-0-{name}": value for name, value in season.items()}
    more = {f"{ROW}seasons-1-first_day": "2026-06-01", f"{ROW}seasons-1-last_day": "2026-06-30"}
    saved(save_draft(boss, draft, **typed, **more, **{f"{ROW}seasons-1-until": "2026-08-31"}))
    kept = ReturnTerms.objects.get().seasons
    assert list(kept.values_list("first_day", "days", "until")) == [
        (date(2026, 6, 1), None, date(2026, 8, 31)),
        (date(2026, 11, 1), 60, None),
    ]
    emptied = {f"{ROW}seasons-0-{name}": "" for name in season}
    saved(save_draft(boss, draft, **emptied, **{f"{ROW}seasons-1-days": "90"}))
    assert list(kept.values_list("first_day", "days")) == [(date(2026, 11, 1), 90)]


def test_seasons_need_terms_that_count_days(boss):  # noqa: F811
    season = {"first_day": "2026-11-01", "last_day": "2026-12-24", "days": "60"}
    typed = {f"{ROW}seasons-0-{name}": value for name, value in season.items()}
    answer = save_draft(boss, returns_draft(), **typed, **{f"{ROW}category": "unlimited", f"{ROW}days": ""})
    assert set(complaints(answer)) == {"seasons"}


def test_a_way_of_delivery(boss):  # noqa: F811
    draft = start_draft(kind="shipping")
    typed = {
        "name_en": "Courier",
        "name_et": "Kuller",
        "countries": "US",
        "regions": "CA, ny",
        "postal_codes": "902\n90 210",
        "price": "4.90",
        "currency": "USD",
        "cutoff": "14:30",
        "origin": "EE",
        "time_zone": "Europe/Tallinn",
        "delivery_weekdays": ["1", "6"],
    }
    saved(save_draft(boss, draft, **{f"{RATE}{name}": value for name, value in typed.items()}))
    rate = ShippingRate.objects.get()
    assert rate.name == {"en": "Courier", "et": "Kuller"}
    assert (rate.regions, rate.postal_codes) == (["CA", "NY"], ["902", "90 210"])
    assert (rate.cutoff, rate.time_zone, rate.delivery_weekdays) == (time(14, 30), "Europe/Tallinn", [1, 6])


def test_rows_are_added_and_deleted(boss):  # noqa: F811
    draft = start_draft(kind="privacy")
    saved(save_draft(boss, draft))
    purpose = {"purpose": "order", "retention_months": "84", "processors": "Acme, Inc.\nBeta OÜ\n"}
    saved(add_row(boss, draft, "privacypurpose_rows", **purpose))
    assert draft.privacypurpose_rows.get().processors == ["Acme, Inc.", "Beta OÜ"]
    saved(save_draft(boss, draft, **{"privacypurpose_rows-0-DELETE": "on"}))
    assert not draft.privacypurpose_rows.exists()


def test_a_code_that_is_not_known_any_more_stays_seen_and_can_be_taken_away(boss, configure):  # noqa: F811
    configure(BADGES_PAYMENT_METHODS={"stamps": ("Stamps", "card")})
    draft = start_draft(kind="payment")
    row = "paymentterms_rows-0-"
    saved(save_draft(boss, draft, **{f"{row}methods": ["card", "stamps"]}))
    configure(BADGES_PAYMENT_METHODS={})
    page = read(boss.get(url_of(draft)))
    labels = [label.words for label in page.all("label")]
    assert "stamps (not known any more)" in labels
    assert set(complaints(save_draft(boss, draft))) == {"methods"}
    saved(save_draft(boss, draft, **{f"{row}methods": ["card"]}))


# The law


def test_the_law_stands_beside_each_field_for_every_market_of_the_row(boss, configure):  # noqa: F811
    configure(MARKETS=["EU", "BR"])

    def floors(draft):
        page = read(boss.get(url_of(draft)))
        box = page.one("div", id=f"id_{ROW}days_helptext")
        return [line.words.split(":")[0] for line in box.all("span", class_="trust-floor")]

    assert floors(returns_draft(market="")) == ["EU", "BR"]
    assert floors(returns_draft(market="BR")) == ["BR"]
    assert floors(returns_draft(market="EE")) == ["EE"]
    assert floors(returns_draft(market="US")) == []
    assert floors(returns_draft(market="EU", countries=["DE"])) == ["DE"]


def test_terms_below_the_law_are_said_after_saving_and_kept_all_the_same(boss, configure):  # noqa: F811
    configure(MARKETS=["EU"])
    draft = returns_draft(days=30)
    answer = saved(save_draft(boss, draft, **{f"{ROW}days": "7"}))
    said = told(boss, answer)
    assert any("Directive 2011/83/EU" in line and "7 days" in line for line in said)
    assert ReturnTerms.objects.get().days == 7


# Texts


def test_texts_are_cleaned_and_know_the_original_they_translate(boss):  # noqa: F811
    first = published_returns(texts={"en": "Keep the box.", "et": "Hoia karp alles."})
    draft = start_draft(kind="returns")
    form = draft_form(boss, draft)
    rows = {form[f"translations-{number}-language"][0]: f"translations-{number}-" for number in (0, 1)}
    changed = {f"{rows['en']}text": '<p onclick="x()">Keep the box and the bill.</p><script>x()</script>'}
    saved(save_draft(boss, draft, **changed))
    texts = {row.language: row for row in draft.translations.all()}
    assert "onclick" not in texts["en"].html
    assert "<script" not in texts["en"].html
    assert texts["et"].renders == first
    assert facts_of_draft(draft).prose["et"].stale
    answer = saved(save_draft(boss, draft, **{f"{rows['et']}text": "Uus", f"{rows['et']}renders": ""}))
    assert not facts_of_draft(draft).prose["et"].stale
    page = read(boss.get(answer["Location"]))
    assert "Estonian Current" in page.one("ul", class_="trust-texts").words


def test_a_text_can_only_translate_a_published_version_of_its_own_policy(boss):  # noqa: F811
    other = published_returns(market="BR")
    draft = returns_draft(texts={"et": "Hoia karp alles."})
    answer = save_draft(boss, draft, **{"translations-0-renders": str(other.pk)})
    assert set(complaints(answer)) == {"renders"}


def test_a_language_has_one_text(boss):  # noqa: F811
    draft = returns_draft(texts={"en": "Keep the box."})
    answer = add_row(boss, draft, "translations", language="en", text="Twice")
    assert "language" in complaints(answer)["__all__"]


# Published while somebody typed


def test_whoever_saves_what_was_just_published_is_told_and_nothing_changes(boss):  # noqa: F811
    draft = returns_draft(days=30)
    typed = draft_form(boss, draft)
    publish_policy(version=draft)
    answer = boss.post(url_of(draft), {**typed, f"{ROW}days": "7"})
    assert told(boss, answer) == [
        "Returns, version 1 is published and cannot be changed. Nothing of what you sent was saved."
    ]
    assert ReturnTerms.objects.get().days == 30


def test_a_publication_in_the_middle_of_saving_undoes_the_save(boss, monkeypatch):  # noqa: F811
    draft = returns_draft(days=30)
    write(draft, "en", "Keep the box.")
    check = ReturnTermsForm.clean

    def publish_first(form):
        publish_policy(version=draft)
        return check(form)

    monkeypatch.setattr(ReturnTermsForm, "clean", publish_first)
    answer = save_draft(boss, draft, summary_en="Longer", **{f"{ROW}days": "7"})
    monkeypatch.undo()
    assert answer.status_code == 302
    assert ReturnTerms.objects.get().days == 30


def test_a_draft_can_be_deleted_with_all_its_rows(boss):  # noqa: F811
    published = published_returns(texts={"en": "Keep the box.", "et": "Hoia karp alles."})
    draft = returns_draft(days=7)
    answer = boss.post(url_of(draft, "delete"), {"post": "yes"})
    assert answer.status_code == 302
    assert list(PolicyVersion.objects.all()) == [published]
