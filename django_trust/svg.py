"""Whether an SVG file is harmless, whoever shows it and how: as a picture, a document or part of a page.

The file is judged, never mended: official artwork is kept as it came. What is not known to be harmless is
refused. Beyond scripts and foreign addresses (SVG 2, section 2.2.5 "secure static mode" is the measure) that
is whatever an HTML parser reads otherwise than an XML parser, and references that multiply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from django_trust.l10n.formats import format_number

MOST_BYTES = 64 * 1024
MOST_LEVELS = 40
MOST_DRAWN = 20_000  # elements, each counted as often as it is referred to
SVG, XLINK, XML = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
)
ELEMENTS = frozenset(
    "svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan "
    "linearGradient radialGradient stop clipPath mask pattern".split()
)
WORDS_ONLY = frozenset({"title", "desc"})  # an HTML parser reads what is inside as HTML
REFERRING = frozenset({"use", "linearGradient", "radialGradient", "pattern"})
PROPERTIES = frozenset(
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin "
    "stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color display visibility overflow "
    "clip-path clip-rule mask mask-type stop-color stop-opacity paint-order vector-effect shape-rendering "
    "text-rendering color-interpolation isolation mix-blend-mode enable-background font-family font-size "
    "font-weight font-style font-stretch font-variant text-anchor text-align text-decoration letter-spacing "
    "word-spacing line-height white-space writing-mode direction dominant-baseline baseline-shift".split()
)
FREE_TEXT = frozenset({"aria-label", "data-name"})
ATTRIBUTES = (
    PROPERTIES
    | FREE_TEXT
    | frozenset(
        "id style version baseProfile viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry "
        "fx fy fr d points pathLength dx dy rotate textLength lengthAdjust transform transform-origin offset "
        "gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits patternUnits "
        "patternContentUnits patternTransform lang role focusable aria-hidden aria-labelledby "
        "aria-describedby".split()
    )
)
# CSS pixels in one unit: CSS Values 4, section 6.2.
UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}
LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,9})?)(px|pt|pc|in|cm|mm)?")
FUNCTIONS = frozenset("url rgb rgba hsl hsla matrix translate rotate scale skewx skewy".split())
CALL = re.compile(r"([\w-]*)\s*\(")
LOCAL_URL = re.compile(r"url\(\s*(?P<quote>[\"']?)#(?P<id>[\w.-]+)(?P=quote)\s*\)", re.IGNORECASE)
FRAGMENT = re.compile(r"#([\w.-]+)")
IDENTIFIER = re.compile(r"[\w.-]+")
# Escapes, comments and at-rules hide from a reader what a browser obeys.
DISGUISED = re.compile(r"[\\@<]|/\*")
ADVICE = gettext_lazy(
    "Please save it as plain SVG without scripts, style sheets and embedded pictures, or use a PNG or WebP."
)


@dataclass(slots=True)
class Node:
    """An element, reduced to what it makes a browser draw."""

    children: list[Node] = field(default_factory=list)
    references: list[str] = field(default_factory=list)


def check_svg(data: bytes, *, most_bytes: int = MOST_BYTES) -> tuple[int, int] | None:
    """Return width and height in CSS pixels, None where neither size nor view box tell them.

    Raises ``ValidationError``, in words for staff, unless ``data`` is an SVG picture without any danger.
    """
    _require_plain_utf8(data, most_bytes)
    reader = Reader()
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError:
        _refuse(gettext_lazy("The file is not a complete SVG picture."))
    reader.require_few_drawn()
    return reader.size


def _require_plain_utf8(data: bytes, most_bytes: int) -> None:
    if data.startswith(b"\x1f\x8b"):
        _refuse(gettext_lazy("The file is a compressed SVG."))
    if len(data) > most_bytes:
        _refuse(_("The SVG is larger than %(most)s KB.") % {"most": format_number(most_bytes // 1024)})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        _refuse(gettext_lazy("The SVG is not written in UTF-8."))
    if not text.lstrip().startswith("<"):
        _refuse(gettext_lazy("The file is not an SVG, PNG or WebP picture."))


class Reader:
    """One pass through the file. What is refused ends it by a ``ValidationError``."""

    def __init__(self) -> None:
        self.open: list[tuple[str, Node]] = []
        self.root = Node()
        self.size: tuple[int, int] | None = None
        self.by_id: dict[str, Node] = {}
        # The encoding is given, so no declaration in the file changes what is read here.
        self.parser = parser = expat.ParserCreate("utf-8", " ")
        parser.XmlDeclHandler = self.declaration
        parser.StartDoctypeDeclHandler = self.doctype
        parser.ProcessingInstructionHandler = self.instruction
        parser.CommentHandler = self.comment
        parser.StartCdataSectionHandler = self.cdata
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        """A browser would believe another encoding and read another file."""
        if encoding is not None and encoding.lower() != "utf-8":
            _refuse(gettext_lazy("The SVG is not written in UTF-8."))

    def doctype(self, *args: object) -> None:
        _refuse(gettext_lazy("The SVG has a document type (DOCTYPE) or entities of its own."))

    def instruction(self, *args: object) -> None:
        _refuse(gettext_lazy("The SVG has processing instructions."))

    def comment(self, text: str) -> None:
        """An HTML parser ends comments earlier: behind ``<!-->``."""
        if re.search("[<>]", text):
            _refuse(gettext_lazy("The SVG has markup inside a comment."))

    def cdata(self) -> None:
        _refuse(gettext_lazy("The SVG has a CDATA section."))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _space, local = name.rpartition(" ")
        parent = self.open[-1][0] if self.open else ""
        if not parent and (namespace, local) != (SVG, "svg"):
            _refuse(gettext_lazy("The file is not an SVG picture."))
        if namespace != SVG or local not in ELEMENTS or parent in WORDS_ONLY:
            _refuse_part(local)
        if len(self.open) >= MOST_LEVELS:
            _refuse(gettext_lazy("The SVG is nested too deeply."))
        if not parent:
            self.size = _size(attributes)
        node = Node()
        for attribute, value in attributes.items():
            node.references += _references(local, attribute, value)
        if "id" in attributes:
            self.by_id.setdefault(attributes["id"], node)
        (self.open[-1][1] if self.open else self.root).children.append(node)
        self.open.append((local, node))

    def end(self, name: str) -> None:
        self.open.pop()

    def require_few_drawn(self) -> None:
        """Refuse what grows while it is drawn: ten times ten references a few levels deep hang a browser."""
        if self._drawn(self.root, (), {}) > MOST_DRAWN:
            _refuse(gettext_lazy("The SVG repeats parts of itself too often."))

    def _drawn(self, node: Node, above: tuple[int, ...], known: dict[int, int]) -> int:
        if id(node) in above:
            _refuse(gettext_lazy("The SVG refers to itself in circles."))
        if len(above) > 2 * MOST_LEVELS:
            _refuse(gettext_lazy("The SVG is nested too deeply."))
        if id(node) not in known:
            targets = (self.by_id[name] for name in node.references if name in self.by_id)
            below = (self._drawn(part, (*above, id(node)), known) for part in (*node.children, *targets))
            known[id(node)] = 1 + sum(below)
        return known[id(node)]


def _size(attributes: dict[str, str]) -> tuple[int, int] | None:
    """Return the size of the root element; relative lengths leave it to the view box."""
    box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
    sides = attributes.get("width", ""), attributes.get("height", "")
    found = [LENGTH.fullmatch(text.strip()) for text in sides]
    if not all(found) and len(box) == 4:
        found = [LENGTH.fullmatch(text) for text in box[2:]]
    pixels = [round(float(side[1]) * UNITS[side[2] or ""]) for side in found if side]
    return (pixels[0], pixels[1]) if len(pixels) == 2 and all(pixels) else None


def _references(element: str, attribute: str, value: str) -> Iterator[str]:
    """Yield the identifiers an attribute refers to; refuse what it must not hold."""
    namespace, _space, local = attribute.rpartition(" ")
    if local == "href" and namespace in ("", XLINK) and element in REFERRING:
        found = FRAGMENT.fullmatch(value)
        if found is None:
            _refuse(gettext_lazy("The SVG points to something outside of itself."))
        yield found[1]
    elif namespace == XML and local in ("space", "lang"):
        return
    elif namespace or local not in ATTRIBUTES:
        _refuse_part(local)
    elif local == "style":
        yield from _style_references(value)
    elif local not in FREE_TEXT:
        yield from _value_references(local, value)


def _style_references(style: str) -> Iterator[str]:
    for declaration in style.split(";"):
        name, _colon, value = declaration.partition(":")
        if not declaration.strip():
            continue
        if name.strip().lower() not in PROPERTIES and not name.strip().startswith("-inkscape-"):
            _refuse_part(name.strip())
        yield from _value_references(name.strip(), value)


def _value_references(name: str, value: str) -> Iterator[str]:
    if name == "id" and not IDENTIFIER.fullmatch(value):
        _refuse_part(value)
    if DISGUISED.search(value):
        _refuse_part(name)
    for function in CALL.findall(value):
        if function.lower() not in FUNCTIONS:
            _refuse_part(f"{function}()")
    local = [found["id"] for found in LOCAL_URL.finditer(value)]
    if len(local) != len(re.findall(r"url\s*\(", value, re.IGNORECASE)):
        _refuse(gettext_lazy("The SVG points to something outside of itself."))
    yield from local


def _refuse_part(name: str) -> NoReturn:
    _refuse(_("The SVG holds “%(part)s”, which artwork must not have.") % {"part": name[:40]})


def _refuse(reason: str | Promise) -> NoReturn:
    raise ValidationError(f"{reason} {ADVICE}", code="artwork")
