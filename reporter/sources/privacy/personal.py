"""Personal identity numbers: a file that holds them where they do not say who the customer is, is refused.

The text of the whole file is looked through first, in blocks: most files have no number of that length. Only where
one is found are the columns asked, one by one; by chance one in ten order numbers looks like a person's.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from reporter.errors import InputError
from reporter.model import Diagnostic, Level
from reporter.sources.cells.sql import PERSON, quoted
from reporter.sources.privacy.identity_numbers import WRITTEN, holds_date, readings
from reporter.sources.shapes import SHAPES
from reporter.sources.tables.headings import folded, normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import duckdb

    from reporter.sources.options import ReadOptions
    from reporter.sources.recognition.recognise import Match
    from reporter.sources.rows.job import Job
    from reporter.sources.tables.layout import Layout

#: Fields of free text, in which a number is crossed out instead.
FREE = ("comment", "reason")
#: Small enough for the processor's cache.
_BLOCK = 1 << 18
#: No written number, with a sign on each side, is longer than this many bytes.
_OVERLAP = 16
#: A number with what stands beside it: part of a longer code it is none.
_FOUND = rf"[^\s\d]?\b{WRITTEN}\b[^\s\d]?"
#: With more cells than this only about so many are looked at.
_MOST, _SOME = 20_000, 10_000
#: Three check digits of ten right, with a margin that chance does not reach once in a million columns.
_SIGMA = 6
_BARE = 10
#: What such a column is called (the Nordic letters folded).
_NAMED = re.compile(
    r"person.?n(umme)?r|person.?id|^p.?nr$|^pn$|\bcpr|fodsels?(nummer|nr)|samordning|hetu|henkilo|social security|^ssn$"
)


def dropped(layout: Layout, match: Match, options: ReadOptions) -> frozenset[int]:
    """Return the positions of the columns that are not to be read, by the operator's word or the mapping's."""
    names = {normal(name) for name in (*options.drop, *match.format.drop)}
    return frozenset(at for at, header in enumerate(layout.headers) if normal(header) in names)


def check(job: Job, *, rows: bool) -> None:
    """Look for personal identity numbers in every column of ``raw`` but those that say who the customer is.

    One in free text, where it is crossed out, is remarked; ``rows``: whether ``raw`` has the column ``row``.

    Raises:
        InputError: D122, naming the column, the first row and how many; never a number.
    """
    source = job.source
    named = any(_NAMED.search(folded(header)) for header in source.layout.headers)
    if not named and not may_hold(source.path):
        return
    fields = {at: name for name, at in job.match.columns.items()}
    for at, cells in _suspects(job, fields).items():
        header = source.layout.headers[at]
        if not _holds_persons(job.connection, f"c{at}", header, cells):
            continue
        count, row = _where(job.connection, f"c{at}", rows=rows)
        # A stream has no rows to name: the file is read again, in order.
        if fields.get(at) not in FREE or not rows:
            raise InputError(
                "D122",
                f"holds personal identity numbers ({count} row(s))",
                help=f'remove the column from the export, or leave it out with --drop "{header}"',
                file=source.file,
                row=row,
                column=header,
            )
        job.diagnostics.append(
            Diagnostic(
                code="D122",
                level=Level.WARNING,
                message=f"holds personal identity numbers ({count} row(s), the first in row {row}): crossed out",
                file=source.file,
                column=header,
                help="nothing of them is kept; ask the client not to export them",
            )
        )


def may_hold(path: Path) -> bool:
    """Tell whether a text file has anything that is written as such a number.

    Six digits, a sign or a blank and three more, or a run of ten to twelve digits.
    """
    import numpy as np

    with path.open("rb") as stream:
        held = b" "
        while block := stream.read(_BLOCK):
            if _in_block(np.frombuffer(held + block, dtype=np.uint8)):
                return True
            held = (held + block)[-_OVERLAP:]
        return _in_block(np.frombuffer(held + b" " * _OVERLAP, dtype=np.uint8))


def _in_block(signs: Any) -> bool:  # noqa: ANN401 - an array of bytes
    """Tell whether a block has a run of digits as a number has; what begins in its last bytes is for the next block."""
    import numpy as np

    digit = (signs - 48) < 10  # noqa: PLR2004 - byte 48 is 0
    two = digit[:-1] & digit[1:]
    four = two[:-2] & two[2:]
    # Of most files nothing is left here: six digits, any sign, three digits.
    near = four[:-9] & two[4:-7] & two[7:-4] & digit[9:-3]
    starts = np.flatnonzero(near[1:]) + 1
    starts = starts[starts < len(signs) - _OVERLAP + 3]
    if not starts.size:
        return False
    lone = ~digit[starts - 1] & (signs[starts - 1] != ord("+")) & digit[starts + 6]
    apart = np.isin(signs[starts + 6], np.frombuffer(b"-+ ABCDEFUVWXY", dtype=np.uint8))
    ten, eleven, twelve = (~digit[starts + length] for length in (10, 11, 12))
    # In all of them a month follows two digits, or four; a phone's ten digits begin with 0.
    month, later = (
        ((signs[at] == ord("0")) & (signs[at + 1] > ord("0"))) | ((signs[at] == ord("1")) & (signs[at + 1] < ord("3")))
        for at in (starts + 2, starts + 4)
    )
    bare = (ten & month & (signs[starts] != ord("0"))) | (~ten & eleven) | (~ten & ~eleven & twelve & later)
    return bool(((apart & month) | (lone & bare)).any())


def _suspects(job: Job, fields: Mapping[int, str]) -> dict[int, str]:
    """Return the columns to look at, each with the condition on its cells; of many cells some, told by their hash.

    One pass over the file counts the cells of all columns. Of a column of ids only those count that are no such
    number as a whole: these are hashed.
    """
    kinds = SHAPES[job.match.format.shape].fields
    out = dropped(job.source.layout, job.match, job.options)
    asked = {}
    for at in range(len(job.source.layout.headers)):
        kind = kinds[fields[at]] if at in fields else None
        if at in out or kind == "person":
            continue
        asked[at] = f"CASE WHEN strlen(c{at}) >= {_BARE} THEN regexp_matches(c{at}, {quoted(_FOUND)}) ELSE false END"
        if kind == "id":
            asked[at] += f" AND NOT regexp_full_match(trim(c{at}), {quoted(PERSON)})"
    if not asked:
        return {}
    counted = ", ".join(f"count(*) FILTER ({cells})" for cells in asked.values())
    counts = job.connection.execute(f"SELECT {counted} FROM raw").fetchone() or ()  # noqa: S608 - our own SQL
    return {
        at: cells if count <= _MOST else f"hash(c{at}) % {count // _SOME} = 0 AND {cells}"
        for (at, cells), count in zip(asked.items(), counts, strict=True)
        if count
    }


def _holds_persons(connection: duckdb.DuckDBPyConnection, column: str, header: str, cells: str) -> bool:
    """Tell whether the numbers in some cells of a column are persons'."""
    found = connection.execute(
        f"SELECT DISTINCT unnest(regexp_extract_all({column}, {quoted(_FOUND)})) FROM raw WHERE {cells}"  # noqa: S608
    ).fetchall()
    numbers = [one for (text,) in found if (one := _alone(str(text)))]
    return are_persons(numbers, named=bool(_NAMED.search(folded(header))))


def _alone(text: str) -> str:
    """Return a number without the sign before and after it; nothing where it is part of a longer code."""
    if {text[0], text[-1]} & set("-+_/"):
        return ""
    return text[not text[0].isdigit() : len(text) - (not text[-1].isalnum())]


def are_persons(numbers: Iterable[str], *, named: bool = False) -> bool:
    """Tell whether different numbers that are written as persons' are so, and not by chance.

    ``named``: the column is called so; then a date in one is enough.
    """
    shapes: Counter[int] = Counter()
    hits: Counter[tuple[str, str, int]] = Counter()
    checked: Counter[tuple[str, str, int]] = Counter()
    born: Counter[tuple[str, str, int]] = Counter()
    for number in numbers:
        if named and holds_date(number):
            return True
        bare = number.isdigit()
        # A phone begins with 0, too, and has ten digits.
        if bare and len(number) == _BARE and number.startswith("0"):
            continue
        shape = len(number)
        shapes[shape] += 1
        for hit in readings(number):
            kind = (hit.nation, hit.form, shape)
            hits[kind] += 1
            checked[kind] += hit.checked
            born[kind] += hit.checked or (hit.born and (not bare or hit.form == "long"))
    return any(_are(count, checked[kind], born[kind], shapes[kind[2]], kind[1]) for kind, count in hits.items())


def _are(hits: int, checked: int, born: int, alike: int, form: str) -> bool:
    """Tell whether the numbers of one kind are persons': by their check digits, or by their years of birth.

    Two of three tell; so do many more right check digits than one in ten, among other numbers. Numbers without a
    sign must mostly hold dates, as must those that only their year speaks for (``alike``: written the same way).
    """
    dated = 2 * hits > alike
    if form != "parted" and not dated:
        return False
    beyond_chance = 3 * checked > 2 * hits or checked > hits / 10 + _SIGMA * (0.09 * hits) ** 0.5
    return beyond_chance or (dated and 3 * born > 2 * hits)


def _where(connection: duckdb.DuckDBPyConnection, column: str, *, rows: bool) -> tuple[int, int | None]:
    """Return how many rows of a column hold something that is written as a person's number, and the first."""
    first = "min(row)" if rows else "NULL"
    found = connection.execute(
        f"SELECT count(*), {first} FROM raw WHERE regexp_matches({column}, {quoted(_FOUND)})"  # noqa: S608
    ).fetchone()
    return (int(found[0]), found[1]) if found else (0, None)
