"""When kept copies of rows are outdated: one name for each state that a group of models was ever in.

A generation is a random text in ``FRAGMENT_CACHE``. Whoever keeps something made of these rows keeps the
generation beside it, and believes the copy only while the cache still says the same.
"""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from django.core.cache import BaseCache, caches
from django.db import connection, transaction

from django_trust.conf import trust_settings


class Generation:
    """The generation of one group of models.

    Connect ``forget`` to ``post_save`` and ``post_delete`` of each of them. ``QuerySet.update`` sends no
    signal: what is kept must expire by itself, too.
    """

    def __init__(self, name: str) -> None:
        self.key = f"django_trust:{name}:version"

    def current(self, cache: BaseCache) -> str | None:
        """Return the generation. Where the cache has lost it, whoever comes first makes a new one; None
        for a cache that keeps nothing: a dummy, or one that is down."""
        found: str | None = cache.get(self.key)
        if found is None:
            cache.add(self.key, secrets.token_hex(8), None)
            found = cache.get(self.key)
        return found

    def replace(self, alias: str) -> None:
        """Outdate all that is kept, in every process that shares the cache."""
        caches[alias].set(self.key, secrets.token_hex(8), None)

    def forget(self, **kwargs: Any) -> None:
        """Receiver of model signals: what is kept is outdated.

        It is so at once for whoever changes rows, and for all others when the change is committed: they may
        have read the old rows meanwhile.
        """
        if alias := trust_settings.fragment_cache:
            self.replace(alias)
            transaction.on_commit(partial(self.replace, alias))

    def is_changing(self) -> bool:
        """Whether this transaction has changed such rows, and may yet be rolled back."""
        if not connection.in_atomic_block:
            return False
        calls = [getattr(entry[1], "func", None) for entry in connection.run_on_commit]
        return any(getattr(call, "__self__", None) is self for call in calls)
