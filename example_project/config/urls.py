from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path(".well-known/", include("django_trust.well_known")),
    path("i18n/", include("django.conf.urls.i18n")),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("trust/", include("django_trust.urls")),
        path("", include("store.urls")),
        prefix_default_language=False,
    ),
    # A real shop lets its web server hand out the photos of reviews.
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]
