"""Compile the gettext catalogues: into the wheel by hatchling, in a checkout by ``python hatch_build.py``.

The repository keeps only the sources. Babel compiles them, so no gettext tools are needed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # in a checkout, where nothing is built
    BuildHookInterface = object  # type: ignore[misc, assignment]


def compile_catalogues(folder: Path) -> int:
    """Write a ``.mo`` beside every ``.po`` below ``folder`` that is newer; return how many were written."""
    written = 0
    for po in sorted(folder.rglob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalog = read_po(source, locale=po.parent.parent.name)
        with mo.open("wb") as target:
            write_mo(target, catalog)
        written += 1
    return written


class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg, misc]
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_catalogues(Path(self.root, "django_trust"))


if __name__ == "__main__":
    number = sum(compile_catalogues(Path(name)) for name in ("django_trust", "example_project"))
    if number:
        print(f"{number} catalogues compiled", file=sys.stderr)
