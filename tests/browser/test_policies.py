"""Terms, withdrawals and prices in a browser: legible, quiet, printable, and usable without a mouse."""

import re
import subprocess
from datetime import time, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override

from django_trust.policies.models import (
    DurabilityLabel,
    ExchangeRate,
    GuaranteeTerms,
    OfficialNotice,
    PaymentTerms,
    PolicyVersion,
    PrivacyPurpose,
    PrivacyTerms,
    SeasonalReturn,
    ShippingRate,
    WithdrawalRequest,
)
from django_trust.policies.services import publish_policy, start_draft
from django_trust.policies.withdrawals.tokens import order_url
from django_trust.shop.models import DeliveryTally, Purchase
from django_trust.shop.services import item_for, mark_delivered, record_purchase
from tests.browser.test_accessibility import DARKEN, RUN
from tests.browser.test_layout import LAYOUT_SHIFT, SCRIPTS, STICKING_OUT
from tests.browser.test_markup import problems_in
from tests.browser.test_shopper import tab_to
from tests.browser.tools import expect, prefix, require_node_file, require_program, sign_in
from tests.hostshop.models import Product
from tests.markup import read
from tests.policies.labels.test_validation import drawing
from tests.policies.terms import returns_draft

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.urls("tests.browser.shopfronts")]
PHONE, DESKTOP = 360, 1280
# Pages with pictures, lists, tables and fields: the others hold nothing that these do not.
MIXED = ("front", "returns", "difference", "return")
OWN_FRAME = 'src="/media/trust/official/'  # never made smaller: it scrolls within its frame
# Controls and links that stand alone; of those in a sentence, the ones that were given room.
TOO_SMALL = """finger => [...document.querySelectorAll(`.trust :is(button, summary, select, textarea,
    input:not([type=hidden], [type=radio]), .trust-choice label, .trust-link, .trust-withdraw-link,
    .trust-inline-link, .trust-promise a, .trust-compared a, .trust-version h2 a, figcaption a)`)]
  .map(element => [element, element.getBoundingClientRect()])
  .filter(([, box]) => box.height < finger || box.width < 23.9)
  .map(([element, box]) => `${box.width} x ${box.height}: ${element.outerHTML.slice(0, 120)}`)"""
EVERYTHING = {
    "remorse_fees": "fixed",
    "remorse_amount": Decimal("3.90"),
    "currency": "EUR",
    "refund_types": ["full", "exchange"],
    "methods": ["mail", "in_store", "kiosk"],
    "label_source": "download",
    "conditions": ["new", "used"],
    "exclusions": ["c", "e", "i"],
}
PROSE = {
    "en": "<h2>Where to send it</h2><p>Write to <a href='mailto:returns24@shop.example'>"
    "returns24@shop.example</a> first.</p><ul><li>Pack it well.</li><li>Keep the receipt.</li></ul>",
    "ar": "<h2>إلى أين ترسلها</h2><p>راسلنا أولا على returns24@shop.example.</p>"
    "<ul><li>غلّفها جيدا.</li></ul>",
}
ORDER, BUYER = "EE-2026-1001", "mari@example.ee"


def publish_everything() -> list[PolicyVersion]:
    """One version of each kind with all a reader may see, and an older one of returns."""
    now = timezone.now()
    with time_machine.travel(now - timedelta(days=40)):
        publish_policy(version=returns_draft(14, remorse_fees="customer"))
    draft = returns_draft(30, texts=PROSE, **EVERYTHING)
    SeasonalReturn.objects.create(
        terms=draft.returnterms_rows.get(),
        first_day=now.date(),
        last_day=now.date() + timedelta(days=33),
        days=60,
    )
    PolicyVersion.objects.filter(pk=draft.pk).update(
        summary={"en": "More days, and three ways to send it back.", "ar": "أيام أكثر وثلاث طرق للإرجاع."}
    )
    drafts = {kind: start_draft(kind=kind) for kind in ("shipping", "guarantee", "payment", "privacy")}
    usual = {"version": drafts["shipping"], "currency": "EUR", "origin": "EE", "time_zone": "Europe/Tallinn"}
    ShippingRate.objects.create(
        **usual,
        name={"en": "Courier", "ar": "شركة توصيل"},
        price=Decimal("4.90"),
        free_from=Decimal(50),
        cutoff=time(14),
        position=1,
    )
    ShippingRate.objects.create(
        **usual, name="Omniva 24/7", pickup=True, price=Decimal("2.90"), countries=["EE"], position=2
    )
    GuaranteeTerms.objects.create(
        version=drafts["guarantee"],
        legal_months=24,
        commercial_months=60,
        commercial_by="producer",
        guarantor="Pots & Co GmbH, Beispielweg 12, 10115 Berlin",
        covers={"en": "Cracks in the glaze.", "ar": "تشققات الطلاء."},
        terms_url="https://pots24.example/guarantee/5-years?lang=en",
        repair_extension_months=12,
    )
    PaymentTerms.objects.create(
        version=drafts["payment"],
        methods=["card", "paypal", "bank_transfer"],
        currencies=["EUR", "USD"],
        charged="shipment",
    )
    PrivacyTerms.objects.create(
        version=drafts["privacy"],
        contact_email="data2024@shop.example",
        officer="Kai Näidis",
        rights=["access", "rectification", "erasure", "portability", "complaint"],
        authority="Andmekaitse Inspektsioon",
        authority_url="https://www.aki.ee/en/form/24-7",
        transfers={"en": "Some data is stored in the United States.", "ar": "تحفظ بعض البيانات في أمريكا."},
    )
    for purpose, months in (("order", 24), ("accounting", 84)):
        PrivacyPurpose.objects.create(
            version=drafts["privacy"],
            purpose=purpose,
            data={"en": "name, address, e-mail", "ar": "الاسم والعنوان"},
            retention_months=months,
            processors=["Hetzner Online GmbH", "Omniva AS"],
        )
    with time_machine.travel(now - timedelta(days=10)):
        return [publish_policy(version=one) for one in (draft, *drafts.values())]


@pytest.fixture
def terms(transactional_db, configure, settings, tmp_path, shop_profile, staff):
    """A shop in the EU whose terms, artwork and rate are all there, and an order from before they changed."""
    settings.MEDIA_ROOT, settings.MEDIA_URL = tmp_path, "/media/"
    configure(ADAPTER="tests.browser.shopfronts.Adapter", MARKETS=["EU"])
    now = timezone.now()
    product = Product.objects.create(name="Stoneware mug")
    versions = publish_everything()
    record_purchase(
        reference=ORDER,
        email=BUYER,
        name="Mari Kask",
        language="en",
        country="EE",
        placed_at=now - timedelta(days=20),
        lines=[{"item": product, "quantity": 3}],
    )
    mark_delivered(reference=ORDER, at=now - timedelta(days=8))
    ExchangeRate.objects.create(
        base="EUR", quote="USD", rate=Decimal("1.1652"), source="European Central Bank", as_of=now
    )
    DeliveryTally.objects.create(promised_by=now.date() - timedelta(days=5), due=140, delivered=140, kept=133)
    notice = SimpleUploadedFile("notice.svg", drawing('viewBox="0 0 210 297"'))
    OfficialNotice.objects.create(language="en", file=notice, width=210, height=297)
    DurabilityLabel.objects.create(
        item=item_for(product),
        file=SimpleUploadedFile("label.svg", drawing('width="269" height="283"')),
        width=269,
        height=283,
        years=Decimal("2.5"),
        brand="Pots & Co",
        model="T-1",
        producer_gives=True,
    )
    return dict(zip(("returns", "shipping", "guarantee", "payment", "privacy"), versions, strict=True))


@pytest.fixture
def paths(terms):
    """The addresses of all pages but those of the second step, without the part for the language."""
    returns = terms["returns"]
    older = returns.policy.versions.get(number=1)
    with override("en"):
        order = order_url(Purchase.objects.get(reference=ORDER), "withdrawal")
    return {
        "front": f"/terms/light/?country=EE&order={ORDER}",
        **{kind: f"/trust/policies/{kind}/?country=EE" for kind in terms},
        "version": f"/trust/policy-versions/{older.pk}/",
        "history": f"/trust/policy-history/{returns.policy_id}/",
        "difference": f"/trust/policy-versions/{older.pk}/to/{returns.pk}/",
        "withdraw": "/trust/withdraw/?kind=withdrawal",
        "return": "/trust/withdraw/?kind=return",
        "order": order,
        "form": "/trust/withdraw/form/",
    }


@pytest.fixture
def visit(home, language, paths):
    """Open one of the pages in the language of the test."""

    def go(page, name):
        answer = page.goto(home + prefix(language) + paths[name])
        assert answer.ok, name
        return page

    return go


def type_statement(page, **words: str) -> None:
    """Fill in the first page of the withdrawal function and go on to the second."""
    for name, text in {"reference": ORDER, "name": "Mari Kask", "email": BUYER, **words}.items():
        page.locator(f"#trust-{name}").fill(text)
    page.locator(".trust-form form button").click()
    page.wait_for_load_state()


def look_at(page, width: int, *, is_dark: bool) -> dict[str, object]:
    """What is wrong with the page as it stands; nothing where all is well."""
    problems = {
        "sideways": page.evaluate("document.scrollingElement.scrollWidth") - width,
        "sticking out": [found for found in page.evaluate(STICKING_OUT) if OWN_FRAME not in found],
        "small": page.evaluate(TOO_SMALL, 43.9 if width == PHONE else 23.9),
        "scripts": [script for script in page.evaluate(SCRIPTS) if "ld+json" not in script],
        "inline": page.locator("[style], [onclick], iframe").count(),
    }
    if width == PHONE:
        page.set_viewport_size({"width": 320, "height": 640})
        problems["sideways at 320 pixels"] = page.evaluate("document.scrollingElement.scrollWidth") - 320
        page.set_viewport_size({"width": width, "height": 740})
    if is_dark:
        page.evaluate(DARKEN)
    problems["axe"] = page.evaluate(RUN, [None, None])
    return {name: found for name, found in problems.items() if found}


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_pages_fit_any_screen_and_axe_finds_nothing(open_page, axe_source, visit, language, paths, width):
    """Arabic is seen dark on a phone and light on a desktop, English the other way round."""
    is_dark = (width == PHONE) == (language == "ar")
    touch = {"is_mobile": True, "has_touch": True} if width == PHONE else {}
    page = open_page(width=width, height=740, **touch)
    page.add_init_script(axe_source)
    found = {}

    def look(name):
        if problems := look_at(page, width, is_dark=is_dark):
            found[name] = problems

    said = []
    page.on("console", lambda message: said.append(message.text))
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    for name in paths:
        visit(page, name)
        if name in MIXED:
            assert page.evaluate(LAYOUT_SHIFT) == 0, name
        look(name)
    assert said == []
    type_statement(visit(page, "withdraw"), email="mari")
    look("first page with an error")
    type_statement(page)
    look("second page")
    page.locator(".trust-form form button").first.click()
    page.wait_for_url("**/done/**")
    look("what was sent")
    assert found == {}


def test_pages_are_valid_html(client, paths, tmp_path):
    checker = [require_program("java"), "-jar", str(require_node_file("vnu-jar", "build", "dist", "vnu.jar"))]
    for language in ("en", "ar"):
        root = prefix(language)
        pages = {name: client.get(root + path) for name, path in paths.items()}
        address = root + paths["withdraw"]
        pages["error"] = client.post(address, {"email": "mari"})
        typed = {"reference": ORDER, "name": "Mari <b>", "email": BUYER, "goods": "The mug & the lid"}
        pages["confirm"] = client.post(address, typed)
        sealed = next(read(pages["confirm"]).all("input", name="sealed"))["value"]
        pages["done"] = client.post(address, {"sealed": sealed}, follow=True)
        assert b"trust-next" in pages["done"].content
        for name, response in pages.items():
            (tmp_path / f"{name}-{language}.html").write_bytes(response.content)
    assert problems_in(checker, sorted(tmp_path.glob("*.html"))) == []


def test_a_guest_withdraws_with_the_keyboard_alone(open_page, home, language, terms):
    page = open_page(width=PHONE, java_script_enabled=language == "en")  # no script takes part
    page.goto(f"{home}{prefix(language)}/terms/light/?country=EE")
    tab_to(page, ".trust-withdraw-link")
    page.keyboard.press("Enter")
    page.wait_for_url("**/trust/withdraw/**")
    for name, text in {"reference": ORDER, "name": "Mari Kask", "email": BUYER}.items():
        tab_to(page, f"#trust-{name}")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator("[data-name=reference] dd")).to_have_text(ORDER)
    assert not WithdrawalRequest.objects.exists()
    tab_to(page, ".trust-button-primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/withdraw/done/**")
    expect(page.locator("[data-name=email] dd")).to_have_text(BUYER)
    expect(page.locator("[data-name=at] time")).to_be_visible()
    assert WithdrawalRequest.objects.get().reference == ORDER
    page.reload()
    assert [message.to for message in mail.outbox if BUYER in message.to] == [[BUYER]]


def test_a_double_click_withdraws_once(open_page, home, paths):
    page = open_page()
    page.goto(home + paths["withdraw"])
    type_statement(page)
    page.locator(".trust-button-primary").dblclick(no_wait_after=True)
    page.wait_for_url("**/withdraw/done/**")
    page.wait_for_load_state("networkidle")
    assert WithdrawalRequest.objects.count() == 1
    assert len([message for message in mail.outbox if BUYER in message.to]) == 1


def test_figures_stand_out_and_addresses_keep_their_direction(open_page, visit):
    page = visit(open_page(), "privacy")
    expect(page.locator("[data-fact=privacy_answer] b")).to_have_text("30")
    contact = page.locator("[data-fact=privacy_contact]")
    expect(contact.locator("bdi")).to_have_text("data2024@shop.example")
    expect(contact.locator("b")).to_have_count(0)
    line = visit(page, "front").locator("#checkout .trust-promise", has_text="data2024@shop.example")
    expect(line.locator("bdi[dir=ltr]")).to_have_text("data2024@shop.example")


def test_the_policy_prints_whole_and_without_navigation(open_page, visit, language, tmp_path):
    program = require_program("pdftotext")
    page = visit(open_page(), "returns")
    page.emulate_media(media="print")
    expect(page.locator("nav")).to_be_hidden()
    facts = page.locator(".trust-terms-facts .trust-fact")
    assert [fact for fact in facts.all() if not fact.is_visible()] == []
    page.pdf(path=tmp_path / "returns.pdf", format="A4")
    done = subprocess.run(
        [program, "-layout", tmp_path / "returns.pdf", "-"], capture_output=True, text=True, check=True
    )
    assert "português" not in done.stdout
    if language == "en":  # what runs from right to left comes out of a PDF in the order of its shapes
        assert "30 days" in done.stdout
    assert "returns24@shop.example" in done.stdout


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_the_model_form_is_one_sheet_of_paper(open_page, home, shop_profile, tmp_path, size):
    program, page = require_program("pdfinfo"), open_page()
    for start in ("", "/ar"):
        page.goto(f"{home}{start}/trust/withdraw/form/")
        page.pdf(path=tmp_path / "form.pdf", format=size)
        done = subprocess.run([program, tmp_path / "form.pdf"], capture_output=True, text=True, check=True)
        assert re.search(r"^Pages: +1$", done.stdout, re.MULTILINE), start


def test_staff_read_what_they_type_in_every_language(
    open_page, axe_source, home, admin_language, staff, transactional_db
):
    draft = returns_draft(14, texts=PROSE)
    page = open_page()
    sign_in(page.context, home, staff)
    page.goto(f"{home}/admin/trust/policyversion/{draft.pk}/change/")
    days = page.locator("#id_returnterms_rows-0-days")
    lines = {code: page.locator(f".trust-said > dl dd[lang={code}]").first for code in ("en", "ar")}
    expect(lines["en"]).to_contain_text("14 days")
    days.fill("45")
    expect(lines["en"]).to_contain_text("45 days")
    expect(lines["ar"]).to_contain_text("45 يومًا")
    expect(page.locator("[data-trust-failed]")).to_be_hidden()
    assert draft.returnterms_rows.get().days == 14
    page.evaluate(axe_source)
    assert page.evaluate(RUN, [None, None]) == []
