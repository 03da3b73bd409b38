"""Coarse words: disguised ones found, innocent ones left alone."""

import pytest

from django_trust.reviews.flagging.coarse_words import EVERYWHERE, IN_ITS_LANGUAGE
from django_trust.reviews.flagging.profanity import find_coarse_words
from django_trust.reviews.flagging.wording import fold
from django_trust.reviews.models import FLAGGED_FROM


@pytest.mark.parametrize(
    "text",
    [
        "shit",
        "SHIT!",
        "sh1t",
        "$hit",
        "sh!t!!",
        "shiiiiit",
        "s h i t",
        "s.h.i.t",
        "s-h-i-t",
        "s**t",
        "sh*t",
        "ｓｈｉｔ",
        "𝓼𝓱𝓲𝓽",
        "shi\u200bt",
        "shít",
        "what a shit-show",
    ],
)
def test_disguises_do_not_help(text):
    assert list(find_coarse_words(text, "et")) == ["shit"]


@pytest.mark.parametrize(
    "language, text",
    [
        ("en", "you assholes"),
        ("pt-br", "seu arrombado, que merda"),
        ("es", "qué puta mierda"),
        ("fr", "bande de connards"),
        ("de", "so eine Scheiße, ihr Vollidioten"),
        ("id", "dasar toko goblok"),
        ("et", "täielik pask"),
        ("ar", "يا شرموطة"),
        ("ar", "أنتم أغبياء والحقير فيكم"),
    ],
)
def test_each_language_has_its_words(language, text):
    assert find_coarse_words(text, language)


@pytest.mark.parametrize(
    "language, text",
    [
        ("en", "Scunthorpe, Penistone and Essex; a classic bass assembled in Cockfosters"),
        ("en", "I assessed the glass, passed the grass, and my analyst liked the cocktail"),
        ("en", "The Samsung A55 and the S20 with 5 h 1 t, 4 ss"),
        ("en", "This crap broke after a day, the seller is a fraud and I am very angry"),
        ("en", "The dress hugs my boobs, dog proof, pull it off, shiitake, hello Moby"),
        ("de", "Der Stoff ist dick und der Schwanz der Katze passt in die Bassgitarre"),
        ("es", "El cono pica un poco, año tras año, con carne"),
        ("pt-br", "A bola rola bem, o macaco hidráulico e o cumprimento, disputa limpa"),
        ("fr", "Un retard de livraison, l'ordure ménagère, le cul-de-poule et le bâtard du boulanger"),
        ("id", "Makanan anjing dan babi, barang dari cina, pantai indah"),
        ("et", "Puudutab, kass, passib hästi, munitsipaalne, persik, kuradima hea"),
        ("ar", "طعام الكلب والقطط، الحيوان سعيد، والبائع نصاب"),
    ],
)
def test_innocent_words_stay_innocent(language, text):
    assert find_coarse_words(text, language) == {}


def test_one_coarse_word_is_temper_and_two_are_worth_a_look(ask):
    assert ask("profanity", "This shit broke").weight < FLAGGED_FROM
    two = ask("profanity", "This fucking shit broke")
    assert (two.weight, two.reason) == (FLAGGED_FROM, "obscene")


def test_one_slur_is_worth_a_look(ask):
    finding = ask("profanity", "The seller is a faggot, shit")
    assert finding.weight >= FLAGGED_FROM
    assert finding.reason == "discriminatory"


def test_people_may_be_called_dick(ask):
    assert ask("profanity", "Good pot", author_name="Dick Cocks") is None
    assert ask("profanity", "Good pot", author_name="Fuckyou Fucker") is not None


def test_the_lists_are_folded_and_hold_no_word_twice():
    for lists in (EVERYWHERE, *IN_ITS_LANGUAGE.values()):
        words = [word for listed in lists.values() for word in listed.split()]
        assert [word for word in words if fold(word) != word] == []
        assert len(words) == len(set(words))


def test_the_sentence_names_the_words(ask, say):
    assert say(ask("profanity", "fucking shit")) == "Coarse or insulting words: fucking and shit."
