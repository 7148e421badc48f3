"""Pages that would end in a void."""

from __future__ import annotations

from dataclasses import replace

from reporter.charts import sparkline
from reporter.model import Figure, Page, msg
from reporter.report import compose
from reporter.report.stretch import MOST, TARGET, filled, stretched
from tests.report.example import material, only


def page(*figures: Figure, name: str = "nps") -> Page:
    """Return a page of these figures."""
    blocks = {f"figure{place}": one for place, one in enumerate(figures)}
    return Page(name=name, number=1, topic=msg("x"), title=msg("x"), blocks=blocks)


def figure(height: float, width: float = 170.0) -> Figure:
    """Return a small chart."""
    return Figure(data=sparkline.Data(values=(1.0, 2.0)), width=width, height=height, alt=msg("x"))


def test_narrow_figures_stand_side_by_side() -> None:
    """Two figures of half the width take the height of the higher one: 60 and its caption of 12."""
    assert filled(page(figure(40, 82), figure(60, 82)), 1.0) == 72.0


def test_a_full_page_stays_as_it_is() -> None:
    """A chart that fills the sheet is not touched, and neither is a page set by hand."""
    full, fixed = page(figure(TARGET)), page(figure(20), name="cover")
    assert stretched(full) is full
    assert stretched(fixed) is fixed


def test_a_thin_page_grows_as_far_as_its_charts_bear() -> None:
    """A single chart of 50 mm grows by the most that is allowed, and no more."""
    grown = stretched(page(figure(50))).blocks["figure0"]
    assert isinstance(grown, Figure)
    assert grown.height == 50 * MOST


def test_no_page_of_the_report_grows_over_its_sheet() -> None:
    """Whatever is missing from the data, growing never fills more than the target."""
    for client in (material(), only("nps", "csat", "answers"), only("nki", "nps", "pvalue_idx", "answers")):
        for one in compose(client).pages:
            if one != stretched(one):
                assert filled(one, 1.0) <= TARGET
    assert stretched(replace(page(figure(100)), meaning=msg("x"))).blocks
