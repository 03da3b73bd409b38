from datetime import timedelta
from itertools import count

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import connection
from django.urls import clear_url_caches, set_urlconf
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from django_trust.reviews.models import Review, ReviewState
from django_trust.reviews.ratings import rebuild_ratings
from django_trust.reviews.services import publish_review, submit_review
from django_trust.shop.references import ItemReference
from django_trust.shop.services import item_for, record_purchase
from tests.hostshop.models import Product

numbers = count(1)

hypothesis_settings.register_profile(
    "trust",
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
hypothesis_settings.load_profile("trust")


def pytest_collection_modifyitems(config, items):
    """Tests that touch no database run once, with SQLite: another database cannot change their answer. So do
    those that are slow for the number of pages they ask for."""
    if connection.vendor == "sqlite":
        return
    wanted = [item for item in items if _needs_every_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(wanted)])
    items[:] = wanted


def _needs_every_database(item):
    fixtures = {"db", "transactional_db", "django_db_setup", "live_server"}
    if item.get_closest_marker("slow"):
        return False
    return item.get_closest_marker("django_db") is not None or bool(fixtures & set(item.fixturenames))


@pytest.fixture(autouse=True)
def _fresh_throttle():
    cache.clear()


@pytest.fixture(autouse=True)
def _own_thread_state(settings):
    """A request leaves its language and its URLconf to the thread, and a resolver what it found under another
    default language: each would reach the tests behind."""
    default = settings.LANGUAGE_CODE
    yield
    translation.deactivate()
    timezone.deactivate()
    set_urlconf(None)
    if default != settings.LANGUAGE_CODE:
        clear_url_caches()


@pytest.fixture
def configure(settings):
    """Change keys of DJANGO_TRUST for one test."""

    def change(**keys):
        settings.DJANGO_TRUST = {**settings.DJANGO_TRUST, **keys}

    return change


@pytest.fixture
def product(db):
    return Product.objects.create(name="Tea pot")


@pytest.fixture
def write_review(product):
    """Write a published review; every call is another person."""

    def write(rating=5, *, item=None, publish=True, days_ago=0, **words):
        review = submit_review(
            item=item or product,
            rating=rating,
            email=words.pop("email", f"person-{next(numbers)}@example.test"),
            created_at=timezone.now() - timedelta(days=days_ago),
            language=words.pop("language", "en"),
            **words,
        )
        return publish_review(review=review) if publish else review

    return write


@pytest.fixture
def staff(django_user_model):
    return django_user_model.objects.create_superuser("staff", "staff@shop.example", "secret")


@pytest.fixture
def limited(client, django_user_model):
    """Log in a member of staff with exactly these permissions."""

    def log_in(*codenames):
        user = django_user_model.objects.create_user("limited", password="x", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def buy(product):
    """Record an order of one product and return the purchase."""

    def record(email="mari@example.ee", *, item=None, quantity=1, **facts):
        return record_purchase(
            reference=facts.pop("reference", f"R{next(numbers)}"),
            email=email,
            language="et",
            placed_at=timezone.now(),
            lines=[{"item": item or product, "quantity": quantity}],
            **facts,
        )

    return record


@pytest.fixture
def write_url(product):
    """The address of the review form of the product."""
    return f"/trust/reviews/write/{ItemReference.of(product).token()}/"


@pytest.fixture
def fill(product):
    """Add many published reviews at once, their counters included."""

    def add(number, *, item=None):
        target = item_for(item or product)
        now = timezone.now()
        Review.objects.bulk_create(
            [
                Review(
                    item=target,
                    rating=n % 5 + 1,
                    title=f"Title {n}",
                    body=f"Body {n}",
                    author_name=f"Person {n}",
                    email_key=f"filled-{next(numbers)}",
                    language=("en", "et", "ar")[n % 3],
                    state=ReviewState.PUBLISHED,
                    created_at=now - timedelta(minutes=n),
                )
                for n in range(number)
            ],
            batch_size=500,
        )
        list(rebuild_ratings())

    return add
