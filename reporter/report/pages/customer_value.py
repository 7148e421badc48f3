"""Where the money is: orders, frequency, repurchase, and how unevenly revenue is spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.charts import lorenz
from reporter.model import Card, Column, Figure, LeftOutPage, Quantity, Row, Table, Unit, msg
from reporter.report.course import columns_of
from reporter.report.figures import by_item, title
from reporter.report.frame import page
from reporter.report.lookup import SMALLEST_BASE, count_cell, shown_reading
from reporter.report.pages import key_figures
from reporter.report.pages.summary import card
from reporter.report.rounding import shares
from reporter.report.words import CUSTOMERS, INDICATOR

if TYPE_CHECKING:
    from reporter.model import Concentration, Page
    from reporter.report.material import Material

NAME = "customer_value"
ORDER = 7
TOPIC = msg("The customer's value")
NEEDS = ("aov", "freq", "rev_per_customer", "repeat_rate")
MISSING = msg("The exports hold no orders.")

CARDS = ("aov", "freq", "repeat_rate", "clv_simple", "rev_per_customer", "ret_rev_share")
SHARES = ("repeat_rate", "repeat_within", "ret_rev_share")
LOW, HIGH = 62.0, 98.0  # mm of the curve, with and without revenue by period under it
TOP = 20.0  # per cent of the customers, whose revenue is marked on the curve


def build(material: Material, number: int) -> Page | LeftOutPage:
    """Return the economy of the customer base, unless all there is stands on the summary."""
    spread = material.measurements.concentration
    if spread is not None and spread.customers < SMALLEST_BASE:
        spread = None
    revenue = columns_of(material, "revenue", key="customer_value.revenue", width=170, height=34)
    figures = {
        "curve": _curve(material, spread, LOW if revenue else HIGH) if spread else None,
        "classes": _classes(material, spread) if spread else None,
        "revenue": revenue,
        "shares": by_item(
            material,
            SHARES,
            title=title(material, "customer_value.shares", msg("How many come back")),
            head=INDICATOR,
            width=82 if spread else 170,
        ),
    }
    if key_figures.few(material) and not any(figures.values()):
        return LeftOutPage(name=NAME, topic=TOPIC, reason=key_figures.ON_SUMMARY)
    return page(
        material,
        NAME,
        number,
        TOPIC,
        {"cards": _cards(material), **figures},
        msg("What the customers buy, and how often they return"),
    )


def _cards(material: Material) -> tuple[Card, ...]:
    """Return up to four figures of the customer's value."""
    return tuple(card(material, one) for one in CARDS if shown_reading(material, one))[:4]


def _curve(material: Material, spread: Concentration, height: float) -> Figure:
    """Return the concentration curve; the point marked is the richest fifth of the customers."""
    share = Quantity(value=spread.top_share, unit=Unit.PERCENT, decimals=0)
    return Figure(
        data=lorenz.Data(
            curve=spread.curve,
            marked=(TOP, spread.top_share),
            label=msg(
                "{top} of the customers make {share} of the revenue",
                top=Quantity(value=TOP, unit=Unit.PERCENT, decimals=0),
                share=share,
            ),
            customers=msg("Share of the customers, the largest first"),
            revenue=msg("Share of the revenue"),
        ),
        width=82,
        height=height,
        title=title(material, "customer_value.curve", msg("How the revenue is spread")),
        subtitle=msg("Cumulated shares of {count} customers and their revenue.", count=spread.customers),
        alt=msg("The richest fifth of the customers make {share} of the revenue", share=share),
    )


def _classes(material: Material, spread: Concentration) -> Table:
    """Return the ABC classes; the shares are rounded so that they sum to 100."""
    rounded = shares(tuple(part for _, _, _, part in spread.classes))
    return Table(
        columns=(
            Column(head=msg("Class", context="ABC analysis"), width=14, align="left"),
            Column(head=CUSTOMERS, width=20),
            Column(head=msg("Revenue", context="column head"), width=26),
            Column(head=msg("Share", context="column head"), width=22, tone="strong"),
        ),
        rows=(
            *(
                Row(
                    cells=(
                        name,
                        count_cell(count),
                        Quantity(value=revenue, unit=Unit.MONEY, currency=material.currency),
                        Quantity(value=rounded[place], unit=Unit.PERCENT, decimals=0),
                    )
                )
                for place, (name, count, revenue, _) in enumerate(spread.classes)
            ),
            Row(
                cells=(
                    msg("All", context="total of a table"),
                    count_cell(spread.customers),
                    Quantity(value=spread.revenue, unit=Unit.MONEY, currency=material.currency),
                    Quantity(value=100, unit=Unit.PERCENT, decimals=0),
                ),
                kind="total",
            ),
        ),
        title=title(material, "customer_value.classes", msg("Customers by size of revenue")),
        subtitle=msg("A: the first 80 per cent of the revenue, B: the next 15, C: the last 5."),
    )
