"""The analyses, found by listing ``analyses/``: one module each."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, cast

from reporter.indicators import analyses
from reporter.indicators.registry import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.indicators.facts import AnalysisFacts
    from reporter.indicators.ground import Ground
    from reporter.model import Analysis, Message


class AnalysisModule(Protocol):
    """What a module of the analyses offers."""

    ANALYSIS: AnalysisFacts
    FORMULA: Message

    def analyse(self, ground: Ground) -> Analysis:
        """Return the result, or ``NotComputed`` with the reason."""


@cache
def analysis_modules() -> Mapping[str, AnalysisModule]:
    """Return every analysis' module by its id, in alphabetical order.

    Raises:
        ValueError: a module's name is not its analysis' id.
    """
    found = {name: cast("AnalysisModule", module) for name, module in listed(analyses).items()}
    for name, module in found.items():
        if module.ANALYSIS.id != name:
            raise ValueError(f"analyses/{name}.py declares {module.ANALYSIS.id}")
    return MappingProxyType(found)
