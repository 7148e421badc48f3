"""From the tables of ``reporter.toml`` and ``client.toml`` to the settings of delivery."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path  # noqa: TC003 - named in signatures that are read at run time
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reporter.errors import UsageError
from reporter.workspace.checks import checked, known, table_of
from reporter.workspace.delivery import ZONES, Archive, Conditions, Mail, Operation, Recipient, Schedule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from _typeshed import DataclassInstance

    Settings = TypeVar("Settings", bound=DataclassInstance)

#: One address as this program takes it: no comments, no quotes, nothing that steers a header.
ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
_LONGEST_DAY, _MOST_BUSINESS_DAYS = 28, 15
LAST = 0  # day = "last"
_PORTS = 65_536
_YEAR, _LONGEST_KEPT = 366, 36_500  # days; none leads beyond what a calendar holds


def section(path: Path, table: Mapping[str, Any], key: str, kind: type[Settings]) -> Settings:
    """Read one table whose keys are the fields of ``kind``."""
    return kind(**checked(path, kind, table_of(path, table, key, [f.name for f in fields(kind)])))


def mail_of(path: Path, table: Mapping[str, Any]) -> Mail:
    """Read ``[mail]``.

    Raises:
        UsageError: C102, when an address is none.
    """
    mail = section(path, table, "mail", Mail)
    for key in ("sender", "bounces", "owner", "archive"):
        if value := getattr(mail, key):
            _address(path, f"[mail] {key}", value)
    return replace(mail, ca_file=_beside(path, mail.ca_file))


def archive_of(path: Path, table: Mapping[str, Any]) -> Archive:
    """Read ``[archive]``.

    Raises:
        UsageError: C102, when its port is none.
    """
    archive = section(path, table, "archive", Archive)
    if not 0 < archive.port < _PORTS:
        raise _wrong(path, f"[archive] port = {archive.port}", "write 993")
    return replace(archive, ca_file=_beside(path, archive.ca_file))


def _beside(path: Path, name: str) -> str:
    """Return where a file lies that a settings file names, wherever the program was called."""
    return str(path.parent / name) if name else ""


def schedule_of(path: Path, table: Mapping[str, Any], country: str) -> Schedule | None:
    """Read ``[schedule]``; None where there is none.

    Raises:
        UsageError: C102, when it names no day or two, no such time, zone or calendar.
    """
    if "schedule" not in table:
        return None
    given = table["schedule"]
    if isinstance(given, dict):
        if given.get("day") == LAST:
            raise _wrong(path, "day = 0", 'write 1 to 28, or "last"')
        calendar = given.get("calendar", country or "SE")
        day = {"day": LAST} if given.get("day") == "last" else {}
        given = {"zone": ZONES.get(str(calendar), ZONES["SE"]), **given, "calendar": calendar, **day}
    schedule = section(path, {"schedule": given}, "schedule", Schedule)
    for what, ok, way_out in _rules(schedule):
        if not ok:
            raise _wrong(path, what, way_out)
    return schedule


def _rules(schedule: Schedule) -> tuple[tuple[str, bool, str], ...]:
    """Return what must hold of a schedule: what is wrong otherwise, whether it holds, what to write."""
    day, business = schedule.day, schedule.business_day
    return (
        (
            "[schedule] naming no day, or two,",
            (business is None) != (day is None),
            "write either business_day = 3 or day = 5",
        ),
        (f"day = {day}", day is None or LAST <= day <= _LONGEST_DAY, 'write 1 to 28, or "last"'),
        (
            f"business_day = {business}",
            business is None or 1 <= abs(business) <= _MOST_BUSINESS_DAYS,
            "write 1 to 15, or -1 to -15 from the end",
        ),
        (
            f"catch_up = {schedule.catch_up}",
            schedule.catch_up >= 1,
            "write 1 for the latest month only, or more",
        ),
        (
            f"time = {schedule.time!r}",
            bool(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", schedule.time)),
            'write hours and minutes, such as "07:00"',
        ),
        (f"zone = {schedule.zone!r}", _is_zone(schedule.zone), 'write a zone such as "Europe/Copenhagen"'),
    )


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # "Europe" is a folder, and a name may be too long for one
        return False
    return True


def recipients_of(path: Path, table: Mapping[str, Any], languages: tuple[str, ...]) -> tuple[Recipient, ...]:
    """Read ``[[recipients]]``.

    Raises:
        UsageError: C102, when one has no usable address or language, or stands twice.
    """
    entries = table.get("recipients", [])
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise _wrong(path, "[[recipients]] is no list of tables", "write [[recipients]] before each")
    found: dict[str, Recipient] = {}
    for entry in entries:
        known(path, entry, [f.name for f in fields(Recipient)])
        one = Recipient(**({"address": ""} | checked(path, Recipient, entry)))
        _address(path, "[[recipients]] address", one.address)
        if one.lang and one.lang not in languages:
            raise _wrong(path, f"lang = {one.lang!r}", f"write one of {', '.join(languages)}")
        if one.address.casefold() in found:
            raise _wrong(path, "a recipient stands there twice", "delete one of the two [[recipients]]")
        found[one.address.casefold()] = one
    return tuple(found.values())


def conditions_of(path: Path, table: Mapping[str, Any]) -> Conditions:
    """Read ``[delivery]`` of a client.

    Raises:
        UsageError: C102, when a number is out of its range.
    """
    found = section(path, table, "delivery", Conditions)
    if not 0 <= found.complete <= 1:
        raise _wrong(path, f"complete = {found.complete}", "write a share from 0 to 1, such as 0.5")
    if not 0 <= found.approvals <= 2:  # noqa: PLR2004 - four eyes
        raise _wrong(path, f"approvals = {found.approvals}", "write 0, 1 or 2 (four eyes)")
    if not 0 <= found.hold_days <= _YEAR:
        raise _wrong(path, f"hold_days = {found.hold_days}", f"write the days, 0 to {_YEAR}")
    return found


def operation_of(path: Path, table: Mapping[str, Any]) -> Operation:
    """Read ``[delivery]`` of the workspace.

    Raises:
        UsageError: C102, when the heartbeat is no https URL, or a number is out of its range.
    """
    found = section(path, table, "delivery", Operation)
    if found.heartbeat and not found.heartbeat.startswith("https://"):
        raise _wrong(path, "heartbeat is no https address", "write the whole address, with https://")
    if not 0 <= found.keep_days <= _LONGEST_KEPT:
        raise _wrong(path, f"keep_days = {found.keep_days}", f"write the days, 0 to {_LONGEST_KEPT}")
    if not 1 <= found.retry_hours <= _YEAR:
        raise _wrong(path, f"retry_hours = {found.retry_hours}", f"write the hours, 1 to {_YEAR}")
    return found


def _address(path: Path, place: str, text: str) -> None:
    if not ADDRESS.fullmatch(text):
        raise _wrong(path, f"{place} is no address", 'write it as "anna@norrvik.example", without name or brackets')


def _wrong(path: Path, what: str, way_out: str) -> UsageError:
    value = " = " in what
    return UsageError("C102", f"{path}: {what}{' is unusable' if value else ''}", help=way_out)
