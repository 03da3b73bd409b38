"""The public page of a policy: where it is, what it says of itself, and what strangers may ask it."""

import pytest
from django.template import Context, Template, TemplateSyntaxError

from django_trust.policies.models import PrivacyTerms
from django_trust.policies.services import publish_policy, start_draft
from tests.policies.terms import every_kind_of_row, published_returns, write

pytestmark = pytest.mark.django_db
KINDS = ("returns", "shipping", "guarantee", "payment", "privacy")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_page(client, kind):
    every_kind_of_row()
    response = client.get(f"/trust/policies/{kind}/?country=EE")
    assert response.status_code == 200
    assert 'name="robots"' not in response.content.decode()


@pytest.mark.parametrize("path", ["nothing", "returns/xx", "returns/EN-gb", "returns"])
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(f"/trust/policies/{path}/").status_code == 404


def test_each_language_has_an_address_of_its_own(client):
    published_returns(30)
    response = client.get("/trust/policies/returns/et/")
    page = response.content.decode()
    assert response["Content-Language"] == "et"
    assert '<html lang="et" dir="ltr">' in page
    assert "30 päeva" in page.replace("<b>", "").replace("</b>", "")
    assert 'hreflang="ar"' in page
    assert '<html lang="ar" dir="rtl">' in client.get("/trust/policies/returns/ar/").content.decode()


def test_a_country_has_terms_of_its_own(client):
    published_returns(30)
    published_returns(60, market="EU")
    assert "<b>60</b>" in client.get("/trust/policies/returns/?country=EE").content.decode()
    assert "<b>30</b>" in client.get("/trust/policies/returns/?country=BR").content.decode()


@pytest.mark.parametrize("country", ["%00%00", "E", "EEE", "ÄÄ", "<b", "' OR", "--"])
def test_a_country_that_is_none_counts_as_nothing(client, country):
    published_returns(30)
    plain = client.get("/trust/policies/returns/")
    asked = client.get("/trust/policies/returns/", {"country": country})
    assert (asked.status_code, asked.content) == (200, plain.content)


def test_the_prose_of_staff_is_shown_in_the_readers_language(client):
    published_returns(30, texts={"en": "<p>Write first.</p>", "ar": "<p>اكتب أولًا.</p>"})
    assert "<p>Write first.</p>" in client.get("/trust/policies/returns/").content.decode()
    arabic = client.get("/ar/trust/policies/returns/").content.decode()
    assert '<div class="trust-prose" lang="ar" dir="rtl">' in arabic
    # No Estonian text: the original, and it says which language that is.
    assert (
        '<div class="trust-prose" lang="en" dir="ltr">'
        in client.get("/et/trust/policies/returns/").content.decode()
    )


def test_a_stale_translation_says_so_or_gives_way(client, configure):
    first = published_returns(30, texts={"en": "<p>Write first.</p>", "et": "<p>Kirjuta enne.</p>"})
    draft = start_draft(kind="returns", copy=first)
    write(draft, "en", "<p>Call first.</p>")
    publish_policy(version=draft)
    noted = client.get("/et/trust/policies/returns/").content.decode()
    assert "Kirjuta enne." in noted
    assert 'role="note"' in noted
    configure(POLICIES_STALE_TRANSLATION="fallback")
    replaced = client.get("/et/trust/policies/returns/").content.decode()
    assert "Call first." in replaced
    assert '<div class="trust-prose" lang="en" dir="ltr">' in replaced
    assert 'role="note"' not in replaced


def test_nothing_is_shown_where_there_is_nothing(client, product):
    source = (
        '{% load trust %}{% trust_policy "returns" %}{% trust_policy "returns" short=True %}'
        '{% trust_policy "returns" text=True %}{% trust_checkout %}{% trust_delivery product %}'
        '{% trust_promise %}{% trust_order_terms "1" %}{% trust_guarantee_notice %}'
        "{% trust_durability_label product %}"
        '{% trust_price nothing "EUR" %}'
    )
    assert Template(source).render(Context({"product": product})).strip() == ""


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('{% trust_policy "refunds" %}', "there is no policy 'refunds'; there are returns, shipping"),
        ("{% trust_policy %}", "Allowed: {% trust_policy"),
        ("{% trust_delivery 5 %}", "trust_delivery takes a saved model instance such as a product, not int"),
        ("{% trust_durability_label 'x' %}", "trust_durability_label takes a saved model instance"),
        ('{% trust_price "a lot" "EUR" %}', "Allowed: {% trust_price amount"),
        ('{% trust_price 5 "euro" %}', "Allowed: {% trust_price amount"),
        ("{% trust_checkout where=5 %}", "Allowed: {% trust_checkout"),
    ],
)
def test_a_mistake_is_answered_by_what_is_allowed(source, message):
    with pytest.raises(TemplateSyntaxError) as caught:
        Template("{% load trust %}" + source).render(Context())
    assert message in str(caught.value)


def test_a_short_line_leads_to_the_whole():
    published_returns(30)
    line = Template('{% load trust %}{% trust_policy "returns" short=True %}').render(Context())
    assert 'href="/trust/policies/returns/"' in line
    assert '<data class="trust-fact" data-fact="return_window" value="30">' in line


def test_addresses_are_links_in_the_whole_policy():
    draft = start_draft(kind="privacy")
    PrivacyTerms.objects.create(
        version=draft,
        contact_email="data@shop.example",
        authority="Andmekaitse Inspektsioon",
        authority_url="https://www.aki.ee/",
    )
    publish_policy(version=draft)
    page = Template('{% load trust %}{% trust_policy "privacy" %}').render(Context())
    assert 'href="mailto:data@shop.example"' in page
    assert 'href="https://www.aki.ee/"' in page
