"""An installation that cannot be loaded says so and fails; a timer must not take it for a run with findings."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reporter import __file__ as package
from reporter import __version__

#: What stands in the place of a library that every command needs → what the line must name.
BROKEN = {
    "gone": ("import no_such_library\n", "ModuleNotFoundError at no_such_library"),
    "of another version": ("Typer = None\n", "at "),
    "half written": ("def option(\n", "SyntaxError at __init__.py"),
    "no native part": ("raise OSError('libfoo.so: cannot open shared object file')\n", "OSError"),
}
LINE = re.compile(r"error\[R999\]: [^\n]+; [^\n]+\n")


def _call(place: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the program with what lies in a folder before all else."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "reporter", *words],
        env={**os.environ, "PYTHONPATH": str(place), **more},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def _library(place: Path, text: str) -> Path:
    """Put a library in the place of the real one."""
    (place / "typer").mkdir()
    (place / "typer" / "__init__.py").write_text(text, encoding="utf-8")
    return place


@pytest.mark.parametrize("why", BROKEN)
def test_a_library_that_does_not_load_is_one_line_and_70(why: str, tmp_path: Path) -> None:
    """The line names the part, and no path of this machine; nothing is printed as if it were a result."""
    text, named = BROKEN[why]
    done = _call(_library(tmp_path, text), "send", "--due", "--json")
    assert (done.returncode, done.stdout) == (70, "")
    assert LINE.fullmatch(done.stderr)
    assert named in done.stderr
    assert str(tmp_path) not in done.stderr


def test_a_package_of_which_a_part_is_missing_is_one_line_and_70(tmp_path: Path) -> None:
    """As after an update that was cut short: the entry is there, the rest is not."""
    (tmp_path / "reporter").mkdir()
    for name in ("__init__.py", "__main__.py"):
        shutil.copy(Path(package).with_name(name), tmp_path / "reporter")
    done = _call(tmp_path, "status")
    assert (done.returncode, done.stdout) == (70, "")
    assert LINE.fullmatch(done.stderr)
    assert "ModuleNotFoundError at reporter.cli" in done.stderr


def test_who_looks_for_the_reason_is_shown_it(tmp_path: Path) -> None:
    """REPORTER_DEBUG prints where it failed; the code stays."""
    done = _call(_library(tmp_path, BROKEN["gone"][0]), "status", REPORTER_DEBUG="1")
    assert done.returncode == 70
    assert "Traceback" in done.stderr
    assert LINE.search(done.stderr)


def test_the_version_needs_nothing_but_the_package(tmp_path: Path) -> None:
    """It is answered although no library loads, which also keeps it fast."""
    done = _call(_library(tmp_path, BROKEN["gone"][0]), "--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"reporter {__version__}\n", "")
