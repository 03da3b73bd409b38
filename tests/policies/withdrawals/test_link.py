"""The link that shops put on their pages."""

import pytest
from django.test import RequestFactory, override_settings
from django.utils.translation import override

from django_trust.policies.withdrawals.blocks import withdraw_html
from django_trust.policies.withdrawals.tokens import order_url
from tests.hostshop.adapter import Adapter
from tests.markup import read

pytestmark = pytest.mark.django_db


class InGermany(Adapter):
    def get_country(self, request):
        return "DE"


def link(**arguments):
    root = read(withdraw_html({}, arguments.pop("request", None), **arguments)).one("p", class_="trust")
    return root, root.one("a")


@pytest.mark.parametrize(
    ("language", "words", "lang", "direction"),
    [
        ("en", "Withdraw from contract here", "en", "ltr"),
        ("et", "Taganen lepingust", "et", "ltr"),
        ("de", "Vertrag widerrufen", "de", "ltr"),
        ("el", "Πατήστε εδώ για υπαναχώρηση", "el", "ltr"),
    ],
)
def test_the_words_of_the_law_in_the_page_s_language(eu, language, words, lang, direction):
    with override(language):
        root, anchor = link()
        assert (root["lang"], root["dir"]) == (lang, direction)
    assert (anchor.words, anchor["lang"], anchor["data-kind"]) == (words, lang, "withdrawal")
    assert anchor["href"].endswith("/trust/withdraw/?kind=withdrawal")


def test_arabic_runs_from_right_to_left(eu):
    with override("ar"):
        root, anchor = link()
    assert (root["lang"], root["dir"]) == ("ar", "rtl")
    assert anchor.words


@pytest.mark.parametrize(
    ("markets", "country", "kind"),
    [
        (["EU"], None, "withdrawal"),
        (["IS"], None, "withdrawal"),
        (["US"], None, "return"),
        ([], None, "return"),
        (["US"], "ee", "withdrawal"),
        (["EU"], "US", "return"),
        (["EU"], "ZZ", "return"),
        (["EU"], "", "withdrawal"),
    ],
)
def test_the_consumer_s_country_decides(configure, markets, country, kind):
    configure(MARKETS=markets)
    _, anchor = link(country=country)
    assert anchor["data-kind"] == kind
    assert anchor["href"].endswith(f"?kind={kind}")


def test_the_adapter_knows_the_shopper_s_country(configure):
    configure(MARKETS=["US"], ADAPTER=f"{__name__}.InGermany")
    assert link(request=RequestFactory().get("/"))[1]["data-kind"] == "withdrawal"
    assert link()[1]["data-kind"] == "return"


def test_the_link_of_an_order_needs_nothing_else(order, client, django_assert_num_queries, configure):
    configure(MARKETS=["US"])
    purchase = order()
    page = {}
    with django_assert_num_queries(1):
        html = withdraw_html(page, reference="1001")
    with django_assert_num_queries(0):
        assert withdraw_html(page, reference="1001") == html
    anchor = read(html).one("a")
    assert (anchor["href"], anchor["data-kind"]) == (order_url(purchase), "withdrawal")
    assert client.get(anchor["href"]).status_code == 200


def test_an_order_nobody_recorded_gets_the_form_for_everybody(eu):
    assert link(reference="77")[1]["href"].endswith("/trust/withdraw/?kind=withdrawal")


def test_no_query_without_an_order(eu, django_assert_num_queries):
    with django_assert_num_queries(0):
        link()


@override_settings(ROOT_URLCONF="tests.urls_without_trust")
def test_nothing_where_the_addresses_are_not_included(eu):
    assert withdraw_html({}) == ""
