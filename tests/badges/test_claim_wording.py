import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_trust.badges.claim_rules import wording
from django_trust.badges.claim_rules.periods import period_at
from django_trust.badges.claim_rules.spelling import sentences, words_of
from django_trust.badges.claim_rules.wording import Meaning, Phrasebook, phrases_of
from django_trust.badges.honesty import Objection, objections
from tests.badges.claims import OBJECTED

pytestmark = pytest.mark.slow  # the same on every Python and Django: once is enough

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u061c"


def codes(text):
    return {objection.code for objection in objections(texts=[text])}


# Tricks and spelling


@pytest.mark.parametrize(
    "trick",
    [
        "１００％ ｓｅｃｕｒｅ",
        "100% SECURE",
        "100 % secure",
        "100%-secure",
        "100%\u00a0secure",
        "100%\nsecure",
        "100.0% secure",
        "100% se\u200dcu\u200cre",
        "100% se\u00adcure",
        "\u202e100%\u202c secure",
        "100% sécüré",
        "100% s\u0435cur\u0435",  # Cyrillic letters
        "100% s\u03b5cure",  # a Greek one
        "100% 𝐬𝐞𝐜𝐮𝐫𝐞",
        "١٠٠٪ secure",
        "۱۰۰٪ secure",
        "१००% secure",
        "%100 secure",
        "100% (secure)",
        "★ 100% secure ★",
        "100%secure",
        "100% “secure”!",
    ],
)
def test_tricks_make_no_difference(trick):
    assert codes(trick) == {"absolute_security"}


@pytest.mark.parametrize(
    "claim",
    [
        "آمِنٌ ١٠٠٪",  # with vowel signs
        "آمـــن 100%",  # stretched
        "امن 100%",
        "وآمن 100%",
        "متجر آمنه ١٠٠%",
    ],
)
def test_arabic_spellings_make_no_difference(claim):
    assert codes(claim) == {"absolute_security"}


def test_letters_that_look_latin_are_read_as_latin_only_in_words_made_of_them():
    assert codes("РСІ certified") == {"pci_certified"}
    assert words_of("море") == ("море",)


@pytest.mark.parametrize(
    "claim", ["СО₂ neutral", "CO2-neutral", "co2neutral", "CO 2 neutral", "CO₂-neutraalne", "CO2NEUTRAL"]
)
def test_digits_and_letters_may_stand_together_or_apart(claim):
    assert "climate_neutral" in codes(claim)


@pytest.mark.parametrize(
    "text", ["100% cotton, secure payment", "Cotton 100%. Secure payment", "100% | Secure"]
)
def test_a_phrase_ends_at_a_comma_a_bar_and_the_end_of_a_sentence(text):
    assert codes(text) == set()


@given(
    st.sampled_from([claim for claims in OBJECTED["absolute_security"].values() for claim in claims]),
    st.data(),
)
def test_nothing_invisible_hides_a_claim(claim, data):
    place = data.draw(st.integers(0, len(claim)))
    hidden = claim[:place] + data.draw(st.sampled_from(ZERO_WIDTH)) + claim[place:]
    assert "absolute_security" in codes(hidden)
    assert "absolute_security" in codes(hidden.upper())


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text):
    assert all(isinstance(found, Objection) for found in objections(texts=[text]))


# Time


@pytest.mark.parametrize(
    "piece",
    [
        "100% ",
        "100 percent ",
        "a",
        "pci ",
        "eco ",
        "14 days ",
        "member of the ",
        "بال",
        "secure,",
        ".",
        "-\n",
    ],
)
def test_work_grows_no_faster_than_the_text(piece, monkeypatch):
    """The walk counts its own steps: no clock, so no flakes."""
    steps = 0
    follow = wording._follow

    def counting(*arguments):
        nonlocal steps
        steps += 1
        follow(*arguments)

    monkeypatch.setattr(wording, "_follow", counting)

    def work(text):
        nonlocal steps
        steps = 0
        objections(texts=[text])
        return steps

    short, long = work(piece * 400), work(piece * 1600)
    assert long <= 4 * short + 100
    assert short <= 400 * 250


# Notation, lengths of time, sentences


def book(phrases):
    made = Phrasebook()
    made.add(phrases, Meaning(0, "en"))
    return made


def found_in(phrases, text):
    return sorted(
        {
            sentence.quote(hit.start, hit.end)
            for sentence in sentences(text)
            for hit in book(phrases).find(sentence.words)
        }
    )


@pytest.mark.parametrize(
    "phrase, text, expected",
    [
        ("a |very safe|calm shop", "a safe shop, a very shop", ["a safe shop"]),
        ("a |very safe|calm shop", "a very calm shop", ["a very calm shop"]),
        ("100_percent|fully safe", "100% safe, fully safe, 100 safe", ["100% safe", "fully safe"]),
        ("eco-friendly", "eco-friendly ecofriendly eco", ["eco-friendly", "ecofriendly"]),
        ("sustainab*", "sustainability, sustain", ["sustainability"]),
        ("member … club", "member of the old club", ["member of the old club"]),
        ("member … club", "member of the very old club", []),
        ("member … club", "member, of club", []),
        ("iso NUMBER certified", "ISO 27001 certified, ISO certified", ["ISO 27001 certified"]),
        ("PERIOD returns", "14-day returns, many returns", ["14-day returns"]),
        ("ONLY |100_percent green", "Green.", ["Green"]),
        ("ONLY green", "Green tea", []),
        ("بيئة", "للبيئة والبيئة بيئتنا", ["البيئة", "للبيئة"]),
    ],
)  # fmt: skip
def test_the_notation_of_phrases(phrase, text, expected):
    words = [quote.removeprefix("و") for quote in found_in(phrase, text)]
    assert sorted(words) == sorted(expected)


def test_a_long_phrase_goes_on_behind_a_plus():
    assert phrases_of("one|two|\n  + three four\n  + five\nsix") == ["one|two|three four five", "six"]


@pytest.mark.parametrize("phrase", ["|the", "… shop", "s* shop"])
def test_a_phrase_that_begins_with_nothing_is_a_mistake(phrase):
    with pytest.raises(ValueError):
        book(phrase)


@pytest.mark.parametrize(
    "text, days",
    [
        ("14 days", 14),
        ("14-day", 14),
        ("two weeks", 14),
        ("a fortnight", None),
        ("fortnight", 14),
        ("14 (fourteen) working days", 14),
        ("sete dias", 7),
        ("30 dias corridos", 30),
        ("dua minggu", 14),
        ("7 hari kerja", 7),
        ("14-päevane", 14),
        ("14päevane", 14),
        ("kahenädalane", 14),
        ("kaheaastane", 730),
        ("neljateistkümne päeva", 14),
        ("14 (neljateistkümne) päeva", 14),
        ("أسبوعين", 14),
        ("لمدة", None),
        ("سنتين", 730),
        ("١٤ يوما", 14),
        ("سبعة أيام", 7),
        ("24 months", 720),
        ("14 parcels", None),
        ("14", None),
        ("99999 days", None),
    ],
)
def test_lengths_of_time(text, days):
    [sentence] = sentences(text)
    period = period_at(sentence.words, 0)
    assert (period and period[0]) == days


def test_sentences_end_at_marks_blank_lines_and_bullets():
    text = "One! Two? (Three.) No. 1 of four\nlines\n\nFive\n- six\n• seven؟ eight. 9"
    assert [" ".join(sentence.written) for sentence in sentences(text)] == [
        "One!",
        "Two?",
        "(Three.)",
        "No. 1 of four lines",
        "Five",
        "- six",
        "• seven؟",
        "eight.",
        "9",
    ]
