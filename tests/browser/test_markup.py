"""The Nu HTML checker finds no error in any page, of the test host and of the sample shop."""

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

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


def test_pages_are_valid_html(checker, client, reviewed, staff, tmp_path):
    answered = Review.objects.for_object(reviewed).order_by("pk").first()
    reply_to_review(review=answered, body="Thank you.", by=staff, language="en")
    for language in ("en", "ar"):
        for name, content in host_pages(client, reviewed, language).items():
            (tmp_path / f"host-{name}-{language}.html").write_bytes(content)
    write_sample_pages(tmp_path)
    files = sorted(tmp_path.glob("*.html"))
    assert len(files) == 2 * (12 + 15)
    answer = subprocess.run(
        [*checker, "--format", "json", *files], capture_output=True, text=True, check=False
    )
    problems = [
        f"{Path(message['url']).name}: {message['message']} {message.get('extract', '')}"
        for message in json.loads(answer.stderr)["messages"]
        if message["type"] == "error" or message.get("subType") == "warning"
    ]
    assert problems == []
