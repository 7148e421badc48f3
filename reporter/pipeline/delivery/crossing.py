"""One export for two clients: the figures do not show whose they are, so files and books are compared."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from reporter.delivery.gate import TWIN, Obstacle
from reporter.errors import ReporterError
from reporter.pipeline.delivery.producing import exports
from reporter.pipeline.ingestion import books

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from reporter.model import FileAccount
    from reporter.pipeline.delivery.session import Session
    from reporter.workspace import Client


def crossed(this: Session, client: Client, files: Iterable[FileAccount]) -> tuple[Obstacle, ...]:
    """Return which other client has an export, in its folder or its tables, that this client's report was made from.

    A file without a usable row (an empty export has the same bytes everywhere) tells nothing.

    Args:
        this: the run.
        client: whose report it is.
        files: the exports behind it.
    """
    own = {one.sha256: one.size for one in files if one.rows_kept}
    return tuple(
        Obstacle(
            code=TWIN,
            reason=f"an export of this client is another client's too (slug {slug})",
            kind="stop",
            brief="the same export for two clients",
        )
        for slug, other in this.clients.items()
        if own and slug != client.slug and (own.keys() & _read(other) or _has_one(other, own))
    )


def _read(client: Client) -> Collection[str]:
    """Return the hashes of a client's books; one without readable books stops no other."""
    try:
        return {one.sha256 for one in books(client).files}
    except (ReporterError, OSError, ValueError, KeyError, TypeError):
        return set()


def _has_one(client: Client, wanted: Mapping[str, int]) -> bool:
    """Tell whether one of some files lies in a client's folder, read yet or not; only those of their size are read."""
    sizes = set(wanted.values())
    try:
        alike = (path for path in exports(client) if path.stat().st_size in sizes)
        return any(hashlib.sha256(path.read_bytes()).hexdigest() in wanted for path in alike)
    except (ReporterError, OSError):
        return False
