"""The command line at a moment that the test sets, with a desk in place of the mail server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from reporter import pipeline
from reporter.cli.app import run
from tests.delivery.office import AFTER, means_at

if TYPE_CHECKING:
    from datetime import datetime

    import pytest

    from reporter.pipeline.delivery import Means
    from reporter.pipeline.delivery.producing import Produce
    from tests.delivery.desk import Desk
    from tests.delivery.office import Office


class Commands:
    """Runs ``reporter`` in one office."""

    def __init__(
        self, office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        self.office, self.desk, self._capfd = office, desk, capfd
        self.now: datetime = AFTER
        self.produce: Produce | None = None
        monkeypatch.setattr(pipeline.delivery, "means", self._means)

    def __call__(self, *words: str) -> tuple[int, dict[str, Any]]:
        """Run a command; return its exit code and its one object."""
        self._capfd.readouterr()
        code = run(["-C", str(self.office.workspace.root), *words, "--json"])
        return code, json.loads(self._capfd.readouterr().out)

    def says(self, *words: str) -> tuple[int, list[str]]:
        """Run a command; return its exit code and what a person reads."""
        self._capfd.readouterr()
        code = run(["-C", str(self.office.workspace.root), *words])
        return code, self._capfd.readouterr().out.splitlines()

    def _means(self) -> Means:
        return means_at(self.now, {}, self.desk, self.produce)
