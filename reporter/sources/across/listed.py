"""Ids of the client's own lists among the customers of its exports.

An id is written as it stands in an export, and nothing says of which system: it is hashed as a key of every kind
that the exports have, and must lead to one customer. Plain ids live no longer than this.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from reporter.errors import InputError
from reporter.sources.across.lists import unusable
from reporter.sources.cells.sql import clean_id, damaged_id
from reporter.sources.rows.people import MAIL, NAME, ORG, OWN, PHONE, hashed_as
from reporter.store.engine import parquet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

    from reporter.sources.across.linking import Clusters

_ALWAYS = (OWN, MAIL, ORG, NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exports:
    """What the exports of a client have become: the canonical tables and the identities, with the key of the hashes."""

    database: duckdb.DuckDBPyConnection
    tables: Sequence[Path]
    identities: Sequence[Path]
    key: bytes


class Written(NamedTuple):
    """An id of a list: the file and row that have it, and its text."""

    file: str
    row: int
    text: str


class Person(NamedTuple):
    """Whom an id means: the key that stands for the customer, or, ``known`` to no export, the id's own hash."""

    key: str
    known: bool


def persons(exports: Exports, found: Clusters, ids: Sequence[Written]) -> list[Person]:
    """Return whom each id means; their keys are made known to ``found``.

    Raises:
        InputError: D134 for an id that a spreadsheet has damaged, D135 for one that leads to two customers.
    """
    hashes: dict[int, tuple[str | None, bool]] = {}
    meant: dict[int, set[str]] = defaultdict(set)
    for at, own, spoilt, person, kind in _asked(exports, [one.text for one in ids]):
        hashes[at] = (own, spoilt)
        if person is not None:
            found.add(person, kind or OWN)
            meant[at].add(person)
    result = []
    for at, one in enumerate(ids):
        own, spoilt = hashes[at]
        if own is None or spoilt:
            raise unusable(
                one.file, one.row, "has an id that a spreadsheet has damaged", "write the id as it stands in the export"
            )
        roots = {found.root(person) for person in meant[at]}
        if len(roots) > 1:
            raise _ambiguous(one, len(roots))
        result.append(Person(roots.pop(), known=True) if roots else Person(own, known=False))
    return result


def _ambiguous(one: Written, count: int) -> InputError:
    return InputError(
        "D135",
        f"has an id that leads to {count} customers: the exports use it for each of them",
        help="name the customer by another key that the exports have: number, e-mail, organisation number, company",
        file=one.file,
        row=one.row,
    )


def _asked(exports: Exports, texts: list[str]) -> list[tuple[int, str | None, bool, str | None, str | None]]:
    """Return, per id and customer that it may mean: its place, own hash, damage, the customer's key and its kind."""
    own = hashed_as("x", OWN, exports.key)
    hashes = [f"SELECT place, {hashed_as('x', kind, exports.key)} AS h FROM clean" for kind in _kinds(exports)]  # noqa: S608
    leads = ["SELECT CAST(NULL AS VARCHAR) AS person, CAST(NULL AS VARCHAR) AS kind, NULL AS other WHERE false"]
    if exports.tables:
        # A row without a customer is anybody's.
        leads.append(
            "SELECT DISTINCT customer_id AS person, NULL AS kind, customer_id AS other "  # noqa: S608 - our own names
            f"FROM {parquet(*exports.tables)} WHERE customer_id IS NOT NULL"
        )
    if exports.identities:
        # Two numbers on one row are two customers.
        leads.append(
            f"SELECT DISTINCT person, kind, other FROM {parquet(*exports.identities)} "  # noqa: S608 - our own names
            f"WHERE person = other OR other_kind <> '{OWN}'"
        )
    return exports.database.execute(
        f"""WITH told AS (SELECT unnest(?::INTEGER[]) AS place, unnest(?::VARCHAR[]) AS t),
        clean AS MATERIALIZED (
            SELECT place, {clean_id("t")} AS x, coalesce({damaged_id("t")}, false) AS spoilt FROM told),
        written AS ({" UNION ".join(hashes)}),
        leads AS ({" UNION ALL ".join(leads)})
        SELECT place, {own} AS own, spoilt, leads.person, max(leads.kind)
        FROM clean LEFT JOIN written USING (place) LEFT JOIN leads ON leads.other = written.h
        GROUP BY ALL ORDER BY ALL""",  # noqa: S608 - our own names
        [list(range(len(texts))), texts],
    ).fetchall()


def _kinds(exports: Exports) -> list[str]:
    """Return the kinds of keys that an id may be: those of every system of the exports; a phone is no id."""
    if not exports.identities:
        return list(_ALWAYS)
    rows = exports.database.execute(
        f"SELECT DISTINCT other_kind FROM {parquet(*exports.identities)}"  # noqa: S608 - our own names
    ).fetchall()
    return sorted({*_ALWAYS, *(kind for (kind,) in rows)} - {PHONE})
