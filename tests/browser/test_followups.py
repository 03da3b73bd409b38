"""What follows an order, in a browser: pages behind links of mails, the mails themselves, and the admin."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import clear_url_caches
from django.utils import timezone
from django.utils.translation import override

from django_trust.followups.consent.tokens import preferences_url, unsubscribe_url
from django_trust.followups.models import Flow, OrderAnswer, Step, SurveyAnswer
from django_trust.followups.order_links import answer_url, order_status_url, survey_url
from django_trust.followups.services import answer_order, answer_survey, load_flows, send_due
from django_trust.followups.trying import sample
from django_trust.shop.services import mark_delayed, mark_delivered, mark_paid, mark_shipped
from django_trust.testing import make_purchase
from django_trust.text import email_key
from tests.browser.test_accessibility import DARKEN, RUN
from tests.browser.test_layout import SCRIPTS, STICKING_OUT
from tests.browser.test_markup import messages_about, problems_in
from tests.browser.test_shopper import tab_to
from tests.browser.tools import expect, prefix, require_node_file, require_program, sign_in
from tests.hostshop.models import Product

pytestmark = [pytest.mark.browser, pytest.mark.node]
PHONE, DESKTOP = 360, 1280
ORDER, BUYER = "EE-2026-1001", "mari@example.ee"
REASON = "The kiln had to cool down before we could open it."
MAILS = ("delay-notice", "survey", "coupon")
# A mail is no page: it needs no landmarks.
MAIL_RULES = {"region": {"enabled": False}, "landmark-one-main": {"enabled": False}}
RUN_ON_MAIL = """async rules => {
  const {violations} = await axe.run(document, {rules});
  return violations.flatMap(({id, nodes}) => nodes.map(node => `${id}: ${node.html} ${node.failureSummary}`));
}"""
# Said of Django's own Arabic, on whichever page it happens to begin a chunk of text.
NOT_COMPOSED = "Unicode Normalization Form C"
# The admin's own frame is Django's business.
OURS = ["#result_list", ".trust-desk", ".trust-pause", ".trust-why-page", ".trust-preview", ".trust-try"]
OURS += [".trust-moderation", ".trust-report", ".trust-variables", "fieldset .form-row", ".trust-counters"]


def place(reference: str, product: Product):
    """An order of ten days ago that was delayed, and arrived in parts."""
    at = timezone.now() - timedelta(days=10)
    purchase = make_purchase(
        product,
        reference=reference,
        email=BUYER,
        name="Mari Kask",
        language="en",
        country="EE",
        placed_at=at,
        promised_by=at.date() + timedelta(days=3),
    )
    mark_paid(reference=reference, at=at)
    mark_delayed(reference=reference, until=at.date() + timedelta(days=6), reason=REASON)
    mark_shipped(reference=reference, at=at + timedelta(days=2), tracking_url="https://parcels.example/1")
    purchase.refresh_from_db()
    return purchase


@pytest.fixture
def order(transactional_db, configure, shop_profile):
    """A buyer's order on its way, of a shop that says who it is and how to reach it."""
    configure(FOLLOWUPS_SOFT_OPT_IN=True)
    return place(ORDER, Product.objects.create(name="Stoneware mug"))


@pytest.fixture
def flows(order):
    """The flows that come with the library, and what they have sent about two orders that arrived."""
    load_flows()
    Flow.objects.update(active_since=timezone.now() - timedelta(days=30))
    late = place("EE-2026-1002", Product.objects.create(name="Desk lamp"))
    for reference, days in ((ORDER, 3), ("EE-2026-1002", 1)):
        mark_delivered(reference=reference, at=timezone.now() - timedelta(days=days))
    for purchase, score in ((order, 5), (late, 2)):
        answer_survey(purchase=purchase, kind="csat", score=score, language="en")
        answer_survey(purchase=purchase, kind="nps", score=2 * score, language="en")
    answer_order(purchase=late, kind="problem", message="الكوب مكسور.\nThe handle is off.", language="ar")
    send_due()
    return order


@pytest.fixture
def paths(order):
    """The pages behind the links of mails, without the part for the language."""
    with override("en"):
        key = email_key(BUYER)
        return {
            "order": order_status_url(order),
            "answer": answer_url(order, "problem"),
            "csat": survey_url(order, "csat", 4),
            "nps": survey_url(order, "nps", 9),
            "unsubscribe": unsubscribe_url(key, "review", "en"),
            "preferences": preferences_url(key, "en"),
            "closed": order_status_url(order)[:-9] + "/",
        }


def send(page) -> None:
    page.locator("main form button.trust-button-primary").first.click()
    page.wait_for_load_state()


def mail_about(order, code: str, language: str) -> str:
    order.refresh_from_db()
    return sample(Step.objects.get(code=code), order, language=language, to=BUYER).message.html


def look_at(page) -> dict[str, object]:
    """What is wrong with a page: wide and light, then narrow and dark, then at the smallest width."""
    problems = {"wide": page.evaluate(RUN, [None, None]), **too_wide(page)}
    problems["sticking out"] = page.evaluate(STICKING_OUT)
    problems["scripts"] = page.evaluate(SCRIPTS)
    problems["inline"] = page.locator("[style], [onclick], iframe").count()
    page.evaluate(DARKEN)
    page.emulate_media(color_scheme="dark")
    problems["narrow and dark"] = page.evaluate(RUN, [None, None])
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": DESKTOP, "height": 800})
    return {name: found for name, found in problems.items() if found}


def look_at_admin(page, language: str) -> dict[str, object]:
    """English is seen wide and light, Arabic narrow and dark."""
    problems = {"wide": page.evaluate(RUN, [OURS, None])} if language == "en" else {}
    problems |= too_wide(page)
    if language == "ar":
        page.emulate_media(color_scheme="dark")
        problems["narrow and dark"] = page.evaluate(RUN, [OURS, None])
        page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": DESKTOP, "height": 800})
    return {name: found for name, found in problems.items() if found}


def too_wide(page) -> dict[str, int]:
    """By how much a page scrolls sideways on phones; leaves it at the smallest width."""
    problems = {}
    for width in (PHONE, 320):
        page.set_viewport_size({"width": width, "height": 740})
        problems[f"sideways at {width}"] = page.evaluate("document.scrollingElement.scrollWidth") - width
    return problems


def test_pages_behind_links_fit_any_screen_and_axe_finds_nothing(
    open_page, axe_source, home, language, paths
):
    page = open_page()
    page.add_init_script(axe_source)
    found = {}

    def look(name):
        if problems := look_at(page):
            found[name] = problems

    for name, path in paths.items():
        status = page.goto(home + prefix(language) + path).status
        assert status == (410 if name == "closed" else 200), name
        look(name)
    page.goto(home + prefix(language) + paths["answer"].partition("?")[0])
    send(page)
    expect(page.locator(".trust-errors")).to_be_visible()
    look("answer with an error")
    page.locator("input[name=kind]").last.check()
    page.locator("textarea").fill("w" * 200)
    send(page)
    look("what was said")
    page.goto(home + prefix(language) + paths["nps"])
    send(page)
    look("what was answered")
    page.goto(home + prefix(language) + paths["unsubscribe"])
    send(page)
    look("unsubscribed")
    assert found == {}
    assert (OrderAnswer.objects.count(), SurveyAnswer.objects.get().score) == (1, 9)


def test_mails_can_be_read_on_any_screen_light_and_dark(open_page, axe_source, language, flows):
    page = open_page()
    found = {}
    for code in MAILS:
        html = mail_about(flows, code, language)
        for width, scheme in ((640, "light"), (PHONE, "dark")):
            page.set_viewport_size({"width": width, "height": 740})
            page.emulate_media(color_scheme=scheme)
            page.set_content(html)
            page.evaluate(axe_source)
            sideways = page.evaluate("document.scrollingElement.scrollWidth") - width
            if problems := [*page.evaluate(RUN_ON_MAIL, MAIL_RULES), *([sideways] if sideways else [])]:
                found[f"{code}, {scheme}"] = problems
    assert found == {}


def admin_pages(step: Step) -> dict[str, str]:
    case = OrderAnswer.objects.get()
    return {
        "list": "/admin/trust/followup/",
        "why": f"/admin/trust/followup/order/{ORDER}/",
        "flow": f"/admin/trust/flow/{step.flow_id}/change/",
        "step": f"/admin/trust/step/{step.pk}/change/",
        "preview": f"/admin/trust/step/{step.pk}/preview/",
        "cases": "/admin/trust/orderanswer/",
        "case": f"/admin/trust/orderanswer/{case.pk}/change/",
        "insights": "/admin/trust/followup/insights/",
    }


def test_admin_pages_fit_any_screen_and_axe_finds_nothing(
    open_page, axe_source, home, admin_language, flows, staff
):
    page = open_page()
    page.add_init_script(axe_source)
    sign_in(page.context, home, staff)
    step, found = Step.objects.get(code="review-request"), {}
    for name, path in admin_pages(step).items():
        assert page.goto(home + path).ok, name
        if problems := look_at_admin(page, admin_language):
            found[name] = problems
    page.goto(f"{home}/admin/trust/flow/{step.flow_id}/change/")
    page.locator("[formaction$='/try/']").evaluate("button => { button.removeAttribute('formtarget') }")
    page.locator("[formaction$='/try/']").click()
    page.wait_for_url("**/try/")
    if problems := look_at_admin(page, admin_language):
        found["dry run"] = problems
    assert found == {}


@pytest.fixture
def checker():
    return [require_program("java"), "-jar", str(require_node_file("vnu-jar", "build", "dist", "vnu.jar"))]


def test_pages_and_mails_are_valid_html(checker, client, flows, paths, tmp_path):
    for language in ("en", "ar"):
        pages = {name: client.get(prefix(language) + path) for name, path in paths.items()}
        answer = prefix(language) + paths["answer"].partition("?")[0]
        pages["error"] = client.post(answer, {"message": "<b>"})
        pages["said"] = client.post(answer, {"kind": "all_good", "message": "<b> & that"}, follow=True)
        nps = prefix(language) + paths["nps"].partition("?")[0]
        pages["answered"] = client.post(nps, {"score": "7", "comment": "<b>"}, follow=True)
        for name, response in pages.items():
            assert response.status_code == {"closed": 410, "error": 400}.get(name, 200), name
            (tmp_path / f"{name}-{language}.html").write_bytes(response.content)
        for code in MAILS:
            html = mail_about(flows, code, language)
            (tmp_path / f"mail-{code}-{language}.html").write_text(html, encoding="utf-8")
    assert problems_in(checker, sorted(tmp_path.glob("*.html"))) == []


def test_admin_pages_are_valid_html(checker, client, flows, staff, settings, tmp_path):
    """What the checker says of a page that is Django's alone is Django's business."""
    client.force_login(staff)
    step = Step.objects.get(code="review-request")
    for language in ("en", "ar"):
        settings.LANGUAGE_CODE = language
        clear_url_caches()
        paths = {"django": "/admin/auth/group/", "django-form": "/admin/auth/user/add/", **admin_pages(step)}
        for name, path in paths.items():
            response = client.get(path)
            assert response.status_code == 200, name
            (tmp_path / f"{name}-{language}.html").write_bytes(response.content)
    clear_url_caches()
    found = messages_about(checker, sorted(tmp_path.glob("*.html")))
    of_django = {message["message"] for message in found if "/django" in message["url"]}
    assert [
        f"{Path(message['url']).name}: {message['message']} {message.get('extract', '')}"
        for message in found
        if message["message"] not in of_django and NOT_COMPOSED not in message["message"]
    ] == []


def test_a_buyer_answers_the_survey_with_the_keyboard_alone(open_page, home, language, paths):
    """What the link of the mail suggests is only marked: the arrow keys choose another score."""
    page = open_page(width=PHONE, java_script_enabled=language == "en")  # no script takes part
    page.goto(home + prefix(language) + paths["csat"])
    tab_to(page, "input[name=score]")
    expect(page.locator("input[name=score]:focus")).to_have_value("4")
    page.keyboard.press("ArrowDown")
    assert not SurveyAnswer.objects.exists()
    tab_to(page, "textarea")
    page.keyboard.type("It pours well.")
    tab_to(page, "main button.trust-button-primary")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("main [role=status]")).to_be_visible()
    [answer] = SurveyAnswer.objects.all()
    assert (answer.score, answer.comment) == (5, "It pours well.")
