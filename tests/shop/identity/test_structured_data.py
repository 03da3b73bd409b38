"""The shop as schema.org sees it."""

import json
from datetime import time

import pytest
from django.utils import timezone, translation

from django_trust.shop.identity.models import OpeningHours, ShopProfile
from django_trust.shop.identity.structured_data import organization_jsonld
from django_trust.shop.identity.widgets import shop_facts, support

pytestmark = pytest.mark.django_db
BASE = "https://pages.example/"
CERTIFICATE = {"@type": "Certification", "name": "Organic"}


def test_nothing_stored_is_no_node():
    assert organization_jsonld(BASE) is None


def test_certificates_alone_have_a_shop_to_hold_them():
    assert organization_jsonld(BASE, [CERTIFICATE]) == {
        "@type": "OnlineStore",
        "@id": "https://shop.example/#organization",
        "name": "Test Shop",
        "url": "https://shop.example/",
        "hasCertification": [CERTIFICATE],
    }


def test_the_node_says_who_and_where(profile):
    ShopProfile.objects.update(region="Harju", logo_url="https://shop.example/logo.png")
    assert organization_jsonld(BASE) == {
        "@type": "OnlineStore",
        "@id": "https://shop.example/#organization",
        "name": "Test Shop",
        "legalName": "Põhjatuul OÜ",
        "url": "https://shop.example/",
        "logo": "https://shop.example/logo.png",
        "foundingDate": "2014",
        "description": "We began with one kettle. Still packed by hand.",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "Viru 12-3",
            "postalCode": "10140",
            "addressLocality": "Tallinn",
            "addressRegion": "Harju",
            "addressCountry": "EE",
        },
    }


def test_numbers_stand_under_their_own_properties(profile, add_number):
    add_number("vat", "EE 100 931 558")
    add_number("registrikood", "10137319")
    add_number("cnpj", "16.727.230/0001-97")
    add_number("npwp", "01.300.066.6-091.000")
    add_number("lei", "213800KUD8LAJWSQ9D15")
    add_number("cr", "1010 123456")
    add_number("other", "77", label="Licence", verify_url="https://register.example/77")
    node = organization_jsonld(BASE)
    assert node["vatID"] == "EE100931558"
    assert node["taxID"] == ["16727230000197", "013000666091000"]
    assert node["leiCode"] == "213800KUD8LAJWSQ9D15"
    assert node["iso6523Code"] == ["0191:10137319", "0199:213800KUD8LAJWSQ9D15"]
    assert node["identifier"] == [
        {
            "@type": "PropertyValue",
            "propertyID": "cr",
            "name": "Commercial registration number",
            "value": "1010123456",
        },
        {
            "@type": "PropertyValue",
            "name": "Licence",
            "value": "77",
            "url": "https://register.example/77",
        },
    ]


def test_channels_are_contact_points_with_hours_by_the_shops_clock(profile, add_channel, open_on):
    add_channel("email", "help@shop.example", languages=["et", "pt-br"])
    add_channel("phone", "+372 5555 1234")
    add_channel("visit", "Harbour")
    add_channel("chat", "javascript:alert(1)")
    open_on(1, 2)
    open_on(6, opens=22, closes=3)
    with translation.override("ar-eg"), timezone.override("Asia/Jakarta"):
        mail, phone = organization_jsonld(BASE)["contactPoint"]
    assert mail == {
        "@type": "ContactPoint",
        "contactType": "customer service",
        "email": "help@shop.example",
        "availableLanguage": ["et", "pt-BR"],
    }
    assert phone["telephone"] == "+37255551234"
    assert phone["hoursAvailable"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": ["https://schema.org/Monday", "https://schema.org/Tuesday"],
            "opens": "09:00",
            "closes": "17:00",
        },
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": ["https://schema.org/Saturday"],
            "opens": "22:00",
            "closes": "03:00",
        },
    ]


@pytest.mark.parametrize(("clock", "closes"), [(time(0), "23:59"), (time(8), "07:59")])
def test_a_day_and_a_night_are_not_taken_for_closed(profile, add_channel, clock, closes):
    add_channel("phone", "+372 5555 1234")
    OpeningHours.objects.create(profile=profile, weekday=1, opens=clock, closes=clock)
    ((hours,),) = [point["hoursAvailable"] for point in organization_jsonld(BASE)["contactPoint"]]
    assert (hours["opens"], hours["closes"]) == (f"{clock:%H:%M}", closes)


def test_a_channel_that_is_always_open_says_all_days(profile, add_channel):
    add_channel("chat", "https://shop.example/chat", always_open=True)
    ((hours,),) = [point["hoursAvailable"] for point in organization_jsonld(BASE)["contactPoint"]]
    assert (len(hours["dayOfWeek"]), hours["opens"], hours["closes"]) == (7, "00:00", "23:59")


def test_the_description_is_cut_between_words(profile):
    ShopProfile.objects.update(story={"en": "kettle " * 100})
    description = organization_jsonld(BASE)["description"]
    assert len(description) <= 300
    assert description.endswith("kettle…")


def test_the_shop_gives_itself_no_stars(profile, add_channel, add_number, open_on):
    add_channel()
    add_number()
    open_on(1)
    text = json.dumps(organization_jsonld(BASE, [CERTIFICATE]))
    assert "aggregateRating" not in text
    assert "eview" not in text


def test_hosts_may_leave_the_shop_out(profile, configure):
    configure(JSONLD_EXCLUDE=["Organization"])
    assert organization_jsonld(BASE, [CERTIFICATE]) is None


def test_an_address_without_a_host_is_completed(profile, configure):
    configure(ADAPTER="django_trust.shop.adapter.ShopAdapter")
    node = organization_jsonld(BASE)
    assert (node["@id"], node["name"]) == ("https://pages.example/#organization", "Põhjatuul OÜ")


def test_a_page_reads_everything_once(profile, add_channel, add_number, open_on, django_assert_num_queries):
    add_channel()
    add_number()
    open_on(1)
    memo = {}
    with django_assert_num_queries(5):
        assert support(memo=memo)
        assert shop_facts(memo)
        assert organization_jsonld(BASE, memo=memo)


def test_rows_that_no_form_would_take_break_nothing(profile, add_channel, add_number):
    ShopProfile.objects.update(logo_url="javascript:alert(1)", founded=32767, time_zone="Mars", story=7)
    add_channel("pigeon", "roof", languages=7, note=7)
    add_number("gone", "</script>", verify_url="javascript:alert(1)")
    add_number("vat", "</script>")
    node = organization_jsonld(BASE)
    assert not {"logo", "foundingDate", "contactPoint", "description"} & set(node)
    assert "javascript" not in json.dumps(node)
