"""What staff can save, through ``full_clean`` as forms call it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from django_trust.shop.identity.models import ShopClosure, ShopProfile, ShopRegistration, SupportChannel

NOBODY = ["profile"]


def problems(instance):
    with pytest.raises(ValidationError) as caught:
        instance.full_clean(exclude=NOBODY, validate_unique=False, validate_constraints=False)
    return caught.value.message_dict


def cleaned(instance):
    instance.full_clean(exclude=NOBODY, validate_unique=False, validate_constraints=False)
    return instance


def test_a_profile_needs_no_more_than_a_name():
    profile = cleaned(ShopProfile(legal_name="  Põhjatuul\u202e OÜ\n"))
    assert profile.legal_name == "Põhjatuul OÜ"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"legal_name": ""}, "legal_name"),
        ({"legal_name": "\u200b \u3164"}, "legal_name"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"time_zone": "Europe"}, "time_zone"),
        ({"founded": 9999}, "founded"),
        ({"founded": 999}, "founded"),
        ({"country": "ee"}, "country"),
        ({"country": "EE\n"}, "country"),
        ({"logo_url": "javascript:alert(1)"}, "logo_url"),
        ({"logo_url": "ftp://shop.example/logo.png"}, "logo_url"),
        ({"story": {"et": "x" * 3001}}, "story"),
    ],
)
def test_a_profile_is_checked(facts, field):
    assert list(problems(ShopProfile(**{"legal_name": "Shop", **facts}))) == [field]


def test_all_problems_of_a_profile_are_told_at_once():
    assert set(problems(ShopProfile(legal_name="", time_zone="Mars", founded=9000))) == {
        "legal_name",
        "time_zone",
        "founded",
    }


@pytest.mark.django_db
def test_there_is_one_profile_and_no_more():
    ShopProfile.objects.create(legal_name="First")
    for key in (1, 2):
        with pytest.raises(IntegrityError), transaction.atomic():
            ShopProfile.objects.create(id=key, legal_name="Second")
    assert ShopProfile.objects.get().legal_name == "First"


def test_a_number_keeps_its_shape_with_ascii_digits():
    registration = cleaned(ShopRegistration(scheme="cr", number="١٠١٠ ١٢٣٤٥٦"))
    assert registration.number == "1010 123456"


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"scheme": "tax", "number": "1"}, "scheme", "in the list"),
        ({"scheme": "registrikood", "number": "123"}, "number", "10137319"),
        ({"scheme": "other", "number": "77"}, "label", "name the number"),
        ({"scheme": "other", "number": "\u200b\u200b", "label": "Licence"}, "number", "write the number"),
        ({"scheme": "registrikood", "number": "10137319", "verify_url": "javascript:1"}, "verify_url", "URL"),
    ],
)
def test_a_number_is_checked(facts, field, words):
    found = problems(ShopRegistration(**facts))
    assert list(found) == [field]
    assert words in str(found[field])


def test_wrong_check_digits_are_told():
    pytest.importorskip("stdnum")
    found = problems(ShopRegistration(scheme="cnpj", number="16.727.230/0001-98"))
    assert "check digits" in str(found["number"])


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("email", "help"),
        ("phone", "5555 1234"),
        ("chat", "javascript:alert(1)"),
        ("form", ""),
        ("whatsapp", "me"),
        ("telegram", "@x"),
    ],
)
def test_the_address_must_suit_the_channel(kind, value):
    assert list(problems(SupportChannel(kind=kind, value=value))) == ["value"]


def test_a_visit_needs_no_address():
    assert cleaned(SupportChannel(kind="visit")).value == ""


def test_a_channel_is_normalised():
    channel = cleaned(SupportChannel(kind="phone", value=" +٣٧٢ ٥٥٥٥ ١٢٣٤ ", languages=["ET", "pt_BR", "et"]))
    assert channel.value == "+372 5555 1234"
    assert channel.languages == ["et", "pt-br"]


@pytest.mark.parametrize("languages", [["xx"], ["Estonian"], [5], {"et": 1}, "et", [["et"]]])
def test_languages_are_codes(languages):
    channel = SupportChannel(kind="email", value="a@shop.example", languages=languages)
    assert list(problems(channel)) == ["languages"]


@pytest.mark.parametrize("minutes", [0, 43201])
def test_answer_times_have_bounds(minutes):
    channel = SupportChannel(kind="email", value="a@shop.example", answer_minutes=minutes)
    assert list(problems(channel)) == ["answer_minutes"]


def test_a_closure_ends_after_it_begins():
    day = date(2026, 12, 24)
    assert cleaned(ShopClosure(first_day=day, last_day=day))
    assert list(problems(ShopClosure(first_day=day, last_day=date(2026, 12, 23)))) == ["last_day"]
