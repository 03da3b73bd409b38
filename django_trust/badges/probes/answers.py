"""What contacting a host brings: an HTTP answer, the facts of a TLS handshake, or trouble."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django_trust.badges.findings import Fact


class Trouble(Exception):
    """The host gave no usable answer. ``message`` and ``facts`` become the finding of the check that asked;
    ``failed`` says whether that speaks against the host (a bad certificate) or about nothing (silence)."""

    def __init__(self, message: str, *, failed: bool, **facts: Fact) -> None:
        super().__init__(message)
        self.message, self.failed, self.facts = message, failed, facts


@dataclass(frozen=True, slots=True)
class TlsFacts:
    """What a verified handshake showed. ``version`` as OpenSSL spells it (``TLSv1.3``); moments in UTC."""

    version: str
    not_before: datetime
    not_after: datetime
    issuer: str


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """Status, headers (names in lower case, in order, repeated ones kept) and the first bytes of the body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    is_cut: bool = False  # the body was longer than what was asked for

    def get(self, name: str) -> str:
        """Return the header's value, several joined by a comma; empty where there is none."""
        return ", ".join(self.all(name))

    def all(self, name: str) -> list[str]:
        """Return each value of a header that may come several times, such as ``set-cookie``."""
        return [value for key, value in self.headers if key == name.lower()]
