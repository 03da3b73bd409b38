"""Filling in the admin's own pages, for the tests of this folder."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from django_trust.policies import admin as _registered  # noqa: F401
from django_trust.policies.models import PolicyVersion
from tests.markup import read

LIST = "/admin/trust/policy/"
TRANSLATIONS = f"{LIST}translations/"


def url_of(version, name="change"):
    return reverse(f"admin:trust_policyversion_{name}", args=[version.pk])


def form_of(page, identifier="policyversion_form"):
    """What a browser would send back: every field of a form as it stands, the empty row for scripts too."""
    data = {}
    form = page.one("form", id=identifier)
    for field in form.all("input"):
        kind = field.attributes.get("type", "text")
        is_box = kind in ("checkbox", "radio")
        if kind in ("file", "submit") or (is_box and "checked" not in field.attributes):
            continue
        data.setdefault(field["name"], []).append(field.attributes.get("value", "on" if is_box else ""))
    for area in form.all("textarea"):
        data[area["name"]] = [area.text.removeprefix("\n").removeprefix("\r\n")]
    for select in form.all("select"):
        options = list(select.all("option"))
        chosen = [option["value"] for option in options if "selected" in option.attributes]
        data[select["name"]] = chosen or [options[0]["value"]]
    return data


def draft_form(client, version):
    return form_of(read(client.get(url_of(version))))


def save_draft(client, version, **changes):
    """Change some fields of a draft's page and save it, as somebody with a browser would."""
    data = {**draft_form(client, version), **changes, "_continue": "Save"}
    return client.post(url_of(version), {name: value for name, value in data.items() if value is not None})


def add_row(client, version, prefix, **values):
    """Fill in one more row of an inline and save the page."""
    data = draft_form(client, version)
    number = int(data[f"{prefix}-TOTAL_FORMS"][0])
    for name, value in [*data.items()]:
        if name.startswith(f"{prefix}-__prefix__-"):
            data[name.replace("__prefix__", str(number))] = value
    data[f"{prefix}-TOTAL_FORMS"] = [str(number + 1)]
    changes = {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return client.post(url_of(version), {**data, **changes, "_continue": "Save"})


def complaints(answer):
    """The messages of a refused page, by field, inlines included."""
    assert answer.status_code == 200
    found = dict(answer.context["adminform"].form.errors)
    for inline in answer.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            found.update(form.errors)
        if inline.formset.non_form_errors():
            found["__all__"] = inline.formset.non_form_errors()
    return {name: " ".join(messages) for name, messages in found.items()}


def told(client, answer):
    """What the page behind a redirect says."""
    page = read(client.get(answer["Location"]))
    return [line.words for group in page.all("ul", class_="messagelist") for line in group.all("li")]


@pytest.fixture
def boss(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def may_publish(db):
    """The permission to publish, where no migration has made it yet."""
    content_type = ContentType.objects.get_for_model(PolicyVersion)
    return Permission.objects.get_or_create(
        codename="publish_policyversion", content_type=content_type, defaults={"name": "Can publish"}
    )[0]
