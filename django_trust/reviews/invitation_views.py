"""The page an invitation opens: every item of an order, each with a form of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from django_trust.edges import posted, writing_view
from django_trust.l10n.locales import current_language
from django_trust.reviews import services
from django_trust.reviews.criteria import criteria_for
from django_trust.reviews.edges import add_chosen_photos, photos_allowed, posted_files
from django_trust.reviews.exceptions import AlreadyReviewed, ReviewError
from django_trust.reviews.forms import ReviewForm
from django_trust.reviews.invitations import Invitation, reviews_by_buyer
from django_trust.reviews.mails import send_receipt
from django_trust.reviews.models import NameStyle, Review
from django_trust.reviews.pages import name_and_url, notice_page, page, too_fast
from django_trust.reviews.tokens import author_url
from django_trust.reviews.uploads import limit_uploads
from django_trust.shop.models import Purchase, PurchaseLine
from django_trust.throttling import device_key, seconds_to_wait

Files: TypeAlias = "MultiValueDict[str, Any]"


@dataclass(slots=True)
class Row:
    """One item of the order: a form, or what came of it."""

    line: PurchaseLine
    name: str
    url: str
    form: ReviewForm | None = None
    mine_url: str = ""  # the review is written: where its author finds it
    just_saved: bool = False
    problems: list[str] = field(default_factory=list)  # with the photos of a review that is saved

    @property
    def image(self) -> str:
        return str(self.line.item.image)

    @property
    def failed(self) -> bool:
        """Whether something was sent here that could not be saved."""
        return self.form is not None and self.form.is_bound


@writing_view("GET", "POST", guard=limit_uploads)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Review everything of an order on one page; each row is saved or refused by itself."""
    invited = Invitation.from_token(token)
    if invited is None:
        return _closed(request, _("This link is not valid any more, or was not copied in full."))
    purchase = invited.purchase()
    if purchase is None:
        return _closed(request, _("This order was cancelled, so there is nothing to review."))
    lines = invited.lines()
    if not lines:
        return _closed(request, _("What this link was for has been refunded, so there is nothing to review."))
    rows = _rows(request, purchase, lines)
    if request.method == "GET":
        return _render(request, rows)
    if wait := seconds_to_wait(request, "submit"):
        return _render(request, rows, notice=too_fast(wait), status=429)
    return _submit(request, invited, purchase, rows)


def _rows(request: HttpRequest, purchase: Purchase, lines: list[PurchaseLine]) -> list[Row]:
    written = reviews_by_buyer(purchase, lines)
    rows = []
    for line in lines:
        row = Row(line, *name_and_url(line.item))
        if line.item_id in written:
            row.mine_url = author_url(written[line.item_id])
        else:
            sent = _form(purchase, line, posted(request), posted_files(request))
            row.form = sent if sent.is_bound and sent.says_something else _form(purchase, line)
        rows.append(row)
    return rows


def _form(
    purchase: Purchase, line: PurchaseLine, data: QueryDict | None = None, files: Files | None = None
) -> ReviewForm:
    """What we know is not asked: the address and the variant come from the order, the name is filled in."""
    return ReviewForm(
        data,
        files,
        prefix=f"line{line.pk}",
        initial={"author_name": purchase.name, "name_style": NameStyle.INITIAL, "variant": line.variant},
        needs_email=False,
        criteria=criteria_for(line.item),
        photos=photos_allowed(),
        auto_id="trust-%s",
    )


def _submit(request: HttpRequest, invited: Invitation, purchase: Purchase, rows: list[Row]) -> HttpResponse:
    attempted = [row for row in rows if row.failed]
    if not attempted and any(row.form for row in rows):
        notice = _("Please give stars to at least one product.")
        return _render(request, rows, notice=notice, status=400)
    for row in attempted:
        _save(request, invited, purchase, row)
    return _render(request, rows, status=400 if any(row.failed for row in rows) else 200)


def _save(request: HttpRequest, invited: Invitation, purchase: Purchase, row: Row) -> None:
    """Store one row; a bad one is told what is wrong and holds no other one up."""
    form = row.form
    if form is None or not form.is_valid():
        return
    try:
        review = services.submit_review(
            item=row.line.item,
            purchase_line=row.line,
            email=purchase.email,
            user=purchase.user,
            language=current_language(),
            source=invited.source,
            device_key=device_key(request),
            **form.words(),
        )
    except AlreadyReviewed as error:
        _saved(row, error.review)
    except (ValidationError, ReviewError) as error:
        form.add_service_error(error)
    else:
        _saved(row, review)
        row.just_saved = True
        field_name = form.add_prefix("photos")
        row.problems = add_chosen_photos(request, review, form.chosen_photos, field_name)
        send_receipt(review)


def _saved(row: Row, review: Review) -> None:
    row.form, row.mine_url = None, author_url(review)


def _render(request: HttpRequest, rows: list[Row], *, notice: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "title": _("How was your order?"),
        "rows": rows,
        "open": any(row.form for row in rows),
        "failed": [row for row in rows if row.failed],
        "saved": any(row.just_saved for row in rows),
        "notice": notice,
        "next_step": next((row.form.next_step for row in rows if row.form), ""),
    }
    return page(request, "invitation", context, status=status)


def _closed(request: HttpRequest, message: str) -> HttpResponse:
    return notice_page(request, _("This link is closed"), message, status=410)
