from datetime import datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from django_trust.badges.choices import Outcome
from django_trust.badges.findings import Finding
from django_trust.badges.probes import (
    addresses,
    connection,
    cookies,
    csp,
    handshake,
    headers,
    hsts,
    locations,
    redirects,
    registry,
    security_txt,
    tls,
)
from django_trust.badges.probes.registry import all_messages, load_check, probe_choices, probes, run_probe
from django_trust.badges.probes.snapshot import HostSnapshot, Trouble
from django_trust.badges.probes.targets import Target

HERE = "tests.badges.probes.test_registry"
SNAPSHOT = HostSnapshot(Target("shop.example"), timezone.now())
MODULES = [
    addresses,
    connection,
    cookies,
    csp,
    handshake,
    headers,
    hsts,
    locations,
    redirects,
    registry,
    security_txt,
    tls,
]
SHIPPED = [
    "tls",
    "certificate",
    "https_redirect",
    "hsts",
    "hsts_preload",
    "headers",
    "csp",
    "cookies",
    "security_txt",
]


def backup_is_fresh(snapshot):
    return Finding(Outcome.PASSED, "text", {"text": f"{snapshot.target.name}: backup of last night"})


def breaks_down(snapshot):
    raise ZeroDivisionError("no backup at all")


def in_trouble(snapshot):
    raise Trouble("silence", failed=False)


def says_yes(snapshot):
    return True


def says_too_much(snapshot):
    return Finding(Outcome.PASSED, "m" * 41)


def says_something_else(snapshot):
    return Finding("fine", "text", {"text": ""})


def brings_an_object(snapshot):
    return Finding(Outcome.PASSED, "text", {"text": object()})


def knows_no_time_zone(snapshot):
    return Finding(Outcome.PASSED, "text", {"text": ""}, until=datetime(2026, 1, 1))


NOT_A_FUNCTION = 7


def test_the_checks_of_the_library_have_their_order():
    assert list(probes()) == SHIPPED
    assert [name for name, _label in probe_choices()] == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_every_check_brings_words_that_fit_a_badge(name):
    probe = probes()[name]
    assert 0 < len(str(probe.claim)) <= 80
    assert str(probe.label)


def test_no_two_messages_share_a_key():
    keys = [key for module in MODULES for key in module.MESSAGES]
    assert sorted(keys) == sorted(all_messages())
    assert max(map(len, keys)) <= 40


def test_a_check_of_the_shop_is_one_of_them(configure):
    configure(BADGES_CHECKS={"backup": f"{HERE}.backup_is_fresh"})
    assert list(probes()) == [*SHIPPED, "backup"]
    assert probe_choices()[-1] == ("backup", "backup")
    finding = run_probe("backup", SNAPSHOT)
    assert finding == Finding(Outcome.PASSED, "text", {"text": "shop.example: backup of last night"})


def test_a_check_of_the_shop_does_not_replace_one_of_the_library(configure):
    configure(BADGES_CHECKS={"tls": f"{HERE}.backup_is_fresh"})
    assert probes()["tls"].run is tls.check_tls


@pytest.mark.parametrize("path", [f"{HERE}.gone", "no.such.module", "nodots", f"{HERE}.NOT_A_FUNCTION"])
def test_a_check_that_is_no_function_is_a_mistake_of_the_settings(configure, caplog, path):
    with pytest.raises(ImproperlyConfigured, match="BADGES_CHECKS names"):
        load_check(path)
    configure(BADGES_CHECKS={"own": path})
    assert list(probes())[-1] == "own"  # a page that only names it does not break
    assert run_probe("own", SNAPSHOT) == Finding(Outcome.UNKNOWN, "check_crashed")
    assert "'own'" in caplog.text


@pytest.mark.parametrize(
    "function",
    [
        "breaks_down",
        "says_yes",
        "says_too_much",
        "says_something_else",
        "brings_an_object",
        "knows_no_time_zone",
    ],
)
def test_a_check_that_breaks_down_is_logged_and_says_nothing(configure, caplog, function):
    configure(BADGES_CHECKS={"own": f"{HERE}.{function}"})
    assert run_probe("own", SNAPSHOT) == Finding(Outcome.UNKNOWN, "check_crashed")
    assert "The check 'own' of shop.example broke down." in caplog.text
    assert "Traceback" in caplog.text


def test_a_check_of_the_shop_may_meet_trouble_like_ours(configure):
    configure(BADGES_CHECKS={"own": f"{HERE}.in_trouble"})
    assert run_probe("own", SNAPSHOT) == Finding(Outcome.UNKNOWN, "silence")


def test_a_fault_of_our_own_ends_no_run(monkeypatch, caplog):
    broken = registry.Probe("tls", "Encryption", "Encrypted", breaks_down)
    monkeypatch.setattr(registry, "SHIPPED", (broken,))
    assert run_probe("tls", SNAPSHOT) == Finding(Outcome.UNKNOWN, "check_crashed")
    assert "ZeroDivisionError" in caplog.text


def test_a_check_nobody_knows_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        run_probe("gone", SNAPSHOT)
