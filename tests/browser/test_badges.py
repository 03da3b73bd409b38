"""Badges, support and identity as guests in other people's pages: they fit, stay legible and quiet."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from django_trust.badges.models import Badge
from tests.browser.shopfronts import SHEETS
from tests.browser.test_layout import LAYOUT_SHIFT, STICKING_OUT
from tests.browser.tools import expect, prefix, require_node_file, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.urls("tests.browser.shopfronts")]
PHONE, DESKTOP = WIDTHS = (360, 1280)
WIDGETS = [".trust-badges", ".trust-support", ".trust-about", ".trust-evidence"]
AXE = """async widgets => {
  const include = widgets.filter(selector => document.querySelector(selector)).map(selector => [selector]);
  document.getAnimations().forEach(animation => animation.finish());
  const {violations} = await axe.run({include}, {});
  return violations.flatMap(({id, nodes}) => nodes.map(node => `${id}: ${node.html} ${node.failureSummary}`));
}"""
# Icons are drawn at 24 px or more, badges are targets for fingers, and so is every other link on a phone.
TOO_SMALL = """finger => {
  const least = [[".trust-badges .trust-glyph, .trust-badge-artwork", 24, 24], [".trust-badge a", 24, 43.9],
    [".trust :is(.trust-channels a, .trust-register, summary)", 24, finger]];
  return least.flatMap(([selector, width, height]) => [...document.querySelectorAll(selector)]
    .map(element => [element, element.getBoundingClientRect()])
    .filter(([, box]) => box.width < width - .1 || box.height < height - .1)
    .map(([element, box]) => `${box.width} x ${box.height}: ${element.outerHTML.slice(0, 100)}`));
}"""
MIRRORED = """() => [...document.querySelectorAll(".trust-glyph")].map(icon =>
  [icon.classList.contains("trust-flips"), getComputedStyle(icon).transform])"""
INK = """selector => {
  const style = getComputedStyle(document.querySelector(selector));
  return {stroke: style.stroke, color: style.color};
}"""
RECOLOUR = "icon => icon.closest('.trust').style.setProperty('--trust-icon', 'rgb(1, 2, 3)')"
COLOUR = "claim => getComputedStyle(claim).color"
TEXT_SIZES = """() => [...document.querySelectorAll(".trust-badges span, .trust-support *, .trust-about *")]
  .filter(element => element.getClientRects().length && !element.closest(".trust-hidden"))
  .map(element => parseFloat(getComputedStyle(element).fontSize))"""


@pytest.fixture(params=list(SHEETS))
def frame(request):
    if request.param != "plain":
        require_node_file(*SHEETS[request.param])
    return request.param


@pytest.fixture
def front(home, language):
    def address(frame, scheme="light"):
        return f"{home}{prefix(language)}/front/{frame}/{scheme}/"

    return address


def look_at(page, width: int) -> dict[str, object]:
    """What is wrong with the page at this width; nothing where all is well."""
    problems = {
        "sideways": page.evaluate("document.scrollingElement.scrollWidth") - width,
        "sticking out": page.evaluate(STICKING_OUT),
        "small": page.evaluate(TOO_SMALL, 43.9 if width == PHONE else 24),
        "axe": page.evaluate(AXE, WIDGETS),
        "tiny text": [size for size in page.evaluate(TEXT_SIZES) if size < 12],
    }
    return {name: found for name, found in problems.items() if found}


@pytest.fixture(params=WIDTHS)
def device(request, open_page):
    """A page and its width: a phone with a touch screen, or a desktop."""
    touch = {"is_mobile": True, "has_touch": True} if request.param == PHONE else {}
    return open_page(width=request.param, **touch), request.param


def test_widgets_fit_any_page(device, axe_source, front, frame, language, badges, shop_profile):
    """Each width is seen light and dark, each language too: not every mix in every frame."""
    page, width = device
    scheme = "dark" if (width == PHONE) == (language == "ar") else "light"
    page.goto(front(frame, scheme) + "?country=SA")
    page.evaluate(axe_source)
    expect(page.locator(".trust-badges")).to_have_count(4)
    expect(page.locator("#product .trust-badge")).to_have_count(3)
    expect(page.locator(".trust-support summary")).to_be_visible()
    assert look_at(page, width) == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_with_badges_do_not_jump(open_page, front, frame, badges, shop_profile, width):
    page = open_page(width=width)
    page.goto(front(frame), wait_until="networkidle")
    assert page.evaluate(LAYOUT_SHIFT) == 0
    assert page.locator("[style], [onclick], iframe, .trust script").count() == 0


def test_only_icons_with_a_direction_are_mirrored(open_page, front, frame, language, badges, shop_profile):
    page = open_page()
    page.goto(front(frame))
    icons = page.evaluate(MIRRORED)
    flipped = {transform for flips, transform in icons if flips}
    assert flipped == ({"matrix(-1, 0, 0, 1, 0, 0)"} if language == "ar" else {"none"})
    assert {transform for flips, transform in icons if not flips} == {"none"}
    icon, words = (
        page.locator(f"#product .trust-badge >> nth=0 >> {part}").bounding_box()
        for part in ("svg", ".trust-badge-words")
    )
    assert (icon["x"] > words["x"]) == (language == "ar")


def test_a_checkout_line_stays_compact(open_page, front, frame, badges):
    """Icon and claim in one line each, with nothing below the claim."""
    page = open_page()
    page.goto(front(frame))
    expect(page.locator("#checkout .trust-badges-line")).to_have_count(1)
    expect(page.locator("#checkout .trust-muted")).to_have_count(0)
    heights = [badge.bounding_box()["height"] for badge in page.locator("#checkout .trust-badge").all()]
    assert max(heights) <= 64


def test_icons_follow_the_colours_a_shop_or_its_visitor_sets(open_page, front, frame, badges):
    page = open_page()
    page.goto(front(frame))
    icon = "#footer .trust-glyph"
    ink = page.evaluate(INK, icon)
    assert ink["stroke"] == ink["color"]
    page.locator(icon).first.evaluate(RECOLOUR)
    assert page.evaluate(INK, icon)["stroke"] == "rgb(1, 2, 3)"
    page.goto(front(frame))
    page.emulate_media(forced_colors="active")
    ink = page.evaluate(INK, icon)
    link = page.evaluate(INK, "#footer .trust-badge a")
    assert ink["stroke"] == link["color"]
    assert ink["stroke"] not in ("none", "rgba(0, 0, 0, 0)")


def test_badges_are_printed(open_page, front, frame, badges, shop_profile):
    page = open_page(width=1000)  # on paper, Bootstrap 4 is never narrower than 992 px
    page.emulate_media(media="print")
    page.goto(front(frame))
    for widget in ("#product .trust-badge", "#footer .trust-badge", ".trust-support", ".trust-about"):
        expect(page.locator(widget).first).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 1000


def test_a_shopper_reads_the_evidence_without_scripts(open_page, home, front, language, badges):
    certified = badges[1]
    certified.document.save("iso.pdf", ContentFile(b"%PDF-1.7 sample"))
    Badge.objects.filter(pk=certified.pk).update(document_public=True)
    page = open_page(width=360, java_script_enabled=False)
    page.goto(front("plain"))
    page.locator("#product .trust-badge a").nth(1).click()
    page.wait_for_url(f"{home}{prefix(language)}/trust/badges/{certified.pk}/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    expect(page.locator(".trust-evidence")).to_contain_text("IS 712934")
    expect(page.locator(".trust-evidence a[href='https://issuer.example/1']")).to_be_visible()
    with page.expect_download() as download:
        page.locator(".trust-evidence a[href$='/document/']").click()
    assert download.value.suggested_filename == f"badge-{certified.pk}.pdf"
    page.locator("a[type='application/json']").click()
    expect(page.locator("body")).to_contain_text("IS 712934")


def test_a_badge_whose_evidence_ended_is_gone_from_every_place(open_page, home, front, language, badges):
    ended = badges[2]
    page = open_page()
    page.goto(front("plain"))
    link = page.locator(f"a[href$='/trust/badges/{ended.pk}/']")
    expect(link).to_have_count(4)
    Badge.objects.filter(pk=ended.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    page.reload()
    expect(link).to_have_count(0)
    answer = page.goto(f"{home}{prefix(language)}/trust/badges/{ended.pk}/")
    assert answer.status == 410
    expect(page.locator(".trust-evidence strong")).to_be_visible()
    expect(page.locator(".trust-evidence-facts")).to_have_count(0)


def test_evidence_pages_fit(device, axe_source, home, language, badges):
    page, width = device
    found = {}
    for badge in badges[:2]:
        page.goto(f"{home}{prefix(language)}/trust/badges/{badge.pk}/")
        page.evaluate(axe_source)
        if problems := look_at(page, width):
            found[badge.kind] = problems
    assert found == {}


def test_staff_see_at_a_glance_what_is_hidden_and_why(open_page, home, admin_language, staff, badges):
    Badge.objects.filter(pk=badges[0].pk).update(findings={})
    Badge.objects.filter(pk=badges[2].pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    page = open_page(width=1280)
    sign_in(page.context, home, staff)
    page.goto(f"{home}/admin/trust/badge/")
    expect(page.locator("#result_list .trust-state-hidden")).to_have_count(2)
    expect(page.locator("#result_list .trust-state-soon")).to_have_count(1)
    icon = page.locator("#result_list .trust-state svg").first.bounding_box()
    assert 12 <= icon["height"] <= 28
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.locator("#changelist-filter a[href*='state=hidden']").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_url("**/change/**")
    expect(page.locator(".trust-status-hidden")).to_be_visible()


def test_staff_preview_a_badge_on_light_and_dark(open_page, home, admin_language, staff, badges):
    page = open_page(width=1280)
    sign_in(page.context, home, staff)
    page.goto(f"{home}/admin/trust/badge/{badges[2].pk}/preview/")
    panels = [page.locator(f".trust-panel-{scheme}").first for scheme in ("light", "dark")]
    colours = [panel.locator(".trust-badge-claim").evaluate(COLOUR) for panel in panels]
    assert colours[0] != colours[1]
    arabic = page.locator("#preview-ar .trust-badge .trust-flips").first
    expect(arabic).to_be_visible()
    assert arabic.evaluate("icon => getComputedStyle(icon).transform") == "matrix(-1, 0, 0, 1, 0, 0)"
