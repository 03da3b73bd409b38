"""Links that anybody can open and nobody can make."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.utils import timezone

from django_trust.followups.choices import MARKETING
from django_trust.followups.consent.tokens import (
    PREFERENCES_SALT,
    UNSUBSCRIBE_SALT,
    Reader,
    preferences_url,
    reader_of_preferences,
    reader_of_unsubscribe,
    unsubscribe_url,
)
from tests.followups.consent.conftest import EMAIL

HOST = "https://www.tea-and-pots-shop.example"


def token_of(url):
    return url.removesuffix("unsubscribe/").strip("/").rpartition("/")[2]


def test_a_link_says_whom_it_was_made_for_and_what_about(key):
    token = token_of(unsubscribe_url(key, "tips", "pt-br"))
    assert reader_of_unsubscribe(token) == Reader(key, "tips", "pt-br")
    assert reader_of_preferences(token_of(preferences_url(key, "ar"))) == Reader(key, "", "ar")


def test_an_address_is_in_no_link(key):
    for url in (unsubscribe_url(key, "review"), preferences_url(key)):
        assert "mari" not in url
        assert EMAIL.partition("@")[2] not in url


def test_links_are_short(key):
    longest = max(len(HOST + unsubscribe_url(key, purpose, "zh-hant")) for purpose in MARKETING)
    assert longest < 180, longest
    assert ".." not in unsubscribe_url(key, "")


@pytest.mark.parametrize("days", [61, 400])
def test_links_never_expire(key, days):
    token = token_of(unsubscribe_url(key, "survey", "en"))
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert reader_of_unsubscribe(token) == Reader(key, "survey", "en")


def test_links_outlive_a_change_of_the_secret_key(key, settings):
    token = token_of(unsubscribe_url(key, "review"))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another one"
    assert reader_of_unsubscribe(token) == Reader(key, "review")


def test_neither_page_takes_a_link_of_the_other(key):
    stop, choose = token_of(unsubscribe_url(key, "")), token_of(preferences_url(key))
    assert stop != choose
    assert reader_of_preferences(stop) is None
    assert reader_of_unsubscribe(choose) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda token, key: token.replace("review", "offers"),
        lambda token, key: token.replace("review", ""),
        lambda token, key: token.replace(key, key[::-1]),
        lambda token, key: token[:-1],
        lambda token, key: token.rpartition(":")[0],
        lambda token, key: "",
        lambda token, key: ":",
        lambda token, key: "\x00é" * 2000,
        lambda token, key: signing.Signer(salt="elsewhere").sign(f"review_en_{key}"),
        lambda token, key: signing.Signer(salt=UNSUBSCRIBE_SALT).sign(f"order_en_{key}"),
        lambda token, key: signing.Signer(salt=UNSUBSCRIBE_SALT).sign(key),
        lambda token, key: signing.dumps(["review", "en", key], salt=UNSUBSCRIBE_SALT),
        lambda token, key: signing.dumps(key, salt=PREFERENCES_SALT),
    ],
)
def test_a_link_that_was_changed_is_none(key, change):
    token = token_of(unsubscribe_url(key, "review", "en"))
    assert reader_of_unsubscribe(change(token, key)) is None


def test_nobody_can_unsubscribe_from_news_of_an_order(key):
    with pytest.raises(ValueError, match="order"):
        unsubscribe_url(key, "order")
    with pytest.raises(ValueError, match="key"):
        unsubscribe_url("", "review")
