"""Look-ups on the hot paths: their SQL is written by the ORM once and then run with other values.

For a small look-up the ORM takes several times longer to write the SQL than the database to answer it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connections, router
from django.db.models import Model, QuerySet


class Prepared:
    """A ``values_list`` queryset whose filters take whole numbers and texts by name.

    ``build`` receives a stand-in for each name and returns the queryset; ``rows`` runs it for real. One
    filter may be ``name__in=[stand_in]`` and takes a list of any length. Rows come as the driver gives
    them, so the columns must be numbers and texts too.
    """

    def __init__(
        self, model: Callable[[], type[Model]], build: Callable[..., QuerySet[Any, Any]], *names: str
    ) -> None:
        self.model = model
        self.build = build
        self.stand_ins = {f"{-(10**9) - number}": name for number, name in enumerate(names)}
        self.sql: dict[str, tuple[str, list[Any]]] = {}

    def rows(self, **values: int | str | list[str]) -> list[tuple[Any, ...]]:
        """Return the rows for these values from the database that reads of the model go to."""
        if [] in values.values():
            return []
        alias = router.db_for_read(self.model())
        if alias not in self.sql:
            self.sql[alias] = self._write(alias)
        sql, slots = self.sql[alias]
        parameters: list[Any] = []
        for slot in slots:
            value = values[self.stand_ins[str(slot)]] if str(slot) in self.stand_ins else slot
            if isinstance(value, list):
                sql = sql.replace("IN (%s)", f"IN ({', '.join(['%s'] * len(value))})")
                parameters += value
            else:
                parameters.append(value)
        with connections[alias].cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())

    def _write(self, alias: str) -> tuple[str, list[Any]]:
        queryset = self.build(**{name: stand_in for stand_in, name in self.stand_ins.items()})
        sql, slots = queryset.using(alias).query.get_compiler(alias).as_sql()
        return str(sql), list(slots)
