from django.urls import path

from django_trust.reviews import author_views, invitation_views, photo_views, views

urlpatterns = [
    path("reviews/write/<str:token>/", author_views.write, name="review-write"),
    path("reviews/link/<str:token>/", author_views.mail_link, name="review-mail-link"),
    path("reviews/invitation/<str:token>/", invitation_views.invitation, name="review-invitation"),
    path("reviews/mine/", author_views.all_mine, name="review-all-mine"),
    path("reviews/mine/<str:token>/", author_views.mine, name="review-mine"),
    path("reviews/mine/<str:token>/confirm/", author_views.confirm, name="review-confirm"),
    path("reviews/mine/<str:token>/edit/", author_views.edit, name="review-edit"),
    path("reviews/mine/<str:token>/withdraw/", author_views.withdraw, name="review-withdraw"),
    path("reviews/mine/<str:token>/appeal/", author_views.appeal, name="review-appeal"),
    path("reviews/mine/<str:token>/photos/", photo_views.photos, name="review-photos"),
    path("reviews/policy/", views.policy, name="review-policy"),
    path("reviews/<int:pk>/", views.detail, name="review"),
    path("reviews/<int:pk>/vote/", views.vote, name="review-vote"),
    path("reviews/<int:pk>/report/", views.report, name="review-report"),
]
