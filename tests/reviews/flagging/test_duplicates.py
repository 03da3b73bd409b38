"""Almost the same words again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from django_trust.reviews.flagging import Submission, examine
from django_trust.reviews.flagging.duplicates import MOST_COMPARED
from django_trust.reviews.flagging.sketches import SKETCH_SIZE, likeness, phrases_of, sketch_of
from django_trust.reviews.models import Review, ReviewSketch
from django_trust.reviews.services import edit_review, reject_review, submit_review, withdraw_review
from tests.hostshop.models import Product

TEXT = (
    "I bought this pot for my mother and she likes it very much, although the lid is a little loose "
    "and the colour is darker than in the picture."
)
ALMOST = TEXT.upper().replace("MOTHER", "AUNT").replace(",", " !")
OTHER = (
    "The parcel came late and the handle was broken, so I sent it back to the shop and got my money within "
    "three days without any questions."
)
ARABIC = (
    "اشتريت هذا الإبريق لوالدتي وأعجبها كثيرا على الرغم من أن الغطاء غير محكم قليلا واللون أغمق من الصورة"
)
CHINESE = "这个茶壶很好用,我妈妈非常喜欢,盖子有一点松,但是不影响使用,颜色比图片深一些,推荐购买。"


@pytest.fixture
def write(product):
    def submit(number, body=TEXT, *, item=None, **fields):
        fields = {"email": f"p{number}@example.test", "language": "en", **fields}
        return submit_review(item=item or product, rating=5, body=body, **fields)

    return submit


def duplicate_of(review):
    return review.flags.filter(signal="near_duplicate").first()


@pytest.mark.parametrize("text", [TEXT, ARABIC, CHINESE], ids=["en", "ar", "zh"])
def test_the_same_words_by_somebody_else_want_a_person(write, text):
    first, second = write(1, text), write(2, text.replace("very", "so"))
    flag = duplicate_of(second)
    assert duplicate_of(first) is None
    assert (flag.reason, flag.details["same_item"], flag.details["number"]) == ("fake", True, 1)
    assert flag.details["most_similar"] == first.pk
    assert second.is_flagged


def test_a_word_changed_here_and_there_does_not_help(write):
    write(1)
    assert write(2, ALMOST).is_flagged


def test_other_words_are_other_words(write):
    write(1)
    assert duplicate_of(write(2, OTHER)) is None


def test_the_same_words_under_another_item_count_too(write):
    write(1)
    flag = duplicate_of(write(2, item=Product.objects.create(name="Cup")))
    assert flag.details["same_item"] is False
    assert flag.weight >= 40


def test_ones_own_words_under_another_item_hold_nothing_up(write):
    write(1)
    again = write(1, item=Product.objects.create(name="Cup"))
    assert duplicate_of(again).details["same_author"] is True
    assert not again.is_flagged


def test_short_praise_is_alike_by_chance(write):
    write(1, "Good product, fast delivery, thank you")
    assert duplicate_of(write(2, "Good product, fast delivery, thank you")) is None
    assert not ReviewSketch.objects.exists()


def test_what_was_rejected_or_withdrawn_comes_back_known(write, staff):
    reject_review(review=write(1), reason="spam", by=staff)
    assert duplicate_of(write(2)) is not None
    withdraw_review(review=write(3, OTHER))
    assert duplicate_of(write(4, OTHER)) is not None


def test_an_edited_review_is_not_its_own_double(write):
    review = write(1)
    edit_review(review=review, rating=4, body=TEXT + " Still fine.")
    assert duplicate_of(review) is None


def test_an_edit_replaces_the_words_others_are_compared_with(write):
    review = write(1)
    edit_review(review=review, rating=4, body=OTHER)
    assert review.sketch.count() == SKETCH_SIZE
    assert duplicate_of(write(2, TEXT)) is None
    assert duplicate_of(write(3, OTHER)) is not None


def test_an_edit_that_copies_somebody_is_seen(write):
    write(1)
    review = write(2, OTHER)
    edit_review(review=review, rating=4, body=TEXT)
    assert duplicate_of(review).details["same_item"] is True


def test_pros_and_title_belong_to_the_words(write):
    write(1, body="", pros=TEXT)
    assert duplicate_of(write(2, body=TEXT)) is not None


def test_a_flood_of_copies_costs_two_queries_and_few_texts(write, product):
    item = write(0).item
    copies = Review.objects.bulk_create(
        Review(item=item, rating=5, body=TEXT, language="en", email_key=f"k{n}") for n in range(200)
    )
    sketch = sketch_of(phrases_of(TEXT))
    ReviewSketch.objects.bulk_create(
        ReviewSketch(review=copy, phrase=phrase) for copy in copies for phrase in sketch
    )
    draft = Review(item=item, body=TEXT, language="en", email_key="new")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        (finding,) = examine(Submission(draft))
    assert len(queries) == 2
    assert 1 < finding.details["number"] <= MOST_COMPARED


def test_switched_off_it_reads_and_writes_nothing(write, configure, product):
    configure(SIGNALS=["links"])
    write(1)
    assert not ReviewSketch.objects.exists()
    with CaptureQueriesContext(connection) as queries:
        examine(Submission(Review(body=TEXT, language="en", device_key="d1")))
    assert len(queries) == 0


def test_an_ordinary_review_costs_two_queries(write, product):
    item = write(1, OTHER).item
    with CaptureQueriesContext(connection) as queries:
        examine(Submission(Review(item=item, body=TEXT, language="en", device_key="d1"), 30.0))
    assert len(queries) == 2  # the device, the phrases


def test_every_query_uses_an_index(write, product):
    if connection.vendor != "sqlite":
        pytest.skip("The plan is read from SQLite.")
    item = write(1).item
    with CaptureQueriesContext(connection) as queries:
        examine(Submission(Review(item=item, body=TEXT, language="en", device_key="d1")))
    assert len(queries) == 3
    for query in queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            assert all("SCAN" not in row[3] for row in cursor.fetchall()), query["sql"]


def test_sketches_of_similar_texts_meet():
    text = " ".join(f"word{n} and" for n in range(40)).split()
    for place in range(0, len(text), 3):
        changed = [*text[:place], "changed", *text[place + 1 :]]
        one, other = phrases_of(" ".join(text)), phrases_of(" ".join(changed))
        assert likeness(one, other) >= 0.7
        assert set(sketch_of(one)) & set(sketch_of(other))


def test_hashes_fit_the_column():
    assert all(0 <= number < 2**63 for number in sketch_of(phrases_of(TEXT)))


@pytest.mark.parametrize(
    "signal_details, words",
    [
        (
            {"same_author": True, "same_item": False, "number": 2, "most_similar": 7},
            "other items by the same author",
        ),
        (
            {"same_author": False, "same_item": True, "number": 1, "most_similar": 7},
            "1 other review of this item",
        ),
        ({"same_author": False, "same_item": False, "number": 3, "most_similar": 1234}, "number 1234"),
    ],
)
def test_the_sentence_says_where_the_double_is(say, signal_details, words):
    from django_trust.reviews.flagging import Finding

    assert words in say(Finding("near_duplicate", 50, "fake", signal_details))


def test_points_added_to_a_borrowed_text_hide_nothing(write_review):
    text = "The handle sits well in the hand and the spout has not dripped once since we bought it in spring."
    write_review(body=text)
    copy = write_review(
        body=text.replace("spring", "autumn"),
        pros=["Looks good on every table", "Easy to clean by hand"],
        cons=["The lid is a little loose when it is hot"],
    )
    assert duplicate_of(copy) is not None
