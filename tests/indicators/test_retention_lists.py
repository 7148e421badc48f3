"""Retention through the whole way, from export and list to reading: merged ids, and those who are no customers.

The two rows of the edge table of RET1 (specification of indicators, 1.4) that need a list from the client.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from reporter.indicators import Plan, Settings, measure
from reporter.model import Period
from reporter.sources import CustomerLists, read
from reporter.store import open_tables
from tests.indicators.canonical import moved

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reporter.store import Tables

    Opener = Callable[..., Tables]

PLAN = Plan(period=Period(date(2024, 1, 1), date(2025, 1, 1)), settings=Settings(tau_days=365))
#: The exports reach back a year before the period: by an order of one who was no customer any more at its start.
HEAD, LONG_GONE = "Ordernr;Kundnr;Orderdatum;Belopp", "0;H;2022-06-01;100,50"
#: Forty customers bought in 2023; in 2024 thirty-six did again, and the last four under new numbers. Ten times each,
#: as fewer than five who left are never told.
RENUMBERED = [str(one * 10 + copy) for one in range(37, 41) for copy in range(10)]
BEFORE = [str(one * 10 + copy) for one in range(1, 41) for copy in range(10)]
AFTER = [f"N{one}" if one in RENUMBERED else one for one in BEFORE]
MERGED = "gammalt;nytt\n" + "".join(f"{one};N{one}\n" for one in RENUMBERED)


@pytest.fixture
def opened(tmp_path: Path) -> Opener:
    """Return a function that reads two years of orders with a client's lists, and opens the tables."""

    def run(before: Sequence[str], after: Sequence[str], merged: str = "", excluded: str = "") -> Tables:
        years = {2023: before, 2024: after}
        rows = [f"{year}-{one};{one};{year}-05-06;100,50" for year in years for one in years[year]]
        (tmp_path / "orders.csv").write_text("\n".join([HEAD, LONG_GONE, *rows]) + "\n")
        paths = {}
        for name, text in {"merged": merged, "excluded": excluded}.items():
            if text:
                paths[name] = tmp_path / f"{name}.csv"
                paths[name].write_text(text)
        read([tmp_path / "orders.csv"], folder=tmp_path / "data", key=b"k", lists=CustomerLists(**paths))
        return open_tables(tmp_path / "data")

    return run


def told(tables: Tables) -> tuple[float, int]:
    """Return retention in per cent (to six decimals), and of how many customers."""
    reading = measure(tables, PLAN).current.readings["retention"]
    assert reading.value is not None
    return round(reading.value, 6), reading.n_customers


def test_merged_ids_are_merged_before_start_and_end(opened: Opener) -> None:
    """Of 400 customers forty got a new number: 360/400 = 90 % by the exports alone, 400/400 by the client's list."""
    assert told(opened(BEFORE, AFTER)) == (90.0, 400)
    tables = opened(BEFORE, AFTER, merged=MERGED)
    assert told(tables) == (100.0, 400)
    flow = moved(tables, PLAN)
    assert (flow.start, flow.kept, flow.end, flow.new) == (400, 400, 400, 0)


def test_four_of_forty_are_merged_as_well(opened: Opener) -> None:
    """Before anything is kept from view: 36 kept, four lost and four new are forty kept, none lost and none new."""
    before, after = [one[:-1] for one in BEFORE[::10]], [one[:-1] for one in AFTER[::10]]
    flow = moved(opened(before, after), PLAN)
    assert (flow.start, flow.kept, flow.new) == (40, 36, 4)
    merged = "gammalt;nytt\n" + "".join(f"{one};N{one}\n" for one in range(37, 41))
    flow = moved(opened(before, after, merged=merged), PLAN)
    assert (flow.start, flow.kept, flow.new) == (40, 40, 0)


def test_two_numbers_of_one_customer_at_the_start_are_one(opened: Opener) -> None:
    """Ten customers had a second number in 2023 and the new one alone in 2024: 410 ids of 400 customers, all kept."""
    before = [*BEFORE, *(f"N{one}" for one in RENUMBERED[:10])]
    after = [*BEFORE[:360], *(f"N{one}" for one in RENUMBERED[:10]), *RENUMBERED[10:]]
    assert told(opened(before, after)) == (97.560976, 410)
    assert told(opened(before, after, merged=MERGED)) == (100.0, 400)


def test_those_who_are_no_customers_are_out_of_start_and_end(opened: Opener) -> None:
    """Thirty of 430 are tests, and never came back: 400/430 = 93 % of 430 with them, 400/400 without."""
    tests = [f"T{one}" for one in range(30)]
    assert told(opened([*BEFORE, *tests], BEFORE)) == (93.023256, 430)
    listed = "kundnr;orsak\n" + "".join(f"{one};test\n" for one in tests)
    assert told(opened([*BEFORE, *tests], BEFORE, excluded=listed)) == (100.0, 400)


def test_three_test_customers_of_forty_three_change_the_base(opened: Opener) -> None:
    """Before anything is kept from view: 40 of 43 were kept, and 40 of 40 are without the three."""
    before, after = [*BEFORE[:40], "T1", "T2", "T3"], BEFORE[:40]
    flow = moved(opened(before, after), PLAN)
    assert (flow.start, flow.kept) == (43, 40)
    flow = moved(opened(before, after, excluded="kundnr;orsak\nT1;test\nT2;internt\nT3;avliden\n"), PLAN)
    assert (flow.start, flow.kept) == (40, 40)


def test_where_everybody_is_left_out_retention_has_no_base(opened: Opener) -> None:
    """It says so, and is not 0 %."""
    listed = "kundnr;orsak\n" + "".join(f"{one};test\n" for one in BEFORE)
    reading = measure(opened(BEFORE, BEFORE, excluded=listed), PLAN).current.readings["retention"]
    assert reading.value is None
    assert reading.reason is not None
