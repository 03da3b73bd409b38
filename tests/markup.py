"""Reading a rendered page as a browser would: elements, attributes and text, never regular expressions."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

VOID = frozenset("area br col embed hr img input link meta source track wbr path rect".split())


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    children: list["Element | str"] = field(default_factory=list)

    def walk(self):
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag="", **wanted):
        """Elements below of this tag, class (``class_``) and attributes, in the order of the page."""
        css_class = wanted.pop("class_", "")
        for element in self.walk():
            if (
                (not tag or element.tag == tag)
                and (not css_class or css_class in (element.attributes.get("class") or "").split())
                and all(element.attributes.get(name) == value for name, value in wanted.items())
            ):
                yield element

    def one(self, tag="", **wanted):
        found = list(self.all(tag, **wanted))
        assert len(found) == 1, f"{len(found)} elements are {tag} {wanted}"
        return found[0]

    @property
    def text(self):
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def words(self):
        return " ".join(self.text.split())

    def __getitem__(self, name):
        return self.attributes[name]


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
            self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def read(source) -> Element:
    """Parse a page (a response or text) whose elements are all closed properly."""
    text = source.content.decode() if hasattr(source, "content") else str(source)
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == [reader.root], f"<{reader.open[-1].tag}> is never closed"
    return reader.root


def jsonld(page: Element):
    return json.loads(page.one("script", type="application/ld+json").text)


def query(href: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(href).query)
