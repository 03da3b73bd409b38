"""What a run of the sender did."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class SendReport:
    """How many rows a run looked at, and what became of them.

    ``reasons`` counts verdicts by reason (values of ``Reason``). ``planned`` purchases were planned first
    because something about them was new. ``blocked`` says why nothing more was sent: ``paused``,
    ``address`` (nobody knows the address of this site) or ``channel`` (a mail server or other channel cannot
    be reached), else empty.
    """

    claimed: int = 0
    sent: int = 0
    skipped: int = 0
    cancelled: int = 0
    postponed: int = 0
    retried: int = 0
    failed: int = 0
    planned: int = 0
    blocked: str = ""
    reasons: dict[str, int] = field(default_factory=dict)
