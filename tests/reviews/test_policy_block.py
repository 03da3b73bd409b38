from unittest import mock

import pytest
from django.utils.translation import override

from django_trust.reviews import pictures
from django_trust.reviews.models import RejectionReason
from django_trust.reviews.policy_words import policy_html, policy_sections
from django_trust.reviews.rules import rule_behind
from django_trust.reviews.services import reject_review
from tests.hostshop.adapter import Adapter
from tests.markup import read

# A setting, a value that is not the default, and words that stand there with only one of the two.
SWITCHES = [
    ("REVIEWS_WHO", "signed-in", "Anybody may write a review", "Only people who are signed in"),
    ("REVIEWS_WHO", "buyers", "Anybody may write a review", "Only people whose purchase is known to us"),
    ("REVIEWS_WHO", "buyers", "", "Until then the review is not shown."),
    ("REVIEWS_WHO", "buyers", "", "whose author's purchase is not proven go on"),
    ("REVIEWS_WHO", "signed-in", "Who has no account gives an e-mail address", ""),
    (
        "REVIEWS_CONFIRM_EMAIL",
        False,
        "proves nothing before its owner has confirmed it",
        "is compared with our orders without asking its owner",
    ),
    ("REVIEWS_MODERATION", "after", "A moderator reads every review before", "Reviews are shown at once. A"),
    (
        "REVIEWS_MODERATION",
        "flagged",
        "A moderator reads every review before",
        "shown at once, unless an auto",
    ),
    ("REVIEWS_MODERATION", "after", "read by a moderator again", "is checked as a new one is"),
    ("REVIEWS_BLIND_MODERATION", False, "Moderators do not see the stars", "Moderators see the stars"),
    ("REVIEWS_AUTO_PUBLISH_DAYS", 30, "has waited 14 days", "has waited 30 days"),
    ("REVIEWS_AUTO_PUBLISH_DAYS", 0, "is published without one", "only after a moderator has decided"),
    ("REVIEWS_AUTO_PUBLISH_DAYS", 0, "go on waiting for a person", ""),
    ("SIGNALS", [], "Automatic checks look for", "No automatic checks look at reviews."),
    ("SIGNALS", [], "Reviews that the checks flagged for one of the grounds", ""),
    (
        "REVIEWS_SCORE",
        "bayesian",
        "added up, divided by the number of reviews.",
        "after adding imaginary reviews (number: 7, stars of each: 3.5)",
    ),
    ("REVIEWS_SCORE", "recency", "added up, divided by the number", "half as much as one that is 180 days"),
    ("REVIEWS_FREEZE_HOURS", 24, "may stand still for up to 3 days", "may stand still for up to 1 day,"),
    ("REVIEWS_FREEZE_HOURS", 0, "may stand still", ""),
    ("REVIEWS_VOTING", False, "may say once whether a review helped", ""),
    ("JSONLD_INCENTIVIZED", True, "left out of the data we give", "also in the data we give"),
    ("ADAPTER", f"{__name__}.OwnRecords", "", "Orders kept in other records of the shop"),
]


class OwnRecords(Adapter):
    def has_purchased(self, obj, *, user, email):
        return True


def words(section=""):
    """All sentences and points, or those of the sections whose title contains these words."""
    chosen = [entry for entry in policy_sections() if section in entry.title]
    assert chosen, section
    parts = [text for entry in chosen for text in entry.sentences]
    return " ".join(parts + [f"{point.term}: {point.words}" for entry in chosen for point in entry.points])


@pytest.mark.parametrize(("key", "value", "before", "after"), SWITCHES)
def test_the_text_follows_the_setting(db, configure, key, value, before, after):
    text = words()
    configure(**{key: value})
    changed = words()
    if before:
        assert before in text
        assert before not in changed
    if after:
        assert after in changed
        assert after not in text


def test_parameters_of_the_score_are_named(db, configure):
    configure(REVIEWS_SCORE="bayesian", REVIEWS_SCORE_PARAMETERS={"prior_mean": 3, "prior_weight": 20})
    assert "after adding imaginary reviews (number: 20, stars of each: 3)" in words()


def test_checks_that_are_off_hold_nothing_back(db, configure):
    configure(REVIEWS_MODERATION="flagged", SIGNALS=[])
    assert "Reviews are shown at once. A moderator may take them down later." in words()
    assert "automatic check points" not in words()


def test_data_without_reviews_are_not_said_to_hold_any(db, configure):
    configure(JSONLD_INCENTIVIZED=True, JSONLD_EXCLUDE=["Review"])
    assert "search engines" not in words()


def test_photos_are_spoken_of_where_there_may_be_some(db, configure):
    with mock.patch.object(pictures, "is_available", return_value=True):
        assert "up to 4 photos" in words()
        assert "A moderator looks at photos before they are shown" in words()
        configure(REVIEWS_PHOTOS=1, REVIEWS_MODERATION="after")
        assert "may have 1 photo." in words()
        assert "A moderator looks at photos" not in words()
        configure(REVIEWS_PHOTOS=0)
        assert "Reviews have no photos here." in words()
    configure(REVIEWS_PHOTOS=4)
    with mock.patch.object(pictures, "is_available", return_value=False):
        assert "Reviews have no photos here." in words()


def test_every_ground_for_a_rejection_is_listed_with_its_rule(db):
    text = words("may not be published")
    for reason in RejectionReason:
        assert f"{reason.label}: {rule_behind(reason)}" in text


def test_the_counts_are_the_real_ones(write_review):
    for stars in (1, 5, 5):
        write_review(stars)
    reject_review(review=write_review(2, publish=False), reason="spam")
    write_review(3, publish=False)
    text = words("in numbers")
    assert "5 received, 3 published, 2 not published." in text
    assert "Advertising or spam: 1" in text
    assert "Still waiting for a moderator: 1" in text


def test_nothing_is_explained_where_all_is_published(write_review):
    write_review()
    assert "for these reasons" not in words("in numbers")


def test_no_counts_are_shown_before_the_first_review(db):
    assert [section for section in policy_sections() if "numbers" in section.title] == []


def test_the_counts_are_asked_for_once_an_hour(write_review, django_assert_num_queries):
    write_review()
    policy_sections()
    with django_assert_num_queries(0):
        policy_html()


def test_the_widget_says_its_language_and_all_sections(write_review):
    write_review(publish=False)
    with override("ar"):
        root = read(policy_html()).one("section", id="trust-review-policy")
    assert (root["lang"], root["dir"], root["class"]) == ("ar", "rtl", "trust trust-policy")
    root = read(policy_html()).one("section", id="trust-review-policy")
    assert [heading.words for heading in root.all("h3")] == [section.title for section in policy_sections()]
    assert root.one("h2")["id"] == root["aria-labelledby"]
    assert len(list(root.all("dt"))) == len(RejectionReason) + 1
    for section in policy_sections():
        for sentence in section.sentences:
            assert sentence in root.words


def test_on_its_own_page_the_sections_stand_below_the_title(db):
    root = read(policy_html(heading=False)).one("section")
    assert "aria-labelledby" not in root.attributes
    assert [heading.words for heading in root.all("h2")] == [section.title for section in policy_sections()]
    assert not list(root.all("h3"))


def test_figures_are_written_in_the_readers_language(db):
    with override("et"):
        assert "14 ööpäeva" in words()
