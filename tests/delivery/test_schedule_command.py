"""``reporter schedule``: what a consultant sees of when reports are due, and of what wakes the program."""

from __future__ import annotations

import json
import os
import pwd
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from reporter.cli import schedule_install, schedule_times
from reporter.cli.app import command_names, run
from reporter.cli.console import Console
from reporter.cli.schedule import schedule
from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Wednesday, 12:00 in Stockholm and Copenhagen.
NOW = datetime(2026, 10, 21, 10, tzinfo=UTC)
CLIENTS = {
    "norrvik": 'name = "Norrvik AB"\n[schedule]\nbusiness_day = 1\n'
    '[[recipients]]\naddress = "anna@norrvik.example"\n[[recipients]]\naddress = "bo@norrvik.example"\n',
    "vestera": 'name = "Vestera A/S"\nlang = "da"\ncountry = "DK"\n[schedule]\nday = "last"\ntime = "16:30"\n'
    'if_holiday = "previous"\n[[recipients]]\naddress = "carl@vestera.example"\n',
    "utan": 'name = "Utan AB"\n',
    "trasig": 'name = "Trasig AB"\n[schedule]\nday = 31\n',
}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace of four clients: two with a schedule, one without, one whose settings are wrong."""
    folder = tmp_path / "kund mapp"
    folder.mkdir()
    (folder / "reporter.toml").write_text(
        'schema = 1\n[consultancy]\nname = "Firma"\n[mail]\nhost = "mail.firma.example"\n', encoding="utf-8"
    )
    for slug, text in CLIENTS.items():
        (folder / "clients" / slug).mkdir(parents=True)
        (folder / "clients" / slug / "client.toml").write_text(f"schema = 1\n{text}", encoding="utf-8")
    return folder


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user who is not root, whose folders lie in the test's, on a machine with a systemctl and no crontab."""
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "systemctl"
    script.write_text(f'#!/bin/sh\necho "$@" >>"{tmp_path}/calls"\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr("shutil.which", lambda name: str(script) if name == "systemctl" else None)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "conf"))
    monkeypatch.delenv("REPORTER_KEYS", raising=False)
    monkeypatch.delenv("REPORTER_SMTP_PASSWORD", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return tmp_path


def one_object(call: Callable[[Console], int], capfd: pytest.CaptureFixture[str], code: int) -> dict[str, Any]:
    """Return what a command prints with ``--json``, and nothing else."""
    assert call(Console(json=True)) == code
    caught = capfd.readouterr()
    assert caught.err == ""
    (line,) = caught.out.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_every_command_of_the_group_has_help_with_an_example(capfd: pytest.CaptureFixture[str]) -> None:
    """Whoever looks for a flag finds a call to begin with."""
    assert command_names(schedule) == ("list", "next", "install", "remove")
    for name in command_names(schedule):
        assert run(["schedule", name, "--help"]) == 0
        assert "Example: reporter " in (out := capfd.readouterr().out)
        assert f"schedule {name}" in out


def test_the_list_says_rule_zone_instant_month_and_recipients(
    workspace: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """1 November 2026 is a Sunday; the last of October a Saturday; in between the clocks change."""
    assert schedule_times.run_list(str(workspace), Console(), NOW) == 1
    out, err = capfd.readouterr()
    assert out.splitlines() == [
        "norrvik  1st business day (SE) of the month after, at 07:00 Europe/Stockholm",
        "         next Mon 2026-11-02 07:00 Europe/Stockholm (2026-11-02 06:00 UTC) for 2026-10, 2 recipients",
        "vestera  last day of the month after or the previous business day (DK), at 16:30 Europe/Copenhagen",
        "         next Fri 2026-10-30 16:30 Europe/Copenhagen (2026-10-30 15:30 UTC) for 2026-09, 1 recipient",
        "2 with a schedule, 1 without, 1 that cannot be read.",
    ]
    assert err.startswith("trasig   error[C102]: ")
    assert "day = 31" in err
    assert ".example" not in out + err


def test_the_list_as_one_object(workspace: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The client that cannot be read is among the findings."""
    found = one_object(lambda console: schedule_times.run_list(str(workspace), console, NOW), capfd, 1)
    assert (found["schema"], found["command"], found["ok"]) == (1, "schedule list", False)
    assert [finding["code"] for finding in found["findings"]] == ["C102"]
    assert found["schedules"][0] == {
        "client": "norrvik",
        "rule": "1st business day (SE) of the month after, at 07:00",
        "zone": "Europe/Stockholm",
        "period": "2026-10",
        "due": "2026-11-02T06:00:00+00:00",
        "due_local": "2026-11-02T07:00:00+01:00",
        "recipients": 2,
    }


def test_next_is_over_all_clients_in_order(workspace: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Four of the coming ones: the clients take turns, and each month comes once."""
    assert schedule_times.run_next(str(workspace), Console(), NOW, 4) == 1
    out, err = capfd.readouterr()
    assert out.splitlines() == [
        "Fri 2026-10-30 16:30 Europe/Copenhagen (2026-10-30 15:30 UTC)  2026-09  vestera",
        "Mon 2026-11-02 07:00 Europe/Stockholm (2026-11-02 06:00 UTC)  2026-10  norrvik",
        "Mon 2026-11-30 16:30 Europe/Copenhagen (2026-11-30 15:30 UTC)  2026-10  vestera",
        "Tue 2026-12-01 07:00 Europe/Stockholm (2026-12-01 06:00 UTC)  2026-11  norrvik",
    ]
    assert "trasig" in err
    found = one_object(lambda console: schedule_times.run_next(str(workspace), console, NOW, 4), capfd, 1)
    assert [one["client"] for one in found["next"]] == ["vestera", "norrvik"] * 2


def test_looking_makes_no_ledger_and_no_folder(workspace: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Whoever only asks leaves no trace; without faults the exit code is 0, without schedules it says so."""
    (workspace / "clients" / "trasig" / "client.toml").unlink()
    before = sorted(workspace.rglob("*"))
    for words in (["list"], ["next", "-n", "3"], ["install", "--print"], ["install", "--cron", "--print"]):
        assert run(["-C", str(workspace), "schedule", *words]) == 0
    assert sorted(workspace.rglob("*")) == before
    for slug in ("norrvik", "vestera"):
        (workspace / "clients" / slug / "client.toml").unlink()
    capfd.readouterr()
    assert run(["-C", str(workspace), "schedule", "next"]) == 0
    assert capfd.readouterr().out == "No client has a [schedule].\n"


def test_installing_and_removing_leave_everything_as_it_was(
    workspace: Path, person: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What is printed is what is written; no client's name, slug or address is in it; removed, the units are gone."""
    assert run(["-C", str(workspace), "schedule", "install", "--systemd"]) == 0
    out, err = capfd.readouterr()
    units = sorted((person / "conf" / "systemd" / "user").iterdir())
    assert [unit.suffix for unit in units] == [".service", ".service", ".timer"]
    for unit in units:
        assert f"# {unit}\n{unit.read_text(encoding='utf-8')}" in out + "\n"
    assert "loginctl enable-linger" in err
    assert f'"{sys.executable}' not in out  # the colon stands inside of the quotes
    assert f'":{sys.executable}" "-P" "-m" "reporter" "-q" "-C" "{workspace}" "send" "--due"' in out
    assert f'Environment="REPORTER_KEYS={person}/conf/reporter/keys"' in out
    assert f'ReadWritePaths="{workspace}" "{person}/conf/reporter/keys"' in out
    assert "reporter-smtp" in out
    assert not [word for word in (*CLIENTS, "Norrvik", "example") if word in out]
    assert run(["-C", str(workspace), "schedule", "remove"]) == 0
    assert "removed" in capfd.readouterr().out
    assert list((person / "conf" / "systemd" / "user").iterdir()) == []
    assert run(["-C", str(workspace), "schedule", "remove"]) == 0
    assert capfd.readouterr().out == "Nothing was installed for this workspace.\n"


def test_what_was_installed_can_be_removed_when_the_workspace_is_gone(
    workspace: Path, person: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Its path is all that is needed."""
    assert run(["-C", str(workspace), "schedule", "install", "--systemd"]) == 0
    workspace.rename(person / "bort")
    assert run(["-C", str(workspace), "schedule", "remove"]) == 0
    assert list((person / "conf" / "systemd" / "user").iterdir()) == []
    capfd.readouterr()


@pytest.mark.usefixtures("person")
def test_a_password_s_file_comes_along_and_a_password_does_not(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A variable of this shell would be missing at night: the file's path is kept, the value is warned of."""
    monkeypatch.setenv("REPORTER_SMTP_PASSWORD_FILE", "/srv/smtp 1")
    assert run(["-C", str(workspace), "schedule", "install", "--systemd"]) == 0
    out, err = capfd.readouterr()
    assert 'Environment="REPORTER_SMTP_PASSWORD_FILE=/srv/smtp 1"' in out
    assert "shell only" not in err
    monkeypatch.delenv("REPORTER_SMTP_PASSWORD_FILE")
    monkeypatch.setenv("REPORTER_SMTP_PASSWORD", "kanariefågel")
    assert run(["-C", str(workspace), "schedule", "install", "--systemd"]) == 0
    out, err = capfd.readouterr()
    assert "REPORTER_SMTP_PASSWORD is set in this shell only" in err
    assert "kanariefågel" not in out + err


def test_root_installs_for_the_owner_of_the_workspace(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's units run as whom the data belong to, with that one's keys."""
    if os.geteuid() == 0:
        os.chown(workspace, pwd.getpwnam("daemon").pw_uid, -1)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.delenv("REPORTER_KEYS", raising=False)
    from reporter.workspace import open_workspace

    owner = pwd.getpwuid(workspace.stat().st_uid)
    plan = schedule_install.plan_of(workspace, open_workspace(workspace))
    assert (plan.user, str(plan.units)) == (owner.pw_name, "/etc/systemd/system")
    assert plan.environment == (("REPORTER_KEYS", f"{owner.pw_dir}/.config/reporter/keys"),)


def test_root_cannot_install_for_nobody(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An owner without a name, as in a folder from another machine, is no user that a unit can run as."""

    def nameless(number: int) -> None:
        raise KeyError(number)

    if os.geteuid() == 0:
        os.chown(workspace, 54321, -1)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(pwd, "getpwuid", nameless)
    with pytest.raises(UsageError, match="no name here") as caught:
        schedule_install.plan_of(workspace, None)
    assert caught.value.code == "E425"


def test_folders_outside_the_workspace_can_be_written_too(workspace: Path, person: Path) -> None:
    """Ledger and output may lie elsewhere; what lies inside is not named twice."""
    from reporter.workspace import open_workspace

    text = (workspace / "reporter.toml").read_text(encoding="utf-8")
    (workspace / "reporter.toml").write_text(
        f'{text}[delivery]\nstate = "{person}/läge"\n[report]\noutput = "../ut"\n', encoding="utf-8"
    )
    plan = schedule_install.plan_of(workspace, open_workspace(workspace))
    assert plan.writable == (workspace, person / "ut", person / "läge", person / "conf" / "reporter" / "keys")


def test_two_ways_at_once_are_refused(workspace: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """And a folder that is no workspace, and a number of nothing."""
    assert run(["-C", str(workspace), "schedule", "install", "--cron", "--windows", "--print"]) == 2
    assert "error[C100]: --cron and --windows exclude each other" in capfd.readouterr().err
    assert run(["-C", str(workspace / "clients"), "schedule", "install", "--print"]) == 2
    assert "error[C101]" in capfd.readouterr().err
    assert run(["-C", str(workspace), "schedule", "next", "-n", "0"]) == 2
    assert "error[C100]" in capfd.readouterr().err
