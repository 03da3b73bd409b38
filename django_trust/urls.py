from django.urls import include, path

app_name = "trust"

urlpatterns = [
    path("", include("django_trust.reviews.urls")),
    path("api/v1/", include("django_trust.api")),
]
