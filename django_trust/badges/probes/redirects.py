"""Whether ``http://`` leads to ``https://`` on the same host first, as hstspreload.org asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from django_trust.badges.choices import Outcome
from django_trust.badges.findings import Finding
from django_trust.badges.probes.answers import Trouble
from django_trust.badges.probes.locations import Way, next_stop, redirect_of

if TYPE_CHECKING:
    from django_trust.badges.probes.snapshot import HostSnapshot

MESSAGES = {
    "http_here": _("The address without encryption leads to the encrypted one of the same host."),
    "http_closed": _("Nothing is sent without encryption: the host refuses such connections."),
    "http_served": _("The host answers without encryption and does not lead to the encrypted address."),
    "http_in_clear": _("The address without encryption leads to another without encryption, %(where)s."),
    "http_elsewhere": _(
        "The address without encryption leads to another host, %(where)s, instead of first to the "
        "encrypted address of this one."
    ),
    "http_unclear": _("The address without encryption leads to one that cannot be read reliably: %(where)s"),
    "http_error": _("Without encryption the host reports an error of its own (status %(status)s)."),
}


def check_https_redirect(snapshot: HostSnapshot) -> Finding:
    """Look where ``http://host/`` leads, and that it does not come back. Raises ``Trouble``.

    A refused connection passes as long as https itself answers: hstspreload.org asks for the redirect "if
    you are listening on port 80", and where nobody listens nothing can be read or changed on the way. A
    port that is silent is no such answer.
    """
    try:
        answer = snapshot.plain
    except Trouble as trouble:
        if trouble.message != "refused":
            raise
        _ = snapshot.certificate
        return Finding(Outcome.PASSED, "http_closed")
    location = redirect_of(answer)
    if answer.status >= 500:
        return Finding(Outcome.UNKNOWN, "http_error", {"status": str(answer.status)})
    if not location:
        return Finding(Outcome.FAILED, "http_served")
    stop = next_stop(location, target=snapshot.target, secure=False)
    if stop.way != Way.HERE:
        return Finding(Outcome.FAILED, f"http_{stop.way}", {"where": stop.where})
    _see_where_it_ends(snapshot)
    return Finding(Outcome.PASSED, "http_here")


def _see_where_it_ends(snapshot: HostSnapshot) -> None:
    """The encrypted address may lead to another host then (``www``), but neither back nor in a circle."""
    try:
        _ = snapshot.home
    except Trouble as trouble:
        if trouble.message != "redirect_elsewhere":
            raise
