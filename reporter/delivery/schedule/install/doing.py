"""Installing and removing: files and the system's own programs. What goes wrong half-way is taken back."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.delivery.schedule.install.cron import block, with_block, without_block
from reporter.delivery.schedule.install.plan import make_folders
from reporter.delivery.schedule.install.programs import call, refused, run, succeeds, write
from reporter.delivery.schedule.install.systemd import units
from reporter.delivery.schedule.install.windows import task
from reporter.errors import UsageError

if TYPE_CHECKING:
    from reporter.delivery.schedule.install.plan import Kind, Plan

_STEERING = r"[\x00-\x1f\x7f\ud800-\udfff]"
#: What cannot be said safely: for cron the backslash, which its versions read in different ways; for Windows what its
#: Task Scheduler would take for a variable.
_UNSAYABLE = {
    "systemd": re.compile(_STEERING),
    "cron": re.compile(rf"{_STEERING}|\\"),
    "windows": re.compile(rf"{_STEERING}|%[^%]*%|\$\("),
}
#: What systemd takes in arguments but not in the path of a program.
_UNSAYABLE_PROGRAM = re.compile(r"[\"'\\]")
#: What crontab says where the user has none yet, in the versions that are met.
_NO_CRONTAB = re.compile(rb"no crontab|can't open .*No such file", re.IGNORECASE)


def shown(plan: Plan, kind: Kind) -> str:
    """Return what would be installed, as text.

    Raises:
        UsageError: E421, when a path cannot be written in this form.
    """
    named = (value for _, value in plan.environment)
    for path in (plan.workspace, plan.python, plan.units, plan.credentials, *plan.writable, *named):
        found = _UNSAYABLE[kind].search(str(path))
        if kind == "systemd" and path == plan.python:
            found = found or _UNSAYABLE_PROGRAM.search(str(path))
        if found:
            raise UsageError(
                "E421",
                f"the path {str(path)!r} holds {found[0]!r}, which cannot be written safely for {kind}",
                help="rename the folder, or let something else wake reporter",
            )
    if kind == "systemd":
        return "\n".join(f"# {plan.units / name}\n{text}" for name, text in units(plan).items())
    return block(plan) if kind == "cron" else task(plan)


def install(plan: Plan, kind: Kind) -> None:
    """Have the system wake the program; what was installed before for this workspace is replaced.

    Raises:
        UsageError: E421 a path cannot be written; E422 the system's program is missing; E423 it refuses (everything is
            as it was); E424 the crontab's marks are broken; C110 a file cannot be written.
    """
    shown(plan, kind)
    if kind == "systemd":
        _install_units(plan)
    elif kind == "cron":
        run(["crontab", "-"], with_block(_crontab(), plan))
    else:
        _install_task(plan)


def remove(plan: Plan) -> tuple[str, ...]:
    """Undo what ``install`` did for this workspace, whichever way; return what was found, empty where nothing was.

    The folders that a run writes to stay, since the ledger and the clients' keys are in them.

    Raises:
        UsageError: E422, E423, E424, as ``install``.
    """
    done = []
    if any((plan.units / name).exists() for name in units(plan)):
        _remove_units(plan)
        done.append(f"{plan.name}.timer and its services in {plan.units}")
    if shutil.which("crontab") and (table := without_block(_crontab(), plan.name)) is not None:
        run(["crontab", "-"] if table.strip() else ["crontab", "-r"], table or None)
        done.append("our lines in the crontab")
    if succeeds(["schtasks", "/Query", "/TN", plan.name]):
        run(["schtasks", "/Delete", "/TN", plan.name, "/F"])
        done.append(f"the task {plan.name}")
    return tuple(done)


def _install_units(plan: Plan) -> None:
    make_folders(plan)
    wanted = {plan.units / name: text.encode() for name, text in units(plan).items()}
    before = {path: path.read_bytes() if path.exists() else None for path in wanted}
    try:
        write(wanted)
        run([*_systemctl(plan), "daemon-reload"])
        run([*_systemctl(plan), "enable", "--now", f"{plan.name}.timer"])
    except UsageError:
        if before[plan.units / f"{plan.name}.timer"] is None:
            succeeds([*_systemctl(plan), "disable", "--now", f"{plan.name}.timer"])
        write(before)
        succeeds([*_systemctl(plan), "daemon-reload"])
        raise


def _remove_units(plan: Plan) -> None:
    timer = f"{plan.name}.timer"
    run([*_systemctl(plan), "disable", "--now", timer])
    succeeds([*_systemctl(plan), "clean", "--what=state", timer])  # when it last ran: there may be no such note
    write({plan.units / name: None for name in units(plan)})
    run([*_systemctl(plan), "daemon-reload"])
    succeeds([*_systemctl(plan), "reset-failed", f"{plan.name}*"])


def _systemctl(plan: Plan) -> list[str]:
    return ["systemctl"] if plan.user else ["systemctl", "--user"]


def _install_task(plan: Plan) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{plan.name}.xml"
        path.write_bytes(task(plan).encode("utf-16"))
        run(["schtasks", "/Create", "/TN", plan.name, "/XML", str(path), "/F"])


def _crontab() -> bytes:
    """Return the user's crontab, empty where there is none; any other answer must not be taken for an empty one."""
    found = call(["crontab", "-l"])
    if found.returncode and not _NO_CRONTAB.search(found.stderr):
        raise refused(["crontab", "-l"], found.stderr)
    return b"" if found.returncode else found.stdout
