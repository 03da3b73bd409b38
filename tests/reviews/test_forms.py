import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.utils import translation

from django_trust.reviews.exceptions import NotPurchased
from django_trust.reviews.forms import ReportForm, ReviewForm
from django_trust.reviews.models import RejectionReason

FILLED = {"rating": "5", "title": "T", "body": "B", "author_name": "N", "email": "a@b.test"}


def test_stars_are_five_radios_in_ascending_order_each_with_its_word():
    radios = list(ReviewForm()["rating"])
    assert [radio.data["value"] for radio in radios] == ["1", "2", "3", "4", "5"]
    assert [str(radio.choice_label) for radio in radios] == [
        "1 star: poor",
        "2 stars: below expectations",
        "3 stars: average",
        "4 stars: good",
        "5 stars: excellent",
    ]
    assert not any(radio.data["selected"] for radio in radios)


def test_stars_are_enough_for_somebody_who_is_known():
    assert set(ReviewForm({}).errors) == {"rating", "email"}
    assert ReviewForm({"rating": "3"}, needs_email=False).is_valid()


def test_all_errors_are_said_at_once():
    form = ReviewForm({"title": "x" * 151, "email": "nobody"})
    assert set(form.errors) == {"rating", "title", "email"}


@pytest.mark.parametrize("rating", ["0", "6", "4.5", "", "x", "٥", "5 stars"])
def test_other_stars_are_refused_in_words(rating):
    assert ReviewForm({**FILLED, "rating": rating}).errors == {"rating": ["Please choose from 1 to 5 stars."]}


def test_text_comes_back_without_control_characters():
    form = ReviewForm({**FILLED, "body": "nul\x00in\u202e bell\x07"})
    assert form.is_valid()
    assert form.cleaned_data["body"] == "nulin bell"


def test_a_line_break_stays_one():
    form = ReviewForm({**FILLED, "body": "one\r\ntwo\rthree\u2028four"})
    assert form.is_valid()
    assert (
        form.cleaned_data["body"].replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
        == "one\ntwo\nthree\nfour"
    )


def test_signed_in_people_are_not_asked_for_an_address():
    assert "email" not in ReviewForm(user=User(username="mari")).fields
    assert "email" in ReviewForm(user=AnonymousUser()).fields
    assert "email" in ReviewForm(user=None).fields
    assert "email" not in ReviewForm(needs_email=False).fields


def test_what_happens_next_is_said_before(configure):
    assert str(ReviewForm().next_step).startswith("A moderator reads every review before it is shown.")
    configure(REVIEWS_MODERATION="after")
    assert str(ReviewForm().next_step) == "Your review is shown at once."


def test_what_the_service_refuses_is_shown_at_its_field():
    form = ReviewForm(FILLED)
    form.is_valid()
    form.add_service_error(ValidationError({"title": "Too long.", "language": "No language."}))
    assert form.errors["title"] == ["Too long."]
    assert form.non_field_errors() == ["No language."]


def test_what_a_person_may_not_do_is_shown_above():
    form = ReviewForm(FILLED)
    form.add_service_error(NotPurchased())
    assert form.non_field_errors()[0].startswith("Only people who bought this can review it.")


def test_a_report_chooses_from_the_same_reasons_as_a_moderator():
    assert [value for value, _ in ReportForm().fields["reason"].choices] == RejectionReason.values
    assert list(ReportForm({"reason": "dislike"}).errors) == ["reason"]


def test_labels_are_translated():
    with translation.override("et"):
        labels = {str(field.label) for field in ReviewForm().visible_fields()}
    with translation.override("en"):
        assert not labels & {str(field.label) for field in ReviewForm().visible_fields()}
