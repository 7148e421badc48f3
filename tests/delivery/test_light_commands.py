"""Looking is quick: what only says how it stands loads nothing that makes, closes or sends a report."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.delivery.desk import quiet_office

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = {
    "cryptography", "duckdb", "keyring", "matplotlib", "msal", "numpy", "pikepdf", "PIL", "pypdfium2", "scipy",
    "smtplib", "weasyprint",
}  # fmt: skip
SCRIPT = """
import sys
from reporter.cli.app import run
run(sys.argv[1:])
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.mark.parametrize("words", [("status",), ("schedule", "list"), ("schedule", "next"), ("approve", "c01")])
def test_no_heavy_library_is_loaded(words: tuple[str, ...], tmp_path: Path) -> None:
    """A monitor asks each minute; an approval touches the list of recipients only."""
    office = quiet_office(tmp_path, 1)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "-C", str(office.workspace.root), *words],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    *told, loaded = done.stdout.splitlines()
    assert told
    assert "reporter" in loaded.split()
    assert not HEAVY & set(loaded.split())
