"""``reporter schedule install`` and ``remove``: what wakes the program."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from reporter.cli.console import note
from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.cli.console import Console
    from reporter.delivery.schedule.install import Kind, Plan
    from reporter.workspace import Workspace

_LINGER = Path("/var/lib/systemd/linger")


def run_install(folder: str, console: Console, wanted: Sequence[str], *, only_print: bool) -> int:
    """Print what wakes the program, and install it.

    Raises:
        UsageError: C100, when two ways are named; C101, C102, when the workspace cannot be opened; E421 to E425 and
            C110, when it cannot be installed.
    """
    from reporter.delivery.schedule.install import Kind, install, shown, usual
    from reporter.workspace import open_workspace

    if len(wanted) > 1:
        raise UsageError("C100", f"--{wanted[0]} and --{wanted[1]} exclude each other", help="name one, or none")
    kind = next((one for one in get_args(Kind) if one in wanted), None) or usual()
    plan = plan_of(Path(folder), open_workspace(Path(folder)))
    console.say(shown(plan, kind).rstrip("\n"))
    if only_print:
        return 0
    install(plan, kind)
    note(f"installed as {plan.name}; take it away with: reporter -C {folder} schedule remove")
    _remark(plan, kind)
    return 0


def _remark(plan: Plan, kind: Kind) -> None:
    """Say what would keep it from working."""
    from reporter.delivery.secrets import variable_of

    for variable in map(variable_of, plan.secrets):
        if os.environ.get(variable):
            note(f"{variable} is set in this shell only: what was installed does not see it; use {variable}_FILE")
    for name, _ in plan.environment if kind == "windows" else ():
        if os.environ.get(name):
            note(f"{name} is set in this shell only: set it for your user too, with setx")
    if kind == "systemd" and not plan.user and not (_LINGER / _own_name()).exists():
        note("your timers stop when you log out; to keep them running: loginctl enable-linger")


def run_remove(folder: str, console: Console) -> int:
    """Undo it; the workspace need not be readable any more, or be there at all.

    Raises:
        UsageError: E422 to E425 and C110, when it cannot be removed.
    """
    from reporter.delivery.schedule.install import remove

    done = remove(plan_of(Path(folder), None))
    for what in done:
        console.say(f"removed {what}")
    if not done:
        console.say("Nothing was installed for this workspace.")
    return 0


def plan_of(folder: Path, workspace: Workspace | None) -> Plan:
    """Return what is to be installed on this machine by this user; without settings, what is to be removed."""
    from reporter.delivery.schedule.install import Plan, needed
    from reporter.pipeline.keys import keys_folder

    root = folder.resolve()
    user, home = _owner(root)
    configuration = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    keys = keys_folder() if home is None or os.environ.get("REPORTER_KEYS") else home / ".config" / "reporter" / "keys"
    wanted = (root, workspace.output, root / workspace.operation.state, keys) if workspace else ()
    secrets = needed(workspace) if workspace else ()
    return Plan(
        workspace=root,
        python=_python(),
        writable=_outermost([path.resolve() for path in wanted]),
        environment=(("REPORTER_KEYS", str(keys.absolute())), *_files(secrets)),
        secrets=secrets,
        units=Path("/etc/systemd/system") if user else configuration / "systemd" / "user",
        user=user,
        credentials=Path("/etc/credstore.encrypted") if user else configuration / "credstore.encrypted",
    )


def _files(secrets: Sequence[str]) -> list[tuple[str, str]]:
    """Return the variables of this shell that name a file with a password: what was tried here holds later too."""
    from reporter.delivery.secrets import variable_of

    names = (f"{variable_of(secret)}_FILE" for secret in secrets)
    return [(name, str(Path(value).absolute())) for name in names if (value := os.environ.get(name))]


def _owner(root: Path) -> tuple[str, Path | None]:
    """Return as whom the system's units run, empty for a user's own; and that one's home, where it is another's."""
    if os.name != "posix" or os.geteuid() != 0:
        return "", None
    import pwd

    number = root.stat().st_uid if root.exists() else 0
    if number == 0:
        return "root", None
    try:
        entry = pwd.getpwuid(number)
    except KeyError:
        raise UsageError(
            "E425", f"{root} belongs to user {number}, who has no name here", help="give it to a user with chown"
        ) from None
    return entry.pw_name, Path(entry.pw_dir)


def _own_name() -> str:
    import getpass

    return getpass.getuser()


def _python() -> Path:
    """Return the interpreter that runs this; on Windows the one that opens no window."""
    own = Path(sys.executable)
    silent = own.with_name("pythonw.exe")
    return silent if silent.is_file() else own


def _outermost(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the folders that lie in no other one, each once."""
    return tuple(path for path in dict.fromkeys(paths) if not any(other in path.parents for other in paths))
