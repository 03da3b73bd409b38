"""What official artwork must be to be shown: checked by ``clean``, for the admin as for code."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from django_trust.artwork import check_artwork
from django_trust.l10n.formats import format_number
from django_trust.policies.labels.addresses import PAGES, is_on_your_europe
from django_trust.policies.tidying import Problem, lower, number
from django_trust.policies.validation import raise_by_field
from django_trust.text import clean_text

if TYPE_CHECKING:
    from django_trust.policies.models import DurabilityLabel, OfficialNotice

MEGABYTES = 3
SVG_BYTES = 1024 * 1024  # letters of the artwork are drawn as paths
NAME_MAX = 100


class Least(NamedTuple):
    """The least size artwork is shown at, in CSS pixels."""

    width: int
    height: int


# The smallest letters of the notice are about 2.5 % of its width: 12 pixels need this.
NOTICE_LEAST = Least(500, 500)
# Implementing Regulation (EU) 2025/1960, Annex II: at least 95 x 100 mm, at 96 pixels an inch.
LABEL_LEAST = Least(360, 378)
# Directive 2011/83/EU, Art. 2(14e): more than two years; Annex II: whole or half years.
TOO_FEW_YEARS = Decimal(2)


def validate_notice(notice: OfficialNotice) -> None:
    """Raise ``ValidationError`` by field. The size of a new file is kept in ``width`` and ``height``."""
    raise_by_field([*_notice_language(notice), *_notice_url(notice), *_artwork(notice, NOTICE_LEAST)])


def validate_label(label: DurabilityLabel) -> None:
    """Raise ``ValidationError`` by field. The size of a new file is kept in ``width`` and ``height``."""
    raise_by_field([*_years(label), *_producer(label), *_artwork(label, LABEL_LEAST)])


def _notice_language(notice: OfficialNotice) -> Iterator[Problem]:
    notice.language = lower(str(notice.language or ""))
    if notice.language not in PAGES:
        yield "language", _("The notice exists in the official languages of the European Union only.")


def _notice_url(notice: OfficialNotice) -> Iterator[Problem]:
    notice.url = str(notice.url or "").strip()
    if notice.url and not is_on_your_europe(notice.url):
        yield "url", _("The address must begin with https://europa.eu/youreurope/.")


def _years(label: DurabilityLabel) -> Iterator[Problem]:
    years = number(label, "years")
    if years is None or years <= TOO_FEW_YEARS or years * 2 != int(years * 2):
        yield "years", _("The label is for more than two years, in whole or half years.")


def _producer(label: DurabilityLabel) -> Iterator[Problem]:
    if label.producer_gives is not True:
        yield (
            "producer_gives",
            _("The label may only be shown where the producer gives the guarantee this way."),
        )
    for name in ("brand", "model"):
        try:
            setattr(
                label,
                name,
                clean_text(str(getattr(label, name) or ""), max_length=NAME_MAX, multiline=False),
            )
        except ValidationError as error:
            yield name, error
        else:
            if not getattr(label, name):
                yield name, _("Please write it as it is on the label.")


def _artwork(row: Any, least: Least) -> Iterator[Problem]:
    """Look into a file that is new; one in the storage has been looked into."""
    if not row.file or row.file._committed:
        return
    try:
        size = check_artwork(row.file, megabytes=MEGABYTES, svg_bytes=SVG_BYTES)
    except ValidationError as error:
        yield "file", error
        return
    row.width, row.height = size or (None, None)
    if size is None:
        yield "file", _("The drawing does not say how large it is. Please use the file as it was published.")
    elif not _is_drawn(row.file.name) and (size[0] < least.width or size[1] < least.height):
        yield (
            "file",
            _("The picture is too small to be read: at least %(width)s × %(height)s pixels are needed.")
            % {"width": format_number(least.width), "height": format_number(least.height)},
        )


def _is_drawn(name: str) -> bool:
    """Whether a file that was checked can be shown at any size. Its name fits what is in it."""
    return name.lower().endswith(".svg")
