"""What phrases make of facts: texts for readers, each beside the plain value it was made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact in words.

    ``name`` is the same in every language, ``value`` is machine data (ASCII digits, ISO dates, codes joined
    by spaces). ``label`` is what a table calls the fact, ``text`` a phrase or sentence. All faces of a policy
    show the same lines, and the check of faces compares them.
    """

    name: str
    value: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that belong together: a way of delivery, a use of data. ``title`` may be empty."""

    code: str
    title: str
    lines: tuple[FactLine, ...]
