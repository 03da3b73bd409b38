import os
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser, User
from django.test import RequestFactory, override_settings

from django_trust.throttling import client_address, device_key, seconds_to_wait
from tests.requirements import require_service

NOON = "2026-11-21T12:00:00+00:00"


def request_from(address="192.0.2.1", user=None, **headers):
    request = RequestFactory().get("/", REMOTE_ADDR=address, **headers)
    request.user = user or AnonymousUser()
    return request


@pytest.fixture
def redis_cache():
    require_service("Redis", "127.0.0.1", 6379)
    location = os.environ.get("TRUST_REDIS_URL", "redis://127.0.0.1:6379/9")
    cache = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": location,
        "KEY_PREFIX": uuid4().hex,
    }
    with override_settings(CACHES={"default": cache}):
        yield


@time_machine.travel(NOON, tick=False)
def test_the_request_above_the_rate_waits_for_the_next_window(configure):
    configure(THROTTLE={"submit": "2/minute"})
    request = request_from()
    assert [seconds_to_wait(request, "submit") for _ in range(4)] == [0, 0, 61, 61]


def test_the_next_window_is_free_again(configure):
    configure(THROTTLE={"submit": "1/minute"})
    with time_machine.travel(NOON, tick=False) as clock:
        assert [seconds_to_wait(request_from(), "submit") for _ in range(2)] == [0, 61]
        clock.shift(61)
        assert seconds_to_wait(request_from(), "submit") == 0


@time_machine.travel(NOON, tick=False)
def test_scopes_and_clients_are_counted_apart(configure):
    configure(THROTTLE={"submit": "1/day", "vote": "1/day"})
    assert seconds_to_wait(request_from(), "submit") == 0
    assert seconds_to_wait(request_from(), "vote") == 0
    assert seconds_to_wait(request_from("192.0.2.2"), "submit") == 0
    assert seconds_to_wait(request_from(), "submit") > 0


@time_machine.travel(NOON, tick=False)
def test_an_account_is_counted_wherever_it_is(configure):
    configure(THROTTLE={"submit": "1/day"})
    user = User(pk=7)
    assert seconds_to_wait(request_from("192.0.2.1", user), "submit") == 0
    assert seconds_to_wait(request_from("192.0.2.2", user), "submit") > 0
    assert seconds_to_wait(request_from("192.0.2.1"), "submit") == 0


def test_no_rate_no_limit(configure):
    configure(THROTTLE={"submit": None})
    assert {seconds_to_wait(request_from(), "submit") for _ in range(50)} == {0}
    assert seconds_to_wait(request_from(), "unknown") == 0


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),  # nobody is believed
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # what the client itself sent comes first
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "203.0.113.9"),
        (1, "", "192.0.2.1"),
    ],
)
def test_only_as_many_proxies_as_configured_are_believed(configure, proxies, forwarded, address):
    configure(TRUSTED_PROXIES=proxies)
    assert client_address(request_from(HTTP_X_FORWARDED_FOR=forwarded)) == address


def test_a_device_is_known_without_keeping_its_address():
    first = device_key(request_from(HTTP_USER_AGENT="A"))
    assert first == device_key(request_from(HTTP_USER_AGENT="A"))
    assert first != device_key(request_from(HTTP_USER_AGENT="B"))
    assert first != device_key(request_from("192.0.2.2", HTTP_USER_AGENT="A"))
    assert "192.0.2.1" not in first


def test_redis_counts_every_request_of_eight_threads(redis_cache, configure):
    configure(THROTTLE={"vote": "25/day"})
    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(lambda _: seconds_to_wait(request_from(), "vote"), range(80)))
    assert waits.count(0) == 25


def test_redis_keeps_scopes_apart(redis_cache, configure):
    configure(THROTTLE={"vote": "1/day", "submit": "1/day"})
    assert seconds_to_wait(request_from(), "vote") == seconds_to_wait(request_from(), "submit") == 0
    assert seconds_to_wait(request_from(), "vote") > 0
