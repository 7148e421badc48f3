"""Forgetting a client: tables, key, reports, kept messages; in the ledger hashes remain."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from reporter.delivery import retention
from reporter.delivery.ledger import reading
from reporter.errors import UsageError
from reporter.pipeline.keys import key_path
from reporter.workspace import open_client

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.delivery.retention import Forgotten
    from reporter.pipeline.delivery.session import Session


def traces(this: Session, slug: str) -> tuple[Path, ...]:
    """Return the files and folders of ours that hold something of a client, those that exist.

    Its settings need not be readable, nor its folder be there, if the ledger knows it: whoever tidies up first can
    still let it be forgotten.

    Raises:
        UsageError: C103, when neither the workspace nor the ledger knows such a client.
    """
    workspace = this.workspace
    if slug not in workspace.clients() and not reading.deliveries(this.ledger, client=slug):
        open_client(workspace, slug)
    data = workspace.root / "clients" / slug / "data"
    places = (data, workspace.output / slug, key_path(workspace.root, slug))
    return tuple(path for path in places if path.exists())


def forget_client(this: Session, slug: str) -> Forgotten:
    """Delete a client's traces; what was sent stays on record without names, so that nothing is sent anew.

    Raises:
        UsageError: C103, as ``traces``; E487, when something of the client is not at its end yet: nothing was done;
            C110, when a file cannot be deleted.
    """
    found = traces(this, slug)
    gone = retention.forget(this.ledger, slug)
    for path in found:
        try:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        except OSError as fault:
            raise UsageError(
                "C110", f"{path} cannot be deleted ({fault.strerror})", help="free it, then run the command again"
            ) from None
    return gone
