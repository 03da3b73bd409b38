"""The flows that come with the library: data in ``flows.toml``, loaded once, then the shop's own."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import override, pgettext_lazy

from django_trust.followups.choices import MessageKind
from django_trust.followups.models import Flow, Step
from django_trust.transactions import atomic_write

FLOWS_FILE = Path(__file__).parent / "flows.toml"

FLOW_NAMES = {
    "thanks": pgettext_lazy("name of a flow", "Thanks for the order"),
    "payment": pgettext_lazy("name of a flow", "Payment"),
    "shipping": pgettext_lazy("name of a flow", "Shipping"),
    "delay": pgettext_lazy("name of a flow", "Delays"),
    "delivery": pgettext_lazy("name of a flow", "After delivery"),
    "reviews": pgettext_lazy("name of a flow", "Reviews"),
    "satisfaction": pgettext_lazy("name of a flow", "Satisfaction"),
    "coupon": pgettext_lazy("name of a flow", "Coupon for the next order"),
    "win-back": pgettext_lazy("name of a flow", "After a long while"),
}


def load_flows(*, active: bool = True, dry_run: bool = False) -> list[str]:
    """Store the flows of ``flows.toml`` that are not there yet, and return their codes.

    A flow that is there is left as the shop has made it. Their names are in the language of the shop
    (``LANGUAGE_CODE``). ``active``: switched on, for what happens from now on. With ``dry_run`` nothing is
    stored.
    """
    if dry_run:
        known = set(Flow.objects.filter(code__in=shipped_flows()).values_list("code", flat=True))
        return [code for code in shipped_flows() if code not in known]
    with override(settings.LANGUAGE_CODE):
        return [code for code, table in shipped_flows().items() if _store(code, table, active)]


@lru_cache(maxsize=1)
def shipped_flows() -> dict[str, dict[str, Any]]:
    """Return the tables of ``flows.toml`` by the code of the flow."""
    return tomllib.loads(FLOWS_FILE.read_text(encoding="utf-8"))


@atomic_write
def _store(code: str, table: dict[str, Any], active: bool) -> bool:
    """Store a flow with its steps; False where a flow of this code is there."""
    name = str(FLOW_NAMES[code])
    flow, is_new = Flow.objects.get_or_create(
        code=code, defaults={"name": name, "event": table["event"], "is_active": active}
    )
    if is_new:
        Step.objects.bulk_create([_step(flow, key, row) for key, row in table["steps"].items()])
    return is_new


def _step(flow: Flow, code: str, row: dict[str, Any]) -> Step:
    return Step(
        flow=flow,
        code=code,
        name=str(MessageKind(row["message"]).label),
        message=row["message"],
        purpose=row["purpose"],
        condition=row.get("condition", ""),
        delay=row["delay"],
        delay_unit=row["unit"],
        send_from=row.get("send_from"),
        send_until=row.get("send_until"),
        within_days=row["within_days"],
    )
