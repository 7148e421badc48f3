"""What the answers about parts of the experience have to do with satisfaction or loyalty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from reporter.model.analyses.base import Analysis

if TYPE_CHECKING:
    from reporter.model.message import Message

#: Where a driver stands: important or not, and performing well or not (Martilla & James 1977).
DriverField = Literal["prioritise", "keep", "watch", "overdone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """One question about a part of the experience.

    ``share`` is its part of R² in per cent (all drivers together 100) with its 95 % interval, ``performance`` the mean
    of all its answers on 0–100 with its interval, ``inflation`` its variance inflation factor. A share has no sign:
    below 0, ``correlation`` (with the target) says that higher ratings go with lower ones of the target. ``certain``
    says that both intervals lie on one side of the cut lines, so that ``field`` does not hang on chance.
    """

    item: str
    name: Message
    share: float
    share_low: float
    share_high: float
    performance: float
    performance_low: float
    performance_high: float
    inflation: float
    correlation: float
    field: DriverField
    field_name: Message
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drivers(Analysis):
    """The drivers of ``target`` (the id of its indicator), the most important first.

    ``method`` is how R² was parted: "lmg", or "johnson" beyond twelve drivers. ``r2`` and ``r2_adjusted`` are 0–1.
    ``respondents`` of ``customers`` answered everything, ``complete`` per cent of those who have the target. The cut
    lines of the priority matrix are ``share_cut`` (per cent) and ``performance_cut``: 75 index points, or the drivers'
    mean where all lie on one side of 75 (``cut_rule``). ``apart`` holds the pairs of items of which the first certainly
    has the larger share. ``left_out`` are questions that do not count, with why. ``caveat`` stands beside every figure.
    """

    kind: ClassVar[str] = "drivers"

    target: str
    drivers: tuple[Driver, ...]
    method: Literal["lmg", "johnson"]
    r2: float
    r2_adjusted: float
    max_inflation: float
    respondents: int
    customers: int
    complete: float
    share_cut: float
    performance_cut: float
    cut_rule: Literal["75", "mean"]
    cut_words: Message
    apart: tuple[tuple[str, str], ...]
    left_out: tuple[tuple[Message, Message], ...]
    flags: tuple[str, ...]
    caveat: Message
