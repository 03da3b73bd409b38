"""Settings of the sample shop. For trying things out on one computer, never for the internet."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = "only-for-the-sample-shop-never-use-this-key-for-anything-real"
DEBUG = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_trust",
    "store",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The shop's own version of django_trust/page.html lies here, so that it wins.
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "store.context_processors.shop",
            ],
        },
    },
]

DATABASE = Path(os.environ.get("DEMO_DB", BASE_DIR / "db.sqlite3"))
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATABASE,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("ar", "العربية"),
    ("pt-br", "Português (Brasil)"),
    ("id", "Bahasa Indonesia"),
    ("et", "Eesti"),
]
USE_I18N = True
TIME_ZONE = "Europe/Tallinn"
USE_TZ = True

STATIC_URL = "static/"
# The photos of reviews lie beside the database that knows them.
MEDIA_URL = "media/"
MEDIA_ROOT = DATABASE.parent / "media"

# Nothing leaves this computer: mails are printed on the terminal and kept at /outbox/.
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": "config.mail.EmailBackend"}}
else:
    EMAIL_BACKEND = "config.mail.EmailBackend"

DJANGO_TRUST = {
    "ADAPTER": "store.trust.Adapter",
    "SANITIZER": "nh3",
    "ITEM_MODELS": ["store.product"],
    "MARKETS": ["EU", "AE", "BR", "EG", "ID", "SA"],
    # What the checks of badges may contact. It answers by plain http only, so a badge that claims an
    # encrypted connection stays hidden: the list of badges in the admin says why.
    "BADGES_HOSTS": {"127.0.0.1": {"http": 8000, "private": True}},
    # Served at /.well-known/security.txt. A real shop writes a day here, and renews it by hand: somebody has
    # made sure then that the address still works.
    "SECURITY_TXT": {
        "contact": "mailto:security@orula.example",
        "expires": (datetime.now(tz=UTC) + timedelta(days=90)).date().isoformat(),
        "preferred_languages": ["en", "et"],
    },
    # The checkout tells buyers about mails, and has a box to object.
    "FOLLOWUPS_SOFT_OPT_IN": True,
    "REVIEWS_MODERATION": "before",
    # By the slug of a product's category; "" is for the shop itself.
    "REVIEWS_CRITERIA": {
        "kitchen": ["quality", "value", "as_described"],
        "desk": ["quality", "ease_of_use", "as_described"],
        "textiles": ["quality", "comfort", "as_described"],
        "clothing": ["quality", "fit", "as_described"],
        "marketplace": ["quality", "value", "as_described"],
        "": ["delivery", "packaging", "service"],
    },
}
