"""What the documentation says that a reading may carry, against what readings do carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reporter.cli.carried import CENSUS, Carried, carried
from reporter.indicators import FLAGS, Plan, indicators, measure
from reporter.report.definitions import METHODS
from reporter.store import connect
from tests.indicators.canonical import canonical
from tests.indicators.generated import YEAR, generated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.model import Reading


def of(name: str) -> Carried:
    """Return what an indicator's reading may carry."""
    return carried(f"reporter.indicators.catalogue.{name}")


@pytest.fixture(scope="module")
def readings() -> Iterator[list[Reading]]:
    """Return readings of a generated client: of two years, those before them, and the segments."""
    connection = connect(threads=2)
    tables = canonical(connection, **generated())
    found = []
    for period in (YEAR, YEAR.previous()):
        measured = measure(tables, Plan(period=period, previous=period.previous()))
        found += [*measured.current.readings.values()]
        found += [*measured.previous.readings.values()] if measured.previous else []
        found += [one.reading for parts in measured.segments.values() for one in parts]
    yield found
    connection.close()


def test_a_reading_carries_only_what_is_documented(readings: list[Reading]) -> None:
    """Every flag and every method of some hundred readings was found in the code of its indicator."""
    assert len(readings) > 100
    for one in readings:
        known = of(one.indicator.id)
        assert set(one.flags) <= set(known.flags), one.indicator.id
        if one.value is not None:
            assert one.method.partition("/")[0] in known.methods, one.indicator.id


def test_flags_are_found_through_calls() -> None:
    """One of the module itself, one of a function that it calls, one put on the question before."""
    assert {"overall_item", "small_base", "transaction"} <= set(of("csat").flags)
    assert {"few_events", "suppressed"} <= set(of("complaint_rate").flags)
    assert of("nps").methods == ("adjusted_wald",)
    assert of("orders").methods == (CENSUS,)


def test_a_full_count_carries_no_flag_of_a_survey() -> None:
    """What is not read off a question or an index of questions cannot carry its flags."""
    survey = {"transaction", "kinds_apart", "scales_apart", "undated", "single_item", "low_alpha"}
    assert not survey & set(of("retention").flags)
    assert not survey & set(of("revenue").flags)


@pytest.mark.parametrize("name", indicators())
def test_every_method_has_a_name_on_the_method_page(name: str) -> None:
    """What an interval was made by is told in the reader's language, whichever way the reading took."""
    assert set(of(name).methods) <= {CENSUS, *METHODS}


def test_methods_are_found_where_they_are_handed_on() -> None:
    """As a keyword, by the place of the parameter, and as the parameter's default."""
    assert of("order_lines").methods == (CENSUS,)
    assert of("freq").methods == ("bootstrap_t",)
    assert of("repeat_rate").methods == ("wilson",)


def test_an_analysis_that_an_indicator_is_read_off_is_followed() -> None:
    """The median time as a customer carries what the survival curve carries."""
    curve = carried("reporter.indicators.analyses.survival", "analyse")
    assert "inactivity" in curve.flags
    assert set(curve.flags) <= set(of("km_median").flags)


@pytest.mark.parametrize("name", indicators())
def test_the_order_is_that_of_the_glossary(name: str) -> None:
    """The page is the same at every run: flags in the order of the glossary, methods by the alphabet."""
    found = of(name)
    assert list(found.flags) == [code for code in FLAGS if code in found.flags]
    assert list(found.methods) == sorted(found.methods)
    assert found.methods
