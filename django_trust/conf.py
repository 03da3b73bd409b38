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
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_CRITERIA = 6
# Name: default, least, most.
SCORE_PARAMETERS = {
    "prior_mean": (3.5, 1, 5),
    "prior_weight": (7, 0, 1000),
    "half_life_days": (180, 30, 3650),
}
DEFAULT_SIGNALS = [
    "links",
    "contact",
    "advertising",
    "profanity",
    "near_duplicate",
    "burst",
    "language",
    "fast_form",
    "disposable_address",
]
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


def _is_text_map(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(key, str) for key in value)


def _is_criteria(value: Any) -> bool:
    return _is_text_map(value) and all(
        _is_text_list(codes) and len(codes) <= MOST_CRITERIA and all(CODE.fullmatch(code) for code in codes)
        for codes in value.values()
    )


def _is_score_parameters(value: Any) -> bool:
    return _is_text_map(value) and all(
        name in SCORE_PARAMETERS
        and isinstance(number, int | float)
        and not isinstance(number, bool)
        and SCORE_PARAMETERS[name][1] <= number <= SCORE_PARAMETERS[name][2]
        for name, number in value.items()
    )


def _is_signal_list(value: Any) -> bool:
    return _is_text_list(value) and all(_is_dotted_path(entry) for entry in value)


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
    "JSONLD_INCENTIVIZED": Setting(False, "True or False", _is_bool),
    "MARKETS": Setting([], 'a list of country or union codes such as ["EU", "BR"]', _is_text_list),
    "REVIEWS_AUTO_PUBLISH_DAYS": Setting(14, "a whole number from 0 (never) to 365", _is_count(0, 365)),
    "REVIEWS_BLIND_MODERATION": Setting(True, "True or False", _is_bool),
    "REVIEWS_CONFIRM_EMAIL": Setting(True, "True or False", _is_bool),
    "REVIEWS_CRITERIA": Setting(
        {},
        'a dictionary from a category ("" for all others) to at most 6 codes such as {"": ["quality"]}',
        _is_criteria,
    ),
    "REVIEWS_CRITERION_LABELS": Setting(
        {}, 'a dictionary from a criterion to its label such as {"grip": _("Grip")}', _is_text_map
    ),
    "REVIEWS_FREEZE_HOURS": Setting(72, "a whole number from 0 (never) to 720", _is_count(0, 720)),
    "REVIEWS_INVITATION_DAYS": Setting(90, "a whole number from 1 to 730", _is_count(1, 730)),
    "REVIEWS_MODERATION": _one_of("before", "after", "flagged"),
    "REVIEWS_PAGE_SIZE": Setting(10, "a whole number from 1 to 100", _is_count(1, 100)),
    "REVIEWS_PHOTOS": Setting(4, "a whole number from 0 (none) to 10", _is_count(0, 10)),
    "REVIEWS_PHOTO_MEGABYTES": Setting(10, "a whole number from 1 to 50", _is_count(1, 50)),
    "REVIEWS_PHOTO_STORAGE": Setting("default", "the alias of a storage in STORAGES", _is_text),
    "REVIEWS_SCORE": _one_of("mean", "bayesian", "recency"),
    "REVIEWS_SCORE_PARAMETERS": Setting(
        {},
        "a dictionary with any of "
        + ", ".join(f"{name} ({low} to {high})" for name, (_, low, high) in SCORE_PARAMETERS.items()),
        _is_score_parameters,
    ),
    "REVIEWS_SHOW_EMPTY": Setting(False, "True or False", _is_bool),
    "REVIEWS_VOTING": Setting(True, "True or False", _is_bool),
    "REVIEWS_WHO": _one_of("anyone", "signed-in", "buyers"),
    "SANITIZER": Setting(
        "bleach", '"bleach", "nh3" or a dotted path to a function', lambda value: _is_dotted_path(value)
    ),
    "SIGNALS": Setting(
        DEFAULT_SIGNALS,
        f"a list of dotted paths and of names out of {', '.join(DEFAULT_SIGNALS)}",
        _is_signal_list,
    ),
    "STAFF_EMAILS": Setting([], "a list of e-mail addresses", _is_text_list),
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
    def jsonld_incentivized(self) -> bool:
        """Whether reviews whose author got something for writing appear in the JSON-LD block."""
        return bool(self._get("JSONLD_INCENTIVIZED"))

    @property
    def markets(self) -> list[str]:
        """Countries or unions the shop sells to, for the rooms that know their law."""
        return list(self._get("MARKETS"))

    @property
    def reviews_auto_publish_days(self) -> int:
        """Days after which a waiting review that is not flagged publishes itself; 0 for never."""
        return int(self._get("REVIEWS_AUTO_PUBLISH_DAYS"))

    @property
    def reviews_blind_moderation(self) -> bool:
        """Whether moderators decide about waiting reviews without seeing their stars."""
        return bool(self._get("REVIEWS_BLIND_MODERATION"))

    @property
    def reviews_confirm_email(self) -> bool:
        """Whether an address typed into a form proves a purchase only once its owner confirmed it."""
        return bool(self._get("REVIEWS_CONFIRM_EMAIL"))

    @property
    def reviews_criteria(self) -> dict[str, list[str]]:
        """Criteria by category of item; those under the empty text are for all other items."""
        return {str(category): list(codes) for category, codes in self._get("REVIEWS_CRITERIA").items()}

    @property
    def reviews_criterion_labels(self) -> dict[str, Any]:
        """Labels of the shop's own criteria, and other labels for ours."""
        return dict(self._get("REVIEWS_CRITERION_LABELS"))

    @property
    def reviews_freeze_hours(self) -> int:
        """Hours an average stands still after a sudden burst of reviews; 0 switches that off."""
        return int(self._get("REVIEWS_FREEZE_HOURS"))

    @property
    def reviews_invitation_days(self) -> int:
        """Days for which an invitation to review an order is good."""
        return int(self._get("REVIEWS_INVITATION_DAYS"))

    @property
    def reviews_moderation(self) -> str:
        """``before``: a review waits for a moderator. ``after``: it is public at once. ``flagged``: it is
        public at once unless signals flag it."""
        return str(self._get("REVIEWS_MODERATION"))

    @property
    def reviews_page_size(self) -> int:
        """Reviews on one page of the reviews block."""
        return int(self._get("REVIEWS_PAGE_SIZE"))

    @property
    def reviews_photos(self) -> int:
        """Most photos of one review; 0 for none."""
        return int(self._get("REVIEWS_PHOTOS"))

    @property
    def reviews_photo_megabytes(self) -> int:
        """Largest file a shopper may send as a photo, in MiB."""
        return int(self._get("REVIEWS_PHOTO_MEGABYTES"))

    @property
    def reviews_photo_storage(self) -> str:
        """Alias of the storage that keeps the photos."""
        return str(self._get("REVIEWS_PHOTO_STORAGE"))

    @property
    def reviews_score(self) -> str:
        """The figure shown as the average: ``mean``, ``bayesian`` or ``recency``."""
        return str(self._get("REVIEWS_SCORE"))

    @property
    def reviews_score_parameters(self) -> dict[str, float]:
        """``prior_mean`` (stars), ``prior_weight`` (reviews), ``half_life_days``."""
        defaults = {name: float(default) for name, (default, _, _) in SCORE_PARAMETERS.items()}
        return {**defaults, **self._get("REVIEWS_SCORE_PARAMETERS")}

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
    def signals(self) -> list[str]:
        """Signals that look at every review: names of ours, dotted paths of the shop's own."""
        return list(self._get("SIGNALS"))

    @property
    def staff_emails(self) -> list[str]:
        """Who is told by mail what cannot wait; where empty, Django's ``MANAGERS``."""
        return list(self._get("STAFF_EMAILS"))

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
