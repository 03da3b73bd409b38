import pytest

from django_trust.badges.models import Badge
from django_trust.badges.remarks import refusals, warnings

ABSOLUTE = {"en": "100% secure", "pt-br": "Loja 100% segura"}


def test_a_rule_broken_in_two_languages_is_said_once_for_each_field():
    badge = Badge(claim=ABSOLUTE, statement={"en": "Our shop is unhackable."})
    assert [remark.field for remark in refusals(badge)] == ["claim", "statement"]
    words = refusals(badge)[0].words
    assert words.startswith("“")
    assert "100% secure" in words
    assert "100% segura" in words


def test_a_remark_reads_as_sentences_with_the_source():
    remark = refusals(Badge(claim=ABSOLUTE))[0]
    assert remark.sentence.startswith(remark.words)
    for part in (remark.title, remark.why, remark.source):
        assert part in remark.sentence
    assert remark.sentence.endswith(".")
    assert ".." not in remark.sentence


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"kind": "certification"}, "kind", "“Certification”"),
        ({"icon": "leaf"}, "icon", "“Leaf”"),
        ({"kind": "membership", "issuer": "ISO"}, "issuer", "“ISO”"),
    ],
)
def test_what_is_said_without_words_is_objected_to_at_its_field(fields, field, words):
    badge = Badge(claim={"en": "Tested"}, **fields)
    found = [remark for remark in (*refusals(badge), *warnings(badge)) if remark.field == field]
    assert found
    assert found[0].words == words


def test_a_harmless_badge_has_no_remarks():
    badge = Badge(claim={"en": "Repairs for ten years"}, kind="guarantee", verify_url="https://shop.example/")
    assert refusals(badge) == warnings(badge) == []


def test_a_method_that_nobody_there_can_use_is_a_warning_without_a_source():
    badge = Badge(kind="payment", method="pix", countries=["BR", "EE", "XK"])
    remark = warnings(badge)[0]
    assert remark.field == "countries"
    assert (
        remark.sentence
        == "Pix is not known to work in Estonia and Kosovo. Shoppers there could not pay that way."
    )
