import pytest

from django_trust.conf import problems, trust_settings
from django_trust.setting_table import DEFAULT_THROTTLE

THROTTLES = 'a dictionary such as {"submit": "20/hour"} with the keys ' + ", ".join(DEFAULT_THROTTLE)


def test_everything_has_a_default_when_the_host_sets_nothing(settings):
    del settings.DJANGO_TRUST

    assert trust_settings.reviews_moderation == "before"
    assert trust_settings.reviews_who == "anyone"
    assert trust_settings.reviews_page_size == 10
    assert trust_settings.sanitizer == "bleach"
    assert trust_settings.throttle == DEFAULT_THROTTLE
    assert list(problems()) == []


def test_a_changed_setting_is_seen_at_once(configure):
    assert trust_settings.reviews_page_size == 10
    configure(REVIEWS_PAGE_SIZE=25)
    assert trust_settings.reviews_page_size == 25


def test_item_models_are_compared_in_lower_case(configure):
    configure(ITEM_MODELS=["Shop.Product"])
    assert trust_settings.item_models == ["shop.product"]


def test_one_throttle_can_be_changed_or_switched_off_alone(configure):
    configure(THROTTLE={"vote": None, "submit": "3/days"})
    assert trust_settings.throttle == {**DEFAULT_THROTTLE, "vote": None, "submit": "3/days"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("FOLLOWUPS_BASIS", {"DE": {"review": "hope"}}),
        ("FOLLOWUPS_BASIS", {"DE": {"order": "consent"}}),
        ("FOLLOWUPS_CHANNELS", {"sms": "no path"}),
        ("FOLLOWUPS_WEBHOOK", {"url": "https://tool.example/"}),
        ("FOLLOWUPS_WEBHOOK", {"url": "https://tool.example/", "secret": "short"}),
    ],
)
def test_a_wrong_dictionary_counts_as_none(configure, key, value):
    configure(**{key: value})
    assert len(list(problems())) == 1
    assert getattr(trust_settings, key.lower()) == {}


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("ADAPTER", "not a path", "a dotted path to a ShopAdapter class"),
        ("FOLLOWUPS_CAP", 0, "a whole number from 1 to 100"),
        ("FOLLOWUPS_FEEDBACK_ID", "a shop", "a text of 5 to 15 letters, or an empty one"),
        ("FOLLOWUPS_SOFT_OPT_IN", "yes", "True or False"),
        ("FRAGMENT_CACHE", None, "the alias of a cache in CACHES, or an empty text"),
        ("ITEM_MODELS", ["product"], 'a list of model labels such as "shop.product"'),
        (
            "JSONLD_EXCLUDE",
            ["Shop"],
            "a list of names out of Product, AggregateRating, Review, Offer, Organization, Certification, "
            "MerchantReturnPolicy, ShippingService",
        ),
        ("MARKETS", "EU", 'a list of country or union codes such as ["EU", "BR"]'),
        ("REVIEWS_MODERATION", "never", 'one of "before", "after", "flagged"'),
        ("REVIEWS_PAGE_SIZE", 0, "a whole number from 1 to 100"),
        ("REVIEWS_PAGE_SIZE", "10", "a whole number from 1 to 100"),
        ("REVIEWS_PAGE_SIZE", True, "a whole number from 1 to 100"),
        ("REVIEWS_SHOW_EMPTY", 1, "True or False"),
        ("REVIEWS_VOTING", "yes", "True or False"),
        ("REVIEWS_WHO", ["buyers"], 'one of "anyone", "signed-in", "buyers"'),
        ("SANITIZER", None, '"bleach", "nh3" or a dotted path to a function'),
        (
            "THROTTLE",
            {"submit": "often"},
            'a dictionary such as {"submit": "20/hour"} with the keys submit, vote, report, reply, '
            "withdraw, answer, read",
        ),
        (
            "THROTTLE",
            {"post": "1/hour"},
            'a dictionary such as {"submit": "20/hour"} with the keys submit, vote, report, reply, '
            "withdraw, answer, read",
        ),
        ("TRUSTED_PROXIES", -1, "a whole number from 0 to 10"),
    ],
)
def test_a_wrong_value_is_named_and_the_default_is_used(settings, key, value, expected):
    default = getattr(trust_settings, key.lower()) if key not in settings.DJANGO_TRUST else None
    settings.DJANGO_TRUST = {key: value}

    assert list(problems()) == [
        (f"DJANGO_TRUST[{key!r}] is {value!r}, which is not valid.", f"It must be {expected}.")
    ]
    if default is not None:
        assert getattr(trust_settings, key.lower()) == default


def test_a_mistyped_key_brings_the_right_spelling(settings):
    settings.DJANGO_TRUST = {"REVIEWS_MODERATON": "after"}
    assert list(problems()) == [
        ("DJANGO_TRUST has an unknown key 'REVIEWS_MODERATON'.", "Did you mean 'REVIEWS_MODERATION'?")
    ]


def test_an_unknown_key_like_no_other_brings_the_list_of_keys(settings):
    settings.DJANGO_TRUST = {"XYZ": 1}
    [(message, hint)] = problems()
    assert message == "DJANGO_TRUST has an unknown key 'XYZ'."
    assert hint.startswith("The known keys are ADAPTER, BADGES_CHECKS, BADGES_HOSTS, ")


def test_something_else_than_a_dictionary_is_reported_and_harmless(settings):
    settings.DJANGO_TRUST = ["ADAPTER"]
    assert [message for message, _ in problems()] == ["DJANGO_TRUST must be a dictionary."]
    assert trust_settings.reviews_page_size == 10
