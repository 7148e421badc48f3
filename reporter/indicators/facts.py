"""The facts of an analysis, as an ``Indicator`` holds those of a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reporter.model import Leg, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisFacts:
    """What an analysis is: ``name`` is its heading, ``inputs`` and ``source`` are as in ``Indicator``."""

    id: str
    code: str
    leg: Leg
    name: Message
    inputs: tuple[str, ...]
    source: str
    page: str = "method"
