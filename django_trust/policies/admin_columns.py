"""What the list of policies says: which version is in force, which comes next, which is being written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from django_trust.l10n.formats import format_date, format_number
from django_trust.policies.admin_fields import place_name
from django_trust.policies.admin_marks import marked
from django_trust.policies.admin_matrix import gap_mark
from django_trust.policies.models import Policy, PolicyVersion
from django_trust.policies.rows import facts_of_frozen

MAY_BEGIN = "trust.add_policyversion"


@dataclass(slots=True)
class Standing:
    """The versions of a policy that matter now. ``coming`` is the next one to begin."""

    now: PolicyVersion | None = None
    coming: PolicyVersion | None = None
    draft: PolicyVersion | None = None


def standings(policies: list[Policy]) -> dict[int, Standing]:
    """Return where each policy stands. Two queries for all of them."""
    found = {policy.pk: Standing() for policy in policies}
    moment = timezone.now()
    published = PolicyVersion.objects.in_force_or_coming(moment).filter(policy__in=found)
    for version in published.order_by("effective_from", "number"):
        standing = found[version.policy_id]
        if version.effective_from is not None and version.effective_from <= moment:
            standing.now = version
        else:
            standing.coming = standing.coming or version
    for draft in PolicyVersion.objects.drafts().filter(policy__in=found).select_related("policy"):
        found[draft.policy_id].draft = draft
    return found


class PolicyList(ChangeList):
    """Gives each row of the page its ``standing``, and whether the reader ``may_begin`` a draft."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        found = standings(list(self.result_list))
        for policy in self.result_list:
            policy.standing = found[policy.pk]
            policy.may_begin = request.user.has_perm(MAY_BEGIN)


class PolicyColumns:
    """Mixin of the admin of policies. Rows come with their ``standing``: no column asks the database."""

    @admin.display(description=pgettext_lazy("column of policies", "policy"), ordering="kind")
    def policy_column(self, policy: Policy) -> str:
        return str(policy.get_kind_display())

    @admin.display(description=pgettext_lazy("column of policies", "for shoppers in"), ordering="market")
    def market_column(self, policy: Policy) -> str:
        return place_name(policy.market)

    @admin.display(description=pgettext_lazy("column of policies", "in force"))
    def now_column(self, policy: Policy) -> SafeString:
        version = _standing(policy).now
        if version is None:
            return marked("off", "info", pgettext("version in force", "None yet"))
        text = _("Version %(number)s, since %(date)s")
        return marked("shown", "check", _link(version, text))

    @admin.display(description=pgettext_lazy("column of policies", "next"))
    def coming_column(self, policy: Policy) -> SafeString | str:
        version = _standing(policy).coming
        if version is None:
            return "–"
        return marked("soon", "calendar", _link(version, _("Version %(number)s, from %(date)s")))

    @admin.display(description=pgettext_lazy("column of policies", "draft"))
    def draft_column(self, policy: Policy) -> SafeString | str:
        draft = _standing(policy).draft
        if draft is not None:
            words = pgettext("draft of a policy", "Version %(number)s") % {
                "number": format_number(draft.number)
            }
            return marked("off", "document", format_html('<a href="{}">{}</a>', version_url(draft), words))
        if not policy.may_begin:  # type: ignore[attr-defined]
            return "–"
        url = reverse("admin:trust_policy_draft", args=[policy.pk])
        return format_html(
            '<button class="button trust-begin" formaction="{}">{}</button>', url, _("Begin a draft")
        )

    @admin.display(description=pgettext_lazy("column of policies", "translations"))
    def texts_column(self, policy: Policy) -> SafeString | str:
        version = _standing(policy).now
        return gap_mark(facts_of_frozen(version)) if version else "–"


def policies_name() -> str:
    """Return what the list of policies is called, for the way back to it."""
    return capfirst(str(Policy._meta.verbose_name_plural))


def version_url(version: PolicyVersion, name: str = "change") -> str:
    """Return the address of a page about a version in the admin."""
    return reverse(f"admin:trust_policyversion_{name}", args=[version.pk])


def version_title(version: PolicyVersion) -> str:
    """Return what staff call a version."""
    text = (
        _("%(policy)s, version %(number)s")
        if version.is_published
        else _("%(policy)s, draft of version %(number)s")
    )
    return text % {"policy": str(version.policy), "number": format_number(version.number)}


def _standing(policy: Any) -> Standing:
    return policy.standing  # type: ignore[no-any-return]


def _link(version: PolicyVersion, text: str) -> SafeString:
    moment = version.effective_from
    facts = {
        "number": format_number(version.number),
        "date": format_date(moment, style="medium") if moment else "–",
    }
    return format_html('<a href="{}">{}</a>', version_url(version), text % facts)
