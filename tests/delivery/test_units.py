"""Units, crontab and task as texts: any folder's name comes through, and no password or client is in them."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from reporter.cli.app import run
from reporter.delivery.schedule.install import Kind, needed, shown
from reporter.delivery.schedule.install.cron import block, with_block, without_block
from reporter.delivery.schedule.install.systemd import units
from reporter.workspace import Archive, Mail, Workspace
from tests.delivery.plans import FOLDERS, code_of, plan_in, program

CANARY = "kanariefågel-hemligt"
NS = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}


def words(unit: str, key: str) -> list[str]:
    """Read the words of a setting, as systemd.syntax(7) and systemd.unit(5) say: quotes, escapes, doubled %."""
    values = re.findall(rf"^{key}=(.*)$", unit, re.MULTILINE)
    found = [word for value in values for word in shlex.split(value)]
    assert not any("%" in word.replace("%%", "") for word in found), "a % stands for a specifier"
    return [word.replace("%%", "%") for word in found]


@pytest.mark.parametrize("folder", FOLDERS)
def test_units_name_every_folder_as_it_is(tmp_path: Path, folder: str) -> None:
    """What systemd runs, may write to and sets is what was meant, whatever the folder is called."""
    plan = plan_in(tmp_path, folder)
    files = units(plan)
    assert list(files) == [f"{plan.name}{end}" for end in (".timer", ".service", "-alert.service")]
    _, service, alert = files.values()
    for unit, call in ((service, ("send", "--due")), (alert, ("alert", "--unit", f"{plan.name}.service"))):
        start, *rest = words(unit, "ExecStart")
        assert (start, *rest) == (f":{sys.executable}", *plan.command(*call)[1:])
        assert words(unit, "Environment") == [f"REPORTER_KEYS={tmp_path / 'conf' / folder}"]
    assert words(service, "ReadWritePaths") == [str(path) for path in plan.writable]
    assert words(service, "OnFailure") == [f"{plan.name}-alert.service"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("user", ["", "root", "daemon"])
@pytest.mark.parametrize("folder", ["kundmapp", "100%n ${x} å; {c}"])
def test_systemd_takes_the_units_without_a_word(tmp_path: Path, folder: str, user: str) -> None:
    """The user's own and the system's, with and without credentials, and an interpreter in a strange place."""
    plan = replace(plan_in(tmp_path, folder), user=user)
    plan.credentials.mkdir()
    (plan.credentials / f"{plan.name}-smtp").write_text(CANARY, encoding="utf-8")
    python = tmp_path / f"venv {folder}" / "python"
    program(python, "")
    for name, text in units(replace(plan, python=python)).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    call = ["systemd-analyze", *([] if user else ["--user"]), "verify", *(str(tmp_path / name) for name in units(plan))]
    done = subprocess.run(
        call, capture_output=True, text=True, check=False, env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    )
    assert (done.returncode, done.stderr) == (0, "")
    python.unlink()
    gone = subprocess.run(
        call, capture_output=True, text=True, check=False, env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    )
    assert f"Command {python} is not executable" in gone.stderr  # it did look for exactly this file


def test_a_system_s_service_runs_as_the_owner_and_waits_for_the_network(tmp_path: Path) -> None:
    """A user's manager has neither; both have limits, walls around the run and none around the alert."""
    own, theirs, root = (units(replace(plan_in(tmp_path), user=user)) for user in ("", "anna", "root"))
    for files, user, online in ((own, [], False), (theirs, ["anna"], True), (root, [], True)):
        timer, service, alert = files.values()
        assert words(timer, "OnCalendar") == ["*:0/15"]
        assert words(timer, "Persistent") == ["true"]
        assert words(service, "User") == words(alert, "User") == user
        assert ("network-online.target" in service) is online
        assert words(service, "UMask") == ["0077"]
        assert words(service, "TimeoutStartSec") == ["2h"]
        assert words(service, "ProtectSystem") == ["strict"]
        assert words(alert, "ProtectSystem") == []
        assert words(service, "SuccessExitStatus") == ["1", "75"]


def test_a_credential_is_named_only_where_it_is_and_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing one would keep the service from starting, so it stays a comment; no password is in any of the texts."""
    plan = plan_in(tmp_path)
    plan.credentials.mkdir()
    (plan.credentials / f"{plan.name}-smtp").write_text(CANARY, encoding="utf-8")
    monkeypatch.setenv("REPORTER_SMTP_PASSWORD", CANARY)
    _, service, alert = units(plan).values()
    for unit in (service, alert):
        assert words(unit, "LoadCredentialEncrypted") == [f"reporter-smtp:{plan.credentials}/{plan.name}-smtp"]
        assert f"\n# LoadCredentialEncrypted=reporter-imap:{plan.credentials}/{plan.name}-imap\n" in unit
    kinds: tuple[Kind, ...] = ("systemd", "cron", "windows")
    assert not any(CANARY in shown(plan, kind) for kind in kinds)


@pytest.mark.parametrize(
    ("mail", "archive", "names"),
    [
        (Mail(host="a.example"), Archive(), ("smtp",)),
        (Mail(), Archive(), ()),
        (Mail(host="a.example", auth="none"), Archive(host="b.example"), ("imap",)),
        (Mail(host="a.example", auth="xoauth2"), Archive(), ("m365",)),
        (Mail(transport="graph"), Archive(host="b.example"), ("m365", "imap")),
    ],
)
def test_the_passwords_that_the_settings_need(mail: Mail, archive: Archive, names: tuple[str, ...]) -> None:
    """Others are not asked for."""
    workspace = Workspace(root=Path(), consultancy="", brand="", output=Path("output"), mail=mail, archive=archive)
    assert needed(workspace) == names


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize(("code", "alerts"), [(0, 0), (1, 0), (75, 0), (4, 1), (137, 1)])
def test_the_line_of_the_crontab_runs_as_it_is_meant(tmp_path: Path, folder: str, code: int, alerts: int) -> None:
    """A real shell runs it, after what cron does to a %; what failed is told, "with findings" and "busy" are not."""
    python = tmp_path / "python"
    log = tmp_path / "log"
    program(python, f'printf "%s\\n" "$@" "$REPORTER_KEYS" "$(umask)" -- >>"{log}"\nexit {code}\n')
    plan = replace(plan_in(tmp_path, folder), python=python)
    first, line, last = block(plan).splitlines()
    assert (first[0], last[0]) == ("#", "#")
    minutes, command = line[: len("*/15 * * * *")], line[len("*/15 * * * * ") :]
    assert minutes == "*/15 * * * *"
    assert not re.search(r"(?<!\\)%", command)  # cron would cut the command there
    subprocess.run(["/bin/sh", "-c", command.replace("\\%", "%")], check=False)
    tail = [str(tmp_path / "conf" / folder), "0077", "--"]
    sent = [*plan.command("send", "--due")[1:], *tail]
    told = [*plan.command("alert", "--unit", plan.name)[1:], *tail]
    assert log.read_text(encoding="utf-8").splitlines() == sent + told * alerts


def test_lines_of_ours_stay_at_their_place(tmp_path: Path) -> None:
    """A changed block replaces the old one between the same neighbours."""
    plan = plan_in(tmp_path)
    table = b"first\n" + block(plan).encode() + b"last\n"
    changed = replace(plan, python=Path("/opt/python"))
    assert with_block(table, changed) == b"first\n" + block(changed).encode() + b"last\n"
    assert without_block(table, plan.name) == b"first\nlast\n"


@pytest.mark.parametrize("folder", [name for name in FOLDERS if '"' not in name and name.count("%") < 2] + ["A & <B>"])
def test_the_task_of_windows_is_whole(tmp_path: Path, folder: str) -> None:
    """A parser reads it; what it runs comes through, and what is missed while the machine is off is run later."""
    plan = plan_in(tmp_path, folder)
    tree = ET.fromstring(shown(plan, "windows").encode("utf-16"))  # noqa: S314 - our own text

    def text(path: str) -> str:
        return tree.findtext("/".join(f"t:{part}" for part in path.split("/")), namespaces=NS) or ""

    arguments = re.findall(r'"([^"]*)"|(\S+)', text("Actions/Exec/Arguments"))
    assert [quoted or plain for quoted, plain in arguments] == list(plan.command("send", "--due")[1:])
    assert text("Actions/Exec/Command") == sys.executable
    assert text("Triggers/TimeTrigger/Repetition/Interval") == "PT15M"
    assert text("Settings/StartWhenAvailable") == "true"
    assert text("Settings/MultipleInstancesPolicy") == "IgnoreNew"
    assert text("Settings/ExecutionTimeLimit") == "PT2H"


def test_an_interpreter_whose_path_systemd_refuses_is_refused_by_us(tmp_path: Path) -> None:
    """It takes no quotes in a program's path, though it does in arguments."""
    plan = replace(plan_in(tmp_path), python=tmp_path / "it's" / "python")
    assert code_of(lambda: shown(plan, "systemd")) == "E421"
    assert "it'" in shown(plan, "cron")


def test_what_is_called_are_commands_that_exist(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Both of them, with flags that they have: a timer that calls nothing is silent."""
    plan = plan_in(tmp_path)
    for words_ in (("send", "--due"), ("alert", "--unit", plan.name)):
        assert run([*plan.command(*words_)[4:], "--help"]) == 0
        assert words_[1] in capfd.readouterr().out


def test_the_installed_call_is_one_that_works(tmp_path: Path) -> None:
    """The interpreter finds the program from any folder, even one with a reporter.py of its own."""
    (tmp_path / "reporter.py").write_text("raise SystemExit(9)\n")
    python, *flags = plan_in(tmp_path).command()[:4]
    assert flags == ["-P", "-m", "reporter"]
    done = subprocess.run([python, *flags, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("reporter ")
