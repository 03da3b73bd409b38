from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from .cart import Cart, total_of
from .countries import choose_country, country_of
from .forms import CheckoutForm, QuantityForm
from .models import Category, Order, Product
from .orders import place_order


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    products = list(Product.objects.featured())
    return render(request, "store/home.html", {"products": products})


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "store/about.html")


@require_GET
def returns(request: HttpRequest) -> HttpResponse:
    return render(request, "store/returns.html")


@require_GET
def category(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Category, slug=slug)
    context = {"category": shown, "products": list(shown.products.order_by("position", "slug"))}
    return render(request, "store/category.html", context)


@require_GET
def product(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Product.objects.select_related("category"), slug=slug)
    return render(request, "store/product.html", {"product": shown})


@require_GET
def cart(request: HttpRequest) -> HttpResponse:
    lines = Cart(request.session).lines()
    return render(request, "store/cart.html", {"lines": lines, "total": total_of(lines)})


@require_POST
def deliver_to(request: HttpRequest) -> HttpResponse:
    """Remember where the shopper wants parcels to go, and lead back to the page they came from."""
    choose_country(request, request.POST.get("country", ""))
    back = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if allowed else "store:home")


@require_POST
def add_to_cart(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = get_object_or_404(Product.objects.for_sale(), slug=slug)
    Cart(request.session).add(chosen)
    messages.success(request, _("%(product)s is in your basket.") % {"product": chosen.name})
    return redirect("store:cart")


@require_POST
def change_cart(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = get_object_or_404(Product, slug=slug)
    form = QuantityForm(request.POST)
    if form.is_valid():
        Cart(request.session).set(chosen, form.cleaned_data["quantity"])
    return redirect("store:cart")


def checkout(request: HttpRequest) -> HttpResponse:
    basket = Cart(request.session)
    lines = basket.lines()
    if not lines:
        return redirect("store:cart")
    choose_country(request, request.POST.get("country", ""))
    if "show_payment" in request.POST:
        form = CheckoutForm(initial=request.POST.dict())  # what was typed stays, nothing is complained about
    else:
        form = CheckoutForm(request.POST or None, initial={"country": country_of(request)})
    if request.method == "POST" and form.is_valid():
        order = place_order(lines=lines, language=get_language() or "en", **form.cleaned_data)
        basket.clear()
        request.session["orders"] = [*request.session.get("orders", []), order.pk]
        return redirect("store:order", pk=order.pk)
    context = {"form": form, "lines": lines, "total": total_of(lines)}
    return render(request, "store/checkout.html", context)


@require_GET
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """The confirmation, for the browser that placed the order and nobody else."""
    if pk not in request.session.get("orders", []):
        raise Http404
    placed = get_object_or_404(Order.objects.prefetch_related("lines__product"), pk=pk)
    return render(request, "store/order.html", {"order": placed})
