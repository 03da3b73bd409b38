from django.urls import include, path

urlpatterns = [
    path("", include("django_trust.followups.consent.urls")),
    path("", include("django_trust.followups.status.urls")),
]
