"""The row of badges as a shopper gets it, from the template tag."""

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.urls import set_urlconf
from django.utils import timezone
from django.utils.translation import override

from django_trust.badges.blocks import badges_html
from django_trust.badges.models import Badge
from django_trust.badges.widgets import badges
from tests.markup import read


def show(arguments="", **query):
    context = Context({"request": RequestFactory().get("/", query)})
    return Template(f"{{% load trust %}}{{% trust_badges {arguments} %}}").render(context)


def claims(*args, **kwargs):
    return [card.claim.text for card in badges(*args, **kwargs)]


def test_nothing_to_show_is_no_empty_box(db):
    assert show() == ""


def test_a_badge_says_its_claim_and_links_to_its_evidence(certificate):
    badge = certificate()
    html = show()
    read(html)
    assert 'lang="en" dir="ltr"' in html
    assert f'href="/trust/badges/{badge.pk}/"' in html
    assert "Hosting certified to ISO 27001" in html
    assert "Example Registrar" in html
    assert "style=" not in html


def test_the_date_of_the_check_stands_below_the_claim(encrypted, found):
    badge = encrypted(claim="Encrypted")
    found(badge, days_ago=1)
    yesterday = timezone.localtime() - timedelta(days=1)
    assert f"Checked {yesterday:%B} {yesterday.day}, {yesterday.year}" in show()


def test_the_claim_is_in_the_readers_language_or_says_which_it_is_in(certificate):
    certificate(claim={"en": "Certified", "ar": "معتمد"})
    certificate(claim={"en": "Only English"})
    with override("ar"):
        html = show()
    assert 'class="trust trust-badges trust-badges-cards" lang="ar" dir="rtl"' in html
    assert "معتمد" in html
    assert '<span class="trust-badge-claim" lang="en" dir="ltr">Only English' in html
    assert '<span class="trust-badge-claim">معتمد' in html


def test_built_in_words_beat_a_text_the_reader_does_not_understand(encrypted):
    encrypted(claim={"et": "Krüpteeritud ühendus"})
    with override("et"):
        assert claims() == ["Krüpteeritud ühendus"]
    with override("en"):
        assert claims() != ["Krüpteeritud ühendus"]


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '" onmouseover="x', "{{ x }}", "</ul>"])
def test_what_staff_typed_is_escaped(certificate, hostile):
    certificate(hostile, issuer=hostile)
    html = show()
    badge = read(html).one("a")
    assert badge.one("span", class_="trust-badge-claim").text == hostile
    assert badge.one("bdi").text == hostile
    assert set(badge.attributes) == {"href"}


@pytest.mark.parametrize("damaged", [["x"], 5, None, "A plain text"])
def test_a_damaged_claim_breaks_no_page(certificate, damaged):
    badge = certificate()
    badge.claim = damaged
    assert str(badge) == ("A plain text" if damaged == "A plain text" else "")
    assert "trust-badge" in badges_html(badges=[badge])


def test_placements(certificate):
    certificate("Cart", placements=["cart"])
    certificate("Anywhere")
    certificate("Both", placements=["cart", "footer"])
    assert claims() == ["Cart", "Anywhere", "Both"]
    assert claims("any") == ["Cart", "Anywhere", "Both"]
    assert claims("cart") == ["Cart", "Anywhere", "Both"]
    assert claims("footer") == ["Anywhere", "Both"]
    assert claims("product") == ["Anywhere"]


def test_order_and_limit(certificate):
    certificate("Second", position=20)
    certificate("First", position=10)
    certificate("Third", position=20)
    assert claims() == ["First", "Second", "Third"]
    assert claims(limit=2) == ["First", "Second"]


def test_kinds(certificate):
    certificate("Guild", kind="membership")
    certificate("Registrar")
    assert claims(kind="membership") == ["Guild"]


def test_a_badge_for_some_countries_needs_a_shopper_who_is_there(certificate):
    certificate("Baltic", countries=["EE", "LV"])
    assert claims() == []
    assert claims(country="EE") == claims(country="ee") == ["Baltic"]
    assert claims(country="BR") == []


@pytest.mark.usefixtures("paying", "db")
class TestPaymentMethods:
    @pytest.fixture(autouse=True)
    def _rows(self, db):
        for code in ("card", "pix", "bank_link", "paypal"):
            Badge.objects.create(kind="payment", method=code)

    def test_only_what_is_switched_on_there(self):
        assert [card.icon for card in badges(country="BR")]
        assert set(claims(country="BR")) == {"Payment card", "Pix"} or "Pix" in claims(country="BR")
        assert "PayPal" in claims()
        assert "Pix" not in claims()
        assert "Pix" not in claims(country="BR", currency="USD")

    def test_the_country_comes_from_the_adapter(self):
        assert "Pix" in show(country="BR")
        assert "Pix" not in show(country="BR", currency="USD")
        assert "Pix" in show('country="BR"', country="EE")

    def test_the_name_stands_beside_a_neutral_icon(self):
        html = show('country="BR" kind="payment"')
        read(html)
        assert html.count("<svg") == 2
        assert html.count('aria-hidden="true"') == 2

    def test_official_artwork_takes_the_place_of_the_icon(self, settings, tmp_path):
        settings.MEDIA_ROOT, settings.MEDIA_URL = tmp_path, "/media/"
        badge = Badge.objects.get(method="pix")
        badge.artwork.save("pix.svg", ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'/>"))
        html = show('country="BR" kind="payment"')
        assert f'src="/media/{badge.artwork.name}" alt=""' in html
        assert "Pix" in html
        assert html.count("<svg") == 1


def test_an_adapter_without_payment_methods_shows_none(db):
    Badge.objects.create(kind="payment", method="card")
    assert show() == ""


def test_at_checkout_the_row_is_one_line(certificate):
    certificate()
    assert "trust-badges-line" in show('placement="checkout"')
    assert "Example Registrar" not in show('placement="checkout"')
    assert "trust-badges-cards" in show('placement="checkout" style="cards"')
    assert "trust-badges-cards" in show('placement="footer"')


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ('placement="header"', "allowed are any, product, cart, checkout, footer"),
        ('kind="award"', "allowed are security, payment"),
        ('style="tiles"', "allowed are cards, line"),
        ("limit=0", "whole number from 1"),
        ('limit="x"', "whole number from 1"),
        ('colour="red"', "Allowed: {% trust_badges"),
        ('"checkout"', "Allowed: {% trust_badges"),
    ],
)
def test_mistakes_in_the_template_are_named(db, arguments, problem):
    with pytest.raises(TemplateSyntaxError) as error:
        show(arguments)
    assert problem in str(error.value)


def test_a_row_can_be_kept_for_later(certificate):
    tag = "{% load trust %}{% trust_badges placement=place limit=most as row %}"
    template = Template(tag + "{% if row %}<h2>Why</h2>{{ row }}{% endif %}")
    certificate(placements=["footer"])
    assert template.render(Context({"place": "footer", "most": 3})).count("<h2>") == 1
    assert template.render(Context({"place": "cart"})) == ""


def test_one_query_without_a_cache(certificate, django_assert_num_queries):
    for number in range(30):
        certificate(f"Certificate {number}")
    with django_assert_num_queries(1):
        html = show()
    assert html.count("<li") == 30


def test_a_claim_nobody_may_make_is_hidden_even_if_stored(certificate):
    certificate("100% secure")
    assert show() == ""


def test_without_our_addresses_the_page_still_renders(certificate):
    certificate()
    set_urlconf("tests.urls_without_trust")
    assert "Hosting certified" in show()


def test_it_renders_without_request_and_without_translations(certificate, settings):
    settings.USE_I18N = False
    certificate()
    assert "Hosting certified" in Template("{% load trust %}{% trust_badges %}").render(Context())


def test_jinja2_has_the_same(certificate):
    from django.template import engines

    certificate()
    template = engines["jinja2"].from_string("{{ trust_badges(request, placement='cart') }}")
    assert "Hosting certified" in template.render({"request": RequestFactory().get("/")})


def test_an_icon_alone():
    html = Template('{% load trust %}{% trust_icon "lock" title="Encrypted" %}').render(Context())
    assert 'role="img"' in html
    assert "<title>Encrypted</title>" in html
    with pytest.raises(TemplateSyntaxError, match="trust_icon"):
        Template('{% load trust %}{% trust_icon "lokc" %}').render(Context())


def test_the_shops_own_node_names_its_certificates_and_no_rating(certificate, write_review):
    certificate(valid_until=timezone.localdate() + timedelta(days=100))
    certificate("Expired", valid_until=timezone.localdate() - timedelta(days=1))
    request = RequestFactory().get("/")
    html = Template('{% load trust %}{% trust_jsonld "shop" %}').render(Context({"request": request}))
    node = json.loads(html.partition(">")[2].rpartition("<")[0])
    assert node["@type"] == "OnlineStore"
    assert [entry["name"] for entry in node["hasCertification"]] == ["Hosting certified to ISO 27001"]
    assert not {"aggregateRating", "review"} & set(node)
    excluded = Template('{% load trust %}{% trust_jsonld "shop" exclude="Organization" %}')
    assert excluded.render(Context({"request": request})) == ""
