from django.urls import include, path

from benchmarks.shop.views import product

urlpatterns = [
    path("product/<int:pk>/", product, name="product"),
    path("trust/", include("django_trust.urls")),
]
