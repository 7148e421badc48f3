"""What a run's manifest says: enough to make every report again and compare, and nothing of what they hold."""

from __future__ import annotations

import platform
import re
import sqlite3
import zoneinfo
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reporter import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SCHEMA: Final = 1
#: Packages whose version can change a figure, a page, a message or the day that something is due.
_PACKAGES = (
    "cryptography", "duckdb", "ftfy", "holidays", "jinja2", "matplotlib", "narwhals", "numpy", "pikepdf", "pillow",
    "pypdfium2", "pyphen", "python-calamine", "scipy", "tzdata", "weasyprint",
)  # fmt: skip
_ADDRESS = re.compile(r"[^\s@<>\"',;:()\[\]]+@[^\s@<>\"',;:()\[\]]+")
_FLAG = re.compile(r"--?[A-Za-z][A-Za-z0-9-]*")
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")
#: Flags whose value a person writes freely.
_FREE = ("--reason", "--person", "--by", "--name")
_HIDDEN = "[…]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """An export that was read. ``name`` tells its kind, such as "orders"; ``rows`` those that were kept."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A delivery at the end of the run; ``reply`` is the server's code and our own word.

    ``id`` is no delivery's own, which could be computed from an address: it is that under the ledger's key.
    """

    id: str
    lang: str
    state: str
    reply: str
    eml_sha: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRun:
    """What a run did for one client and month.

    ``settings``: SHA-256 of what the report was asked with; ``reports``: language → SHA-256 of the PDF before any
    encryption; ``recipients``: digest of the list; ``held``: the code for which the month was kept back.
    """

    client: str
    period: str
    inputs: tuple[Input, ...] = ()
    settings: str = ""
    reports: Mapping[str, str]
    recipients: str = ""
    deliveries: tuple[Outcome, ...] = ()
    held: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run. Times are aware; ``command`` are the words after the program's name; ``clients`` in the order done."""

    run: str
    started: datetime
    ended: datetime
    command: Sequence[str]
    clients: tuple[ClientRun, ...] = ()
    exit_code: int = 0


def content_of(run: Run) -> dict[str, Any]:
    """Return a run's facts as JSON knows them, with what it ran on."""
    return {
        "run": run.run,
        "started": run.started.astimezone(UTC).isoformat(),
        "ended": run.ended.astimezone(UTC).isoformat(),
        "command": command_of(run.command),
        "exit_code": run.exit_code,
        "versions": versions(),
        "clients": [asdict(one) for one in run.clients],
    }


def new_run_id(now: datetime, random: Callable[[int], bytes]) -> str:
    """Return a name for a run that sorts by time, such as "20261104T061500Z-1f2e3d4c".

    Args:
        now: aware.
        random: gives so many bytes, such as ``secrets.token_bytes``.
    """
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{random(4).hex()}"


def command_of(words: Sequence[str]) -> list[str]:
    """Return a command without what may be private: flags, slugs and months stay, all else is "[…]"."""
    told: list[str] = []
    free = False
    for word in words:
        flag, equals, value = word.partition("=")
        if _FLAG.fullmatch(flag):
            free = flag in _FREE
            told.append(flag + (f"={_plain(value, free=free)}" if equals else ""))
            free = free and not equals
        else:
            told.append(_plain(word, free=free))
            free = False
    return told


@cache
def versions() -> Mapping[str, str]:
    """Return the versions of the program and of what can change its results; empty where it is not there.

    They are read once: looking 16 packages up takes 45 ms.
    """
    return {
        "reporter": __version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "tzdata of the system": _system_zones(),
        **{name: _version(name) for name in _PACKAGES},
    }


def without_addresses(value: Any) -> Any:  # noqa: ANN401 - any part of a JSON value
    """Return a JSON value with "[address]" wherever a text of it holds one."""
    if isinstance(value, str):
        return _ADDRESS.sub("[address]", value)
    if isinstance(value, dict):
        return {without_addresses(key): without_addresses(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [without_addresses(each) for each in value]
    return value


def _plain(word: str, *, free: bool) -> str:
    return word if _PLAIN.fullmatch(word) and not free else _HIDDEN


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _system_zones() -> str:
    """Return the version of the time zones that the system has: they go before the package's."""
    for place in zoneinfo.TZPATH:
        for name, mark in (("tzdata.zi", "# version "), ("+VERSION", "")):
            path = Path(place) / name
            if path.is_file():
                with path.open(encoding="ascii", errors="replace") as file:
                    return file.readline(64).strip().removeprefix(mark)
    return ""
