"""Promotional wording."""

import pytest

from django_trust.reviews.flagging.advertising import phrase_index
from django_trust.reviews.flagging.promotions import PHRASES
from django_trust.reviews.models import FLAGGED_FROM

ADVERTISEMENTS = {
    "en": "Congratulations, you have won! Claim your cash prize now. Limited time.",
    "pt-br": "Ganhe dinheiro fácil e renda extra! Clique aqui, oferta imperdível.",
    "es": "Gana dinero y consigue ingresos extra. ¡Haz clic, oferta limitada!",
    "fr": "Gagnez de l'argent, argent facile ! Cliquez ici, offre limitée.",
    "de": "Schnelles Geld, passives Einkommen! Hier klicken, Gewinnspiel.",
    "id": "Slot gacor, anda menang jackpot! Klik di sini, daftar sekarang.",
    "et": "Teeni raha, kiirlaen kohe! Kliki siia, tasuta auhind.",
    "ar": "مبروك فزت! لقد ربحت جائزة، اضغط على الرابط واستلم جائزتك",
}
HONEST = {
    "en": "Free shipping and a fair offer. I used a coupon, and it won my heart. Feel free to buy it.",
    "pt-br": "Comprei na promoção com desconto, chegou antes do prazo. Muito bom, recomendo!",
    "es": "Lo compré de oferta con descuento para un regalo. Muy contento con la compra.",
    "fr": "Offert en cadeau, acheté avec une remise. Très contente, la livraison était rapide.",
    "de": "Im Angebot gekauft, als Geschenk für meine Mutter. Versand war schnell.",
    "id": "Dapat diskon dan bonus sarung, barang bagus, pengiriman cepat. Terima kasih.",
    "et": "Ostsin soodustusega kingituseks, väga hea kann. Tarne oli kiire.",
    "ar": "اشتريته هدية لأمي في التخفيضات والعرض كان ممتازا والتوصيل سريع",
}


@pytest.mark.parametrize("language", ADVERTISEMENTS)
def test_advertising_wants_a_person(ask, language):
    finding = ask("advertising", ADVERTISEMENTS[language], language=language)
    assert finding.reason == "spam"
    assert finding.weight >= FLAGGED_FROM


@pytest.mark.parametrize("language", HONEST)
def test_a_buyer_who_tells_of_a_discount_is_not_held_up(ask, language):
    finding = ask("advertising", HONEST[language], language=language)
    assert finding is None or finding.weight < FLAGGED_FROM


@pytest.mark.parametrize("language", PHRASES)
def test_every_listed_phrase_can_be_found(language):
    index = phrase_index()
    listed = [" ".join(e.split()) for group in PHRASES[language].values() for e in group.split(",")]
    found = {spelled for entries in index.values() for _phrase, _points, spelled in entries}
    assert set(listed) <= found
    assert all(listed)


def test_a_phrase_counts_once_and_the_longest_wins(ask):
    once, often = ask("advertising", "promo code"), ask("advertising", "promo code promo code promo code")
    assert once.weight == often.weight == 25


def test_an_amount_of_money_adds_only_to_other_signs(ask):
    assert ask("advertising", "I paid £900 for it") is None
    assert ask("advertising", "jackpot £900").weight > ask("advertising", "jackpot").weight


def test_the_sentence_quotes_the_phrases(ask, say):
    finding = ask("advertising", "Jackpot! Use promo code POT")
    assert say(finding) == "Reads like advertising: promo code and jackpot."
