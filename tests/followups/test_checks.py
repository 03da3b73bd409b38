"""The system checks of channels and steps."""

import pytest

from django_trust.followups.checks import check_channels, check_steps
from django_trust.shop.identity.models import ShopProfile
from tests.followups.desk import make_step

SECRET = "whsec_" + "a" * 32
WEBHOOK = {"url": "https://tool.example/hook", "secret": SECRET}


def found():
    return [(one.id, one.hint) for one in check_steps(None, databases=["default"])]


@pytest.mark.parametrize("path", ["shop.missing.Channel", "django_trust.text.email_key", "builtins.dict"])
def test_a_channel_that_cannot_be_made(configure, path):
    configure(FOLLOWUPS_CHANNELS={"sms": path})
    assert [one.id for one in check_channels(None)] == ["trust.E017"]
    assert repr(path) in check_channels(None)[0].msg


def test_channels_that_can_be_made(configure):
    assert check_channels(None) == []
    configure(FOLLOWUPS_CHANNELS={"sms": "django_trust.followups.channels.base.Channel"})
    assert check_channels(None) == []


@pytest.mark.django_db
def test_a_step_that_names_an_unknown_channel():
    step = make_step(channel="webhok", purpose="order")
    assert found() == [("trust.E018", "Did you mean 'webhook'?")]
    step.flow.is_active = False
    step.flow.save()
    assert found() == []


@pytest.mark.django_db
def test_a_webhook_that_goes_nowhere(configure):
    make_step(channel="webhook", purpose="order")
    assert [name for name, _hint in found()] == ["trust.E019"]
    configure(FOLLOWUPS_WEBHOOK=WEBHOOK)
    assert found() == []


@pytest.mark.django_db
def test_marketing_needs_a_postal_address():
    make_step(purpose="order")
    assert found() == []
    step = make_step(purpose="offers")
    assert [name for name, _hint in found()] == ["trust.W016"]
    ShopProfile.objects.create(legal_name="Tea", street="Pikk 1", city="Tallinn")
    assert found() == []
    ShopProfile.objects.update(street="")
    assert [name for name, _hint in found()] == ["trust.W016"]
    step.is_active = False
    step.save()
    assert found() == []


def test_nothing_is_asked_where_the_database_is_not_to_be_touched():
    assert check_steps(None) == []
    assert check_steps(None, databases=[]) == []
