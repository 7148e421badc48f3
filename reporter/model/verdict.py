"""Comparisons and what may be said of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from reporter.model.message import Message
    from reporter.model.reading import Reading, Unit


class Grade(StrEnum):
    """How well a published figure is founded (specification of indicators, part 4.1)."""

    A = "A"  # official statistic or authority
    B = "B"  # independent institute or sector body, published method and base
    C = "C"  # consultancy, vendor, trade association, or B seen only through the press
    D = "D"  # unsourced claim
    OWN = "own"  # the consultancy's or client's own comparison figure


class Verdict(StrEnum):
    """What a difference allows us to say."""

    CLEAR = "clear"  # V1: certain and relevant
    SMALL = "small"  # V2: certain, but small
    UNCLEAR = "unclear"  # V3: within the margin of error
    EQUAL = "equal"  # V4: certainly within the smallest relevant difference
    UNTESTED = "untested"  # V5: not compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """One outside figure, with everything that decides whether it may be compared.

    ``se`` is the published or ruled standard error; without it and without ``n`` nothing is tested.
    """

    indicator: str
    value: float
    unit: Unit
    publisher: str
    study: str
    year: int
    measured: date
    grade: Grade
    instrument: str = ""
    scale: str = ""
    kind: str = ""  # relationship | transaction
    contract: str = ""  # contract | activity
    months: int | None = None
    market: str = ""  # b2b | b2c
    industry: str = ""
    country: str = ""
    n: int | None = None
    se: float | None = None
    best: float | None = None
    retrieved: str = ""
    url: str = ""
    label: str = ""
    license: str = ""
    note: str = ""  # what a reader must know before using the figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A reading against another figure. ``gap`` = ours − theirs, with its 95 % interval.

    ``benchmark`` is None when the other figure is our own earlier reading (of the previous period, or of the
    same period last year), ``other`` then holds it.
    ``good`` says whether the gap is good news; None where that cannot be said.
    """

    against: Literal["previous", "last_year", "benchmark"]
    reading: Reading
    benchmark: Benchmark | None = None
    other: Reading | None = None
    gap: float | None = None
    low: float | None = None
    high: float | None = None
    verdict: Verdict = Verdict.UNTESTED
    good: bool | None = None
    reference_only: bool = False  # grade C, or older than 24 months: a grey reference
    reason: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence that the data bear, with a headline; ``weight`` orders findings, heaviest first."""

    id: str
    headline: Message
    text: Message
    verdict: Verdict
    good: bool | None
    weight: float
    indicators: tuple[str, ...] = ()
