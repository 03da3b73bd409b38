from datetime import time

import pytest

from django_trust.shop.identity.models import (
    OpeningHours,
    ShopClosure,
    ShopProfile,
    ShopRegistration,
    SupportChannel,
)


@pytest.fixture
def profile(db):
    return ShopProfile.objects.create(
        legal_name="Põhjatuul OÜ",
        street="Viru 12-3",
        postal_code="10140",
        city="Tallinn",
        country="EE",
        founded=2014,
        time_zone="Europe/Tallinn",
        story={
            "en": "We began with one kettle.\n\nStill packed by hand.",
            "et": "Alustasime kannuga.",
        },
    )


@pytest.fixture
def add_channel(profile):
    def add(kind="email", value="help@shop.example", **facts):
        return SupportChannel.objects.create(profile=profile, kind=kind, value=value, **facts)

    return add


@pytest.fixture
def add_number(profile):
    def add(scheme="registrikood", number="10137319", **facts):
        return ShopRegistration.objects.create(profile=profile, scheme=scheme, number=number, **facts)

    return add


@pytest.fixture
def open_on(profile):
    """Open on these weekdays (1 is Monday)."""

    def add(*weekdays, opens=9, closes=17):
        for weekday in weekdays:
            OpeningHours.objects.create(
                profile=profile, weekday=weekday, opens=time(opens), closes=time(closes)
            )

    return add


@pytest.fixture
def close_on(profile):
    def add(first, last, **reason):
        return ShopClosure.objects.create(profile=profile, first_day=first, last_day=last, reason=reason)

    return add
