"""Invented results of the analyses of customers over time."""

from __future__ import annotations

from datetime import date

from reporter.model import (
    Cohort,
    CohortCell,
    Cohorts,
    Estimate,
    HoldOut,
    ModelledSpending,
    Period,
    ProjectedStep,
    Projection,
    Purchase,
    Rfm,
    RfmCuts,
    RfmSegment,
    Share,
    Survival,
    SurvivalCurve,
    SurvivalPoint,
    SurvivalStep,
    SurvivalTest,
    msg,
)

SURVIVAL = Survival(
    rule="activity",
    rule_days=147,
    whole=SurvivalCurve(
        segment=None,
        customers=856,
        points=(
            SurvivalPoint(month=0, share=100.0, at_risk=856),
            SurvivalPoint(month=12, share=46.4, low=42.5, high=50.2, at_risk=250),
        ),
        median_days=330.0,
        median_low=294.0,
        median_high=None,
    ),
    left=451,
    returned=301,
    older=None,
    segments={},
    test=SurvivalTest(segments=("Stora", "Små"), chi2=45.049, df=1, p=1e-11),
)
COHORTS = Cohorts(
    step="quarter",
    rule="contract",
    rows=tuple(
        Cohort(
            period=Period.parse(f"2025-Q{quarter}"),
            n=n,
            weak=False,
            older=older,
            cells=(CohortCell(step=1, share=Share(value=share, low=share - 9, high=share + 9), partial=partial),),
        )
        for quarter, n, share, older, partial in (
            (1, 500, 99.0, True, False),
            (2, 67, 74.6, False, False),
            (3, 103, 48.5, False, False),
            (4, 90, 10.0, False, True),
        )
    ),
)
RFM = Rfm(
    window=Period.parse("2026"),
    compared=Period.parse("2025"),
    customers=2018,
    cuts=RfmCuts(recency=(18, 39, 64, 120), frequency=(2, 3, 4, 7), money=(2600.0, 5800.0, 11000.0, 25000.0)),
    origin="previous",
    segments=(
        RfmSegment(
            id="best",
            name=msg("Best customers"),
            recency=(4, 5),
            value=(8, 10),
            customers=399,
            share=Share(value=19.77, low=18.09, high=21.57),
            revenue=None,
            revenue_share=49.8,
        ),
    ),
)
PURCHASE = Purchase(
    start=date(2023, 1, 2),
    end=date(2025, 12, 31),
    r=0.2426,
    alpha=4.4135,
    a=0.7929,
    b=2.4258,
    log_likelihood=-9582.43,
    customers=2357,
    older=1204,
    repeaters=946,
    hold_out=HoldOut(
        split=date(2025, 1, 1),
        end=date(2025, 12, 31),
        customers=2066,
        predicted=8590.9,
        actual=8108,
        error=5.96,
        mape=14.31,
        classes=(),
    ),
    expected=Estimate(value=3.851, low=3.710, high=3.992),
    alive=Share(value=90.4, low=88.8, high=92.0),
    alive_repeaters=Share(value=89.6, low=87.9, high=91.3),
    spending=ModelledSpending(
        p=6.2488,
        q=3.7446,
        v=15.4477,
        log_likelihood=-4055.92,
        correlation=0.114,
        off=0.34,
        mean=Estimate(value=4456.0, low=4116.0, high=4796.0),
        value=Estimate(value=13081.0, low=12000.0, high=14200.0),
        years=3,
        discount=0.1,
        margin=0.31,
    ),
)
PROJECTION = Projection(
    end=date(2025, 12, 31),
    step="year",
    alpha=0.668,
    beta=3.806,
    log_likelihood=-1611.16,
    customers=1000,
    lost=509,
    observed=(SurvivalStep(step=1, observed=86.9, fitted=85.1), SurvivalStep(step=2, observed=74.3, fitted=74.7)),
    projected=(ProjectedStep(step=3, survival=Share(value=65.3, low=62.0, high=68.6), retention=88.0),),
    retention=86.0,
    discount=0.1,
    lifetime=Estimate(value=5.92, low=5.5, high=6.3),
    constant_lifetime=4.76,
    understated=19.6,
)
