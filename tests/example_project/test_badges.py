"""Badges, support and identity in the sample shop: shown where they belong, and only with evidence."""

import json
import re

import pytest

from tests.example_project.project import LANGUAGES, PROJECT

pytestmark = pytest.mark.xdist_group("example_project")
WORDS = "import re\nclaims = lambda page: re.findall(r'trust-badge-claim[^>]*>([^<]+)<', page)\n"
STATES = """
from django_trust.badges.models import Badge
from django_trust.badges.states import state_of
answer = {str(badge): str(state_of(badge).reason) for badge in Badge.objects.all()}
"""


def sample(name):
    return json.loads((PROJECT / "store" / "sample" / name).read_text(encoding="utf-8"))


def texts_of(entry):
    """Every text in several languages that an entry holds, at any depth."""
    if isinstance(entry, list):
        return [found for part in entry for found in texts_of(part)]
    if not isinstance(entry, dict):
        return []
    if "en" in entry:
        return [entry]
    return texts_of(list(entry.values()))


@pytest.mark.parametrize("name", ["badges.json", "shop.json"])
def test_sample_texts_are_there_in_every_language(name):
    found = texts_of(sample(name))
    assert len(found) > 2
    for texts in found:
        assert texts.keys() == LANGUAGES.keys(), texts["en"]
        assert len(set(texts.values())) == len(LANGUAGES), texts["en"]


def test_badges_are_shown_with_evidence_and_hidden_without(shop):
    states = shop.ask(STATES)
    assert states.pop("Encrypted connection") == "unchecked"
    assert states.pop("Tested by an outside security lab") == "expired"
    assert states.pop("Member of the Guild of Small Shops") == "expiring"
    assert set(states.values()) == {"current"}
    assert {"60 days to change your mind", "Pix", "QRIS", "mada", "Cash on delivery"} <= states.keys()


def test_nothing_in_the_sample_was_checked_by_anybody_but_the_shop(shop):
    """The shop answers by plain http, so no answer of a host can be there."""
    findings, hosts, history = shop.ask(
        """
        from django_trust.badges.models import Badge, BadgeCheck
        findings = sorted({name for badge in Badge.objects.all() for name in badge.findings})
        answer = [
            findings,
            sorted(set(BadgeCheck.objects.values_list("host", flat=True))),
            sorted(set(BadgeCheck.objects.values_list("check_name", "outcome"))),
        ]
        """
    )
    assert findings == ["document", "payment_method"]
    assert hosts == [""]
    assert history == [["document", "passed"], ["payment_method", "passed"]]


def test_each_place_has_its_badges(shop):
    places = shop.ask(
        WORDS
        + """
client = Client()
home = claims(client.get("/").content.decode())
product = claims(client.get("/product/stoneware-mug/").content.decode())
client.post("/basket/add/teapot/")
answer = {
    "footer": home,
    "product": product[: -len(home)],
    "cart": claims(client.get("/basket/").content.decode())[: -len(home)],
    "checkout": claims(client.get("/checkout/").content.decode())[: -len(home)],
    "arabic": claims(client.get("/ar/").content.decode()),
}
"""
    )
    assert places["footer"] == [
        "60 days to change your mind",
        "Workshop certified to ISO 9001",
        "Member of the Guild of Small Shops",
        "People answer, in five languages",
    ]
    assert places["product"] == [
        "60 days to change your mind",
        "Workshop certified to ISO 9001",
        "People answer, in five languages",
    ]
    assert places["cart"] == ["60 days to change your mind", "Credit or debit card", "PayPal"]
    assert places["checkout"] == ["Credit or debit card", "PayPal"]
    assert places["arabic"][0] == "60 يومًا لتغيير رأيك"


def test_ways_to_pay_follow_the_country_chosen_at_checkout(shop):
    answers, orders = shop.ask(
        WORDS
        + """
from store.models import Order
before, answers = Order.objects.count(), {}
for country in ["BR", "EE", "FI", "ID", "SA", "XX"]:
    client = Client()
    client.post("/basket/add/teapot/")
    form = {"name": "Mari <Kask>", "email": "not an address", "country": country, "show_payment": "1"}
    page = client.post("/checkout/", form).content.decode()
    line = page.split('id="ways-to-pay"')[1].split("</ul>")[0]
    kept = 'value="Mari &lt;Kask&gt;"' in page and 'aria-invalid="true"' not in page
    answers[country] = [claims(line), kept, client.session.get("country", "")]
answer = [answers, Order.objects.count() - before]
"""
    )
    everywhere = ["Credit or debit card", "PayPal"]
    assert answers == {
        "BR": [[*everywhere, "Pix"], True, "BR"],
        "EE": [[*everywhere, "Bank link", "Bank transfer"], True, "EE"],
        "FI": [[*everywhere, "Bank transfer", "MobilePay"], True, "FI"],
        "ID": [[*everywhere, "QRIS"], True, "ID"],
        "SA": [[*everywhere, "mada", "Cash on delivery"], True, "SA"],
        "XX": [everywhere, True, ""],  # the shop delivers to no such country
    }
    assert orders == 0


def test_methods_are_on_for_euros_only(shop):
    euros, others, anywhere = shop.ask(
        """
        from django_trust.shop.payments import METHODS, methods_on
        answer = [sorted(methods_on(country="EE", currency=code)) for code in ["EUR", "BRL"]]
        answer.append(sorted(methods_on() - METHODS.keys()))
        """
    )
    assert euros == ["bank_link", "bank_transfer", "card", "paypal"]
    assert others == []
    assert anywhere == []  # codes that nobody has named


def test_the_page_behind_a_badge_has_its_document(shop):
    page, expired, unchecked, pdf = shop.ask(
        """
        from django_trust.badges.models import Badge
        client = Client()
        badges = {str(badge): badge for badge in Badge.objects.all()}
        certificate = badges["Workshop certified to ISO 9001"]
        page = client.get(certificate.get_absolute_url())
        document = client.get(certificate.get_absolute_url() + "document/")
        answer = [
            [page.status_code, page.content.decode()],
            client.get(badges["Tested by an outside security lab"].get_absolute_url()).status_code,
            client.get(badges["Encrypted connection"].get_absolute_url()).status_code,
            [document.headers["Content-Type"], b"".join(document.streaming_content).decode("latin-1")],
        ]
        """
    )
    status, html = page
    assert status == 200
    for shown in ("Sample Certification OÜ", "SAMPLE-QM-0412", "there is no such certificate"):
        assert shown in html
    assert (expired, unchecked) == (410, 404)
    assert pdf[0] == "application/pdf"
    assert_pdf(pdf[1])


def assert_pdf(text):
    """The table at the end must name the byte at which each object begins."""
    assert text.startswith("%PDF-1.4\n")
    assert "(Sample document) Tj" in text
    assert "(Sample Certification OÜ, SAMPLE-QM-0412) Tj" in text
    start = int(re.search(r"startxref\n(\d+)\n%%EOF\n$", text)[1])
    table = text[start:]
    assert table.startswith("xref\n0 6\n")
    for number, offset in enumerate(re.findall(r"(\d{10}) 00000 n", table), 1):
        assert text[int(offset) :].startswith(f"{number} 0 obj\n")
    stream = re.search(r"/Length (\d+) >>\nstream\n(.*)\nendstream", text, re.DOTALL)
    assert len(stream[2]) == int(stream[1])


def test_about_page_says_who_the_shop_is_and_how_to_reach_it(shop):
    pages = shop.ask(
        """
        answer = {
            code: Client().get(("" if code == "en" else "/" + code) + "/about/").content.decode()
            for code in ["en", "ar", "pt-br", "id", "et"]
        }
        """
    )
    stories = sample("shop.json")["profile"]["story"]
    for language, html in pages.items():
        for shown in ("Orula Näidis OÜ", "19999992", "EE199999996", "hello@orula.example", "tel:+3722000123"):
            assert shown in html, language
        assert stories[language].split("\n\n")[1] in html, language
        [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        assert "aggregateRating" not in data
    assert "09:00" in pages["et"]


def test_registration_numbers_have_right_check_digits():
    stdnum = pytest.importorskip("stdnum.util")
    numbers = {entry["scheme"]: entry["number"] for entry in sample("shop.json")["registrations"]}
    for module, scheme in (("registrikood", "registrikood"), ("kmkr", "vat")):
        assert stdnum.get_cc_module("ee", module).is_valid(numbers[scheme])


def test_support_follows_the_clock_of_the_chosen_country(shop):
    before, after = shop.ask(
        """
        client = Client()
        client.post("/basket/add/teapot/")
        pages = [client.get("/about/").content.decode()]
        client.post("/checkout/", {"country": "SA", "show_payment": "1"})
        pages.append(client.get("/about/").content.decode())
        answer = pages
        """
    )
    assert "Saudi Arabia" not in before.split("trust-support")[1]
    assert "Saudi Arabia" in after.split("trust-support")[1]


def test_security_txt_is_served(shop):
    status, text = shop.ask(
        """
        response = Client().get("/.well-known/security.txt")
        answer = [response.status_code, response.content.decode()]
        """
    )
    assert status == 200
    assert "Contact: mailto:security@orula.example\n" in text


def test_staff_see_all_badges_and_why_one_is_hidden(shop):
    listing, forms = shop.ask(
        """
        from django.contrib.auth import get_user_model
        from django.urls import reverse
        from django_trust.badges.models import Badge
        client = Client()
        client.force_login(get_user_model().objects.get(username="admin"))
        listing = client.get(reverse("admin:trust_badge_changelist")).content.decode()
        urls = [reverse("admin:trust_badge_change", args=[badge.pk]) for badge in Badge.objects.all()]
        answer = [listing, [client.get(url).status_code for url in urls]]
        """
    )
    assert listing.count("trust-state-shown") > 10
    assert listing.count("trust-state-soon") == 1
    assert listing.count("trust-state-hidden") == 2
    assert set(forms) == {200}


def test_a_daily_run_warns_the_owner_and_proves_nothing_without_a_server(empty_shop):
    empty_shop.ask(
        """
        from django.core.management import call_command
        from store.seeding.badges import seed_badges
        from store.seeding.catalogue import seed_staff
        answer = seed_badges(seed_staff()["admin"])
        call_command("trust_check_badges")
        """
    )
    assert "To: admin@example.test" in empty_shop.printed
    assert "Member of the Guild of Small Shops" in empty_shop.printed
    assert empty_shop.ask(STATES)["Encrypted connection"] in ("unchecked", "failed")
