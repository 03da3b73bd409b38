"""What the pages about follow-ups list is what the code and its data files have."""

import dataclasses
import re

import pytest

from django_trust.followups import order_links
from django_trust.followups.choices import (
    MARKETING,
    SCORES,
    AnswerKind,
    AnswerState,
    Condition,
    DelayUnit,
    Event,
    FollowUpState,
    MessageKind,
    Purpose,
    Reason,
    SurveyKind,
)
from django_trust.followups.flows import shipped_flows
from django_trust.followups.messages.variables import VARIABLES
from django_trust.followups.models import Flow, FollowUp, Step
from django_trust.followups.planning import NotStarted
from django_trust.followups.sending.report import SendReport
from django_trust.followups.words import SENTENCES
from tests.docs.markdown import DOCS
from tests.docs.tables import CODE, page, rows, section, table_of
from tests.followups.messages.jobs import write

PAGE = page("followups")
HOWTO = (DOCS / "howto" / "followups.md").read_text()
STEPS = [(key, flow["event"], row) for flow in shipped_flows().values() for key, row in flow["steps"].items()]


def delay_of(row, nothing="none"):
    number = row["delay"]
    unit = row["unit"].replace("_", " ")
    return f"{number} {unit if number > 1 else unit.removesuffix('s')}" if number else nothing


def hours_of(row):
    return f"{row['send_from']:%H:%M} to {row['send_until']:%H:%M}" if "send_from" in row else "any"


def test_shipped_flows():
    table = rows(section(PAGE, "Flows that come with the library"))
    flows = [
        [f"`{code}`", f"`{flow['event']}`", ", ".join(f"`{key}`" for key in flow["steps"])]
        for code, flow in shipped_flows().items()
    ]
    assert [row for row in table if len(row) == 3] == flows
    steps = [
        [
            f"`{key}`",
            f"`{row['message']}`",
            f"`{row['purpose']}`",
            delay_of(row),
            hours_of(row),
            f"`{row['condition']}`" if "condition" in row else "always",
            str(row["within_days"]),
        ]
        for key, _, row in STEPS
    ]
    assert [row for row in table if len(row) == 7] == steps


def test_what_goes_when_in_the_overview():
    """Each line: the step, when, and whether it needs a right to write."""
    needs = {purpose: "yes" if purpose in MARKETING else "no" for purpose in Purpose.values}
    shipped = [
        (key, event, delay_of(row, "at once"), hours_of(row), needs[row["purpose"]])
        for key, event, row in STEPS
    ]
    table = rows(section(HOWTO, "What goes when"))
    assert [(CODE.match(row[0])[1], CODE.match(row[2])[1], *row[3:]) for row in table] == shipped


@pytest.mark.parametrize(
    ("heading", "choices"),
    [
        ("Events", Event),
        ("Purposes", Purpose),
        ("Delays", DelayUnit),
        ("States", FollowUpState),
        ("Messages", MessageKind),
    ],
)
def test_codes(heading, choices):
    assert table_of(PAGE, heading) == choices.values


def test_conditions():
    assert table_of(PAGE, "Conditions") == [code for code in Condition.values if code]


def test_purposes_that_need_a_right_to_write():
    needs = {CODE.match(row[0])[1] for row in rows(section(PAGE, "Purposes")) if row[2].startswith("yes")}
    assert needs == set(MARKETING)


def test_reasons_and_their_states():
    table = rows(section(PAGE, "Reasons"))
    verdicts = [row for row in table if len(row) == 3]
    assert [CODE.match(row[0])[1] for row in verdicts] == Reason.values
    listed = {(state, CODE.match(row[0])[1]) for row in verdicts for state in CODE.findall(row[1])}
    said = {(str(state), str(reason)) for state, reason in SENTENCES}
    assert said - {("failed", "bounced")} <= listed  # what bounces at once is refused
    assert {state for state, _ in listed} <= set(FollowUpState.values)
    not_planned = [CODE.match(row[0])[1] for row in table if len(row) == 2]
    assert not_planned == NotStarted.values


def test_variables():
    table = rows(section(PAGE, "Variables"))
    listed = {CODE.match(row[0])[1]: row[2].startswith("yes") for row in table}
    assert list(listed) == list(VARIABLES)
    assert listed == {code: variable.is_link for code, variable in VARIABLES.items()}


@pytest.mark.django_db
def test_headers(configure):
    configure(ADAPTER="tests.followups.messages.jobs.Adapter", FOLLOWUPS_FEEDBACK_ID="teashop")
    listed = {CODE.match(row[0])[1]: row[2].rstrip(" |") for row in rows(section(PAGE, "Headers"))}
    marketing, news = write("review_request"), write("shipped")
    assert {"Message-ID", *marketing.headers} == set(listed)
    assert {"Message-ID", *news.headers} == {name for name, where in listed.items() if where == "all"}
    assert (
        CODE.findall(PAGE[PAGE.index("| `List-Unsubscribe-Post`") :])[1]
        == (marketing.headers["List-Unsubscribe-Post"])
    )
    howto = (DOCS / "howto" / "messages.md").read_text().partition("| Header | In |")[2]
    assert set(CODE.findall(howto.partition("\n\n")[0])) - {"FOLLOWUPS_FEEDBACK_ID"} == set(listed)


def test_lives_of_links():
    ages = {
        name: row[2].rstrip(" |")
        for row in rows(section(PAGE, "Links"))
        for name in re.findall(r"^`(\w+)\(", row[0])
    }
    purposes = {
        "order_status_url": order_links.STATUS,
        "answer_url": order_links.ANSWER,
        "survey_url": order_links.SURVEY,
    }
    assert ages == {name: f"{purpose.max_age.days} days" for name, purpose in purposes.items()}
    status, survey = order_links.STATUS.max_age.days, order_links.SURVEY.max_age.days
    privacy = (DOCS / "explanation" / "privacy.md").read_text()
    assert f"| {status} and {survey} days; they are stored nowhere |" in privacy
    assert f"are valid for {status} days, those of a survey for {survey};" in page("urls")


def test_answers():
    assert table_of(PAGE, "Answers") == [*AnswerKind.values, *SurveyKind.values]
    said = section(PAGE, "Answers")
    assert CODE.findall(said.splitlines()[-1] or said.splitlines()[-2]) == AnswerState.values
    for kind, scores in SCORES.items():
        assert re.search(rf"`{kind}` .* {min(scores)} to {max(scores)} \|", said), kind


@pytest.mark.parametrize("kind", [Flow, Step, FollowUp])
def test_fields(kind):
    assert table_of(PAGE, kind.__name__) == [field.name for field in kind._meta.concrete_fields]


def test_report_of_a_run():
    fields = [field.name for field in dataclasses.fields(SendReport)]
    assert table_of(page("services"), "send_due") == fields
