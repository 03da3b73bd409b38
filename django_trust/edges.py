"""What public pages share: how a request is read, and the guard around every page that writes.

The views that write run outside ``ATOMIC_REQUESTS``: a service opens its own transaction, begins it with
the write and tries again when SQLite was busy, which inside somebody else's transaction it could not.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from django_trust.links import serving

View = Callable[..., HttpResponse]


def writing_view(*methods: str, guard: Callable[[View], View] = csrf_protect) -> Callable[[View], View]:
    """A page that may change something: CSRF-checked, never cached, in charge of its own transactions.

    ``guard`` replaces the check of the token by one that does more.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def served(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with serving(request):  # mails sent meanwhile link to this host
                return view(request, *args, **kwargs)

        protected = guard(never_cache(require_http_methods(methods)(served)))
        return transaction.non_atomic_requests(wraps(view)(protected))

    return decorate


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if it was nothing: an empty form is a wrong answer, not a first visit."""
    return request.POST if request.method == "POST" else None


def user_of(request: HttpRequest) -> Any:
    """Return the signed-in user, or None."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None
