"""How dates are written in exports, and which of those writings leave open what is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

_MONTHS = {
    "sv": ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
           "november", "december"),
    "da": ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
           "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip
_TIMES = {
    "iso": ("", "", "", " 14:05", " 14:05:59", "T14:05:00Z", "T23:30:00.000Z", "T00:30:00+02:00", " 14.05"),
    "day": ("", "", "", " 14:05", " 14.05", " 00:15:00"),
    "us": ("", "", " 14:05", " 2:05 PM", " 12:15 AM"),
}
_FIRST, _EXCEL = date(2021, 1, 1), date(1899, 12, 30)
_SPAN = 1900
Order = Literal["ymd", "dmy", "mdy", "words", "compact", "serial", "us words", "short ymd"]
#: A reader may refuse these, never read them as another day.
_UNUSUAL: tuple[Order, ...] = ("us words", "short ymd")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayStyle:
    """How a column writes its dates."""

    order: Order
    sign: str = "-"
    time: str = ""
    short: bool = False
    padded: bool = True
    language: str = "en"
    early: bool = False

    @property
    def unusual(self) -> bool:
        """Whether a reader may refuse the column for how it is written."""
        return self.order in _UNUSUAL


def any_day_style(rng: random.Random, like: DayStyle | None = None) -> DayStyle:
    """Return a way to write dates; ``early``: all days are before the 13th, as in a file of the months' first days.

    ``like`` is another column's: one system writes its dates in one order, with or without the time of day.
    """
    if like and like.order in {"dmy", "mdy", *_UNUSUAL}:
        return replace(like, time=rng.choice(("", like.time)))
    early, short = rng.random() < 0.12, rng.random() < 0.2
    kind = rng.choice(("ymd",) * 8 + ("dmy",) * 7 + ("mdy",) * 2 + ("words", "compact", "compact", "serial"))
    if rng.random() < 0.03 and not like:
        return DayStyle(order=rng.choice(_UNUSUAL))
    usual = {
        "ymd": DayStyle(order="ymd", sign=rng.choice("---/."), time=rng.choice(_TIMES["iso"])),
        "dmy": DayStyle(order="dmy", sign=rng.choice("-./"), time=rng.choice(_TIMES["day"]), short=short, early=early),
        "mdy": DayStyle(order="mdy", sign="/", time=rng.choice(_TIMES["us"]), short=short, early=early),
        "words": DayStyle(
            order="words", sign=rng.choice((" ", ". ")), language=rng.choice(tuple(_MONTHS)), short=short
        ),
        "compact": DayStyle(order="compact"),
        "serial": DayStyle(order="serial"),
    }
    return replace(usual[kind], padded=rng.random() < 0.7)


def any_day(rng: random.Random, style: DayStyle) -> date:
    """Return a day of some five years."""
    day = _FIRST + timedelta(days=rng.randrange(_SPAN))
    return day.replace(day=rng.randint(1, 12)) if style.early else day


def write_day(day: date, style: DayStyle) -> str:
    """Return a day as the style writes it."""
    if style.order == "serial":
        return str((day - _EXCEL).days)
    if style.order == "compact":
        return f"{day:%Y%m%d}"
    if style.order == "words":
        month = _MONTHS[style.language][day.month - 1]
        return f"{day.day}{style.sign}{month[:3] if style.short else month} {day.year}"
    if style.order == "us words":
        return f"{_MONTHS['en'][day.month - 1]} {day.day}, {day.year}"
    if style.order == "short ymd":
        return f"{day:%y-%m-%d}"
    pad = "02" if style.padded else ""
    one, two = f"{day.day:{pad}}", f"{day.month:{pad}}"
    year = f"{day:%y}" if style.short else f"{day:%Y}"
    parts = {"ymd": (year, f"{day:%m}", f"{day:%d}"), "dmy": (one, two, year), "mdy": (two, one, year)}[style.order]
    return style.sign.join(parts) + style.time


def epoch(day: date) -> int:
    """Return the days since 1970-01-01."""
    return (day - date(1970, 1, 1)).days


def is_open(texts: Iterable[str], style: DayStyle) -> bool:
    """Tell whether a column of ``03/04/2026`` may have the month or the day first; points and dashes say the day."""
    if style.order not in {"dmy", "mdy"} or style.sign != "/":
        return False
    parts = [found.groups() for text in texts if (found := re.match(r"(\d{1,2})/(\d{1,2})/", text))]
    if not parts or any(int(one) > 12 or int(two) > 12 for one, two in parts):
        return False
    return any(int(one) != int(two) for one, two in parts) and not style.time.endswith("M")
