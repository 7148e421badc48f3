"""The lines of a crontab, between two marks, so that all others stay as they are."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from reporter.delivery.schedule.install.plan import NO_FAILURE
from reporter.errors import UsageError

if TYPE_CHECKING:
    from reporter.delivery.schedule.install.plan import Plan


def block(plan: Plan) -> str:
    """Return our lines: the marks, and one entry between them.

    Output is mailed by cron, so there is none but errors. What systemd does by OnFailure is said here in the shell's
    words. Nothing is caught up: the next tick does.
    """
    calls = (("send", "--due"), ("alert", "--unit", plan.name))
    send, alert = (shlex.join(plan.command(*words)) for words in calls)
    fine = "|".join(map(str, (0, *NO_FAILURE)))
    variables = "".join(f"export {name}={shlex.quote(value)}; " for name, value in plan.environment)
    line = f"umask 077; {variables}{send}; case $? in {fine}) ;; *) {alert} ;; esac"
    first, last = _marks(plan.name)
    return f"{first}\n*/15 * * * * {_escaped(line)}\n{last}\n"


def with_block(table: bytes, plan: Plan) -> bytes:
    """Return a crontab with our lines: at their old place, else at the end.

    Raises:
        UsageError: E424, when one of the two marks is missing.
    """
    ours = block(plan).encode()
    parts = _parts(table, plan.name)
    if parts:
        return parts[0] + ours + parts[1]
    return table + (b"" if not table or table.endswith(b"\n") else b"\n") + ours


def without_block(table: bytes, name: str) -> bytes | None:
    """Return a crontab without our lines; None where they are not in it.

    Raises:
        UsageError: E424, when one of the two marks is missing.
    """
    parts = _parts(table, name)
    return parts[0] + parts[1] if parts else None


def _marks(name: str) -> tuple[str, str]:
    return f"# >>> {name}: written by reporter schedule install", f"# <<< {name}"


def _parts(table: bytes, name: str) -> tuple[bytes, bytes] | None:
    """Return what stands before and after our lines."""
    lines = table.splitlines(keepends=True)
    places = [[number for number, line in enumerate(lines) if line.strip() == mark.encode()] for mark in _marks(name)]
    if places == [[], []]:
        return None
    if [len(place) for place in places] != [1, 1] or places[0][0] > places[1][0]:
        raise UsageError(
            "E424",
            f"of the two lines around {name} in the crontab one is missing, or stands there twice",
            help="delete what is left of the block with crontab -e, then run again",
        )
    return b"".join(lines[: places[0][0]]), b"".join(lines[places[1][0] + 1 :])


def _escaped(line: str) -> str:
    """Return a command as cron takes it: a bare % would end it."""
    return line.replace("%", "\\%")
