"""The stages in order, from canonical tables to a finished PDF."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.model import Period, msg
from reporter.pipeline.choices import default_period, history
from reporter.pipeline.output import Output, publish
from reporter.resources import templates
from reporter.workspace import find_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from reporter.brand import Brand
    from reporter.model import Benchmark, Diagnostic, FileAccount, Measurements, Message, Reading, Report
    from reporter.pipeline.choices import Choices
    from reporter.store import Tables
    from reporter.workspace import Client

    Progress = Callable[[int, int, str, str], None]

STEPS = 4
_EPOCH = date(1970, 1, 1)
_DAYS = {"orders": "order_day", "responses": "survey_day", "tickets": "opened_day"}
PUBLIC_SET = "nordic_public"
HOUSE_BRAND = "reporter"
FILE_NAME = msg("Customer-analysis", context="file name")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """Whether a page is in the report, and if not, why."""

    name: str
    shown: bool
    reason: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run made."""

    outputs: tuple[Output, ...] = ()
    readings: tuple[Reading, ...] = ()
    pages: tuple[PageState, ...] = ()
    files: tuple[FileAccount, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


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


def make(job: Job, progress: Progress | None = None) -> Outcome:
    """Measure, compare, compose, render and publish.

    Raises:
        UsageError: a brand, benchmark set or period is wrong.
        RenderError: a page could not be made as designed.
    """
    from reporter.brand import load_brand
    from reporter.language import Language
    from reporter.render import render_pdf

    def tell(number: int, name: str, detail: str) -> None:
        if progress:
            progress(number, STEPS, name, detail)

    brand = load_brand(_brand_folder(job))
    language = Language.load(job.choices.lang or job.client.lang)
    span = _span(job.tables)
    period = job.choices.period or (default_period(*span) if span else Period.parse(str(job.choices.date.year)))
    measurements = _measure(job, period, span[0] if span else period.start)
    tell(1, "figures", f"{sum(r.value is not None for r in measurements.current.readings.values())} readings, {period}")
    report = _compose(job, measurements, dated=span is not None)
    tell(2, "report", f"{len(report.pages)} pages, {len(report.left_out)} left out")
    rendered = render_pdf(report, language, brand)
    tell(3, "pages", f"{rendered.pages} pages, {len(rendered.pdf) // 1024} kB")
    output = publish(
        _target(job, report, language.text(FILE_NAME)),
        rendered.pdf,
        lang=language.code,
        pages=rendered.pages,
        files=job.files,
        settings=_settings(job, brand),
        period=str(period),
        date=job.choices.date.isoformat(),
    )
    tell(4, "files", str(output.path))
    return Outcome(
        outputs=(output,),
        readings=report.readings,
        pages=(
            *(PageState(name=page.name, shown=True) for page in report.pages),
            *(PageState(name=page.name, shown=False, reason=page.reason) for page in report.left_out),
        ),
        files=job.files,
        diagnostics=job.diagnostics,
    )


def _span(tables: Tables) -> tuple[date, date] | None:
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


def _measure(job: Job, period: Period, first: date) -> Measurements:
    """Read every indicator of the period, of the one before and of the series."""
    from reporter.indicators import Plan, Settings, measure

    client = job.client
    settings = Settings(
        tau_days=client.loyalty.lost_after_days,
        margin=client.clv.margin,
        discount=client.clv.discount,
        nps_scale=job.choices.nps_scale or client.survey.nps_scale,
        segment_order=client.segments.order,
    )
    before = period.previous()
    plan = Plan(
        period=period,
        previous=before if before.last >= first else None,
        history=history(period, first),
        settings=settings,
    )
    return measure(job.tables, plan)


def _compose(job: Job, measurements: Measurements, *, dated: bool) -> Report:
    """Compare, find, put into words, and set on pages."""
    from reporter import findings, indicators
    from reporter.benchmarks import compare_benchmarks
    from reporter.report import Material, compose

    client, now = job.client, measurements.current
    currency = client.currency or _currency(job.tables)
    against = compare_benchmarks(now, _benchmarks(job), _profile(job, measurements, currency), job.choices.date)
    comparisons = (*findings.compare_previous(now, measurements.previous), *against)
    return compose(
        Material(
            client=client.name,
            short=client.short or client.name,
            period=now.period,
            previous=measurements.previous.period if measurements.previous else None,
            published=job.choices.date,
            currency=currency,
            measurements=measurements,
            comparisons=comparisons,
            findings=findings.find(measurements, comparisons, currency=currency),
            titles=findings.titles(measurements, comparisons, currency=currency),
            leads=findings.leads(measurements, comparisons, currency=currency),
            meanings=findings.meanings(measurements, comparisons, currency=currency),
            files=job.files,
            diagnostics=job.diagnostics,
            definitions=indicators.formulas(),
            flags=indicators.FLAGS,
        )
    )


def _profile(job: Job, measurements: Measurements, currency: str) -> Any:  # noqa: ANN401 - benchmarks.Profile
    """Describe the client to the comparability gate."""
    from reporter.benchmarks import Profile

    client = job.client
    return Profile(
        country=client.country,
        market=client.market,
        industry=client.industry,
        contract=measurements.bridge.rule if measurements.bridge else "",
        months=measurements.current.period.months,
        kind=client.survey.kind,
        currency=currency,
    )


def _benchmarks(job: Job) -> tuple[Benchmark, ...]:
    """Load the sets of the client or of the flags, and the built-in public one."""
    from reporter.benchmarks import BUILT_IN, load_set

    own = [job.root / "benchmarks"] if job.root else []
    paths = [
        Path(name) if name.endswith(".toml") else find_file(name, ".toml", [*own, BUILT_IN], "benchmark set")
        for name in (*(job.choices.benchmarks or job.client.benchmarks), PUBLIC_SET)
    ]
    return tuple(figure for path in dict.fromkeys(paths) for figure in load_set(path))


def _brand_folder(job: Job) -> Path:
    """Return the brand's folder: a path, a brand of the workspace, or a built-in one."""
    from reporter.brand import find_brand

    name = job.brand or HOUSE_BRAND
    if "/" in name and (Path(name) / "brand.toml").is_file():
        return Path(name)
    own = [job.root / "brands"] if job.root else []
    return find_brand(name, *own, templates() / "brands")


def _currency(tables: Tables) -> str:
    """Return the currency of the orders, or nothing where none was named."""
    from reporter import store

    frame = tables.get("orders")
    if frame is None:
        return ""
    names = sorted(str(row[0]) for row in store.collect(frame.select("currency").unique()) if row[0])
    return names[0] if names else ""


def _target(job: Job, report: Report, kind: str) -> Path:
    """Return where the PDF goes: the named file, or a folder a client and period."""
    if job.target.suffix.lower() == ".pdf":
        return job.target
    name = f"{kind}-{_slug(job.client.short or job.client.name)}-{report.period}.pdf"
    return job.target / str(report.period) / name if job.client.slug else job.target / name


def _slug(name: str) -> str:
    """Return a name that is safe in a file name everywhere."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-") or "report"


def _settings(job: Job, brand: Brand) -> dict[str, Any]:
    """Return what was set for this report, for its manifest; no path of this machine."""
    own = {k: v for k, v in asdict(job.client).items() if k not in {"slug", "folder", "exports"}}
    flags = {k: v for k, v in asdict(job.choices).items() if k not in {"date", "period", "output", "mapping"} and v}
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in brand.files)).hexdigest()
    return {"client": own, "flags": flags, "brand": {"slug": brand.slug, "sha256": digest}}
