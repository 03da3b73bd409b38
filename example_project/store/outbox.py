"""Every mail the shop has written, and what it will write: only for trying things out on one computer."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from django_trust.followups.choices import FollowUpState
from django_trust.followups.facts import facts_of
from django_trust.followups.models import FollowUp
from django_trust.followups.services import send_due, send_now
from django_trust.followups.words import verdict_words

from .models import KeptMail

SHOWN = 50
# Mails carry their style within; nothing else may be loaded or run.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def require_debug() -> None:
    if not settings.DEBUG:
        raise Http404


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    require_debug()
    rows = list(planned_rows()[:SHOWN])
    facts = facts_of({row.purchase_id for row in rows})
    planned = [
        {
            "row": row,
            "verdict": verdict_words(row, facts[row.purchase_id]),
            # Consent may come later: the link to choose is in every mail.
            "may_send": row.state in (FollowUpState.WAITING, FollowUpState.SKIPPED),
        }
        for row in rows
    ]
    return render(request, "store/outbox.html", {"mails": KeptMail.objects.all()[:SHOWN], "planned": planned})


def planned_rows() -> QuerySet[FollowUp]:
    """Return what was not sent, or not yet, order by order, of orders placed since the flows are on."""
    rows = FollowUp.objects.filter(started_at__gte=F("step__flow__active_since"))
    rows = rows.exclude(state=FollowUpState.SENT).select_related("purchase", "step__flow")
    return rows.order_by("-purchase", "due_at", "pk")


@require_GET
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    require_debug()
    return render(request, "store/mail.html", {"mail": get_object_or_404(KeptMail, pk=pk)})


@require_GET
@xframe_options_sameorigin
def mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    require_debug()
    # Links lead out of the frame, as they lead out of a mail program.
    html = get_object_or_404(KeptMail, pk=pk).html.replace("<head>", '<head><base target="_top">', 1)
    return HttpResponse(html, headers={"Content-Security-Policy": MAIL_POLICY})


@require_POST
def send_planned(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not wait for a planned message: whether it may go out is looked at all the same."""
    require_debug()
    row = get_object_or_404(FollowUp, pk=pk)
    try:
        send_now(followup=row)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("store:outbox")
    send_due()
    row = FollowUp.objects.select_related("purchase", "step__flow").get(pk=pk)
    verdict = verdict_words(row, facts_of([row.purchase_id])[row.purchase_id])
    messages.info(request, _("%(step)s: %(verdict)s") % {"step": row.step, "verdict": verdict})
    return redirect("store:outbox")
