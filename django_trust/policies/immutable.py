"""Rows that stand still once their version is published.

Django refuses every change through these models: ``save``, ``delete`` (also of a whole QuerySet, also as
the consequence of deleting something else), ``update``, ``bulk_update``, ``bulk_create`` of further rows, and
all of it by way of related managers. Raw SQL, ``loaddata`` and Django's private methods are beyond its reach;
``seals.is_untouched`` finds out afterwards, because a version bears the digest of its content.

Whoever changes a row of a draft holds the draft's own row locked meanwhile, and so does whoever publishes it:
what is frozen is what is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, ClassVar, TypeVar

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models, router, transaction
from django.db.models import F

PUBLISHED = "A published version cannot be changed. Publish a new one instead."


class PublishedError(TypeError):
    """What was published can no longer be changed; publish a new version instead."""


M = TypeVar("M", bound=models.Model)


def plain(model: type[M], using: str | None = None) -> models.QuerySet[M]:
    """Return all rows of a model without a guard: for locks, and for the one write that publishes."""
    return models.QuerySet(model=model, using=using)


def hold_open(versions: Iterable[int | None], using: str) -> None:
    """Keep these versions from being published until the transaction ends.

    The lock is a write that changes nothing: every database understands it, and SQLite can wait for it.
    Raises ``PublishedError`` when one of them is published already.
    """
    wanted = sorted({pk for pk in versions if pk is not None})
    if not wanted:
        return
    rows = plain(apps.get_model("trust", "PolicyVersion"), using).filter(pk__in=wanted)
    rows.update(number=F("number"))
    if rows.filter(published_at__isnull=False).exists():
        raise PublishedError(PUBLISHED)


class GuardedQuerySet(models.QuerySet[M]):
    """Refuses to change rows of published versions, and to move rows from one version to another."""

    def require_open(self) -> None:
        """Hold the versions of these rows. Raises ``PublishedError`` when one of them is published."""
        self._for_write = True
        paths = self.order_by().values_list(self._guard.version_path, flat=True)
        hold_open(set(paths), self.db)

    @property
    def _guard(self) -> type[Guarded]:
        return self.model  # type: ignore[return-value]

    def update(self, **kwargs: Any) -> int:
        if kwargs and kwargs.keys() <= self._guard.may_be_forgotten and not any(kwargs.values()):
            return super().update(**kwargs)
        if fixed := self._names(kwargs) & self._guard.fixed_fields:
            raise PublishedError(f"QuerySets do not change {', '.join(sorted(fixed))}.")
        self._for_write = True
        with transaction.atomic(using=self.db):
            self.require_open()
            return super().update(**kwargs)

    def _names(self, names: Iterable[str]) -> set[str]:
        """Names of fields, however they were spelled: ``version_id`` is ``version``."""
        found = set()
        for name in names:
            with suppress(FieldDoesNotExist):  # Django says it better
                found.add(self.model._meta.get_field(name).name)
        return found

    def delete(self) -> tuple[int, dict[str, int]]:
        self._for_write = True
        with transaction.atomic(using=self.db):
            self.require_open()
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(
        self,
        objs: Iterable[M],
        batch_size: int | None = None,
        ignore_conflicts: bool = False,
        update_conflicts: bool = False,
        *args: Any,
        **kwargs: Any,
    ) -> list[M]:
        if update_conflicts:
            raise PublishedError("Rows of versions are never overwritten.")
        objs = list(objs)
        self._for_write = True
        with transaction.atomic(using=self.db):
            rows: list[Guarded] = objs  # type: ignore[assignment]
            hold_open([pk for row in rows for pk in row.versions_wanted(self.db)], self.db)
            for row in rows:
                row.prepare()
            return super().bulk_create(objs, batch_size, ignore_conflicts, update_conflicts, *args, **kwargs)


class Guarded(models.Model):
    """A version, or a row that belongs to one. ``version_path`` leads from the row to the version's key."""

    version_path: ClassVar[str] = "version"
    # What no QuerySet may set, and what one may empty in published rows too: whoever published has left.
    fixed_fields: ClassVar[frozenset[str]] = frozenset({"version"})
    may_be_forgotten: ClassVar[frozenset[str]] = frozenset()

    objects = GuardedQuerySet["Any"].as_manager()

    class Meta:
        abstract = True
        # Django's own ways to rows (related managers, cascades) go through the guard too.
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        with transaction.atomic(using=using):
            self.require_open(using)
            self.prepare()
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        with transaction.atomic(using=using):
            self.require_open(using)
            return super().delete(*args, **kwargs)

    def prepare(self) -> None:
        """Bring the row into the form in which it is stored. Raises what forbids that."""

    def require_open(self, using: str | None = None) -> None:
        """Hold the versions this row is part of, as it is stored and as it is here, until the transaction
        ends. Raises ``PublishedError`` when one of them is published."""
        using = using or router.db_for_write(type(self), instance=self)
        wanted = set(self.versions_wanted(using))
        hold_open(wanted, using)
        if self.pk is not None:
            stored = plain(type(self), using).filter(pk=self.pk)
            hold_open(set(stored.values_list(self.version_path, flat=True)) - wanted, using)

    def versions_wanted(self, using: str) -> list[int | None]:
        """Return the version this row would be part of if it were saved now."""
        first, _, rest = self.version_path.partition("__")
        field: Any = self._meta.get_field(first)
        key = getattr(self, field.attname)
        return (
            list(plain(field.related_model, using).filter(pk=key).values_list(rest, flat=True))
            if rest
            else [key]
        )
