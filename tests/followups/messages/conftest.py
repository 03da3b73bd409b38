import pytest

from django_trust.shop.identity.models import ShopProfile
from tests.followups.messages.jobs import Adapter


@pytest.fixture(autouse=True)
def _shop(configure):
    Adapter.asked = 0
    configure(ADAPTER="tests.followups.messages.jobs.Adapter")


@pytest.fixture
def profile(db):
    return ShopProfile.objects.create(
        legal_name="Tea and Pots OÜ", street="Viru 1", postal_code="10111", city="Tallinn", country="EE"
    )
