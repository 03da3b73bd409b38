import re
from pathlib import Path

import pytest
from django.core.checks import WARNING, Tags, run_checks
from django.db import connection
from django.utils import translation

from django_trust.badges import honesty
from django_trust.badges.claim_rules import RULES
from django_trust.badges.claim_rules.rule import Evidence
from django_trust.badges.honesty import (
    badge_objections,
    check_badge_claims,
    is_refused,
    objections,
)
from django_trust.badges.models import Badge
from django_trust.badges.states import state_of
from django_trust.shop.places import EU_MEMBERS
from tests.badges.claims import HARMLESS, OBJECTED

LANGUAGES = ("en", "pt-br", "id", "et", "ar")
EVERYWHERE = ("EU", "BR", "SA", "EG", "GB", "TR")
MARKET_SETS = ((), ("EU",), ("BR", "ID"), EVERYWHERE)
REFERENCE = Path(__file__).parent.parent.parent / "docs" / "reference" / "claim-rules.md"
# Marks of the kind that rules about labels ask for.
KINDS = {"sustainability_label": "certification"}


def codes(*texts, **evidence):
    evidence.setdefault("markets", EVERYWHERE)
    return {objection.code for objection in objections(texts=texts, **evidence)}


def severities(text, **evidence):
    return {found.code: found.severity for found in objections(texts=[text], **evidence)}


# Claims in five languages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", OBJECTED)
def test_usual_wordings_are_caught(code, language):
    missed = [
        claim for claim in OBJECTED[code][language] if code not in codes(claim, kind=KINDS.get(code, ""))
    ]
    assert missed == []


def test_the_table_has_wordings_of_every_rule_in_every_language():
    assert list(OBJECTED) == [rule.code for rule in RULES]
    assert all(tuple(blocks) == LANGUAGES for blocks in OBJECTED.values())
    assert min(len(claims) for blocks in OBJECTED.values() for claims in blocks.values()) >= 3
    assert all(set(rule.wording) == set(LANGUAGES) for rule in RULES)


@pytest.mark.parametrize("markets", MARKET_SETS, ids="-".join)
@pytest.mark.parametrize("language", LANGUAGES)
def test_harmless_claims_are_left_alone(language, markets):
    caught = {claim: codes(claim, markets=markets) for claim in HARMLESS[language]}
    assert {claim: found for claim, found in caught.items() if found} == {}


def test_there_are_many_harmless_claims():
    assert sum(map(len, HARMLESS.values())) >= 300


@pytest.mark.parametrize(
    "safe",
    [
        "Payments are handled by Example Pay, a PCI DSS validated service provider; we do not see or store "
        "your card number.",
        "PCI DSS SAQ A self-assessment completed on 3 March 2026",
        "Connection encrypted (TLS 1.3), checked 20 November 2026",
        "Card payments may need strong customer authentication (3-D Secure)",
    ],
)
def test_the_wording_to_use_instead_passes(safe):
    assert codes(safe, issuer="", kind="security") == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_are_read_whatever_the_text_says_it_is_in(language):
    for claim in ("100% secure", "Site 100% seguro", "Dijamin aman 100%", "100% turvaline", "آمن 100%"):
        [found] = objections(texts={language: claim})
        assert (found.code, found.language) == ("absolute_security", language)


def test_a_bare_text_has_the_language_of_the_wording():
    claims = ["Site 100% seguro", "Täiesti turvaline", "آمن تماما"]
    assert [found.language for found in objections(texts=claims)] == ["pt-br", "et", "ar"]


# What is quoted


def test_what_was_found_is_quoted_as_it_was_written():
    [found] = objections(texts=["Our shop: (100 % SÉCURE)!"])
    assert found.found == "100 % SÉCURE"


def test_the_longest_of_several_wordings_is_quoted_once():
    [found] = objections(texts=["We ship 100% climate-neutral. Climate neutral"], markets=["EU"])[:1]
    assert found.found == "climate-neutral"
    [found] = objections(texts=["Free returns within the first 14 days"], markets=["EU"])
    assert found.found == "returns within the first 14 days"


def test_each_sentence_is_quoted_once_and_the_gravest_comes_first():
    found = objections(texts=["Best price. 100% secure. Lowest prices. 100% secure."])
    assert [(entry.code, entry.found) for entry in found] == [
        ("absolute_security", "100% secure"),
        ("best_price", "Best price"),
        ("best_price", "Lowest prices"),
    ]


def test_a_denial_counts_like_a_claim():
    assert codes("We do not claim to be 100% secure") == {"absolute_security"}


# Markets


@pytest.mark.parametrize("markets", [["EU"], ["EE"], ["PT", "BR"], ["eu"], ["ee"]], ids="-".join)
def test_what_the_union_forbids_is_refused_in_the_union_and_its_members(markets):
    assert severities("14-day returns", markets=markets) == {"statutory_returns": "refused"}
    assert severities("Eco-friendly", markets=markets) == {"generic_environmental": "refused"}


def test_the_union_has_its_members():
    assert len(EU_MEMBERS) == 27
    assert not {"GB", "NO", "CH"} & EU_MEMBERS


@pytest.mark.parametrize("text", ["14-day returns", "2-year guarantee", "Lasts a lifetime"])
def test_other_places_do_not_know_the_rules_of_the_union(text):
    assert severities(text, markets=["ID"]) == {}
    assert severities(text, markets=["US", "ID"]) == {}


def test_generic_claims_about_nature_are_warned_of_outside_the_union():
    assert severities("Eco-friendly", markets=["BR"]) == {"generic_environmental": "warned"}
    [found] = objections(texts=["Climate neutral"], markets=["ID"])
    assert (found.severity, found.source) == ("warned", "16 CFR 260.4 and 260.5 (FTC Green Guides)")


def test_without_markets_rules_of_a_market_only_warn(configure):
    assert severities("14-day returns") == {"statutory_returns": "warned"}
    assert severities("Climate neutral") == {"climate_neutral": "warned"}
    assert severities("100% secure") == {"absolute_security": "refused"}


def test_markets_are_those_of_the_settings(configure):
    configure(MARKETS=["EE"])
    assert severities("14-day returns") == {"statutory_returns": "refused"}
    configure(MARKETS=["ID"])
    assert severities("14-day returns") == {}


@pytest.mark.parametrize(
    "text, markets, source",
    [
        ("14-day returns", ["EE"], "Directive 2011/83/EU, Art. 9"),
        ("Returns for 14 days", ["GB"], "DMCC Act 2024"),
        ("Returns for 14 days", ["UK"], "DMCC Act 2024"),
        ("7 dias para se arrepender", ["BR"], "CDC (Brazil, Law 8.078/1990), art. 37 and 49"),
        ("7 dias para se arrepender", [], "CDC (Brazil, Law 8.078/1990), art. 37 and 49"),
        ("استرجاع خلال 7 أيام", ["SA"], "Saudi Arabia"),
        ("استرجاع خلال 14 يوما", ["EG"], "Egypt"),
        ("14-day returns", ["TR"], "Turkey"),
        ("2-year guarantee", ["DE"], "Directive (EU) 2019/771, Art. 10"),
        ("3 anos de garantia", ["PT"], "Decree-Law 84/2021"),
        ("3-year guarantee", ["ES"], "TRLGDCU"),
        ("90 dias de garantia", ["BR"], "art. 26"),
    ],
)
def test_the_law_of_the_place_is_named(text, markets, source):
    [found] = objections(texts=[text], markets=markets)
    assert source in found.source


@pytest.mark.parametrize(
    "text, markets",
    [
        ("15-day returns", ["EU"]),
        ("14 dias para devolver", ["BR"]),
        ("8 dias para devolver", ["BR"]),
        ("استرجاع خلال 8 أيام", ["SA"]),
        ("One month to return", ["EU"]),
        ("25 months warranty", ["EU"]),
        ("3-year guarantee", ["EU"]),
        ("Four-year guarantee", ["PT"]),
        ("91 dias de garantia", ["BR"]),
        ("Refund within 3 days", ["EU"]),
    ],
)
def test_more_than_the_law_gives_may_be_said(text, markets):
    assert severities(text, markets=markets) == {}


@pytest.mark.parametrize(
    "text", ["7-day returns", "10 days money back", "1-year guarantee", "12 months warranty"]
)
def test_less_than_the_law_gives_is_no_benefit_either(text):
    assert set(severities(text, markets=["EU"]).values()) == {"refused"}


@pytest.mark.parametrize(
    "text",
    [
        "14-day returns: your legal right",
        "By law, you have 14 days to return goods",
        "You have the right to return goods within 14 days",
        "Statutory 2-year guarantee",
        "Garantia legal de 2 anos",
        "Você tem direito à devolução em até 7 dias",
        "Pengembalian 14 hari menurut undang-undang",
        "Teil on õigus tagastada kaup 14 päeva jooksul",
        "2-aastane garantii vastavalt seadusele",
        "ضمان سنتين بموجب القانون",
    ],
)
def test_a_sentence_that_says_whose_rule_it_is_may_be_said(text):
    assert codes(text) == set()


def test_another_sentence_does_not_excuse():
    assert codes("We follow the law. 14-day returns") == {"statutory_returns"}
    assert codes("14-day returns; by law we tell you how") == {"statutory_returns"}


# Evidence


def test_a_certificate_of_an_iso_standard_needs_a_body_and_a_number():
    claim = "ISO 27001 certified"
    assert codes(claim) == {"iso_certified"}
    assert codes(claim, issuer="Example Registrar") == {"iso_certified"}
    assert codes(claim, certificate_number="IS 1") == {"iso_certified"}
    assert codes(claim, issuer="Example Registrar", certificate_number="IS 1") == set()


@pytest.mark.parametrize(
    "issuer",
    ["ISO", "iso.org", "International Organization for Standardization (ISO)", "ＩＳＯ"],
)
def test_iso_certifies_nobody(issuer):
    found = objections(texts=["ISO 27001 certified"], issuer=issuer, certificate_number="IS 1")
    assert [(entry.code, entry.severity) for entry in found] == [
        ("iso_approval", "refused"),
        ("iso_certified", "warned"),
    ]
    assert (found[0].found, found[0].field, found[0].language) == (issuer, "issuer", "")


def test_the_card_council_is_nobodys_issuer():
    [found] = objections(texts=["Card payments"], issuer="PCI Security Standards Council")
    assert (found.code, found.severity, found.field) == ("pci_certified", "refused", "issuer")


@pytest.mark.parametrize("proof", [{"verify_url": "https://a.example/1"}, {"certificate_number": "7"}])
def test_an_authority_may_approve_where_it_can_be_asked(proof):
    claim = "معتمد من وزارة التجارة"
    assert codes(claim, **proof) == {"government_approval"}
    assert codes(claim, issuer="وزارة التجارة") == {"government_approval"}
    assert codes(claim, issuer="وزارة التجارة", **proof) == set()


@pytest.mark.parametrize("claim", ["EU Ecolabel", "EU organic logo"])
def test_labels_of_the_union_need_their_number(claim):
    assert set(severities(claim, markets=["EU"]).values()) == {"refused"}
    assert severities(claim, markets=["EU"], certificate_number="EE/016/001") == {}


@pytest.mark.parametrize(
    "claim", ["CE marked", "EU trust mark", "PCI certified", "100% secure", "SOC 2 certified"]
)
def test_no_evidence_supports_some_claims(claim):
    everything = Evidence("", "Example Registrar", "1", "Example scheme", "https://a.example/", "shield")
    assert codes(claim) == codes(claim, **everything._asdict()) != set()


def test_a_scheme_supports_a_generic_claim_and_no_compensation():
    assert severities("Eco-friendly", markets=["EU"], scheme="Blue Angel") == {}
    assert severities("Eco-friendly", markets=[], scheme="Blue Angel") == {}
    assert severities("Climate neutral", markets=["EU"], scheme="X") == {"climate_neutral": "refused"}


def test_a_leaf_needs_a_scheme():
    [found] = objections(texts=["Wrapped in paper"], icon="leaf", markets=["EU"])
    assert (found.code, found.severity, found.found, found.field) == (
        "sustainability_label",
        "refused",
        "leaf",
        "icon",
    )
    assert severities("Wrapped in paper", icon="leaf", markets=["ID"]) == {"sustainability_label": "warned"}
    assert severities("Wrapped in paper", icon="leaf", markets=["EU"], scheme="FSC") == {}


def test_green_words_make_a_label_of_a_certificate():
    issued = {"issuer": "Example Registrar", "markets": ["EU"]}
    assert severities("Organic cotton", **issued) == {}
    assert severities("Organic cotton", kind="certification", **issued) == {"sustainability_label": "refused"}
    assert severities("Organic cotton", kind="certification", scheme="GOTS", **issued) == {}


@pytest.mark.parametrize("kind", ["membership", "certification"])
def test_somebody_elses_word_needs_that_body_or_a_link(kind):
    assert severities("Safe toys", kind=kind) == {"unproven_mark": "warned"}
    assert severities("Safe toys", kind=kind, issuer="Example Registrar") == {}
    assert severities("Safe toys", kind=kind, verify_url="https://a.example/") == {}
    assert severities("Safe toys", kind="guarantee") == {}


@pytest.mark.parametrize("claim", ["Norton Secured", "No. 1 shop", "Only verified reviews"])
def test_other_peoples_findings_need_issuer_and_link(claim):
    [(_, severity)] = severities(claim).items()
    assert severity == "warned"
    assert severities(claim, issuer="Example Labs") == severities(claim)
    assert severities(claim, verify_url="https://a.example/") == severities(claim)
    assert severities(claim, issuer="Example Labs", verify_url="https://a.example/") == {}


def test_how_long_a_thing_lasts_needs_a_test():
    assert severities("Lifetime guarantee", markets=["EU"]) == {"durability": "warned"}
    assert severities("Lifetime guarantee", markets=["EU"], verify_url="https://a.example/terms") == {}


def test_how_a_thing_rots_makes_a_claim_that_can_be_checked():
    assert codes("Biodegradable packaging") == {"generic_environmental"}
    assert codes("Biodegradable through home composting in a month") == set()


# Badges


def test_claim_statement_and_scope_are_read():
    badge = Badge(claim={"en": "Safe"}, statement={"et": "100% turvaline"}, scope={"ar": "آمن 100%"})
    assert [(found.field, found.language) for found in badge_objections(badge)] == [
        ("statement", "et"),
        ("scope", "ar"),
    ]
    assert is_refused(badge)


def test_warned_is_not_refused():
    badge = Badge(claim={"en": "Best price"})
    assert [found.severity for found in badge_objections(badge)] == ["warned"]
    assert not is_refused(badge)


@pytest.mark.parametrize("damage", [None, [], ["100% secure"], {"en": None}, {"en": ["100% secure"]}, 7])
def test_damaged_texts_say_nothing(damage):
    assert badge_objections(Badge(claim=damage, statement=damage, scope=damage)) == ()


def test_a_badge_without_words_is_not_refused():
    assert not is_refused(Badge(kind="payment", method="pix"))


def test_a_text_not_yet_saved_is_one_in_the_language_of_the_shop():
    assert [found.language for found in badge_objections(Badge(claim="100% secure"))] == ["en"]


def test_a_refused_badge_is_hidden_with_all_its_evidence():
    badge = Badge(claim={"en": "PCI certified"}, verify_url="https://a.example/")
    assert state_of(badge).reason == "refused"


def test_markets_hide_and_show_a_badge_at_once(configure):
    badge = Badge(claim={"en": "14-day returns"}, verify_url="https://a.example/")
    assert state_of(badge).shown
    configure(MARKETS=["EU"])
    assert state_of(badge).reason == "refused"


def test_a_badge_for_certain_countries_answers_to_their_law(configure):
    configure(MARKETS=["EU", "BR"])
    badge = Badge(claim={"en": "14-day returns"}, countries=["BR"])
    assert not is_refused(badge)
    badge.countries = ["BR", "EE"]
    assert is_refused(badge)
    configure(MARKETS=["ID"])
    assert is_refused(badge)


@pytest.mark.parametrize("damage", [None, "EE", {"EE": 1}, [7]])
def test_damaged_countries_leave_the_markets_of_the_shop(damage, configure):
    configure(MARKETS=["EU"])
    assert is_refused(Badge(claim={"en": "14-day returns"}, countries=damage))


def test_titles_and_reasons_are_sentences_in_the_language_of_staff():
    for rule in RULES:
        with translation.override("en"):
            assert re.fullmatch(r"[A-Z].{10,70}\.", str(rule.title))
            assert re.fullmatch(r"[A-Z].{30,250}\.", str(rule.why))
            assert "%" not in f"{rule.title}{rule.why}"  # msgfmt would take "100% s" for a placeholder


def test_a_badge_asked_about_before_costs_one_look_at_the_cache(monkeypatch):
    badges = [Badge(claim={"en": f"Reply within {hours} hours"}) for hours in range(30)]
    assert not any(map(is_refused, badges))
    monkeypatch.setattr(honesty, "sentences", None)
    assert not any(map(is_refused, badges))


# System check


def trust_messages(**keys):
    return [found for found in run_checks(**keys) if found.id in ("trust.W010", "trust.W011")]


@pytest.mark.django_db
def test_the_check_names_badge_rule_words_source_and_address():
    badge = Badge.objects.create(claim={"en": "100% secure", "et": "100% turvaline"})
    [found] = trust_messages(tags=[Tags.database], databases=["default"])
    assert (found.id, found.level) == ("trust.W010", WARNING)
    assert found.msg == (
        f"Badge {badge.pk} claims what the rule absolute_security refuses: “100% secure”, “100% turvaline”."
    )
    assert found.hint == (
        "This claims absolute security. Nothing on the web is safe beyond all doubt, and no check can show "
        "it. Say what was checked, such as “Connection encrypted with TLS 1.3”. "
        "Source: Directive 2005/29/EC, Art. 6(1); FTC Act, section 5; CDC (Brazil), art. 37. "
        f"Change it at /admin/trust/badge/{badge.pk}/change/."
    )


@pytest.mark.django_db
def test_the_check_tells_refused_from_warned(configure):
    configure(MARKETS=["EU"])
    Badge.objects.create(claim={"en": "Best price"})
    Badge.objects.create(claim={"en": "Green shop, lowest prices"})
    Badge.objects.create(claim={"en": "Reply within 4 hours"})
    found = trust_messages(tags=[Tags.database], databases=["default"])
    assert [(entry.id, entry.msg.partition(" rule ")[2]) for entry in found] == [
        ("trust.W011", "best_price warns of: “Best price”."),
        ("trust.W010", "generic_environmental refuses: “Green shop”."),
        ("trust.W011", "best_price warns of: “lowest prices”."),
    ]


@pytest.mark.django_db
def test_the_check_costs_one_query(django_assert_num_queries):
    for number in range(5):
        Badge.objects.create(claim={"en": f"100% secure {number}"})
    with django_assert_num_queries(3):  # a savepoint around it
        assert len(check_badge_claims(None, databases=["default"])) == 5


@pytest.mark.django_db
def test_a_badge_that_is_switched_off_is_left_alone():
    Badge.objects.create(claim={"en": "100% secure"}, enabled=False)
    assert check_badge_claims(None, databases=["default"]) == []


@pytest.mark.parametrize("databases", [None, [], ["other"]])
def test_the_check_asks_no_database_unless_allowed(databases):
    assert check_badge_claims(None, databases=databases) == []


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_not_there_yet_is_no_message():
    with connection.schema_editor() as editor:
        editor.alter_db_table(Badge, "trust_badge", "trust_badge_away")
    try:
        assert check_badge_claims(None, databases=["default"]) == []
    finally:
        with connection.schema_editor() as editor:
            editor.alter_db_table(Badge, "trust_badge_away", "trust_badge")


@pytest.mark.django_db
@pytest.mark.urls("django_trust.urls")
def test_the_check_works_without_the_admin():
    Badge.objects.create(claim={"en": "100% secure"})
    [found] = check_badge_claims(None, databases=["default"])
    assert found.hint.endswith("CDC (Brazil), art. 37.")


# Reference


def reference_rows(heading):
    section = REFERENCE.read_text(encoding="utf-8").split(heading)[1].split("\n## ")[0]
    table = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip(" `") for cell in line.strip("|").split(" | ")] for line in table]


def test_the_reference_lists_every_rule_as_it_is():
    real = [
        [
            rule.code,
            ground.severity,
            "EU" if "EU" in ground.markets else ", ".join(sorted(ground.markets)) or "everywhere",
            ground.source,
        ]
        for rule in RULES
        for ground in rule.grounds
    ]
    assert reference_rows("# Claim rules\n") == real


def test_the_reference_says_of_every_rule_what_it_looks_for():
    rows = reference_rows("## What each one looks for\n")
    assert [row[0] for row in rows] == [rule.code for rule in RULES]
    for code, claims, _fine in rows:
        for claim in re.findall(r'"([^"]+)"', claims):
            kind = "membership" if code == "unproven_mark" else ""
            assert code in codes(claim.replace("…", "national"), kind=kind), claim


def test_every_market_is_a_country_or_the_union():
    named = {market for rule in RULES for ground in rule.grounds for market in ground.markets}
    assert named - EU_MEMBERS == {"EU", "GB", "BR", "SA", "EG", "TR"}
