"""Public data sets, read as a consultant would, give their reference values as readings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reporter.indicators import Plan, measure
from reporter.model import NotComputed, Period, Purchase, Rfm
from reporter.sources import read
from reporter.store import open_tables

if TYPE_CHECKING:
    from reporter.model import Measurements

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the data sets are not beside the project")


def measured(folder: Path, period: str, *paths: str) -> Measurements:
    """Return the measurements of files."""
    read([DATA / path for path in paths], folder=folder, key=b"k")
    return measure(open_tables(folder), Plan(period=Period.parse(period)))


def test_cdnow_master(tmp_path: Path) -> None:
    """23,570 customers, 2,500,315.63; 49.48 % bought more than once; the models that its papers fit may be used."""
    found = measured(tmp_path, "1997-01-01..1998-06-30", "cdnow/CDNOW_master.txt")
    now = found.current.readings
    assert (now["customers"].value, now["orders"].value) == (23_570, 69_659)
    assert now["revenue"].value == pytest.approx(2_500_315.63, abs=0.005)
    assert now["multi_order_rate"].value == pytest.approx(49.48, abs=0.005)
    assert now["aov"].value == pytest.approx(2_500_315.63 / 69_659)
    assert now["aov"].low is not None
    model = found.analyses["purchase"]
    assert isinstance(model, Purchase)
    assert model.customers == 23_570
    assert isinstance(found.analyses["rfm"], Rfm)


def test_chinook(tmp_path: Path) -> None:
    """412 invoices of 59 customers, 2,328.60: shown with a limited base; far too few for a purchase model."""
    found = measured(tmp_path, "2009-01-01..2026-12-31", "chinook/Invoice.csv", "chinook/Customer.csv")
    now = found.current.readings
    assert (now["customers"].value, now["orders"].value) == (59, 412)
    assert now["revenue"].value == pytest.approx(2_328.60, abs=0.005)
    assert "limited_base" in now["aov"].flags
    assert isinstance(found.analyses["purchase"], NotComputed)


def test_nps_france(tmp_path: Path) -> None:
    """8,465 promoters, 3,953 passives, 1,194 detractors: 53.42; satisfaction 8.349 of 13,893 on 0–10."""
    found = measured(tmp_path, "2026", "nps_france_retail_cc0/nps.csv")
    now = found.current.readings
    assert now["nps"].value == pytest.approx(100 * (8_465 - 1_194) / 13_612)
    assert now["nps"].n_observations == 13_612
    mean = now["csat_idx"].value
    assert mean is not None
    assert now["csat_idx"].n_observations == 13_893
    low, high = (int(end) for end in now["csat_idx"].scale.split("-"))
    assert low + mean / 100 * (high - low) == pytest.approx(8.349, abs=0.0005)


def test_telco_is_refused_for_want_of_dates(tmp_path: Path) -> None:
    """7,043 contracts without a single day: no one can be placed in a period, and nothing is 26.54 % a year."""
    found = measured(tmp_path, "2026", "telco_churn_ibm/Telco-Customer-Churn.csv")
    now = found.current.readings
    for name in ("retention", "churn", "cancel_rate", "nrr", "grr"):
        assert now[name].value is None, name
        assert now[name].reason is not None
    assert isinstance(found.analyses["survival"], NotComputed)
