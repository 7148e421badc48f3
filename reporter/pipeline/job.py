"""One report to be made, and what its settings mean: which brand, benchmarks, currency and place."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.resources import templates
from reporter.workspace import find_file

if TYPE_CHECKING:
    from reporter.brand import Brand
    from reporter.model import Benchmark, Diagnostic, FileAccount, Period
    from reporter.pipeline.choices import Choices
    from reporter.store import Tables
    from reporter.workspace import Client

_EPOCH = date(1970, 1, 1)
_DAYS = {"orders": "order_day", "responses": "survey_day", "tickets": "opened_day"}
PUBLIC_SET = "nordic_public"
HOUSE_BRAND = "reporter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One report to be made: whose, from what, under which brand, and where to."""

    client: Client
    tables: Tables
    files: tuple[FileAccount, ...]
    diagnostics: tuple[Diagnostic, ...]
    choices: Choices
    brand: str
    target: Path
    root: Path | None


def span(tables: Tables) -> tuple[date, date] | None:
    """Return the first and last day of anything that carries one, None where nothing does."""
    import narwhals as nw

    from reporter import store

    days: list[int] = []
    for table, column in _DAYS.items():
        frame = tables.get(table)
        if frame is not None:
            low_high = frame.select(nw.col(column).min().alias("low"), nw.col(column).max().alias("high"))
            days += [day for row in store.collect(low_high) for day in row if day is not None]
    return (_EPOCH + timedelta(days=min(days)), _EPOCH + timedelta(days=max(days))) if days else None


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
        Path(name) if name.endswith(".toml") else find_file(name, ".toml", [*own, BUILT_IN], "benchmark set")
        for name in (*(job.choices.benchmarks or job.client.benchmarks), PUBLIC_SET)
    ]
    return tuple(figure for path in dict.fromkeys(paths) for figure in load_set(path))


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
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-") or "report"


def settings_of(job: Job, brand: Brand) -> dict[str, Any]:
    """Return what was set for this report, for its manifest; no path of this machine."""
    own = {k: v for k, v in asdict(job.client).items() if k not in {"slug", "folder", "exports"}}
    flags = {k: v for k, v in asdict(job.choices).items() if k not in {"date", "period", "output", "mapping"} and v}
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in brand.files)).hexdigest()
    return {"client": own, "flags": flags, "brand": {"slug": brand.slug, "sha256": digest}}
