"""A host that has not included the library's URLs."""

from django.urls import path

from tests.hostshop import views

urlpatterns = [
    path("", views.listing, name="listing"),
    path("product/<int:pk>/", views.product, name="product"),
]
