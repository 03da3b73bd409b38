"""The reference lists exactly what the code has: nothing is missing, nothing is left over."""

import ast
import dataclasses
import inspect
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import BaseCommand, load_command_class
from django.dispatch import Signal

import django_trust
from django_trust import signals, testing, urls
from django_trust.badges import notices as badges_notices
from django_trust.badges import services as badges_services
from django_trust.badges import widgets as badges_widgets
from django_trust.conf import TrustSettings
from django_trust.followups import services as followups_services
from django_trust.followups.status import widgets as status_widgets
from django_trust.policies import lines as policies_lines
from django_trust.policies import services as policies_services
from django_trust.policies import widgets as policies_widgets
from django_trust.policies.delivery import quotes, widget, windows
from django_trust.policies.models import PolicyVersion
from django_trust.policies.prices import approximation, rates
from django_trust.policies.prices import widgets as prices_widgets
from django_trust.policies.withdrawals import services as withdrawals_services
from django_trust.reviews import cards, exceptions, services, widgets
from django_trust.reviews.flagging.registry import SIGNALS
from django_trust.reviews.models import RejectionReason, Review, ReviewState
from django_trust.reviews.services import freezes, photos
from django_trust.reviews.services.writing import Words
from django_trust.setting_table import DEFAULT_THROTTLE, SETTINGS
from django_trust.shop import adapter, promises
from django_trust.shop import services as shop_services
from django_trust.shop.identity import widgets as identity_widgets
from django_trust.templatetags.trust import register
from tests.docs.markdown import DOCS
from tests.docs.tables import CODE, first_cells, first_code, headings, page, rows, section, table_of

PACKAGE = Path(django_trust.__file__).parent
TEMPLATES = PACKAGE / "templates"
# Functions of widgets that are for the library's own use.
OWN_USE = {
    "annotated_figures",
    "listing_figures",
    "badge_card",
    "check_arguments",
    "chosen",
    "address_of",
    "channel_line",
    "registration_line",
    "asked_country",
    "check_kind",
    "named_facts",
    "policy_title",
    "shopper_country",
    "stale_note",
    "to_amount",
}
EXPLAINED_IN_TEXT = {"email", "user", "language", "purchase_line"}


def test_settings_and_their_defaults():
    text = page("settings")
    table = text[: text.index("## ADAPTER")]
    listed = {CODE.match(row[0])[1]: ast.literal_eval(CODE.fullmatch(row[2])[1]) for row in rows(table)}
    assert listed == {key: setting.default for key, setting in SETTINGS.items()}
    assert [heading for heading in headings(text) if heading != "Example"] == sorted(SETTINGS)
    assert {name for name, value in vars(TrustSettings).items() if isinstance(value, property)} == {
        key.lower() for key in SETTINGS
    }


def test_kinds_of_throttle():
    assert table_of(page("settings"), "THROTTLE") == list(DEFAULT_THROTTLE)


def test_tags():
    assert sorted(headings(page("tags"))) == sorted(register.tags)


def test_checks():
    found = {
        number
        for path in PACKAGE.rglob("*.py")
        for number in re.findall(r"trust\.[EW]\d{3}", path.read_text())
    }
    assert first_code(page("checks")) == sorted(found)


def test_commands_and_their_options():
    folder = PACKAGE / "management" / "commands"
    names = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
    text = page("commands")
    assert headings(text) == names
    for name in names:
        parser = load_command_class("django_trust", name).create_parser("manage.py", name)
        plain = BaseCommand().create_parser("manage.py", name)
        own = {o for action in parser._actions for o in action.option_strings}
        own -= {o for action in plain._actions for o in action.option_strings}
        assert set(table_of(text, name)) == own


def _functions(module):
    return [
        name
        for name, value in vars(module).items()
        if inspect.isfunction(value) and not name.startswith("_") and value.__module__ == module.__name__
    ]


def test_test_helpers():
    real = [*_functions(testing), "AdapterContract"]
    assert headings(page("testing")) == real


def test_functions_of_the_widgets():
    modules = (widgets, badges_widgets, identity_widgets, policies_widgets, prices_widgets, status_widgets)
    wanted = {name for module in modules for name in _functions(module)} - OWN_USE
    elsewhere = {"score_explanation", "review_census", "moderation_report"}
    elsewhere |= {"delivery_estimate", "book", "promise_figures"}
    assert {name for name in headings(page("widgets"), 3) if name.islower()} == wanted | elsewhere


def test_services():
    modules = (photos, freezes, shop_services, badges_services, badges_notices)
    modules += (policies_services, withdrawals_services)
    written = {name for module in modules for name in _functions(module)}
    written |= set(followups_services.__all__) - {"SendReport"}
    wanted = {*services.__all__, *written} - {"refresh_item", "find_purchase"}  # for the library's own use
    assert sorted(headings(page("services"), 3)) == sorted(wanted)


def test_arguments_and_words_of_a_review():
    listed = first_cells(section(page("services"), "submit_review"))
    arguments = set(inspect.signature(services.submit_review).parameters)
    assert listed == set(Words.__annotations__) | (arguments - EXPLAINED_IN_TEXT - {"words"})


def test_reasons():
    text = section(page("services"), "reject_review").partition("`RejectionReason`:")[2]
    assert CODE.findall(text)[: len(RejectionReason)] == RejectionReason.values
    listed = (DOCS / "explanation" / "moderation.md").read_text()
    assert first_code(listed) == [*RejectionReason.values, *ReviewState.values]


@pytest.mark.parametrize(
    "kind",
    [
        cards.RatingSummary,
        cards.ReviewPage,
        cards.ReviewCard,
        cards.PhotoCard,
        cards.ReplyCard,
        policies_widgets.PolicyBlock,
        policies_lines.Section,
        policies_lines.FactLine,
        widget.DeliveryEstimate,
        widget.DeliveryLine,
        quotes.Quote,
        windows.Window,
        prices_widgets.Price,
        approximation.Approximation,
        rates.Rate,
        promises.PromiseFigures,
        status_widgets.OrderStatus,
        status_widgets.Moment,
        status_widgets.OrderedLine,
    ],
)
def test_fields_of_widgets(kind):
    fields = [field.name for field in dataclasses.fields(kind)]
    assert table_of(page("widgets"), kind.__name__) == fields


@pytest.mark.parametrize(
    "kind",
    [
        cards.RatingSummary,
        policies_widgets.PolicyBlock,
        promises.PromiseFigures,
        status_widgets.OrderStatus,
    ],
)
def test_properties_of_widgets(kind):
    real = {name for name, value in vars(kind).items() if isinstance(value, property)}
    text = section(page("widgets"), kind.__name__)
    assert set(re.findall(r"^Property `(\w+)`", text, flags=re.MULTILINE)) == real


@pytest.mark.parametrize("name", ["Identifiers", "Offer", "ShopIdentity"])
def test_fields_of_the_adapter(name):
    fields = [field.name for field in dataclasses.fields(getattr(adapter, name))]
    assert table_of(page("adapter"), name) == fields


def test_methods_of_the_adapter():
    real = []
    for name, method in inspect.getmembers(adapter.ShopAdapter, inspect.isfunction):
        arguments = inspect.signature(method).replace(return_annotation=inspect.Signature.empty)
        plain = [p.replace(annotation=inspect.Parameter.empty) for p in arguments.parameters.values()][1:]
        real.append(f"{name}{arguments.replace(parameters=plain)}")
    listed = first_code(page("adapter")[: page("adapter").index("## Identifiers")])
    assert sorted(listed) == sorted(real)


def test_signals():
    real = {name for name, value in vars(signals).items() if isinstance(value, Signal)}
    assert set(first_code(page("signals"))) == real


def test_exceptions():
    real = {
        name
        for name, value in vars(exceptions).items()
        if inspect.isclass(value) and issubclass(value, exceptions.ReviewError)
    }
    assert set(first_code(page("exceptions"))) == real - {"ReviewError"}


def test_statuses_of_the_api():
    from django_trust.reviews.api import ReviewAPIView

    listed = {CODE.match(row[0])[1]: row[-1].rstrip(" |") for row in rows(page("exceptions"))}
    answered = {name: int(status) for name, status in listed.items() if status != "–"}
    assert answered == {kind.__name__: status for kind, status in ReviewAPIView.statuses.items()}


def test_words_a_client_may_send():
    from django_trust.reviews.api import WORDS

    listed = first_cells(section(page("api"), "Write a review"))
    assert listed == {"item", "rating", "pros", "cons", "criteria", *WORDS}


def test_permissions():
    of_reviews, of_policies = (
        [f"trust.{name}" for name, _ in model._meta.permissions] for model in (Review, PolicyVersion)
    )
    own = [*of_reviews, *of_policies]
    listed = first_cells(page("permissions"))
    assert first_code(page("permissions"))[:3] == of_reviews
    assert set(own) <= listed
    models = apps.get_app_config("trust").get_models()
    real = {
        f"trust.{verb}_{model._meta.model_name}"
        for model in models
        for verb in "add change delete view".split()
    }
    assert listed <= real | set(own)


def _patterns(entries, before=""):
    for entry in entries:
        path = before + re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", str(entry.pattern))
        if hasattr(entry, "url_patterns"):
            yield from _patterns(entry.url_patterns, path)
        else:
            yield f"trust:{entry.name}", path


def test_urls():
    listed = [(CODE.match(row[0])[1], CODE.match(row[1])[1]) for row in rows(page("urls"))]
    assert sorted(listed) == sorted(_patterns(urls.urlpatterns))


def test_css_properties_and_their_defaults():
    style = (PACKAGE / "static" / "django_trust" / "trust.css").read_text()
    light = style[: style.index("}")]
    real = re.findall(r"(--trust-[\w-]+): ([^;]+);", light)
    table = rows(section(page("css"), "Custom properties"))
    assert [(CODE.match(row[0])[1], CODE.match(row[2])[1]) for row in table] == real


def test_css_classes():
    html = "".join(path.read_text() for path in (TEMPLATES / "django_trust").rglob("*.html"))
    html = re.sub(r"{{.*?}}", "*", re.sub(r"{%.*?%}", " ", html))
    used = {name for names in re.findall(r'class="([^"]+)"', html) for name in names.split()}
    used = {name for name in used if name.startswith("trust")}
    listed = [
        name.removeprefix(".") for name in CODE.findall(section(page("css"), "Classes")) if name[0] == "."
    ]
    assert [name for name in listed if not any(fnmatch(name, pattern) for pattern in used)] == []


def test_templates():
    real = {path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / "django_trust").rglob("*.*")}
    assert set(first_code(page("templates"))) == real


def test_signals_that_flag():
    listed = first_code((DOCS / "explanation" / "signals.md").read_text())
    assert sorted(listed) == sorted(SIGNALS)


def test_personal_data_names_real_columns():
    models = {model._meta.db_table: model for model in apps.get_app_config("trust").get_models()}
    for table, columns, *_ in rows((DOCS / "explanation" / "privacy.md").read_text()):
        real = {field.column for field in models[table.strip("`")]._meta.concrete_fields}
        assert set(CODE.findall(columns)) <= real, table
