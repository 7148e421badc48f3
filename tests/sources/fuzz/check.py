"""Read an export and hold what came of it against the truth."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.errors import InputError, ReporterError
from reporter.sources import LEFT_OUT, ReadOptions, read
from tests.sources.fuzz.generate import generate
from tests.sources.fuzz.truth import COLUMNS, KEY, WORDED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from reporter.model import FileAccount
    from tests.sources.fuzz.truth import Export, Truth

#: No file of the generator may take longer, in seconds.
LONGEST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What reading a file gave: the faults found with it, the code of a refusal, the seconds that it took."""

    faults: tuple[str, ...]
    refused: str = ""
    seconds: float = 0.0


def judge(export: Export, folder: Path, database: duckdb.DuckDBPyConnection) -> Verdict:
    """Read an export in an empty folder and say what is wrong with what came of it.

    Args:
        export: the file.
        folder: an empty folder for the file and its tables.
        database: any connection, to look at the tables.
    """
    path, truth = folder / export.name, export.truth
    path.write_bytes(export.content)
    start = time.perf_counter()
    verdict = _read(path, folder / "data", truth, database, ReadOptions(), may_refuse=truth.may_refuse)
    seconds = time.perf_counter() - start
    faults = list(verdict.faults)
    if truth.must_refuse and not verdict.refused:
        faults.insert(0, "read, though the file leaves open what it means")
    if verdict.refused in {"D111", "D112", "D113"} and "hopeless" not in truth.answers:
        options = ReadOptions(**truth.answers)  # type: ignore[arg-type]
        again = _read(path, folder / "again", truth, database, options, may_refuse=truth.may_refuse)
        faults += [f"after the answer {dict(truth.answers)}: {fault}" for fault in again.faults]
    if seconds > LONGEST:
        faults.append(f"took {seconds:.1f} s")
    return Verdict(faults=tuple(faults), refused=verdict.refused, seconds=seconds)


def _read(
    path: Path,
    data: Path,
    truth: Truth,
    database: duckdb.DuckDBPyConnection,
    options: ReadOptions,
    *,
    may_refuse: frozenset[str],
) -> Verdict:
    try:
        intake = read([path], folder=data, key=KEY, options=options)
    except InputError as fault:
        return Verdict(faults=tuple(_refusal_faults(fault, truth, may_refuse)), refused=fault.code)
    except ReporterError as fault:
        return Verdict(faults=(f"not an input error: {fault.code} {fault}",), refused=fault.code)
    except Exception as problem:  # noqa: BLE001 - a traceback is what is looked for
        return Verdict(faults=(f"TRACEBACK {type(problem).__name__}: {problem}",), refused="traceback")
    accounts = [one for one in intake.files if truth.table in one.tables]
    if len(intake.files) != 1 or len(accounts) != 1:
        told = [(one.format, one.tables, one.rows_in) for one in intake.files]
        return Verdict(faults=(f"read as {told}, not as {truth.table}",))
    faults = [*_book_faults(accounts[0], data, truth, database), *_value_faults(data, truth, database)]
    faults += [f"a remark names a person: {one.code}" for one in intake.diagnostics if _tells(one.message, truth)]
    return Verdict(faults=tuple(faults))


def _refusal_faults(fault: InputError, truth: Truth, may_refuse: frozenset[str]) -> Iterator[str]:
    if fault.code not in may_refuse:
        yield f"refused: {fault.code} {fault.message} [{fault.column or ''}]"
    if not fault.message or not fault.help or not fault.file:
        yield f"{fault.code} does not say what, where and what to do"
    if _tells(fault.message + fault.help, truth):
        yield f"{fault.code} names a person"


def _tells(text: str, truth: Truth) -> bool:
    return any(secret in text for secret in truth.secrets)


def _book_faults(account: FileAccount, data: Path, truth: Truth, database: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Yield what is wrong with the books of a file."""
    if account.rows_kept + account.rows_left_out != account.rows_in:
        yield "the books do not balance"
    if sum(account.reasons.values()) != account.rows_left_out:
        yield f"the reasons {dict(account.reasons)} are not the {account.rows_left_out} rows left out"
    if truth.rows_in is not None and account.rows_in != truth.rows_in:
        yield f"{account.rows_in} rows in, the file has {truth.rows_in}"
    gaps: list[tuple[int, str]] = []
    if (data / "gaps").exists():
        gaps = database.execute("SELECT row, reason FROM read_parquet(?)", [f"{data}/gaps/*.parquet"]).fetchall()
    if Counter(reason for _, reason in gaps) != Counter(account.reasons):
        yield f"the gaps are not those of the books: {gaps}"
    if len({row for row, _ in gaps}) != len(gaps):
        yield f"a row is left out twice: {gaps}"
    if not set(account.reasons) <= set(LEFT_OUT.values()):
        yield f"an unknown reason: {set(account.reasons)}"


def _value_faults(data: Path, truth: Truth, database: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Yield each row that is missing, wrong or too many."""
    columns = COLUMNS[truth.table]
    if truth.table in WORDED and not truth.letters:
        columns = columns[:-1]
    where = " WHERE item = 'nps'" if truth.table == "responses" else ""
    query = f"SELECT {', '.join(columns)} FROM read_parquet(?){where}"  # noqa: S608 - our own names
    found = Counter(map(_plain, database.execute(query, [f"{data}/{truth.table}/*.parquet"]).fetchall()))
    kept, may = (Counter(_plain(row[: len(columns)]) for row in rows) for rows in (truth.kept, truth.may))
    wrong = found - kept - may
    missing = kept - found if truth.rows_in is not None else Counter[tuple[Any, ...]]()
    reasons = "; ".join(str(row) for row in list(wrong)[:2])
    if wrong:
        yield f"WRONG {sum(wrong.values())} row(s): {reasons}; missing: {list(missing)[:2]}"
    elif missing:
        yield f"missing {sum(missing.values())} row(s): {list(missing)[:2]}"


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row whose texts compare without their outer blanks, whatever ends the lines within."""
    return tuple(
        value.replace("\r\n", "\n").replace("\r", "\n").strip() or None if isinstance(value, str) else value
        for value in row
    )


def judge_all(seeds: Sequence[int]) -> list[tuple[int, Verdict]]:
    """Return the verdict on each seed's export; made to be run in a process of its own."""
    import duckdb

    found = []
    with duckdb.connect() as database:
        for seed in seeds:
            with tempfile.TemporaryDirectory() as folder:
                found.append((seed, judge(generate(seed), Path(folder), database)))
    return found
