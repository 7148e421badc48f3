"""Small canonical tables for tests: rows in, ``Tables`` out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Protocol

import narwhals as nw
import pandas as pd

from reporter.indicators.gather import gather
from reporter.store import Tables
from reporter.store.schema import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from reporter.indicators import Plan
    from reporter.indicators.sums import Transition
    from reporter.model import Measurements, Reading

EPOCH = date(1970, 1, 1)


class Canon(Protocol):
    """Makes tables of rows; a column that a row leaves out is NULL."""

    def __call__(self, **tables: Sequence[Mapping[str, Any]] | pd.DataFrame) -> Tables:
        """Return the tables."""


def canonical(connection: duckdb.DuckDBPyConnection, **tables: Sequence[Mapping[str, Any]] | pd.DataFrame) -> Tables:
    """Return canonical tables of these rows."""
    frames = {}
    for name, rows in tables.items():
        described = ", ".join(f'"{column}" {kind}' for column, kind in SCHEMA[name].items())
        connection.execute(f"CREATE OR REPLACE TABLE {name} ({described})")
        given = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows)).astype(object)
        if len(given):
            listed = ", ".join(column for column in SCHEMA[name] if column in given.columns)
            loaded = given.where(given.notna(), None)
            marks = ", ".join("?" for _ in listed.split(", "))
            if len(loaded) > 500:
                connection.register("loaded", given)
                connection.execute(f"INSERT INTO {name} ({listed}) SELECT {listed} FROM loaded")  # noqa: S608 - ours
                connection.unregister("loaded")
            else:
                values = [tuple(row) for row in loaded[listed.split(", ")].itertuples(index=False)]
                connection.executemany(f"INSERT INTO {name} ({listed}) VALUES ({marks})", values)  # noqa: S608 - ours
        frames[name] = nw.from_native(connection.table(name)).lazy()
    return Tables(connection=connection, frames=frames)


def epoch(text: str) -> int:
    """Return the epoch day of an ISO date."""
    return (date.fromisoformat(text) - EPOCH) // timedelta(days=1)


def asked(
    item: str, scores: Sequence[float], scale: tuple[int, int] = (1, 10), *, prefix: str = "c", **more: object
) -> list[dict[str, Any]]:
    """Return one answer per score, each by a customer of its own."""
    return [
        {
            "response_id": f"{prefix}{i}",
            "customer_id": f"{prefix}{i}",
            "survey_day": epoch("2024-05-01"),
            "kind": "relationship",
            "item": item,
            "score": score,
            "scale_low": scale[0],
            "scale_high": scale[1],
            "source": "a.csv",
        }
        | more
        for i, score in enumerate(scores)
    ]


def reading(found: Measurements, name: str) -> Reading:
    """Return a reading of the current period."""
    return found.current.readings[name]


def why(found: Measurements, name: str) -> str:
    """Return the text of a refusal's reason."""
    one = reading(found, name)
    assert one.value is None
    assert one.reason is not None
    return one.reason.text


def moved(tables: Tables, plan: Plan) -> Transition:
    """Return what became of the customers of the plan's period, before anything is kept from view."""
    found = gather(tables, plan).of(plan.period).transition
    assert found is not None
    return found
