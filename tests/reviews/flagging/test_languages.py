"""Texts in another language than the page."""

import pytest

pytestmark = pytest.mark.slow  # the same on every Python and Django: once is enough

TEXTS = {
    "en": "I bought this for my mother and she was very happy with it, but the lid is not so good.",
    "pt-br": "Comprei para minha mãe e ela gostou muito, mas a tampa não é tão boa como eu esperava.",
    "id": "Saya beli untuk ibu dan dia sangat senang dengan barang ini, tapi tutupnya tidak begitu bagus.",
    "et": "Ostsin selle emale ja ta oli väga rahul, aga kaas ei ole nii hea kui ma lootsin, ja see on kahju.",
    "de": "Ich habe das für meine Mutter gekauft und sie war sehr zufrieden, aber der Deckel ist nicht gut.",
    "es": "Lo compré para mi madre y está muy contenta con él, pero la tapa no es tan buena como esperaba.",
    "fr": "Je l'ai acheté pour ma mère et elle est très contente, mais le couvercle ne ferme pas bien.",
    "ar": "اشتريته لوالدتي وكانت سعيدة جدا به ولكن الغطاء ليس جيدا كما توقعت",
}


@pytest.mark.parametrize("page", TEXTS)
@pytest.mark.parametrize("written", TEXTS)
def test_every_language_is_told_from_every_other(ask, written, page):
    finding = ask("language", TEXTS[written], language=page)
    assert (finding is None) == (written == page)


def test_it_is_worth_knowing_and_holds_nothing_up(ask):
    assert ask("language", TEXTS["en"], language="et").reason == ""


@pytest.mark.parametrize(
    "page, text",
    [
        ("et", "Super!"),
        ("ar", "iPhone 15 Pro Max"),
        ("et", "Very good quality, fast delivery"),  # too few small words to be sure
        ("sr", "Купила сам ово за мајку и веома је задовољна, поклопац није добар."),  # two scripts
        ("fi", TEXTS["en"]),  # nothing to compare with
        ("zh-hans", "这个茶壶很好用,我妈妈非常喜欢,盖子有一点松,但是不影响使用,推荐购买。"),
        ("id", "Barang bagus, " * 3 + "the best seller"),
    ],
)
def test_nothing_is_said_without_being_sure(ask, page, text):
    assert ask("language", text, language=page) is None


def test_the_sentence_speaks_the_language_of_who_reads_it(ask, say):
    finding = ask("language", TEXTS["en"], language="pt-br")
    assert say(finding) == "Written in English, sent from a page in Brazilian Portuguese."
    assert "inglise" in say(finding, "et")
    script = ask("language", TEXTS["ar"], language="en")
    assert say(script) == "Script of the words: Arabic. Language of the page: English."
