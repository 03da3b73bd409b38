"""Short texts that staff write in several languages, kept in one column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from django_trust.l10n.locales import current_language, direction, html_lang, language_name, pick_language
from django_trust.rendering import render_widget
from django_trust.text import clean_text

CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*")


class Words(NamedTuple):
    """A text and the language it is in (a Django language code)."""

    text: str
    language: str

    @property
    def lang(self) -> str:
        """The language as HTML's ``lang`` wants it."""
        return html_lang(self.language)

    @property
    def dir(self) -> str:
        """``ltr`` or ``rtl``."""
        return direction(self.language)


def by_language(value: Any) -> Any:
    """Return a plain text as the text in the shop's own language; anything else as it is."""
    return {settings.LANGUAGE_CODE.lower(): value} if isinstance(value, str) else value


def in_language(texts: Any, language: str | None = None) -> Words:
    """Return the text for readers of ``language``, by default the active one.

    The fallback chain comes first, then any language there is: a text somebody can have translated beats
    none. Empty where there is no text at all, or something else than texts.
    """
    language = language or current_language()
    texts = texts if isinstance(texts, Mapping) else {}
    code = pick_language(texts, language) or next(iter(texts), language)
    return Words(texts.get(code, ""), code)


def editing_languages(present: Mapping[str, str] | None = None) -> list[str]:
    """Return the languages a form asks for: the shop's own first, and those that a text has already."""
    codes = [settings.LANGUAGE_CODE, *(code for code, _name in settings.LANGUAGES), *(present or {})]
    return list(dict.fromkeys(code.lower() for code in codes))


class TranslatedField(models.JSONField):
    """A plain text in several languages: a dictionary from Django language codes to texts.

    A single text stands for the one in the shop's own language.

    ``max_length`` counts the code points of one text; ``multiline`` texts get a text area. Where the field
    is not ``blank``, the shop's own language (``LANGUAGE_CODE``) must be there.
    """

    empty_strings_allowed = False

    def __init__(self, *args: Any, max_length: int = 200, multiline: bool = False, **kwargs: Any) -> None:
        self.text_length, self.multiline = max_length, multiline
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Migrations see a plain ``JSONField``: lengths and widgets are no matter of the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", list(args), kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        setattr(model_instance, self.attname, by_language(getattr(model_instance, self.attname)))
        return super().pre_save(model_instance, add)

    def clean(self, value: Any, model_instance: models.Model | None) -> dict[str, str]:
        """Return the texts without blank ones. Raises ``ValidationError`` for what is not such a text."""
        value = by_language(value)
        return clean_texts(value, max_length=self.text_length, multiline=self.multiline, blank=self.blank)

    def formfield(self, **kwargs: Any) -> Any:
        own = {
            "label": capfirst(self.verbose_name),
            "help_text": self.help_text,
            "required": not self.blank,
            "max_length": self.text_length,
            "multiline": self.multiline,
        }
        allowed = {name: value for name, value in kwargs.items() if name in own}
        return TranslatedFormField(**{**own, **allowed})


def clean_texts(value: Any, *, max_length: int, multiline: bool, blank: bool) -> dict[str, str]:
    """Return texts by language, normalised, the blank ones dropped.

    Raises ``ValidationError`` when one is too long or no text, and when the shop's own language is missing.
    """
    if not isinstance(value, Mapping) or not all(
        isinstance(code, str) and CODE.fullmatch(code.lower()) and isinstance(text, str)
        for code, text in value.items()
    ):
        raise ValidationError(_("This must be a dictionary from language codes to texts."), code="invalid")
    problems, texts = [], {}
    for code, text in value.items():
        try:
            texts[code.lower()] = clean_text(text, max_length=max_length, multiline=multiline)
        except ValidationError as error:
            name = language_name(code, current_language())
            problems += [f"{name}: {message}" for message in error.messages]
    if problems:
        raise ValidationError(problems)
    texts = {code: text for code, text in texts.items() if text}
    own = settings.LANGUAGE_CODE.lower()
    if not blank and own not in texts:
        raise ValidationError(
            _("The text in %(language)s is needed: it is shown where a translation is missing."),
            code="required",
            params={"language": language_name(own, current_language())},
        )
    return texts


class TranslatedInput(forms.Widget):
    """One input for each language, each in its own direction. A form sends ``name_et``, ``name_pt-br``."""

    template_name = "django_trust/l10n/translated.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, multiline: bool = False) -> None:
        super().__init__(attrs)
        self.multiline = multiline

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        prefix = f"{name}_"
        found = {key.removeprefix(prefix): data.get(key, "") for key in data if key.startswith(prefix)}
        return {code: text for code, text in found.items() if CODE.fullmatch(code)}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}_") for key in data)

    def id_for_label(self, id_: str) -> str:
        return ""  # a fieldset has no single input to point to

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        texts = value if isinstance(value, Mapping) else {}
        identifier = (attrs or {}).get("id", f"id_{name}")
        entries = [
            {
                "name": f"{name}_{code}",
                "id": f"{identifier}_{code}",
                "label": language_name(code, current_language()),
                "lang": html_lang(code),
                "dir": direction(code),
                "text": texts.get(code, ""),
            }
            for code in editing_languages(texts)
        ]
        described = (attrs or {}).get("aria-describedby", "")
        context = {"entries": entries, "multiline": self.multiline, "described": described}
        return render_widget(self.template_name, context)


class TranslatedFormField(forms.Field):
    """A text in several languages, as a form sees it."""

    def __init__(self, *, max_length: int, multiline: bool = False, **kwargs: Any) -> None:
        self.max_length, self.multiline = max_length, multiline
        super().__init__(widget=TranslatedInput(multiline=multiline), **kwargs)

    def clean(self, value: Any) -> dict[str, str]:
        return clean_texts(
            value or {}, max_length=self.max_length, multiline=self.multiline, blank=not self.required
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return {code: text for code, text in (data or {}).items() if text} != (initial or {})
