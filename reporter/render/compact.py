"""Pages that would run over their sheet, set closer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.model import Figure

if TYPE_CHECKING:
    from reporter.model import Block, Page, Report

#: The page that may run over several sheets.
LONG = "method"
LOWER = 0.86  # of a figure's height: what its rows and lines bear


def overfull(sheets: tuple[str, ...]) -> frozenset[str]:
    """Return the pages that take more than one sheet and should not."""
    return frozenset(name for name, count in Counter(sheets).items() if count > 1 and name != LONG)


def compacted(report: Report, names: frozenset[str]) -> Report:
    """Return the report with lower figures on these pages; charts over tables keep their height."""
    return replace(report, pages=tuple(_lower(page) if page.name in names else page for page in report.pages))


def _lower(page: Page) -> Page:
    return replace(page, blocks={name: _block(block) for name, block in page.blocks.items()})


def _block(block: Block) -> Block:
    return replace(block, height=round(block.height * LOWER, 1)) if isinstance(block, Figure) else block
