"""Pages for readers: one review, a vote, a report, how reviews are checked. GET never writes."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from django_trust.edges import posted, writing_view
from django_trust.reviews import services
from django_trust.reviews.cards import ReviewCard
from django_trust.reviews.edges import voter_of
from django_trust.reviews.exceptions import NotPublished, ReviewError
from django_trust.reviews.forms import ReportForm
from django_trust.reviews.models import Review
from django_trust.reviews.pages import list_html, name_and_url, notice_page, page, too_fast
from django_trust.reviews.policy_words import policy_html
from django_trust.reviews.widgets import published_card
from django_trust.shop.models import Item
from django_trust.throttling import seconds_to_wait


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
            **voter_of(request, "voter_key"),
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
    form = ReportForm(posted(request), auto_id="trust-%s")
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
                review=Review(pk=pk), **form.cleaned_data, **voter_of(request, "reporter_key")
            )
        except NotPublished:
            raise Http404 from None
        except ValidationError as error:
            for name, problem in (
                error.error_dict.items() if hasattr(error, "error_dict") else [("details", error)]
            ):
                form.add_error(name if name in form.fields else None, problem)
        else:
            message = _("A moderator will look at this review and decide by the same rules for every rating.")
            if form.cleaned_data["contact"]:
                answer = _("You will get an answer by mail.")
                message = f"{message} {answer}"
            return notice_page(request, _("Thank you for your report"), message, back_url=back)
    return page(request, "report", context, status=400)


def policy(request: HttpRequest) -> HttpResponse:
    """Say how reviews are collected and checked here."""
    title = _("How we collect and check reviews")
    return page(request, "policy_page", {"title": title, "policy_html": policy_html(heading=False)})


def _published(pk: int) -> tuple[ReviewCard, Item]:
    card = published_card(pk)
    if card is None:
        raise Http404
    return card, Item.objects.get(reviews=pk)


def _safe_next(request: HttpRequest) -> str:
    target = request.POST.get("next", "")[:2000]
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else ""
