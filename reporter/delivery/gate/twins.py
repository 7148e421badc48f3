"""The same file for two clients: whatever it holds, one of them gets what is not theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.delivery.gate.values import Obstacle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.delivery.values import Delivery

TWIN = "E435"


def twins(pdf_sha: str, picture_sha: str, rows: Iterable[Delivery], client: str) -> Obstacle | None:
    """Return that the same PDF or picture was kept for another client, in whatever state that delivery is.

    Args:
        pdf_sha: SHA-256 of the report before any encryption.
        picture_sha: SHA-256 of the mail's picture, empty where it has none.
        rows: of the ledger, all clients'.
        client: the slug of the one who is to get them.
    """
    for row in rows:
        if row.key.client == client:
            continue
        for kind, ours, theirs in (("PDF", pdf_sha, row.pdf_sha), ("picture", picture_sha, row.picture_sha)):
            if ours and ours == theirs:
                reason = f"the same {kind} was made for another client (slug {row.key.client}, {row.key.period})"
                return Obstacle(code=TWIN, reason=reason, kind="stop", brief=f"the same {kind} for two clients")
    return None
