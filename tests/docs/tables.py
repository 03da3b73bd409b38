"""The tables of the reference pages."""

import re

from tests.docs.markdown import DOCS

CODE = re.compile(r"`([^`]+)`")


def page(name):
    return (DOCS / "reference" / f"{name}.md").read_text()


def headings(text, level=2):
    return re.findall(rf"^{'#' * level} (.+)$", text, flags=re.MULTILINE)


def section(text, heading):
    return re.search(rf"^#+ {heading}\n(.*?)(?=^#|\Z)", text, flags=re.MULTILINE | re.DOTALL)[1]


def rows(text):
    """The cells of all tables, without their heads."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in cells if row[0].startswith("`")]


def first_code(text):
    """What stands first in each row, without arguments."""
    return [CODE.match(row[0])[1] for row in rows(text)]


def first_cells(text):
    """All names in the first cell of each row."""
    return {name for row in rows(text) for name in CODE.findall(row[0])}


def table_of(text, heading):
    return first_code(section(text, heading))
