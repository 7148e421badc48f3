"""From tables to one basis per period and segment: the only place that asks the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from reporter.indicators.basis import Basis, Rule
from reporter.indicators.queries import activity, concentration, orders, service
from reporter.indicators.queries.customers import NO_SEGMENT, people
from reporter.indicators.sums import Contracts, Orders, OrderSums, Transition, total
from reporter.indicators.surveyed import Surveyed, survey

if TYPE_CHECKING:
    from collections.abc import Mapping

    import narwhals as nw

    from reporter.indicators.plan import Plan
    from reporter.indicators.sums import Complaints
    from reporter.model import Concentration, Period
    from reporter.store import Tables


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
    complaints: Mapping[int, Complaints] | None = None
    concentration: Concentration | None = None

    def of(self, period: Period, segment: str | None = None) -> Basis:
        """Return the basis of one period, of the whole client or of one segment."""
        cell = self.indices[period]
        whole = segment is None
        return Basis(
            period=period,
            settings=self.plan.settings,
            segment=segment,
            items=self.surveyed.items(cell, segment),
            blocks=self.surveyed.blocks(cell, segment),
            joint=self.surveyed.joint(cell) if whole else None,
            answers=self.surveyed.responses.get(cell, 0) if whole and self.surveyed.present else None,
            orders=self._orders(cell, segment),
            order_lines=self.lines.get(cell, 0) if whole and self.lines is not None else None,
            first_order=self.span[0] if self.span else None,
            last_order=self.span[1] if self.span else None,
            rule=self.rule,
            transition=self._transition(cell, segment),
            contracts=self.contracts.get(cell) if whole and self.contracts is not None else None,
            contract_gap=self.contract_gap,
            complaints=self.complaints.get(cell) if whole and self.complaints is not None else None,
        )

    def _orders(self, cell: int, segment: str | None) -> Orders | None:
        """Return the orders of a period; None where the data hold no orders at all."""
        if self.span is None:
            return None
        none = Orders(known=OrderSums(), anonymous=OrderSums())
        if segment is not None:
            return self.orders.get((cell, segment), none)
        return total((part for (at, _), part in self.orders.items() if at == cell), none)

    def _transition(self, cell: int, segment: str | None) -> Transition | None:
        """Return what became of the customers; None without a rule."""
        if self.rule is None:
            return None
        if segment is not None:
            return self.transitions.get((cell, segment), Transition())
        return total((part for (at, _), part in self.transitions.items() if at == cell), Transition())


def gather(tables: Tables, plan: Plan) -> Gathered:
    """Ask the engine for everything, once."""
    periods = plan.periods
    indices = {period: cell for cell, period in enumerate(periods)}
    everyone = people(tables)
    if everyone is None:
        return Gathered(plan=plan, indices=indices)
    bought = orders.purchases(tables, everyone, periods)
    rule = activity.rule_for(tables, plan, bought)
    customers: nw.LazyFrame[Any] | None = None
    if rule is not None:
        customers = activity.states(activity.spells(tables, everyone, rule, bought), periods, tables.connection)
    order_sums = orders.order_sums(bought, periods) if bought else {}
    transitions = activity.transitions(customers) if customers is not None else {}
    surveyed = survey(tables, everyone, plan, customers, transitions)
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
        complaints=service.complaint_sums(tables, everyone, periods, bought),
        concentration=concentration.concentration(bought, indices[plan.period]) if bought else None,
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
