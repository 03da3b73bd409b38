from django.urls import include, path

from django_trust.policies import views

urlpatterns = [
    path("policies/<slug:kind>/", views.policy, name="policy"),
    path("policies/<slug:kind>/<slug:language>/", views.policy_in, name="policy-in"),
    path("", include("django_trust.policies.history_urls")),
    path("", include("django_trust.policies.withdrawals.urls")),
]
