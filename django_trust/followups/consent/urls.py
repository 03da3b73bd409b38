from django.urls import path

from django_trust.followups.consent import views

urlpatterns = [
    path("mail/<str:token>/unsubscribe/", views.unsubscribe, name="mail-unsubscribe"),
    path("mail/<str:token>/", views.preferences, name="mail-preferences"),
]
