"""What is measured of files, and that a report and a statistician get the same figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from reporter.errors import InputError
from reporter.model import Period
from reporter.pipeline import Choices, measure_files
from reporter.pipeline.measuring import measured
from reporter.pipeline.reporting import _files_job

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "Ordernr;Kundnr;Orderdatum;Belopp exkl. moms;Valuta"
CHOICES = Choices(date=date(2026, 1, 15), period=Period.parse("2025-05"))


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """Three orders a day from sixty customers, all of 2024 and 2025 but for the day of the report and after."""
    rows = [
        f"O{n};K{n % 60};{2024 + n // 1008}-{n // 84 % 12 + 1:02d}-{n // 3 % 28 + 1:02d};{n % 90 + 10},50;SEK"
        for n in range(2016)
    ]
    path = tmp_path / "order.csv"
    path.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    return path


def test_the_series_by_month_change_no_figure(orders: Path) -> None:
    """A report asks for no steps and has the figures that the statistician has, who asks for them."""
    with _files_job([orders], "", CHOICES, None) as job:
        plain, stepped = measured(job), measured(job, with_steps=True)
    assert plain.measurements.steps == {}
    assert list(stepped.measurements.steps) == ["month", "quarter"]
    assert plain.measurements.last_year is not None
    assert replace(stepped.measurements, steps={}) == plain.measurements
    assert plain.comparisons == stepped.comparisons


def test_the_figures_of_a_month(orders: Path) -> None:
    """84 orders a month: those of May are set against April and against May of the year before."""
    found = measure_files([orders], choices=CHOICES, root=None)
    told = found.measurements
    assert (found.period, found.currency, found.dated) == (Period.parse("2025-05"), "SEK", True)
    assert told.current.readings["orders"].value == 84
    assert told.previous is not None
    assert told.last_year is not None
    assert (str(told.previous.period), str(told.last_year.period)) == ("2025-04", "2024-05")
    assert [point.reading.value for point in told.steps["month"]["orders"]] == [84] * 13
    assert [point.reading.value for point in told.steps["quarter"]["orders"]] == [252] * 5
    against = [one.against for one in found.comparisons]
    assert against.index("last_year") < against.index("benchmark")
    assert not found.diagnostics


def test_the_settings_are_those_that_were_followed(orders: Path) -> None:
    """Flags reach the rules by which the figures were made."""
    found = measure_files([orders], choices=replace(CHOICES, nps_scale="1-10", currency="SEK"), root=None)
    assert (found.settings.nps_scale, found.settings.currency, found.settings.seed) == ("1-10", "SEK", 2005)


@pytest.mark.parametrize("period", ["2023", "2026"])
def test_a_period_without_data_is_refused(period: str, orders: Path) -> None:
    """Nothing is computed where nothing was measured."""
    with pytest.raises(InputError) as caught:
        measure_files([orders], choices=replace(CHOICES, period=Period.parse(period)), root=None)
    assert (caught.value.code, "2024-01-01 to 2025-12-28" in caught.value.message) == ("D153", True)


def test_nothing_is_left_behind(orders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables live no longer than the command."""
    scratch = orders.parent / "tmp"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    measure_files([orders], choices=CHOICES, root=None)
    assert not list(scratch.iterdir())
    assert sorted(path.name for path in orders.parent.iterdir()) == ["order.csv", "tmp"]
