"""``reporter mail test``: connected, encrypted, proven, logged in, and nothing sent."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.cli.console import document, emit
from reporter.workspace import open_workspace

if TYPE_CHECKING:
    from reporter.cli.console import Console
    from reporter.workspace import Workspace


def run(folder: str, console: Console) -> int:
    """Try the mail server, and the archive mailbox where one is set.

    Raises:
        UsageError: C101, C102: no workspace, or a wrong setting; E460 to E462, E472: a setting or secret is missing.
        MailError: a server refuses us, cannot be reached, or cannot prove who it is.
    """
    from reporter.delivery.transport.choice import transport_of

    workspace = open_workspace(Path(folder))
    server = transport_of(workspace.mail, os.environ).check()
    for line in server:
        console.say(line)
    archive = _archive(workspace)
    for line in archive:
        console.say(line)
    if console.json:
        emit({**document("mail test"), "server": list(server), "archive": list(archive)})
    return 0


def _archive(workspace: Workspace) -> tuple[str, ...]:
    from reporter.delivery.transport.archive import check
    from reporter.delivery.transport.choice import archive_secret

    if workspace.archive.host:
        if not workspace.mail.archive:
            return ("warning: no copies go to the archive mailbox: set archive in [mail] to its address",)
        return check(workspace.archive, archive_secret(workspace.mail, workspace.archive, os.environ))
    if workspace.mail.transport == "graph":  # Sent Items is the archive
        return ()
    return ("warning: no archive mailbox is set: a delivery without an answer must be looked into by a person",)
