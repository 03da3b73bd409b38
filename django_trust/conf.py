"""The ``DJANGO_TRUST`` dictionary of the host's settings, typed and read afresh on every access."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from django.conf import settings

from django_trust.setting_table import DEFAULT_THROTTLE, SCORE_PARAMETERS, SETTINGS


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
        if not (type(raw) is dict or isinstance(raw, Mapping)) or key not in raw:
            return setting.default
        value = raw[key]
        return value if _is_valid(key, value) else setting.default

    @property
    def adapter(self) -> str:
        """Dotted path of the shop's ``ShopAdapter`` subclass."""
        return str(self._get("ADAPTER"))

    @property
    def badges_checks(self) -> dict[str, str]:
        """The shop's own checks: code to the dotted path of a function."""
        return dict(self._get("BADGES_CHECKS"))

    @property
    def badges_hosts(self) -> dict[str, dict[str, Any]]:
        """Hosts the checks may contact, with options ``https``, ``http`` (ports) and ``private``."""
        hosts = self._get("BADGES_HOSTS")
        return {host: dict(hosts[host]) if isinstance(hosts, Mapping) else {} for host in hosts}

    @property
    def badges_megabytes(self) -> int:
        """Largest document or artwork of a badge, in MiB."""
        return int(self._get("BADGES_MEGABYTES"))

    @property
    def badges_payment_methods(self) -> dict[str, tuple[Any, str]]:
        """The shop's own payment methods: code to name and icon."""
        return {code: (name, str(icon)) for code, (name, icon) in self._get("BADGES_PAYMENT_METHODS").items()}

    @property
    def badges_storage(self) -> str:
        """Alias of the storage that keeps the documents of badges."""
        return str(self._get("BADGES_STORAGE"))

    @property
    def followups_basis(self) -> dict[str, dict[str, str]]:
        """The shop's own lawful bases: country or union to purpose to ``consent``, ``soft_opt_in`` or
        ``objection``."""
        return {str(place): dict(bases) for place, bases in self._get("FOLLOWUPS_BASIS").items()}

    @property
    def followups_cap(self) -> int:
        """Most messages that are not about an order itself for one person within ``FOLLOWUPS_CAP_DAYS``."""
        return int(self._get("FOLLOWUPS_CAP"))

    @property
    def followups_cap_days(self) -> int:
        """Days back for which the messages to one person are counted."""
        return int(self._get("FOLLOWUPS_CAP_DAYS"))

    @property
    def followups_channels(self) -> dict[str, str]:
        """The shop's own channels: code to the dotted path of a ``Channel`` class."""
        return dict(self._get("FOLLOWUPS_CHANNELS"))

    @property
    def followups_feedback_id(self) -> str:
        """The sender in Gmail's ``Feedback-ID`` header; empty for no such header."""
        return str(self._get("FOLLOWUPS_FEEDBACK_ID"))

    @property
    def followups_from(self) -> str:
        """Who follow-ups come from; empty for ``DEFAULT_FROM_EMAIL``."""
        return str(self._get("FOLLOWUPS_FROM"))

    @property
    def followups_lease_minutes(self) -> int:
        """Minutes after which the messages of a worker that vanished are taken over by another."""
        return int(self._get("FOLLOWUPS_LEASE_MINUTES"))

    @property
    def followups_per_minute(self) -> int:
        """Most messages a minute, of all workers together; 0 for no limit."""
        return int(self._get("FOLLOWUPS_PER_MINUTE"))

    @property
    def followups_postpone_days(self) -> int:
        """Days for which a buyer whose order has not arrived is asked nothing."""
        return int(self._get("FOLLOWUPS_POSTPONE_DAYS"))

    @property
    def followups_soft_opt_in(self) -> bool:
        """Whether the checkout tells buyers that they will be written to about their order and similar
        goods, and lets them object there: what a soft opt-in takes (Directive 2002/58/EC, Art. 13(2))."""
        return bool(self._get("FOLLOWUPS_SOFT_OPT_IN"))

    @property
    def followups_track_links(self) -> bool:
        """Whether the first visit to a link of a message is noted."""
        return bool(self._get("FOLLOWUPS_TRACK_LINKS"))

    @property
    def followups_tries(self) -> int:
        """How often a message is tried before it is given up."""
        return int(self._get("FOLLOWUPS_TRIES"))

    @property
    def followups_webhook(self) -> dict[str, str]:
        """``url`` and ``secret`` of the webhook channel; empty for none."""
        return dict(self._get("FOLLOWUPS_WEBHOOK"))

    @property
    def fragment_cache(self) -> str:
        """Cache alias that keeps the first page of reviews and the badges as HTML; empty for none."""
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
    def policies_promise_days(self) -> int:
        """Days back for which kept and missed delivery promises are counted."""
        return int(self._get("POLICIES_PROMISE_DAYS"))

    @property
    def policies_promise_minimum(self) -> int:
        """Orders below which nothing is said about kept delivery promises."""
        return int(self._get("POLICIES_PROMISE_MINIMUM"))

    @property
    def policies_rates_hours(self) -> int:
        """Hours after which an exchange rate is stale, and approximate prices made of it vanish."""
        return int(self._get("POLICIES_RATES_HOURS"))

    @property
    def policies_rates_provider(self) -> str:
        """Dotted path of ``provider(base: str, quote: str) -> Rate | None``."""
        return str(self._get("POLICIES_RATES_PROVIDER"))

    @property
    def policies_stale_translation(self) -> str:
        """``note``: a translation of an older original is shown and says so. ``fallback``: the next language
        of the reader's that is current is shown instead."""
        return str(self._get("POLICIES_STALE_TRANSLATION"))

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
    def security_txt(self) -> dict[str, Any]:
        """Fields of ``/.well-known/security.txt`` (RFC 9116), lower case; empty for none."""
        return dict(self._get("SECURITY_TXT"))

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
