"""Flags as text, turned into choices."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.pipeline import Choices

_ALLOWED = {
    "lang": ("sv", "da"),
    "nps_scale": ("0-10", "1-10"),
    "date_order": ("dmy", "mdy"),
    "decimal": ("comma", "point"),
    "sales": ("order", "invoice", "payment", "deal"),
}
#: The signs themselves are answers too.
_SIGNS = {",": "comma", ".": "point"}


def choices(flags: Mapping[str, Any]) -> Choices:
    """Return the choices that a command's flags make.

    Raises:
        UsageError: C100, when a flag has a value that it does not take; C104, for a period.
    """
    from reporter.model import Period
    from reporter.pipeline import Choices

    values = {**flags, "decimal": _SIGNS.get(flags.get("decimal") or "", flags.get("decimal"))}
    _require_known(values)
    currency = flags.get("currency")
    if currency is not None and not re.fullmatch("[A-Z]{3}", currency):
        raise UsageError("C100", f"--currency {currency} is no currency", help="write an ISO code such as SEK")
    values["date"] = _day(flags.get("date"))
    if flags.get("period"):
        values["period"] = Period.parse(flags["period"])
    if flags.get("mapping"):
        (values["mapping"],) = expand([flags["mapping"]])
    values |= {name: tuple(flags.get(name) or ()) for name in ("drop", "sales")}
    if flags.get("output"):
        values["output"] = _target(Path(flags["output"]))
    return Choices(**values)


def _require_known(values: Mapping[str, Any]) -> None:
    """Refuse a word that a flag does not take.

    Raises:
        UsageError: C100.
    """
    for name, allowed in _ALLOWED.items():
        given = values.get(name)
        for value in [given] if isinstance(given, str) else given or ():
            if value not in allowed:
                flag = f"--{name.replace('_', '-')}"
                raise UsageError("C100", f"{flag} {value} is unknown", help=f"write one of {', '.join(allowed)}")


def _target(path: Path) -> Path:
    """Return where the report goes: a PDF, or a folder that exists.

    Raises:
        UsageError: C100, when it is neither; C110, when the PDF's place is taken by a folder.
    """
    if path.suffix.lower() != ".pdf" and not path.is_dir():
        raise UsageError("C100", f"-o {path} is neither a PDF nor a folder", help="end its name in .pdf")
    return path


def _day(text: str | None) -> date:
    """Return the day of publication; the clock is read here and nowhere else."""
    if text is None:
        return date.today()  # noqa: DTZ011 - the day on the operator's own calendar
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("C100", f"--date {text} is no day", help="write it as 2026-01-15") from None


def expand(names: list[str]) -> list[Path]:
    """Return the files that the operator named; a folder stands for the files in it.

    Raises:
        UsageError: C107, when there is no such file, or a folder is empty.
    """
    files: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith((".", "~$")))
            if not inside:
                raise UsageError("C107", f"the folder {name} holds no files", help="name the folder of the exports")
            files += inside
        elif path.is_file():
            files.append(path)
        else:
            raise UsageError("C107", f"there is no file {name}", help="check the path; quote names with spaces")
    return files
