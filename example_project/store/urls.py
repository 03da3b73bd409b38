from django.urls import path

from . import outbox, views

app_name = "store"

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("returns/", views.returns, name="returns"),
    path("shop/<slug:slug>/", views.category, name="category"),
    path("product/<slug:slug>/", views.product, name="product"),
    path("basket/", views.cart, name="cart"),
    path("basket/add/<slug:slug>/", views.add_to_cart, name="add_to_cart"),
    path("basket/change/<slug:slug>/", views.change_cart, name="change_cart"),
    path("checkout/", views.checkout, name="checkout"),
    path("country/", views.deliver_to, name="deliver_to"),
    path("order/<int:pk>/", views.order, name="order"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>/", outbox.mail, name="mail"),
    path("outbox/<int:pk>/html/", outbox.mail_html, name="mail_html"),
    path("outbox/planned/<int:pk>/send/", outbox.send_planned, name="send_planned"),
]
