"""django-oscar as its own handbook sets it up, with the benchmark's database."""

from oscar.defaults import *  # noqa: F403

from benchmarks.databases import database

DATABASES = {"default": database("_oscar")}
DEBUG = False
SECRET_KEY = "only for benchmarks"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "benchmarks.peer.urls"
SITE_ID = 1
OSCAR_APPS = [
    "oscar.config.Shop",
    *(
        f"oscar.apps.{path}Config"
        for path in (
            "analytics.apps.Analytics", "checkout.apps.Checkout", "address.apps.Address",
            "shipping.apps.Shipping", "catalogue.apps.Catalogue",
            "catalogue.reviews.apps.CatalogueReviews", "communication.apps.Communication",
            "partner.apps.Partner", "basket.apps.Basket", "payment.apps.Payment",
            "offer.apps.Offer", "order.apps.Order", "customer.apps.Customer",
            "search.apps.Search", "voucher.apps.Voucher", "wishlists.apps.Wishlists",
            "dashboard.apps.Dashboard", "dashboard.reports.apps.ReportsDashboard",
            "dashboard.users.apps.UsersDashboard", "dashboard.orders.apps.OrdersDashboard",
            "dashboard.catalogue.apps.CatalogueDashboard",
            "dashboard.offers.apps.OffersDashboard",
            "dashboard.partners.apps.PartnersDashboard", "dashboard.pages.apps.PagesDashboard",
            "dashboard.ranges.apps.RangesDashboard", "dashboard.reviews.apps.ReviewsDashboard",
            "dashboard.vouchers.apps.VouchersDashboard",
            "dashboard.communications.apps.CommunicationsDashboard",
            "dashboard.shipping.apps.ShippingDashboard",
        )
    ),
]  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sites",
    "django.contrib.flatpages",
    *OSCAR_APPS,
    "widget_tweaks",
    "haystack",
    "treebeard",
    "sorl.thumbnail",
    "django_tables2",
    "benchmarks.peer",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "oscar.apps.basket.middleware.BasketMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ],
            "loaders": [
                ("django.template.loaders.cached.Loader", ["django.template.loaders.app_directories.Loader"])
            ],
        },
    }
]
AUTHENTICATION_BACKENDS = ["oscar.apps.customer.auth_backends.EmailBackend"]
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
STATIC_URL = "/static/"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
OSCAR_MODERATE_REVIEWS = False
OSCAR_ALLOW_ANON_REVIEWS = True
OSCAR_REVIEWS_PER_PAGE = 20
LOGGING = {
    "version": 1,
    "loggers": {"sorl": {"level": "CRITICAL", "propagate": False}},
}  # products have no pictures
