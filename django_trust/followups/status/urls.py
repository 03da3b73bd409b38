from django.urls import path

from django_trust.followups.answers import views as answers
from django_trust.followups.status import views

urlpatterns = [
    path("orders/<str:token>/", views.order_status, name="order-status"),
    path("orders/<str:token>/answer/", answers.order_answer, name="order-answer"),
    path("orders/<str:token>/survey/<str:kind>/", answers.order_survey, name="order-survey"),
    path("go/<str:token>/", views.followup_link, name="followup-link"),
]
