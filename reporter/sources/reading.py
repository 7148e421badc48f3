"""``read``: export files in, canonical Parquet out, all of them or none."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from reporter.model import Diagnostic, FileAccount, Intake, Level
from reporter.sources.catalogue import Format, built_in, folded, load_format
from reporter.sources.currencies import came_from, require_one_currency
from reporter.sources.damage import mostly_damaged
from reporter.sources.decoding import decode
from reporter.sources.kinds import plain
from reporter.sources.layout import find_layout
from reporter.sources.load import Loaded, load
from reporter.sources.options import ReadOptions
from reporter.sources.recognise import recognise
from reporter.sources.staging import LARGE, Source
from reporter.store.engine import connect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb

    from reporter.sources.decoding import Decoded
    from reporter.sources.recognise import Match

_DEFAULTS = ReadOptions()
#: A file's account, what was loaded of it, and the name of its tables.
_Done: TypeAlias = "tuple[FileAccount, Loaded, str]"


def read(
    paths: Iterable[Path],
    *,
    folder: Path,
    key: bytes,
    options: ReadOptions = _DEFAULTS,
    extra_formats: Sequence[Path | Format] = (),
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

    Raises:
        InputError: D101–D120, naming file, row or column and the way out.
    """
    formats = (*built_in(), *(one if isinstance(one, Format) else load_format(Path(one)) for one in extra_formats))
    folder.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".incoming-", dir=folder))
    try:
        found = [
            _find_out(Path(path), scratch / str(number), options, formats)
            for number, path in enumerate(dict.fromkeys(paths))
        ]
        beside = {one.match.format.name for one in found}
        with connect(scratch=scratch / "spill") as database:
            done = [_load_one(database, one, beside, key, options) for one in found]
            require_one_currency(database, folder, [(account, loaded.currencies) for account, loaded, _ in done])
            outdated = _outdated(database, folder, [(account, slug) for account, _, slug in done])
        for earlier in outdated:
            earlier.unlink(missing_ok=True)
        for _, loaded, slug in done:
            _put(folder, loaded, slug)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return Intake(
        files=tuple(account for account, _, _ in done),
        diagnostics=tuple(
            remark
            for account, loaded, _ in done
            for remark in (*_remarks(account), *mostly_damaged(account), *loaded.diagnostics)
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What was found out about a file before any row of it is read."""

    path: Path
    scratch: Path
    decoded: Decoded
    source: Source
    match: Match


def _find_out(path: Path, scratch: Path, options: ReadOptions, formats: Sequence[Format]) -> _Found:
    """Walk one file from its kind to its format."""
    scratch.mkdir()
    text = plain(path, scratch)
    with ThreadPoolExecutor(1) as beside:
        hashing = beside.submit(_digest, path)
        decoded = decode(text, scratch, options.encoding)
        digest = hashing.result()
    layout = find_layout(decoded.path, path.name)
    match = recognise(layout, formats, file=path.name, wanted=options.formats.get(path.name))
    slug = re.sub(r"[^a-z0-9]+", "-", folded(path.name.split(".")[0])).strip("-")[:40] or "export"
    source = Source(
        file=path.name,
        path=decoded.path,
        slug=f"{slug}-{digest[:8]}",
        sha256=digest,
        layout=layout,
        large=decoded.path.stat().st_size > LARGE and not match.format.needs_order,
    )
    return _Found(path=path, scratch=scratch, decoded=decoded, source=source, match=match)


def _digest(path: Path) -> str:
    """Return a file's SHA-256; the hashing itself leaves other threads their time."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _load_one(
    database: duckdb.DuckDBPyConnection, found: _Found, beside: set[str], key: bytes, options: ReadOptions
) -> _Done:
    """Load one file and write its account; ``beside`` are the formats that were given with it."""
    match, layout = found.match, found.source.layout
    if match.format.rules.get("record_id_beside") in beside:
        match = replace(match, columns={name: at for name, at in match.columns.items() if name != "customer_number"})
    loaded = load(database, found.source, match, key=key, options=options, scratch=found.scratch)
    account = FileAccount(
        file=found.path.name,
        sha256=found.source.sha256,
        size=found.path.stat().st_size,
        format=match.format.name,
        tables=(loaded.table,),
        encoding=found.decoded.encoding,
        delimiter=layout.delimiter_name,
        rows_in=loaded.rows_in,
        rows_kept=loaded.rows_kept,
        rows_left_out=loaded.rows_in - loaded.rows_kept,
        reasons=loaded.reasons,
        mapping={name: layout.headers[at] for name, at in match.columns.items()},
        guesses=(*_encoding_guesses(found.decoded), *layout.guesses, *loaded.guesses),
    )
    return account, loaded, found.source.slug


def _encoding_guesses(decoded: Decoded) -> list[str]:
    """Say what decoding had to decide."""
    found = []
    if decoded.mixed:
        found.append(f"{decoded.mixed} line(s) in another encoding than {decoded.encoding}, decoded one by one")
    if decoded.damaged:
        found.append(f"{decoded.encoding} with {decoded.damaged} damaged row(s)")
    return found


def _remarks(account: FileAccount) -> list[Diagnostic]:
    """Return warnings on the file as a whole."""
    return [
        Diagnostic(
            code="D118",
            level=Level.WARNING,
            message=f"the text encoding is not clean: {guess}",
            file=account.file,
            help="export the file again as UTF-8 if the letters matter",
        )
        for guess in account.guesses
        if "damaged row" in guess or "in another encoding" in guess
    ]


def _outdated(database: duckdb.DuckDBPyConnection, folder: Path, done: Sequence[tuple[FileAccount, str]]) -> list[Path]:
    """Return the earlier tables of the same content, or of an export of the same name."""
    found = []
    for account, slug in done:
        found += sorted(folder.glob(f"*/*-{account.sha256[:8]}.parquet"))
        # Two names may have one slug: the table itself tells which it came from.
        found += [
            table
            for table in sorted(folder.glob(f"*/{slug[:-8]}????????.parquet"))
            if came_from(database, table) == account.file
        ]
    return found


def _put(folder: Path, loaded: Loaded, slug: str) -> None:
    """Move a file's tables in place."""
    targets = [(loaded.parquet, folder / loaded.table)]
    if loaded.left_out:
        targets.append((loaded.left_out, folder / "gaps"))
    for made, place in targets:
        place.mkdir(exist_ok=True)
        made.replace(place / f"{slug}.parquet")
