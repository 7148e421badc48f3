"""The seven marks of a loyal customer, and the four signs of high loyalty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from reporter.model.analyses.base import Analysis

if TYPE_CHECKING:
    from reporter.model.message import Message
    from reporter.model.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileMark:
    """One mark: ``reading`` says how far customers bear it, or why that is not known.

    ``behaviour`` tells that it was seen in what customers do, not in what they say.
    """

    id: str
    name: Message
    reading: Reading
    behaviour: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileSign:
    """One sign: ``readings`` are the ids of the indicators with a value that speak for it.

    ``judged`` are those of them that have level words (survey indices); where it is empty, there are none for the
    sign, and only its change against an earlier period can be judged.
    """

    id: str
    name: Message
    readings: tuple[str, ...]
    judged: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoyaltyProfile(Analysis):
    """The marks in the order of the source, the signs, and the share of kept customers who bought for more."""

    kind: ClassVar[str] = "loyalty_profile"

    marks: tuple[ProfileMark, ...]
    signs: tuple[ProfileSign, ...]
    revenue_rose: Reading
