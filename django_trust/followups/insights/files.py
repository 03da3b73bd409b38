"""A table as a file for spreadsheets: CSV in UTF-8, with nothing a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
from typing import Any

from django_trust.followups.insights.tables import Table

BYTE_ORDER_MARK = "\ufeff"  # else Excel reads UTF-8 as something older
# OWASP, "CSV Injection"; the last four are full-width forms that spreadsheets fold to the first four.
STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_of(table: Table) -> str:
    """Return a table as CSV (RFC 4180) with a byte order mark. Tables are short: nothing is streamed."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(map(harmless, table.file_head))
    writer.writerows(map(harmless, row) for row in table.file_rows)
    return BYTE_ORDER_MARK + written.getvalue()


def harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet computes: texts that look like a formula get an apostrophe in
    front. Numbers stay numbers, negative ones too."""
    if isinstance(value, str) and (value.startswith(STARTERS) or value.lstrip().startswith(STARTERS)):
        return f"'{value}"
    return value
