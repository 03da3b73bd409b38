"""The suppression report in Django's admin."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from django_trust.charts import TRACK, TRACK_START, WIDTH
from django_trust.reviews.admin_report import MOST_OVERDUE
from django_trust.reviews.models import FLAGGED_FROM, Review
from django_trust.reviews.services import reject_review
from tests.markup import read

pytestmark = pytest.mark.django_db
REPORT = "/admin/trust/review/report/"


@pytest.fixture
def moderator(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def biased(write_review):
    """All 6 reviews with one star rejected, 24 with five stars published."""
    for _ in range(24):
        write_review(5, days_ago=2)
    for reason in ("false", "false", "false", "false", "spam", "spam"):
        reject_review(review=write_review(1, days_ago=2, publish=False), reason=reason)


def tables(page):
    """The cells of each table, by its caption."""
    return {
        table.one("caption").words: [
            [cell.words for cell in row.children if not isinstance(cell, str)] for row in table.all("tr")
        ]
        for table in page.all("table")
    }


def verdicts(page):
    return [box.one("strong").words for box in page.all("div", class_="trust-verdict")]


def test_counts_reasons_and_verdicts_are_on_the_page(moderator, biased):
    page = read(moderator.get(REPORT))
    assert verdicts(page) == ["Look closer", "Too few to tell"]
    assert "Rejected were 100% of 6 decided reviews with 1 or 2 stars and 0% of 24" in page.words
    assert page.one("bdi", dir=None).words == "p < 0.0001"
    counts = tables(page)["Numbers by stars"]
    assert counts[1] == ["5 stars", "24", "24", "0", "0", "0", "100%", "2 days"]
    assert counts[5] == ["1 star", "6", "0", "6", "0", "0", "0%", "2 days"]
    assert counts[6] == ["All", "30", "24", "6", "0", "0", "80%", "2 days"]
    assert tables(page)["Rejected reviews by reason and stars"][1:] == [
        ["Clearly false or misleading", "0", "0", "0", "0", "4", "4"],
        ["Advertising or spam", "0", "0", "0", "0", "2", "2"],
    ]


def test_an_empty_shop_gets_a_page_too(moderator):
    page = read(moderator.get(REPORT))
    assert verdicts(page) == ["Too few to tell", "Too few to tell"]
    assert "No review was rejected." in page.words
    assert "At least 20 of each are needed." in page.words
    assert tables(page)["Numbers by stars"][1] == ["5 stars", "0", "0", "0", "0", "0", "–", "–"]


def test_the_page_only_reads(moderator, biased):
    before = list(Review.objects.order_by("pk").values())
    assert moderator.get(REPORT).status_code == 200
    assert list(Review.objects.order_by("pk").values()) == before
    assert moderator.post(REPORT).status_code == 405


def test_only_who_may_see_reviews_sees_the_report(client, django_user_model):
    assert client.get(REPORT).status_code == 302
    user = django_user_model.objects.create_user("limited", password="x", is_staff=True)
    client.force_login(user)
    assert client.get(REPORT).status_code == 403
    user.user_permissions.set(Permission.objects.filter(codename="view_review"))
    assert client.get(REPORT).status_code == 200


def test_the_period_is_chosen_by_a_link(moderator, write_review):
    write_review(5, days_ago=2)
    write_review(5, days_ago=40)
    page = read(moderator.get(REPORT))
    links = {link.words: link for link in page.one("nav", class_="trust-report-period").all("a")}
    assert list(links) == ["30 days", "90 days", "365 days"]
    assert links["365 days"].attributes.get("aria-current") == "true"
    assert tables(page)["Numbers by stars"][6][1] == "2"
    page = read(moderator.get(REPORT + links["30 days"]["href"]))
    assert tables(page)["Numbers by stars"][6][1] == "1"


@pytest.mark.parametrize("days", ["", "0", "-1", "x", "31", "99999999999", "٣٠", "30\x00"])
def test_a_period_that_is_not_offered_is_a_year(moderator, write_review, days):
    write_review(5, days_ago=300)
    page = read(moderator.get(REPORT, {"days": days}))
    assert tables(page)["Numbers by stars"][6][1] == "1"


def test_queries_do_not_grow_with_reviews(moderator, biased, write_review, django_assert_max_num_queries):
    moderator.get(REPORT)
    with django_assert_max_num_queries(10) as few:
        moderator.get(REPORT)
    for _ in range(10):
        write_review(3)
    with django_assert_max_num_queries(10) as many:
        moderator.get(REPORT)
    assert len(few) == len(many)


def chart_on(page):
    return page.one("svg", class_="trust-chart")


def test_the_chart_has_a_bar_for_each_rate_and_hides_from_screen_readers(moderator, biased):
    chart = chart_on(read(moderator.get(REPORT)))
    assert chart["aria-hidden"] == "true"
    assert [text.words for text in chart.all("text")][:4] == ["5 stars", "100%", "4 stars", "–"]
    assert len(list(chart.all("rect", class_="trust-chart-track"))) == 5
    [bar] = chart.all("rect", class_="trust-chart-bar")  # nothing of one star was published
    assert (bar["x"], float(bar["width"])) == (str(TRACK_START), TRACK)
    assert not [element for element in chart.walk() if "style" in element.attributes]


def test_right_to_left_the_chart_is_mirrored(moderator, biased, write_review, settings):
    reject_review(review=write_review(5), reason="spam")
    settings.LANGUAGE_CODE = "ar"
    page = read(moderator.get(REPORT))
    assert page.one("html")["dir"] == "rtl"
    [bar] = chart_on(page).all("rect", class_="trust-chart-bar")
    assert float(bar["width"]) == round(24 / 25 * TRACK, 1)
    assert float(bar["x"]) + float(bar["width"]) == pytest.approx(WIDTH - TRACK_START)
    assert next(chart_on(page).all("text"))["x"] == str(WIDTH)


def test_a_share_of_a_hundred_per_cent_means_all_of_them(moderator, biased, fill):
    fill(1_000)
    reject_review(review=Review.objects.filter(rating=4).first(), reason="spam")
    counts = tables(read(moderator.get(REPORT)))["Numbers by stars"]
    assert counts[2][2:4] == ["199", "1"]
    assert counts[2][6] == "99%"


@pytest.fixture
def overdue(write_review):
    def wait(number):
        since = timezone.now() - timedelta(days=15)
        for _ in range(number):
            review = write_review(publish=False)
            Review.objects.filter(pk=review.pk).update(pending_since=since)

    return wait


def test_what_waits_too_long_is_named_with_the_command_to_run(moderator, overdue):
    overdue(2)
    page = read(moderator.get(REPORT))
    assert "2 reviews have waited longer than they should" in page.words
    assert page.one("pre").words == "python manage.py trust_publish_waiting"
    assert set(Review.objects.values_list("state", flat=True)) == {"pending"}


def test_what_is_flagged_waits_for_a_person(moderator, overdue):
    overdue(1)
    Review.objects.update(flag_weight=FLAGGED_FROM)
    page = read(moderator.get(REPORT))
    assert "No review has waited longer than it should." in page.words
    assert list(page.all("pre")) == []


def test_overdue_reviews_are_looked_up_to_a_limit(moderator, overdue, monkeypatch):
    assert MOST_OVERDUE == 100
    monkeypatch.setattr("django_trust.reviews.admin_report.MOST_OVERDUE", 2)
    overdue(4)
    assert "2+ reviews have waited longer" in read(moderator.get(REPORT)).words


def test_a_shop_where_nothing_publishes_itself_reads_that(moderator, configure):
    configure(REVIEWS_AUTO_PUBLISH_DAYS=0)
    page = read(moderator.get(REPORT))
    assert "Waiting reviews do not publish themselves: REVIEWS_AUTO_PUBLISH_DAYS is 0." in page.words


def test_waits_that_were_not_all_read_are_said_so(moderator, biased, monkeypatch):
    monkeypatch.setattr("django_trust.reviews.admin_report.MOST_WAITS", 29)
    page = read(moderator.get(REPORT))
    assert "Waiting times are those of the newest 29 decided reviews." in page.words
