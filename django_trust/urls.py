from django.urls import include, path

app_name = "trust"

urlpatterns = [
    path("", include("django_trust.reviews.urls")),
    path("", include("django_trust.badges.urls")),
    path("", include("django_trust.policies.urls")),
    path("", include("django_trust.followups.urls")),
    path("api/v1/", include("django_trust.api")),
]
