"""Who is who across files: the keys that stand together on a row tell which customers are one.

Each row knows its customer by its surest key; the others that it bears lead to it. A key that leads
to two different customers (an address that two accounts share) joins nothing and is reported: a
customer too many is an error that shows, two customers in one are a wrong number that nobody sees.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from reporter.model import Merge
from reporter.sources.rows.people import MAIL, NAME, ORG, OWN, PHONE, WEAK
from reporter.store.engine import parquet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import duckdb

#: How the merge report calls a key.
_WORDS = {OWN: "customer number", MAIL: "e-mail", ORG: "organisation number", PHONE: "phone", NAME: "company name"}
_NONE: frozenset[str] = frozenset()


class Edge(NamedTuple):
    """Two keys (hashes) that stand on one row: ``person``, the surer one, and ``other``."""

    person: str
    kind: str
    other: str
    other_kind: str


@dataclass(slots=True, kw_only=True)
class Clusters:
    """Keys that are one customer: a forest, with the kinds of sure keys that each tree holds.

    ``persons``: key → the surer keys that stand with it on a row; ``shared`` counts those that join nothing.
    """

    parent: dict[str, str] = field(default_factory=dict)
    kind: dict[str, str] = field(default_factory=dict)
    members: dict[str, frozenset[str]] = field(default_factory=dict)
    persons: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    shared: Counter[str] = field(default_factory=Counter)

    def add(self, key: str, kind: str) -> None:
        """Make a key known."""
        if key not in self.parent:
            self.parent[key], self.kind[key] = key, kind
            self.members[key] = _NONE if kind in WEAK else frozenset([kind])

    def root(self, key: str) -> str:
        """Return the key that stands for a key's cluster."""
        while self.parent[key] != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key

    def union(self, roots: Iterable[str]) -> None:
        """Make several clusters one."""
        first, *rest = sorted(set(roots))
        for root in rest:
            self.parent[root] = first
            self.members[first] |= self.members.pop(root)


@cache
def _strength(kind: str) -> int:
    """Return how sure a kind of key is: the client's own number, a system's id, then the weaker ones."""
    if kind == OWN:
        return 0
    return 2 + WEAK.index(kind) if kind in WEAK else 1


def _surest_first(keys: Iterable[str], kinds: Mapping[str, str]) -> list[str]:
    """Return keys by how sure they are, equally sure ones by their text."""
    levels: dict[int, list[str]] = defaultdict(list)
    for key in keys:
        levels[_strength(kinds[key])].append(key)
    return [key for level in sorted(levels) for key in sorted(levels[level])]


def cluster(edges: Iterable[Edge]) -> Clusters:
    """Return which keys are one customer.

    The surest keys lead first. One that stands with two customers of the same kind (two numbers of the client,
    two companies of a CRM) joins nothing.
    """
    found = Clusters()
    for edge in edges:
        if edge.other_kind == OWN:
            continue  # two numbers on one row are two customers, such as the buyer and the payer
        found.add(edge.person, edge.kind)
        found.add(edge.other, edge.other_kind)
        found.persons[edge.other].add(edge.person)
    _join_by_keys(found)
    return found


def join(found: Clusters, groups: Iterable[Sequence[str]]) -> None:
    """Make one customer of each group of keys, as somebody who knows says that they are.

    A key that stood with several of them, and joined none, may join them now.
    """
    for group in groups:
        found.union(found.root(key) for key in group)
    found.shared.clear()
    _join_by_keys(found)


def _join_by_keys(found: Clusters) -> None:
    """Join the customers that a key leads to, unless it leads to two."""
    for other in _surest_first(found.persons, found.kind):
        roots = {found.root(person) for person in (*found.persons[other], other)}
        kinds = [kind for root in roots for kind in found.members[root] if kind != found.kind[other]]
        if len(set(kinds)) < len(kinds):
            found.shared[found.kind[other]] += 1
        else:
            found.union(roots)


def edges_of(database: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> list[Edge]:
    """Return the edges that can join anything: to a key with several customers, or by which some rows are known."""
    if not files:
        return []
    rows = database.execute(
        f"""WITH told AS (SELECT DISTINCT person, kind, other, other_kind FROM {parquet(*files)}),
        known AS (SELECT DISTINCT person FROM told),
        several AS (SELECT other FROM told WHERE other <> person GROUP BY other HAVING count(*) > 1)
        SELECT person, kind, other, other_kind FROM told
        WHERE other <> person AND (other IN (FROM known) OR other IN (FROM several)) ORDER BY ALL"""  # noqa: S608
    ).fetchall()
    return [Edge._make(row) for row in rows]


def names(found: Clusters, first: Iterable[str] = ()) -> dict[str, str]:
    """Return, per root, what the customer is called from now on: one of the keys ``first``, else the surest."""
    best: dict[str, str] = {}
    for key in (*_surest_first(first, found.kind), *_surest_first(found.parent, found.kind)):
        best.setdefault(found.root(key), key)
    return best


def report(found: Clusters, renamed: Counter[str]) -> tuple[Merge, ...]:
    """Return what was joined, and what joins nothing."""
    lines = [
        Merge(kind="linked", text=f"customers known by {_word(kind)} were found under a surer key", count=count)
        for kind, count in sorted(renamed.items())
        if count
    ]
    lines += [
        Merge(kind="shared", text=f"keys ({_word(kind)}) stand with several customers and join none", count=count)
        for kind, count in sorted(found.shared.items())
    ]
    return tuple(lines)


def _word(kind: str) -> str:
    """Return the name of a kind of key."""
    return _WORDS.get(kind, f"{kind} id")
