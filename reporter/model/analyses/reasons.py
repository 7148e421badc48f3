"""Why contracts ended, in the customers' own words as the client keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from reporter.model.analyses.base import Analysis, Share

if TYPE_CHECKING:
    from reporter.model.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason that at least five customers gave; ``text`` is the client's own wording of it."""

    text: str
    customers: int
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons(Analysis):
    """The reasons of the ``customers`` whose contract ended in the period, the most frequent first.

    ``rest`` gave another reason or none; the two are not told apart. ``stated`` is the share who gave any. Shares
    are of all ``customers``, in per cent, without a value where there are fewer than 30.
    """

    kind: ClassVar[str] = "reasons"

    customers: int
    reasons: tuple[Reason, ...]
    rest: int
    rest_share: Share
    stated: Share
    note: Message
