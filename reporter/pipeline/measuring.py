"""What a client's tables say: of which period, by which rules, and beside which other figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from reporter.errors import InputError
from reporter.model import Diagnostic, Level, Period, RfmCuts
from reporter.pipeline.choices import covers, covers_end, default_period, history, last_year, steps
from reporter.pipeline.job import benchmarks, currency_of, span

if TYPE_CHECKING:
    from reporter.indicators import Plan, Settings
    from reporter.model import Benchmark, Comparison, FileAccount, Measurements
    from reporter.pipeline.job import Job, Span
    from reporter.workspace import Rfm

_Number = TypeVar("_Number", int, float)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Everything that was measured of a client, and by which rules.

    ``comparisons`` are those with earlier periods, then those with outside figures. ``dated`` tells whether any row
    carries a day; ``currency`` is that of the orders, empty where nobody names one. ``diagnostics`` are what the
    operator should know before anyone reads a figure.
    """

    measurements: Measurements
    comparisons: tuple[Comparison, ...]
    settings: Settings
    currency: str
    dated: bool
    files: tuple[FileAccount, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def period(self) -> Period:
        """The period that was measured."""
        return self.measurements.current.period


def measured(job: Job, *, with_steps: bool = False) -> Measured:
    """Measure a client and set the figures beside earlier and outside ones.

    Args:
        job: whose, from what.
        with_steps: whether to measure the monthly, quarterly and yearly series too.

    Raises:
        InputError: D153, when the data have no day in the period.
        UsageError: C106, when there is no such benchmark set.
    """
    from reporter import indicators

    figures = benchmarks(job)
    days = span(job.tables, job.choices.date)
    period = _period(job, days)
    plan = _plan(job, period, days, with_steps=with_steps)
    measurements = indicators.measure(job.tables, plan)
    currency = job.client.currency or currency_of(job.tables)
    return Measured(
        measurements=measurements,
        comparisons=_comparisons(job, measurements, figures, currency),
        settings=plan.settings,
        currency=currency,
        dated=days is not None,
        files=job.files,
        diagnostics=(*job.diagnostics, *_remarks(job, period, days, currency)),
    )


def _period(job: Job, days: Span | None) -> Period:
    """Return the period to be measured.

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


def _plan(job: Job, period: Period, days: Span | None, *, with_steps: bool) -> Plan:
    """Return what is to be measured of data that cover some days; those without a day are all of the period."""
    from reporter.indicators import Plan

    first, last = (days.first, days.last) if days else (period.start, period.last)
    before = period.previous()
    return Plan(
        period=period,
        previous=before if covers(before, first) else None,
        last_year=last_year(period, first),
        history=history(period, first),
        steps=steps(period, first, last) if with_steps and days else {},
        settings=_settings(job),
    )


def _settings(job: Job) -> Settings:
    """Return the client's rules; a flag goes before the settings."""
    from reporter.indicators import Settings
    from reporter.indicators.plan import Scenarios

    client, asked = job.client, job.client.scenarios
    return Settings(
        tau_days=client.loyalty.lost_after_days,
        margin=client.clv.margin,
        discount=client.clv.discount,
        nps_scale=job.choices.nps_scale or client.survey.nps_scale,
        segment_order=client.segments.order,
        currency=client.currency,
        market=client.market,
        expectations_exceeded=client.survey.expectations_exceeded,
        scenarios=Scenarios(acquisition_cost=asked.acquisition_cost, retention_cost=asked.retention_cost)
        if asked.on
        else None,
        rfm_cuts=_cuts(client.rfm),
    )


def _cuts(rfm: Rfm) -> RfmCuts | None:
    """Return the client's own cut-points, or None where it has none."""
    if not rfm.recency:
        return None
    days = [_four(tuple(int(cut) for cut in cuts)) for cuts in (rfm.recency, rfm.frequency)]
    return RfmCuts(recency=days[0], frequency=days[1], money=_four(rfm.money))


def _four(cuts: tuple[_Number, ...]) -> tuple[_Number, _Number, _Number, _Number]:
    """Return the four cut-points that a setting holds."""
    first, second, third, fourth = cuts
    return first, second, third, fourth


def _comparisons(
    job: Job, measurements: Measurements, figures: tuple[Benchmark, ...], currency: str
) -> tuple[Comparison, ...]:
    """Compare the period with earlier ones and with outside figures."""
    from reporter import findings
    from reporter.benchmarks import compare_benchmarks

    against = compare_benchmarks(measurements.current, figures, _profile(job, measurements, currency), job.choices.date)
    return (*findings.compare_earlier(measurements), *against)


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


def _remarks(job: Job, period: Period, days: Span | None, currency: str) -> tuple[Diagnostic, ...]:
    """Return what the operator should know before the figures are read."""
    found: list[Diagnostic] = []
    if "orders" in job.tables and not currency:
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
    if days and period.last > days.last and not covers_end(period, days.last):
        found.append(
            _warning(
                "D152",
                f"the data end on {days.last}, before the period {period} does",
                "export again when the period is complete; sums of it are not comparable",
            )
        )
    return tuple(found)


def _warning(code: str, message: str, way_out: str) -> Diagnostic:
    """Return a remark that should be read before the figures are."""
    return Diagnostic(code=code, level=Level.WARNING, message=message, help=way_out)
