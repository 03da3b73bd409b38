"""Pages of a shop as other people build them: without a framework, with Bootstrap 4 and with Bootstrap 5."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from django.utils.translation import get_language_bidi
from django.views.static import serve

from tests.browser.tools import NODE_MODULES, PAYMENT_METHODS
from tests.hostshop.adapter import Adapter as HostAdapter
from tests.hostshop.models import Product
from tests.urls import urlpatterns as host_patterns

SHEETS = {
    "plain": ["plain.css"],
    "bootstrap4": ["bootstrap4/dist/css/bootstrap.min.css"],
    "bootstrap5": ["bootstrap5/dist/css/bootstrap.min.css"],
}
BOOTSTRAP5_RTL = "bootstrap5/dist/css/bootstrap.rtl.min.css"
# Bootstrap 4 has no dark theme: shops write the colours of a dark page with its own classes.
SURFACES = {("bootstrap4", "dark"): "bg-dark text-white"}
PLAIN = """body { margin: 1rem; font: 1rem/1.5 serif; background: #fff; color: #222; }
[data-bs-theme="dark"] body { background: #16181b; color: #e8e6e3; }
"""
PAGE = """{% load i18n trust %}{% get_current_language as language %}<!doctype html>
<html lang="{{ language }}" dir="{% if bidi %}rtl{% else %}ltr{% endif %}" data-bs-theme="{{ scheme }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="{{ scheme }}">
<title>Shop</title>
{% for sheet in sheets %}<link rel="stylesheet" href="/vendor/{{ sheet }}">{% endfor %}
{% trust_css %}
</head>
<body class="{{ surface }}">
<header class="container"><p>Shop</p></header>
<main class="container">
<h1>Stoneware mug</h1>
<div class="row">
<div class="col-12 col-md-6"><p>It fits both hands.</p></div>
<div class="col-12 col-md-6">
<button type="button" class="btn btn-primary">Buy</button>
<div id="product">{% trust_badges placement="product" limit=3 %}</div>
</div>
</div>
<h2>Basket</h2>
<div class="card {{ surface }}">
<div class="card-body" id="cart">{% trust_badges placement="cart" %}</div>
</div>
<h2>Checkout</h2>
<div id="checkout">{% trust_badges placement="checkout" %}
<button type="button" class="btn btn-primary">Pay</button></div>
<div id="contact">{% trust_support %}</div>
<div id="about">{% trust_shop %}</div>
<p class="trust">{% trust_icon "truck" title="Delivery" %} {% trust_icon "lock" %}</p>
</main>
<footer class="container" id="footer">{% trust_badges placement="footer" %}</footer>
</body>
</html>"""


TERMS = """{% load i18n trust %}{% get_current_language as language %}<!doctype html>
<html lang="{{ language }}" dir="{% if bidi %}rtl{% else %}ltr{% endif %}" data-bs-theme="{{ scheme }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="{{ scheme }}">
<title>Shop</title>
<link rel="stylesheet" href="/vendor/plain.css">
{% trust_css %}
</head>
<body>
<main>
<h1>Stoneware mug</h1>
<p id="price">{% trust_price product.price "EUR" to="USD" %}</p>
<p><button type="button">Buy</button></p>
<div id="product">{% trust_delivery product %}{% trust_policy "returns" short=True %}
{% trust_policy "guarantee" short=True %}{% trust_promise %}</div>
<h2>Checkout</h2>
<div id="checkout">{% trust_checkout %}</div>
<div id="notice">{% trust_guarantee_notice %}</div>
<div id="label">{% trust_durability_label product %}</div>
<div id="block">{% trust_policy "returns" %}</div>
<h2>Order</h2>
<div id="order">{% trust_order_terms order %}{% trust_withdraw order %}</div>
</main>
<footer>{% trust_withdraw %}</footer>
</body>
</html>"""


class Adapter(HostAdapter):
    def get_country(self, request):
        return request.GET.get("country", "")

    def get_payment_methods(self, *, country, currency):
        return PAYMENT_METHODS


def front(request, frame, scheme):
    bidi = get_language_bidi()
    sheets = [BOOTSTRAP5_RTL] if (frame, bidi) == ("bootstrap5", True) else SHEETS[frame]
    context = {"bidi": bidi, "scheme": scheme, "sheets": sheets, "surface": SURFACES.get((frame, scheme), "")}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


def terms(request, scheme):
    """All that the room of policies has to show a buyer, from the product page to the order."""
    context = {
        "bidi": get_language_bidi(),
        "scheme": scheme,
        "product": Product.objects.order_by("pk").first(),
        "order": request.GET.get("order", ""),
    }
    return HttpResponse(engines["django"].from_string(TERMS).render(context, request))


def plain_sheet(request):
    return HttpResponse(PLAIN, content_type="text/css")


def media(request, path):
    return serve(request, path, document_root=settings.MEDIA_ROOT)


urlpatterns = [
    path("media/<path:path>", media),
    path("vendor/plain.css", plain_sheet),
    path("vendor/<path:path>", serve, {"document_root": NODE_MODULES}),
    *i18n_patterns(
        path("front/<str:frame>/<str:scheme>/", front),
        path("terms/<str:scheme>/", terms),
        prefix_default_language=False,
    ),
    *host_patterns,
]
