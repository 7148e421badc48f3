"""Installing and removing what wakes the program, with programs of the system that keep what they are told."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.schedule.install import Kind, install, remove
from reporter.delivery.schedule.install.cron import block
from reporter.delivery.schedule.install.systemd import units
from reporter.delivery.schedule.install.windows import task
from reporter.errors import UsageError
from tests.delivery.plans import code_of, plan_in, program

if TYPE_CHECKING:
    from pathlib import Path

FAKE = {
    "systemctl": 'echo "$@" >>"{folder}/calls"\nif [ -e "{folder}/refuse" ]; then\n'
    '  grep -qxF -- "$*" "{folder}/refuse" && {{ echo "Failed to connect to bus" >&2; exit 1; }}\nfi\nexit 0\n',
    "crontab": 'case "$1" in\n'
    '-l) if [ -e "{folder}/deny" ]; then cat "{folder}/deny" >&2; exit 1; fi\n'
    '    [ -e "{folder}/table" ] && exec cat "{folder}/table"; echo "no crontab for anna" >&2; exit 1;;\n'
    '-r) exec rm "{folder}/table";;\n-) exec cat >"{folder}/table";;\nesac\nexit 2\n',
    "schtasks": 'case "$1" in\n/Query) [ -e "{folder}/task $3" ];;\n/Create) cp "$5" "{folder}/task $3";;\n'
    '/Delete) rm "{folder}/task $3";;\n*) exit 2;;\nesac\n',
}


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the programs of a system, which keep in it what they are told."""
    folder = tmp_path / "system"
    (folder / "bin").mkdir(parents=True)
    for name, text in FAKE.items():
        program(folder / "bin" / name, text.format(folder=folder))
    monkeypatch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return folder


@pytest.mark.parametrize(
    ("kind", "folder"),
    [("systemd", "a\nb"), ("cron", "a\nb"), ("cron", "a\\b"), ("windows", "a\tb"), ("windows", "%TEMP%"),
     ("systemd", "a\udcffb")],
)  # fmt: skip
def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path, kind: Kind, folder: str, system: Path) -> None:
    """Before anything is done, and for that way alone."""
    plan = plan_in(tmp_path, folder)
    assert code_of(lambda: install(plan, kind)) == "E421"
    assert sorted(path.name for path in system.iterdir()) == ["bin"]
    assert not plan.units.exists()


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder with what is in them."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_units_are_installed_and_removed_without_a_trace(tmp_path: Path, system: Path) -> None:
    """Three files, loaded and enabled; then none, the others as they were; and folders that a run can write to."""
    plan = plan_in(tmp_path)
    plan.units.mkdir()
    (plan.units / "other.service").write_text("[Service]\n")
    before = tree(plan.units)
    for _ in range(2):  # the second time it replaces itself
        install(plan, "systemd")
        assert tree(plan.units) == before | {name: text.encode() for name, text in units(plan).items()}
    assert stat.S_IMODE((tmp_path / "conf" / "kundmapp").stat().st_mode) == 0o700
    calls = ["--user daemon-reload", f"--user enable --now {plan.name}.timer"]
    assert (system / "calls").read_text().splitlines() == calls * 2
    (system / "calls").unlink()
    assert len(remove(plan)) == 1
    assert tree(plan.units) == before
    assert (system / "calls").read_text().splitlines() == [
        f"--user disable --now {plan.name}.timer",
        f"--user clean --what=state {plan.name}.timer",
        "--user daemon-reload",
        f"--user reset-failed {plan.name}*",
    ]
    assert remove(plan) == ()
    assert (tmp_path / "conf" / "kundmapp").is_dir()


@pytest.mark.parametrize("refused", ["daemon-reload", "enable --now {name}.timer"])
@pytest.mark.parametrize("replaces", [False, True])
def test_what_systemd_refuses_is_taken_back(tmp_path: Path, system: Path, refused: str, *, replaces: bool) -> None:
    """The files are those of before: none, or the older ones."""
    plan = replace(plan_in(tmp_path), user="root")
    if replaces:
        install(replace(plan, secrets=()), "systemd")
    before = tree(plan.units)
    (system / "refuse").write_text(refused.format(name=plan.name) + "\n")
    with pytest.raises(UsageError, match="Failed to connect to bus") as caught:
        install(plan, "systemd")
    assert caught.value.code == "E423"
    assert tree(plan.units) == before
    assert len(before) == (3 if replaces else 0)


@pytest.mark.parametrize(
    "table",
    [None, b"# mine\n", b'MAILTO=""\n0 5 * * 1\ttar -zcf /b\\%d.tgz /h\n', b"\xff\xfe latin\r\n\n\n# end", b"\n"],
)
def test_a_crontab_keeps_all_its_other_lines(tmp_path: Path, system: Path, table: bytes | None) -> None:
    """Byte for byte; twice installed is once; removed it is the one of before, and none where there was none."""
    plan = plan_in(tmp_path)
    if table is not None:
        (system / "table").write_bytes(table)
    for _ in range(2):
        install(plan, "cron")
        now = (system / "table").read_bytes()
        assert now.startswith(table or b"")
        assert now.endswith(block(plan).encode())
        assert now.count(b"# >>> ") == now.count(b"# <<< ") == 1
    assert remove(plan) == ("our lines in the crontab",)
    left = (system / "table").read_bytes() if (system / "table").exists() else b""
    assert left.strip() == (table or b"").strip()
    assert left in {b"", table, (table or b"") + b"\n"}  # crontab itself takes no last line without an end
    assert remove(plan) == ()


def test_a_block_without_its_end_is_left_to_a_person(tmp_path: Path, system: Path) -> None:
    """Where a mark is missing nobody knows whose the lines are."""
    plan = plan_in(tmp_path)
    first, line, last = block(plan).splitlines(keepends=True)
    for broken in (first + line, line + last, last + line + first, first + line + last + first):
        (system / "table").write_text(broken + "5 5 * * * mine\n", encoding="utf-8")
        assert code_of(lambda: install(plan, "cron")) == "E424"
        assert code_of(lambda: remove(plan)) == "E424"
        assert (system / "table").read_text(encoding="utf-8") == broken + "5 5 * * * mine\n"


def test_a_crontab_that_cannot_be_read_is_not_written(tmp_path: Path, system: Path) -> None:
    """Any failure but "no crontab" could hide a hundred lines, which would be gone."""
    (system / "table").write_text("5 5 * * * mine\n")
    (system / "deny").write_text("crontab: spool is locked\n")
    assert code_of(lambda: install(plan_in(tmp_path), "cron")) == "E423"
    assert (system / "table").read_text() == "5 5 * * * mine\n"


def test_the_task_is_created_and_deleted(tmp_path: Path, system: Path) -> None:
    """The scheduler is given XML in UTF-16 with its mark, which is what it takes."""
    plan = plan_in(tmp_path, "kund mapp å")
    install(plan, "windows")
    written = (system / f"task {plan.name}").read_bytes()
    assert written[:2] in {b"\xff\xfe", b"\xfe\xff"}
    assert written.decode("utf-16") == task(plan)
    assert remove(plan) == (f"the task {plan.name}",)
    assert not (system / f"task {plan.name}").exists()


def test_two_workspaces_live_side_by_side(tmp_path: Path, system: Path) -> None:
    """Each has its own names; taking one away leaves the other."""
    one, other = plan_in(tmp_path, "ena"), plan_in(tmp_path, "andra")
    assert one.name != other.name
    for plan in (one, other):
        install(plan, "systemd")
        install(plan, "cron")
    assert len(remove(one)) == 2
    assert (system / "table").read_text() == block(other)
    assert set(tree(other.units)) == set(units(other))


@pytest.mark.parametrize("kind", ["systemd", "cron", "windows"])
def test_a_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Kind) -> None:
    """And no file is left behind."""
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    plan = plan_in(tmp_path)
    assert code_of(lambda: install(plan, kind)) == "E422"
    assert not plan.units.exists() or tree(plan.units) == {}


@pytest.mark.usefixtures("system")
def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """A file where the folder of units should be."""
    plan = plan_in(tmp_path)
    plan.units.write_text("")
    assert code_of(lambda: install(plan, "systemd")) == "C110"
    assert plan.units.read_text() == ""
    (tmp_path / "file").write_text("")
    assert code_of(lambda: install(replace(plan, writable=(tmp_path / "file" / "keys",)), "systemd")) == "C110"
