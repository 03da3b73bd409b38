import socket
from contextlib import ExitStack

import pytest
from django.utils import timezone
from django.utils.translation import override

from django_trust.badges.probes import connection
from django_trust.badges.probes.registry import all_messages, run_probe
from django_trust.badges.probes.snapshot import HostSnapshot
from django_trust.badges.probes.targets import target_named
from tests.badges.servers import running_shop


@pytest.fixture
def serve(monkeypatch, tmp_path, configure):
    """Start a server for one test, name it in the settings and trust its authority."""
    with ExitStack() as stack:

        def start(**options):
            shop = stack.enter_context(running_shop(tmp_path, **options))
            monkeypatch.setenv("SSL_CERT_FILE", shop.ca_file)
            configure(BADGES_HOSTS=shop.hosts)
            return shop

        yield start


@pytest.fixture
def impatient(monkeypatch):
    """Wait for tenths of seconds instead of seconds."""
    monkeypatch.setattr(connection, "CONNECT_TIMEOUT", 0.5)
    monkeypatch.setattr(connection, "READ_TIMEOUT", 0.5)
    monkeypatch.setattr(connection, "DEADLINE", 1.0)


@pytest.fixture
def resolve_here(monkeypatch):
    """Let every name lead to this computer."""

    def look_up(host, port, *_arguments, **_options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port or 0))]

    return lambda: monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.fixture
def look():
    """A fresh snapshot of the first configured host."""
    return lambda now=None: HostSnapshot(target_named(""), now or timezone.now())


@pytest.fixture
def verdict(look):
    """Run one check and return its outcome with its words in English."""

    def ask(name, snapshot=None):
        finding = run_probe(name, snapshot or look())
        with override("en"):
            return str(finding.outcome), str(all_messages()[finding.message] % finding.facts)

    return ask
