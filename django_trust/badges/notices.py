"""Telling staff that evidence ends, before it does, and that a badge is gone, when it is."""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import override

from django_trust import signals
from django_trust.badges.choices import Reason
from django_trust.badges.models import Badge
from django_trust.badges.phrases import claim_of, last_day, state_sentence
from django_trust.badges.states import State, state_in_shop
from django_trust.l10n.formats import format_date
from django_trust.links import origin_of
from django_trust.rendering import render_widget
from django_trust.shop.adapter import get_adapter
from django_trust.staff import mail_staff, staff_addresses

logger = logging.getLogger("django_trust")

WARN_DAYS = (1, 7, 30)
SILENT = (Reason.OFF, Reason.EARLY)  # as staff wished


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing staff are told of one badge."""

    badge: Badge
    state: State
    before: dict[str, Any]  # what they had been told

    @property
    def ends(self) -> str:
        """The last day of the evidence, or an empty text when the badge is gone already."""
        ends_at = self.state.ends_at
        return format_date(last_day(ends_at)) if self.state.shown and ends_at else ""


def warn_staff(*, now: datetime | None = None) -> list[Notice]:
    """Mail colleagues about badges whose evidence ends within 30, 7 or 1 days, and those that are gone.

    Everybody of ``STAFF_EMAILS`` (else ``MANAGERS``) hears of all, an owner of the own badges. Each thing is
    said once, however many processes run this at a time; a mail that cannot be sent is tried next time.
    """
    now = now or timezone.now()
    notices = []
    for badge in Badge.objects.enabled().in_order().select_related("owner"):
        state = state_in_shop(badge, now)
        news = _news(badge, state, now)
        told = {name: getattr(badge, name) for name in news}
        is_first = news != told and Badge.objects.filter(pk=badge.pk, **told).update(**news)
        if is_first and not _is_silent(news, told):
            notices.append(Notice(badge, state, told))
    _send(notices)
    for notice in notices:
        if not notice.state.shown:
            signals.badge_hidden.send_robust(Badge, badge=notice.badge, reason=notice.state.reason)
    return notices


def _news(badge: Badge, state: State, now: datetime) -> dict[str, Any]:
    """What staff should have been told by now."""
    hidden = "" if state.shown or state.reason in SILENT else str(state.reason)
    days = _warn_days(state, now)
    if not state.shown:
        return {"warned_end": badge.warned_end, "warned_days": badge.warned_days, "told_hidden": hidden}
    return {"warned_end": state.ends_at if days else None, "warned_days": days, "told_hidden": ""}


def _warn_days(state: State, now: datetime) -> int | None:
    if state.ends_at is None:
        return None
    return next((days for days in WARN_DAYS if state.ends_at - now <= timedelta(days=days)), None)


def _is_silent(news: dict[str, Any], told: dict[str, Any]) -> bool:
    """Good news are no mail: the evidence was renewed, the badge is back."""
    if news["told_hidden"]:
        return False
    return news["warned_days"] is None or (
        news["warned_end"] == told["warned_end"] and news["warned_days"] == told["warned_days"]
    )


def _send(notices: list[Notice]) -> None:
    letters: defaultdict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        owner = getattr(notice.badge.owner, "email", "") or ""
        for address in dict.fromkeys([*staff_addresses(), owner]):
            if address:
                letters[address].append(notice)
    for address, about in letters.items():
        try:
            _mail(address, about)
        except Exception:  # a mail server that is down stops neither the run nor the other letters
            logger.exception("Staff could not be told about badges")
            for notice in about:
                Badge.objects.filter(pk=notice.badge.pk).update(**notice.before)


def _mail(address: str, notices: list[Notice]) -> None:
    with override(settings.LANGUAGE_CODE):
        context = {
            "ending": [_entry(notice) for notice in notices if notice.state.shown],
            "hidden": [_entry(notice) for notice in notices if not notice.state.shown],
            "shop_name": get_adapter().get_shop().name,
        }
        subject = render_widget("django_trust/badges/email/staff_subject.txt", context)
        body = render_widget("django_trust/badges/email/staff_body.txt", context)
        mail_staff(str(subject), str(body), to=[address])


def _entry(notice: Notice) -> dict[str, str]:
    return {
        "claim": claim_of(notice.badge).text,
        "sentence": state_sentence(notice.badge, notice.state),
        "ends": notice.ends,
        "url": _admin_url(notice.badge),
    }


def _admin_url(badge: Badge) -> str:
    try:
        path = reverse("admin:trust_badge_change", args=[badge.pk])
    except NoReverseMatch:
        return ""
    return origin_of(get_adapter().get_shop().url) + path
