"""Pages with room to spare: their charts grow, so that no page ends in a void."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.model import Figure, Message, Table, Text

if TYPE_CHECKING:
    from reporter.model import Block, Page

#: mm that blocks may fill under a title and a lead of two lines each, a Danish text's growth kept free.
TARGET = 195.0
#: mm: the live width, and what captions, sources, gaps, rows and boxes take.
WIDTH, CAPTION, TITLE, SOURCE, GAP, ROW, GROUP, HEAD = 170.0, 12.0, 6.0, 5.5, 5.8, 6.0, 9.0, 6.0
TEXTS, NOTE, CARDS, EQUATION, MEANING = 42.0, 44.0, 40.0, 6.0, 15.0
BESIDE = 55.0  # mm beside a table in which the meaning stands
#: How much higher a chart may get; rows set apart by more than half their height no longer read as one table.
MOST = 1.6
MOST_ROWS = {"intervals": 1.3, "diverging": 1.2}
#: mm kept free where texts of unknown length stand under the charts.
RESERVED = {"summary": 14.0}
#: Pages whose blocks are placed by hand to fill the sheet.
FIXED = frozenset({"cover", "method", "customer_value"})


def stretched(page: Page) -> Page:
    """Return a page whose charts fill the sheet; one that is full already stays as it is."""
    if page.name in FIXED:
        return page
    spare = TARGET - RESERVED.get(page.name, 0.0) - filled(page, 1.0)
    growth = filled(page, MOST) - filled(page, 1.0)
    if spare <= 0 or growth <= 0:
        return page
    factor = 1.0 + (MOST - 1.0) * min(1.0, spare / growth)
    return replace(page, blocks={name: _higher(block, factor) for name, block in page.blocks.items()})


def filled(page: Page, factor: float) -> float:
    """Return about how many mm a page's blocks take with charts higher by a factor; narrow ones stand in pairs."""
    heights: list[float] = []
    room = 0.0  # beside the last block
    for block in page.blocks.values():
        wide, high = _width(block), _height(_higher(block, factor))
        if wide <= room:
            heights[-1] = max(heights[-1], high)
            room = 0.0
        else:
            heights.append(high)
            room = WIDTH - wide
    if page.meaning and room < BESIDE:
        heights.append(MEANING)
    return sum(heights) + GAP * max(len(heights) - 1, 0)


def _higher(block: Block, factor: float) -> Block:
    """Return a chart higher by the factor that its kind bears; any other block is left alone."""
    if not isinstance(block, Figure):
        return block
    return replace(block, height=round(block.height * min(factor, MOST_ROWS.get(block.data.kind, MOST)), 1))


def _width(block: Block) -> float:
    if isinstance(block, Figure):
        return block.width
    if isinstance(block, Table):
        return sum(column.width for column in block.columns)
    return 54.0 if isinstance(block, Text) else WIDTH


def _source_height(block: Figure) -> float:
    """Return what the line under a figure takes; one that holds other messages runs over two lines."""
    if block.source is None:
        return 0.0
    return 2 * SOURCE if any(isinstance(value, Message) for _, value in block.source.args) else SOURCE


def _height(block: Block) -> float:
    if isinstance(block, Figure):
        return block.height + CAPTION + _source_height(block)
    if isinstance(block, Table):
        rows = sum(GROUP if row.kind == "group" else ROW for row in block.rows)
        return (
            rows
            + HEAD
            + (CAPTION if block.subtitle else TITLE if block.title else 0.0)
            + (SOURCE if block.source else 0.0)
        )
    if isinstance(block, Text):
        return NOTE
    first = type(block[0]).__name__
    return {"Card": CARDS, "Text": TEXTS}.get(first, EQUATION)
