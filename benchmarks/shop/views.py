from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from benchmarks.shop.models import Product


def product(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "benchmarks/product.html", {"product": get_object_or_404(Product, pk=pk)})
