"""Addresses, telephone numbers, accounts."""

import json

import pytest

from django_trust.reviews.models import FLAGGED_FROM


@pytest.mark.parametrize(
    "text, kind",
    [
        ("Write to mari.kask+pots@post.example.ee please", "emails"),
        ("Mail me: potlover at gmail dot com", "emails"),
        ("potlover(at)hotmail.com", "emails"),
        ("Call +372 5555 1234 for a discount", "phones"),
        ("0044 20 7946 0958", "phones"),
        ("Ring 020 7946 0958", "phones"),
        ("My number is (415) 555-0132", "phones"),
        ("WA 0812-3456-7890 ya kak", "phones"),
        ("Ligue 11 98765-4321", "phones"),
        ("اتصل على ٠٥٠١٢٣٤٥٦٧", "phones"),
        ("واتساب 9665012345678", "phones"),
        ("Helista 5551 2345", "phones"),
        ("Text POT to 80123 now", "phones"),
        ("Telegram: @potseller", "accounts"),
        ("instagram @pots.daily", "accounts"),
    ],
)
def test_contact_data_wants_a_person(ask, text, kind):
    finding = ask("contact", text)
    assert finding.details[kind] == 1
    assert finding.reason == "personal_data"
    assert finding.weight >= FLAGGED_FROM


@pytest.mark.parametrize(
    "text",
    [
        "Bought on 2026-11-24 and again 24.11.2026, 12/11/2026",
        "Paid 1 299 000 for it, order 123456789",
        "EAN 4006381333931, or 0012345678905 on the box",
        "ISBN 0306406152, order number 0123456789, رقم الطلب 12345678",
        "1920x1080, 5000 mAh, 100 200 300, 3.14159265",
        "It holds 1000000 things, I call it a wonder",
        "10-12 days, 2 500 000 rp, Rp 1.250.000,00",
        "Ordered @ night, works @home; instagram worthy, my facebook friends like it",
        "Boiled it at 100 degrees at home",
        "الطلب وصل خلال ١٢ يوم والسعر ٢٥٠ ريال",
    ],
)
def test_figures_of_daily_life_are_no_contact_data(ask, text):
    assert ask("contact", text) is None


def test_what_was_found_is_not_copied_out_of_the_review(ask):
    finding = ask("contact", "mari@post.example or +372 5555 1234")
    assert "mari" not in json.dumps(finding.details)
    assert "5555" not in json.dumps(finding.details)


def test_the_same_number_twice_is_one(ask):
    assert ask("contact", "+372 5555 1234, really: +372 5555-1234").details["phones"] == 1


def test_the_sentence_counts_in_words(ask, say):
    finding = ask("contact", "a@b.example c@d.example +372 5555 1234")
    assert say(finding) == "Holds contact data: 2 e-mail addresses and 1 telephone number."
