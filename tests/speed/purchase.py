"""The purchase models of a million customers: BG/NBD fits in under a second once the engine has grouped them by week.

Customers, purchases and money are drawn from the models themselves, so that the fit can be compared with the truth;
purchases on one day are one, which makes the fastest buyers a little slower than they were drawn.
The engine then does what it does in a report: one row per customer and day, (x, tx, T) and money by customer, groups.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import narwhals as nw
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))
from reporter.indicators.models.worth import Models, Worth
from reporter.indicators.queries.customers import people
from reporter.indicators.queries.orders import purchases
from reporter.indicators.queries.purchase_history import histories
from reporter.model import Period
from reporter.statistics.buying import Buying, buying_at, conditional_purchases, fit_buying
from reporter.statistics.likelihood import mean_of
from reporter.statistics.spending import Spending, Spends, fit_spending
from reporter.store import Tables, connect

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

    from reporter.indicators.queries.orders import Purchases
    from reporter.indicators.queries.purchase_history import Histories

Found = TypeVar("Found")
CUSTOMERS = 1_000_000
DAYS = 104 * 7
TRUTH = Buying(r=0.5, alpha=8.0, a=0.6, b=2.2)
MONEY = Spending(p=5.0, q=3.8, v=20.0)
LIMIT = 1.0
ROUNDS = 5


def draw(connection: duckdb.DuckDBPyConnection, customers: int) -> int:
    """Write the orders of customers drawn from the models into the table ``orders``; return how many there are."""
    rng = np.random.default_rng(20260101)
    rate, leaves = rng.gamma(TRUTH.r, 1 / TRUTH.alpha, customers), rng.beta(TRUTH.a, TRUTH.b, customers)
    scale = rng.gamma(MONEY.q, 1 / MONEY.v, customers)
    now = rng.uniform(0, DAYS / 7, customers)
    who = np.arange(customers)
    parts = []
    while len(who):
        parts.append((who, (now * 7).astype(np.int32), np.maximum(0.01, rng.gamma(MONEY.p, 1 / scale[who]))))
        stays = rng.random(len(who)) >= leaves[who] if len(parts) > 1 else np.ones(len(who), dtype=bool)
        who, now = who[stays], now[stays]
        now = now + rng.exponential(1 / np.maximum(rate[who], 1e-9))
        who, now = who[now < DAYS / 7], now[now < DAYS / 7]
    joined = [np.concatenate(part) for part in zip(*parts, strict=True)]
    columns = dict(zip(("who", "day", "money"), joined, strict=True))
    connection.register("drawn", columns)
    connection.execute(
        """CREATE TABLE orders AS SELECT 'o' || row_number() OVER () AS order_id, 'c' || who AS customer_id,
        19000 + day AS order_day, CAST(money AS DECIMAL(18,4)) AS amount, CAST(0 AS DECIMAL(18,4)) AS refund,
        'SEK' AS currency, 1 AS lines FROM drawn"""
    )
    connection.unregister("drawn")
    return len(columns["who"])


def timed(figures: dict[str, float], name: str, work: Callable[[], Found]) -> Found:
    """Run and note the seconds."""
    start = time.perf_counter()
    found = work()
    figures[name] = round(time.perf_counter() - start, 3)
    return found


def by_day(tables: Tables) -> Purchases:
    """Return the orders by customer and day, as every report needs them."""
    everyone = people(tables)
    bought = purchases(tables, everyone, [Period(date(2022, 1, 1), date(2024, 1, 8))]) if everyone else None
    if bought is None:
        sys.exit("no orders were drawn")
    return bought


def models(found: Histories, seconds: dict[str, float]) -> dict[str, float]:
    """Fit both models and value the customers; return what was found beside the truth."""
    one = found.history
    buying, fitted = timed(seconds, "bgnbd_fit_with_import_of_scipy", lambda: fit_buying(one))
    rounds: dict[str, float] = {}
    for turn in range(ROUNDS):
        timed(rounds, str(turn), lambda: fit_buying(one))
    seconds["bgnbd_fit"] = statistics.median(rounds.values())
    spends = Spends(x=one.x[found.place], m=found.spend, weight=np.ones(found.repeaters))
    spending, spent = timed(seconds, "gamma_gamma_fit", lambda: fit_spending(spends))
    both = Models(buying=fitted, spending=spent, sampled=np.ones(found.repeaters, dtype=bool))
    value, _ = timed(seconds, "value_and_interval", lambda: Worth(found, 0.1).interval(both))
    expected = timed(
        seconds,
        "purchases_and_interval",
        lambda: mean_of(lambda at: conditional_purchases(buying_at(at), 52.0, one.x, one.tx, one.T), fitted),
    )
    return {
        **{f"{name}/true": round(getattr(buying, name) / getattr(TRUTH, name), 4) for name in ("r", "alpha", "a", "b")},
        **{f"{name}/true": round(getattr(spending, name) / getattr(MONEY, name), 4) for name in "pqv"},
        "purchases_a_year": round(expected.value, 4),
        "value": round(value.value, 2),
        "value_se": round(value.se, 3),
    }


if __name__ == "__main__":
    seconds: dict[str, float] = {}
    engine = connect(threads=2)
    orders = timed(seconds, "draw", lambda: draw(engine, int(sys.argv[1]) if len(sys.argv) > 1 else CUSTOMERS))
    known = Tables(connection=engine, frames={"orders": nw.from_native(engine.table("orders")).lazy()})
    bought = timed(seconds, "orders_by_day", lambda: by_day(known))
    grouped = timed(seconds, "sufficient_statistics", lambda: histories(bought, bought.last))
    if grouped is None:
        sys.exit("no customers")
    estimates = models(grouped, seconds)
    held = seconds["bgnbd_fit"] < LIMIT
    sizes = {"customers": grouped.customers, "orders": orders, "groups": len(grouped.history.x)}
    print(json.dumps({"benchmark": "purchase", **sizes, "seconds": seconds, "found": estimates, "held": held}))
    sys.exit(0 if held else 1)
