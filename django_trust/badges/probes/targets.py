"""The hosts the checks may contact: those of ``BADGES_HOSTS`` and no other."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from django_trust.conf import trust_settings


@dataclass(frozen=True, slots=True)
class Target:
    """A host with the ports of https and http. ``private``: it may have an address that is not public."""

    name: str
    https: int = 443
    http: int = 80
    private: bool = False

    @property
    def bare_name(self) -> str:
        """The name as resolvers and certificates spell it: an IPv6 address without its brackets."""
        return self.name.strip("[]")

    @property
    def is_address(self) -> bool:
        """Whether the settings name an IP address instead of a host name."""
        try:
            ipaddress.ip_address(self.bare_name)
        except ValueError:
            return False
        return True

    @property
    def may_be_private(self) -> bool:
        """Whether whoever wrote the settings meant an address that is not public."""
        return self.private or self.is_address or self.name == "localhost"


def targets() -> dict[str, Target]:
    """Return the configured hosts by name, in the order of the settings."""
    return {name: Target(name, **options) for name, options in trust_settings.badges_hosts.items()}


def target_named(host: str) -> Target | None:
    """Return the configured host of that name, the first one for ``""``, None for any other name."""
    known = targets()
    return known.get(host) if host else next(iter(known.values()), None)
