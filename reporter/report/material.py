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
        Measurements,
        Merge,
        Message,
        Period,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One client's figures for one period, and what may be said of them.

    ``short`` is the client's name as charts and column heads carry it. ``titles``, ``leads`` and
    ``meanings`` hold generated sentences by page name; ``titles`` also by "page.figure"
    ("nps.trend"). ``dated`` is False where the data carry no day, so that the period is none of theirs.
    ``comparisons`` hold those against the previous period and against outside
    figures, the refused ones with their reason. ``definitions`` are the formulas by indicator id,
    ``flags`` the texts of the flags that readings carry.
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
    flags: Mapping[str, Message] = field(default_factory=dict)
