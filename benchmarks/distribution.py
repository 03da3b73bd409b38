"""The reviews both shops are seeded with: the same numbers, texts and moments for ours and for the peer.

A fixed seed makes them the same in every run. No Django here: the peer's environment has another one.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from benchmarks import extras

PRODUCTS = 1000
HOTTEST = 1  # keys are ranks: 1 has most reviews, 1000 fewest
MEDIAN = 500
FORMER_HIT = 2  # nearly as many reviews as the hottest, none in the last year: not sold any more
FORMER_SHARE = 0.08
ZIPF = 0.915  # gives the hottest of 1,000 products a tenth of all reviews
BATCH = 10_000
YEARS = timedelta(days=3 * 365)
START = datetime(2023, 11, 1)  # noqa: DTZ001 - UTC, written to the database as text

LANGUAGES = {"en": 55, "pt-br": 14, "ar": 12, "id": 11, "et": 8}
STARS = {5: 55, 4: 23, 3: 10, 2: 5, 1: 7}
WORDS = {
    "en": "the cup holds heat well and looks good on my table but arrived late with small box great "
    "quality would buy again easy to clean colour differs from picture size fits nicely handle "
    "feels solid after three weeks of daily use",
    "pt-br": "a xícara chegou rápido e bem embalada gostei muito da cor porém o tamanho é menor que "
    "esperado recomendo produto bom qualidade ótima uso todos os dias fácil de lavar minha "
    "família adorou entrega atrasou um pouco",
    "ar": "المنتج رائع والجودة ممتازة وصل بسرعة لكن اللون مختلف قليلا عن الصورة أنصح به سهل التنظيف "
    "والحجم مناسب جدا استعملته كل يوم منذ شهر ولا مشكلة التغليف جيد والسعر معقول شكرا للمتجر",
    "id": "barang bagus sekali pengiriman cepat kemasan rapi warna sesuai gambar ukuran pas dipakai "
    "setiap hari mudah dibersihkan harga terjangkau kualitas baik sayang gagangnya agak licin "
    "tetapi saya puas akan beli lagi",
    "et": "tass hoiab sooja hästi ja näeb laual kena välja kuid jõudis kohale hilja pakend oli väike "
    "kvaliteet on suurepärane ostaksin uuesti lihtne pesta värv erineb pildist suurus sobib "
    "käepide tundub tugev",
}
NAMES = (
    "Mari",
    "Anna K.",
    "أحمد",
    "João",
    "Siti",
    "Peeter",
    "Chris",
    "Fatima",
    "Ines",
    "Budi",
    "",
    "Reader of long novels",
)
HELPFUL = (0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 5, 8, 13, 40, 180)
UNHELPFUL = (0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 5, 30)
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprst" for vowel in "aeiou"]


class Written(NamedTuple):
    id: int
    product: int
    rating: int
    title: str
    body: str
    author: str
    language: str
    verified: bool
    helpful: int
    unhelpful: int
    created_at: str  # UTC
    reply: str | None
    extras: extras.Extras


def product_names() -> list[str]:
    return [f"Product {number:04}" for number in range(1, PRODUCTS + 1)]


def email_of(number: int) -> str:
    return f"reader{number}@example.com"


def words_of(number: int) -> str:
    """Return the words of a review that a write case adds. No two are alike: half of them are made up."""
    rng = random.Random(number)
    common = WORDS["en"].split()
    return " ".join(
        rng.choice(common) if rng.random() < 0.5 else "".join(rng.choices(SYLLABLES, k=3)) for _ in range(40)
    ).capitalize()


class Phrases(NamedTuple):
    """What texts are drawn from, by language."""

    titles: dict[str, list[str]]
    bodies: dict[str, list[str]]
    points: dict[str, list[str]]


def batches(number: int) -> Iterator[list[Written]]:
    """Yield ``number`` reviews in the order they were written, ten thousand at a time."""
    rng = random.Random(20261101)
    phrases = Phrases(
        titles={code: [_text(rng, code, rng.uniform(8, 60)) for _ in range(200)] for code in LANGUAGES},
        bodies={
            code: [_text(rng, code, rng.lognormvariate(5.1, 0.8)) for _ in range(400)] for code in LANGUAGES
        },
        points={code: [_point(rng, code) for _ in range(200)] for code in LANGUAGES},
    )
    popularity = list(accumulate(rank**-ZIPF for rank in range(1, PRODUCTS + 1)))
    for first in range(1, number + 1, BATCH):
        ids = range(first, min(first + BATCH, number + 1))
        yield _batch(rng, ids, number, popularity, phrases)


def _batch(
    rng: random.Random, ids: range, total: int, popularity: list[float], phrases: Phrases
) -> list[Written]:
    many = len(ids)
    products = rng.choices(range(1, PRODUCTS + 1), cum_weights=popularity, k=many)
    languages = rng.choices(list(LANGUAGES), list(LANGUAGES.values()), k=many)
    step, chance = YEARS / total, rng.random
    return [
        _written(
            rng,
            number,
            _product(product, number <= total * 2 / 3, chance()),
            language,
            START + step * (number - chance()),
            phrases,
        )
        for number, product, language in zip(ids, products, languages, strict=True)
    ]


def _written(
    rng: random.Random, number: int, product: int, language: str, moment: datetime, phrases: Phrases
) -> Written:
    chance = rng.random
    rating = rng.choices(list(STARS), list(STARS.values()))[0]
    verified = chance() < 0.6
    bodies = phrases.bodies[language]
    return Written(
        id=number,
        product=product,
        rating=rating,
        title=phrases.titles[language][int(chance() * 200)] if chance() < 0.8 else "",
        body=bodies[int(chance() * 400)],
        author=rng.choice(NAMES),
        language=language,
        verified=verified,
        helpful=rng.choice(HELPFUL),
        unhelpful=rng.choice(UNHELPFUL),
        created_at=str(moment),
        reply=bodies[number % 400][:400] if chance() < 0.1 else None,
        extras=extras.draw(rng, phrases.points[language], rating, verified, moment),
    )


def _product(drawn: int, early: bool, chance: float) -> int:
    if early:
        return FORMER_HIT if chance < FORMER_SHARE else drawn
    return FORMER_HIT + 1 if drawn == FORMER_HIT else drawn


def fingerprint(*more: Path) -> str:
    """Tell whether a database was filled by these very modules and, if given, with more files or folders."""
    files = [Path(__file__), Path(extras.__file__)]
    for path in more:
        files += sorted(path.glob("*.py")) if path.is_dir() else [path]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _text(rng: random.Random, language: str, length: float) -> str:
    words, text = WORDS[language].split(), ""
    while len(text) < min(length, 3000):
        text += rng.choice(words) + (". " if rng.random() < 0.1 else ",\n" if rng.random() < 0.01 else " ")
    return text.strip().capitalize()


def _point(rng: random.Random, language: str) -> str:
    return " ".join(rng.choices(WORDS[language].split(), k=rng.randint(2, 5))).capitalize()
