"""Link scanners open every link of every mail before its reader does: nothing may come of it."""

import re

import pytest
from django.apps import apps
from django.core import serializers

from django_trust.policies.models import PolicyPin
from tests.followups.messages.jobs import BASE, PURPOSES, make_order, write
from tests.policies.terms import published_returns

pytestmark = pytest.mark.django_db
OWN = re.compile(rf"{BASE}(/\S*trust/\S+)")


def everything():
    """All that the library stores."""
    models = apps.get_app_config("trust").get_models()
    return {
        model.__name__: serializers.serialize("json", model._base_manager.order_by("pk")) for model in models
    }


@pytest.mark.parametrize("kind", PURPOSES)
def test_opening_every_link_of_a_message_changes_nothing(client, kind, profile):
    purchase = make_order()
    PolicyPin.objects.create(purchase=purchase, version=published_returns())
    message = write(kind, purchase)
    paths = set(OWN.findall(message.text))
    assert paths
    before = everything()
    for path in sorted(paths):
        assert client.get(path).status_code == 200, path
        assert client.head(path).status_code in (200, 405), path
    assert everything() == before
