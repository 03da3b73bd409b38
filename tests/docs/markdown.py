"""Reading the documentation: its fenced blocks and the steps between them."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
TUTORIAL = DOCS / "tutorial" / "index.md"
FENCE = re.compile(r"^(?P<indent> *)(?P<fence>`{3,}|:{3,})(?P<info>[^`]*)$")
DIRECTIVE = re.compile(r"\{(?P<name>[\w-]+)\}\s*(?P<argument>.*)")
EXEMPT = re.compile(r"^(?:% |<!-- )not run: (?P<reason>.+?)(?: -->)?$")
STEP = re.compile(r"^\d+\. (?P<text>.+)$")
NO_CODE = {"toctree", "note", "warning", "tip", "important", "seealso"}


@dataclass(frozen=True)
class Block:
    """One fenced block. ``caption`` is the file it shows, or what the block says about itself."""

    path: Path
    line: int
    language: str
    caption: str
    text: str
    exempt: str

    def __str__(self):
        return f"{self.path.relative_to(ROOT)}:{self.line}"


@dataclass(frozen=True)
class Step:
    """One numbered instruction to the reader."""

    path: Path
    line: int
    text: str

    def __str__(self):
        return f"{self.path.relative_to(ROOT)}:{self.line}"


def pages():
    return sorted([*DOCS.rglob("*.md"), ROOT / "README.md"])


def read(path):
    """Yield the blocks and steps of a page in their order."""
    lines = path.read_text().splitlines()
    number = 0
    while number < len(lines):
        if (step := STEP.match(lines[number])) is not None:
            yield Step(path, number + 1, step["text"])
        fence = FENCE.match(lines[number])
        number += 1
        if fence is None:
            continue
        start = number
        while lines[number].strip() != fence["fence"]:
            number += 1
        body = [line.removeprefix(fence["indent"]) for line in lines[start:number]]
        number += 1
        previous = EXEMPT.match(lines[start - 2].strip()) if start >= 2 else None
        block = _block(path, start, fence["info"].strip(), body, previous["reason"] if previous else "")
        if block is not None:
            yield block


def _block(path, line, info, body, exempt):
    caption, language = "", info
    if (directive := DIRECTIVE.fullmatch(info)) is not None:
        if directive["name"] in NO_CODE:
            return None
        language = directive["argument"]
        while body and (option := re.fullmatch(r":(\w+): (.*)", body[0])):
            caption = option[2] if option[1] == "caption" else caption
            body = body[1:]
        body = body[1:] if body and not body[0] else body
    return Block(path, line, language, caption, "\n".join(body) + "\n", exempt)


def blocks():
    """Every block of every page but the tutorial, which has a test of its own."""
    return [part for path in pages() if path != TUTORIAL for part in read(path) if isinstance(part, Block)]


def block_of(page, caption):
    """The one block of a page that shows this file."""
    [block] = [part for part in read(DOCS / page) if isinstance(part, Block) and part.caption == caption]
    return block
