"""The documentation is true: every command is described, every example runs."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.cli.app import GROUPS, app_commands, command_names, run

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^    (reporter .+)$", README, flags=re.MULTILINE)
MAKE = re.findall(r"^    make (\w+)", README, flags=re.MULTILINE)


def test_every_command_is_described(capfd: pytest.CaptureFixture[str]) -> None:
    """The README names every command, and each has help with an example."""
    for command in app_commands():
        assert re.search(rf"reporter .*\b{command}\b", README), command
        assert run([command, "--help"]) == 0
        assert "Example: reporter" in capfd.readouterr().out


def test_every_command_of_a_group_is_described(capfd: pytest.CaptureFixture[str]) -> None:
    """The README names every command of every group, and each has help with an example."""
    for group in GROUPS:
        for command in command_names(group):
            assert re.search(rf"\b{group.info.name} {command}\b", README), (group.info.name, command)
            assert run([str(group.info.name), command, "--help"]) == 0
            assert f"Example: reporter {group.info.name} {command}" in capfd.readouterr().out


def test_every_make_target_exists() -> None:
    """What the README asks to make can be made."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert MAKE
    for target in MAKE:
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_every_linked_file_exists() -> None:
    """No link or picture of the README points nowhere."""
    for link in re.findall(r"\]\((?!http)([^)]+)\)", README):
        assert (ROOT / link).exists(), link


def test_the_readme_is_short() -> None:
    """A reader gets through it."""
    assert len(README.splitlines()) <= 150


def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every call in the README works as it stands, on the demo workspace, in the order given."""
    monkeypatch.setenv("REPORTER_KEYS", str(tmp_path / "keys"))
    shutil.copytree(
        ROOT / "fixtures" / "workspace", tmp_path / "fixtures" / "workspace", ignore=shutil.ignore_patterns("data")
    )
    exports = tmp_path / "fixtures" / "workspace" / "clients"
    shutil.copy(exports / "norrvik" / "exports" / "ordrar_2023-2025.csv", tmp_path / "orders.csv")
    (survey,) = (exports / "vestera" / "exports").glob("Tilfreds*.xlsx")
    shutil.copy(survey, tmp_path / "survey.xlsx")
    assert len(EXAMPLES) >= 5
    for example in EXAMPLES:
        command = [sys.executable, "-m", *shlex.split(example)]
        if "batch" in command:
            command += ["-j", "2"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (example, done.stderr)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert len(list((tmp_path / "output").rglob("*.pdf"))) == 2
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 2
