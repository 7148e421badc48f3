"""Invented results of every analysis, and a client who has them all."""

from __future__ import annotations

from dataclasses import replace

from reporter import indicators as indicators_room
from reporter.model import (
    Analysis,
    AtRisk,
    Balance,
    Channel,
    Channels,
    ChurnCost,
    Contrast,
    Driver,
    Drivers,
    Hours,
    Lever,
    LoyaltyProfile,
    Margin,
    Members,
    Population,
    ProfileMark,
    Quadrant,
    QuadrantCorner,
    Reason,
    Reasons,
    RiskGroup,
    Scenarios,
    Share,
    Side,
    Unit,
    msg,
)
from reporter.report import AnalysisText, Material
from tests.report.customers import COHORTS, PROJECTION, PURCHASE, RFM, SURVIVAL
from tests.report.example import material, measurements, reading

NOTE = msg("A note.")
BALANCE = Balance(
    legs=(("triad_satisfaction", 73.4), ("triad_value", 66.9), ("triad_loyalty", 75.8)),
    lowest="triad_value",
    spread=8.9,
    weighted_low=70.4,
    weighted_high=73.5,
    se=0.46,
    independent_se=0.35,
    draws=2000,
    seed=2005,
)
#: (share, low, high) of the corners at 70, 75 and 80; one at 80 may not be told.
_CORNERS = ((39.6, 36.9, 42.4), (7.3, 6.0, 8.9), (16.6, 14.7, 18.8), (36.4, 33.8, 39.1))
QUADRANT = Quadrant(
    satisfaction="nki",
    threshold=75,
    customers=1244,
    corners=tuple(
        QuadrantCorner(id=corner, name=msg(name), customers=n, share=Share(value=one[0], low=one[1], high=one[2]))  # type: ignore[arg-type]
        for corner, name, n, one in zip(
            ("loyal", "mobile", "locked_in", "at_risk"),
            ("Satisfied and loyal", "Satisfied but mobile", "Locked in", "At risk"),
            (493, 91, 207, None),
            _CORNERS,
            strict=True,
        )
    ),
    sensitivity=(
        (70, tuple(Share(value=value) for value in (56.3, 8.6, 13.2, 21.9))),
        (75, tuple(Share(value=one[0]) for one in _CORNERS)),
        (80, tuple(Share(value=value) for value in (29.2, None, 14.3, 46.6))),
    ),
    revenue=None,
    revenue_reason=NOTE,
    flags=(),
)


def driver(item: str, share: float, correlation: float = 0.6) -> Driver:
    """Return a driver with an interval of ± 3."""
    return Driver(
        item=item,
        name=msg(item.capitalize()),
        share=share,
        share_low=share - 3,
        share_high=share + 3,
        performance=76.0,
        performance_low=75.0,
        performance_high=77.0,
        correlation=correlation,
        inflation=1.8,
        field="keep",
        field_name=msg("Keep up"),
        certain=True,
    )


DRIVERS = Drivers(
    target="nki",
    drivers=(driver("service", 45.0), driver("trust", 30.0), driver("price", 25.0, -0.4)),
    method="lmg",
    r2=0.736,
    r2_adjusted=0.734,
    max_inflation=2.84,
    respondents=1143,
    customers=1143,
    complete=90.1,
    share_cut=33.3,
    performance_cut=75.0,
    cut_rule="75",
    cut_words=NOTE,
    apart=(("service", "trust"), ("service", "price")),
    left_out=(),
    flags=("low_alpha",),
    caveat=msg("The shares tell what goes together, not what causes what."),
)
CHANNELS = Channels(
    channels=(
        Channel(
            code="email",
            name=msg("E-mail"),
            cases=175,
            customers=163,
            reply=Hours(value=4.0),
            resolution=Hours(value=9.9, low=8.75, high=12.4),
            solved_first=Share(value=46.9, low=39.4, high=54.5),
            satisfied=Share(value=None),
        ),
    ),
    cases=175,
    rest=0,
    without=0.0,
    notes=(NOTE, msg("Another note.")),
)
MEMBERS = Members(
    members=500,
    others=700,
    contrasts=(
        Contrast(
            measure="retention",
            unit=Unit.PERCENT,
            members=Side(value=90.0, low=87.0, high=92.0, n=500),
            others=Side(value=80.0, low=77.0, high=83.0, n=700),
            difference=10.0,
            low=6.0,
            high=14.0,
            p=0.0004,
        ),
        Contrast(measure="nps", unit=Unit.NPS, reason=NOTE),
    ),
    caveat=msg("Members chose to join."),
)
REASONS = Reasons(
    customers=115,
    reasons=(Reason(text="Dårlig service", customers=35, share=Share(value=30.4, low=22.8, high=39.4)),),
    rest=10,
    rest_share=Share(value=8.7),
    stated=Share(value=91.3, low=84.7, high=95.2),
    note=NOTE,
)
AT_RISK = AtRisk(
    groups=(
        RiskGroup(id="detractors", name=msg("Detractors"), how=NOTE, customers=196, revenue=3_700_000.0, share=9.0),
        RiskGroup(id="silent", name=msg("Silent lapsers"), how=NOTE, reason=msg("Not shown.")),
    ),
    note=NOTE,
    flags=(),
)
PROFILE = LoyaltyProfile(
    marks=(
        ProfileMark(id="stays", name=msg("Stays"), reading=reading("retention"), behaviour=True),
        ProfileMark(id="recommends", name=msg("Recommends"), reading=reading("nps")),
        ProfileMark(id="declines", name=msg("Declines"), reading=replace(reading("loy_idx"), value=None)),
    ),
    signs=(),
    revenue_rose=reading("repeat_rate"),
)
SCENARIOS = Scenarios(
    mark=msg("A scenario, not a measurement."),
    discount=10.0,
    retention=85.0,
    levers=(Lever(name=msg("One point more"), retention=86.0, change=4.3), Lever(name=msg("Five"), reason=NOTE)),
    costs=(
        ChurnCost(
            lost=312,
            margin=1000.0,
            lost_margin=312_000.0,
            replaced=100,
            acquisition=500.0,
            replacement=50_000.0,
            total=362_000.0,
            factor=5,
        ),
    ),
)
POPULATION = Population(population=1683, margins=(Margin(indicator="nps", n=1263, plain=4.02, corrected=2.01),))
#: One of each kind, by its id.
ALL: dict[str, Analysis] = {
    one.kind: one
    for one in (
        *(BALANCE, QUADRANT, DRIVERS, SURVIVAL, COHORTS, RFM, PURCHASE, PROJECTION, CHANNELS, MEMBERS, REASONS),
        *(AT_RISK, PROFILE, SCENARIOS, POPULATION),
    )
}


def analysed(**found: Analysis) -> Material:
    """Return the hand-made client with these results, or with all of them."""
    texts = {
        name: AnalysisText(
            name=module.ANALYSIS.name, leg=module.ANALYSIS.leg, source=module.ANALYSIS.source, formula=module.FORMULA
        )
        for name, module in indicators_room.analysis_modules().items()
    }
    measured = replace(measurements(), analyses=found or ALL)
    return replace(material(), measurements=measured, analyses=texts, flags=indicators_room.FLAGS, seed=2005)
