"""The form of a badge: plain choices for what the rows keep as codes. Findings are no part of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.widgets import AdminFileWidget, FilteredSelectMultiple
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.validators import MaxValueValidator
from django.db.models import Model, Q, QuerySet
from django.forms.models import construct_instance
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from django_trust.badges.choices import Placement
from django_trust.badges.models import Badge
from django_trust.badges.phrases import check_label, claim_of
from django_trust.badges.probes.registry import probes
from django_trust.badges.probes.targets import targets
from django_trust.icons import icon_choices
from django_trust.l10n.formats import format_list
from django_trust.l10n.locales import current_language, to_babel
from django_trust.rendering import render_widget
from django_trust.shop import payments
from django_trust.shop.places import country_codes

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Badge]
else:
    ModelForm = forms.ModelForm

MOST_POSITION = 32_767
Choices = list[tuple[str, Any]]


class StoredFileInput(AdminFileWidget):
    """A file with a link for staff: the storage of documents need not have public addresses."""

    use_fieldset = False  # one input with its label; Django 6.1 would make a group of it

    def is_initial(self, value: Any) -> bool:
        return bool(value) and getattr(value, "instance", None) is not None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        context = self.get_context(name, value, attrs)["widget"]
        url = (
            reverse("admin:trust_badge_file", args=[value.instance.pk, name]) if context["is_initial"] else ""
        )
        attributes = flatatt(context["attrs"])
        return render_widget(
            "admin/trust/badge/file.html", {"widget": context, "url": url, "attrs": attributes}
        )


class CountrySelect(FilteredSelectMultiple):
    """Its script puts itself first in the parent, so it gets one of its own beside the label."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html("<div>{}</div>", super().render(name, value, attrs, renderer))


class BadgeForm(ModelForm):
    """All that staff may say about a badge. A stored code that is unknown by now stays a choice, so that it
    is seen and can be taken away."""

    checks = forms.MultipleChoiceField(
        label=pgettext_lazy("of a badge", "Automatic checks"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    placements = forms.MultipleChoiceField(
        label=pgettext_lazy("of a badge", "Places"),
        choices=Placement.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose at least one place.")},
    )
    countries = forms.MultipleChoiceField(
        label=pgettext_lazy("of a badge", "Countries"),
        required=False,
        widget=CountrySelect(pgettext_lazy("of a badge", "countries"), is_stacked=False),
        help_text=gettext_lazy("Only shoppers there see it. Leave empty for shoppers everywhere."),
    )
    method = forms.ChoiceField(label=pgettext_lazy("of a badge", "Payment method"), required=False)
    host = forms.ChoiceField(label=pgettext_lazy("of a badge", "Host"), required=False)
    icon = forms.ChoiceField(label=pgettext_lazy("of a badge", "Icon"), required=False)

    class Meta:  # the admin adds model and fields
        widgets = {"document": StoredFileInput, "artwork": StoredFileInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "checks": [(name, check_label(name)) for name in probes()],
            "countries": country_choices(),
            "method": [("", pgettext("payment method of a badge", "none")), *payments.method_choices()],
            "host": list(_hosts()),
            "icon": [("", pgettext("icon of a badge", "by the kind")), *sorted_by_label(icon_choices())],
        }
        for name, choices in offered.items():
            if name in self.fields:
                field = self.fields[name]
                field.choices = [*choices, *_strangers(self.initial.get(name), choices)]  # type: ignore[attr-defined]
        limit_position(self)
        for name, text in _help_texts().items():
            if name in self.fields:
                self.fields[name].help_text = text


def limit_position(form: ModelForm) -> None:
    """The same limit with every database."""
    if "position" in form.fields:
        form.fields["position"].validators.append(MaxValueValidator(MOST_POSITION))


def _help_texts() -> dict[str, str]:
    """What the form explains beside the words that the fields of the model bring."""
    hosts = format_list(list(targets()))
    text = _("These hosts may be checked: %(hosts)s.") % {"hosts": hosts}
    return {
        "checks": _("The badge is shown only while all of them have passed lately."),
        "method": _("Only for badges of the kind “payment method”. Shown where the shop has it switched on."),
        "host": text if hosts else _("No host can be checked yet: the setting BADGES_HOSTS is empty."),
        "freshness_days": _("After so many days without a new check the badge disappears."),
        "icon": _("A leaf needs a certification scheme."),
        "position": _("Lower numbers come first."),
    }


def _hosts() -> Iterator[tuple[str, Any]]:
    names = list(targets())
    first = pgettext("host of a badge", "the first: %(host)s") % {"host": names[0]} if names else "–"
    yield "", first
    yield from ((name, name) for name in names)


def country_choices() -> Choices:
    """Return all countries by name in the reader's language."""
    names = to_babel(current_language()).territories
    return sorted_by_label((code, f"{names.get(code, code)} ({code})") for code in country_codes())


def sorted_by_label(choices: Iterable[tuple[str, Any]]) -> Choices:
    return sorted(choices, key=lambda choice: str(choice[1]).casefold())


def _strangers(stored: Any, choices: Choices) -> Iterator[tuple[str, Any]]:
    """Yield what the row has and no choice offers any more."""
    known = {code for code, _label in choices}
    codes = stored if isinstance(stored, list) else [stored]
    for code in codes:
        if code and str(code) not in known:
            yield str(code), _("%(code)s (not known any more)") % {"code": code}


class PositionForm(ModelForm):
    """Changes the order alone: whatever else has become wrong with a badge is said on its own page."""

    class Meta:
        model = Badge
        fields = ["position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit_position(self)
        label = _("Order of “%(claim)s”") % {"claim": claim_of(self.instance).text}
        self.fields["position"].widget.attrs["aria-label"] = label

    def _post_clean(self) -> None:
        self.instance = construct_instance(self, self.instance, ["position"])
        others = {field.name for field in Badge._meta.get_fields()} - {"position"}
        try:
            self.instance.clean_fields(exclude=others)
        except ValidationError as error:
            self.add_error(None, error)


def staff_choices(asking: Any, present: int | None) -> QuerySet[Model]:
    """Return who may own a badge: active staff, and whoever owns it now.

    A user model whose ``is_staff`` is no column cannot be asked: then only the person asking.
    """
    users = get_user_model()._default_manager.all()
    chosen = Q(pk__in=[pk for pk in (asking.pk, present) if pk is not None])
    try:
        users.model._meta.get_field("is_staff")
        users.model._meta.get_field("is_active")
    except FieldDoesNotExist:
        return users.filter(chosen)
    return users.filter(Q(is_staff=True, is_active=True) | chosen)
