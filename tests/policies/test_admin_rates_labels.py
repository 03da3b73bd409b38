"""Exchange rates and official artwork in the admin."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from django_trust.policies.models import DurabilityLabel, ExchangeRate, OfficialNotice
from django_trust.shop.services import item_for
from tests.hostshop.models import Product
from tests.markup import read
from tests.policies.admin_pages import boss, form_of  # noqa: F401
from tests.test_artwork import png

pytestmark = pytest.mark.django_db
RATES = "/admin/trust/exchangerate/"
NOTICES = "/admin/trust/officialnotice/"
LABELS = "/admin/trust/durabilitylabel/"
LABEL = {"years": "2.5", "brand": "Pots & Co", "model": "T-1", "producer_gives": "on"}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT, settings.MEDIA_URL = tmp_path, "/media/"


def picture(name="label.png"):
    return SimpleUploadedFile(name, png(1481, 1559))


def problems(answer):
    assert answer.status_code == 200
    return {name: " ".join(found) for name, found in answer.context["adminform"].form.errors.items()}


def test_rates_stand_newest_first_with_all_their_digits_and_their_age(boss, configure):  # noqa: F811
    configure(POLICIES_RATES_HOURS=24)
    facts = {"source": "European Central Bank"}
    ExchangeRate.objects.create(
        base="EUR", quote="USD", rate="1.08641234", as_of=timezone.now() - timedelta(hours=25), **facts
    )
    ExchangeRate.objects.create(base="EUR", quote="BRL", rate="6.1", as_of=timezone.now(), **facts)
    table = read(boss.get(RATES)).one("table", id="result_list").one("tbody")
    lines = [row.words for row in table.all("tr")]
    assert "EUR → BRL6.1European" in lines[0]
    assert "Current" in lines[0]
    assert "1.08641234" in lines[1]
    assert "Too old: more than 24 hours" in lines[1]


def test_a_rate_is_typed_and_a_wrong_one_refused(boss):  # noqa: F811
    data = form_of(read(boss.get(f"{RATES}add/")), "exchangerate_form")
    data |= {"base": "eur", "quote": "usd", "rate": "1.0864", "source": "ECB"}
    wrong = boss.post(f"{RATES}add/", {**data, "quote": "eur", "rate": "0", "source": " "})
    assert set(problems(wrong)) == {"quote", "rate", "source"}
    assert boss.post(f"{RATES}add/", data).status_code == 302
    rate = ExchangeRate.objects.get()
    assert (rate.base, rate.quote, rate.rate) == ("EUR", "USD", Decimal("1.0864"))


def test_a_notice_is_uploaded_and_looked_at(boss):  # noqa: F811
    small = SimpleUploadedFile("n.png", png(10, 10))
    refused = boss.post(f"{NOTICES}add/", {"language": "et", "file": small, "url": ""})
    assert set(problems(refused)) == {"file"}
    assert "choose the files again" in read(refused).words
    assert boss.post(f"{NOTICES}add/", {"language": "et", "file": picture(), "url": ""}).status_code == 302
    notice = OfficialNotice.objects.get()
    assert (notice.width, notice.height) == (1481, 1559)
    page = read(boss.get(f"{NOTICES}{notice.pk}/change/"))
    assert page.one("img", class_="trust-official-picture")["src"] == notice.file.url
    assert "Estonian" in read(boss.get(NOTICES)).words


def test_languages_of_the_shop_come_first(boss):  # noqa: F811
    options = list(read(boss.get(f"{NOTICES}add/")).one("select", id="id_language").all("option"))
    assert [option["value"] for option in options if option["value"]][:2] == ["en", "et"]


@pytest.mark.parametrize("typed", ["sku", "name", "label"])
def test_a_label_names_its_product_as_people_do(boss, product, typed):  # noqa: F811
    item = item_for(product)
    names = {"sku": item.sku, "name": item.name, "label": f"hostshop.product:{product.pk}"}
    answer = boss.post(f"{LABELS}add/", {**LABEL, "item": names[typed], "file": picture()})
    assert answer.status_code == 302, problems(answer)
    label = DurabilityLabel.objects.get()
    assert (label.item, label.years) == (item, Decimal("2.5"))
    page = read(boss.get(f"{LABELS}{label.pk}/change/"))
    assert page.one("input", id="id_item")["value"] == item.sku
    again = boss.post(f"{LABELS}{label.pk}/change/", {**LABEL, "item": item.sku, "years": "3"})
    assert again.status_code == 302, problems(again)
    assert DurabilityLabel.objects.get().years == 3


def test_a_product_nobody_bought_yet_is_named_by_its_label(boss, product):  # noqa: F811
    refused = boss.post(f"{LABELS}add/", {**LABEL, "item": product.name, "file": picture()})
    assert set(problems(refused)) == {"item"}
    label = f"hostshop.product:{product.pk}"
    assert boss.post(f"{LABELS}add/", {**LABEL, "item": label, "file": picture()}).status_code == 302


def test_only_what_the_shop_sells_is_a_product(boss, staff):  # noqa: F811
    refused = boss.post(f"{LABELS}add/", {**LABEL, "item": f"auth.user:{staff.pk}", "file": picture()})
    assert set(problems(refused)) == {"item"}


def test_a_name_of_two_products_is_asked_back(boss, product):  # noqa: F811
    item_for(product)
    item_for(Product.objects.create(name=product.name))
    refused = boss.post(f"{LABELS}add/", {**LABEL, "item": product.name, "file": picture()})
    assert "SKU" in problems(refused)["item"]


@pytest.mark.parametrize("typed", ["", "hostshop.product:999", "hostshop.product:x", "shop", "a:b:c", "\x00"])
def test_a_label_of_nothing_is_refused(boss, typed):  # noqa: F811
    refused = boss.post(f"{LABELS}add/", {**LABEL, "item": typed, "file": picture()})
    assert "item" in problems(refused)


def test_a_label_the_regulation_does_not_allow_is_refused_at_its_fields(boss, product):  # noqa: F811
    item_for(product)
    data = {**LABEL, "item": product.name, "years": "2", "producer_gives": "", "file": picture()}
    assert set(problems(boss.post(f"{LABELS}add/", data))) == {"years", "producer_gives"}
