from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from tests.hostshop import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    *i18n_patterns(
        path("", views.listing, name="listing"),
        path("product/<int:pk>/", views.product, name="product"),
        path("trust/", include("django_trust.urls")),
        prefix_default_language=False,
    ),
]
