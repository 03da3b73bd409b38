"""axe-core finds nothing to complain about, in English and Arabic, wide and narrow, light and dark."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from django_trust.badges.models import Badge
from django_trust.badges.services import check_badges
from django_trust.reviews.invitations import Invitation
from django_trust.reviews.models import Review
from django_trust.reviews.services import (
    add_photos,
    appeal_review,
    edit_review,
    publish_photo,
    publish_review,
    reject_review,
    reply_to_review,
    report_review,
)
from django_trust.reviews.tokens import author_url
from tests.browser.tools import prefix, send_form, sign_in
from tests.hostshop.models import Product
from tests.reviews.test_photos import photo as picture

pytestmark = [pytest.mark.browser, pytest.mark.node]

# The admin's own frame is Django's business.
ROWS = "div.form-row:not(:has(.selector))"
OURS_IN_ADMIN = [".trust-counters", "#result_list", ".trust-moderation"]
RUN = """async ([only, rules]) => {
  const include = only ? only.filter(selector => document.querySelector(selector)).map(s => [s]) : [["html"]];
  document.getAnimations().forEach(animation => animation.finish());
  const options = rules ? {runOnly: {type: "rule", values: rules}} : {};
  const {violations} = await axe.run({include}, options);
  return violations.flatMap(({id, nodes}) => nodes.map(node => `${id}: ${node.html} ${node.failureSummary}`));
}"""
# A script may set styles that the content policy forbids in markup.
DARKEN = """() => {
  document.documentElement.style.colorScheme = "dark";
  document.body.style.background = "#16181b";
  document.body.style.color = "#e8e6e3";
}"""


class Axe:
    """Looks at one page in all its forms and keeps what it found."""

    def __init__(self, page, source: str) -> None:
        self.page, self.source = page, source
        self.found: dict[str, list[str]] = {}

    def look(self, name: str, only: list[str] | None = None) -> None:
        self.page.evaluate(self.source)
        self._run(f"{name}, wide", only)
        self.page.set_viewport_size({"width": 360, "height": 740})
        self._run(f"{name}, narrow", only)
        self.page.emulate_media(color_scheme="dark")
        if only is None:
            self.page.evaluate(DARKEN)
        self._run(f"{name}, dark", only, ["color-contrast"])
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": 1280, "height": 800})

    def _run(self, name: str, only: list[str] | None, rules: list[str] | None = None) -> None:
        if violations := self.page.evaluate(RUN, [only, rules]):
            self.found[name] = violations


@pytest.fixture
def axe(open_page, axe_source):
    return Axe(open_page(), axe_source)


def test_shop_pages(axe, home, language, reviewed, staff):
    page, root = axe.page, f"{home}{prefix(language)}"
    unreviewed = Product.objects.create(name="Desk lamp")
    answered = Review.objects.for_object(reviewed).order_by("pk").last()
    reply_to_review(review=answered, body="Thank you.", by=staff, language="en")

    page.goto(f"{root}/")
    axe.look("listing")
    page.goto(f"{root}/product/{reviewed.pk}/")
    axe.look("product")
    page.goto(f"{root}/product/{reviewed.pk}/?trust_stars=5&trust_sort=helpful")
    axe.look("product, filtered")
    page.goto(f"{root}/product/{unreviewed.pk}/")
    axe.look("product without reviews")
    send_form(page, home, language, reviewed, email="me")
    axe.look("form without rating")
    send_form(
        page, home, language, reviewed, rating="4", title="x" * 200, author_name="a@b.example", email="me"
    )
    axe.look("form with field errors")
    send_form(page, home, language, reviewed, rating="5", email="buyer@example.test")
    axe.look("form of a second review")
    send_form(page, home, language, reviewed, rating="4", title="Good", email="new@example.test")
    axe.look("thanks")
    page.goto(f"{root}/trust/reviews/{answered.pk}/")
    axe.look("one review")
    page.goto(f"{root}/trust/reviews/{answered.pk}/report/")
    axe.look("report")
    page.locator("main button.trust-button-primary").click()
    page.wait_for_load_state()
    axe.look("report with an error")
    page.locator("input[name=reason]").first.check()
    page.locator("main button.trust-button-primary").click()
    page.wait_for_load_state()
    axe.look("notice")
    assert axe.found == {}


def test_pages_of_authors(axe, home, language, reviewed, write_review, buy, settings, tmp_path):
    settings.MEDIA_ROOT, settings.MEDIA_URL = tmp_path, "/media/"
    settings.DJANGO_TRUST = {**settings.DJANGO_TRUST, "REVIEWS_CRITERIA": {"": ["quality", "fit"]}}
    page, root = axe.page, f"{home}{prefix(language)}"
    own = write_review(
        4, item=reviewed, pros=["Light"], cons=["Loose lid"], criteria={"fit": 3}, incentive="free"
    )
    [photo], _ = add_photos(review=own, files=[picture()], alts=["The pot"])
    publish_photo(photo=photo)
    lost = write_review(1, item=reviewed)
    reject_review(review=lost, reason="off_topic")
    path = f"{prefix(language)}{author_url(own, mailed=True)}"

    page.goto(f"{root}/product/{reviewed.pk}/")
    page.locator(".trust-score > summary").click()
    page.locator(".trust-more > summary").click()
    axe.look("product with criteria, points and photos")
    page.goto(home + path)
    axe.look("own review")
    page.goto(f"{home}{prefix(language)}{author_url(lost, mailed=True)}")
    axe.look("own review, rejected")
    page.goto(f"{home}{prefix(language)}{author_url(lost)}appeal/")
    page.locator("main button.trust-button-primary").click()
    page.wait_for_load_state()
    axe.look("appeal with an error")
    page.goto(f"{home}{prefix(language)}{Invitation.of(buy(item=reviewed)).url}")
    axe.look("invitation")
    page.locator("main button.trust-button-primary").click()
    page.wait_for_load_state()
    axe.look("invitation sent back")
    page.goto(f"{root}/trust/reviews/policy/")
    axe.look("policy")
    assert axe.found == {}


def test_admin_pages(axe, home, admin_language, reviewed, write_review, staff):
    words = {"title": "Good", "body": "It holds tea. " * 300, "author_name": "Nora"}
    waiting = write_review(4, item=reviewed, publish=False, **words)
    write_review(2, item=reviewed, publish=False)
    reject_review(review=waiting, reason="spam", by=staff)
    publish_review(review=waiting, by=staff)
    report_review(review=waiting, reason="spam", reporter_key="a", details="Copied")
    appealed = write_review(1, item=reviewed, body="See https://deals.example and call +372 5123 4567")
    edit_review(review=appealed, rating=2, body="See https://deals.example soon")
    reject_review(review=appealed, reason="spam", by=staff)
    appeal_review(review=appealed, text="It is no advertising.")
    page = axe.page
    sign_in(page.context, home, staff)
    page.goto(f"{home}/admin/trust/review/?state=all")
    axe.look("queue", OURS_IN_ADMIN)
    page.goto(f"{home}/admin/trust/review/{waiting.pk}/change/")
    axe.look("one review", OURS_IN_ADMIN)
    page.locator("button[value=reject]").evaluate("button => { button.form.noValidate = true }")
    page.locator("button[value=reject]").click()
    page.wait_for_load_state()
    axe.look("one review, no reason", OURS_IN_ADMIN)
    page.goto(f"{home}/admin/trust/review/{appealed.pk}/change/")
    axe.look("appeal", OURS_IN_ADMIN)
    page.goto(f"{home}/admin/trust/review/report/")
    axe.look("fairness report", [*OURS_IN_ADMIN, ".trust-report"])
    page.goto(f"{home}/admin/trust/review/")
    page.locator(".action-select").first.check()
    page.locator("select[name=action]").select_option("reject_selected")
    page.locator(".actions button").click()
    page.wait_for_load_state()
    axe.look("reasons for several", OURS_IN_ADMIN)
    assert axe.found == {}


@pytest.mark.urls("tests.browser.shopfronts")
def test_pages_with_badges_support_and_identity(axe, home, language, badges, shop_profile):
    page, root = axe.page, f"{home}{prefix(language)}"
    checked, certified, ended = badges[:3]
    certified.document.save("iso.pdf", ContentFile(b"%PDF-1.7 sample"))
    Badge.objects.filter(pk=certified.pk).update(document_public=True)
    page.goto(f"{root}/front/plain/light/?country=SA")
    axe.look("product, basket, checkout, about and footer")
    page.locator(".trust-support summary").click()
    axe.look("hours by the clock of the shop")
    for badge in (checked, certified, badges[-1]):
        page.goto(f"{root}/trust/badges/{badge.pk}/")
        axe.look(f"evidence of {badge}")
    Badge.objects.filter(pk=ended.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    page.goto(f"{root}/trust/badges/{ended.pk}/")
    axe.look("evidence that has ended")
    assert axe.found == {}


@pytest.mark.urls("tests.browser.shopfronts")
def test_admin_pages_of_badges_and_profile(axe, home, admin_language, badges, shop_profile, staff):
    Badge.objects.filter(pk=badges[2].pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    badges[1].document.save("iso.pdf", ContentFile(b"%PDF-1.7 sample"))
    check_badges(badges[1:])
    page, admin = axe.page, f"{home}/admin/trust"
    sign_in(page.context, home, staff)
    page.goto(f"{admin}/badge/")
    axe.look("badges", ["#result_list", ".object-tools"])
    for badge in badges[:3]:
        page.goto(f"{admin}/badge/{badge.pk}/change/")
        axe.look(f"form of {badge}", [ROWS, ".trust-status", ".trust-history"])
    page.locator("#badge_form input[name=valid_until]").fill("2020-01-01")
    page.locator("#badge_form input[name=valid_from]").fill("2021-01-01")
    page.locator("#badge_form input[name=_continue]").click()
    page.wait_for_load_state()
    axe.look("form with errors", [ROWS, ".trust-status"])
    page.goto(f"{admin}/badge/{badges[1].pk}/preview/")
    axe.look("preview", [".trust-preview"])
    page.goto(f"{admin}/badgecheck/?badge__id__exact={badges[1].pk}")
    axe.look("history", ["#result_list"])
    page.goto(f"{admin}/shopprofile/1/change/")
    axe.look("shop profile", [ROWS])
    assert axe.found == {}
