"""Pages for authors: write a review, see what became of it, change it, take it back, object."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from django_trust.conf import trust_settings
from django_trust.edges import posted, user_of, writing_view
from django_trust.l10n.locales import current_language
from django_trust.reviews import services
from django_trust.reviews.cleaning import account_email
from django_trust.reviews.criteria import criteria_for
from django_trust.reviews.edges import add_chosen_photos, photos_allowed, posted_files
from django_trust.reviews.exceptions import AlreadyReviewed, ReviewError
from django_trust.reviews.forms import AppealForm, ReviewForm
from django_trust.reviews.mails import send_edit_link, send_receipt
from django_trust.reviews.models import Review, ReviewState
from django_trust.reviews.own_page import own_page
from django_trust.reviews.pages import form_page, name_and_url, notice_page, page, too_fast
from django_trust.reviews.people import find_review
from django_trust.reviews.tokens import author_url, is_mailed, review_of_token
from django_trust.reviews.uploads import limit_uploads
from django_trust.shop.models import Item
from django_trust.shop.references import ItemReference
from django_trust.throttling import device_key, seconds_to_wait


@writing_view("GET", "POST", guard=limit_uploads)
def write(request: HttpRequest, token: str) -> HttpResponse:
    """Write a review of the item the token names."""
    reference = ItemReference.from_token(token)
    if reference is None:
        raise Http404
    product = reference.host_object()
    form = ReviewForm(
        posted(request),
        posted_files(request),
        user=user_of(request),
        criteria=criteria_for(product),
        photos=photos_allowed(),
        auto_id="trust-%s",
    )
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
            user=user_of(request),
            language=current_language(),
            device_key=device_key(request),
            email_confirmed=not trust_settings.reviews_confirm_email,
            **form.words(),
        )
    except AlreadyReviewed as error:
        form.add_service_error(error)
        return form_page(request, product, form, status=409, **_way_to_edit(request, error.review, token))
    except (ValidationError, ReviewError) as error:
        form.add_service_error(error)
        return form_page(request, product, form, status=400)
    problems = add_chosen_photos(request, review, form.chosen_photos, "photos")
    send_receipt(review)
    if problems:
        return own_page(request, review, photo_problems=problems)
    return HttpResponseRedirect(author_url(review))


def _way_to_edit(request: HttpRequest, review: Review, token: str) -> dict[str, str]:
    """An account may go to its own review at once; an address must first prove it can read mail."""
    user = user_of(request)
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
    user = user_of(request)
    email = account_email(user) if user is not None else request.POST.get("email", "")[:254]
    review = find_review(item, email=email) if item else None
    if review is not None and review.email:
        send_edit_link(review)
    return notice_page(
        request,
        _("Please look into your mailbox"),
        _("If there is a review under this address, a link to change it is on its way."),
        back_url=name_and_url(item)[1],
    )


@never_cache
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Show authors what became of their review, and the ways to change it."""
    return own_page(request, own_review(token), token=token)


@never_cache
def all_mine(request: HttpRequest) -> HttpResponse:
    """List the reviews of the account that is signed in."""
    user = user_of(request)
    if user is None:
        return redirect_to_login(request.get_full_path())
    reviews = Review.objects.filter(user=user).select_related("item").order_by("-pk")[:200]
    rows = [
        {
            "item": name_and_url(review.item)[0],
            "excerpt": review.excerpt,
            "state": review.get_state_display(),
            "url": author_url(review),
        }
        for review in reviews
    ]
    return page(request, "all_mine", {"title": _("Your reviews"), "rows": rows})


@writing_view("POST")
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Take the author's word that the address is the own one: only a link out of a mail may say so."""
    review = own_review(token)
    if not is_mailed(token):
        raise Http404
    services.confirm_email(review=review)
    return HttpResponseRedirect(reverse("trust:review-mine", args=[token]))


@writing_view("GET", "POST")
def edit(request: HttpRequest, token: str) -> HttpResponse:
    """Change words and stars of the own review."""
    review = own_review(token)
    save = _("Save the changes")
    form = ReviewForm(
        posted(request),
        initial=_words_of(review),
        needs_email=False,
        criteria=criteria_for(review.item),
        auto_id="trust-%s",
    )
    if request.method == "GET":
        return form_page(request, review.item, form, submit=save)
    if wait := seconds_to_wait(request, "submit"):
        return form_page(request, review.item, form, submit=save, notice=too_fast(wait), status=429)
    if form.is_valid():
        try:
            services.edit_review(review=review, **form.words())
        except (ValidationError, ReviewError) as error:
            form.add_service_error(error)
        else:
            return HttpResponseRedirect(reverse("trust:review-mine", args=[token]))
    return form_page(request, review.item, form, submit=save, status=400)


def _words_of(review: Review) -> dict[str, Any]:
    words = {name: getattr(review, name) for name in ReviewForm.WORDS if name != "email"}
    criteria = review.criterion_ratings.values_list("criterion", "rating")
    day = review.experienced_on
    return {
        **words,
        "rating": str(review.rating),
        "experienced_on": day.isoformat() if day else "",
        **{f"criterion_{code}": str(stars) for code, stars in criteria},
    }


@writing_view("POST")
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Take the own review back."""
    services.withdraw_review(review=own_review(token), by=user_of(request))
    return HttpResponseRedirect(reverse("trust:review-mine", args=[token]))


@writing_view("GET", "POST")
def appeal(request: HttpRequest, token: str) -> HttpResponse:
    """Object to the rejection of the own review."""
    review = own_review(token)
    mine_url = reverse("trust:review-mine", args=[token])
    form = AppealForm(posted(request), auto_id="trust-%s")
    context = {"title": _("Appeal against the decision"), "form": form, "mine_url": mine_url}
    if request.method == "GET":
        if review.state != ReviewState.REJECTED:
            return HttpResponseRedirect(mine_url)
        return page(request, "appeal", context)
    if wait := seconds_to_wait(request, "submit"):
        return page(request, "appeal", {**context, "notice": too_fast(wait)}, status=429)
    if form.is_valid():
        try:
            services.appeal_review(review=review, text=form.cleaned_data["text"])
        except ValidationError as error:
            form.add_error("text", error.error_dict["text"] if hasattr(error, "error_dict") else error)
        except ReviewError as error:
            return notice_page(request, str(context["title"]), str(error), back_url=mine_url, status=409)
        else:
            return HttpResponseRedirect(mine_url)
    return page(request, "appeal", context, status=400)


def own_review(token: str) -> Review:
    """Return the review a signed link leads to. Raises ``Http404`` for any other text."""
    review = review_of_token(token)
    if review is None:
        raise Http404
    return review
