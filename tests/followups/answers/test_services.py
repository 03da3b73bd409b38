"""What buyers answer: stored once, told to staff, planned anew."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection

from django_trust import signals
from django_trust.followups.answers.services import answer_order, answer_survey, close_answer
from django_trust.followups.choices import AnswerState
from django_trust.followups.models import Flow, FollowUp, OrderAnswer, Step, SurveyAnswer
from django_trust.followups.plans import schedule_followups
from django_trust.shop.models import Purchase
from django_trust.shop.services import mark_delivered

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _staff(configure):
    configure(STAFF_EMAILS=["staff@shop.example"])


@pytest.fixture
def order(buy):
    return buy("mari@example.ee", reference="1001", name="Mari Kask")


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def request_row(order):
    """A review request that is planned for two days after the delivery."""
    flow = Flow.objects.create(code="reviews", name="R", event="delivered", active_since=NOW - 30 * DAY)
    Step.objects.create(flow=flow, code="ask", name="A", purpose="review", delay=2)
    mark_delivered(reference="1001", at=NOW - DAY)
    schedule_followups(order, now=NOW)
    return FollowUp.objects.get()


@pytest.fixture
def heard():
    """What signals said."""
    said = []

    def listen(sender, answer, **kwargs):
        said.append(answer)

    for signal in (signals.order_answered, signals.survey_answered):
        signal.connect(listen)
    yield said
    for signal in (signals.order_answered, signals.survey_answered):
        signal.disconnect(listen)


def say(order, kind, message="", now=NOW):
    return answer_order(purchase=order, kind=kind, message=message, language="et", now=now)


@pytest.mark.parametrize("kind", ["not_arrived", "problem"])
def test_a_case_is_open_and_staff_are_told_once(order, committed, heard, kind):
    with committed():
        case = say(order, kind, "Where is\r\nit?")
    with committed():
        again = say(order, kind, "Where is\nit?")
    assert again == case == OrderAnswer.objects.get()
    assert (case.state, case.message, case.language) == ("open", "Where is\nit?", "et")
    assert heard == [case]
    letter = mail.outbox.pop()
    assert mail.outbox == []
    assert letter.to == ["staff@shop.example"]
    assert "1001" in letter.subject
    assert "Where is\nit?" in letter.body
    assert "mari@example.ee" not in letter.subject + letter.body


def test_more_words_are_added_to_the_open_case(order, committed, heard):
    with committed():
        say(order, "problem", "The lid is broken.")
        case = say(order, "problem", "The spout too.")
    assert OrderAnswer.objects.get().message == "The lid is broken.\n\nThe spout too."
    assert len(heard) == len(mail.outbox) == 2
    assert case.at == NOW


def test_words_that_do_not_fit_any_more_are_not_lost(order):
    say(order, "problem", "a" * 1990)
    say(order, "problem", "b" * 1990)
    assert {answer.message[0] for answer in OrderAnswer.objects.all()} == {"a", "b"}


def test_a_case_that_was_closed_is_not_opened_by_saying_it_again(order, staff):
    first = close_answer(answer=say(order, "problem"), by=staff, now=NOW)
    assert say(order, "problem", now=NOW + DAY) != first
    assert list(OrderAnswer.objects.order_by("pk").values_list("state", flat=True)) == ["closed", "open"]


def test_all_is_well_is_no_case(order, committed):
    with committed():
        say(order, "all_good")
        say(order, "all_good", "Lovely pot")
    answer = OrderAnswer.objects.get()
    assert (answer.state, answer.closed_at, answer.message) == (AnswerState.CLOSED, None, "Lovely pot")
    assert mail.outbox == []


def test_what_arrived_after_all_needs_no_search_but_a_problem_stays(order):
    missing, problem = say(order, "not_arrived"), say(order, "problem")
    say(order, "all_good", now=NOW + DAY)
    missing.refresh_from_db()
    problem.refresh_from_db()
    assert (missing.state, missing.closed_at) == ("closed", NOW + DAY)
    assert problem.state == "open"


def test_a_problem_holds_the_request_until_it_is_closed(order, request_row, committed, staff):
    with committed():
        case = say(order, "problem", now=NOW)
    request_row.refresh_from_db()
    assert (request_row.reason, request_row.wake_at) == ("case_open", None)
    with committed():
        closed = close_answer(answer=case, by=staff, note=" New lid sent. ", now=NOW)
    request_row.refresh_from_db()
    assert request_row.wake_at is not None
    assert (closed.closed_by, closed.note, closed.closed_at) == (staff, "New lid sent.", NOW)


def test_what_has_not_arrived_puts_off_the_request_each_time(order, request_row, committed, configure):
    configure(FOLLOWUPS_POSTPONE_DAYS=7)
    for day in (0, 3):
        with committed():
            say(order, "not_arrived", now=NOW + day * DAY)
        request_row.refresh_from_db()
        assert (request_row.reason, request_row.wake_at) == ("postponed", NOW + (7 + day) * DAY)


def test_the_first_closing_counts(order, staff, committed):
    case = close_answer(answer=say(order, "problem"), by=staff, note="first", now=NOW)
    close_answer(answer=case, note="second", now=NOW + DAY)
    case.refresh_from_db()
    assert (case.note, case.closed_at, case.closed_by) == ("first", NOW, staff)


def test_whoever_is_killed_before_planning_leaves_word_of_it(order):
    for act in (
        lambda: say(order, "problem"),
        lambda: close_answer(answer=OrderAnswer.objects.get()),
        lambda: answer_survey(purchase=order, kind="nps", score=3, language="en"),
    ):
        Purchase.objects.update(has_news=False)
        act()  # nothing after the commit runs here
        assert Purchase.objects.get().has_news


def test_a_mail_server_that_is_down_loses_no_answer(order, committed, settings, monkeypatch):
    from django.core.mail.backends.locmem import EmailBackend

    def refuse(self, messages):
        raise OSError("down")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    with committed():
        say(order, "problem")
    assert OrderAnswer.objects.get().state == "open"
    assert not Purchase.objects.get().has_news  # planned all the same


def test_without_staff_nobody_is_told(order, committed, configure):
    configure(STAFF_EMAILS=[])
    with committed():
        say(order, "problem")
    assert mail.outbox == []


def test_what_is_wrong_is_said_and_nothing_stored(order):
    with pytest.raises(ValueError, match="fine"):
        say(order, "fine")
    with pytest.raises(ValidationError) as caught:
        say(order, "problem", "x" * 2001)
    assert list(caught.value.message_dict) == ["message"]
    with pytest.raises(ValueError, match="ces"):
        answer_survey(purchase=order, kind="ces", score=1, language="en")
    with pytest.raises(ValidationError) as caught:
        answer_survey(purchase=order, kind="nps", score=1, comment="x" * 2001, language="en")
    assert list(caught.value.message_dict) == ["comment"]
    assert OrderAnswer.objects.count() == SurveyAnswer.objects.count() == 0


# Surveys


@pytest.mark.parametrize(("kind", "lowest", "highest"), [("csat", 1, 5), ("nps", 0, 10)])
def test_a_score_is_on_its_scale(order, kind, lowest, highest):
    for score in (lowest, highest):
        assert answer_survey(purchase=order, kind=kind, score=score, language="en").score == score
    for score in (lowest - 1, highest + 1):
        with pytest.raises(ValidationError):
            answer_survey(purchase=order, kind=kind, score=score, language="en")
    assert SurveyAnswer.objects.get().score == highest


def test_the_last_answer_counts_and_the_same_one_says_nothing_new(order, committed, heard):
    def answer(score, comment, now=NOW):
        return answer_survey(
            purchase=order, kind="csat", score=score, comment=comment, language="en", now=now
        )

    with committed():
        answer(2, "Late")
        answer(2, "Late", NOW + DAY)
        changed = answer(4, "", NOW + 2 * DAY)
    assert len(heard) == 2
    assert SurveyAnswer.objects.get() == changed
    assert (changed.score, changed.comment, changed.answered_at) == (4, "", NOW + 2 * DAY)


def test_two_questions_are_two_answers(order):
    answer_survey(purchase=order, kind="csat", score=2, language="en")
    answer_survey(purchase=order, kind="nps", score=2, language="en")
    assert SurveyAnswer.objects.count() == 2


# At the same moment


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads share no database in memory")
def test_a_button_pressed_by_many_at_once_is_one_case(order):
    barrier, failures = Barrier(4), []

    def press():
        try:
            barrier.wait()
            answer_order(purchase=order, kind="problem", message="Broken", language="en")
            answer_survey(purchase=order, kind="nps", score=3, language="en")
        except Exception as error:  # noqa: BLE001 - told below
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert OrderAnswer.objects.get().message == "Broken"
    assert SurveyAnswer.objects.get().score == 3
    assert len(mail.outbox) == 1
    assert not Purchase.objects.filter(has_news=True).exists()
