"""Runs of a ledger, and the facts that a manifest says of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from reporter.delivery.manifests import Run, content_of
from tests.delivery.ledgers import NOW

NAMES = tuple(f"20261104T06150{n}Z-0000000{n}" for n in range(1, 6))
ONE, TWO, THREE, FOUR, FIVE = NAMES


def run_facts(name: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any of Run's fields
    """Return what a manifest says of a run that took nine seconds."""
    facts: dict[str, Any] = {"started": NOW, "ended": NOW + timedelta(seconds=9), "command": ["send", "--due"], **more}
    return content_of(Run(run=name, **facts))
