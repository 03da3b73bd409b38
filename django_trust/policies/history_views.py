"""The public pages of versions: each as it was, all of them in a list, and what changed between two.

Search engines are sent to the policy as it is in force now. GET never writes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from django_trust.l10n.formats import format_number
from django_trust.l10n.locales import direction, html_lang
from django_trust.pages import framed_page
from django_trust.policies.blocks import full_html
from django_trust.policies.differences import Change, changes_between, prose_changes
from django_trust.policies.facts import VersionFacts
from django_trust.policies.history import Life, Turn, life_sentence, lives_of, version_name
from django_trust.policies.models import Policy, PolicyVersion
from django_trust.policies.rows import facts_of_frozen
from django_trust.policies.views import place_words, scope_sentence
from django_trust.policies.widgets import asked_country, block_of, policy_title


@require_safe
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one published version as it was, is or will be in force; 404 for a draft."""
    facts, lives = _published(pk)
    life, country = _life_of(pk, lives), asked_country(request)
    # The frame of this page says since when and until when; the block would say only the former.
    block = block_of(replace(facts, effective_from=None), country)
    if life.turn is not Turn.NOW:
        block = replace(block, statements=())  # these are the law's of today
    current = next((other for other in lives if other.turn is Turn.NOW), None)
    context = {
        "title": policy_title(facts.kind),
        "name": version_name(facts.number),
        "sentence": life_sentence(life),
        "is_current": life is current,
        "scope": scope_sentence(facts, country),
        "policy_html": full_html(block, heading=False),
        "current_url": _policy_url(facts) if current else "",
        "history_url": reverse("trust:policy-history", args=[facts.policy_id]),
        "difference_url": _difference_url(life, current, country) if current and life is not current else "",
    }
    return _beside_the_policy(request, "version", context, facts)


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """List all published versions of a policy, the latest first."""
    policy = get_object_or_404(Policy, pk=pk)
    lives = lives_of(policy.pk)
    if not lives:
        raise Http404
    context = {
        "title": policy_title(policy.kind),
        "place": place_words(policy.market) if policy.market else "",
        "versions": [_entry(life) for life in lives],
        "current_url": _policy_url(policy) if any(life.turn is Turn.NOW for life in lives) else "",
    }
    return _beside_the_policy(request, "history", context, policy)


@require_safe
def difference(request: HttpRequest, older: int, newer: int) -> HttpResponse:
    """Show what changed between two versions of one policy."""
    before, lives = _published(older)
    after, _lives = _published(newer)
    if before.policy_id != after.policy_id:
        raise Http404
    country = asked_country(request)
    changes, prose = changes_between(before, after, country), prose_changes(before, after)
    summary = after.summary_words()
    context = {
        "title": policy_title(after.kind),
        "older": _entry(_life_of(older, lives)),
        "newer": _entry(_life_of(newer, lives)),
        "scope": scope_sentence(after, country),
        "summary": summary if summary.text else None,
        "groups": _groups(changes),
        "prose": prose.passages if prose else (),
        "prose_lang": html_lang(prose.language) if prose else "",
        "prose_dir": direction(prose.language) if prose else "",
        "nothing": not changes and prose is None,
        "current_url": _policy_url(after),
        "history_url": reverse("trust:policy-history", args=[after.policy_id]),
    }
    return _beside_the_policy(request, "difference", context, after)


def _published(pk: int) -> tuple[VersionFacts, tuple[Life, ...]]:
    """Return a published version and the lives of its policy, or raise ``Http404``. Two queries."""
    row = get_object_or_404(PolicyVersion.objects.published().select_related("policy"), pk=pk)
    return facts_of_frozen(row), lives_of(row.policy_id)


def _life_of(pk: int, lives: tuple[Life, ...]) -> Life:
    return next(life for life in lives if life.id == pk)


def _entry(life: Life) -> dict[str, Any]:
    predecessor = life.predecessor
    summary = life.summary_words()
    return {
        "name": version_name(life.number),
        "turn": life.turn.value,
        "sentence": life_sentence(life),
        "summary": summary if summary.text else None,
        "url": reverse("trust:policy-version", args=[life.id]),
        "difference_url": reverse("trust:policy-difference", args=[predecessor, life.id])
        if predecessor
        else "",
        "difference_label": pgettext("policy", "What changed with version %(number)s")
        % {"number": format_number(life.number)},
    }


def _groups(changes: tuple[Change, ...]) -> list[dict[str, Any]]:
    """Changes by the section they belong to, in the order of the sections."""
    titles = dict.fromkeys(change.section for change in changes)
    return [
        {"title": title, "changes": [change for change in changes if change.section == title]}
        for title in titles
    ]


def _difference_url(life: Life, current: Life, country: str) -> str:
    """What changed from the earlier of the two to the later one."""
    pair = (current, life) if life.turn is Turn.COMING else (life, current)
    url = reverse("trust:policy-difference", args=[one.id for one in pair])
    return f"{url}?country={country}" if country else url


def _policy_url(policy: Policy | VersionFacts) -> str:
    url = reverse("trust:policy", args=[policy.kind])
    return f"{url}?country={policy.market}" if policy.market else url


def _beside_the_policy(
    request: HttpRequest, name: str, context: dict[str, Any], policy: Policy | VersionFacts
) -> HttpResponse:
    """Render a page that search engines leave out in favour of the policy itself."""
    response = framed_page(request, f"django_trust/policies/{name}.html", context)
    response["X-Robots-Tag"] = "noindex"
    canonical = request.build_absolute_uri(reverse("trust:policy", args=[policy.kind]))
    response["Link"] = f'<{canonical}>; rel="canonical"'
    return response
