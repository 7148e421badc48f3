"""How support cases were handled, by the channel that they came in by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from reporter.model.analyses.base import Analysis, Share

if TYPE_CHECKING:
    from reporter.model.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A median in hours with its 95 % interval; all three None where it may not be shown or is not known.

    ``whole_days``: the export knows no time of day.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    whole_days: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One channel: its stable ``code``, its ``name``, and how its cases were handled."""

    code: str
    name: Message
    cases: int
    customers: int
    reply: Hours
    resolution: Hours
    solved_first: Share
    satisfied: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels(Analysis):
    """The channels with enough cases and customers, most cases first.

    ``cases`` are all of the period with a channel, ``rest`` those of the channels that are not told; ``without`` is
    the share of all cases, in per cent, that name no channel, None where those are one to four. A customer may have
    used several channels: customers do not add up.
    """

    kind: ClassVar[str] = "channels"

    channels: tuple[Channel, ...]
    cases: int
    rest: int
    without: float | None
    notes: tuple[Message, ...] = ()
