"""What an indicator's ``measure`` receives: one period of one client or one of its segments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from reporter.indicators.groups import Groups

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.indicators.plan import Settings
    from reporter.indicators.queries.corners import Corners
    from reporter.indicators.queries.deliveries import Deliveries
    from reporter.indicators.queries.handling import Handling
    from reporter.indicators.queries.mailing import Mailing
    from reporter.indicators.queries.pairs import Pair
    from reporter.indicators.queries.recurring import Recurring
    from reporter.indicators.sums import Block, Complaints, Contracts, Item, Orders, Transition
    from reporter.model import Analysis, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What makes a customer active: a running contract, or an order within ``tau_days``.

    ``orders_too`` says that the data also hold orders, ``fallback`` that τ is 365 for want of repeat purchases.
    """

    name: Literal["contract", "activity"]
    tau_days: int | None
    grace_days: int | None = None
    orders_too: bool = False
    fallback: bool = False

    @property
    def method(self) -> str:
        """The rule as a stable code: ``contract-30`` or ``activity-90``."""
        return f"{self.name}-{self.grace_days if self.name == 'contract' else self.tau_days}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The sums of one period, for the whole client (``segment`` None) or one segment.

    A part that the data do not hold is None or empty. ``first_order`` and ``last_order`` are epoch days
    over all data; they decide whether there is enough history. ``contract_gap`` says what the contracts lack
    for anyone to be seen to leave: they are all undated, or none has ended; ``first_ended`` is the epoch day on which
    the first of them did. ``analyses`` are there for the
    report's own period only, never for a segment.
    """

    period: Period
    settings: Settings
    segment: str | None = None
    items: Mapping[str, Item] = field(default_factory=dict)
    blocks: Mapping[str, Block] = field(default_factory=dict)
    groups: Groups = field(default_factory=Groups)
    answers: int | None = None
    orders: Orders | None = None
    order_lines: int | None = None
    first_order: int | None = None
    last_order: int | None = None
    rule: Rule | None = None
    transition: Transition | None = None
    contracts: Contracts | None = None
    contract_gap: Literal["undated", "never_ended"] | None = None
    first_ended: int | None = None
    complaints: Complaints | None = None
    handling: Handling | None = None
    deliveries: Deliveries | None = None
    mailing: Mailing | None = None
    recurring: Recurring | None = None
    corners: Corners | None = None
    pairs: Mapping[str, Pair] = field(default_factory=dict)
    analyses: Mapping[str, Analysis] = field(default_factory=dict)
