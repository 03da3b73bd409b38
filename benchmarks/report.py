"""One table of all cases: on the terminal, as Markdown, and as JSON for the table of cost by size."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.databases import BUILD, kind, size

HEAD = (
    "case", "unit", "limit", "floor (django)", "ours", "peer", "ours/floor", "ours/limit", "peer/ours",
    "queries", "goal",
)  # fmt: skip


@dataclass
class Row:
    """One case. Figures are medians; with the unit ``/s`` more is better, otherwise less."""

    case: str
    ours: float
    limit: float | None = None
    floor: float | None = None
    peer: float | None = None
    unit: str = "ms"
    queries: int | None = None
    goals: dict[str, bool] = field(default_factory=dict)

    def cells(self) -> list[str]:
        goal = "; ".join(f"{words}: {'yes' if met else '**no**'}" for words, met in self.goals.items())
        return [
            self.case,
            self.unit,
            _figure(self.limit),
            _figure(self.floor),
            _figure(self.ours),
            _figure(self.peer),
            _ratio(self.ours, self.floor),
            _ratio(self.ours, self.limit),
            _ratio(self.peer, self.ours),
            "" if self.queries is None else str(self.queries),
            goal,
        ]


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _ratio(value: float | None, other: float | None) -> str:
    return f"{value / other:.2f}x" if value is not None and other else ""


def markdown(rows: list[Row]) -> str:
    lines = [HEAD, ["---"] * 2 + ["--:"] * 8 + ["---"], *(row.cells() for row in rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def show(rows: list[Row]) -> None:
    """Print the table with aligned columns."""
    lines = [list(HEAD), *(row.cells() for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(HEAD) - 1)]
    for line in lines:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=False)),
            line[-1],
            sep="  ",
        )


def tell(rows: list[Row]) -> None:
    """Say what one case found, before the whole table is there."""
    for row in rows:
        missed = [words for words, met in row.goals.items() if not met]
        print(
            f"    {row.case}: {_figure(row.ours)} {row.unit}",
            *(f"- not {words}" for words in missed),
            flush=True,
        )


def save(rows: list[Row]) -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    name = f"{kind()}-{size()}"
    title = f"# {size():,} reviews on {kind()}\n\n"
    (BUILD / f"{name}.md").write_text(title + markdown(rows))
    (BUILD / f"{name}.json").write_text(json.dumps([asdict(row) for row in rows], indent=1))
    print(f"\nWritten to build/benchmarks/{name}.md")


def add_up(rows: list[Row]) -> dict[str, Any]:
    goals = [met for row in rows for met in row.goals.values()]
    return {"met": sum(goals), "of": len(goals)}
