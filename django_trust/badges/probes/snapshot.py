"""What one look at a host brings: asked lazily, once for all checks of a run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django_trust.badges.probes import connection
from django_trust.badges.probes.addresses import Address, resolve
from django_trust.badges.probes.answers import HttpAnswer, TlsFacts, Trouble
from django_trust.badges.probes.handshake import Obsolete, version_name
from django_trust.badges.probes.locations import Way, next_stop, redirect_of
from django_trust.badges.probes.targets import Target

__all__ = ["HostSnapshot", "HttpAnswer", "TlsFacts", "Trouble"]

MOST_REDIRECTS = 5
MAX_BODY = 65_536  # bytes
NOT_AGREED = ("tls_not_agreed", "not_tls", "closed")


class HostSnapshot:
    """One host at one moment. Every answer is asked for once and remembered, ``Trouble`` too.

    Whatever the host says, nothing but ``target`` is contacted. ``now`` is an aware moment.
    """

    def __init__(self, target: Target, now: datetime) -> None:
        self.target, self.now = target, now
        self._remembered: dict[str, Any] = {}

    @property
    def certificate(self) -> TlsFacts:
        """What a verified TLS handshake shows. Raises ``Trouble``."""
        facts: TlsFacts = self._once("certificate", self._shake_hands)
        return facts

    @property
    def obsolete_tls(self) -> Obsolete:
        """What the host made of an offer of TLS 1.0 and 1.1. Raises ``Trouble``."""
        answer: Obsolete = self._once(
            "obsolete", lambda: connection.offer_obsolete_tls(self.target, self._addresses)
        )
        return answer

    @property
    def plain(self) -> HttpAnswer:
        """The answer of ``http://host/``, wherever it points; its body unread. Raises ``Trouble``."""
        answer: HttpAnswer = self._once(
            "plain", lambda: connection.fetch(self.target, self._addresses, "/", secure=False)
        )
        return answer

    @property
    def first(self) -> HttpAnswer:
        """The answer of ``https://host/`` itself, even if it is a redirect; its body unread.
        Raises ``Trouble``."""
        return self._over_https("/", 0)

    @property
    def home(self) -> HttpAnswer:
        """The page ``https://host/`` leads to on this very host; its body unread. Raises ``Trouble``,
        also where it leads nowhere, to another host or out of https."""
        return self.get("/", max_body=0)

    def get(self, path: str, max_body: int = MAX_BODY) -> HttpAnswer:
        """Return the answer of ``https://host<path>`` with at most ``max_body`` bytes of its body.

        Follows at most ``MOST_REDIRECTS`` redirects, all of them on this host and over https. Raises
        ``Trouble``, also for a redirect that would leave the host, and ``ValueError`` for a path that does
        not start with a slash.
        """
        visited = [path]
        while True:
            answer = self._over_https(visited[-1], max_body)
            location = redirect_of(answer)
            if not location:
                return answer
            path = self._follow(visited[-1], location)
            if path in visited:
                raise Trouble("redirect_loop", failed=True)
            if len(visited) > MOST_REDIRECTS:
                raise Trouble("redirect_too_many", failed=True, most=MOST_REDIRECTS)
            visited.append(path)

    def _shake_hands(self) -> TlsFacts:
        try:
            return connection.shake_hands(self.target, self._addresses)
        except Trouble as trouble:
            if trouble.message in NOT_AGREED and self.obsolete_tls.is_accepted:
                version = version_name(self.obsolete_tls)
                raise Trouble("tls_obsolete_only", failed=True, version=version) from None
            raise

    def _follow(self, path: str, location: str) -> str:
        stop = next_stop(location, target=self.target, secure=True, path=path)
        if stop.way != Way.HERE:
            raise Trouble(f"redirect_{stop.way}", failed=True, where=stop.where)
        return stop.path

    def _over_https(self, path: str, max_body: int) -> HttpAnswer:
        def ask() -> HttpAnswer:
            _ = self.certificate  # a host that does not answer is waited for once only
            return connection.fetch(self.target, self._addresses, path, secure=True, max_body=max_body)

        answer: HttpAnswer = self._once(f"{max_body} {path}", ask)
        return answer

    @property
    def _addresses(self) -> tuple[Address, ...]:
        found: tuple[Address, ...] = self._once("addresses", lambda: resolve(self.target))
        return found

    def _once(self, name: str, ask: Callable[[], Any]) -> Any:
        if name not in self._remembered:
            try:
                self._remembered[name] = ask()
            except Trouble as trouble:
                self._remembered[name] = trouble
        answer = self._remembered[name]
        if isinstance(answer, Trouble):
            raise answer.with_traceback(None)
        return answer
