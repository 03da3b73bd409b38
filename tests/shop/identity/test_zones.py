from datetime import UTC, datetime, timedelta
from datetime import timezone as fixed
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from django_trust.shop.adapter import ShopAdapter
from django_trust.shop.identity.zones import country_name, place_name, reader_zone, shop_zone

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


class Abroad(ShopAdapter):
    """A shop that knows its visitors' country by a header."""

    def get_country(self, request):
        return request.headers.get("X-Country", "")


@pytest.fixture
def from_country(rf, configure):
    configure(ADAPTER="tests.shop.identity.test_zones.Abroad")
    return lambda country: rf.get("/", headers={"X-Country": country})


@pytest.mark.parametrize(
    "key",
    ["", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "Europe", "\x00", "x" * 500, "tab/\udcff"],
)
def test_a_zone_nobody_knows_is_that_of_the_settings(key):
    assert shop_zone(key).key == "Europe/Tallinn"


def test_a_known_zone_is_taken():
    assert shop_zone("Asia/Jakarta") == ZoneInfo("Asia/Jakarta")


def test_without_a_request_nothing_is_known_of_the_reader():
    assert reader_zone(None, NOW) is None


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("SA", "Asia/Riyadh"),
        ("ee", "Europe/Tallinn"),
        ("DE", "Europe/Berlin"),
        ("BR", None),
        ("ID", None),
        ("US", None),
        ("XX", None),
        ("", None),
        ("🦆", None),
    ],
)
def test_a_country_with_one_time_tells_the_zone(from_country, country, zone):
    found = reader_zone(from_country(country), NOW)
    assert (found.zone.key if found else None) == zone
    assert found is None or found.country == country.upper()


def test_what_the_host_activated_comes_before_the_country(from_country):
    with timezone.override("Asia/Jakarta"):
        found = reader_zone(from_country("SA"), NOW)
    assert (found.zone, found.country) == (ZoneInfo("Asia/Jakarta"), "")


@pytest.mark.parametrize(
    ("zone", "language", "name"),
    [
        (ZoneInfo("Europe/Tallinn"), "en", "Tallinn"),
        (ZoneInfo("Asia/Riyadh"), "ar", "الرياض"),
        (ZoneInfo("Asia/Riyadh"), "pt-br", "Riade"),
        (ZoneInfo("America/Argentina/Buenos_Aires"), "en", "Buenos Aires"),
        (ZoneInfo("America/New_York"), "en", "New York"),
        (ZoneInfo("Etc/GMT+5"), "en", "GMT-05:00"),
        (ZoneInfo("UTC"), "en", "GMT+00:00"),
        (UTC, "en", "GMT+00:00"),
        (fixed(timedelta(hours=5, minutes=30)), "en", "GMT+05:30"),
        (fixed(timedelta(hours=3)), "ar-eg", "غرينتش+٠٣:٠٠"),
    ],
)
def test_a_zone_is_named_after_its_city_else_by_its_distance(zone, language, name):
    assert place_name(zone, NOW, language).replace("\u200e", "").replace("\u2212", "-") == name


def test_countries_and_unions_have_names():
    assert country_name("EE", "et") == "Eesti"
    assert country_name("EU", "en") == "European Union"
    assert country_name("??", "en") == "??"
