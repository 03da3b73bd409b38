"""Settings of the benchmark shop: what a small shop in production has, and nothing that hides a cost."""

from benchmarks.databases import BUILD, database
from benchmarks.extras import CRITERIA

DATABASES = {"default": database()}
DEBUG = False
SECRET_KEY = "only for benchmarks"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "benchmarks.urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_trust",
    "benchmarks.shop",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
            "loaders": [
                ("django.template.loaders.cached.Loader", ["django.template.loaders.app_directories.Loader"])
            ],
        },
    }
]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = str(BUILD / "media")
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # mails are written, and not sent
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("ar", "Arabic"),
    ("pt-br", "Brazilian Portuguese"),
    ("id", "Indonesian"),
    ("et", "Estonian"),
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DJANGO_TRUST = {
    "REVIEWS_CRITERIA": {"": list(CRITERIA)},
    "REVIEWS_MODERATION": "after",
    "REVIEWS_PAGE_SIZE": 20,
    "THROTTLE": {"submit": None, "vote": None, "report": None, "read": None},
}
SILENCED_SYSTEM_CHECKS = ["trust.W001"]
