import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_trust.shop.identity.addresses import ORDER, address_lines

PARTS = {"street": "Street 1", "postal_code": "12345", "city": "City", "region": "RG"}


def lines(country, **parts):
    return address_lines(**{**PARTS, **parts}, country=country, country_name="Land")


@pytest.mark.parametrize(
    ("country", "middle"),
    [
        ("EE", ("12345 City", "RG")),
        ("DE", ("12345 City", "RG")),
        ("BR", ("City - RG", "12345")),
        ("SA", ("City 12345", "RG")),
        ("ID", ("City", "RG 12345")),
        ("US", ("City, RG 12345",)),
        ("GB", ("City", "12345")),
        ("IT", ("12345 City RG",)),
        ("", ("12345 City", "RG")),
    ],
)
def test_the_order_is_that_of_the_country(country, middle):
    assert lines(country) == ("Street 1", *middle, "Land")


@pytest.mark.parametrize(
    ("country", "missing", "middle"),
    [
        ("BR", ("region",), ("City", "12345")),
        ("BR", ("city",), ("RG", "12345")),
        ("US", ("postal_code",), ("City, RG",)),
        ("US", ("city",), ("RG 12345",)),
        ("US", ("city", "region", "postal_code"), ()),
        ("EE", ("postal_code",), ("City", "RG")),
    ],
)
def test_nothing_hangs_in_the_air_where_a_part_is_missing(country, missing, middle):
    assert lines(country, **dict.fromkeys(missing, " ")) == ("Street 1", *middle, "Land")


@given(
    st.sampled_from(["", "EE", *sorted(ORDER)]),
    st.lists(st.sampled_from(list(PARTS)), unique=True),
)
def test_every_part_but_the_british_region_is_somewhere(country, missing):
    text = "\n".join(lines(country, **dict.fromkeys(missing, "")))
    kept = set(PARTS) - set(missing) - ({"region"} if country in ("GB", "KE", "LK", "ZA") else set())
    assert all(text.count(PARTS[name]) == 1 for name in kept)
    assert not any(PARTS[name] in text for name in missing)
