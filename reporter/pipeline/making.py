"""The stages in order, from canonical tables to a finished PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.model import msg
from reporter.pipeline.job import brand_folder, settings_of, target
from reporter.pipeline.measuring import measured
from reporter.pipeline.output import Output, publish

if TYPE_CHECKING:
    from collections.abc import Callable

    from reporter.brand import Brand
    from reporter.language import Language
    from reporter.model import Diagnostic, FileAccount, Message, Reading, Report
    from reporter.pipeline.job import Job
    from reporter.pipeline.measuring import Measured
    from reporter.pipeline.rendering import Render
    from reporter.render import Rendered

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
        InputError: D153, when the data have no day in the period.
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
    figures = measured(job)
    known = sum(r.value is not None for r in figures.measurements.current.readings.values())
    tell(1, "figures", f"{known} readings, {figures.period}")
    report = composed(job, figures)
    tell(2, "report", f"{len(report.pages)} pages, {len(report.left_out)} left out")
    rendered = render(report, language.code, brand)
    tell(3, "pages", f"{rendered.pages} pages, {len(rendered.pdf) // 1024} kB")
    output = published(job, figures, rendered, language, brand)
    tell(4, "files", str(output.path))
    return Outcome(
        outputs=(output,),
        readings=report.readings,
        pages=(
            *(PageState(name=page.name, shown=True) for page in report.pages),
            *(PageState(name=page.name, shown=False, reason=page.reason) for page in report.left_out),
        ),
        files=job.files,
        diagnostics=figures.diagnostics,
    )


def published(job: Job, figures: Measured, rendered: Rendered, language: Language, brand: Brand) -> Output:
    """Write a rendered report to its place, with the manifest that says what it was made from."""
    return publish(
        target(job, figures.period, language.text(FILE_NAME)),
        rendered.pdf,
        lang=language.code,
        pages=rendered.pages,
        files=job.files,
        settings=settings_of(job, brand),
        period=str(figures.period),
        date=job.choices.date.isoformat(),
    )


def composed(job: Job, figures: Measured) -> Report:
    """Find, put into words, and set on pages."""
    from reporter import findings, indicators
    from reporter.report import AnalysisText, Material, compose

    client, measurements, comparisons = job.client, figures.measurements, figures.comparisons
    currency = figures.currency
    return compose(
        Material(
            client=client.name,
            short=client.short or client.name,
            period=figures.period,
            previous=measurements.previous.period if measurements.previous else None,
            dated=figures.dated,
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
            analyses={
                name: AnalysisText(
                    name=it.ANALYSIS.name, leg=it.ANALYSIS.leg, source=it.ANALYSIS.source, formula=it.FORMULA
                )
                for name, it in indicators.analysis_modules().items()
            },
            flags=indicators.FLAGS,
            screened=findings.screened(measurements, comparisons),
            seed=figures.settings.seed,
            client_id=client.slug,
        )
    )
