"""What the attacks on delivery have in common."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from reporter.delivery.gate import Obstacle
from reporter.model import Period
from reporter.pipeline.delivery.producing import Produced
from tests.delivery.office import PERIOD, Office, quick

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.pipeline.delivery.producing import Order
    from reporter.workspace import Client, Workspace


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OCTOBER = Period.parse(PERIOD)


def settings_of(office: Office, slug: str) -> Path:
    """Return where a client's settings lie."""
    return office.workspace.root / "clients" / slug / "client.toml"


def edit(path: Path, old: str, new: str) -> None:
    """Change settings."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def lacking(workspace: Workspace, client: Client, order: Order) -> Produced:
    """Make every report but the first client's, whose data are not there yet."""
    if client.slug == "c01":
        return Produced(obstacles=(Obstacle(code="E431", reason="late", kind="wait", brief="orders"),))
    return quick(workspace, client, order)
