"""What is known when words are found for a message: the order, the shop, and the links of this one buyer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urljoin

from django.urls import NoReverseMatch

from django_trust.followups import order_links
from django_trust.followups.consent import tokens
from django_trust.followups.messages.job import Job
from django_trust.followups.messages.marks import is_address, isolated, linked
from django_trust.l10n.formats import format_date
from django_trust.l10n.locales import direction
from django_trust.mailing import one_line
from django_trust.policies.withdrawals.tokens import order_url
from django_trust.reviews.invitations import Invitation
from django_trust.shop.adapter import ShopIdentity, get_adapter
from django_trust.shop.identity.models import ShopProfile
from django_trust.shop.identity.stored import stored_identity
from django_trust.shop.identity.widgets import address_of
from django_trust.shop.models import Item, Purchase

NAME_MAX = 60
# What mail programs make a link of: anybody can order for somebody else under the name "free-money.example".
LOOKS_LIKE_LINK = re.compile(r"[/@]|\w{2,}\.\w{2,}")


@dataclass
class MessageContext:
    """One message being written. ``language`` (Django code) is active meanwhile, and so is the buyer's zone.

    Addresses are whole; they are empty where the pages of this library are not included. None of them does
    anything when it is opened.
    """

    job: Job
    language: str

    @property
    def purchase(self) -> Purchase:
        return self.job.purchase

    @property
    def direction(self) -> str:
        return direction(self.language)

    # Who writes to whom

    @property
    def shop(self) -> ShopIdentity:
        """What the adapter says, asked once for all messages of a batch in one language."""
        key = ("shop", self.language)
        if key not in self.job.memo:
            self.job.memo[key] = get_adapter().get_shop()
        shop: ShopIdentity = self.job.memo[key]
        return shop

    @property
    def profile(self) -> ShopProfile | None:
        """The shop's legal identity: one query for all messages of a batch."""
        return stored_identity(self.job.memo).profile

    @cached_property
    def shop_name(self) -> str:
        name = one_line(self.shop.name) or (one_line(self.profile.legal_name) if self.profile else "")
        return isolated(name or self.job.base.partition("://")[2])

    @property
    def shop_address(self) -> tuple[str, ...]:
        return address_of(self.profile) if self.profile else ()

    @property
    def shop_url(self) -> str:
        return self.absolute(self.shop.url)

    @cached_property
    def contact(self) -> str:
        """The shop's address as a link within a sentence; empty where the adapter knows none."""
        email = one_line(self.shop.email)
        return linked(isolated(email), f"mailto:{email}") if email else ""

    @cached_property
    def name(self) -> str:
        """The buyer's name for a greeting; empty for none, and for what no person is called."""
        name = one_line(self.purchase.name)
        return isolated(name) if name and len(name) <= NAME_MAX and not LOOKS_LIKE_LINK.search(name) else ""

    # The order

    def item_name(self, item: Item) -> str:
        """Return what the shop calls an item in the language of the message; its snapshot once it is gone."""
        host = self.job.hosts.get(item.pk)
        return (get_adapter().get_name(host) if host is not None else "") or item.name

    @property
    def reference(self) -> str:
        return isolated(self.purchase.reference)

    def day(self, value: date | datetime | None) -> str:
        """Return a date in words, of a moment that in the buyer's time zone; empty for None."""
        return format_date(value, self.language) if value else ""

    @property
    def expected(self) -> date | None:
        return self.purchase.delayed_until or self.purchase.promised_by

    # Links

    def absolute(self, url: str) -> str:
        """Return a whole address for a path of this site; empty for what no mail should link to."""
        whole = urljoin(f"{self.job.base}/", url) if url else ""
        return whole if is_address(whole) else ""

    @cached_property
    def status_url(self) -> str:
        return self._own(lambda: order_links.order_status_url(self.purchase))

    def answer_url(self, kind: str = "") -> str:
        return self._own(lambda: order_links.answer_url(self.purchase, kind))

    def survey_url(self, kind: str, score: int | None = None) -> str:
        return self._own(lambda: order_links.survey_url(self.purchase, kind, score))

    @cached_property
    def review_url(self) -> str:
        return self._own(lambda: Invitation.of(self.purchase).url)

    @cached_property
    def withdraw_url(self) -> str:
        return self._own(lambda: order_url(self.purchase), is_tracked=False)

    @property
    def tracking_url(self) -> str:
        return self.absolute(self.purchase.tracking_url)

    @cached_property
    def unsubscribe_url(self) -> str:
        """Of marketing, what stops messages like this; of news of an order, all that can be stopped."""
        step = self.job.row.step
        key, purpose = self.job.facts.email_key, step.purpose if step.is_marketing else ""
        return self._own(lambda: tokens.unsubscribe_url(key, purpose, self.language), is_tracked=False)

    @cached_property
    def preferences_url(self) -> str:
        key = self.job.facts.email_key
        return self._own(lambda: tokens.preferences_url(key, self.language), is_tracked=False)

    def _own(self, make: Callable[[], str], *, is_tracked: bool = True) -> str:
        try:
            path = make()
        except NoReverseMatch:  # not included (W002)
            return ""
        row = self.job.row
        return self.job.base + (order_links.tracked(row, path) if is_tracked and row.pk else path)
