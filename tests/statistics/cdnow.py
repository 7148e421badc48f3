"""The CDNOW sample of the papers: 2,357 customers, 1997-01-01 to 1997-09-30, in weeks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from reporter.statistics.buying import History

if TYPE_CHECKING:
    from reporter.statistics.likelihood import Numbers

SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "cdnow" / "CDNOW_sample.txt"
CALIBRATED = "1997-09-30"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One row a customer, in the order of the sample's ids; ``m`` is 0 for those who bought once."""

    x: Numbers
    tx: Numbers
    T: Numbers
    m: Numbers

    @property
    def history(self) -> History:
        """Every customer as a row of its own."""
        return History(x=self.x, tx=self.tx, T=self.T, weight=np.ones(len(self.x)))


def sample() -> Sample:
    """Read the sample with pandas, or skip; days are exact, where the published summary rounds to 0.01 weeks."""
    if not SAMPLE.exists():
        pytest.skip("file absent in ../shared/data")
    names = ["master", "customer", "date", "units", "money"]
    rows = pd.read_csv(SAMPLE, sep=r"\s+", header=None, names=names)
    rows["day"] = pd.to_datetime(rows["date"].astype(str), format="%Y%m%d")
    days = rows[rows["day"] <= CALIBRATED].groupby(["customer", "day"])["money"].sum().reset_index()
    spans = days.groupby("customer")["day"].agg(["min", "max", "count"])
    days["first"] = days["customer"].map(spans["min"])
    means = days[days["day"] > days["first"]].groupby("customer")["money"].mean()
    return Sample(
        x=spans["count"].to_numpy(float) - 1.0,
        tx=(spans["max"] - spans["min"]).dt.days.to_numpy(float) / 7.0,
        T=(pd.Timestamp(CALIBRATED) - spans["min"]).dt.days.to_numpy(float) / 7.0,
        m=means.reindex(spans.index).fillna(0.0).to_numpy(float),
    )
