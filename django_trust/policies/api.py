"""The API of policies: read only, the same facts and sentences as on the pages."""

from __future__ import annotations

import re

from django.db.models import Model
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from django_trust.policies.api_data import delivery_data, policy_data, version_data
from django_trust.policies.book import book
from django_trust.policies.choices import PolicyKind
from django_trust.policies.delivery import delivery_estimate
from django_trust.policies.widgets import policy_block
from django_trust.shop.api import TrustAPIView, product_or_404
from django_trust.shop.references import is_shop

COUNTRY = re.compile(r"[A-Za-z]{2}")
LONGEST_ADDRESS = 20  # of a region or a postal code


class PolicyList(TrustAPIView):
    """``GET``: the policies in force, of every kind and market."""

    def get(self, request: Request) -> Response:
        base = request.build_absolute_uri("/")
        return Response({"results": [version_data(version, base) for version in book().versions]})


class PolicyDetail(TrustAPIView):
    """``GET ?country=EE``: a policy in force there, as facts, as sentences and as the terms behind both."""

    def get(self, request: Request, kind: str) -> Response:
        country = _country(request)
        block = policy_block(kind, country=country) if kind in PolicyKind.values else None
        if block is None:
            raise exceptions.NotFound(_("There is no such policy."))
        return Response(policy_data(block, request.build_absolute_uri("/")))


class Delivery(TrustAPIView):
    """``GET ?item=shop.product:12&country=EE&region=&postal_code=``: what delivery costs, when it comes."""

    def get(self, request: Request) -> Response:
        country = _country(request)
        if not country:
            raise exceptions.ParseError(_("Please name the country, such as EE."))
        estimate = delivery_estimate(
            _deliverable(request.query_params.get("item", "")),
            country=country,
            request=request._request,
            region=request.query_params.get("region", "")[:LONGEST_ADDRESS],
            postal_code=request.query_params.get("postal_code", "")[:LONGEST_ADDRESS],
        )
        return Response(delivery_data(estimate, country))


def _country(request: Request) -> str:
    """Return the country asked for; it is not guessed. Raises ``ParseError`` for what is no code of one."""
    country = request.query_params.get("country", "")
    if country and not COUNTRY.fullmatch(country):
        raise exceptions.ParseError(_("A country is a code of two letters, such as EE."))
    return country.upper()


def _deliverable(label: str) -> Model:
    """Return the product; the shop itself is an item too, but cannot be delivered."""
    product = product_or_404(label)
    if is_shop(product):
        raise exceptions.NotFound(_("No such item."))
    return product
