"""One manifest a run, each with the hash of the one before; the ledger keeps the hash of the last.

A manifest is written in three steps, each on the disk before the next: the ledger notes which run is about to be
written, then comes the file, then the ledger's head. Whoever is killed in between leaves either nothing, or one file
that follows the head and is named by the note; the next run takes it in.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reporter.delivery.disk import sync, write_whole
from reporter.delivery.ledger import notes
from reporter.delivery.manifests.content import SCHEMA, without_addresses
from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from reporter.delivery.ledger import Ledger

FOLDER: Final = "runs"
#: What the first manifest follows.
GENESIS: Final = "0" * 64
_HEAD, _NEXT, _TAKEN = "manifest", "manifest-next", "manifest-taken"
_RUN = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last manifest that the ledger knows: its number from 1 (0: none) and its SHA-256."""

    number: int = 0
    sha: str = GENESIS


def write_run(ledger: Ledger, content: Mapping[str, Any], now: datetime) -> str:
    """Write a run's manifest, readable only by us, whole or not at all; return its SHA-256. Call it under the lock.

    Args:
        ledger: open.
        content: of ``content_of``; schema, number and the hash of the one before are added, and an address in any
            text becomes "[address]".
        now: aware, UTC.

    Raises:
        UsageError: E405, E492, when the disk takes no more; E491, when that run has a manifest, or has no proper name.
    """
    run = str(content.get("run", ""))
    path = ledger.folder / FOLDER / f"{run}.json"
    if not _RUN.fullmatch(run) or path.exists():
        raise UsageError("E491", "this run has a manifest already, or no name", help="this is a fault of the program")
    before = _caught_up(ledger, now)
    number = before.number + 1
    whole = {**content, "schema": SCHEMA, "number": number, "previous": before.sha}
    written = canonical(without_addresses(whole))
    notes.tick(ledger, _NEXT, run, now)
    _write(path, written)
    return _take(ledger, Head(number=number, sha=sha_of(written)), now).sha


def read_run(folder: Path, run: str) -> Mapping[str, Any]:
    """Return a run's manifest as it was written.

    Args:
        folder: of the workspace's state.
        run: its id.

    Raises:
        UsageError: E489, when there is none; E490, when it is damaged.
    """
    if not _RUN.fullmatch(run) or not (path := folder / FOLDER / f"{run}.json").is_file():
        raise UsageError("E489", "there is no manifest of that run", help="reporter status names the last run")
    found = parsed(path.read_bytes())
    if found is None or found["run"] != run:
        raise UsageError(
            "E490",
            f"the manifest of run {run} is damaged or was changed",
            help="bring it back from a copy; what it says now proves nothing",
        )
    return found


def head_of(ledger: Ledger) -> Head:
    """Return the last manifest that the ledger knows."""
    tick = notes.ticks(ledger).get(_HEAD)
    if tick is None:
        return Head()
    number, _, sha = tick[1].partition(" ")
    return Head(number=int(number), sha=sha)


def unfinished(ledger: Ledger) -> str:
    """Return the run whose manifest was last about to be written."""
    tick = notes.ticks(ledger).get(_NEXT)
    return tick[1] if tick else ""


def unknown_run(ledger: Ledger) -> str:
    """Return the newest run with a manifest, where the ledger does not know it; empty where all is well.

    One that was killed before the ledger's head was written is known by the note. A person may have taken the ledger
    over all the same (``take_over``).
    """
    runs = (path for path in (ledger.folder / FOLDER).glob("*.json") if _RUN.fullmatch(path.stem))
    newest = max(runs, default=None)
    if newest is None or newest.stem in {unfinished(ledger), notes.ticks(ledger).get(_TAKEN, (None, ""))[1]}:
        return ""
    found = parsed(newest.read_bytes())
    return newest.stem if found and found["number"] > head_of(ledger).number else ""


def take_over(ledger: Ledger, now: datetime) -> None:
    """Keep that a person has said to send by this ledger, whatever runs it does not know."""
    if run := unknown_run(ledger):
        notes.tick(ledger, _TAKEN, run, now)


def follows(found: Mapping[str, Any] | None, head: Head) -> bool:
    """Tell whether a manifest is the one after the head."""
    return found is not None and (found["number"], found["previous"]) == (head.number + 1, head.sha)


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return the one way to write a manifest.

    Raises:
        ValueError, TypeError: when something in it is not JSON.
    """
    return (json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2, sort_keys=True) + "\n").encode()


def parsed(written: bytes) -> Mapping[str, Any] | None:
    """Return what a manifest says, None when these bytes are not as ``write_run`` writes them."""
    try:
        found = json.loads(written)
        good = (
            isinstance(found, dict)
            and canonical(found) == written
            and [type(found.get(name)) for name in ("run", "number", "previous")] == [str, int, str]
        )
    except (ValueError, RecursionError):
        return None
    return found if good else None


def sha_of(written: bytes) -> str:
    """Return the SHA-256 of a manifest's bytes."""
    return hashlib.sha256(written).hexdigest()


def _caught_up(ledger: Ledger, now: datetime) -> Head:
    """Return the head, after taking in the file of a run that was killed before it could."""
    head = head_of(ledger)
    path = ledger.folder / FOLDER / f"{unfinished(ledger)}.json"
    written = path.read_bytes() if path.is_file() else b""
    if follows(parsed(written), head):
        return _take(ledger, Head(number=head.number + 1, sha=sha_of(written)), now)
    return head


def _take(ledger: Ledger, head: Head, now: datetime) -> Head:
    notes.tick(ledger, _HEAD, f"{head.number} {head.sha}", now)
    return head


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, content)
        sync(path.parent)
    except OSError as fault:
        raise UsageError(
            "E492",
            f"the manifest of the run cannot be written ({fault.strerror})",
            help="free room on the disk of [delivery] state; what was sent stands in the ledger",
        ) from None
