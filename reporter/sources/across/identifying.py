"""Who is who from now on: what the keys of all exports tell, and what the client's own lists add to it.

The lists hold for the tables that there will be once the new exports are in place, and are checked before they are:
a fault in a list leaves everything as it was.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reporter.model import Merge
from reporter.sources.across import lists
from reporter.sources.across.chains import Change, follow
from reporter.sources.across.linking import cluster, edges_of, join, names, report
from reporter.sources.across.listed import Written, persons
from reporter.sources.privacy.redaction import redact
from reporter.store.engine import target_path
from reporter.store.excluded import excluded_of
from reporter.store.newest import links_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from reporter.sources.across.linking import Clusters
    from reporter.sources.across.listed import Exports, Person
    from reporter.sources.options import CustomerLists

#: Reasons that are rarer are told together, and so are texts that are no word for a reason.
_RARE, _LONGEST = 5, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Two tables in the scratch folder (None where they would be empty), and what is to be told of them.

    ``links``: person → customer_id, and whether the client has ``replaced`` that customer by another.
    ``excluded``: the customer_ids that are left out.
    """

    links: Path | None
    excluded: Path | None
    merges: tuple[Merge, ...]

    def put(self, folder: Path) -> None:
        """Put the tables in the place of earlier ones."""
        for made, target in ((self.links, links_of(folder)), (self.excluded, excluded_of(folder))):
            if made is None:
                target.unlink(missing_ok=True)
                continue
            target.parent.mkdir(mode=0o700, exist_ok=True)
            made.chmod(0o600)
            made.replace(target)


def identify(exports: Exports, own: CustomerLists, scratch: Path) -> Identified:
    """Link the customers of all of a client's exports, and find those of its lists among them.

    Raises:
        InputError: D101–D108, D120, D123, D133–D135, where a list cannot be used.
    """
    scratch.mkdir()
    found = cluster(edges_of(exports.database, exports.identities))
    groups, mapped = _groups(exports, found, own.merged, scratch) if own.merged else ([], [])
    before = names(found)
    firsts, olds = [before[one[0]] for one in groups], {node for one in groups for node in one[1:]}
    replaced = {key for key in found.parent if found.root(key) in olds} if olds else set()
    if groups:
        join(found, groups)
    reasons, left_out = _reasons(exports, found, own.excluded, scratch) if own.excluded else ({}, [])
    called = names(found, firsts)
    links = [
        (key, called[root], key in replaced) for key in sorted(found.parent) if called[root := found.root(key)] != key
    ]
    by_key = Counter(found.kind[key] for key, _, _ in links)
    by_key.subtract(found.kind[before[node]] for node in olds)
    return Identified(
        links=_written(exports, scratch / "links.parquet", ("person", "customer_id", "replaced"), links),
        excluded=_written(
            exports, scratch / "excluded.parquet", ("customer_id",), sorted((called[root],) for root in reasons)
        ),
        merges=(*report(found, by_key), *mapped, *left_out),
    )


def _groups(exports: Exports, found: Clusters, path: Path, scratch: Path) -> tuple[list[tuple[str, ...]], list[Merge]]:
    """Return the customers (by their roots) that are one, the one that names them first, and what to tell of it."""
    rows = lists.read_list(path, scratch / "merged", (lists.OLD, lists.NEW))
    ids = [Written(path.name, row.number, text) for row in rows for text in (row.first, row.second)]
    meant = persons(exports, found, ids)
    changes = [Change(row.number, *(one.key for one in meant[2 * at : 2 * at + 2])) for at, row in enumerate(rows)]
    known = {one.key for one in meant if one.known}
    groups = [tuple(key for key in group if key in known) for group in follow(changes, path.name)]
    groups = [group for group in groups if len(group) > 1]
    told = {
        "mapped": (f"customers are another one now, as {path.name} says", sum(len(group) - 1 for group in groups)),
        "mapped_same": (
            f"rows of {path.name} name two ids that were one customer already",
            sum(one.old == one.new for one in changes),
        ),
        "mapped_unknown": (f"ids of {path.name} are in no export", _strangers(meant)),
    }
    return groups, _lines(told)


def _reasons(exports: Exports, found: Clusters, path: Path, scratch: Path) -> tuple[dict[str, str], list[Merge]]:
    """Return the customers (by their roots) that are left out and why, and what to tell of it."""
    rows = lists.read_list(path, scratch / "excluded", (lists.WHO, lists.WHY))
    meant = persons(exports, found, [Written(path.name, row.number, row.first) for row in rows])
    # Of a customer that stands in several rows the same reason holds however they are ordered, and any before none.
    told = sorted((_word(row.second), one) for row, one in zip(rows, meant, strict=True))
    reasons = {one.key: reason for reason, one in told if one.known}
    lines = [
        replace(line, reason=reason)
        for reason, count in _counted(reasons.values())
        for line in _lines(
            {"excluded": (f"customers are left out, as {path.name} says: {reason or 'other reasons'}", count)}
        )
    ]
    return reasons, [*lines, *_lines({"excluded_unknown": (f"ids of {path.name} are in no export", _strangers(meant))})]


def _word(text: str) -> str:
    """Return a reason as it is counted; empty where it is none, or may identify a person."""
    plain = " ".join(text.casefold().split())
    clean, _ = redact(plain)
    return plain if clean == plain and len(plain) <= _LONGEST else ""


def _counted(reasons: Iterable[str]) -> list[tuple[str, int]]:
    """Return how many customers have each reason, the commonest first; rare ones together (as an empty one), last."""
    counts = Counter(reasons)
    often = sorted(((one, n) for one, n in counts.items() if one and n >= _RARE), key=lambda item: (-item[1], item[0]))
    return [*often, ("", counts.total() - sum(n for _, n in often))]


def _strangers(meant: Sequence[Person]) -> int:
    """Return how many ids lead to nobody, each counted once."""
    return len({one.key for one in meant if not one.known})


def _lines(told: dict[str, tuple[str, int]]) -> list[Merge]:
    """Return the lines of the merge report that have something to count."""
    return [Merge(kind=kind, text=text, count=count) for kind, (text, count) in told.items() if count]


def _written(exports: Exports, target: Path, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> Path | None:
    """Write rows of texts and of yes or no; return the file, None where there are none."""
    if not rows:
        return None
    parts = zip(*rows, strict=True)
    kinds = ["BOOLEAN" if isinstance(one, bool) else "VARCHAR" for one in rows[0]]
    picked = ", ".join(f"unnest(?::{kind}[]) AS {name}" for name, kind in zip(columns, kinds, strict=True))
    exports.database.execute(
        f"COPY (SELECT {picked}) TO {target_path(target)} (FORMAT parquet)", list(map(list, parts))
    )
    return target
