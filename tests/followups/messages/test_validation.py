"""What staff may write: the variables there are, and what is refused at which field."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from django_trust.followups.messages.context import MessageContext
from django_trust.followups.messages.job import jobs_for
from django_trust.followups.messages.validation import doubts, fill, validate_text, variables_in
from django_trust.followups.messages.variables import VARIABLES, values_for
from django_trust.followups.models import Flow, FollowUp, Step, StepText
from django_trust.shop.models import Purchase
from tests.followups.desk import NOW, make_order, make_step


def text(subject="Your order {order_number}", body="Hello {first_name}", *, purpose="order", event="placed"):
    flow = Flow(code="f", name="F", event=event)
    step = Step(flow=flow, code="s", name="S", purpose=purpose)
    return StepText(step=step, language="en", subject=subject, body=body)


def problems(**words):
    try:
        validate_text(text(**words))
    except ValidationError as error:
        return error.message_dict
    return {}


@pytest.mark.parametrize(
    ("words", "field", "sentence"),
    [
        ({"body": "{frist_name}"}, "body", "Did you mean {first_name}?"),
        ({"body": "{Order Number}"}, "body", "Did you mean {order_number}?"),
        ({"body": "{xyzzy}"}, "body", "There is no variable {xyzzy}. They are listed beside the texts."),
        ({"body": "a { b"}, "body", "A { stands alone."),
        ({"body": "{first_name}}"}, "body", "A } stands alone."),
        ({"body": "{}"}, "body", "A { stands alone."),
        ({"body": " \u200b\n"}, "body", "Please write a text."),
        ({"body": "Buy", "purpose": "offers"}, "body", "please add {unsubscribe_link}"),
        ({"subject": "{unsubscribe_link}", "purpose": "order"}, "subject", "A subject cannot hold a link."),
        ({"subject": "See www.shop.example"}, "subject", "A subject cannot hold a link."),
        ({"subject": "One\r\nBcc: all@shop.example"}, "subject", "A subject is one line of plain text."),
        ({"subject": "{items}"}, "subject", "several lines"),
        ({"subject": " "}, "subject", "Please write a subject."),
        ({"subject": "{orders}"}, "subject", "There is no variable {orders}."),
    ],
)
def test_what_is_refused_is_said_at_its_field(words, field, sentence):
    found = problems(**words)
    assert set(found) == {field}
    assert any(sentence in message for message in found[field]), found


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"body": "Braces {{ and }} and {items}"},
        {"body": "Bye {unsubscribe_link}", "purpose": "review"},
        {"body": "Every one: " + " ".join(f"{{{name}}}" for name in VARIABLES), "purpose": "tips"},
    ],
)
def test_what_is_right_is_taken(words):
    assert problems(**words) == {}


def test_an_unsubscribe_link_in_the_subject_alone_is_not_enough():
    found = problems(subject="{unsubscribe_link}", body="Buy", purpose="offers")
    assert set(found) == {"subject", "body"}


def test_a_text_without_its_step_is_judged_as_far_as_possible():
    validate_text(StepText(language="en", subject="Hello", body="Text"))
    assert doubts(StepText(language="en", subject="Hello", body="{new_date}")) == []


def test_what_stays_empty_in_a_flow_is_doubted_not_refused():
    assert doubts(text(body="{new_date}", event="delayed")) == []
    assert "{new_date} is often empty" in doubts(text(body="{new_date}", event="placed"))[0]


def test_values_are_never_read_as_variables_and_unknown_ones_stay():
    assert fill("{a} {{b}} {c}", {"a": "{c}", "c": "1"}) == "{c} {b} 1"
    assert fill("{x} { }", {}) == "{x} { }"
    assert variables_in("{b}{a}{b} {{c}}") == ["b", "a"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "first", "whole"),
    [
        ("Mari Kask", "Mari", "Mari Kask"),
        ("", "dear customer", "dear customer"),
        ("free-money.example", "dear customer", "dear customer"),
        ("a@b http://x", "dear customer", "dear customer"),
        ("Mari\u202e\nKask", "Mari", "Mari Kask"),
        ("{coupon}", "{coupon}", "{coupon}"),
    ],
)
def test_a_name_is_a_name_and_nothing_else(name, first, whole):
    purchase = make_order()
    Purchase.objects.filter(pk=purchase.pk).update(name=name)
    values = values_for("{first_name}|{name}", context_of(purchase))
    assert fill("{first_name}|{name}", values) == f"{first}|{whole}"


@pytest.mark.django_db
def test_every_variable_has_a_value_for_an_order():
    late = {"delayed_until": date(2026, 6, 1), "delay_reason": "Ferry"}
    purchase = make_order(tracking_url="https://carrier.example/1", **late)
    values = values_for(" ".join(f"{{{name}}}" for name in VARIABLES), context_of(purchase))
    assert set(values) == set(VARIABLES)
    empty = {name for name, value in values.items() if not value}
    assert empty <= {"shop_email"}
    for name, variable in VARIABLES.items():
        assert values[name].startswith("https://") == variable.is_link, name
    assert (values["order_date"], values["new_date"]) == ("May 10, 2026", "June 1, 2026")
    assert values["items"] == "Tea pot"


def context_of(purchase):
    row = FollowUp(purchase=purchase, step=make_step(), started_at=NOW, due_at=NOW)
    return MessageContext(jobs_for([row], "https://shop.example")[0], "en")


def test_descriptions_are_there_for_staff():
    assert all(str(variable.description) for variable in VARIABLES.values())
    assert all(name == variable.code for name, variable in VARIABLES.items())
