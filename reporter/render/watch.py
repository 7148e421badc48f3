"""WeasyPrint only logs what goes wrong; here it becomes an error."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reporter.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Remarks that are no faults, each with the reason.
ALLOWED: tuple[str, ...] = ()


class _Collector(logging.Handler):
    """Keeps warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line unless it is allowed."""
        line = record.getMessage()
        if not line.startswith(ALLOWED):
            self.lines.append(line)


@contextmanager
def no_complaints() -> Iterator[None]:
    """Run a rendering; whatever WeasyPrint remarks ends it.

    Raises:
        RenderError: R301, with the first remark.
    """
    logger, collector = logging.getLogger("weasyprint"), _Collector()
    propagate, logger.propagate = logger.propagate, False
    # WeasyPrint's own handler prints to the terminal, which belongs to the command
    handlers, logger.handlers = logger.handlers, [collector]
    try:
        yield
    finally:
        logger.handlers, logger.propagate = handlers, propagate
    if collector.lines:
        raise RenderError(
            "R301",
            f"a page could not be set as designed: {collector.lines[0]}",
            help="this is a fault of a template or brand",
        )
