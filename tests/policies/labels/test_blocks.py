"""Official artwork as shoppers see it: whole, legible, with its link, or not at all."""

from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils.translation import override

from django_trust.policies.labels.blocks import durability_label_html, notice_html, shown_size
from django_trust.policies.labels.validation import LABEL_LEAST, NOTICE_LEAST
from django_trust.policies.models import DurabilityLabel, OfficialNotice
from django_trust.shop.services import item_for
from tests.hostshop.adapter import Adapter
from tests.hostshop.models import Product, Variant
from tests.markup import read
from tests.policies.labels.test_validation import drawing
from tests.test_artwork import png

pytestmark = pytest.mark.django_db


class TravellersAdapter(Adapter):
    def get_country(self, request):
        return request.GET.get("country", "")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def notice():
    def add(language="en", **fields):
        row = OfficialNotice(
            language=language, file=SimpleUploadedFile("n.svg", drawing('viewBox="0 0 210 297"')), **fields
        )
        row.full_clean()
        row.save()
        return row

    return add


@pytest.fixture
def label(product):
    def add(item=product, **fields):
        facts = {"years": Decimal("2.5"), "brand": "Pots & Co", "model": "T-1", "producer_gives": True}
        row = DurabilityLabel(
            item=item_for(item), file=SimpleUploadedFile("l.png", png(1481, 1559)), **{**facts, **fields}
        )
        row.full_clean()
        row.save()
        return row

    return add


# The notice


def test_the_notice_is_shown_as_published_with_its_link_beside_it(notice):
    row = notice()
    page = read(notice_html({}))
    picture = page.one("img")
    assert picture["src"] == row.file.url
    assert (picture["width"], picture["height"]) == ("500", "707")
    for words in ("two years", "repair or replacement", "money back", "National law"):
        assert words in picture["alt"]
    link = page.one("figcaption").one("a")
    assert link["href"] == "https://europa.eu/youreurope/guarantees"
    assert link["hreflang"] == "en"
    assert "europa.eu/youreurope/guarantees" in link.words
    assert page.one("figure")["lang"] == "en"
    assert list(page.all("details")) == []
    frame = page.one("div", class_="trust-official-frame")
    assert (frame["tabindex"], frame["dir"]) == ("0", "ltr")


def test_a_nested_notice_opens_at_the_first_click_and_its_link_stands_outside(notice):
    notice()
    page = read(notice_html({}, nested=True))
    assert page.one("details").one("summary").words == "Your legal guarantee rights"
    assert page.one("details").one("img")
    assert not list(page.one("details").all("a"))
    assert page.one("figcaption").one("a")


@pytest.mark.parametrize(
    ("reader", "there", "shown"),
    [
        ("et", ["en", "et"], "et"),
        ("pt-br", ["en", "pt"], "pt"),
        ("ar", ["bg", "en", "et"], "en"),
        ("id", ["bg", "et"], "bg"),
        ("de", ["en", "de"], "de"),
    ],
)
def test_the_notice_is_in_the_readers_language_or_the_next_best_which_is_said(notice, reader, there, shown):
    for language in there:
        notice(language)
    with override(reader):
        page = read(notice_html({}))
    link = page.one("a")
    assert link["hreflang"] == shown
    own = shown == reader.split("-")[0]
    assert page.one("figcaption").words.startswith(link.words) is own
    assert page.one("figure")["dir"] == ("rtl" if reader == "ar" else "ltr")
    assert link.one("bdi")["dir"] == "ltr"


def test_addresses_in_other_letters_are_encoded_in_the_link_and_readable_beside_it(notice):
    notice("bg")
    page = read(notice_html({}))
    assert page.one("a")["href"].isascii()
    assert unquote(page.one("a")["href"]) == "https://europa.eu/youreurope/гаранции"
    assert page.one("bdi").words == "europa.eu/youreurope/гаранции"


def test_the_address_staff_gave_goes_before_the_usual_one(notice):
    notice(url="https://europa.eu/youreurope/citizens/consumers/index_en.htm")
    assert read(notice_html({})).one("a")["href"].endswith("/index_en.htm")


def test_without_a_file_nothing_is_shown(notice):
    assert notice_html({}) == ""
    row = notice()
    OfficialNotice.objects.filter(pk=row.pk).update(file="")
    assert notice_html({}) == ""


@pytest.mark.parametrize(
    ("country", "is_shown"), [("", True), ("EE", True), ("no", True), ("BR", False), ("GB", False)]
)
def test_the_notice_is_for_the_european_economic_area(notice, configure, country, is_shown):
    configure(ADAPTER="tests.policies.labels.test_blocks.TravellersAdapter")
    notice()
    request = RequestFactory().get("/", {"country": country})
    assert bool(notice_html(request)) is is_shown
    assert bool(notice_html({}, country=country)) is is_shown
    assert notice_html(request, country="EE")


def test_one_query_for_a_page_however_often_the_notice_is_shown(notice, django_assert_num_queries):
    notice()
    notice("et")
    request = RequestFactory().get("/")
    with django_assert_num_queries(1):
        assert notice_html(request) == notice_html(request)
        notice_html(request, nested=True)


# The label


def test_the_label_says_years_brand_and_model_in_words_too(label, product):
    row = label()
    page = read(durability_label_html({}, product))
    picture = page.one("img")
    assert picture["src"] == row.file.url
    assert (picture["width"], picture["height"]) == ("360", "379")
    for words in ("GARAN", "Pots & Co", "T-1", "2.5"):
        assert words in picture["alt"]
    assert page.one("a")["href"] == "https://europa.eu/youreurope/commercial-guarantee-durability"
    assert "hreflang" not in page.one("a").attributes


@pytest.mark.parametrize(
    ("language", "years", "text"),
    [("en", "10.0", "10"), ("et", "2.5", "2,5"), ("ar", "2.5", "2.5"), ("ar-eg", "2.5", "٢٫٥")],
)
def test_years_are_written_as_the_reader_writes_numbers(label, product, language, years, text):
    label(years=Decimal(years))
    with override(language):
        assert text in read(durability_label_html({}, product, nested=True)).one("summary").words


def test_variants_share_the_label_of_their_product(label, product):
    label()
    variant = Variant.objects.create(product=product)
    assert "GARAN" in durability_label_html({}, variant)


def test_other_products_have_no_label(label):
    label()
    assert durability_label_html({}, Product.objects.create(name="Cup")) == ""


def test_a_label_the_producer_does_not_stand_for_is_not_shown(label, product):
    row = label()
    DurabilityLabel.objects.filter(pk=row.pk).update(producer_gives=False)
    assert durability_label_html({}, product) == ""


def test_one_query_for_a_product_however_often_its_label_is_shown(label, product, django_assert_num_queries):
    label()
    durability_label_html({}, product)  # content types are read once for all
    holder = {}
    with django_assert_num_queries(1):
        assert durability_label_html(holder, product) == durability_label_html(holder, product)
    other = Product.objects.create(name="Cup")
    with django_assert_num_queries(1):
        durability_label_html(holder, other)
        durability_label_html(holder, other)


def test_what_is_no_product_is_the_developers_error():
    with pytest.raises(TypeError):
        durability_label_html({}, "tea pot")
    with pytest.raises(ValueError, match="saved"):
        durability_label_html({}, Product(name="Tea pot"))


def test_names_on_a_label_are_never_markup(label, product):
    label(brand='"><script>alert(1)</script>')
    html = durability_label_html({}, product)
    assert "<script" not in html
    assert "<script>alert(1)</script>" in read(html).one("img")["alt"]


@pytest.mark.parametrize("size", [(1, 1), (269, 283), (1481, 1559), (4000, 3000), (600, 7000)])
def test_artwork_is_never_shown_smaller_than_allowed_and_keeps_its_proportions(size):
    for least in (NOTICE_LEAST, LABEL_LEAST):
        width, height = shown_size(*size, least)
        assert width >= least.width
        assert height >= least.height
        assert width / height == pytest.approx(size[0] / size[1], rel=0.01)


def test_artwork_of_unknown_size_is_left_to_the_browser():
    assert shown_size(None, None, LABEL_LEAST) == (None, None)
