"""What the reference lists of badges and the shop is what the code has."""

import dataclasses
import inspect
import re

import pytest

from django_trust.badges import cards as badges_cards
from django_trust.badges import services as badges_services
from django_trust.badges import states
from django_trust.badges import widgets as badges_widgets
from django_trust.badges.choices import BadgeKind, Outcome, Placement, Reason, Style
from django_trust.badges.models import Badge, BadgeCheck
from django_trust.badges.phrases import DOCUMENT, PAYMENT_METHOD
from django_trust.badges.probes.registry import SHIPPED
from django_trust.setting_table import SECURITY_TXT_FIELDS
from django_trust.shop.identity import hours
from django_trust.shop.identity import widgets as identity_widgets
from django_trust.templatetags.trust import BADGES_ARGUMENTS
from tests.docs.markdown import DOCS
from tests.docs.tables import CODE, page, rows, section, table_of


def test_fields_of_security_txt():
    assert set(SECURITY_TXT_FIELDS) <= set(CODE.findall(section(page("settings"), "SECURITY_TXT")))


def test_arguments_of_the_row_of_badges():
    arguments = list(BADGES_ARGUMENTS)
    table = rows(section(page("tags"), "trust_badges"))
    assert [CODE.match(row[0])[1] for row in table] == arguments
    values = {CODE.match(row[0])[1]: CODE.findall(row[1]) for row in table}
    assert values["placement"][: len(Placement)] == Placement.values
    assert values["style"][: len(Style)] == Style.values
    howto = (DOCS / "howto" / "badges.md").read_text()
    assert table_of(howto, "Put them on pages") == arguments
    [kinds] = [row[1] for row in rows(howto) if row[0] == "`kind`"]
    assert CODE.findall(kinds) == BadgeKind.values


@pytest.mark.parametrize(
    "module", [badges_cards, identity_widgets, hours], ids=lambda module: module.__name__
)
def test_fields_of_what_badges_and_the_shop_say(module):
    own = [
        kind
        for kind in vars(module).values()
        if dataclasses.is_dataclass(kind) and kind.__module__ == module.__name__
    ]
    shown = [kind for kind in own if kind.__name__ not in ("WeeklySpan", "ClosedDays", "Schedule", "Span")]
    assert shown
    for kind in shown:
        fields = [field.name for field in dataclasses.fields(kind)]
        assert table_of(page("widgets"), kind.__name__) == fields


@pytest.mark.parametrize("kind", [Badge, BadgeCheck])
def test_fields_of_badges(kind):
    fields = [field.name for field in kind._meta.concrete_fields]
    assert table_of(page("badges"), kind.__name__) == fields


def test_codes_of_badges():
    assert table_of(page("badges"), "Kinds") == BadgeKind.values
    assert table_of(page("badges"), "Places") == Placement.values
    assert table_of(page("badges"), "Outcomes") == Outcome.values
    assert table_of(page("badges"), "state_of") == [f.name for f in dataclasses.fields(states.State)]
    icons = {
        CODE.match(row[0])[1]: CODE.findall(row[-1])[-1] for row in rows(section(page("badges"), "Kinds"))
    }
    assert icons == badges_widgets.KIND_ICONS


def test_states_of_badges_in_their_order():
    text = (DOCS / "explanation" / "badges.md").read_text()
    table = rows(section(text, "When it is shown"))
    order = dict.fromkeys(re.findall(r"Reason\.([A-Z_]+)", inspect.getsource(states._hidden)))
    assert [CODE.match(row[0])[1] for row in table] == [
        *map(str.lower, order),
        "method_off",
        "expiring",
        "current",
    ]
    shown = {CODE.match(row[0])[1]: row[1] == "yes" for row in table}
    assert shown == {reason.value: states.State(reason).shown for reason in Reason}
    assert table_of(text, "What a check can answer") == Outcome.values


def test_checks_of_badges():
    listed = table_of((DOCS / "howto" / "badge-checks.md").read_text(), "The checks")
    assert listed == [*(probe.name for probe in SHIPPED), PAYMENT_METHOD, DOCUMENT]


def test_report_of_a_run():
    report = badges_services.CheckReport
    text = page("services")
    assert table_of(text, "check_badges") == [field.name for field in dataclasses.fields(report)]
    properties = {name for name, value in vars(report).items() if isinstance(value, property)}
    [said] = re.findall(r"^Its properties (.+) are the numbers", text, flags=re.MULTILINE)
    assert set(CODE.findall(said)) == properties
