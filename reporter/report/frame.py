"""What every content page has: number, topic, title, lead and meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model import Block, Message
    from reporter.report.material import Material


def page(
    material: Material,
    name: str,
    number: int,
    topic: Message,
    blocks: Mapping[str, Block | None],
    otherwise: Message,
) -> Page:
    """Return a page with the generated sentences; ``otherwise`` is its title where none was generated.

    Blocks that are None or empty are dropped: a template asks for what is there.
    """
    return Page(
        name=name,
        number=number,
        topic=topic,
        title=material.titles.get(name, otherwise),
        lead=material.leads.get(name),
        blocks={key: block for key, block in blocks.items() if block},
        meaning=material.meanings.get(name),
    )
