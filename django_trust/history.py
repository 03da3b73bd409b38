"""Rows that are only ever added."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.db import models


class AppendOnlyError(TypeError):
    """History can only be added to."""


M = TypeVar("M", bound=models.Model)


class AppendOnlyQuerySet(models.QuerySet[M]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("History cannot be changed.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("History cannot be deleted.")

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("update_conflicts"):
            raise AppendOnlyError("History cannot be changed.")
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("History cannot be changed.")


class AppendOnly(models.Model):
    """Django refuses every change through such a model, which has ``AppendOnlyQuerySet`` for manager; raw
    SQL is beyond its reach."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError("History cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("History cannot be deleted.")
