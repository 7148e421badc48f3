"""``read``: export files in, canonical Parquet out, all of them or none."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from reporter.model import Diagnostic, FileAccount, Intake, Level, file_of
from reporter.sources.across import sales
from reporter.sources.across.currencies import came_from, require_one_currency
from reporter.sources.across.identifying import identify
from reporter.sources.across.listed import Exports
from reporter.sources.across.merging import merge
from reporter.sources.codes import LEFT_OUT
from reporter.sources.opening import find_out, slug_of
from reporter.sources.options import CustomerLists, ReadOptions
from reporter.sources.recognition.catalogue import Format, with_built_in
from reporter.sources.rows.load import Loaded, load
from reporter.sources.tables.damage import mostly_damaged
from reporter.store import locks
from reporter.store.engine import connect
from reporter.store.newest import LINKS, WITHDRAWN
from reporter.store.schema import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import duckdb

    from reporter.sources.files.decoding import Decoded
    from reporter.sources.opening import Found

_DEFAULTS, _NO_LISTS = ReadOptions(), CustomerLists()
_SCRATCH = ".incoming-"
#: A file's account, what was loaded of it, and the name of its tables.
_Done: TypeAlias = "tuple[FileAccount, Loaded, str]"


def read(
    paths: Iterable[Path],
    *,
    folder: Path,
    key: bytes,
    options: ReadOptions = _DEFAULTS,
    extra_formats: Sequence[Path | Format] = (),
    lists: CustomerLists = _NO_LISTS,
) -> Intake:
    """Read export files into ``folder/<table>/<slug>-<hash8>.parquet``, the left-out rows into ``folder/gaps``.

    All files are read before anything is put in place: a fault in one leaves the folder as it was.
    A file with the same content as one read before replaces it, and so does one of the same name: it is
    the newer export.

    Args:
        paths: the export files.
        folder: the client's data folder; made if missing.
        key: the client's secret, for the hashes of customer ids.
        options: answers to what the files leave open.
        extra_formats: formats (or their TOML files) beside those that come with the program.
        lists: what the client knows of its customers; it holds for the tables of earlier files too.

    Raises:
        InputError: D101–D135, naming file, row or column and the way out.
    """
    formats = with_built_in(extra_formats)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(folder)
    scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=folder))
    with _working(scratch):
        opened = [
            find_out(Path(path), scratch / str(number), options, formats)
            for number, path in enumerate(dict.fromkeys(paths))
        ]
        found = [sales.counted(one, options.sales) for each in opened for one in each.found]
        with connect(scratch=scratch / "spill") as database:
            done = [_load_one(database, one, key, options) for one in found]
            require_one_currency(database, folder, [(account, loaded.currencies) for account, loaded, _ in done])
            outdated = _outdated(database, folder, done)
            held = sales.held(database, folder, outdated, [loaded for _, loaded, _ in done])
            sales.require_one_kind(held, options.sales)
            identified = identify(_exports(database, folder, outdated, done, key), lists, scratch / "lists")
            for earlier in outdated:
                earlier.unlink(missing_ok=True)
            for _, loaded, slug in done:
                _put(folder, loaded, slug)
            identified.put(folder)
            merges = (*identified.merges, *merge(database, folder))
    remarks = [*(remark for each in opened for remark in each.diagnostics), *sales.vat_remarks(held)]
    for account, loaded, _ in done:
        remarks += [*_set_aside(account), *mostly_damaged(account), *loaded.diagnostics]
    return Intake(files=tuple(account for account, _, _ in done), diagnostics=tuple(remarks), merges=merges)


@contextmanager
def _working(scratch: Path) -> Iterator[None]:
    """Hold a folder of the exports' text while it is needed, and remove it however the work ends."""
    try:
        with locks.held(scratch):
            yield
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what a run that was killed has left, as it holds the exports' text; that of a run at work is locked."""
    for left in folder.glob(f"{_SCRATCH}*"):
        if locks.is_abandoned(left):
            shutil.rmtree(left, ignore_errors=True)


def _load_one(database: duckdb.DuckDBPyConnection, found: Found, key: bytes, options: ReadOptions) -> _Done:
    """Load one table of a file and write its account."""
    match, layout = found.match, found.source.layout
    loaded = load(database, found.source, match, key=key, options=options, scratch=found.scratch)
    encoding = _encoding_guesses(found.decoded)
    account = FileAccount(
        file=found.source.file,
        sha256=found.source.sha256,
        size=found.path.stat().st_size,
        format=match.format.name,
        kind=f"{match.format.sales}s" if loaded.table == "orders" else loaded.table,
        system=match.format.system,
        tables=(loaded.table,) if loaded.rows_kept else (),
        encoding=found.decoded.encoding,
        delimiter=found.delimiter,
        rows_in=loaded.rows_in,
        rows_kept=loaded.rows_kept,
        rows_left_out=loaded.rows_in - loaded.rows_kept,
        reasons=loaded.reasons,
        mapping={name: layout.headers[at] for name, at in match.columns.items()},
        guesses=(*encoding, *layout.guesses, *loaded.guesses),
    )
    unclean = _unclean(found.source.file, encoding)
    return account, replace(loaded, diagnostics=(*unclean, *loaded.diagnostics)), found.source.slug


def _encoding_guesses(decoded: Decoded) -> list[str]:
    """Say what decoding had to decide."""
    found = []
    if decoded.mixed:
        found.append(f"{decoded.mixed} line(s) in another encoding than {decoded.encoding}, decoded one by one")
    if decoded.damaged:
        found.append(f"{decoded.encoding} with {decoded.damaged} damaged row(s)")
    return found


def _unclean(file: str, guesses: Sequence[str]) -> list[Diagnostic]:
    """Warn of a text that is not all in one encoding."""
    return [
        Diagnostic(
            code="D118",
            level=Level.WARNING,
            message=f"the text encoding is not clean: {guess}",
            file=file,
            help="export the file again as UTF-8 if the letters matter",
        )
        for guess in guesses
    ]


def _set_aside(account: FileAccount) -> list[Diagnostic]:
    """Note that nothing of a file is used."""
    if LEFT_OUT["L170"] not in account.reasons:
        return []
    return [
        Diagnostic(
            code="D128",
            level=Level.NOTE,
            message=f"was recognised and set aside: the analysis uses nothing of it ({account.format})",
            file=account.file,
            help="nothing to do, unless it is something else: then name its format with --map",
        )
    ]


def _outdated(database: duckdb.DuckDBPyConnection, folder: Path, done: Sequence[_Done]) -> list[Path]:
    """Return the earlier tables of the same content, or of a file of the same name and the tables in it."""
    found: dict[Path, None] = {}
    for account, _, _ in done:
        found |= dict.fromkeys(sorted(folder.glob(f"*/*-{account.sha256[:8]}.parquet")))
        # Two names may have one slug: the table itself tells which file it came from.
        name = file_of(account.file)
        for table in sorted(folder.glob(f"*/{slug_of(name)}*.parquet")):
            if table.parent.name != LINKS and file_of(came_from(database, table)) == name:
                found[table] = None
    return list(found)


def _exports(
    database: duckdb.DuckDBPyConnection, folder: Path, outdated: Sequence[Path], done: Sequence[_Done], key: bytes
) -> Exports:
    """Return the tables that the client will have: the new ones, and those that none of them replaces."""
    gone = set(outdated)
    earlier = [path for path in sorted(folder.glob("*/*.parquet")) if path not in gone]
    return Exports(
        database=database,
        tables=[
            *(path for path in earlier if path.parent.name in SCHEMA),
            *(loaded.parquet for _, loaded, _ in done if loaded.table in SCHEMA and loaded.rows_kept),
        ],
        identities=[
            *(path for path in earlier if path.parent.name == "identities"),
            *(loaded.identities for _, loaded, _ in done if loaded.identities),
        ],
        key=key,
    )


def _put(folder: Path, loaded: Loaded, slug: str) -> None:
    """Move a file's tables in place; two formats of one file have one slug, and leave their gaps under two names."""
    targets = [
        (loaded.parquet if loaded.rows_kept else None, folder / loaded.table),
        (loaded.left_out, folder / "gaps"),
        (loaded.identities, folder / "identities"),
        (loaded.withdrawn, folder / WITHDRAWN),
    ]
    for made, place in targets:
        if made is None:
            continue
        place.mkdir(mode=0o700, exist_ok=True)
        made.chmod(0o600)
        made.replace(place / f"{slug}.parquet")
