"""Plans of what is to be installed, in folders of any name; shared by the tests of ``reporter schedule install``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.schedule.install import Plan
from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

#: Folders as people name them, and as no one should.
FOLDERS = (
    "kundmapp",
    "kund mapp",
    "50%",
    "100%n %h %%",
    'det "nya"',
    "it's",
    "å ä ö Ø",
    "$HOME ${x}",
    "a; b & {c}",
    "#",
)


def program(path: Path, text: str) -> None:
    """Write a shell script that can be run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}", encoding="utf-8")
    path.chmod(0o755)


def plan_in(tmp_path: Path, name: str = "kundmapp") -> Plan:
    """Return a plan for a workspace in a folder of a name."""
    workspace = tmp_path / name
    workspace.mkdir(exist_ok=True)
    return Plan(
        workspace=workspace,
        python=Path(sys.executable),
        writable=(workspace, tmp_path / "conf" / name),
        environment=(("REPORTER_KEYS", str(tmp_path / "conf" / name)),),
        secrets=("smtp", "imap"),
        units=tmp_path / "units",
        credentials=tmp_path / "cred",
    )


def code_of(call: Callable[[], object]) -> str:
    """Return the code that a call fails with."""
    with pytest.raises(UsageError) as caught:
        call()
    return caught.value.code
