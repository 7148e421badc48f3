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
from reporter.store.engine import parquet, target_path
from reporter.store.newest import links_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
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
    """Keys that are one customer: a forest, with the kinds of sure keys that each tree holds."""

    parent: dict[str, str] = field(default_factory=dict)
    kind: dict[str, str] = field(default_factory=dict)
    members: dict[str, frozenset[str]] = field(default_factory=dict)
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
    persons: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        if edge.other_kind == OWN:
            continue  # two numbers on one row are two customers, such as the buyer and the payer
        found.add(edge.person, edge.kind)
        found.add(edge.other, edge.other_kind)
        persons[edge.other].add(edge.person)
    for other in _surest_first(persons, found.kind):
        roots = {found.root(person) for person in (*persons[other], other)}
        kinds = [kind for root in roots for kind in found.members[root] if kind != found.kind[other]]
        if len(set(kinds)) < len(kinds):
            found.shared[found.kind[other]] += 1
        else:
            found.union(roots)
    return found


def link(database: duckdb.DuckDBPyConnection, folder: Path) -> tuple[Merge, ...]:
    """Write ``folder/links/links.parquet`` (person → customer_id) from all identities; return the report.

    There is no file where every customer is known by one key.
    """
    files = sorted((folder / "identities").glob("*.parquet"))
    target = links_of(folder)
    target.unlink(missing_ok=True)
    if not files:
        return ()
    found = cluster(_edges(database, files))
    names = _names(found)
    renamed = [(key, names[root]) for key in sorted(found.parent) if names[root := found.root(key)] != key]
    if renamed:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        pairs = [list(column) for column in zip(*renamed, strict=True)]
        database.execute(
            "COPY (SELECT unnest(?::VARCHAR[]) AS person, unnest(?::VARCHAR[]) AS customer_id) "
            f"TO {target_path(target)} (FORMAT parquet)",
            pairs,
        )
        target.chmod(0o600)
    return _report(found, Counter(found.kind[key] for key, _ in renamed))


def _edges(database: duckdb.DuckDBPyConnection, files: list[Path]) -> list[Edge]:
    """Return the edges that can join anything: to a key with several customers, or by which some rows are known."""
    rows = database.execute(
        f"""WITH told AS (SELECT DISTINCT person, kind, other, other_kind FROM {parquet(*files)}),
        known AS (SELECT DISTINCT person FROM told),
        several AS (SELECT other FROM told WHERE other <> person GROUP BY other HAVING count(*) > 1)
        SELECT person, kind, other, other_kind FROM told
        WHERE other <> person AND (other IN (FROM known) OR other IN (FROM several)) ORDER BY ALL"""  # noqa: S608
    ).fetchall()
    return [Edge._make(row) for row in rows]


def _names(found: Clusters) -> dict[str, str]:
    """Return, per root, the surest of its keys: what the customer is called from now on."""
    best: dict[str, str] = {}
    for key in _surest_first(found.parent, found.kind):
        best.setdefault(found.root(key), key)
    return best


def _report(found: Clusters, renamed: Counter[str]) -> tuple[Merge, ...]:
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
