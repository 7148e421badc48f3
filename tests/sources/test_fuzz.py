"""A thousand invented exports in every layout and with every damage: no traceback, no wrong number, no lost row.

``fuzz/`` makes them, each from its seed, and knows what they say. A failure names the seed; then
``generate(seed).notes`` tells how the file was made. ``tests/speed/fuzz.py`` reads many more.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reporter.errors import InputError
from reporter.sources.cells.dates import find_date_format, read_day
from reporter.sources.cells.numbers import find_number_format, read_number
from tests.sources.fuzz import amounts, days
from tests.sources.fuzz.check import Verdict, judge_all
from tests.sources.fuzz.generate import generate

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES, CHUNK = 1008, 42
CHUNKS = [range(first, first + CHUNK) for first in range(0, FILES, CHUNK)]
NUMBERS = st.builds(
    lambda signs, **more: amounts.NumberStyle(decimal=signs[0], group=signs[1], **more),
    st.sampled_from([(sign, group) for sign in ",." for group in amounts.GROUPS[sign]]),
    places=st.sampled_from(["two", "general", "whole", "three"]),
    minus=st.sampled_from(["-", "\u2212", "–", "?", "behind"]),
    unit=st.sampled_from(amounts.UNITS),
)
#: Order, sign between the parts, whether the year may be short.
ORDERS = [("ymd", "-", False), ("ymd", "/", False), ("dmy", "/", True), ("dmy", "-", True), ("dmy", ".", True),
          ("mdy", "/", True), ("words", " ", True), ("words", ". ", False), ("compact", "", False),
          ("serial", "", False)]  # fmt: skip
DAYS = st.builds(
    lambda order, short, **more: days.DayStyle(order=order[0], sign=order[1], short=short and order[2], **more),
    st.sampled_from(ORDERS),
    st.booleans(),
    time=st.sampled_from(["", " 14:05"]),
    padded=st.booleans(),
    language=st.sampled_from(["sv", "da", "en"]),
)


@pytest.fixture(scope="module")
def verdicts() -> Iterator[list[Future[list[tuple[int, Verdict]]]]]:
    """Judge all chunks in two processes, which halves the time."""
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield [pool.submit(judge_all, chunk) for chunk in CHUNKS]
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("chunk", range(len(CHUNKS)), ids=lambda at: f"seeds {CHUNKS[at].start}-{CHUNKS[at].stop - 1}")
def test_what_an_export_says_is_read(chunk: int, verdicts: list[Future[list[tuple[int, Verdict]]]]) -> None:
    """Each file is read into its truth, or refused where the truth allows it; the books and the gaps agree."""
    faults = [f"seed {seed}: {fault}" for seed, verdict in verdicts[chunk].result() for fault in verdict.faults]
    assert not faults, "\n".join(faults)


def test_the_generator_is_telling() -> None:
    """All kinds of files are among the seeds, and most of them must be read: a refusal is no way out."""
    exports = [generate(seed) for seed in range(300)]
    assert {one.truth.table for one in exports} == {
        "orders", "order_lines", "subscriptions", "tickets", "responses",
    }  # fmt: skip
    assert {one.name.partition(".")[2] for one in exports} >= {"csv", "txt", "csv.gz", "zip", "xlsx"}
    assert sum(not one.truth.must_refuse for one in exports) > 240
    assert sum(not one.truth.may_refuse for one in exports) > 180
    assert generate(7).content == generate(7).content


@settings(max_examples=80, deadline=None)
@given(style=NUMBERS, sizes=st.lists(st.integers(-(10**10), 10**10), min_size=1, max_size=12))
def test_numbers_are_read_as_written(style: amounts.NumberStyle, sizes: list[int]) -> None:
    """A column of one style gives its numbers back; where it is open it is refused, and read after an answer."""
    values = [amounts.fitting(size, style) for size in sizes]
    written = [amounts.write_number(value, style) for value in values]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE cells AS SELECT unnest(?) AS c", [written])

        def read(told: str | None) -> list[object]:
            form = find_number_format(connection, "cells", "c", header="Belopp", file="a.csv", told=told)
            rows = connection.execute(f"SELECT {read_number('c', form)} FROM cells").fetchall()  # noqa: S608
            return [value for (value,) in rows]

        if amounts.is_open(written):
            with pytest.raises(InputError) as fault:
                read(None)
            assert fault.value.code in {"D111", "D112"}
            assert read(style.decimal) == values
        else:
            assert read(None) == values


@settings(max_examples=80, deadline=None)
@given(style=DAYS, some=st.lists(st.dates(date(1990, 1, 1), date(2059, 12, 31)), min_size=1, max_size=12))
def test_days_are_read_as_written(style: days.DayStyle, some: list[date]) -> None:
    """A column of one style gives its days back; where it is open it is refused, and read after an answer."""
    assume(not style.short or all(day.year >= 2000 for day in some))
    written = [days.write_day(day, style) for day in some]
    wanted = [days.epoch(day) for day in some]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE cells AS SELECT unnest(?) AS c", [written])

        def read(told: str | None) -> list[object]:
            form = find_date_format(connection, "cells", "c", header="Datum", file="a.csv", told=told)
            return [day for (day,) in connection.execute(f"SELECT {read_day('c', form)} FROM cells").fetchall()]  # noqa: S608

        order = style.order if style.order in {"dmy", "mdy"} else None
        try:
            found = read(None)
        except InputError as fault:
            assert fault.code == "D113"  # noqa: PT017 - a question is an answer too, where the column leaves it open
            assert order
            assert days.is_open(written, style) or style.short or all(day.day == day.month for day in some)
            found = read(order)
        else:
            assert not days.is_open(written, style)
        assert found == wanted
