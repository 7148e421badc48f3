"""The stages in order, from canonical tables to a finished PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reporter.errors import InputError
from reporter.model import Diagnostic, Level, Period, msg
from reporter.pipeline.choices import covers, covers_end, default_period, history
from reporter.pipeline.job import benchmarks, brand_folder, currency_of, settings_of, span, target
from reporter.pipeline.output import Output, publish

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from reporter.model import Benchmark, FileAccount, Measurements, Message, Reading, Report
    from reporter.pipeline.job import Job, Span
    from reporter.pipeline.rendering import Render

    Progress = Callable[[int, int, str, str], None]

STEPS = 4
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


def make(job: Job, render: Render, progress: Progress | None = None) -> Outcome:
    """Measure, compare, compose, render and publish.

    Raises:
        UsageError: a brand, benchmark set or period is wrong.
        RenderError: a page could not be made as designed.
    """
    from reporter.brand import load_brand
    from reporter.language import Language

    def tell(number: int, name: str, detail: str) -> None:
        if progress:
            progress(number, STEPS, name, detail)

    brand = load_brand(brand_folder(job))
    language = Language.load(job.choices.lang or job.client.lang)
    figures = benchmarks(job)
    days = span(job.tables, job.choices.date)
    period = _period(job, days)
    measurements = _measure(job, period, days.first if days else period.start)
    tell(1, "figures", f"{sum(r.value is not None for r in measurements.current.readings.values())} readings, {period}")
    report = _compose(job, measurements, figures, dated=days is not None)
    tell(2, "report", f"{len(report.pages)} pages, {len(report.left_out)} left out")
    rendered = render(report, language.code, brand)
    tell(3, "pages", f"{rendered.pages} pages, {len(rendered.pdf) // 1024} kB")
    output = publish(
        target(job, period, language.text(FILE_NAME)),
        rendered.pdf,
        lang=language.code,
        pages=rendered.pages,
        files=job.files,
        settings=settings_of(job, brand),
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
        diagnostics=(*job.diagnostics, *_remarks(job, report, days)),
    )


def _remarks(job: Job, report: Report, days: Span | None) -> tuple[Diagnostic, ...]:
    """Return what the operator should know of the report before it is sent."""
    found: list[Diagnostic] = []
    if "orders" in job.tables and not report.currency:
        found.append(
            _warning(
                "D150",
                "the orders name no currency: amounts are printed without one",
                "say it with --currency SEK, or currency in client.toml",
            )
        )
    if days and days.later:
        found.append(
            _warning(
                "D151",
                f"{days.later} rows are dated after the day of the report ({job.choices.date})",
                "check the dates in the export; these rows are in no figure of an earlier period",
            )
        )
    if days and report.period.last > days.last and not covers_end(report.period, days.last):
        found.append(
            _warning(
                "D152",
                f"the data end on {days.last}, before the period {report.period} does",
                "export again when the period is complete; sums of it are not comparable",
            )
        )
    return tuple(found)


def _warning(code: str, message: str, way_out: str) -> Diagnostic:
    """Return a remark that should be read before the report is sent."""
    return Diagnostic(code=code, level=Level.WARNING, message=message, help=way_out)


def _period(job: Job, days: Span | None) -> Period:
    """Return the period of the report.

    Raises:
        InputError: D153, when the data have no day in it: zeros would be wrong numbers.
    """
    if days is None:
        return job.choices.period or Period.parse(str(job.choices.date.year))
    period = job.choices.period or default_period(days.first, days.last)
    if period.last < days.first or period.start > days.last:
        raise InputError(
            "D153",
            f"there are no data in the period {period}: they cover {days.first} to {days.last}",
            help="choose a --period within them",
        )
    return period


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
        previous=before if covers(before, first) else None,
        history=history(period, first),
        settings=settings,
    )
    return measure(job.tables, plan)


def _compose(job: Job, measurements: Measurements, figures: tuple[Benchmark, ...], *, dated: bool) -> Report:
    """Compare, find, put into words, and set on pages."""
    from reporter import findings, indicators
    from reporter.benchmarks import compare_benchmarks
    from reporter.report import Material, compose

    client, now = job.client, measurements.current
    currency = client.currency or currency_of(job.tables)
    against = compare_benchmarks(now, figures, _profile(job, measurements, currency), job.choices.date)
    comparisons = (*findings.compare_previous(now, measurements.previous), *against)
    return compose(
        Material(
            client=client.name,
            short=client.short or client.name,
            period=now.period,
            previous=measurements.previous.period if measurements.previous else None,
            dated=dated,
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
            merges=job.merges,
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
