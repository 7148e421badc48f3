"""The secret that turns a customer's id into a hash: one a client, kept outside the data.

A plain hash of an e-mail address or customer number can be undone by trying them all; a keyed one
cannot without the key. The key of a client lies in the user's configuration folder (or under
``REPORTER_KEYS``), never in the workspace that is copied and backed up.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY_BYTES = 32


def client_key(root: Path, client: str) -> bytes:
    """Return a client's key, making it at the first use.

    Raises:
        UsageError: C108, when the key is not whole: nothing may be hashed with half of one.
    """
    path = key_path(root, client)
    if not path.is_file():
        for folder in (path.parent.parent, path.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(path)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise UsageError(
            "C108",
            f"the key of '{client}' is damaged: {path} has {len(key)} bytes instead of {KEY_BYTES}",
            help="bring it back from a copy; without one delete it and the client's data, and ingest all exports again",
        )
    return key


def key_path(root: Path, client: str) -> Path:
    """Return where a client's key lies, whether it was made yet or not."""
    place = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:16]
    return keys_folder() / place / f"{client}.key"


def keys_folder() -> Path:
    """Return the folder of all keys, which is not made: ``REPORTER_KEYS``, else in the user's configuration."""
    named = os.environ.get("REPORTER_KEYS")
    return Path(named) if named else _configuration() / "reporter" / "keys"


def _make(path: Path) -> None:
    """Write a new key, whole or not at all; where another run was first its key stays."""
    handle, temporary = tempfile.mkstemp(prefix=".new-", dir=path.parent)  # of mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def passing_key(paths: Sequence[Path]) -> bytes:
    """Return a key for tables that live no longer than one command, from the content of its files.

    The same files give the same key, and so the same report; nothing of it is kept.
    """
    digests = []
    for path in paths:
        try:
            with path.open("rb") as file:
                digests.append(hashlib.file_digest(file, "sha256").digest())
        except OSError as fault:
            raise InputError(
                "D106", f"the file cannot be read ({fault.strerror})", help="check its permissions", file=path.name
            ) from None
    return hashlib.sha256(b"reporter one-off" + b"".join(sorted(digests))).digest()


def fingerprint(key: bytes) -> str:
    """Return what may be stored beside the data to tell later whether this key wrote it."""
    return hashlib.sha256(b"fingerprint" + key).hexdigest()[:16]


def _configuration() -> Path:
    """Return the user's configuration folder."""
    home = os.environ.get("XDG_CONFIG_HOME")
    return Path(home) if home else Path.home() / ".config"
