from django.urls import path

from django_trust.badges import views

urlpatterns = [
    path("badges/<int:pk>/", views.detail, name="badge"),
    path("badges/<int:pk>/document/", views.document, name="badge-document"),
]
