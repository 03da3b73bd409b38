"""Settings of the test project. TRUST_TEST_DB chooses the database: sqlite (default), postgres, mariadb."""

import os

import django

DATABASES_BY_NAME = {
    "sqlite": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("TRUST_SQLITE_NAME", ":memory:"),
    },
    "postgres": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("TRUST_POSTGRES_NAME", "trust"),
        "USER": os.environ.get("TRUST_POSTGRES_USER", "postgres"),
        "PASSWORD": os.environ.get("TRUST_POSTGRES_PASSWORD", ""),
        "HOST": os.environ.get("TRUST_POSTGRES_HOST", "127.0.0.1"),
        "PORT": os.environ.get("TRUST_POSTGRES_PORT", "5432"),
    },
    "mariadb": {
        "ENGINE": "django.db.backends.mysql",
        "NAME": os.environ.get("TRUST_MARIADB_NAME", "trust"),
        "USER": os.environ.get("TRUST_MARIADB_USER", "root"),
        "PASSWORD": os.environ.get("TRUST_MARIADB_PASSWORD", ""),
        "HOST": os.environ.get("TRUST_MARIADB_HOST", "127.0.0.1"),
        "PORT": os.environ.get("TRUST_MARIADB_PORT", "3306"),
        "OPTIONS": {"charset": "utf8mb4"},
        "TEST": {"CHARSET": "utf8mb4", "COLLATION": "utf8mb4_unicode_ci"},
    },
}
DATABASES = {"default": DATABASES_BY_NAME[os.environ.get("TRUST_TEST_DB", "sqlite")]}
if "TRUST_ATOMIC_REQUESTS" in os.environ:
    DATABASES["default"]["ATOMIC_REQUESTS"] = True
if "TRUST_AUTO_FIELD" in os.environ:
    DEFAULT_AUTO_FIELD = os.environ["TRUST_AUTO_FIELD"]

SECRET_KEY = "only for tests"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "tests.urls"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_trust",
    "tests.hostshop",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tests.hostshop.middleware.strict_csp",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "OPTIONS": {"environment": "tests.hostshop.jinja2_environment.environment"},
    },
]
STATIC_URL = "/static/"
USE_TZ = True
TIME_ZONE = "Europe/Tallinn"
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("ar", "Arabic"),
    ("pt-br", "Brazilian Portuguese"),
    ("id", "Indonesian"),
    ("et", "Estonian"),
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DJANGO_TRUST = {"ADAPTER": "tests.hostshop.adapter.Adapter", "ITEM_MODELS": ["hostshop.product"]}
SILENCED_SYSTEM_CHECKS = ["trust.W001"]
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
else:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
