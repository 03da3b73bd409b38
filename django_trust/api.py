"""``trust/api/v1/``: the rooms' APIs under one root. Only ``api.py`` files import Django REST framework."""

from __future__ import annotations

from django.urls import path

from django_trust.badges import api as badges
from django_trust.policies import api as policies
from django_trust.reviews import api as reviews

urlpatterns = [
    path("badges/", badges.BadgeList.as_view(), name="api-badges"),
    path("badges/<int:pk>/", badges.BadgeDetail.as_view(), name="api-badge"),
    path("policies/", policies.PolicyList.as_view(), name="api-policies"),
    path("policies/<str:kind>/", policies.PolicyDetail.as_view(), name="api-policy"),
    path("delivery/", policies.Delivery.as_view(), name="api-delivery"),
    path("reviews/", reviews.ReviewList.as_view(), name="api-reviews"),
    path("reviews/summaries/", reviews.SummaryList.as_view(), name="api-review-summaries"),
    path("reviews/<int:pk>/vote/", reviews.ReviewVote.as_view(), name="api-review-vote"),
    path("reviews/<int:pk>/report/", reviews.ReviewReport.as_view(), name="api-review-report"),
    path("reviews/<int:pk>/reply/", reviews.ReviewReply.as_view(), name="api-review-reply"),
]
