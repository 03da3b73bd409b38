"""What a site serves below ``/.well-known/`` (RFC 8615)."""

from django.urls import path

from django_trust.badges.security_txt import security_txt

urlpatterns = [
    path("security.txt", security_txt, name="trust-security-txt"),
]
