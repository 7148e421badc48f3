"""Opening the ledger: whose it is, where it lies, and that one run at a time works with it."""

from __future__ import annotations

import os
import secrets
import sqlite3
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.delivery.ledger.schema import TABLES, VERSION
from reporter.errors import BusyError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

FILE = "ledger.db"
LOCK = "run.lock"
_OURS = frozenset({FILE, LOCK, "kept", "runs"})
#: File systems over a network: their locks and their fsync cannot be trusted.
_REMOTE = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse.rclone", "fuse.onedrive", "davfs", "afs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """An open ledger. ``folder`` holds it, the kept messages and the manifests."""

    folder: Path
    connection: sqlite3.Connection
    instance: str


@contextmanager
def one_run(folder: Path) -> Iterator[None]:
    """Hold the lock for a whole run; the system lets go of it when the process ends, however it ends.

    Raises:
        BusyError: E401, when another run holds it.
        UsageError: C110, when it cannot be opened.
    """
    from filelock import FileLock, Timeout

    _prepare(folder)
    lock = FileLock(folder / LOCK, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise BusyError("E401", "another run is sending", help="wait for it to end; nothing was done") from None
    except OSError as fault:
        raise _not_ours(folder / LOCK, str(fault.strerror)) from None
    try:
        yield
    finally:
        lock.release()


def is_busy(folder: Path) -> bool:
    """Tell whether a run is at work: what it is sending just now is not unknown yet."""
    try:
        with one_run(folder):
            return False
    except BusyError:
        return True
    except UsageError:  # it cannot be told, and unknown is the careful answer
        return False


@contextmanager
def open_ledger(folder: Path, now: datetime, *, adopt: bool = False) -> Iterator[Ledger]:
    """Open the ledger of a folder, making it at the first use.

    Args:
        folder: of the workspace's state.
        now: aware; a new ledger keeps it as when it was made.
        adopt: take over a ledger that was moved here.

    Raises:
        UsageError: C110, when it cannot be opened; E402, when it was made on another machine or in another place;
            E403, when it lies on a network disk; E404, when it is damaged or of a newer version; E405, when the disk
            takes no more.
    """
    _prepare(folder)
    _refuse_network(folder)
    path = folder / FILE
    try:
        connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    except sqlite3.OperationalError as fault:
        raise _not_ours(path, str(fault)) from None
    try:
        _close_to_others(path)
        instance = _set_up(connection, path, now, adopt=adopt)
        yield Ledger(folder=folder, connection=connection, instance=instance)
    finally:
        connection.close()


@contextmanager
def transaction(ledger: Ledger) -> Iterator[sqlite3.Connection]:
    """Do all of it or nothing; when this is left, it is on the disk.

    Raises:
        UsageError: E405, when the disk takes no more: nothing of it was done.
    """
    connection = ledger.connection
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")
    except BaseException as fault:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if isinstance(fault, sqlite3.OperationalError):
            raise _not_written(fault) from None
        raise


def machine_id() -> str:
    """Return what tells this machine from others."""
    for place in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        path = Path(place)
        if path.is_file() and (text := path.read_text(encoding="ascii").strip()):
            return text
    return f"{uuid.getnode():012x}"


def _close_to_others(path: Path) -> None:
    try:
        path.chmod(0o600)
    except OSError as fault:
        raise _not_ours(path, str(fault.strerror)) from None


def _not_ours(path: Path, why: str) -> UsageError:
    """Tell of a file that somebody else has made, such as root in a run by hand."""
    return UsageError(
        "C110", f"{path} cannot be opened ({why})", help="give it to the user who runs this, or set [delivery] state"
    )


def _prepare(folder: Path) -> None:
    """Make the folder, or take one that is empty or ours: what is closed to others here must not be ``/tmp``."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        there = {path.name for path in folder.iterdir() if not path.name.startswith(".")} - {"lost+found"}
        if there and not there & _OURS:
            raise UsageError(
                "C110", f"{folder} holds files of others", help="set [delivery] state to a folder of its own"
            )
        folder.chmod(0o700)
    except OSError as fault:
        raise UsageError(
            "C110", f"{folder} cannot be written ({fault.strerror})", help="free it, or set [delivery] state"
        ) from None


def _set_up(connection: sqlite3.Connection, path: Path, now: datetime, *, adopt: bool) -> str:
    """Make the tables where there are none; return the instance."""
    machine, place = machine_id(), str(path.resolve())
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("BEGIN IMMEDIATE")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            for statement in filter(str.strip, TABLES.split(";")):
                connection.execute(statement)
            new = (secrets.token_hex(16), machine, place, now.isoformat())
            connection.execute("INSERT INTO instance VALUES (?, ?, ?, ?)", new)
            connection.execute(f"PRAGMA user_version={VERSION}")
        elif adopt:
            connection.execute("UPDATE instance SET machine = ?, path = ?", (machine, place))
        found = connection.execute("SELECT id, machine, path FROM instance").fetchone()
        connection.execute("COMMIT")
    except sqlite3.OperationalError as fault:  # a full disk: the ledger is whole, an older copy would send anew
        raise _not_written(fault) from None
    except sqlite3.DatabaseError as fault:
        raise _unusable(path, str(fault)) from None
    if version > VERSION:
        raise _unusable(path, "it was written by a newer version")
    if (found[1], found[2]) != (machine, place):
        raise UsageError(
            "E402",
            f"{path} was moved or copied: it belongs to {'another machine' if found[1] != machine else found[2]}",
            help="make sure that nothing else sends these reports, then run: reporter ledger adopt",
        )
    return str(found[0])


def _not_written(fault: sqlite3.OperationalError) -> UsageError:
    return UsageError("E405", f"the ledger cannot be written ({fault})", help="free room on its disk, then run again")


def _unusable(path: Path, why: str) -> UsageError:
    return UsageError("E404", f"{path} cannot be used ({why})", help="bring it back from a copy; never just delete it")


def _refuse_network(folder: Path) -> None:
    """Refuse a folder on a network disk, where the system tells."""
    mounts = Path("/proc/mounts")
    if not mounts.is_file():
        return
    place = str(folder.resolve())
    kinds = {}
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _, point, kind, *_ = line.split(" ")
        point = point.encode().decode("unicode_escape")
        if place == point or place.startswith(point.rstrip("/") + os.sep):
            kinds[point] = kind
    kind = kinds[max(kinds, key=len)] if kinds else ""
    if kind in _REMOTE:
        raise UsageError(
            "E403",
            f"{folder} lies on a network disk ({kind}), where a ledger is not safe",
            help="set [delivery] state in reporter.toml to a folder on a local disk",
        )
