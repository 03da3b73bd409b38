"""Public pages of the reviews room. They parse, call a service and render; GET never writes.

The views that write run outside ``ATOMIC_REQUESTS``: a service opens its own transaction, begins it with
the write and tries again when SQLite was busy, which inside somebody else's transaction it could not.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from django_trust.l10n.locales import current_language
from django_trust.reviews import services
from django_trust.reviews.cleaning import account_email
from django_trust.reviews.exceptions import AlreadyReviewed, NotPublished, ReviewError
from django_trust.reviews.filters import ANCHOR
from django_trust.reviews.forms import ReportForm, ReviewForm
from django_trust.reviews.mails import send_edit_link
from django_trust.reviews.models import Review, ReviewState
from django_trust.reviews.pages import form_page, list_html, name_and_url, notice_page, page, too_fast
from django_trust.reviews.people import find_review
from django_trust.reviews.tokens import author_token, author_url, review_of_token
from django_trust.reviews.widgets import ReviewCard, published_card
from django_trust.shop.models import Item
from django_trust.shop.references import ItemReference
from django_trust.throttling import device_key, seconds_to_wait

View = Callable[..., HttpResponse]


def writing_view(*methods: str) -> Callable[[View], View]:
    """A page that may change something: CSRF-checked, never cached, in charge of its own transactions."""

    def decorate(view: View) -> View:
        protected = csrf_protect(never_cache(require_http_methods(methods)(view)))
        return transaction.non_atomic_requests(wraps(view)(protected))

    return decorate


@writing_view("GET", "POST")
def write(request: HttpRequest, token: str) -> HttpResponse:
    """Write a review of the item the token names."""
    reference = ItemReference.from_token(token)
    if reference is None:
        raise Http404
    product = reference.host_object()
    form = ReviewForm(_posted(request), user=_user(request), auto_id="trust-%s")
    if request.method == "GET":
        if product is None:
            raise Http404
        return form_page(request, product, form)
    if wait := seconds_to_wait(request, "submit"):
        return form_page(request, product, form, notice=too_fast(wait), status=429)
    if product is None:
        gone = _(
            "This product is not sold here any more, so the review cannot be saved. Your words are below."
        )
        return form_page(request, None, form, notice=gone, status=410)
    return _submit(request, product, form, token)


def _submit(request: HttpRequest, product: Model, form: ReviewForm, token: str) -> HttpResponse:
    if not form.is_valid():
        return form_page(request, product, form, status=400)
    try:
        review = services.submit_review(
            item=product,
            user=_user(request),
            language=current_language(),
            device_key=device_key(request),
            **form.cleaned_data,
        )
    except AlreadyReviewed as error:
        form.add_service_error(error)
        return form_page(request, product, form, status=409, **_way_to_edit(request, error.review, token))
    except (ValidationError, ReviewError) as error:
        form.add_service_error(error)
        return form_page(request, product, form, status=400)
    return HttpResponseRedirect(author_url(review))


def _way_to_edit(request: HttpRequest, review: Review, token: str) -> dict[str, str]:
    """An account may go to its own review at once; an address must first prove it can read mail."""
    user = _user(request)
    if user is not None and review.user_id == user.pk:
        return {"mine": author_url(review)}
    return {"mail_link": reverse("trust:review-mail-link", args=[token])} if review.email else {}


@writing_view("POST")
def mail_link(request: HttpRequest, token: str) -> HttpResponse:
    """Mail the author of a review a link to it. The answer is the same whether there is one or not."""
    reference = ItemReference.from_token(token)
    if reference is None:
        raise Http404
    if wait := seconds_to_wait(request, "submit"):
        return notice_page(request, _("Please wait"), too_fast(wait), status=429)
    item = Item.objects.filter(
        content_type_id=reference.content_type_id, object_id=reference.object_id
    ).first()
    user = _user(request)
    email = account_email(user) if user is not None else request.POST.get("email", "")[:254]
    review = find_review(item, email=email) if item else None
    if review is not None and review.email:
        send_edit_link(review, request.build_absolute_uri("/"))
    return notice_page(
        request,
        _("Please look into your mailbox"),
        _("If there is a review under this address, a link to change it is on its way."),
        back_url=name_and_url(item)[1],
    )


@never_cache
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Show authors what became of their review, and the ways to change it."""
    review = _own_review(token)
    withdrawn = review.state == ReviewState.WITHDRAWN
    url = name_and_url(review.item)[1]
    context = {
        "title": _("Your review"),
        "message": _what_happens_next(review),
        "list_html": list_html([_own_card(review)]),
        "item_url": f"{url}#{ANCHOR}" if url else "",
        "edit_url": reverse("trust:review-edit", args=[token]),
        "withdraw_url": "" if withdrawn else reverse("trust:review-withdraw", args=[token]),
    }
    return page(request, "mine", context)


@writing_view("GET", "POST")
def edit(request: HttpRequest, token: str) -> HttpResponse:
    """Change words and stars of the own review."""
    review = _own_review(token)
    initial = {name: getattr(review, name) for name in ("title", "body", "author_name")}
    form = ReviewForm(
        _posted(request),
        initial={**initial, "rating": str(review.rating)},
        needs_email=False,
        auto_id="trust-%s",
    )
    if request.method == "GET":
        return form_page(request, review.item, form, submit=_("Save the changes"))
    if wait := seconds_to_wait(request, "submit"):
        return form_page(request, review.item, form, notice=too_fast(wait), status=429)
    if form.is_valid():
        try:
            services.edit_review(review=review, **form.cleaned_data)
        except (ValidationError, ReviewError) as error:
            form.add_service_error(error)
        else:
            return HttpResponseRedirect(author_url(review))
    return form_page(request, review.item, form, submit=_("Save the changes"), status=400)


@writing_view("POST")
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Take the own review back."""
    review = services.withdraw_review(review=_own_review(token), by=_user(request))
    return HttpResponseRedirect(reverse("trust:review-mine", args=[author_token(review)]))


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one published review; any other does not exist."""
    card, item = _published(pk)
    name, url = name_and_url(item)
    context = {
        "title": _("Review of %(item)s") % {"item": name},
        "item_url": url,
        "list_html": list_html([card], request),
    }
    return page(request, "review", context)


@writing_view("POST")
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Count a "helpful" and go back to where the button was."""
    card, item = _published(pk)
    back = _safe_next(request) or name_and_url(item)[1]
    if wait := seconds_to_wait(request, "vote"):
        return notice_page(request, _("Please wait"), too_fast(wait), back_url=back, status=429)
    try:
        services.vote_on_review(
            review=Review(pk=card.id),
            helpful=request.POST.get("helpful") != "0",
            **_voter(request, "voter_key"),
        )
    except NotPublished:
        raise Http404 from None
    except ReviewError as error:
        return notice_page(request, _("Your vote was not counted"), str(error), back_url=back, status=403)
    if not back:
        return notice_page(request, _("Thank you"), _("Your vote was counted."))
    return HttpResponseRedirect(f"{back.split('#')[0]}#trust-review-{pk}")


@writing_view("GET", "POST")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a review before a moderator."""
    card, item = _published(pk)
    back = name_and_url(item)[1]
    form = ReportForm(_posted(request), auto_id="trust-%s")
    context = {
        "title": _("Report this review"),
        "form": form,
        "list_html": list_html([card]),
        "back_url": back,
    }
    if request.method == "GET":
        return page(request, "report", context)
    if wait := seconds_to_wait(request, "report"):
        return page(request, "report", {**context, "notice": too_fast(wait)}, status=429)
    if form.is_valid():
        try:
            services.report_review(
                review=Review(pk=pk), **form.cleaned_data, **_voter(request, "reporter_key")
            )
        except NotPublished:
            raise Http404 from None
        except ValidationError as error:
            form.add_error("details", error)
        else:
            message = _("A moderator will look at this review and decide by the same rules for every rating.")
            return notice_page(request, _("Thank you for your report"), message, back_url=back)
    return page(request, "report", context, status=400)


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if it was nothing: an empty form is a wrong answer, not a first visit."""
    return request.POST if request.method == "POST" else None


def _user(request: HttpRequest) -> Any:
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def _voter(request: HttpRequest, key_name: str) -> dict[str, Any]:
    user = _user(request)
    return {"user": user} if user is not None else {key_name: device_key(request)}


def _published(pk: int) -> tuple[ReviewCard, Item]:
    card = published_card(pk)
    if card is None:
        raise Http404
    return card, Item.objects.get(reviews=pk)


def _own_review(token: str) -> Review:
    review = review_of_token(token)
    if review is None:
        raise Http404
    return review


def _own_card(review: Review) -> ReviewCard:
    names = (name for name in ReviewCard.__slots__ if name != "reply")
    return ReviewCard(**{name: getattr(review, name) for name in names}, reply=None)


def _what_happens_next(review: Review) -> str:
    if review.state == ReviewState.REJECTED:
        return _rejection(review)
    return {
        ReviewState.PENDING: _(
            "Thank you. A moderator will read your review; it is shown once it is published. "
            "Stars play no part in that decision."
        ),
        ReviewState.PUBLISHED: _("Thank you. Your review is public now."),
        ReviewState.WITHDRAWN: _("You have withdrawn your review. It is not shown any more."),
    }[ReviewState(review.state)]


def _rejection(review: Review) -> str:
    decision = review.events.filter(to_state=ReviewState.REJECTED).last()
    text = _(
        "Your review was not published for this reason: %(reason)s. You can change it and send it again."
    )
    return text % {"reason": decision.get_reason_display() if decision else "–"}


def _safe_next(request: HttpRequest) -> str:
    target = request.POST.get("next", "")[:2000]
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else ""
