"""The one page of the admin about the shop, by posting what its forms send."""

from datetime import time

import pytest
from django.contrib import admin

from django_trust.shop.identity.admin import ShopProfileAdmin
from django_trust.shop.identity.admin_forms import language_choices, time_zone_choices
from django_trust.shop.identity.blocks import support
from django_trust.shop.identity.models import OpeningHours, ShopProfile, ShopRegistration, SupportChannel
from tests.markup import read

pytestmark = pytest.mark.django_db
LIST, ADD, CHANGE, PREVIEW = (
    f"/admin/trust/shopprofile/{path}" for path in ("", "add/", "1/change/", "preview/")
)
INLINES = ("channels", "hours", "closures", "registrations")
EMPTY = {
    "legal_name": "Põhjatuul OÜ",
    **{f"{prefix}-{name}": "0" for prefix in INLINES for name in ("TOTAL_FORMS", "INITIAL_FORMS")},
}
CHANNEL = {
    "channels-TOTAL_FORMS": "1",
    "channels-0-kind": "email",
    "channels-0-value": "help@shop.example",
    "channels-0-languages": ["et", "ru"],
    "channels-0-answer_minutes": "240",
    "channels-0-note_en": "We read every mail.",
    "channels-0-position": "1",
}


@pytest.fixture
def editor(client, staff):
    client.force_login(staff)
    return client


def errors(response):
    return [line.words for box in read(response).all("ul", class_="errorlist") for line in box.all("li")]


def test_the_list_leads_to_the_one_form(editor):
    assert editor.get(LIST).headers["Location"] == ADD
    editor.post(ADD, EMPTY)
    assert editor.get(LIST).headers["Location"] == CHANGE


def test_adding_makes_the_first_profile_and_no_second(editor):
    assert editor.post(ADD, EMPTY, follow=True).redirect_chain[-1][0] == CHANGE
    assert ShopProfile.objects.get().pk == 1
    assert editor.get(ADD).status_code == 403
    assert editor.post(ADD, EMPTY).status_code == 403


def test_everything_about_the_shop_is_saved_from_one_page(editor):
    data = {
        **EMPTY,
        **CHANNEL,
        "founded": "2014",
        "story_en": "We began with one kettle.",
        "story_et": "",
        "country": "EE",
        "time_zone": "Europe/Tallinn",
        "logo_url": "shop.example/logo.png",
        "hours-TOTAL_FORMS": "1",
        "hours-0-weekday": "1",
        "hours-0-opens": "09:00",
        "hours-0-closes": "17:30",
        "closures-TOTAL_FORMS": "1",
        "closures-0-first_day": "2026-12-24",
        "closures-0-last_day": "2026-12-26",
        "closures-0-reason_en": "Christmas",
        "registrations-TOTAL_FORMS": "1",
        "registrations-0-scheme": "registrikood",
        "registrations-0-number": "10137319",
        "registrations-0-position": "1",
    }
    response = editor.post(ADD, data)
    assert response.status_code == 302, errors(response)
    profile = ShopProfile.objects.get()
    assert (profile.story, profile.country) == ({"en": "We began with one kettle."}, "EE")
    assert profile.logo_url == "https://shop.example/logo.png"
    channel = profile.channels.get()
    assert (channel.languages, channel.note) == (["et", "ru"], {"en": "We read every mail."})
    assert profile.hours.get().closes == time(17, 30)
    assert profile.closures.get().reason == {"en": "Christmas"}
    assert profile.registrations.get().number == "10137319"


def test_the_form_comes_back_with_what_was_saved(editor):
    editor.post(ADD, {**EMPTY, **CHANNEL})
    page = read(editor.get(CHANGE))
    checked = [
        box["value"] for box in page.all("input", name="channels-0-languages") if "checked" in box.attributes
    ]
    assert checked == ["et", "ru"]
    assert page.one("input", name="channels-0-note_en")["value"] == "We read every mail."
    assert page.one("textarea", name="story_ar")["dir"] == "rtl"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"legal_name": " "}, "This field is required."),
        ({"founded": "9999"}, "This year is yet to come."),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
        ({**CHANNEL, "channels-0-value": "javascript:alert(1)"}, "Please write an e-mail address."),
        ({**CHANNEL, "channels-0-languages": ["xx"]}, "Select a valid choice"),
        (
            {
                "registrations-TOTAL_FORMS": "1",
                "registrations-0-scheme": "registrikood",
                "registrations-0-number": "1",
                "registrations-0-position": "1",
            },
            "An example: 10137319",
        ),
        (
            {
                "closures-TOTAL_FORMS": "1",
                "closures-0-first_day": "2026-12-24",
                "closures-0-last_day": "2026-12-23",
            },
            "The last day is before the first.",
        ),
    ],
)
def test_what_is_wrong_is_told_and_nothing_saved(editor, wrong, words):
    response = editor.post(ADD, {**EMPTY, **wrong})
    assert response.status_code == 200
    assert any(words in error for error in errors(response))
    assert not ShopProfile.objects.exists()


def test_a_change_shows_to_shoppers_at_once(editor, profile, add_channel):
    channel = add_channel()
    assert "help@shop.example" in support({})
    data = {
        **EMPTY,
        **CHANNEL,
        "channels-INITIAL_FORMS": "1",
        "channels-0-id": channel.pk,
        "channels-0-profile": "1",
        "channels-0-value": "care@shop.example",
    }
    assert editor.post(CHANGE, data).status_code == 302
    assert "care@shop.example" in support({})


def test_a_zone_that_is_no_longer_known_is_replaced_by_that_of_the_settings(editor, profile):
    ShopProfile.objects.update(time_zone="Mars/Olympus")
    assert editor.get(CHANGE).status_code == 200
    editor.post(CHANGE, {**EMPTY, "time_zone": ""})
    assert ShopProfile.objects.get().time_zone == ""


def test_the_preview_shows_both_blocks_in_every_language(editor, profile, add_channel, add_number, open_on):
    add_channel()
    add_number()
    open_on(1)
    page = read(editor.get(PREVIEW))
    sections = [section["lang"] for section in page.all("section")]
    assert sections == ["en", "en", "ar", "ar", "pt-BR", "pt-BR", "id", "id", "et", "et"]
    assert [heading.words for heading in page.all("h2", class_="trust-subheading")] == [
        "English",
        "Arabic",
        "Brazilian Portuguese",
        "Indonesian",
        "Estonian",
    ]


def test_the_form_links_to_the_preview(editor, profile):
    assert read(editor.get(CHANGE)).one("a", href=PREVIEW).words == "As shoppers see it"


def test_an_empty_preview_is_a_page_too(editor):
    assert editor.get(PREVIEW).status_code == 200


@pytest.mark.parametrize("url", [LIST, ADD, PREVIEW])
def test_strangers_are_sent_to_log_in(client, url):
    assert client.get(url).status_code == 302
    assert client.get(url).headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("url", [LIST, ADD, CHANGE, PREVIEW])
def test_staff_without_permission_see_nothing(limited, profile, url):
    assert limited("view_review").get(url).status_code == 403


def test_who_may_only_look_changes_nothing(limited, profile):
    client = limited("view_shopprofile")
    assert client.get(LIST).headers["Location"] == CHANGE
    assert client.get(CHANGE).status_code == 200
    assert client.get(PREVIEW).status_code == 200
    assert client.post(CHANGE, {**EMPTY, "legal_name": "Mine"}).status_code == 403
    assert ShopProfile.objects.get().legal_name == "Põhjatuul OÜ"


def test_who_may_only_look_gets_an_empty_list_while_there_is_no_profile(limited):
    assert limited("view_shopprofile").get(LIST).status_code == 200


def test_deleting_leads_to_the_empty_form(editor, profile, add_channel, open_on, add_number):
    add_channel()
    add_number()
    open_on(1)
    response = editor.post("/admin/trust/shopprofile/1/delete/", {"post": "yes"}, follow=True)
    assert response.redirect_chain[-1][0] == ADD
    for model in (SupportChannel, OpeningHours, ShopRegistration):
        assert not model.objects.exists()


def test_languages_of_the_shop_come_first_and_none_twice():
    codes = [code for code, _name in language_choices(("tlh", "ru"))]
    assert codes[:6] == ["en", "ar", "pt-br", "id", "et", "tlh"]
    assert len(codes) == len(set(codes))
    assert "en-au" not in codes


def test_every_time_zone_can_be_chosen():
    groups = dict(time_zone_choices()[1:])
    assert ("Europe/Tallinn", "Europe/Tallinn") in groups["Europe"]
    assert sum(len(group) for group in groups.values()) > 400


def test_the_admin_is_registered_once():
    assert isinstance(admin.site._registry[ShopProfile], ShopProfileAdmin)
