from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import QuerySet
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from django_trust.rendering import render_widget
from django_trust.reviews import blocks
from django_trust.reviews.cards import RatingSummary
from django_trust.reviews.models import ItemRating, ItemTally, Review
from django_trust.reviews.ratings import rebuild_ratings
from django_trust.reviews.score_words import score_explanation
from django_trust.reviews.scores import Figures, bayesian_average, month_weights, recency_average
from django_trust.reviews.services import edit_review, publish_review, reject_review, submit_review
from django_trust.reviews.services.freezes import release_freeze
from django_trust.reviews.widgets import annotated_figures, rating_summary, with_ratings
from tests.hostshop.models import Product
from tests.markup import jsonld, read

NOW = datetime(2026, 7, 15, 12, tzinfo=UTC)
HISTORY = [(5, 0), (5, 1), (5, 2), (3, 200), (1, 400), (1, 401)]  # stars, days ago
FIGURES = {"mean": "3.3", "bayesian": "3.4", "recency": "4.3"}


# The formulas (standards/rating_math.md, sections 2, 5 and 7)


@pytest.mark.parametrize(
    ("count", "total", "score"),
    [
        (0, 0, "3.5"),
        (1, 5, "3.6875"),
        (1, 1, "3.1875"),
        (10, 50, "4.382353"),
        (3, 15, "3.95"),
        (100, 450, "4.434579"),
    ],
)
def test_the_bayesian_average(count, total, score):
    assert bayesian_average(count, total).quantize(Decimal("0.000001")) == Decimal(score)


def test_its_parameters_are_the_shops(configure):
    configure(REVIEWS_SCORE_PARAMETERS={"prior_mean": 3, "prior_weight": 10})
    assert bayesian_average(10, 50) == 4
    configure(REVIEWS_SCORE_PARAMETERS={"prior_mean": 3, "prior_weight": 0})
    assert (bayesian_average(2, 9), bayesian_average(0, 0)) == (Decimal("4.5"), 3)


@pytest.mark.parametrize(
    ("key", "weight"),
    [
        ("2026-11", 1),
        ("2026-08", 0.707107),
        ("2026-05", 0.5),
        ("2025-11", 0.245233),
        ("2024-11", 0.060139),
    ],
)
def test_a_review_loses_half_its_weight_in_a_half_life(key, weight):
    weights = month_weights({"2026-11": (1, 5), key: (1, 5)})
    assert weights[key] == pytest.approx(weight, rel=0.02)  # a month is 30.4 days, three of them 91.3


def test_weights_are_exact_where_the_half_life_is_in_months(configure):
    configure(REVIEWS_SCORE_PARAMETERS={"half_life_days": 365.25})
    weights = month_weights({"2026-11": (1, 5), "2025-11": (9, 9), "2024-11": (4, 4)})
    assert list(weights.values()) == [0.25, 0.5, 1]
    assert recency_average({"2026-11": (2, 10), "2025-11": (3, 3)}) == 3_285_714  # 11.5 / 3.5


MONTHS = st.dictionaries(
    st.tuples(st.integers(1990, 2040), st.integers(1, 12)),
    st.integers(1, 500).flatmap(lambda count: st.tuples(st.just(count), st.integers(count, 5 * count))),
    min_size=1,
    max_size=40,
)


def as_keys(months, years=0):
    return {f"{year + years:04d}-{month:02d}": figures for (year, month), figures in months.items()}


@given(MONTHS, st.integers(1, 60))
def test_the_same_reviews_have_the_same_score_however_long_ago_they_are(months, years):
    assert recency_average(as_keys(months)) == recency_average(as_keys(months, years))


@given(MONTHS)
def test_it_is_what_weights_counted_from_today_give(months):
    today = 2041 * 12
    weights = {key: 0.5 ** ((today - key[0] * 12 - key[1]) * (365.25 / 12) / 3650) for key in months}
    above = sum(weights[key] * total for key, (_, total) in months.items())
    below = sum(weights[key] * count for key, (count, _) in months.items())
    with_long_half_life = {"half_life_days": 3650}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "django_trust.reviews.scores.trust_settings",
            type("Settings", (), {"reviews_score_parameters": with_long_half_life}),
        )
        assert recency_average(as_keys(months)) == pytest.approx(above / below * 1_000_000, abs=1)


@given(MONTHS)
def test_it_lies_between_the_lowest_and_the_highest_month(months):
    means = [total / count * 1_000_000 for count, total in months.values()]
    assert min(means) - 1 <= recency_average(as_keys(months)) <= max(means) + 1


def test_no_reviews_no_score():
    assert recency_average({}) == 0
    assert (Figures().score, Figures().displayed) == (None, None)


@pytest.mark.parametrize(("total", "shown"), [(85, "4.3"), (84, "4.2"), (89, "4.5"), (87, "4.4")])
def test_half_a_tenth_is_rounded_up(total, shown):
    assert Figures(20, total).displayed == Decimal(shown)  # 85 / 20 is 4.25


def test_only_the_figure_shown_is_rounded(configure):
    figures = Figures(3, 13)
    assert figures.score == Decimal(13) / 3
    configure(REVIEWS_SCORE="recency")
    assert Figures(3, 13, 4_249_999).displayed == Decimal("4.2")
    assert Figures(3, 13, 4_250_000).displayed == Decimal("4.3")


# One figure everywhere


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def write(product):
    def write(stars, days_ago, item=None):
        return publish_review(
            review=submit_review(
                item=item or product,
                rating=stars,
                email=f"{stars}-{days_ago}-{Review.objects.count()}@example.test",
                language="en",
                created_at=NOW - timedelta(days=days_ago),
            )
        )

    return write


@pytest.fixture
def shown(client, product):
    """The figure as each of the ways to show it says it."""

    def figures():
        page = read(client.get(product.get_absolute_url()))
        listing = read(client.get("/"))
        label = f"hostshop.product:{product.pk}"
        api = client.get("/trust/api/v1/reviews/", {"item": label}).json()["summary"]
        summaries = client.get("/trust/api/v1/reviews/summaries/", {"items": label}).json()[label]
        (annotated,) = with_ratings(Product.objects.filter(pk=product.pk))
        return {
            "stars": page.one(class_="trust-rating-figures").one("b").text,
            "block": page.one(class_="trust-average-figure").text,
            "jsonld": str(jsonld(page)["aggregateRating"]["ratingValue"]),
            "listing": listing.one(class_="trust-rating-figures").one("b").text,
            "annotation": read(blocks.stars(annotated, {})).one(class_="trust-rating-figures").one("b").text,
            "api": str(api["average"]),
            "api summaries": str(summaries["average"]),
        }

    return figures


@pytest.mark.parametrize("method", FIGURES)
def test_every_way_to_show_it_shows_the_same_figure(clock, write, shown, configure, method):
    configure(REVIEWS_SCORE=method)
    for entry in HISTORY:
        write(*entry)
    assert set(shown().values()) == {FIGURES[method]}


def test_the_recency_score_stays_as_time_goes_by(clock, write, product, configure):
    configure(REVIEWS_SCORE="recency")
    for entry in HISTORY:
        write(*entry)
    score = rating_summary(product).score
    clock.shift(timedelta(days=1000))
    assert rating_summary(product).score == score
    assert list(rebuild_ratings(repair=False)) == []


def test_a_change_to_recency_needs_the_counters_rebuilt(clock, write, shown, product, configure, capsys):
    for entry in HISTORY:
        write(*entry)
    assert not ItemTally.objects.filter(kind="month").exists()
    configure(REVIEWS_SCORE="recency")
    assert set(shown().values()) == {FIGURES["mean"]}
    call_command("trust_rebuild_ratings")
    assert "recent_score is 0, should be 4323" in capsys.readouterr().out
    assert set(shown().values()) == {FIGURES["recency"]}
    assert rating_summary(product).months == {"2025-06": (2, 2), "2025-12": (1, 3), "2026-07": (3, 15)}


def test_another_half_life_needs_them_rebuilt_too(clock, write, product, configure):
    configure(REVIEWS_SCORE="recency")
    for entry in HISTORY:
        write(*entry)
    configure(REVIEWS_SCORE_PARAMETERS={"half_life_days": 3650})
    assert score_explanation(rating_summary(product)).rows == ()  # its weights made another figure
    (found,) = rebuild_ratings()
    assert found.field == "recent_score"
    assert len(score_explanation(rating_summary(product)).rows) == 3


def test_until_they_are_rebuilt_the_plain_mean_is_shown_whatever_happens(
    clock, write, shown, product, configure
):
    reviews = [write(*entry) for entry in HISTORY]
    configure(REVIEWS_SCORE="recency")
    write(5, 0)
    assert set(shown().values()) == {"3.6"}  # 25 / 7, and not 5.0 of the one whose month was counted
    for review in reviews[:3]:
        reject_review(review=review, reason="spam")
    assert set(shown().values()) == {"2.5"}
    list(rebuild_ratings())
    assert rating_summary(product).score > Decimal("3.4")


def counted_anew():
    """The recency-weighted mean of the published reviews, in millionths, from nothing stored."""
    months = {}
    for review in Review.objects.published():
        key = f"{review.created_at:%Y-%m}"
        count, total = months.get(key, (0, 0))
        months[key] = count + 1, total + review.rating
    return recency_average(months)


def test_the_recency_score_is_exact_after_every_event(clock, write, product, configure):
    configure(REVIEWS_SCORE="recency", REVIEWS_MODERATION="after")
    reviews = []
    for entry in HISTORY:
        reviews.append(write(*entry))
        assert ItemRating.objects.get().recent_score == counted_anew()
    for event in (
        lambda: reject_review(review=reviews[4], reason="spam"),
        lambda: edit_review(review=reviews[3], rating=1),
        lambda: publish_review(review=reviews[4]),
        lambda: [reject_review(review=review, reason="fake") for review in reviews],
    ):
        event()
        assert ItemRating.objects.get().recent_score == counted_anew()
        assert list(rebuild_ratings(repair=False)) == []
    assert counted_anew() == 0


# Figures that stand still


@pytest.fixture
def bombed(clock, write, product, configure):
    """Mean 4.5 of ten reviews of two months, then ten times one star within the hour."""
    configure(REVIEWS_FREEZE_HOURS=72, REVIEWS_MODERATION="after")

    def bomb(method):
        configure(REVIEWS_SCORE=method)
        for number in range(10):
            write(4 + number % 2, 10 + 10 * number)
        for number in range(10):
            write(1, 1 / 24 - number / 1000)

    return bomb


@pytest.mark.parametrize(
    ("method", "frozen", "live"),
    [("mean", "4.5", "2.8"), ("bayesian", "4.1", "2.9"), ("recency", "4.5", "2.6")],
)
def test_they_stand_still_everywhere_until_time_ends_it(bombed, clock, shown, method, frozen, live):
    bombed(method)
    assert set(shown().values()) == {frozen}
    clock.shift(timedelta(hours=71))
    assert set(shown().values()) == {frozen}
    clock.shift(timedelta(hours=1))
    assert set(shown().values()) == {live}


def test_they_move_everywhere_once_staff_say_so(bombed, product, shown):
    bombed("mean")
    release_freeze(freeze=rating_freeze(product))
    assert set(shown().values()) == {"2.8"}


def rating_freeze(product):
    return ItemRating.objects.get(item__object_id=str(product.pk)).item.freezes.get()


def test_a_kept_fragment_does_not_outlive_the_freeze(bombed, clock, shown, client, product, configure):
    configure(FRAGMENT_CACHE="default")
    bombed("mean")

    def words():
        return read(client.get(product.get_absolute_url())).one("section", id="trust-reviews").words

    for _ in range(2):
        assert shown()["block"] == "4.5"
        assert "until July 18, 2026" in words()
    clock.shift(timedelta(hours=72))
    assert shown()["block"] == "2.8"
    assert "July 18" not in words()


def test_a_kept_fragment_follows_the_method(clock, write, shown, configure):
    configure(FRAGMENT_CACHE="default")
    for entry in HISTORY:
        write(*entry)
    for method in ("mean", "bayesian"):
        configure(REVIEWS_SCORE=method)
        assert shown()["block"] == FIGURES[method]
    configure(REVIEWS_SCORE_PARAMETERS={"prior_mean": 5, "prior_weight": 100})
    assert shown()["block"] == "4.9"


def test_a_queryset_made_long_ago_shows_todays_figure(bombed, clock, product):
    bombed("mean")
    queryset: QuerySet[Product] = with_ratings(Product.objects.all())  # a class attribute of a view, say
    assert annotated_figures(queryset.all()[0]).displayed == Decimal("4.5")
    clock.shift(timedelta(hours=72))
    assert annotated_figures(queryset.all()[0]).displayed == Decimal("2.8")


def test_a_new_product_shows_why_it_has_no_figure(clock, write, client, product, configure):
    configure(REVIEWS_FREEZE_HOURS=72, REVIEWS_MODERATION="after")
    for _ in range(10):
        write(5, 0)
    page = read(client.get(product.get_absolute_url()))
    assert "Unusually many reviews" in page.one("section", id="trust-reviews").words
    assert "aggregateRating" not in jsonld(page)


# The words


def explained(method, configure, **parameters):
    configure(REVIEWS_SCORE=method, REVIEWS_SCORE_PARAMETERS=parameters)
    months = {"2025-06": (2, 2), "2025-12": (1, 3), "2026-07": (3, 15)}
    recent = recency_average(months) if method == "recency" else 0
    return score_explanation(RatingSummary(count=6, total=20, recent_score=recent, months=months))


def test_the_mean_in_words_and_figures(configure):
    text = explained("mean", configure)
    assert (text.method, text.formula) == ("Plain average", "20 / 6 = 3.333")
    assert text.result == "3.333 stars from 6 reviews, shown as 3.3."
    assert text.rows == ()


def test_the_bayesian_average_in_words_and_figures(configure):
    text = explained("bayesian", configure)
    assert text.formula == "(7 × 3.5 + 20) / (7 + 6) = 3.423"
    assert "after adding imaginary reviews (number: 7, stars of each: 3.5)" in text.words
    other = explained("bayesian", configure, prior_weight=2.5, prior_mean=4)
    assert other.formula == "(2.5 × 4 + 20) / (2.5 + 6) = 3.529"


def test_the_recency_score_in_words_and_figures(configure):
    text = explained("recency", configure)
    assert text.formula == "16.756 / 3.876 = 4.323"
    assert "180 days newer" in text.words
    assert [(row.period, row.reviews, row.average, row.weight) for row in text.rows] == [
        ("July 2026", "3", "5.00", "1.000"),
        ("December 2025", "1", "3.00", "0.440"),
        ("June 2025", "2", "1.00", "0.218"),
    ]


def test_many_months_are_told_by_year(configure):
    configure(REVIEWS_SCORE="recency", REVIEWS_SCORE_PARAMETERS={"half_life_days": 365.25})
    months = {f"{year}-{month:02d}": (month, 4 * month) for year in (2025, 2026) for month in range(1, 13)}
    summary = RatingSummary(count=156, total=624, recent_score=recency_average(months), months=months)
    rows = score_explanation(summary).rows
    assert [(row.period, row.reviews, row.average) for row in rows] == [
        ("2026", "78", "4.00"),
        ("2025", "78", "4.00"),
    ]
    assert Decimal(rows[1].weight) == Decimal(rows[0].weight) / 2


def test_without_reviews_there_is_nothing_to_compute(configure):
    for method in FIGURES:
        configure(REVIEWS_SCORE=method)
        text = score_explanation(RatingSummary())
        assert (text.formula, text.result, text.rows) == ("", "", ())


def test_a_figure_that_stands_still_has_no_table(bombed, product):
    bombed("recency")
    text = score_explanation(rating_summary(product))
    assert (text.formula, text.rows) == ("", ())
    assert text.result.startswith("4.488 stars from 10 reviews")


@pytest.mark.parametrize("method", ["mean", "bayesian"])
def test_its_other_methods_explain_the_figure_shown(bombed, product, method):
    bombed(method)
    text = score_explanation(rating_summary(product))
    assert text.formula.startswith({"mean": "45 / 10", "bayesian": "(7 × 3.5 + 45) / (7 + 10)"}[method])


def rendered(text):
    return read(render_widget("django_trust/reviews/score.html", {"explanation": text}))


def test_it_is_a_disclosure_with_a_table_a_screen_reader_can_read(configure):
    page = rendered(explained("recency", configure))
    details = page.one("details", class_="trust-score")
    assert details.one("summary").words == "How this figure is made"
    assert "open" not in details.attributes
    table = details.one("table")
    assert table.one("caption").words == "What reviews count for, by their age"
    assert [cell["scope"] for cell in table.all("th")] == ["col"] * 4 + ["row"] * 3
    assert not list(page.all("script"))
    assert not list(rendered(explained("mean", configure)).all("table"))


@pytest.mark.parametrize(
    ("language", "formula"),
    [("et", "20 / 6 = 3,333"), ("ar", "20 / 6 = 3.333"), ("fa", "۲۰ / ۶ = ۳٫۳۳۳")],
)
def test_a_formula_reads_from_left_to_right_in_the_readers_digits(configure, language, formula):
    with translation.override(language):
        text = rendered(explained("mean", configure)).one("bdi")
    assert (text["dir"], text.text) == ("ltr", formula)


@pytest.mark.parametrize(
    ("language", "months"),
    [("et", "juuli 2026"), ("pt-br", "julho de 2026"), ("ar", "يوليو 2026"), ("ja", "2026年7月")],
)
def test_months_are_written_as_the_language_does(configure, language, months):
    with translation.override(language):
        assert explained("recency", configure).rows[0].period == months


def test_shoppers_find_it_beside_the_figure(clock, write, client, product):
    write(4, 0)
    page = read(client.get(product.get_absolute_url()))
    assert "4 / 1 = 4.000" in page.one("details", class_="trust-score").words
