"""The page of one order, and the links that note a visit."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from django_trust.conf import trust_settings
from django_trust.followups.answers.words import answers_so_far, kinds_for
from django_trust.followups.order_links import answer_url, purchase_of_status, visit_of_token
from django_trust.followups.status.blocks import remember, status_block
from django_trust.followups.status.pages import closed_page, contact, review_url, signed_page
from django_trust.followups.status.phrases import lines_for_page
from django_trust.followups.status.visits import note_visit
from django_trust.followups.status.widgets import order_status as status_of
from django_trust.followups.status.widgets import ordered_lines
from django_trust.policies.order_terms import terms_of_order_html
from django_trust.policies.withdrawals.blocks import withdraw_html


@never_cache
@require_safe
def order_status(request: HttpRequest, token: str) -> HttpResponse:
    """Show where an order is and what its buyer can do: ask, review, withdraw, read the terms."""
    purchase = purchase_of_status(token)
    if purchase is None:
        return closed_page(request)
    remember(request, purchase)
    status = status_of(purchase)
    said = answers_so_far(purchase)
    context = {
        "title": _("Your order %(number)s") % {"number": purchase.reference},
        "reference": purchase.reference,
        "status": status_block(status),
        "lines": lines_for_page(ordered_lines(purchase)),
        "said": [words for answer, words in said],
        "answers": [
            {"kind": kind, "label": kind.label, "url": answer_url(purchase, kind)}
            for kind in kinds_for(status)
        ],
        "review_url": review_url(purchase) if purchase.delivered_at or said else "",
        "terms": terms_of_order_html(request, purchase.reference),
        "withdraw": "" if status.is_ended else withdraw_html(request, request, purchase.reference),
        **contact(request),
    }
    return signed_page(request, "order", context)


@transaction.non_atomic_requests
@never_cache
@require_safe
def followup_link(request: HttpRequest, token: str) -> HttpResponse:
    """Lead on to the page a message links to, and nowhere else.

    The first visit is noted if the shop still wants that: the one GET of this library that writes, and only
    where ``FOLLOWUPS_TRACK_LINKS`` is on.
    """
    visit = visit_of_token(token)
    if visit is None:
        return closed_page(request)
    row, path = visit
    if request.method == "GET" and trust_settings.followups_track_links:
        note_visit(row)
    return HttpResponseRedirect(path)
