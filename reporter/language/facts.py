"""What a language does with numbers, days, money and the alphabet, read from ``locale/<code>.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCALE = Path(__file__).parent / "locale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How amounts from ``start`` on are written: divided by ``size``, as ``form``."""

    start: int
    size: int
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of one language; ``units`` hold [exactly 1, otherwise] forms, long and short."""

    decimal: str
    group: str
    quotes: tuple[str, str]
    percent: str
    joints: tuple[str, str]
    missing: str
    numerals: tuple[str, ...]
    units: Mapping[str, Mapping[str, tuple[str, str]]]
    home: str
    home_money: tuple[Step, ...]
    other_money: tuple[Step, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    dates: Mapping[str, str]
    periods: Mapping[str, Mapping[str, str]]
    ordinals: tuple[str, ...]
    last: str
    same: Mapping[str, str]


def _steps(rows: list[dict[str, Any]]) -> tuple[Step, ...]:
    return tuple(Step(start=row["from"], size=row["step"], form=row["form"]) for row in rows)


def read_facts(code: str) -> Facts:
    """Read the facts of a language."""
    data: dict[str, Any] = tomllib.loads((LOCALE / f"{code}.toml").read_text(encoding="utf-8"))
    dates, periods, money = data["dates"], data["periods"], data["money"]
    return Facts(
        decimal=data["decimal"],
        group=data["group"],
        quotes=tuple(data["quotes"]),
        percent=data["percent"],
        joints=tuple(data["list"]),
        missing=data["missing"],
        numerals=tuple(data["numerals"]),
        units=data["units"],
        home=money["home"],
        home_money=_steps(money["own"]),
        other_money=_steps(money["other"]),
        months=tuple(dates.pop("months")),
        short_months=tuple(dates.pop("short_months")),
        dates=dates,
        ordinals=tuple(periods.pop("ordinals")),
        periods=periods,
        last=data["sorting"]["last"],
        same=data["sorting"]["same"],
    )
