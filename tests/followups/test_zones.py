"""By which clock a buyer lives."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.core import get_global

from django_trust.followups.zones import MOST_PEOPLE, buyer_zone
from django_trust.shop.places import country_codes

pytestmark = pytest.mark.slow  # the same on every Python and Django: once is enough

HALF_DAYS = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=12 * number) for number in range(2 * 366)]


def key(time_zone="", country=""):
    return buyer_zone(time_zone, country).key


def clock(zone):
    return tuple(moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in HALF_DAYS)


def test_every_country_whose_clocks_disagree_is_in_the_table():
    zones = get_global("territory_zones")
    several = [code for code in country_codes() if len(zones.get(code, ())) > 1]
    disagreeing = [code for code in several if len({clock(zone) for zone in zones[code]}) > 1]
    assert len(disagreeing) > 20
    assert set(disagreeing) <= set(MOST_PEOPLE)


def test_every_zone_of_the_table_belongs_to_its_country():
    zones = get_global("territory_zones")
    for country, zone in MOST_PEOPLE.items():
        assert zone in zones.get(country, [zone]), country
        ZoneInfo(zone)


def test_every_country_with_people_has_a_zone_of_its_own():
    nowhere = [code for code in country_codes() if key(country=code) == "Europe/Tallinn" and code != "EE"]
    assert nowhere == ["BV", "HM"]  # two islands of penguins


@pytest.mark.parametrize(
    "time_zone, country, expected",
    [
        ("America/Manaus", "BR", "America/Manaus"),
        ("", "BR", "America/Sao_Paulo"),
        ("America/Nowhere", "BR", "America/Sao_Paulo"),
        ("../../etc/passwd", "SA", "Asia/Riyadh"),
        ("America", "EG", "Africa/Cairo"),  # a folder of the tz database
        ("\0", "IR", "Asia/Tehran"),
        ("Pacific/Apia", "", "Pacific/Apia"),
        ("", "", "Europe/Tallinn"),
        ("", "ZZ", "Europe/Tallinn"),
        ("", "QQ", "Europe/Tallinn"),
        ("nonsense", "XX", "Europe/Tallinn"),
    ],
)
def test_the_order_comes_first_then_the_country_then_the_shop(time_zone, country, expected):
    assert key(time_zone, country) == expected


def test_the_shop_has_the_zone_of_its_settings(settings):
    assert key() == "Europe/Tallinn"
    settings.TIME_ZONE = "Asia/Kathmandu"
    assert key("nonsense") == "Asia/Kathmandu"
