"""Reading what browsers send: files beyond the caps are never kept, in memory or on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import IO, Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from django_trust.conf import trust_settings
from django_trust.reviews.pictures import MEBIBYTE, photo_limit, shown_name, too_large, too_many

View = Callable[..., HttpResponse]
# A request with some photos too many or too large is read to its end, so that the shopper gets an answer.
LEAST_READ = 100 * MEBIBYTE
PATIENCE = 4  # times what could be kept


def largest_request() -> int:
    """Return the bytes of a request beyond which none of its files is read."""
    return max(LEAST_READ, PATIENCE * photo_limit() * trust_settings.reviews_photo_megabytes * MEBIBYTE)


class LimitedUpload(FileUploadHandler):
    """Stands before the host's own handlers, passes on what may be kept and remembers what may not.

    A file is dropped while it is read, at the first byte beyond ``REVIEWS_PHOTO_MEGABYTES``, or when its
    field has ``REVIEWS_PHOTOS`` already (a page that reviews a whole order has a field for each item); the
    size of the request bounds them all together. Under ASGI, Django spools the whole body to a temporary
    file before any handler runs: there, the server's own limit of the body decides what touches the disk.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.most = photo_limit()
        self.largest = trust_settings.reviews_photo_megabytes * MEBIBYTE
        self.kept: Counter[str | None] = Counter()  # files by field
        self.is_hopeless = False
        self.refused: dict[str, list[str]] = {}  # by field; under no name: what is true of all
        request.trust_refused_uploads = self.refused  # type: ignore[attr-defined]

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, Any],
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        self.is_hopeless = content_length > largest_request()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.is_hopeless:
            self._remember("", _("The photos are too large together, so none of them was saved."))
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        # Refused here and not in new_file(): there, the other handlers still hold the file before, and
        # Django would close that.
        if self.kept[self.field_name] >= self.most:
            self._remember(self.field_name, too_many())
            raise SkipFile
        if start + len(raw_data) > self.largest:
            self._remember(self.field_name, too_large(shown_name(self.file_name)))
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        self.kept[self.field_name] += 1

    def _remember(self, field: str | None, message: str) -> None:
        messages = self.refused.setdefault(field or "", [])
        if message not in messages:
            messages.append(message)


def limit_uploads(view: View) -> View:
    """Read the files of a request to ``view`` within the caps. The view stays protected against CSRF.

    The outer function is exempt from that check because the check reads the form, and with it the files:
    the caps must be in place before. The check runs inside. Where a middleware of the host has read the
    form already, the files are checked by their size later, in ``pictures.process``.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with suppress(AttributeError):  # the form has been read already
            request.upload_handlers = [LimitedUpload(request), *request.upload_handlers]
        return protected(request, *args, **kwargs)

    return limited


def refused_uploads(request: HttpRequest, field: str = "") -> list[str]:
    """Read the form, and return in words for the shopper which of its files were dropped on the way.

    With ``field``, only those sent under that name.
    """
    request.FILES  # noqa: B018 - reading it is what fills the list
    refused: dict[str, list[str]] = getattr(request, "trust_refused_uploads", {})
    wanted = refused if not field else ["", field]
    return list(dict.fromkeys(message for name in wanted for message in refused.get(name, [])))
