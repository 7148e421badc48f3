"""Reading files to their end without keeping anything: what is wrong with all of them, and what each is taken for."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.model import Level
from reporter.pipeline.ingestion import own_formats, read_options
from reporter.pipeline.keys import passing_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reporter.model import Diagnostic, FileAccount, Merge
    from reporter.pipeline.choices import Choices
    from reporter.sources import ReadOptions
    from reporter.sources.detecting import Detection
    from reporter.workspace import Client


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One finding about a file, a column or rows; ``row`` is the first of ``count``, ``count`` 0 where no row is meant.

    ``help`` may be empty: then the explanation of the code says what to do.
    """

    code: str
    level: Level
    message: str
    help: str = ""
    file: str | None = None
    row: int | None = None
    column: str | None = None
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What reading the files found: the books of those that can be read, and every fault of all of them."""

    files: tuple[FileAccount, ...] = ()
    faults: tuple[Fault, ...] = ()
    merges: tuple[Merge, ...] = ()

    def count(self, level: Level) -> int:
        """Return how many faults are of a level."""
        return sum(fault.level is level for fault in self.faults)


def check(
    paths: Sequence[Path], choices: Choices, *, root: Path | None = None, client: Client | None = None
) -> Checked:
    """Read each file to its end, one after another, beside those that were read before it.

    Args:
        paths: the export files.
        choices: answers to what the files leave open.
        root: the workspace whose own formats are used too.
        client: the client whose settings answer what the flags do not.

    Raises:
        UsageError: an answer is unusable.
        InputError: D117, the mapping or a format of the workspace is wrong.
    """
    from reporter import sources
    from reporter.store.gaps import count_gaps

    options, formats = read_options(choices, client), own_formats(root, choices)
    files: list[FileAccount] = []
    faults: list[Fault] = []
    merges: tuple[Merge, ...] = ()
    with tempfile.TemporaryDirectory(prefix="reporter-") as folder:
        data = Path(folder)
        key = passing_key([path for path in paths if _readable(path)])
        for path in dict.fromkeys(paths):
            try:
                intake = sources.read([path], folder=data, key=key, options=options, extra_formats=formats)
            except InputError as fault:
                faults += _unreadable(path, fault, options, formats)
                continue
            files += intake.files
            faults += [_remark(one) for one in intake.diagnostics]
            merges = intake.merges
        faults += [_left_out(*one) for one in count_gaps(data)]
    order = {level: rank for rank, level in enumerate(Level)}
    faults = sorted(dict.fromkeys(faults), key=lambda one: (one.file or "~", order[one.level], one.row or 0, one.code))
    return Checked(files=tuple(files), faults=tuple(faults), merges=merges)


def detect(paths: Sequence[Path], choices: Choices, *, root: Path | None = None) -> Iterator[Detection]:
    """Yield what each file is taken for; nothing is kept.

    Raises:
        UsageError: an answer is unusable.
        InputError: D117, the mapping or a format of the workspace is wrong.
    """
    from reporter.sources.detecting import detect as of_one

    options, formats = read_options(choices, None), own_formats(root, choices)
    for path in dict.fromkeys(paths):
        yield of_one(path, options=options, extra_formats=formats)


def _readable(path: Path) -> bool:
    try:
        with path.open("rb"):
            return True
    except OSError:
        return False


def _unreadable(path: Path, first: InputError, options: ReadOptions, formats: Sequence[Path]) -> list[Fault]:
    """Return every fault of a file that cannot be read: of each of its tables, and each question that is open.

    Raises:
        InputError: D117, which is no fault of the file.
    """
    from reporter.sources.detecting import detect as of_one

    if first.code == "D117":
        raise first
    found = of_one(path, options=options, extra_formats=formats)
    more = [fault for table in found.tables for fault in table.faults] + ([found.fault] if found.fault else [])
    every = (_error(one) for one in (first, *more))
    return list(dict.fromkeys(every)) + [_remark(one) for one in found.diagnostics]


def _error(fault: InputError) -> Fault:
    return Fault(
        code=fault.code, level=Level.ERROR, message=fault.message, help=fault.help, file=fault.file, row=fault.row,
        column=fault.column,
    )  # fmt: skip


def _remark(item: Diagnostic) -> Fault:
    return Fault(
        code=item.code, level=item.level, message=item.message, help=item.help, file=item.file, column=item.column
    )


def _left_out(file: str, column: str, code: str, reason: str, row: int, value: str, count: int) -> Fault:
    """Return the finding on rows that were left out for one reason; usual ones are notes."""
    from reporter.sources.codes import USUAL

    rows = f"({count} such row{'s' if count > 1 else ''})"
    return Fault(
        code=code,
        level=Level.NOTE if code in USUAL else Level.WARNING,
        message=f'{reason}: "{value}" {rows}' if value else f"{reason} {rows}",
        file=file,
        row=row,
        column=column or None,
        count=count,
    )
