from django.urls import path

from django_trust.policies.withdrawals import views

urlpatterns = [
    path("withdraw/", views.withdraw, name="withdraw"),
    path("withdraw/order/<str:token>/", views.withdraw_order, name="withdraw-order"),
    path("withdraw/done/<str:token>/", views.withdraw_done, name="withdraw-done"),
    path("withdraw/form/", views.withdrawal_form, name="withdrawal-form"),
]
