"""How full a page is, and how pages with little on them share a sheet: no page stands half empty."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.model import Figure, Page, Table, Text, msg

if TYPE_CHECKING:
    from reporter.model import Block

#: mm: the width of the live area, what a caption takes, and the height of rows and boxes.
WIDTH, CAPTION, GAP, ROW, GROUP, TEXT, CARDS, MEANING, HEAD = 170.0, 11.0, 5.8, 6.9, 9.6, 24.0, 40.0, 17.0, 14.0
#: A page under this height looks empty; what shares a sheet must not exceed the second.
THIN, SHEET = 112.0, 222.0
#: Pages that may share a sheet with their neighbour.
SHARING = frozenset({"satisfaction", "nps", "value", "customer_value", "loyalty"})

NAME = "results"
TOPIC = msg("Results")


def height(page: Page) -> float:
    """Return about how many mm of the sheet a page's blocks fill; narrow blocks stand side by side."""
    return sum(_height(block) for block in page.blocks.values()) + (MEANING if page.meaning else 0.0)


def _height(block: Block) -> float:
    if isinstance(block, Figure):
        return (block.height + CAPTION + GAP) * min(block.width / WIDTH, 1.0)
    if isinstance(block, Table):
        rows = sum(GROUP if row.kind == "group" else ROW for row in block.rows)
        return (rows + 2 * CAPTION + GAP) * min(sum(column.width for column in block.columns) / WIDTH, 1.0)
    if isinstance(block, Text):
        return TEXT
    return CARDS + GAP


def share(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Return the pages with thin neighbours put together, numbered anew."""
    groups: list[list[Page]] = []
    for page in pages:
        if groups and _fits(groups[-1], page):
            groups[-1].append(page)
        else:
            groups.append([page])
    kept = [group[0] if len(group) == 1 else _together(group) for group in groups]
    return tuple(replace(page, number=number) for number, page in enumerate(kept))


def _fits(group: list[Page], page: Page) -> bool:
    """Tell whether a page may join a group: all thin, and low enough together."""
    both = [*group, page]
    thin = all(one.name in SHARING and height(one) < THIN for one in both)
    return thin and sum(height(one) - (MEANING if one.meaning else 0.0) + HEAD for one in both) <= SHEET


def _together(group: list[Page]) -> Page:
    """Return one page of several: the first gives the title, the others keep theirs as headings."""
    blocks: dict[str, Block] = {}
    for page in group:
        if page is not group[0]:
            lead = (page.lead,) if page.lead is not None else ()
            blocks[f"{page.name}.head"] = Text(headline=page.title, paragraphs=lead)
        blocks |= {f"{page.name}.{name}": block for name, block in page.blocks.items()}
    return Page(
        name=NAME,
        number=group[0].number,
        topic=TOPIC,
        title=group[0].title,
        lead=group[0].lead,
        blocks=blocks,
    )
