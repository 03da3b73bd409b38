"""From the order to the review, over HTTP: what somebody sees who tries out the sample shop."""

import pytest

from tests.example_project.project import LANGUAGES

pytestmark = pytest.mark.xdist_group("example_project")
# What every question needs: a shopper, somebody of the shop, and ways to say what they do.
PEOPLE = """
import re
from datetime import timedelta
from django.contrib.auth import get_user_model
from django.utils import timezone
from django_trust.followups.models import Consent, FollowUp
from django_trust.followups.services import send_due
from store.models import KeptMail, Order
shopper, staff = Client(), Client()
staff.force_login(get_user_model().objects.get(username="admin"))

def read(client, url):
    return client.get(url).content.decode()

def order(slug, language="", **typed):
    shopper.post(f"/basket/add/{slug}/")
    person = {"name": "Mari Kask", "country": "EE", **typed}
    page = shopper.post(f"{language}/checkout/", person, follow=True).content.decode()
    return Order.objects.latest("pk"), page

def mark(order, action):
    staff.post("/admin/store/order/", {"action": action, "_selected_action": [order.pk]})

def mails(to):
    return list(KeptMail.objects.filter(to=to).order_by("pk"))
"""


def test_an_order_leads_to_a_verified_review(shop):
    seen = shop.ask(
        PEOPLE
        + """
buyer = "walk@example.test"
bought, page = order("teapot", email=buyer)
send_due()
subjects = [[mail.subject for mail in mails(buyer)]]
mark(bought, "mark_as_delayed")
send_due()
mark(bought, "mark_as_shipped")
send_due()
mark(bought, "mark_as_delivered")
subjects.append([mail.subject for mail in mails(buyer)][2:])

outbox = read(shopper, "/outbox/")
forms = re.findall(r'action="(/outbox/planned/\\d+/send/)">.*?aria-label="([^"]*)"', outbox)
[button] = [url for url, label in forms if label == f"Send it now: Review request, {bought.number}"]
notice = shopper.post(button, follow=True).content.decode()
request = mails(buyer)[-1]
html = shopper.get(f"/outbox/{request.pk}/html/")
link = re.search(r"http://127[.]0[.]0[.]1:8000(/trust/reviews/invitation/\\S+)", request.text)[1]
stars = re.search(r'name="([^"]*-rating)" value="5"', read(shopper, link))[1]
shopper.post(link, {stars: "5", stars.replace("rating", "body"): "No drop on the table."})
send_due()
waits = "No drop on the table." in read(Client(), "/product/teapot/")
listed = read(staff, f"/admin/trust/review/?q={buyer}")
review = re.search(r'name="_selected_action" value="(\\d+)"', listed)[1]
staff.post("/admin/trust/review/", {"action": "publish_selected", "_selected_action": [review]})
product = read(Client(), "/product/teapot/")
answer = {
    "status": "We are preparing your order." in page,
    "subjects": subjects,
    "notice": "Review request: Sent on" in notice,
    "frame": [html.headers[name] for name in ("Content-Security-Policy", "X-Frame-Options")],
    "linked": link in html.content.decode(),
    "mail": read(shopper, f"/outbox/{request.pk}/"),
    "waits": waits,
    "review": product[: product.rindex("No drop on the table.")].rpartition('<li class="trust-review"')[2],
    "outbox": read(shopper, "/outbox/"),
    "why": read(staff, f"/admin/trust/followup/order/{bought.number}/"),
    "number": bought.number,
}
"""
    )
    number = seen["number"]
    assert seen["status"]
    placed, underway = seen["subjects"]
    assert placed == [
        f"Thank you for your order {number}",
        f"We have received your payment for order {number}",
    ]
    assert [subject.partition(":")[0] for subject in underway] == [
        f"Your order {number} will arrive later",
        f"Your order {number} is on its way",
    ]
    assert seen["notice"]
    assert seen["frame"] == [
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
        "SAMEORIGIN",
    ]
    assert seen["linked"]
    assert 'sandbox="allow-popups' in seen["mail"]
    assert "allow-scripts" not in seen["mail"]
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in seen["mail"]
    assert not seen["waits"]
    assert "Verified purchase" in seen["review"]
    assert "Cancelled: the buyer has written a review." in seen["outbox"]
    assert "Cancelled: the buyer has written a review." in seen["why"]


def test_mails_speak_the_language_of_the_order(shop):
    languages = shop.ask(
        PEOPLE
        + """
answer = {}
for language in ["en", "ar", "pt-br", "id", "et"]:
    buyer = f"{language}@example.test"
    order("pen-tray", language="" if language == "en" else f"/{language}", email=buyer)
    send_due()
    first = mails(buyer)[0]
    answer[language] = [first.language, first.direction, first.subject]
"""
    )
    assert {language: found[:2] for language, found in languages.items()} == {
        language: [language, direction] for language, direction in LANGUAGES.items()
    }
    assert len({subject.replace("⁨", "")[:12] for _language, _direction, subject in languages.values()}) == 5


def test_who_objects_at_the_checkout_gets_news_of_the_order_and_nothing_else(shop):
    rows, kinds, purposes = shop.ask(
        PEOPLE
        + """
buyer = "quiet@example.test"
bought, page = order("canvas-tote", email=buyer, objection="on")
mark(bought, "mark_as_delivered")
for days in range(0, 140, 4):
    send_due(now=timezone.now() + timedelta(days=days, hours=3))
rows = FollowUp.objects.filter(purchase__reference=bought.number).select_related("step")
key = rows[0].email_key
answer = [
    sorted({(row.step.purpose == "order", row.state, row.reason) for row in rows}),
    sorted(set(Consent.objects.filter(email_key=key).values_list("kind", flat=True))),
    ["List-Unsubscribe" in mail.headers for mail in mails(buyer)],
]
"""
    )
    assert rows == [[False, "skipped", "opted_out"], [True, "sent", "sent"]]
    assert kinds == ["opt_out", "soft_opt_in"]
    assert purposes == [False] * 3


def test_nobody_of_the_sample_orders_gets_a_mail(shop):
    """They are a year of the past: their messages count as sent, and news of them as told."""
    waiting, sent, told = shop.ask(
        PEOPLE
        + """
from django.db.models import F
from django_trust.shop.models import Purchase
send_due()
rows = FollowUp.objects.filter(purchase__email__startswith="sample-")
answer = [
    rows.open().count(),
    rows.filter(sent_at__gte=F("step__flow__active_since")).count(),
    rows.filter(state="sent").count(),
]
"""
    )
    assert (waiting, sent) == (0, 0)
    assert told > 200


def test_outbox_is_there_only_while_somebody_tries_the_shop_out(shop):
    statuses, linked = shop.ask(
        PEOPLE
        + """
from django.test import override_settings
order("pen-tray", email="debug@example.test")
send_due()
kept = mails("debug@example.test")[0].pk
paths = ["/outbox/", f"/outbox/{kept}/", f"/outbox/{kept}/html/"]
statuses, linked = [], []
for debug in [True, False]:
    with override_settings(DEBUG=debug):
        statuses.append([shopper.get(path).status_code for path in paths])
        statuses[-1].append(shopper.post("/outbox/planned/1/send/").status_code)
        linked.append("/outbox/" in read(shopper, "/"))
answer = [statuses, linked]
"""
    )
    assert statuses == [[200, 200, 200, 302], [404] * 4]
    assert linked == [True, False]
