"""Smoke test of the installed wheel: run by a Python that has it and no checkout on its path."""

import sys
from importlib.metadata import requires
from importlib.resources import files
from pathlib import Path

import django
from django.conf import settings

CHECKOUT = Path(__file__).parent.parent
sys.path = [entry for entry in sys.path if Path(entry or ".").resolve() not in (CHECKOUT, CHECKOUT / "tests")]

settings.configure(
    SECRET_KEY="smoke",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django_trust"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    ROOT_URLCONF="django_trust.urls",
    LANGUAGES=[
        ("en", "English"),
        ("ar", "Arabic"),
        ("pt-br", "Portuguese"),
        ("id", "Indonesian"),
        ("et", "Estonian"),
    ],
    USE_TZ=True,
    DJANGO_TRUST={"REVIEWS_MODERATION": "after"},
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.template import Context, Template  # noqa: E402
from django.utils.translation import override  # noqa: E402

import django_trust  # noqa: E402
from django_trust.badges.models import Badge  # noqa: E402
from django_trust.policies.models import ReturnTerms  # noqa: E402
from django_trust.policies.services import publish_policy, start_draft  # noqa: E402
from django_trust.reviews.services import submit_review  # noqa: E402

package = files("django_trust")
assert "site-packages" in django_trust.__file__, django_trust.__file__
assert package.joinpath("py.typed").is_file()
for language in ("ar", "pt_BR", "id", "et", "de", "fr"):
    assert package.joinpath(f"locale/{language}/LC_MESSAGES/django.mo").is_file(), language
assert sum(";" not in line for line in requires("django-trust-widgets") or []) == 4

call_command("migrate", verbosity=0)
call_command("makemigrations", "--check", "--dry-run", verbosity=0)
product = User.objects.create(username="stands in for a product")
submit_review(item=product, rating=4, body="Good", email="a@example.test", language="en")
Badge.objects.create(claim={"en": "Certified", "et": "Sertifitseeritud"}, verify_url="https://a.example/")
draft = start_draft(kind="returns")
ReturnTerms.objects.create(version=draft, days=30, remorse_fees="free")
publish_policy(version=draft)
page = Template(
    "{% load trust %}{% trust_css %}{% trust_stars p %}{% trust_reviews p %}{% trust_jsonld p %}"
    '{% trust_badges %}{% trust_policy "returns" country="EE" %}'
)
with override("et"):
    html = page.render(Context({"p": product}))
assert 'lang="et"' in html
assert "arvustus" in html
assert 'data-fact="return_window" value="30"' in html
assert "4,0" in html
assert "Sertifitseeritud" in html
assert '"ratingValue":4.0' in html
print("wheel ok:", django_trust.__version__, "on Django", django.__version__)
