"""The page of market profiles is what the file of profiles says."""

import pytest

from django_trust.policies.markets.loading import FACTS, MARKETS_FILE, read_markets
from django_trust.policies.markets.notes import NOTES
from django_trust.policies.markets.statements import statement
from tests.docs.markdown import DOCS
from tests.docs.tables import headings, page, rows, section, table_of

TABLES = read_markets(MARKETS_FILE)


def printed(value):
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def expected(code):
    """The rows of the page for one market: facts, then statements, then notes."""
    table = TABLES[code]
    facts = [(name, printed(row["value"]), row) for name, row in table.items() if name in FACTS]
    told = [(name, f"Statement: {statement(name)}", row) for name, row in table.get("statements", {}).items()]
    noted = [(name, f"Note: {NOTES[name]}", row) for name, row in table.get("notes", {}).items()]
    return [
        [f"`{name}`", says, row["source"], f"`{row['certainty']}`", str(row["checked_on"])]
        for name, says, row in [*facts, *told, *noted]
    ]


@pytest.mark.parametrize("code", TABLES)
def test_the_page_has_every_row_of_a_market(code):
    assert rows(section(page("markets"), code)) == expected(code)


def test_the_page_has_every_market_and_no_other():
    assert headings(page("markets")) == ["Facts", *TABLES]


def test_the_page_explains_every_fact():
    assert table_of(page("markets"), "Facts") == list(FACTS)


def test_that_it_is_no_legal_advice_is_said_once():
    pages = ("reference/markets.md", "explanation/markets.md", "howto/check-policies.md")
    assert sum((DOCS / name).read_text().count("legal advice") for name in pages) == 1
