"""The units of systemd: a timer, the service that it starts, and the one that tells of a failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.delivery.schedule.install.plan import NO_FAILURE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.delivery.schedule.install.plan import Plan

_HEAD = '# Written by "reporter schedule install"; "reporter schedule remove" takes it away.\n'
#: The user's manager has no such targets; what cannot be sent stays reserved there, until the next tick.
_ONLINE = "Wants=network-online.target\nAfter=network-online.target time-sync.target\n"
_TIMER = """\
[Unit]
Description=Wake reporter every quarter of an hour; it decides what is due

[Timer]
OnCalendar=*:0/15
Persistent=true

[Install]
WantedBy=timers.target
"""
_LIMITS = """\
TimeoutStartSec=2h
MemoryMax=3G
LimitCORE=0
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=strict
"""


def units(plan: Plan) -> Mapping[str, str]:
    """Return the files by name: timer, service, and the service that alerts the owner.

    That last one goes without the walls around the first, so that it still runs where they cannot be built.
    """
    return {
        f"{plan.name}.timer": _HEAD + _TIMER,
        f"{plan.name}.service": _HEAD + _service(plan),
        f"{plan.name}-alert.service": _HEAD + _alert(plan),
    }


def quoted(text: str) -> str:
    """Return a text as one word of a unit: in quotes, with C's escapes, and no % taken for a specifier."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'


def credential(plan: Plan, secret: str) -> str:
    """Return the path of the encrypted credential of a password."""
    return str(plan.credentials / f"{plan.name}-{secret}")


def _service(plan: Plan) -> str:
    writable = " ".join(quoted(str(folder)) for folder in plan.writable)
    return (
        "[Unit]\n"
        "Description=Send the customer reports that are due\n"
        f"OnFailure={plan.name}-alert.service\n"
        f"{_ONLINE if plan.user else ''}"
        "\n[Service]\n"
        f"{_run(plan, 'send', '--due')}"
        f"SuccessExitStatus={' '.join(map(str, NO_FAILURE))}\n"
        f"{_LIMITS}ReadWritePaths={writable}\n"
        f"{_credentials(plan)}"
    )


def _alert(plan: Plan) -> str:
    return (
        "[Unit]\n"
        "Description=Tell the owner that reporter failed\n"
        f"{_ONLINE if plan.user else ''}"
        "\n[Service]\n"
        f"{_run(plan, 'alert', '--unit', f'{plan.name}.service')}"
        "TimeoutStartSec=10min\n"
        f"{_credentials(plan)}"
    )


def _run(plan: Plan, *words: str) -> str:
    """Return what is run, as whom and with which variables; the colon keeps $ from being taken for one."""
    user = f"User={plan.user}\n" if plan.user not in {"", "root"} else ""
    program, *arguments = plan.command(*words)
    call = " ".join(map(quoted, (f":{program}", *arguments)))
    variables = "".join(f"Environment={quoted(f'{name}={value}')}\n" for name, value in plan.environment)
    return f"Type=oneshot\n{user}ExecStart={call}\n{variables}UMask=0077\n"


def _credentials(plan: Plan) -> str:
    """Return a line for each credential that is there, and how to make those that are not: a missing one is fatal."""
    lines = []
    for secret in plan.secrets:
        place = credential(plan, secret)
        line = f"LoadCredentialEncrypted=reporter-{secret}:{place.replace('%', '%%')}\n"
        if (plan.credentials / f"{plan.name}-{secret}").is_file():
            lines.append(line)
        else:
            lines.append(f"# {line}")
    if any(line.startswith("#") for line in lines):
        creds = "systemd-creds encrypt" if plan.user else "systemd-creds --user encrypt"  # the latter from 256 on
        how = f"# A credential that is there when this is installed is used. To make one:\n#   {creds} --name=reporter-"
        lines.insert(0, f"{how}NAME - FILE\n")
    return "".join(lines)
