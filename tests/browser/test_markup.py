"""The Nu HTML checker finds no error in any page, of the test host and of the sample shop."""

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from django.urls import clear_url_caches

from django_trust.badges.services import check_badges
from django_trust.reviews.models import Review
from django_trust.reviews.services import reply_to_review
from tests.browser.tools import ROOT, prefix, require_node_file, require_program
from tests.hostshop.models import Product

pytestmark = pytest.mark.node
EXAMPLE = ROOT / "example_project"
WALK = """
import sys
from pathlib import Path
import django
django.setup()
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django_trust.badges.models import Badge
from django_trust.reviews.invitations import Invitation
from django_trust.reviews.models import Review
from django_trust.reviews.tokens import author_url
from django_trust.shop.models import Purchase
from django_trust.shop.references import ItemReference
from store.models import Category, Product

folder, client = Path(sys.argv[1]), Client()
product = Product.objects.get(slug="stoneware-mug")
review = Review.objects.for_object(product).published().first()
pictured = Review.objects.filter(photos__isnull=False).first()
rejected = Review.objects.filter(state="rejected", appeals=None).first()
frozen = Product.objects.get(slug="desk-clock")
purchase = Purchase.objects.first()
badges = {badge.kind: badge for badge in Badge.objects.all()}  # the last one of each kind
client.post("/basket/add/teapot/")
for language in ("en", "ar"):
    with translation.override(language):
        write = reverse("trust:review-write", args=[ItemReference.of(product).token()])
        report = reverse("trust:review-report", args=[review.pk])
        words = {"rating": "4", "body": "Good", "email": f"{language}@example.test"}
        pages = {
            "home": client.get(reverse("store:home")),
            "listing": client.get(Category.objects.first().get_absolute_url()),
            "product": client.get(product.get_absolute_url()),
            "filtered": client.get(product.get_absolute_url() + "?trust_stars=5&trust_sort=helpful"),
            "errors": client.post(write, {"email": "x"}),
            "thanks": client.post(write, words, follow=True),
            "report": client.get(report),
            "report-error": client.post(report, {}),
            "frozen": client.get(frozen.get_absolute_url()),
            "policy": client.get(reverse("trust:review-policy")),
            "about": client.get(reverse("store:about")),
            "own": client.get(author_url(pictured, mailed=True)),
            "rejected": client.get(author_url(rejected, mailed=True)),
            "appeal": client.get(author_url(rejected) + "appeal/"),
            "invitation": client.get(Invitation.of(purchase).url),
            "basket": client.get(reverse("store:cart")),
            "checkout": client.post(reverse("store:checkout"), {"country": "SA", "show_payment": "1"}),
            "returns": client.get(reverse("store:returns")),
            "certificate": client.get(badges["certification"].get_absolute_url()),
            "method": client.get(badges["payment"].get_absolute_url()),
            "ended": client.get(badges["security"].get_absolute_url()),
        }
    for name, response in pages.items():
        (folder / f"sample-{name}-{language}.html").write_bytes(response.content)
"""


@pytest.fixture
def checker():
    return [require_program("java"), "-jar", str(require_node_file("vnu-jar", "build", "dist", "vnu.jar"))]


def host_pages(client, product: Product, language: str) -> dict[str, bytes]:
    root = prefix(language)
    review = Review.objects.for_object(product).published().order_by("pk").last()
    product_page = client.get(f"{root}/product/{product.pk}/")
    write = product_page.content.decode().split('<form method="post" action="')[1].split('"')[0]
    words = {"rating": "4", "title": "Good & cheap", "body": "<b>", "email": f"{language}@example.test"}
    report = f"{root}/trust/reviews/{review.pk}/report/"
    responses = {
        "listing": client.get(f"{root}/"),
        "product": product_page,
        "filtered": client.get(f"{root}/product/{product.pk}/?trust_stars=5&trust_sort=lowest"),
        "form": client.get(write),
        "errors": client.post(write, {"title": "t" * 200, "author_name": "a@b", "email": "x"}),
        "more-errors": client.post(write, {**words, "title": "t" * 200, "author_name": "a@b", "email": "x"}),
        "thanks": client.post(write, words, follow=True),
        "again": client.post(write, words),
        "review": client.get(f"{root}/trust/reviews/{review.pk}/"),
        "report": client.get(report),
        "report-error": client.post(report, {}),
        "notice": client.post(report, {"reason": "spam"}),
    }
    return {name: response.content for name, response in responses.items()}


def write_sample_pages(folder: Path) -> None:
    """Fill a sample shop of its own and save its pages."""
    environment = {
        **os.environ,
        "DEMO_DB": str(folder / "shop.sqlite3"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": os.pathsep.join([str(EXAMPLE), str(ROOT)]),
    }
    for command in (
        ["manage.py", "migrate", "-v", "0"],
        ["manage.py", "demo_seed"],
        ["-c", dedent(WALK), str(folder)],
    ):
        subprocess.run(
            [sys.executable, *command], cwd=EXAMPLE, env=environment, check=True, capture_output=True
        )


def messages_about(checker: list[str], files: list[Path]) -> list[dict[str, str]]:
    """Every error and warning of the checker."""
    answer = subprocess.run(
        [*checker, "--format", "json", *files], capture_output=True, text=True, check=False
    )
    messages = json.loads(answer.stderr)["messages"]
    return [
        message for message in messages if message["type"] == "error" or message.get("subType") == "warning"
    ]


def problems_in(checker: list[str], files: list[Path]) -> list[str]:
    return [
        f"{Path(message['url']).name}: {message['message']} {message.get('extract', '')}"
        for message in messages_about(checker, files)
    ]


def test_pages_are_valid_html(checker, client, reviewed, staff, tmp_path):
    answered = Review.objects.for_object(reviewed).order_by("pk").first()
    reply_to_review(review=answered, body="Thank you.", by=staff, language="en")
    for language in ("en", "ar"):
        for name, content in host_pages(client, reviewed, language).items():
            (tmp_path / f"host-{name}-{language}.html").write_bytes(content)
    write_sample_pages(tmp_path)
    files = sorted(tmp_path.glob("*.html"))
    assert len(files) == 2 * (12 + 21)
    problems = problems_in(checker, files)
    assert problems == []


def test_admin_pages_of_badges_and_profile_are_valid_html(
    checker, client, staff, badges, shop_profile, settings, tmp_path
):
    """What the checker says of a page that is Django's alone is Django's business."""
    client.force_login(staff)
    check_badges(badges[1:])
    badge = f"/admin/trust/badge/{badges[1].pk}"
    for language in ("en", "ar"):
        settings.LANGUAGE_CODE = language
        clear_url_caches()
        pages = {
            "django": client.get("/admin/auth/group/"),
            "list": client.get("/admin/trust/badge/"),
            "add": client.get("/admin/trust/badge/add/"),
            "form": client.get(f"{badge}/change/"),
            "errors": client.post(f"{badge}/change/", {"valid_until": "x"}),
            "preview": client.get(f"{badge}/preview/"),
            "history": client.get("/admin/trust/badgecheck/"),
            "profile": client.get("/admin/trust/shopprofile/1/change/"),
            "profile-preview": client.get("/admin/trust/shopprofile/preview/"),
        }
        for name, response in pages.items():
            assert response.status_code == 200, name
            (tmp_path / f"{name}-{language}.html").write_bytes(response.content)
    found = messages_about(checker, sorted(tmp_path.glob("*.html")))
    of_django = {message["message"] for message in found if "/django-" in message["url"]}
    ours = [
        f"{Path(message['url']).name}: {message['message']} {message.get('extract', '')}"
        for message in found
        # Django's own Arabic has marks in another order; ours are tested by tests/test_package.py.
        if message["message"] not in of_django and "Normalization Form C" not in message["message"]
    ]
    assert ours == []
