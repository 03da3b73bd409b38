"""What every room's API shares: JSON only, the library's own throttle, service errors as answers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from django_trust.conf import trust_settings
from django_trust.shop.references import SHOP, ItemReference
from django_trust.throttling import seconds_to_wait


class BoundedJSONParser(JSONParser):
    """DRF's parser with bounds: it would read any length, and fall over endlessly nested brackets."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        length = int((parser_context or {})["request"].META.get("CONTENT_LENGTH") or 0)
        if settings.DATA_UPLOAD_MAX_MEMORY_SIZE is not None and length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise exceptions.ParseError(_("This is too much at once."))
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise exceptions.ParseError(_("A JSON object is needed.")) from error


class ScopeThrottle(BaseThrottle):
    """The budget of forms and API together: ``THROTTLE`` by the view's scope for the method."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        scope = (
            "read" if request.method in ("GET", "HEAD", "OPTIONS") else getattr(view, "write_scope", "submit")
        )
        self._wait = seconds_to_wait(request._request, scope)
        return self._wait == 0

    def wait(self) -> float:
        return self._wait


class TrustAPIView(APIView):
    """Anonymous clients send JSON, which no foreign form can; sessions are CSRF-checked by DRF.

    A room lists its own exceptions with their status in ``statuses``.
    """

    renderer_classes = [JSONRenderer]
    parser_classes = [BoundedJSONParser]
    throttle_classes = [ScopeThrottle]
    permission_classes = []
    statuses: dict[type[Exception], int] = {}

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        return transaction.non_atomic_requests(super().as_view(**initkwargs))

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, ValidationError):
            return Response(_messages(exc), status=400)
        for kind, status in self.statuses.items():
            if isinstance(exc, kind):
                return Response({"detail": str(exc), "code": kind.__name__}, status=status)
        return super().handle_exception(exc)

    def body(self, request: Request) -> dict[str, Any]:
        """Return the JSON object sent; anything else is refused."""
        if not isinstance(request.data, dict):
            raise exceptions.ParseError(_("A JSON object is needed."))
        return request.data

    def text(self, request: Request, name: str) -> str:
        value = self.body(request).get(name, "")
        if not isinstance(value, str):
            raise ValidationError({name: _("This must be a text.")})
        return value

    def user(self, request: HttpRequest | Request) -> Any:
        return request.user if request.user.is_authenticated else None


def reference_or_404(label: str) -> ItemReference:
    """Return the item that ``shop.product:12`` or a signed token names. Raises ``NotFound``."""
    is_label = label == SHOP or (":" in label and "." in label.split(":")[0])
    reference = ItemReference.from_label(label) if is_label else None
    reference = reference or ItemReference.from_token(label)
    if reference is None:
        raise exceptions.NotFound(_("No such item."))
    return reference


def product_or_404(label: str) -> Model:
    """Return the host's object of an item: named by a token the shop gave out, or of a model in
    ``ITEM_MODELS``. Raises ``NotFound``."""
    reference = reference_or_404(label)
    by_token = ItemReference.from_token(label) is not None
    allowed = by_token or reference.label().partition(":")[0] in trust_settings.item_models
    product = reference.host_object() if allowed else None
    if product is None:
        raise exceptions.NotFound(_("No such item."))
    return product


def _messages(error: ValidationError) -> dict[str, list[str]]:
    return error.message_dict if hasattr(error, "error_dict") else {"detail": error.messages}
