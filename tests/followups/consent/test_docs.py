"""What the pages about consent say is so."""

from types import SimpleNamespace

import pytest

from django_trust.followups.consent.bases import ELSEWHERE, known_rules
from django_trust.followups.consent.forms import ObjectionField
from django_trust.followups.models import Consent
from django_trust.text import email_key
from tests.docs.markdown import DOCS, block_of
from tests.followups.consent.conftest import EMAIL

HOWTO = "howto/consent.md"


def example(caption):
    names = {"__name__": "example"}
    exec(block_of(HOWTO, caption).text, names)
    return names


def test_the_table_of_bases_is_the_file():
    text = (DOCS / "explanation/consent.md").read_text().partition("## The table")[2]
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")][2:]
    told = {}
    for place, purposes, basis, source, certainty, checked_on in lines:
        for purpose in purposes.split(", "):
            told[place, purpose] = (basis, source, certainty, checked_on)
    assert told == {
        (place, purpose): (
            f"`{rule.basis}`" + (f" for {rule.days} days" if rule.days else ""),
            rule.source,
            f"`{rule.certainty}`",
            str(rule.checked_on),
        )
        for place, rules in known_rules().items()
        for purpose, rule in rules.items()
    }
    assert (ELSEWHERE, "review") in told


@pytest.mark.django_db
def test_the_checkout_of_the_example(kinds):
    form = example("shop/forms.py")["CheckoutForm"]
    note = example("shop/checkout.py")["note_objection"]
    for answers in ({}, {"objection": "on"}):
        sent = form({"email": EMAIL, **answers})
        assert sent.is_valid()
        note(sent, SimpleNamespace(email=EMAIL))
    assert kinds() == [("opt_out", "")]
    assert str(ObjectionField().label) in (DOCS / HOWTO).read_text()


@pytest.mark.django_db
def test_the_import_of_the_example(tmp_path, kinds, capsys):
    table = tmp_path / "list.csv"
    table.write_text(
        "email,status,at\n"
        f"{EMAIL},subscribed,2024-03-01T10:00:00+00:00\n"
        "anu@example.ee,unsubscribed,2024-03-01T10:00:00+00:00\n"
        "nobody,subscribed,2024-03-01T10:00:00+00:00\n"
    )
    for _ in range(2):
        example("shop/management/commands/import_consent.py")["Command"]().handle(file=str(table))
    assert (kinds(), kinds("anu@example.ee")) == ([("opt_in", "")], [("opt_out", "")])
    assert Consent.objects.get(email_key=email_key(EMAIL)).at.year == 2024
    assert "nobody" in capsys.readouterr().err


@pytest.mark.django_db
def test_the_hook_of_the_example(standing):
    hook = example("shop/mail_hooks.py")["on_mail_event"]
    hook({"type": "complaint", "email": EMAIL})
    assert standing().refusal("review", "US")
    assert standing().refusal("order", "US") is None
    hook({"type": "hard_bounce", "email": EMAIL, "reason": "550 no such user"})
    assert standing().refusal("order", "US")


@pytest.mark.django_db
def test_the_choice_of_the_example_opens(client):
    address = example("shop/account.py")["mail_choices"](EMAIL, "en")
    assert client.get(address).status_code == 200
