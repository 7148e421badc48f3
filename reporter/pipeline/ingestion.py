"""Exports into a client's canonical tables, with the books of what was read."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from reporter.errors import InputError, UsageError
from reporter.model import Diagnostic, FileAccount, Intake, Level, Merge, file_of
from reporter.pipeline.keys import client_key, fingerprint
from reporter.pipeline.lists import customer_lists, digests
from reporter.pipeline.output import write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reporter.pipeline.choices import Choices
    from reporter.sources import ReadOptions
    from reporter.workspace import Client, Workspace

BOOKS = "books.json"
SCHEMA = 4
UNKNOWN_LAYOUT = "D108"
_SCALES = {"0-10": (0, 10), "1-10": (1, 10)}
_DECIMALS: Mapping[str, Literal[",", "."]] = {"comma": ",", "point": "."}


def ingest(workspace: Workspace, client: Client, paths: Sequence[Path], choices: Choices) -> Intake:
    """Read files into the client's tables; a file that is read again replaces itself.

    Raises:
        InputError: a file cannot be read; nothing of it is kept.
        UsageError: C102, when a list of customers is not in the client's folder; C108, when the tables were written
            with a key that this machine does not have.
    """
    from reporter import sources
    from reporter.store.locks import held

    lists = customer_lists(client)
    key = client_key(workspace.root, client.slug)
    client.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Tables and books are written together: of two runs at once the second would lose the first one's books.
    with drafting(paths), held(client.data):
        _check_key(client, key)
        intake = sources.read(
            paths,
            folder=client.data,
            key=key,
            options=read_options(choices, client),
            extra_formats=own_formats(workspace.root, choices),
            lists=lists,
        )
        _keep_books(client, intake, key, digests(lists))
    return intake


def read_options(choices: Choices, client: Client | None) -> ReadOptions:
    """Return what the flags, else the client's settings, say of the files."""
    from reporter.sources import ReadOptions

    scale = choices.nps_scale or (client.survey.nps_scale if client else None)
    return ReadOptions(
        nps_scale=_SCALES[scale] if scale else None,
        scales=_scales(client) if client else {},
        survey_kind=client.survey.kind if client else "relationship",
        date_order=choices.date_order,
        decimal=_DECIMALS[choices.decimal] if choices.decimal else None,
        encoding=choices.encoding,
        currency=choices.currency or (client.currency if client else None) or None,
        sales=choices.sales or (client.sources.sales if client else ()),
        drop=(*choices.drop, *(client.sources.drop if client else ())),
    )


def _scales(client: Client) -> Mapping[str, tuple[int, int]]:
    """Return the scales that a client's settings tell.

    Raises:
        UsageError: C102, where one is told of no question that the analysis knows.
    """
    from reporter.store.schema import ITEMS

    strange = next((item for item in client.survey.scales if item not in ITEMS), None)
    if strange:
        raise UsageError(
            "C102",
            f"{client.folder / 'client.toml'}: [survey.scales] {strange} is no question that the analysis knows",
            help=f"the questions are {', '.join(ITEMS)}",
        )
    return client.survey.scales


@contextmanager
def drafting(paths: Sequence[Path]) -> Iterator[None]:
    """Draft a mapping beside the operator when a file's layout is unknown, and name it in the error.

    A draft that is already there is kept: it may be half filled in.
    """
    try:
        yield
    except InputError as fault:
        path = next((p for p in paths if p.name == file_of(fault.file or "")), None)
        if fault.code != UNKNOWN_LAYOUT or path is None:
            raise
        from reporter import sources

        draft = Path(f"{path.stem}.map.toml")
        if not draft.exists():
            write_atomic(draft, sources.draft_mapping(path).encode())
        raise InputError(
            fault.code, fault.message, file=fault.file, row=fault.row, column=fault.column,
            help=f"fill in {draft} (just drafted from the file), then run again with --map {draft}",
        ) from None  # fmt: skip


def own_formats(root: Path | None, choices: Choices) -> tuple[Path, ...]:
    """Return the layouts that the operator described: the workspace's, then the one named by a flag."""
    found = sorted((root / "formats").glob("*.toml")) if root else []
    return (*found, *([choices.mapping] if choices.mapping else []))


def books(client: Client) -> Intake:
    """Return the books of every file that a client's tables hold, and the remarks made when they were read.

    Raises:
        UsageError: C109, when nothing was ingested yet.
    """
    path = client.data / BOOKS
    if not path.is_file():
        raise UsageError(
            "C109", f"nothing was ingested for '{client.slug}'", help=f"run: reporter ingest --client {client.slug}"
        )
    content = _content(path)
    entries = content["files"]
    return Intake(
        files=tuple(_account(entry) for entry in entries),
        diagnostics=tuple(
            Diagnostic(**{**remark, "level": Level(remark["level"])})
            for entry in entries
            for remark in entry.get("remarks", ())
        ),
        merges=tuple(Merge(**entry) for entry in content["merges"]),
        lists=content["lists"],
    )


def _content(path: Path) -> dict[str, Any]:
    """Return what the books hold.

    Raises:
        UsageError: C109, when the tables are those of an earlier version.
    """
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if content["schema"] != SCHEMA:
        raise UsageError(
            "C109",
            f"the tables in {path.parent} were written by another version",
            help=f"delete {path.parent} and ingest all exports again",
        )
    return content


def _account(entry: dict[str, Any]) -> FileAccount:
    """Return one file's books as they were written."""
    names = {f.name for f in fields(FileAccount)}
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items() if k in names}
    return FileAccount(**values)


def gaps(client: Client) -> list[tuple[str, int, str, str, str, str]]:
    """Return every row that was left out: file, row, column, value, code, reason; in file and row order."""
    from reporter.store.gaps import read_gaps

    return read_gaps(client.data)


def _keep_books(client: Client, intake: Intake, key: bytes, lists: Mapping[str, str]) -> None:
    """Add this ingestion to the books; a file read again replaces its entry."""
    path = client.data / BOOKS
    old = _content(path)["files"] if path.is_file() else []
    new: list[dict[str, Any]] = [asdict(account) for account in intake.files]
    told = {item["file"] for item in new}
    for item in new:
        item["remarks"] = [asdict(one) for one in intake.diagnostics if one.file == item["file"]]
    for remark in intake.diagnostics:
        if remark.file not in told:  # of a table that was not read, or of several files
            owner = next((item for item in new if file_of(item["file"]) == file_of(remark.file or "")), new[0])
            owner["remarks"].append(asdict(remark))
    replaced = {file_of(item["file"]) for item in new} | {item["sha256"] for item in new}
    kept = (f for f in old if not {file_of(f["file"]), f["sha256"]} & replaced)
    files = sorted([*kept, *new], key=lambda f: (f["file"], f["format"]))
    merges = [asdict(one) for one in intake.merges]
    content = {"schema": SCHEMA, "key": fingerprint(key), "files": files, "merges": merges, "lists": lists}
    write_atomic(path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode(), mode=0o600)


def _check_key(client: Client, key: bytes) -> None:
    """Refuse to mix ids hashed with two keys: the same customer would become two."""
    path = client.data / BOOKS
    if path.is_file() and _content(path)["key"] != fingerprint(key):
        raise UsageError(
            "C108",
            f"the tables of '{client.slug}' were written with another machine's key",
            help=f"delete {client.data} and ingest all exports again, or bring the key along (REPORTER_KEYS)",
        )
