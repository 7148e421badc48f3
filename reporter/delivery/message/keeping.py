"""Messages are built once and kept: what is sent later, or once more, are these bytes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

from reporter.delivery.disk import sync, write_whole
from reporter.delivery.message.filenames import is_device
from reporter.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.delivery.values import Key

KEPT = "kept"
#: What may be a folder's name on every system as it stands: no "~", which marks the names that are made up.
_PLAIN = re.compile(r"[^\W_](?:[\w &+,.()-]*[\w&+()-])?")
_LONGEST = 100


def keep(folder: Path, key: Key, eml: bytes, *, overwrite: bool = False) -> str:
    """Put the bytes on the disk, readable only by us, whole or not at all; return their SHA-256.

    Args:
        folder: of the workspace's state.
        key: of the delivery.
        eml: the message.
        overwrite: the ledger has no row for it, so that other bytes under its name were never reserved.

    Raises:
        UsageError: E452, when the disk does not take them; E453, when other bytes are kept under the name.
    """
    digest = hashlib.sha256(eml).hexdigest()
    path = _path(folder, key)
    try:
        _make(folder, path.parent)
        if path.exists() and not overwrite and hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise UsageError(
                "E453",
                f"another message is kept for delivery {key.id}",
                help="it may have been sent: look with reporter status, and never delete it by hand",
            )
        write_whole(path, eml)
        for each in (path.parent, *path.parent.parents):
            sync(each)
            if each == folder:
                break
    except OSError as fault:
        raise _no_room(folder, f"the message of delivery {key.id} cannot be kept ({fault.strerror})") from None
    return digest


def load(folder: Path, key: Key, sha: str) -> bytes:
    """Return the kept bytes.

    Raises:
        UsageError: E454, when they are gone or are not those with this SHA-256.
    """
    try:
        eml = _path(folder, key).read_bytes()
    except OSError as fault:
        raise _not_kept(key, f"is not there ({fault.strerror})") from None
    if hashlib.sha256(eml).hexdigest() != sha:
        raise _not_kept(key, "was changed")
    return eml


def kept_folder(folder: Path, client: str, period: str = "") -> Path:
    """Return where a client's messages lie, or those of one period; it need not be there."""
    place = folder / KEPT / _part(client)
    return place / _part(period) if period else place


def _path(folder: Path, key: Key) -> Path:
    return kept_folder(folder, key.client, key.period) / f"{key.id}.eml"


def _part(text: str) -> str:
    """Return a name that is one part of a path on every system, and another one for another text."""
    good = _PLAIN.fullmatch(text) and unicodedata.is_normalized("NFC", text) and not is_device(text)
    if good and len(text.encode()) <= _LONGEST:
        return text
    letters = re.sub("[^A-Za-z0-9]+", "-", text).strip("-")[:40]
    return f"{letters or 'x'}~{hashlib.sha256(text.encode(errors='surrogatepass')).hexdigest()[:16]}"


def _make(folder: Path, place: Path) -> None:
    """Make each folder down to ``place``, open only to us; none may lead out of the state by a link."""
    for each in (folder, *reversed([p for p in (place, *place.parents) if folder in p.parents])):
        each.mkdir(mode=0o700, parents=each == folder, exist_ok=True)
        each.chmod(0o700)
    if not place.resolve().is_relative_to(folder.resolve()):
        raise _no_room(folder, "a folder of the kept messages is a link that leads elsewhere")


def _no_room(folder: Path, what: str) -> UsageError:
    return UsageError(
        "E452", f"{folder}: {what}", help="free room on its disk, or set [delivery] state; nothing was sent"
    )


def _not_kept(key: Key, what: str) -> UsageError:
    return UsageError(
        "E454",
        f"the kept message of delivery {key.id} {what}, so it is not sent",
        help="bring it back from a copy, or send anew with: reporter resend CLIENT --period … --reason …",
    )
