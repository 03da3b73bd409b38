from django.urls import path

from django_trust.policies import history_views

urlpatterns = [
    path("policy-versions/<int:pk>/", history_views.version, name="policy-version"),
    path("policy-versions/<int:older>/to/<int:newer>/", history_views.difference, name="policy-difference"),
    path("policy-history/<int:pk>/", history_views.history, name="policy-history"),
]
