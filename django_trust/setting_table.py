"""Every key of ``DJANGO_TRUST``: its default, what a valid value is in words, and the test for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

RATE = re.compile(r"(\d+)/(second|minute|hour|day)s?")
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:]+\]")
FEEDBACK_ID = re.compile(r"[A-Za-z0-9]{5,15}")
WEBHOOK_SECRET = re.compile(r"(whsec_)?[A-Za-z0-9+/]{32,88}={0,2}")  # 24 to 64 bytes in base64
PURPOSES = ("review", "survey", "tips", "offers")
BASES = ("consent", "soft_opt_in", "objection")
SECURITY_TXT_FIELDS = frozenset(
    "contact expires encryption acknowledgments policy hiring canonical preferred_languages csaf".split()
)
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
    "withdraw": "20/hour",
    "answer": "60/hour",
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


def _is_basis(value: Any) -> bool:
    return _is_text_map(value) and all(
        isinstance(purposes, Mapping)
        and all(purpose in PURPOSES and basis in BASES for purpose, basis in purposes.items())
        for purposes in value.values()
    )


def _is_feedback_id(value: Any) -> bool:
    return isinstance(value, str) and (not value or FEEDBACK_ID.fullmatch(value) is not None)


def _is_webhook(value: Any) -> bool:
    if not isinstance(value, Mapping) or not value:
        return value == {}
    return (
        set(value) == {"url", "secret"}
        and all(isinstance(entry, str) for entry in value.values())
        and value["url"].startswith(("https://", "http://"))
        and WEBHOOK_SECRET.fullmatch(value["secret"]) is not None
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


def _is_path_map(value: Any) -> bool:
    return _is_text_map(value) and all(
        CODE.fullmatch(code) and _is_dotted_path(path) for code, path in value.items()
    )


def _is_hosts(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(
            isinstance(host, str) and HOST.fullmatch(host) and _is_host_options(options)
            for host, options in value.items()
        )
    return _is_text_list(value) and all(HOST.fullmatch(host) for host in value)


def _is_host_options(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        _is_bool(option) if name == "private" else name in ("https", "http") and _is_count(1, 65535)(option)
        for name, option in value.items()
    )


def _is_methods(value: Any) -> bool:
    return _is_text_map(value) and all(
        CODE.fullmatch(code) and isinstance(entry, list | tuple) and len(entry) == 2
        for code, entry in value.items()
    )


def _is_security_txt(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and set(value) <= SECURITY_TXT_FIELDS
        and (not value or {"contact", "expires"} <= set(value))
        and all(
            isinstance(entry, str | date)
            if name == "expires"
            else isinstance(entry, str) or _is_text_list(entry)
            for name, entry in value.items()
        )
    )


JSONLD_TYPES = (
    "Product",
    "AggregateRating",
    "Review",
    "Offer",
    "Organization",
    "Certification",
    "MerchantReturnPolicy",
    "ShippingService",
)

SETTINGS: dict[str, Setting] = {
    "ADAPTER": Setting(
        "django_trust.shop.adapter.ShopAdapter", "a dotted path to a ShopAdapter class", _is_dotted_path
    ),
    "BADGES_CHECKS": Setting(
        {},
        'a dictionary from a code to a dotted path such as {"backup": "shop.trust.check_backup"}',
        _is_path_map,
    ),
    "BADGES_HOSTS": Setting(
        [],
        'a list of host names such as ["shop.example"], or a dictionary from them to any of "https", "http" '
        '(ports) and "private" (True or False)',
        _is_hosts,
    ),
    "BADGES_MEGABYTES": Setting(10, "a whole number from 1 to 50", _is_count(1, 50)),
    "BADGES_PAYMENT_METHODS": Setting(
        {}, 'a dictionary from a code to name and icon such as {"stamps": ("Stamps", "card")}', _is_methods
    ),
    "BADGES_STORAGE": Setting("default", "the alias of a storage in STORAGES", _is_text),
    "FOLLOWUPS_BASIS": Setting(
        {},
        'a dictionary from a country or union ("" for everywhere) to one from a purpose to a lawful basis, '
        'such as {"DE": {"review": "consent"}}',
        _is_basis,
    ),
    "FOLLOWUPS_CAP": Setting(5, "a whole number from 1 to 100", _is_count(1, 100)),
    "FOLLOWUPS_CAP_DAYS": Setting(30, "a whole number from 1 to 366", _is_count(1, 366)),
    "FOLLOWUPS_CHANNELS": Setting(
        {}, 'a dictionary from a code to a dotted path such as {"sms": "shop.sms.Channel"}', _is_path_map
    ),
    "FOLLOWUPS_FEEDBACK_ID": Setting("", "a text of 5 to 15 letters, or an empty one", _is_feedback_id),
    "FOLLOWUPS_FROM": Setting("", "an address such as Shop <care@shop.example>, or an empty text", _is_text),
    "FOLLOWUPS_LEASE_MINUTES": Setting(10, "a whole number from 1 to 120", _is_count(1, 120)),
    "FOLLOWUPS_PER_MINUTE": Setting(0, "a whole number from 0 (no limit) to 100000", _is_count(0, 100_000)),
    "FOLLOWUPS_POSTPONE_DAYS": Setting(7, "a whole number from 1 to 60", _is_count(1, 60)),
    "FOLLOWUPS_SOFT_OPT_IN": Setting(False, "True or False", _is_bool),
    "FOLLOWUPS_TRACK_LINKS": Setting(False, "True or False", _is_bool),
    "FOLLOWUPS_TRIES": Setting(8, "a whole number from 1 to 20", _is_count(1, 20)),
    "FOLLOWUPS_WEBHOOK": Setting(
        {},
        'a dictionary such as {"url": "https://tool.example/hook", "secret": "whsec_..."}',
        _is_webhook,
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
    "POLICIES_PROMISE_DAYS": Setting(180, "a whole number from 7 to 730", _is_count(7, 730)),
    "POLICIES_PROMISE_MINIMUM": Setting(30, "a whole number from 1 to 100000", _is_count(1, 100_000)),
    "POLICIES_RATES_HOURS": Setting(96, "a whole number from 1 to 720", _is_count(1, 720)),
    "POLICIES_RATES_PROVIDER": Setting(
        "django_trust.policies.prices.table.rate_from_table", "a dotted path to a function", _is_dotted_path
    ),
    "POLICIES_STALE_TRANSLATION": _one_of("note", "fallback"),
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
    "SECURITY_TXT": Setting(
        {},
        "a dictionary with contact, expires and any of "
        + ", ".join(sorted(SECURITY_TXT_FIELDS - {"contact", "expires"})),
        _is_security_txt,
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
