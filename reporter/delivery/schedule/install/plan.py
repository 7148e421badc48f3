"""What is installed, whatever wakes the program."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reporter.errors import UsageError

if TYPE_CHECKING:
    from reporter.workspace import Workspace

Kind = Literal["systemd", "cron", "windows"]
#: The program's exit codes that are no failure of the run: done with findings (the owner was told), lock held.
NO_FAILURE = (1, 75)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What wakes the program, for one workspace.

    ``python`` is the interpreter that has the program; ``writable`` the folders that a run writes to; ``secrets`` the
    names of the passwords that the settings need ("smtp", "imap", "m365"), never their values. ``environment`` holds
    variables that are paths: where the clients' keys lie, so that no run makes new ones, and files with passwords.

    ``units`` is where systemd's files lie. ``user`` is who the program runs as, empty where the units are the user's
    own; ``credentials`` the folder of systemd's encrypted credentials.
    """

    workspace: Path
    python: Path
    writable: tuple[Path, ...]
    environment: tuple[tuple[str, str], ...] = ()
    secrets: tuple[str, ...] = ()
    units: Path
    user: str = ""
    credentials: Path

    @property
    def name(self) -> str:
        """The name that tells this workspace's entries from another's."""
        return f"reporter-{hashlib.sha256(str(self.workspace).encode()).hexdigest()[:8]}"

    def command(self, *words: str) -> tuple[str, ...]:
        """Return a call of the program; ``-P`` keeps a folder's ``reporter.py`` from taking its place."""
        return (str(self.python), "-P", "-m", "reporter", "-q", "-C", str(self.workspace), *words)


def needed(workspace: Workspace) -> tuple[str, ...]:
    """Return the names of the passwords that a workspace's settings need; those of single clients' PDFs apart."""
    mail, archive = workspace.mail, workspace.archive
    by_token = "xoauth2" in (mail.auth, archive.auth if archive.host else "")
    asked = {
        "smtp": mail.transport == "smtp" and mail.auth == "password" and bool(mail.host),
        "m365": mail.transport == "graph" or by_token,
        "imap": bool(archive.host) and archive.auth == "password",
    }
    return tuple(name for name, is_asked in asked.items() if is_asked)


def usual() -> Kind:
    """Return what this system is woken by: the Task Scheduler on Windows, systemd where it runs, else cron."""
    if sys.platform == "win32":
        return "windows"
    return "systemd" if Path("/run/systemd/system").is_dir() and shutil.which("systemctl") else "cron"


def make_folders(plan: Plan) -> None:
    """Make the folders that a run writes to, as the workspace's owner: under the unit it could not make them.

    Root makes none where the owner of the workspace could not: else the settings of anybody's workspace would be a way
    to get any folder of the system.

    Raises:
        UsageError: C110, when one cannot be made.
    """
    owner = plan.workspace.stat()
    is_root = os.name == "posix" and os.geteuid() == 0
    for folder in plan.writable:
        missing = [place for place in (folder, *folder.parents) if not place.exists()]
        for place in reversed(missing):
            if is_root and owner.st_uid not in {0, place.parent.stat().st_uid}:
                raise UsageError(
                    "C110",
                    f"{place} cannot be made: {place.parent} is not the workspace's owner's",
                    help=f"make {place} and give it to the owner of the workspace",
                )
            try:
                place.mkdir(mode=0o700)
                if is_root:
                    os.chown(place, owner.st_uid, owner.st_gid, follow_symlinks=False)
            except OSError as fault:
                raise UsageError(
                    "C110", f"{place} cannot be made ({fault.strerror})", help="make it yourself, or check permissions"
                ) from None
