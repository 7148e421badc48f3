"""What every result of an analysis is: a frozen value that knows its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from reporter.model.message import Message


class Analysis:
    """Base of every result; a subclass lives in its own module and names itself in ``kind``."""

    __slots__ = ()
    kind: ClassVar[str] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotComputed(Analysis):
    """An analysis that the data do not bear, and why; ``n`` customers were there for it."""

    kind: ClassVar[str] = "not_computed"

    reason: Message
    n: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share in per cent with its 95 % interval; all three None where it may not be shown."""

    value: float | None
    low: float | None = None
    high: float | None = None
