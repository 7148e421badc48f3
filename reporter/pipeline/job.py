"""One report to be made, and what its settings mean: which brand, benchmarks, currency and place."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.errors import UsageError
from reporter.resources import templates
from reporter.workspace import find_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.brand import Brand
    from reporter.model import Benchmark, Diagnostic, FileAccount, Merge, Period
    from reporter.pipeline.choices import Choices
    from reporter.store import Tables
    from reporter.workspace import Client

_EPOCH = date(1970, 1, 1)
_DAYS = {
    "orders": "order_day",
    "responses": "survey_day",
    "tickets": "opened_day",
    "subscriptions": "start_day",
}
PUBLIC_SET = "nordic_public"
HOUSE_BRAND = "reporter"
LONGEST_NAME = 60
#: Settings that change no page: where things lie, and who gets the report.
_NOT_IN_A_REPORT = {"slug", "folder", "exports", "schedule", "recipients", "delivery"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One report to be made: whose, from what, under which brand, and where to.

    ``lists``: the client's own lists of customers that hold for the tables → the file's SHA-256.
    """

    client: Client
    tables: Tables
    files: tuple[FileAccount, ...]
    diagnostics: tuple[Diagnostic, ...]
    merges: tuple[Merge, ...]
    choices: Choices
    brand: str
    target: Path
    root: Path | None
    lists: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The first and last day of the data up to the day of the report, and how many rows are dated after it."""

    first: date
    last: date
    later: int


def span(tables: Tables, today: date) -> Span | None:
    """Return which days the data cover; None where nothing carries a day.

    A day after the report's own is a typing error, not a measurement.
    """
    import narwhals as nw

    from reporter import store

    today_number = (today - _EPOCH).days
    days: list[int] = []
    later = 0
    for table, column in _DAYS.items():
        frame = tables.get(table)
        if frame is None:
            continue
        day = nw.col(column)
        ((rows,),) = store.collect(frame.filter(day > today_number).select(nw.len()))
        later += rows
        known = frame.filter(day <= today_number).select(day.min().alias("low"), day.max().alias("high"))
        days += [number for row in store.collect(known) for number in row if number is not None]
    if not days:
        return None
    return Span(first=_day(min(days)), last=_day(max(days)), later=later)


def _day(number: int) -> date:
    """Return a day from its number."""
    return _EPOCH + timedelta(days=number)


def currency_of(tables: Tables) -> str:
    """Return the currency of the orders, or nothing where none was named."""
    from reporter import store

    frame = tables.get("orders")
    if frame is None:
        return ""
    names = sorted(str(row[0]) for row in store.collect(frame.select("currency").unique()) if row[0])
    return names[0] if names else ""


def benchmarks(job: Job) -> tuple[Benchmark, ...]:
    """Load the sets of the client or of the flags, and the built-in public one."""
    from reporter.benchmarks import BUILT_IN, load_set

    own = [job.root / "benchmarks"] if job.root else []
    paths = [
        _existing(name) if name.endswith(".toml") else find_file(name, ".toml", [*own, BUILT_IN], "benchmark set")
        for name in (*(job.choices.benchmarks or job.client.benchmarks), PUBLIC_SET)
    ]
    return tuple(figure for path in dict.fromkeys(paths) for figure in load_set(path))


def _existing(name: str) -> Path:
    """Return the path of a file that is there."""
    path = Path(name)
    if not path.is_file():
        raise UsageError("C106", f"there is no file {name}", help="check the path of the benchmark set")
    return path


def brand_folder(job: Job) -> Path:
    """Return the brand's folder: a path, a brand of the workspace, or a built-in one."""
    from reporter.brand import find_brand

    name = job.brand or HOUSE_BRAND
    if "/" in name and (Path(name) / "brand.toml").is_file():
        return Path(name)
    own = [job.root / "brands"] if job.root else []
    return find_brand(name, *own, templates() / "brands")


def target(job: Job, period: Period, kind: str) -> Path:
    """Return where the PDF goes: the named file, or a folder a client and period."""
    if job.target.suffix.lower() == ".pdf":
        return job.target
    name = f"{kind}-{_slug(job.client.short or job.client.name)}-{period}.pdf"
    return job.target / str(period) / name if job.client.slug else job.target / name


def _slug(name: str) -> str:
    """Return a name that is safe in a file name everywhere."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    short = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].rstrip("-")
    return short or hashlib.sha256(name.encode()).hexdigest()[:8]


def settings_of(job: Job, brand: Brand) -> dict[str, Any]:
    """Return what was set for this report, for its manifest; no path of this machine."""
    own = {k: v for k, v in asdict(job.client).items() if k not in _NOT_IN_A_REPORT}
    flags = {k: v for k, v in asdict(job.choices).items() if k not in {"date", "period", "output", "mapping"} and v}
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in brand.files)).hexdigest()
    told = {"client": own, "flags": flags, "brand": {"slug": brand.slug, "sha256": digest}}
    return told | ({"lists": dict(job.lists)} if job.lists else {})
