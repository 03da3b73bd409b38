from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_trust.reviews.stars import half_stars, stars_svg
from django_trust.reviews.widgets import RatingSummary
from tests.markup import read


@pytest.mark.parametrize(
    ("average", "stars"),
    [("4.24", 4.0), ("4.25", 4.5), ("4.74", 4.5), ("4.75", 5.0), ("1", 1.0), ("0", 0.0), ("2.5", 2.5)],
)
def test_averages_become_half_stars_rounded_half_up(average, stars):
    assert half_stars(Decimal(average)) / 2 == stars


@given(st.integers(1, 5000).flatmap(lambda count: st.tuples(st.just(count), st.integers(count, 5 * count))))
def test_rounding_for_display_first_draws_the_same_stars(figures):
    count, total = figures
    summary = RatingSummary(count=count, total=total)
    assert half_stars(summary.displayed_average) == half_stars(summary.average)


@pytest.mark.parametrize("halves", range(11))
def test_the_picture_is_decoration_with_as_many_stars(halves):
    picture = read(stars_svg(halves)).one("svg")
    assert picture["aria-hidden"] == "true"
    assert picture["focusable"] == "false"
    empty, full = picture.all("path")
    assert empty["d"].count("M") == 5
    assert full["d"].count("M") == max(1, halves // 2 + halves % 2)
