"""Five stars as one small SVG: filled and outlined shapes, so that colour is not the only difference."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

# One star of a 10 by 10 field, drawn from its top; the half runs down its axis of symmetry.
_STAR = "l1.36 2.76 3.04.44-2.2 2.14.52 3.03L{axis} 7.54l-2.72 1.43.52-3.03-2.2-2.14 3.04-.44z"
_HALF = "V7.54l-2.72 1.43.52-3.03-2.2-2.14 3.04-.44z"


def half_stars(average: Decimal | int) -> int:
    """Return the average in half stars, 0 to 10, rounded half up: 4.25 is 9 halves, 4.74 too."""
    return int((Decimal(average) * 2).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@lru_cache(maxsize=11)
def stars_svg(halves: int) -> SafeString:
    """Return the picture of 0 to 10 half stars. It is decoration: the figure stands beside it as text.

    The style sheet mirrors it in right-to-left text, half star included.
    """
    full, half = divmod(halves, 2)
    filled = "".join(_star(n) for n in range(full)) + (f"M{full * 10 + 5} .6{_HALF}" if half else "")
    return format_html(
        '<svg class="trust-stars" viewBox="0 0 50 10" aria-hidden="true" focusable="false">'
        '<path class="trust-stars-empty" d="{}"/><path class="trust-stars-full" d="{}"/></svg>',
        "".join(_star(n) for n in range(5)),
        filled or "M0 0",
    )


def _star(position: int) -> str:
    axis = position * 10 + 5
    return f"M{axis} .6{_STAR.format(axis=axis)}"
