"""Links and names of other sites."""

import pytest

from django_trust.reviews.models import FLAGGED_FROM
from django_trust.shop.adapter import ShopAdapter


@pytest.mark.parametrize(
    "text",
    [
        "Read more at https://pots.example/offer?x=1 today",
        "see HTTP://POTS.EXAMPLE",
        "www.pots-example.com has it cheaper",
        "all here: bit.ly/3xYz12",
        "write me on t.me/potseller",
        "pots[dot]com is better",
        "pots (dot) com is better",
        "pots (.) com is better",
        "just go to potshop dot com",
        "اشتروا من https://pots.example الآن",
        "ｗｗｗ．pots-example．com",
    ],
)
def test_a_link_to_another_site_wants_a_person(ask, text):
    finding = ask("links", text)
    assert finding.reason == "spam"
    assert finding.weight >= FLAGGED_FROM


@pytest.mark.parametrize("text", ["Half the price at potworld.com!", "As good as on potworld.co.uk."])
def test_a_site_that_is_only_mentioned_holds_nothing_up(ask, text):
    finding = ask("links", text)
    assert 0 < finding.weight < FLAGGED_FROM


@pytest.mark.parametrize(
    "text",
    [
        "Very good quality.It came fast and/or early.",
        "Boils in 3.5 min, 1.7 l, 24.11.2026, version 2.0.1",
        "Works with node.js and manual.pdf",
        "A polka dot common to all of them",
        "Passt gut.de nada",
        "الجودة ممتازة.التوصيل سريع",
    ],
)
def test_a_forgotten_space_is_no_link(ask, text):
    assert ask("links", text) is None


@pytest.mark.parametrize("text", ["Muito bom.com certeza recomendo", "Vestido polka dot com manga longa"])
def test_portuguese_com_is_a_word(ask, text):
    assert ask("links", text, language="pt-br") is None


def test_more_links_weigh_more_up_to_a_limit(ask):
    weights = [
        ask("links", " ".join(f"https://s{n}.example/" for n in range(number))).weight for number in (1, 2, 9)
    ]
    assert weights == [40, 50, 70]


def test_links_to_the_shop_itself_are_fine(ask, settings):
    settings.ALLOWED_HOSTS = [".pots.example", "*"]
    text = "See https://shop.example/pot and www.shop.example/x and https://blog.pots.example/1"
    assert ask("links", text) is None
    assert ask("links", "https://notshop.example/") is not None


def test_a_shop_without_an_address_of_its_own_has_no_own_links(ask, configure):
    configure(ADAPTER=f"{ShopAdapter.__module__}.ShopAdapter")
    assert ask("links", "https://shop.example/") is not None


def test_a_name_that_advertises_is_seen_too(ask):
    assert ask("links", "Good pot", author_name="www.cheap-pots.com") is not None


def test_the_sentence_names_the_sites(ask, say):
    finding = ask("links", "https://b.example/x https://a.example/ https://c.example https://d.example")
    assert say(finding) == "Names 4 other sites: a.example, b.example, and c.example."
    assert finding.details == {"hosts": ["a.example", "b.example", "c.example"], "number": 4}
