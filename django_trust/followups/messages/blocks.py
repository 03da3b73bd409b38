"""What a message is made of. Words may hold marked names and links (``marks``); urls are whole addresses.

Words are written once: the plain text and the HTML are two views of the same blocks.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    words: str


@dataclass(frozen=True, slots=True)
class Heading:
    words: str


@dataclass(frozen=True, slots=True)
class Small:
    """Fine print."""

    words: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a person, in a language nobody knows."""

    words: str


@dataclass(frozen=True, slots=True)
class Code:
    """Something to be copied, such as a coupon."""

    label: str
    code: str


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A line of an order. The shipped templates show no ``picture``: nothing is loaded from anywhere."""

    name: str
    variant: str = ""
    quantity: str = ""
    url: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """``more`` says how many lines are left out; empty for none."""

    items: tuple[ItemLine, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Button:
    """What the message is for. ``main`` is False for a way that should not stand out."""

    label: str
    url: str
    main: bool = True


@dataclass(frozen=True, slots=True)
class Links:
    """``in_a_row``: on one line where there is room, for what few people need."""

    links: tuple[Link, ...]
    in_a_row: bool = False


@dataclass(frozen=True, slots=True)
class AnswerLinks:
    """Answers that weigh the same: none looks better than another."""

    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ScaleEntry:
    """``said`` is the number with what it means, for readers who do not see the row."""

    label: str
    said: str
    url: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A question with one link for each answer: numbers side by side with ``ends`` saying what the ends
    mean, or words one below the other."""

    question: str
    entries: tuple[ScaleEntry, ...]
    ends: str = ""


Block = Paragraph | Heading | Small | Quote | Code | Facts | Items | Button | Links | AnswerLinks | Scale


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as it is written. ``preheader`` is what a list of mails shows beside the subject; the text
    of the message says the same. ``lang`` (Django code) is the language of the words where it is not that of
    the message: staff wrote them in that one only."""

    subject: str
    preheader: str
    blocks: tuple[Block, ...]
    lang: str = ""
