"""One figure of every kind, and hostile ones: used by the golden, the geometry and the language tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reporter.charts import (
    bridge,
    columns,
    diverging,
    dumbbell,
    intervals,
    lorenz,
    nps_columns,
    sparkline,
    trend,
    triad_lanes,
)
from reporter.charts.parts import Note
from reporter.model import ChartData, Figure, Period, Quantity, Unit, msg

YEARS = [Period(date(year, 1, 1), date(year + 1, 1, 1)) for year in range(2022, 2027)]
QUARTERS = [Period.parse(f"{year}-Q{quarter}") for year in (2024, 2025, 2026) for quarter in (1, 2, 3, 4)]
LONG = "Kommunala upphandlingsenheter i Mellersta Norrlands inland med fler än 250 anställda (ramavtal 2024–2028)"


def _figure(data: ChartData, width: float, height: float) -> Figure:
    return Figure(data=data, width=width, height=height, alt=msg("Sample"))


def _points(unit: Unit, value: float) -> Quantity:
    return Quantity(value=value, unit=unit, signed=True)


def _note(value: float, text: str, mark: str, tone: str) -> Note:
    slot = Quantity(value=value, unit=Unit.INDEX, decimals=1, signed=True, bare=True)
    return Note(text=msg(text, gap=slot), mark=mark, tone=tone)  # type: ignore[arg-type]


def _lane(name: str, question: str, value: float | None, **more: float | None) -> triad_lanes.Lane:
    return triad_lanes.Lane(
        name=name,
        question=question,
        value=value,
        change=_note(2.2, "{gap} från 2025", "up", "good"),
        gap=_note(-2.6, "{gap} mot bransch", "down", "bad"),
        reason=None if value is not None else "Färre än 30 svar på frågorna om upplevt kundvärde",
        **more,
    )


def triad(*lanes: triad_lanes.Lane) -> triad_lanes.Data:
    """Return a triad in Swedish words."""
    return triad_lanes.Data(
        lanes=lanes,
        bands=("Missnöjda", "Nöjda", "Mycket nöjda"),
        now="Norrvik 2026",
        previous="Norrvik 2025",
        interval="95 % konfidensintervall",
        benchmark="Branschsnitt 2026",
    )


def _dumbbell(*rows: tuple[float, float, float | None, bool]) -> dumbbell.Data:
    body = tuple(
        dumbbell.Row(
            height=6.9, value=own, benchmark=other, best=best, previous=own - 1.9, certain=certain, good=own > other
        )
        for own, other, best, certain in rows
    )
    return dumbbell.Data(rows=(dumbbell.Row(height=9.6, kind="group"), *body), header=9.0, unit=Unit.INDEX)


def _segment(name: str, n: int, low: int, middle: int, high: int, *, total: bool = False) -> diverging.Row:
    return diverging.Row(
        name=name,
        n=n,
        counts=(low, middle, high),
        value=Quantity(value=100 * (high - low) / n, unit=Unit.NPS, signed=True, bare=True),
        margin=Quantity(value=9.3, unit=Unit.NPS, margin=True, bare=True),
        total=total,
    )


def _diverging(*rows: diverging.Row) -> diverging.Data:
    return diverging.Data(
        rows=rows,
        head="Kundsegment",
        n="Svar",
        left="Kritiker",
        right="Passiva och ambassadörer",
        value="NPS (95 % KI)",
    )


def _intervals(*rows: intervals.Row, unit: Unit = Unit.INDEX, currency: str = "") -> intervals.Data:
    return intervals.Data(
        rows=rows,
        unit=unit,
        head="Kundsegment",
        n="Svar",
        value="Index (95 % KI)",
        zones=(60.0, 75.0),
        currency=currency,
    )


def _trend(
    values: list[float | None], periods: list[Period], unit: Unit = Unit.NPS, level: float | None = 19
) -> trend.Data:
    return trend.Data(
        points=tuple(
            trend.Point(
                label=period,
                value=value,
                low=None if value is None else value - 6,
                high=None if value is None else value + 6,
                benchmark=level,
            )
            for period, value in zip(periods, values, strict=True)
        ),
        unit=unit,
        own="Norrvik",
        benchmark="Branschsnitt",
        signed=unit is Unit.NPS,
        currency="SEK" if unit is Unit.MONEY else "",
    )


def _broken(data: trend.Data, breaks: dict[int, str]) -> trend.Data:
    """Return a trend that measures another thing from the points named on."""
    points = tuple(replace(point, broken=breaks.get(index)) for index, point in enumerate(data.points))
    return replace(data, points=points)


def _columns(values: list[float | None], unit: Unit = Unit.MONEY) -> columns.Data:
    return columns.Data(
        columns=tuple(columns.Column(label=p, value=v) for p, v in zip(QUARTERS[-len(values) :], values, strict=True)),
        unit=unit,
        currency="SEK" if unit is Unit.MONEY else "",
    )


def _bridge(start: int, lost: int, new: int, reactivated: int = 0) -> bridge.Data:
    kept = start - lost
    return bridge.Data(
        start=start,
        kept=kept,
        lost=lost,
        new=new,
        reactivated=reactivated,
        end=kept + new + reactivated,
        start_label="Vid periodens början (S)",
        kept_label="stannade",
        lost_label="Förlorade",
        new_label="Nya (N)",
        end_label="Vid periodens slut (E)",
        reactivated_label="Återkomna" if reactivated else None,
    )


def _nps(*counts: int, first: int = 0, merged: tuple[tuple[int, int], ...] = ()) -> nps_columns.Data:
    counted, names = tuple(enumerate(counts, start=first)), ("Kritiker", "Passiva", "Ambassadörer")
    return nps_columns.Data(counts=counted, critics=names[0], passives=names[1], promoters=names[2], merged=merged)


def _lorenz(power: float, label: str) -> lorenz.Data:
    curve = tuple((5.0 * step, 100 * (1 - (1 - step / 20) ** power)) for step in range(21))
    return lorenz.Data(
        curve=curve,
        marked=curve[4],
        label=label,
        customers="Andel av kunderna, störst först",
        revenue="Andel av omsättningen",
        even="Om alla kunder köpte lika mycket",
    )


_LANES = (
    _lane("Kundnöjdhet", "Är kunderna nöjda?", 73.4, low=72.1, high=74.7, previous=71.2, benchmark=70.8),
    _lane(
        "Upplevt kundvärde",
        "Får kunderna värde för pengarna?",
        66.9,
        low=65.4,
        high=68.4,
        previous=68.1,
        benchmark=69.5,
    ),
    _lane("Kundlojalitet", "Stannar och rekommenderar de?", 75.8, low=74.2, high=77.4, previous=73.0, benchmark=71.9),
)
_NPS = (12, 6, 13, 21, 30, 64, 86, 180, 282, 321, 270)
_SEGMENTS = (
    _segment("Alla kunder", 1284, 231, 462, 591, total=True),
    _segment("Stora företag (250+)", 212, 28, 66, 118),
    _segment("Medelstora (50–249)", 398, 64, 131, 203),
    _segment("Små (10–49)", 431, 78, 164, 189),
    _segment("Mikroföretag (1–9)", 243, 63, 97, 83),
)
_ITEMS = (
    intervals.Row(name="Alla kunder", value=73.4, low=72.1, high=74.7, n=1284, total=True, benchmark=70.8),
    intervals.Row(name="Stora företag (250+)", value=79.2, low=76.0, high=82.4, n=212),
    intervals.Row(name="Små (10–49)", value=71.0, low=68.8, high=73.2, n=431),
    intervals.Row(name="Mikroföretag (1–9)", value=62.4, low=54.1, high=70.7, n=43, quiet=True),
    intervals.Row(name="Nya kunder", value=None, n=None, reason="för få svar"),
)
#: One figure a kind, as a report shows it.
PLAIN: dict[str, Figure] = {
    "triad_lanes": _figure(triad(*_LANES), 170, 71),
    "sparkline": _figure(sparkline.Data(values=(14, 16, 18, 21, 28), benchmark=(17, 19, 19, 19, 19)), 33, 8.5),
    "dumbbell": _figure(
        _dumbbell(
            (74.9, 71.6, 81.2, True), (71.8, 70.2, 79, False), (61.2, 67.4, 74.6, True), (66.8, 66.9, None, False)
        ),
        39,
        9.0 + 9.6 + 4 * 6.9,
    ),
    "nps_columns": _figure(_nps(*_NPS), 104, 52),
    "trend": _figure(_trend([14, 16, 18, 21, 28], YEARS), 58, 52),
    "diverging": _figure(_diverging(*_SEGMENTS), 170, 58),
    "intervals": _figure(_intervals(*_ITEMS), 104, 9 + 5 * 6.6),
    "bridge": _figure(_bridge(2140, 312, 318), 82, 58),
    "lorenz": _figure(_lorenz(5, "20 % av kunderna står för 67 % av omsättningen"), 82, 62),
    "columns": _figure(_columns([8.1e6, 8.4e6, 9.2e6, 11.9e6, 8.3e6, 8.8e6, 9.9e6, 12.7e6]), 104, 42),
}
#: Series that change what they measure: drawn to the byte as well.
BROKEN: dict[str, Figure] = {
    "trend-broken": _figure(
        _broken(_trend([14, 16, 19, 18, 41, 44, 43, 47], QUARTERS[-8:], level=None), {4: "Ny skala"}), 82, 46
    ),
    "sparkline-broken": _figure(sparkline.Data(values=(14, 16, 18, 41, 44), breaks=(3,)), 33, 8.5),
}
_HUGE = intervals.Row(name=LONG, value=9.87e12, low=9.1e12, high=1.05e13, n=1_284_567)
#: What data can do to a chart.
HOSTILE: dict[str, Figure] = {
    **BROKEN,
    "trend-breaks": _figure(
        _broken(
            _trend([14, None, 18, 18, None, 21, 28, None, 30, 31, 29, 12], QUARTERS),
            {1: LONG, 2: LONG, 5: "Ny definition", 6: "Ny definition", 8: "Ny skala", 11: LONG},
        ),
        58,
        40,
    ),
    "trend-broken-two": _figure(_broken(_trend([14, 40], YEARS[:2]), {0: "Ny skala", 1: "Ny skala"}), 58, 40),
    "sparkline-breaks": _figure(sparkline.Data(values=(1.0, None, 5.0, 6.0), breaks=(0, 1, 2, 3)), 11.5, 4),
    "triad_lanes-empty": _figure(
        triad(
            _lane(LONG, LONG, None), _lane("A", "B", 3.0, low=0.0, high=9.0), _lane("C", "D", 100.0, benchmark=100.0)
        ),
        170,
        71,
    ),
    "triad_lanes-none": _figure(triad(), 170, 71),
    "sparkline-one": _figure(sparkline.Data(values=(14.0,)), 33, 8.5),
    "sparkline-equal": _figure(sparkline.Data(values=(5.0, 5.0, None, 5.0)), 33, 8.5),
    "sparkline-none": _figure(sparkline.Data(values=(None, None)), 33, 8.5),
    "dumbbell-equal": _figure(_dumbbell((70, 70, 70, True)), 39, 25.5),
    "dumbbell-none": _figure(dumbbell.Data(rows=(dumbbell.Row(height=7),), header=9, unit=Unit.NPS), 39, 16),
    "nps_columns-none": _figure(_nps(*[0] * 11), 104, 52),
    "nps_columns-merged": _figure(_nps(196, *[0] * 6, 230, 290, 227, 320, merged=((0, 6),)), 104, 52),
    "nps_columns-one": _figure(_nps(*[0] * 9, 7, first=1), 104, 52),
    "trend-one": _figure(_trend([-28.4], YEARS[-1:]), 58, 52),
    "trend-three": _figure(_trend([-20, None, -35], YEARS[-3:], level=None), 58, 52),
    "trend-gap": _figure(_trend([14, None, 18, 18, None, 21, 28, None, 30, 31, 29, 12], QUARTERS), 82, 40),
    "trend-money": _figure(_trend([2.1e12, 3.2e12, 9.9e12, 1.2e13, 1.0e13], YEARS, Unit.MONEY, None), 58, 52),
    "trend-none": _figure(_trend([None, None], YEARS[:2], level=None), 58, 52),
    "diverging-negative": _figure(
        _diverging(
            _segment(LONG, 12, 12, 0, 0),
            _segment("Ett ” & <b> $x$ 日本", 40, 1, 38, 1),
            diverging.Row(name="Nya", n=None, counts=None, reason="för få svar"),
        ),
        170,
        40,
    ),
    "diverging-twelve": _figure(_diverging(*(_segment(f"{LONG} {i}", 100, 30, 30, 40) for i in range(12))), 170, 60),
    "intervals-huge": _figure(_intervals(_HUGE, _HUGE, unit=Unit.MONEY, currency="SEK"), 104, 25),
    "intervals-equal": _figure(
        _intervals(intervals.Row(name="A", value=60.0), intervals.Row(name="B", value=60.0)), 82, 22
    ),
    "intervals-none": _figure(_intervals(intervals.Row(name="A", value=None)), 82, 18),
    "intervals-twelve": _figure(
        _intervals(
            *(intervals.Row(name=f"{i} {LONG}", value=50.0 + i, low=40.0 + i, high=60.0 + i, n=99) for i in range(12))
        ),
        104,
        60,
    ),
    "bridge-reactivated": _figure(_bridge(1_200_000, 200_000, 150_000, 40_000), 82, 58),
    "bridge-nothing": _figure(_bridge(0, 0, 0), 60, 40),
    "lorenz-even": _figure(_lorenz(1, LONG), 60, 50),
    "columns-negative": _figure(_columns([1e6, None, -4e5, 2e5]), 60, 36),
    "columns-twelve": _figure(_columns([1.25e12 * (i + 1) for i in range(12)]), 70, 36),
    "columns-none": _figure(_columns([None, None]), 60, 36),
}
