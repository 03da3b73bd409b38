"""From the name of a host to the addresses that may be contacted. Looked up once: what was checked here is
what is connected to, so a second answer of the name server (DNS rebinding) changes nothing."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from queue import Empty, SimpleQueue
from threading import Thread

from django.utils.translation import gettext_lazy as _

from django_trust.badges.probes.answers import Trouble
from django_trust.badges.probes.targets import Target

LOOKUP_TIMEOUT = 10.0  # seconds

MESSAGES = {
    "name_unknown": _("The name of the host leads to no address."),
    "name_silence": _("The name server did not answer in time."),
    "address_private": _("The name of the host leads to a private address, which is not contacted."),
}

NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
# What older Pythons take for public addresses.
NOT_PUBLIC = tuple(map(ip_network, ("192.0.0.0/24", "2001::/23", "fec0::/10", "3fff::/20")))


@dataclass(frozen=True, slots=True)
class Address:
    """An address of a host as the operating system wants it."""

    family: int
    numeric: str
    flow_and_scope: tuple[int, ...] = ()  # of IPv6

    @property
    def is_public(self) -> bool:
        return is_public(self.numeric)

    def at(self, port: int) -> tuple[str | int, ...]:
        """Return what ``socket.connect`` takes to reach that port."""
        return (self.numeric, port, *self.flow_and_scope)


def resolve(target: Target) -> tuple[Address, ...]:
    """Return the addresses of the host that may be contacted, in the order of the name server.

    Raises ``Trouble`` where there is none: private addresses are for hosts that the settings mark so.
    """
    found = _look_up(target.bare_name)
    if not found:
        raise Trouble("name_unknown", failed=False)
    allowed = tuple(address for address in found if target.may_be_private or address.is_public)
    if not allowed:
        raise Trouble("address_private", failed=False)
    return allowed


def is_public(address: str) -> bool:
    """Whether that IP address belongs to the public internet, also where another one is packed into it."""
    ip = ip_address(address)
    inner = _packed(ip)
    if inner is not None:
        return is_public(str(inner))
    return ip.is_global and not (
        ip.is_multicast or ip.is_reserved or any(ip in network for network in NOT_PUBLIC)
    )


def _packed(ip: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv4-mapped, 6to4 or NAT64 address stands for."""
    if isinstance(ip, IPv4Address):
        return None
    if ip in NAT64:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped or ip.sixtofour


def _look_up(name: str) -> list[Address]:
    """Ask the resolver, which knows no timeout, from a thread that may be left behind."""
    answers: SimpleQueue[list[Address]] = SimpleQueue()
    Thread(target=lambda: answers.put(_ask_resolver(name)), daemon=True).start()
    try:
        return answers.get(timeout=LOOKUP_TIMEOUT)
    except Empty:
        raise Trouble("name_silence", failed=False) from None


def _ask_resolver(name: str) -> list[Address]:
    try:
        rows = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # a label that is empty or too long
        return []
    families = (socket.AF_INET, socket.AF_INET6)
    return [
        Address(row[0], str(row[4][0]), tuple(map(int, row[4][2:]))) for row in rows if row[0] in families
    ]
