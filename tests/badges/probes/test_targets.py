import pytest

from django_trust.badges.probes.targets import Target, target_named, targets


def test_no_host_is_known_unless_the_settings_name_one(configure):
    configure(BADGES_HOSTS=[])
    assert targets() == {}
    assert target_named("") is None
    assert target_named("shop.example") is None


def test_names_alone_stand_for_the_usual_ports(configure):
    configure(BADGES_HOSTS=["shop.example", "pay.shop.example"])
    assert targets() == {
        "shop.example": Target("shop.example", https=443, http=80, private=False),
        "pay.shop.example": Target("pay.shop.example", https=443, http=80, private=False),
    }


def test_options_of_a_host_are_read(configure):
    configure(BADGES_HOSTS={"intern.example": {"https": 8443, "http": 8080, "private": True}})
    assert target_named("intern.example") == Target("intern.example", 8443, 8080, True)


def test_the_first_host_is_meant_where_none_is_named(configure):
    configure(BADGES_HOSTS=["b.example", "a.example"])
    assert target_named("").name == "b.example"


@pytest.mark.parametrize(
    "name", ["other.example", "shop.example.", "SHOP.EXAMPLE", "shop.example:443", "example"]
)
def test_a_host_is_known_by_its_exact_name_only(configure, name):
    configure(BADGES_HOSTS=["shop.example"])
    assert target_named(name) is None


@pytest.mark.parametrize(
    "name, is_address, may_be_private",
    [
        ("127.0.0.1", True, True),
        ("[::1]", True, True),
        ("203.0.113.7", True, True),
        ("localhost", False, True),
        ("localhost.example", False, False),
        ("shop.localhost", False, False),
        ("shop.example", False, False),
        ("127.1", False, False),  # some resolvers take these for addresses, the settings do not say so
        ("0x7f000001", False, False),
        ("2130706433", False, False),
    ],
)
def test_private_addresses_are_only_for_hosts_that_plainly_have_one(name, is_address, may_be_private):
    target = Target(name)
    assert (target.is_address, target.may_be_private) == (is_address, may_be_private)
    assert Target(name, private=True).may_be_private


def test_an_ipv6_address_loses_its_brackets_for_the_resolver():
    assert Target("[2001:db8::1]").bare_name == "2001:db8::1"
