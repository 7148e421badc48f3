"""Customers who buy by the purchase models, as canonical orders for tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from reporter.indicators.analyses import purchase
from reporter.indicators.gather import gather
from reporter.indicators.plan import Plan, Settings
from reporter.model import NotComputed, Period, Purchase
from tests.indicators.canonical import epoch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reporter.store import Tables

CDNOW = Path(__file__).parents[3] / "shared" / "data" / "cdnow"
TWO_YEARS = Period.parse("2022-01-01..2023-12-31")
FIRST, DAYS = epoch("2022-01-01"), 730


def orders(who: NDArray[Any], day: NDArray[Any], money: NDArray[Any], *, currency: str = "SEK") -> pd.DataFrame:
    """Return canonical orders, one a row."""
    rows = pd.DataFrame({"customer_id": who, "order_day": day, "amount": money})
    rows["customer_id"] = "c" + rows["customer_id"].astype(str)
    rows["order_id"] = [f"o{row}" for row in range(len(rows))]
    return rows.assign(refund=0.0, currency=currency, lines=1)


def bought(customers: int, *, seed: int = 1, alpha: float = 10.0, acquired: int = 240) -> pd.DataFrame:
    """Return the orders of two years of customers who first bought in the first ``acquired`` days.

    By default that is a third of the time, so that they are a cohort. BG/NBD with r = 0.8, α (weeks), a = 0.8, b = 3,
    Gamma-Gamma with p = 5, q = 4, v = 60.
    """
    rng = np.random.default_rng(seed)
    speed, leaves = rng.gamma(0.8, 1 / (7 * alpha), customers), rng.beta(0.8, 3.0, customers)
    taste = rng.gamma(4.0, 1 / 60.0, customers)
    now, who = rng.uniform(0, acquired, customers), np.arange(customers)
    parts: list[tuple[NDArray[Any], ...]] = []
    while len(who):
        parts.append((who, FIRST + now.astype(int), rng.gamma(5.0, 1 / taste[who]).round(2)))
        stays = (rng.random(len(who)) >= leaves[who]) | (len(parts) == 1)
        who, now = who[stays], now[stays]
        now = now + rng.exponential(1 / np.maximum(speed[who], 1e-9))
        who, now = who[now < DAYS], now[now < DAYS]
    return orders(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def modelled(tables: Tables, period: Period = TWO_YEARS, **settings: Any) -> Purchase:  # noqa: ANN401 - settings
    """Return the models at the end of a period."""
    ground = gather(tables, Plan(period=period, settings=Settings(**settings))).ground()
    assert ground is not None
    found = purchase.analyse(ground)
    assert isinstance(found, Purchase), found
    return found


def refusal(tables: Tables, period: Period = TWO_YEARS) -> NotComputed:
    """Return why there are no models at the end of a period."""
    ground = gather(tables, Plan(period=period)).ground()
    assert ground is not None
    found = purchase.analyse(ground)
    assert isinstance(found, NotComputed)
    return found


def cdnow(name: str) -> pd.DataFrame:
    """Return a file of CDNOW as canonical orders, or skip."""
    path = CDNOW / f"CDNOW_{name}.txt"
    if not path.exists():
        pytest.skip("file absent in ../shared/data")
    ids = ["customer"] if name == "master" else ["master", "customer"]
    columns = [*ids, "date", "units", "money"]
    rows = pd.read_csv(path, sep=r"\s+", header=None, names=columns, skiprows=int(name == "master"))
    days = pd.to_datetime(rows["date"].astype(str), format="%Y%m%d") - pd.Timestamp("1970-01-01")
    return orders(rows["customer"].to_numpy(), days.dt.days.to_numpy(), rows["money"].to_numpy(), currency="USD")
