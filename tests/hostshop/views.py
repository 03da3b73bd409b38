from django.shortcuts import get_object_or_404, render

from tests.hostshop.models import Product


def product(request, pk):
    return render(request, "hostshop/product.html", {"product": get_object_or_404(Product, pk=pk)})


def listing(request):
    return render(request, "hostshop/listing.html", {"products": list(Product.objects.order_by("pk"))})
