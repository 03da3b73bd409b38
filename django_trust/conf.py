"""The ``DJANGO_TRUST`` dictionary of the host's settings, typed and read afresh on every access."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from django.conf import settings

RATE = re.compile(r"(\d+)/(second|minute|hour|day)s?")
DEFAULT_THROTTLE = {
    "submit": "20/hour",
    "vote": "120/hour",
    "report": "20/hour",
    "reply": "300/hour",
    "read": "300/minute",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One key: its default, what a valid value looks like in words, and the test for it."""

    default: Any
    expected: str
    is_valid: Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_dotted_path(value: Any) -> bool:
    return isinstance(value, str) and all(part.isidentifier() for part in value.split("."))


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def _is_text_list(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(entry, str) for entry in value)


def _is_model_list(value: Any) -> bool:
    return _is_text_list(value) and all(entry.count(".") == 1 for entry in value)


def _is_count(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _one_of(*choices: str) -> Setting:
    names = ", ".join(f'"{choice}"' for choice in choices)
    return Setting(choices[0], f"one of {names}", lambda value: value in choices)


def _is_throttle(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        key in DEFAULT_THROTTLE and (rate is None or (isinstance(rate, str) and RATE.fullmatch(rate)))
        for key, rate in value.items()
    )


JSONLD_TYPES = ("Product", "AggregateRating", "Review", "Offer")

SETTINGS: dict[str, Setting] = {
    "ADAPTER": Setting(
        "django_trust.shop.adapter.ShopAdapter", "a dotted path to a ShopAdapter class", _is_dotted_path
    ),
    "FRAGMENT_CACHE": Setting("", "the alias of a cache in CACHES, or an empty text", _is_text),
    "ITEM_MODELS": Setting([], 'a list of model labels such as "shop.product"', _is_model_list),
    "JSONLD_EXCLUDE": Setting(
        [],
        f"a list of names out of {', '.join(JSONLD_TYPES)}",
        lambda value: _is_text_list(value) and set(value) <= set(JSONLD_TYPES),
    ),
    "MARKETS": Setting([], 'a list of country or union codes such as ["EU", "BR"]', _is_text_list),
    "REVIEWS_MODERATION": _one_of("before", "after"),
    "REVIEWS_PAGE_SIZE": Setting(10, "a whole number from 1 to 100", _is_count(1, 100)),
    "REVIEWS_SHOW_EMPTY": Setting(False, "True or False", _is_bool),
    "REVIEWS_VOTING": Setting(True, "True or False", _is_bool),
    "REVIEWS_WHO": _one_of("anyone", "signed-in", "buyers"),
    "SANITIZER": Setting(
        "bleach", '"bleach", "nh3" or a dotted path to a function', lambda value: _is_dotted_path(value)
    ),
    "THROTTLE": Setting(
        DEFAULT_THROTTLE,
        'a dictionary such as {"submit": "20/hour"} with the keys ' + ", ".join(DEFAULT_THROTTLE),
        _is_throttle,
    ),
    "TRUSTED_PROXIES": Setting(0, "a whole number from 0 to 10", _is_count(0, 10)),
}


def _is_valid(key: str, value: Any) -> bool:
    try:
        return _is_valid_constant(key, value)
    except TypeError:  # a list or dictionary
        return SETTINGS[key].is_valid(value)


@lru_cache(maxsize=256, typed=True)  # 1 is not True here
def _is_valid_constant(key: str, value: Any) -> bool:
    return SETTINGS[key].is_valid(value)


class TrustSettings:
    """Typed access to ``DJANGO_TRUST``. Nothing is cached, so ``override_settings`` just works.

    A wrongly typed value is reported by ``manage.py check`` (``trust.E002``) and replaced by the default
    here, so that a typo never turns a shop page into a server error.
    """

    def _get(self, key: str) -> Any:
        raw = getattr(settings, "DJANGO_TRUST", None)
        setting = SETTINGS[key]
        if not isinstance(raw, Mapping) or key not in raw:
            return setting.default
        value = raw[key]
        return value if _is_valid(key, value) else setting.default

    @property
    def adapter(self) -> str:
        """Dotted path of the shop's ``ShopAdapter`` subclass."""
        return str(self._get("ADAPTER"))

    @property
    def fragment_cache(self) -> str:
        """Cache alias that keeps the first page of reviews as HTML; empty for none."""
        return str(self._get("FRAGMENT_CACHE"))

    @property
    def item_models(self) -> list[str]:
        """Labels (``app.model``, lower case) that API clients may name when they submit a review."""
        return [str(label).lower() for label in self._get("ITEM_MODELS")]

    @property
    def jsonld_exclude(self) -> frozenset[str]:
        """schema.org types the JSON-LD block leaves out, because the host's pages already have them."""
        return frozenset(self._get("JSONLD_EXCLUDE"))

    @property
    def markets(self) -> list[str]:
        """Countries or unions the shop sells to, for the rooms that know their law."""
        return list(self._get("MARKETS"))

    @property
    def reviews_moderation(self) -> str:
        """``before``: a review waits for a moderator. ``after``: it is public at once."""
        return str(self._get("REVIEWS_MODERATION"))

    @property
    def reviews_page_size(self) -> int:
        """Reviews on one page of the reviews block."""
        return int(self._get("REVIEWS_PAGE_SIZE"))

    @property
    def reviews_show_empty(self) -> bool:
        """Whether the widgets say "no reviews yet" instead of showing nothing."""
        return bool(self._get("REVIEWS_SHOW_EMPTY"))

    @property
    def reviews_voting(self) -> bool:
        """Whether reviews carry a "helpful" button."""
        return bool(self._get("REVIEWS_VOTING"))

    @property
    def reviews_who(self) -> str:
        """Who may review: ``anyone``, ``signed-in`` or ``buyers``."""
        return str(self._get("REVIEWS_WHO"))

    @property
    def sanitizer(self) -> str:
        """``bleach``, ``nh3`` or a dotted path to ``clean(html: str) -> str``."""
        return str(self._get("SANITIZER"))

    @property
    def throttle(self) -> dict[str, str | None]:
        """Allowed rate per client and kind of request; ``None`` switches one off."""
        return {**DEFAULT_THROTTLE, **self._get("THROTTLE")}

    @property
    def trusted_proxies(self) -> int:
        """Reverse proxies in front of Django whose ``X-Forwarded-For`` entry is believed."""
        return int(self._get("TRUSTED_PROXIES"))


trust_settings = TrustSettings()


def problems() -> Iterator[tuple[str, str]]:
    """Yield (message, hint) for every unknown or wrongly typed entry of ``DJANGO_TRUST``."""
    raw = getattr(settings, "DJANGO_TRUST", {})
    if not isinstance(raw, Mapping):
        yield "DJANGO_TRUST must be a dictionary.", 'Write DJANGO_TRUST = {"ADAPTER": "shop.trust.Adapter"}.'
        return
    for key, value in raw.items():
        if key not in SETTINGS:
            yield f"DJANGO_TRUST has an unknown key {key!r}.", _spelling_hint(key)
        elif not SETTINGS[key].is_valid(value):
            yield (
                f"DJANGO_TRUST[{key!r}] is {value!r}, which is not valid.",
                f"It must be {SETTINGS[key].expected}.",
            )


def _spelling_hint(key: object) -> str:
    match = get_close_matches(str(key).upper(), SETTINGS, n=1)
    known = ", ".join(sorted(SETTINGS))
    return f"Did you mean {match[0]!r}?" if match else f"The known keys are {known}."
