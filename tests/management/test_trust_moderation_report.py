import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from django_trust.reviews.services import reject_review


def run(*options):
    output = StringIO()
    try:
        call_command("trust_moderation_report", *options, stdout=output)
    except CommandError as error:
        return error.returncode, f"{output.getvalue()}{error}"
    return 0, output.getvalue()


@pytest.fixture
def biased(write_review):
    """All 6 reviews with one star rejected, 24 with five stars published."""
    for _ in range(24):
        write_review(5, days_ago=2)
    for _ in range(6):
        reject_review(review=write_review(1, days_ago=2, publish=False), reason="false")


def test_each_number_of_stars_has_its_line(write_review):
    write_review(5, days_ago=2)
    reject_review(review=write_review(2, days_ago=40, publish=False), reason="spam")
    status, output = run()
    lines = [line.split() for line in output.splitlines()]
    assert status == 0
    assert ["5", "1", "1", "0", "0", "0", "100%", "2d", "00:00"] in lines
    assert ["2", "1", "0", "1", "0", "0", "0%", "40d", "00:00"] in lines
    assert ["3", "0", "0", "0", "0", "0", "–", "–"] in lines
    assert ["all", "2", "1", "1", "0", "0", "50%", "21d", "00:00"] in lines
    assert "rejected as spam: 1" in output
    assert "Are low ratings rejected more often? Too few to tell (p = 0.5000)." in output


def test_the_period_can_be_chosen(write_review):
    write_review(5, days_ago=2)
    write_review(5, days_ago=40)
    assert json.loads(run("--format", "json", "--days", "30")[1])["total"]["received"] == 1
    assert json.loads(run("--format", "json")[1])["total"]["received"] == 2


@pytest.mark.parametrize("days", ["0", "-3", "x", "1.5", "٣", "9999999999"])
def test_a_period_that_makes_no_sense_is_refused(db, days):
    with pytest.raises(CommandError, match="whole number"):
        call_command("trust_moderation_report", f"--days={days}")


def test_machines_read_seconds_and_shares(biased):
    report = json.loads(run("--format", "json")[1])
    assert [figures["stars"] for figures in report["stars"]] == [5, 4, 3, 2, 1]
    assert report["stars"][0]["publish_rate"] == 1
    assert report["stars"][0]["median_wait_seconds"] == pytest.approx(2 * 86400, abs=60)
    assert report["stars"][4]["reasons"] == {"false": 6}
    assert report["stars"][1]["publish_rate"] is None
    assert report["rejection"]["stars_1_2"] == {"decided": 6, "rejected_share": 1.0}
    assert report["rejection"]["verdict"] == "alarm"
    assert 0 < report["rejection"]["p_value"] < 0.005
    assert report["waiting"]["verdict"] == "too_few"
    assert report["alarmed"] is True


def test_an_alarm_is_printed_and_fails_only_where_asked(biased):
    status, output = run()
    assert status == 0
    assert "Are low ratings rejected more often? Look closer (p < 0.0001)." in output
    assert "Rejected were 100% of 6 decided reviews with 1 or 2 stars and 0% of 24" in output
    assert run("--fail-on-alarm")[0] == 1


def test_no_alarm_never_fails(write_review):
    write_review()
    assert run("--fail-on-alarm")[0] == 0


def test_the_command_speaks_english_whatever_the_shop_speaks(biased, settings):
    settings.LANGUAGE_CODE = "ar"
    assert "Rejected were 100% of 6" in run()[1]


def test_an_empty_shop_is_no_error(db):
    status, output = run()
    assert status == 0
    assert "Decided were 0 reviews with 1 or 2 stars and 0 with 3 to 5 stars." in output
