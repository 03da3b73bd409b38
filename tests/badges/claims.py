"""Claims as shops write them, by language: those that rules object to, and those they must leave alone."""

import tomllib
from pathlib import Path

CLAIMS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
OBJECTED = {
    code: {language: block.split("\n")[:-1] for language, block in blocks.items()}
    for code, blocks in CLAIMS["objected"].items()
}
HARMLESS = {language: block.split("\n")[:-1] for language, block in CLAIMS["harmless"].items()}
