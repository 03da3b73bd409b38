"""Photos on the page of one's own review: added later, described, taken back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from django_trust.edges import writing_view
from django_trust.reviews.author_views import own_review
from django_trust.reviews.edges import add_chosen_photos
from django_trust.reviews.exceptions import ReviewError
from django_trust.reviews.models import Review, ReviewPhoto, ReviewState
from django_trust.reviews.own_page import own_page
from django_trust.reviews.pages import too_fast
from django_trust.reviews.services.photos import describe_photo, remove_photo
from django_trust.reviews.uploads import limit_uploads
from django_trust.throttling import seconds_to_wait


@writing_view("POST", guard=limit_uploads)
def photos(request: HttpRequest, token: str) -> HttpResponse:
    """Add photos to the own review, or describe or remove one of them."""
    review = own_review(token)
    if review.state == ReviewState.WITHDRAWN:
        raise Http404
    if wait := seconds_to_wait(request, "submit"):
        return own_page(request, review, token=token, photo_problems=[too_fast(wait)], status=429)
    problems = _do(request, review)
    if problems:
        return own_page(request, review, token=token, photo_problems=problems, status=400)
    return HttpResponseRedirect(reverse("trust:review-mine", args=[token]) + "#trust-photos")


def _do(request: HttpRequest, review: Review) -> list[str]:
    """Do what the pressed button says; return what went wrong in words."""
    try:
        return _try(request, review)
    except ReviewError as error:  # removed or withdrawn in another window
        return [str(error)]


def _try(request: HttpRequest, review: Review) -> list[str]:
    if "remove" in request.POST:
        remove_photo(photo=_photo(review, request.POST["remove"]))
        return []
    if "describe" in request.POST:
        try:
            describe_photo(
                photo=_photo(review, request.POST["describe"]), alt=request.POST.get("alt", "")[:5000]
            )
        except ValidationError as error:
            return list(error.messages)
        return []
    return add_chosen_photos(request, review, request.FILES.getlist("photos"), "photos")


def _photo(review: Review, key: str) -> ReviewPhoto:
    photo = (
        review.photos.filter(pk=int(key)).first()
        if key.isascii() and key[:18].isdigit() and len(key) < 19
        else None
    )
    if photo is None:
        raise Http404
    return photo
