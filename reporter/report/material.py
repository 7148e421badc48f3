"""Everything that a report is composed from; the pipeline fills it from the earlier stages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from reporter.model import (
        Comparison,
        Diagnostic,
        FileAccount,
        Finding,
        Leg,
        Measurements,
        Merge,
        Message,
        Period,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisText:
    """What the method page says of an analysis beside its figures: name, leg, papers, and how it is made."""

    name: Message
    leg: Leg
    source: str
    formula: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One client's figures for one period, and what may be said of them.

    ``short`` is the client's name as charts and column heads carry it. ``titles``, ``leads`` and
    ``meanings`` hold generated sentences by page name; ``titles`` also by "page.figure"
    ("nps.trend"). ``dated`` is False where the data carry no day, so that the period is none of theirs.
    ``comparisons`` hold those against the previous period, the same one last year and outside
    figures, the refused ones with their reason. ``definitions`` are the formulas by indicator id,
    ``analyses`` the texts by analysis id, ``flags`` those of the flags that readings carry. ``screened`` are the
    segments that were tested against the other customers, and how many of them stand out. ``seed`` starts
    every random draw. ``client_id`` is the client's slug in its workspace, empty in a one-off report.
    """

    client: str
    short: str
    period: Period
    previous: Period | None
    published: date
    dated: bool = True
    currency: str
    measurements: Measurements
    comparisons: tuple[Comparison, ...] = ()
    findings: tuple[Finding, ...] = ()
    titles: Mapping[str, Message] = field(default_factory=dict)
    leads: Mapping[str, Message] = field(default_factory=dict)
    meanings: Mapping[str, Message] = field(default_factory=dict)
    files: tuple[FileAccount, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    merges: tuple[Merge, ...] = ()
    definitions: Mapping[str, Message] = field(default_factory=dict)
    analyses: Mapping[str, AnalysisText] = field(default_factory=dict)
    flags: Mapping[str, Message] = field(default_factory=dict)
    screened: tuple[int, int] = (0, 0)
    seed: int | None = None
    client_id: str = ""
