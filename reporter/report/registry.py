"""The pages of a report: every module in ``reporter.report.pages``, found by listing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from reporter.report import pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from reporter.model import LeftOutPage, Message, Page
    from reporter.report.material import Material


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSpec:
    """One page module: its place in the report, what it needs, and how it is built.

    The page is left out unless one of the indicators in ``needs`` has a printable reading
    (empty: it is always there); ``missing`` then says what the data lack.
    """

    name: str
    order: int
    topic: Message
    needs: tuple[str, ...]
    missing: Message
    build: Callable[[Material, int], Page | LeftOutPage]


@cache
def page_specs() -> tuple[PageSpec, ...]:
    """Return every page in reading order."""
    found = []
    for entry in iter_modules(pages.__path__):
        module = import_module(f"{pages.__name__}.{entry.name}")
        found.append(
            PageSpec(
                name=module.NAME,
                order=module.ORDER,
                topic=module.TOPIC,
                needs=module.NEEDS,
                missing=module.MISSING,
                build=module.build,
            )
        )
    return tuple(sorted(found, key=lambda spec: (spec.order, spec.name)))
