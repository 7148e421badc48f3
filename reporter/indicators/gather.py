"""From tables to one basis per period and segment: the only place that asks the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from reporter.indicators.basis import Basis, Rule
from reporter.indicators.ground import Ground
from reporter.indicators.groups import Groups
from reporter.indicators.queries import activity, concentration, orders, service
from reporter.indicators.queries.corners import corner_sums
from reporter.indicators.queries.customers import NO_SEGMENT, people
from reporter.indicators.queries.deliveries import deliveries_sums
from reporter.indicators.queries.groups import Grouped, groups_of
from reporter.indicators.queries.handling import handling_sums
from reporter.indicators.queries.mailing import mailing_sums
from reporter.indicators.queries.pairs import pair_sums
from reporter.indicators.queries.recurring import recurring_sums
from reporter.indicators.sums import Contracts, Orders, OrderSums, Transition, total
from reporter.indicators.surveyed import Surveyed, survey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import narwhals as nw

    from reporter.indicators.plan import Plan
    from reporter.indicators.queries.corners import Corners
    from reporter.indicators.queries.deliveries import Deliveries
    from reporter.indicators.queries.handling import Handling
    from reporter.indicators.queries.mailing import Mailing
    from reporter.indicators.queries.orders import Purchases
    from reporter.indicators.queries.pairs import Pair
    from reporter.indicators.queries.recurring import Recurring
    from reporter.indicators.sums import Complaints
    from reporter.model import Concentration, Period
    from reporter.store import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """The frames that the sums were made from, as the analyses ask them again."""

    tables: Tables
    everyone: nw.LazyFrame[Any]
    bought: Purchases | None
    spells: nw.LazyFrame[Any] | None
    states: nw.LazyFrame[Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """All sums of all periods; ``of`` cuts one basis out of them."""

    plan: Plan
    indices: Mapping[Period, int]
    segments: tuple[str, ...] = ()
    surveyed: Surveyed = field(default_factory=Surveyed)
    orders: Mapping[tuple[int, str], Orders] = field(default_factory=dict)
    lines: Mapping[int, int] | None = None
    span: tuple[int, int] | None = None
    rule: Rule | None = None
    transitions: Mapping[tuple[int, str], Transition] = field(default_factory=dict)
    contracts: Mapping[int, Contracts] | None = None
    contract_gap: Literal["undated", "never_ended"] | None = None
    first_ended: int | None = None
    complaints: Mapping[int, Complaints] | None = None
    concentration: Concentration | None = None
    handling: Mapping[int, Handling] | None = None
    deliveries: Mapping[int, Deliveries] | None = None
    mailing: Mapping[int, Mailing] | None = None
    recurring: Mapping[int, Recurring] | None = None
    corners: Mapping[int, Corners] | None = None
    pairs: Mapping[tuple[int, str], Pair] = field(default_factory=dict)
    grouped: Grouped | None = None
    frames: Frames | None = None

    def of(self, period: Period, segment: str | None = None, *, rest: bool = False) -> Basis:
        """Return the basis of one period: of the whole client, of one segment, or with ``rest`` of all but it.

        Customers without a segment belong to the rest. Of a rest there are no sums by group of customers.
        """
        cell = self.indices[period]
        whole = segment is None

        def inside(name: str) -> bool:
            return whole or (name == segment) is not rest

        return Basis(
            period=period,
            settings=self.plan.settings,
            segment=segment,
            items=self.surveyed.items(cell, inside),
            blocks=self.surveyed.blocks(cell, inside),
            groups=Groups() if rest else self._groups(cell, segment),
            answers=self.surveyed.responses.get(cell, 0) if whole and self.surveyed.present else None,
            orders=self._orders(cell, inside),
            order_lines=self.lines.get(cell, 0) if whole and self.lines is not None else None,
            first_order=self.span[0] if self.span else None,
            last_order=self.span[1] if self.span else None,
            rule=self.rule,
            transition=self._transition(cell, inside),
            contracts=self.contracts.get(cell) if whole and self.contracts is not None else None,
            contract_gap=self.contract_gap,
            first_ended=self.first_ended,
            complaints=self.complaints.get(cell) if whole and self.complaints is not None else None,
            handling=self.handling.get(cell) if whole and self.handling is not None else None,
            deliveries=self.deliveries.get(cell) if whole and self.deliveries is not None else None,
            mailing=self.mailing.get(cell) if whole and self.mailing is not None else None,
            recurring=self.recurring.get(cell) if whole and self.recurring is not None else None,
            corners=self.corners.get(cell) if whole and self.corners is not None else None,
            pairs={name: pair for (at, name), pair in self.pairs.items() if at == cell} if whole else {},
        )

    def ground(self) -> Ground | None:
        """Return the material of the analyses; None where there is no table at all."""
        frames = self.frames
        if frames is None:
            return None
        return Ground(
            tables=frames.tables,
            plan=self.plan,
            cell=self.indices[self.plan.period],
            basis=self.of(self.plan.period),
            everyone=frames.everyone,
            segments=self.segments,
            bought=frames.bought,
            spells=frames.spells,
            states=frames.states,
            answers=self.surveyed.answers,
            respondents=self.surveyed.respondents,
            chosen=self.surveyed.chosen,
        )

    def _groups(self, cell: int, segment: str | None) -> Groups:
        """Return the sums by group of customers, of a segment for the report's period only."""
        if self.grouped is None:
            return Groups()
        if segment is None:
            return self.grouped.periods.get(cell, Groups())
        return self.grouped.segments.get(segment, Groups())

    def _orders(self, cell: int, inside: Callable[[str], bool]) -> Orders | None:
        """Return the orders of a period; None where the data hold no orders at all."""
        if self.span is None:
            return None
        none = Orders(known=OrderSums(), anonymous=OrderSums())
        return total((part for (at, name), part in self.orders.items() if at == cell and inside(name)), none)

    def _transition(self, cell: int, inside: Callable[[str], bool]) -> Transition | None:
        """Return what became of the customers; None without a rule."""
        if self.rule is None:
            return None
        moved = (part for (at, name), part in self.transitions.items() if at == cell and inside(name))
        return total(moved, Transition())


def gather(tables: Tables, plan: Plan) -> Gathered:
    """Ask the engine for everything, once."""
    periods = plan.periods
    indices = {period: cell for cell, period in enumerate(periods)}
    everyone = people(tables)
    if everyone is None:
        return Gathered(plan=plan, indices=indices)
    bought = orders.purchases(tables, everyone, periods)
    rule = activity.rule_for(tables, plan, bought)
    active: nw.LazyFrame[Any] | None = None
    customers: nw.LazyFrame[Any] | None = None
    if rule is not None:
        active = activity.spells(tables, everyone, rule, bought)
        customers = activity.states(active, periods, tables.connection)
    order_sums = orders.order_sums(bought, periods) if bought else {}
    transitions = activity.transitions(customers) if customers is not None else {}
    surveyed = survey(tables, everyone, plan)
    return Gathered(
        plan=plan,
        segments=_segments(plan, indices[plan.period], order_sums, transitions, surveyed),
        surveyed=surveyed,
        orders=order_sums,
        lines=orders.line_counts(tables, periods),
        span=(bought.first, bought.last) if bought else None,
        rule=rule,
        transitions=transitions,
        contracts=service.contract_sums(tables, periods, plan.settings.grace_days),
        contract_gap=service.contract_gap(tables),
        first_ended=service.first_ended(tables),
        complaints=service.complaint_sums(tables, everyone, periods, bought),
        concentration=concentration.concentration(bought, indices[plan.period]) if bought else None,
        handling=handling_sums(tables, everyone, periods),
        deliveries=deliveries_sums(tables, everyone, periods),
        mailing=mailing_sums(tables, periods, indices[plan.period]),
        recurring=recurring_sums(tables, everyone, periods, plan.settings.grace_days),
        corners=corner_sums(surveyed.respondents) if surveyed.respondents is not None else None,
        pairs=pair_sums(surveyed.answers, surveyed.chosen, surveyed.asked) if surveyed.answers is not None else {},
        grouped=groups_of(plan, surveyed, customers, bought),
        frames=Frames(tables=tables, everyone=everyone, bought=bought, spells=active, states=customers),
        indices=indices,
    )


def _segments(
    plan: Plan,
    cell: int,
    order_sums: Mapping[tuple[int, str], Orders],
    transitions: Mapping[tuple[int, str], Transition],
    surveyed: Surveyed,
) -> tuple[str, ...]:
    """Return the segments of the period: those of the client's order first, then by size, then by name."""
    size: dict[str, int] = {}
    for (at, segment), part in order_sums.items():
        if at == cell:
            size[segment] = max(size.get(segment, 0), part.known.customers)
    for (at, segment), moved in transitions.items():
        if at == cell:
            size[segment] = max(size.get(segment, 0), moved.start, moved.end)
    for segment, customers in surveyed.customers(cell).items():
        size[segment] = max(size.get(segment, 0), customers)
    size.pop(NO_SEGMENT, None)
    wanted = {name: place for place, name in enumerate(plan.settings.segment_order)}
    ordered = sorted(size, key=lambda name: (wanted.get(name, len(wanted)), -size[name], name))
    return tuple(name for name in ordered if size[name] >= plan.settings.min_group)
