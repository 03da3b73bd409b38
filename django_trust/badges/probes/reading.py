"""Reading what a host answered: its home page, and its words in a form that can be kept and shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django_trust.badges.probes.answers import HttpAnswer, Trouble

if TYPE_CHECKING:
    from django_trust.badges.probes.snapshot import HostSnapshot

LONGEST_QUOTE = 80  # characters
MOST_LISTED = 8
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def home_page(snapshot: HostSnapshot) -> HttpAnswer:
    """Return the answer that holds the home page.

    Raises ``Trouble`` where there is none to judge: an error page or a page of a proxy that is being
    repaired has headers of its own.
    """
    answer = snapshot.home
    if not 200 <= answer.status < 300:
        raise Trouble("headers_no_page", failed=False, status=str(answer.status))
    return answer


def quoted(text: str) -> str:
    """Return at most ``LONGEST_QUOTE`` characters of what a host said, without any that cannot be seen.

    Databases refuse NUL and lone surrogates, and bidirectional controls would reorder the sentence around.
    """
    seen = "".join(char if char.isprintable() else REPLACEMENT for char in text[:LONGEST_QUOTE])
    return seen + ELLIPSIS if len(text) > LONGEST_QUOTE else seen


def listed(texts: Iterable[str]) -> str:
    """Return the first ``MOST_LISTED`` different texts, each quoted, as a list in one line."""
    different = list(dict.fromkeys(quoted(text) for text in texts))
    more = [ELLIPSIS] if len(different) > MOST_LISTED else []
    return ", ".join([*different[:MOST_LISTED], *more])
