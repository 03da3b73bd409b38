"""What the public pages share: how a request is read, and the guard around every page that writes.

The views that write run outside ``ATOMIC_REQUESTS``: a service opens its own transaction, begins it with
the write and tries again when SQLite was busy, which inside somebody else's transaction it could not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from django_trust.links import serving
from django_trust.reviews import pictures
from django_trust.reviews.exceptions import ReviewError
from django_trust.reviews.models import Review
from django_trust.reviews.services.photos import add_photos
from django_trust.reviews.uploads import limit_uploads, refused_uploads
from django_trust.throttling import device_key

View = Callable[..., HttpResponse]


def writing_view(*methods: str, uploads: bool = False) -> Callable[[View], View]:
    """A page that may change something: CSRF-checked, never cached, in charge of its own transactions.

    With ``uploads``, photos may come along, within their caps.
    """
    guard = limit_uploads if uploads else csrf_protect

    def decorate(view: View) -> View:
        @wraps(view)
        def served(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with serving(request):  # mails sent meanwhile link to this host
                return view(request, *args, **kwargs)

        protected = guard(never_cache(require_http_methods(methods)(served)))
        return transaction.non_atomic_requests(wraps(view)(protected))

    return decorate


def photos_allowed() -> int:
    """Return how many photos a review may have: none without the extra ``images``."""
    return pictures.photo_limit()


def add_chosen_photos(request: HttpRequest, review: Review, files: Sequence[Any], field: str) -> list[str]:
    """Add the photos sent in one field of a form; return in words which were not kept, and why."""
    problems = refused_uploads(request, field)
    if files and photos_allowed():
        try:
            problems += add_photos(review=review, files=files)[1]
        except ReviewError as error:  # withdrawn meanwhile
            problems.append(str(error))
    return list(dict.fromkeys(problems))


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if it was nothing: an empty form is a wrong answer, not a first visit."""
    return request.POST if request.method == "POST" else None


def posted_files(request: HttpRequest) -> MultiValueDict[str, Any] | None:
    return request.FILES if request.method == "POST" else None


def user_of(request: HttpRequest) -> Any:
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def voter_of(request: HttpRequest, key_name: str) -> dict[str, Any]:
    """Return who votes or reports: the account, else the device under ``key_name``."""
    user = user_of(request)
    return {"user": user} if user is not None else {key_name: device_key(request)}
