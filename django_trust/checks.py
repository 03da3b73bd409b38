"""System checks. Ids are stable and never used twice; docs/reference/checks.md lists them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.urls import NoReverseMatch, reverse

from django_trust.badges.probes.registry import load_check
from django_trust.conf import problems, trust_settings
from django_trust.links import origin_of
from django_trust.reviews import pictures
from django_trust.reviews.flagging import signal_problems
from django_trust.sanitizers import get_sanitizer
from django_trust.shop.adapter import get_adapter


def check_settings(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Report what is wrong in ``DJANGO_TRUST``."""
    found: list[CheckMessage] = [
        Error(message, hint=hint, id="trust.E001" if "unknown key" in message else "trust.E002")
        for message, hint in problems()
    ]
    for load, number in ((get_adapter, "trust.E003"), (get_sanitizer, "trust.E004")):
        try:
            load()
        except ImproperlyConfigured as error:
            found.append(Error(str(error), hint="Correct the dotted path or install the extra.", id=number))
    if not settings.USE_TZ:
        hint = "Set USE_TZ = True; Django's documentation says how to move a project."
        found.append(
            Error("Reviews and purchases need aware times, but USE_TZ is False.", hint=hint, id="trust.E007")
        )
    found += [Error(message, hint=hint, id="trust.E008") for message, hint in signal_problems()]
    return [*found, *_check_references(), *_check_sanitizer(), *_check_photos()]


def _check_references() -> Sequence[CheckMessage]:
    found: list[CheckMessage] = []
    for label in trust_settings.item_models:
        try:
            apps.get_model(label)
        except (LookupError, ValueError):
            hint = 'Write "app_label.modelname" of an installed app.'
            found.append(
                Error(f"DJANGO_TRUST['ITEM_MODELS'] names no model: {label!r}.", hint=hint, id="trust.E005")
            )
    alias = trust_settings.fragment_cache
    if alias and alias not in settings.CACHES:
        hint = f"CACHES has {', '.join(sorted(settings.CACHES))}."
        found.append(
            Error(f"DJANGO_TRUST['FRAGMENT_CACHE'] is no cache: {alias!r}.", hint=hint, id="trust.E006")
        )
    return [*found, *_check_storages(), *_check_own_checks()]


def _check_storages() -> Sequence[CheckMessage]:
    named = {
        "BADGES_STORAGE": trust_settings.badges_storage,
        "REVIEWS_PHOTO_STORAGE": trust_settings.reviews_photo_storage,
    }
    hint = f"STORAGES has {', '.join(sorted(settings.STORAGES))}."
    return [
        Error(f"DJANGO_TRUST[{key!r}] is no storage: {alias!r}.", hint=hint, id="trust.E011")
        for key, alias in named.items()
        if alias not in settings.STORAGES
    ]


def _check_own_checks() -> Sequence[CheckMessage]:
    found: list[CheckMessage] = []
    for path in trust_settings.badges_checks.values():
        try:
            load_check(path)
        except ImproperlyConfigured as error:
            hint = "Write the dotted path of a function that takes a HostSnapshot and returns a Finding."
            found.append(Error(str(error), hint=hint, id="trust.E010"))
    return found


def _check_sanitizer() -> Sequence[CheckMessage]:
    if trust_settings.sanitizer != "bleach":
        return []
    return [
        Warning(
            "Staff-written HTML is cleaned with bleach, which has had no releases, security fixes included, "
            "since 2026-06-05.",
            hint='Install "django-trust-widgets[nh3]" and set DJANGO_TRUST["SANITIZER"] = "nh3".',
            id="trust.W001",
        )
    ]


def _check_photos() -> Sequence[CheckMessage]:
    """Without Pillow there are no photos; say so to those who asked for some."""
    if "REVIEWS_PHOTOS" not in getattr(settings, "DJANGO_TRUST", {}) or not trust_settings.reviews_photos:
        return []
    if pictures.is_available():
        return []
    hint = 'Install "django-trust-widgets[images]".'
    text = "DJANGO_TRUST['REVIEWS_PHOTOS'] allows photos, but Pillow is not installed, so there are none."
    return [Warning(text, hint=hint, id="trust.W006")]


def check_urls(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Report when the forms and buttons of the widgets would lead nowhere."""
    try:
        reverse("trust:review", args=[1])
    except NoReverseMatch:
        hint = 'Add path("trust/", include("django_trust.urls")) to the root URLconf.'
        return [Warning("The URLs of django_trust are not included.", hint=hint, id="trust.W002")]
    return []


def check_deployment(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Report what would make throttles and votes count wrongly in production (``check --deploy``)."""
    found: list[CheckMessage] = []
    behind_proxy = settings.SECURE_PROXY_SSL_HEADER or settings.USE_X_FORWARDED_HOST
    if behind_proxy and not trust_settings.trusted_proxies:
        found.append(
            Warning(
                "Django stands behind a proxy, but DJANGO_TRUST['TRUSTED_PROXIES'] is 0.",
                hint="All visitors would share the proxy's address. Set the number of your proxies.",
                id="trust.W003",
            )
        )
    if settings.CACHES["default"]["BACKEND"].endswith("LocMemCache"):
        found.append(
            Warning(
                "The default cache is local to each process, so throttles count each process apart.",
                hint="Use a cache that all processes share, such as Redis or the database.",
                id="trust.W004",
            )
        )
    return [*found, *_check_shop_url()]


def _check_shop_url() -> Sequence[CheckMessage]:
    try:
        url = get_adapter().get_shop().url
    except (ImproperlyConfigured, DatabaseError):  # E003; or a shop that keeps its name in a table
        return []
    if origin_of(url):
        return []
    hint = 'Return ShopIdentity(url="https://shop.example/") from get_shop() of your adapter.'
    text = "The shop's address is not absolute, so mails that no request causes are not sent."
    return [Warning(text, hint=hint, id="trust.W005")]
