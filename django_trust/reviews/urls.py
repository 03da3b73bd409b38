from django.urls import path

from django_trust.reviews import views

urlpatterns = [
    path("reviews/write/<str:token>/", views.write, name="review-write"),
    path("reviews/link/<str:token>/", views.mail_link, name="review-mail-link"),
    path("reviews/mine/<str:token>/", views.mine, name="review-mine"),
    path("reviews/mine/<str:token>/edit/", views.edit, name="review-edit"),
    path("reviews/mine/<str:token>/withdraw/", views.withdraw, name="review-withdraw"),
    path("reviews/<int:pk>/", views.detail, name="review"),
    path("reviews/<int:pk>/vote/", views.vote, name="review-vote"),
    path("reviews/<int:pk>/report/", views.report, name="review-report"),
]
