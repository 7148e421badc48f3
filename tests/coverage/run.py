"""How often nominal 95 % intervals hold the truth: ``make coverage`` writes the tables into docs/coverage.md.

Run by hand: ``python tests/coverage/run.py`` prints the tables, with ``--write`` they replace those of the page.
Every cell has random numbers of its own, so that the figures do not depend on how many processes there are.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a process a core; set before numpy is there

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.coverage import _changes, _exact, _samples
from tests.coverage._count import Cell, table

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).parents[2] / "docs" / "coverage.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->\n"
SIZES = (30, 50, 100, 300, 1000)
#: The triad asks for 50 customers a leg; beyond 1,000 customers groups of several are resampled.
TRIAD_SIZES = (50, 100, 300, 1000, 3000)
SHOP_SIZES = (*SIZES, 3000)
PAIRED = (0.0, 0.5, 1.0)
CHANGED_SHOPS = ("σ 0.5, 0.5", "σ 1.0, 0.6")
#: How many had ordered before, and how many times as much as the new they buy.
RETURNING = ((0.6, 1.0), (0.9, 1.0), (0.9, 2.0))
Job = tuple[str, str, tuple[object, ...]]


def jobs() -> list[Job]:
    """Return what is to be run: the heading of its table, the function and its arguments."""
    once, several, weighted, both = (False, False), (True, False), (False, True), (True, True)
    mixes = ("50 % promoters, 20 % detractors", "85 %, 3 %")
    return [
        *(("Single answers", "nps", (mix, n)) for mix in _exact.MIXES for n in SIZES),
        *(("Single answers", "csat", (share, n)) for share in _exact.SATISFIED for n in SIZES),
        *(("Retention", "retention", (share, n)) for share in _exact.KEPT for n in SIZES),
        *(
            ("Repeated and weighted answers", "answers_nps", (mix, ways, n))
            for mix in mixes
            for ways in (several, weighted, both)
            for n in SIZES
        ),
        *(
            ("Repeated and weighted answers", "answers_csat", (ways, n))
            for ways in (once, several, weighted, both)
            for n in SIZES
        ),
        *(("Orders", "shop", (shop, n)) for shop in _samples.SHOPS for n in SHOP_SIZES),
        *(
            ("Revenue from returning customers", "returning", (shop, share, times, n))
            for shop in CHANGED_SHOPS
            for share, times in RETURNING
            for n in SIZES[:4]
        ),
        *(("Order value, not marked as skewed", "unmarked", (s, n)) for s in _samples.SHOPS for n in SIZES[:4]),
        *(("Contracts and support cases", "contracts", (0.5, n)) for n in SIZES[:4]),
        *(("Contracts and support cases", "cases", (n,)) for n in (30, 100)),
        *(("The triad", "triad", (n,)) for n in TRIAD_SIZES),
        *(("Differences between two periods", "survey_change", (share, n)) for share in PAIRED for n in (50, 100)),
        ("Differences between two periods", "survey_change", (0.5, 300)),
        *(
            ("Differences between two periods", "shop_change", (shop, share, n))
            for shop in CHANGED_SHOPS
            for share in PAIRED
            for n in (30, 50, 100)
        ),
    ]


CELLS: dict[str, Callable[..., list[Cell]]] = {
    "nps": _exact.nps_cell,
    "csat": _exact.csat_cell,
    "retention": _exact.retention_cell,
    "answers_nps": _samples.nps_cell,
    "answers_csat": _samples.csat_cell,
    "shop": _samples.shop_cell,
    "returning": _samples.returning_cell,
    "unmarked": _samples.unmarked_cell,
    "contracts": _samples.contracts_cell,
    "cases": _samples.cases_cell,
    "triad": _samples.triad_cell,
    "survey_change": _changes.survey_cell,
    "shop_change": _changes.shop_cell,
}


def run(job: Job) -> list[Cell]:
    """Run one job."""
    return CELLS[job[1]](*job[2])


def figures(found: list[tuple[str, list[Cell]]]) -> str:
    """Return the tables as Markdown, and what lies outside 93–97 %."""
    lines: list[str] = []
    for heading in dict.fromkeys(heading for heading, _ in found):
        cells = [cell for at, some in found if at == heading for cell in some]
        drawn = [cell.error for cell in cells if cell.error]
        error = f"Monte Carlo standard error at most {100 * max(drawn):.1f} points." if drawn else "Exact."
        lines += [f"### {heading}", "", error, "", *table(cells), ""]
    every = [cell for _, cells in found for cell in cells]
    low, high = (sum(cell.mark == mark for cell in every) for mark in ("low", "high"))
    withheld = max(cell.withheld for cell in every)
    within = len(every) - low - high
    lines.append(f"Of {len(every)} cells {within} lie within 93–97 %, {low} below and {high} above.")
    lines += [
        f"At most {100 * withheld:.1f} % of a cell’s readings were withheld (one customer with most of the revenue,",
        "or a change of uneven amounts of fewer than 50 customers, which is not tested).",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Run all jobs on all cores; print the tables, or put them into the page."""
    start, todo = time.perf_counter(), jobs()
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        found = list(zip((heading for heading, *_ in todo), pool.map(run, todo), strict=True))
    text = figures(found)
    if "--write" in sys.argv:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(before + BEGIN + "\n" + text + END + rest.partition(END)[2], encoding="utf-8")
    else:
        sys.stdout.write(text)
    sys.stderr.write(f"{time.perf_counter() - start:.0f} s\n")


if __name__ == "__main__":
    main()
