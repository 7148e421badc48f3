"""How numbers are written in exports, and which of those writings leave open what is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

_NBSP, _NARROW, _MINUS = "\u00a0", "\u202f", "\u2212"
#: decimal sign → signs that part the thousands.
GROUPS = {",": ("", " ", _NBSP, _NARROW, "."), ".": ("", ",", " ", "'")}
UNITS = (
    ("", " kr"),
    ("", " SEK"),
    ("SEK ", ""),
    ("kr. ", ""),
    ("", " kr."),
    ("DKK ", ""),
    ("€", ""),
    ("", _NBSP + "kr"),
)
_MINUSES = ("-", "-", "-", _MINUS, "–", "?", "behind", "brackets")
#: Units that a reader may know or refuse; their number must not be taken as it stands.
_THOUSANDS = (" tkr", " t.kr.", " Tkr")
#: (least, most) of a column's values.
_BANDS = ((5, 999), (5, 99_999), (1000, 9999), (1, 5_000_000), (100, 999_999))
Places = Literal["two", "general", "whole", "three"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberStyle:
    """How a column writes its numbers. ``minus`` is a sign, ``behind`` or ``brackets``."""

    decimal: str
    group: str
    places: Places
    minus: str = "-"
    unit: tuple[str, str] = ("", "")
    thousand: bool = False
    band: tuple[int, int] = (5, 99_999)

    @property
    def unusual(self) -> bool:
        """Whether a reader may refuse the column for how it is written."""
        return self.thousand

    def doubtful(self, value: Decimal) -> bool:
        """Tell whether a reader may leave this one value out: brackets are no sign that every system knows."""
        return self.minus == "brackets" and value < 0


def any_style(rng: random.Random) -> NumberStyle:
    """Return a way to write numbers."""
    decimal = rng.choice(",,.")
    places: Places = rng.choice(("two", "two", "two", "general", "general", "whole", "three"))
    unit = rng.choice(UNITS) if rng.random() < 0.2 else ("", "")
    thousand = rng.random() < 0.03
    return NumberStyle(
        decimal=decimal,
        group=rng.choice(GROUPS[decimal]),
        places=places,
        minus=rng.choice(_MINUSES),
        unit=("", rng.choice(_THOUSANDS)) if thousand else unit,
        thousand=thousand,
        band=rng.choice(_BANDS),
    )


def any_amount(rng: random.Random, style: NumberStyle, *, negative: bool = True) -> Decimal:
    """Return an amount that a style can write without loss."""
    low, high = style.band
    value = fitting(rng.randint(low * 1000, high * 1000), style, step=rng.choice((10, 100, 1000)))
    return -value if negative and rng.random() < 0.12 else value


def fitting(thousandths: int, style: NumberStyle, *, step: int = 10) -> Decimal:
    """Return the amount that a style can write, next below so many thousandths."""
    usual = {"two": 10, "general": step, "whole": 1000, "three": 1}[style.places]
    step = 1000 if style.thousand else usual
    return Decimal(thousandths // step * step) / 1000


def write_number(value: Decimal, style: NumberStyle) -> str:
    """Return a number as the style writes it."""
    size = abs(value)
    places = {"two": 2, "whole": 0, "three": 3, "general": 3}[style.places]
    whole, _, fraction = f"{size:.{places}f}".partition(".")
    fraction = fraction.rstrip("0") if style.places == "general" else fraction
    if style.group and len(whole) > 3:
        whole = f"{int(whole):,}".replace(",", style.group)
    text = whole + (style.decimal + fraction if fraction else "")
    before, after = style.unit
    if value < 0:
        ends = {"behind": ("", "-"), "brackets": ("(", ")")}.get(style.minus, (style.minus, ""))
        text = ends[0] + text + ends[1]
    return f"{before}{text}{after}"


def meant(value: Decimal, style: NumberStyle) -> Decimal:
    """Return what a written number stands for."""
    return value * 1000 if style.thousand else value


def _bare(text: str) -> str:
    bare = re.sub(r"(?i)kr\.?|sek|dkk|€|t\.?$", "", text)
    return re.sub(r"[\s\u00a0\u202f'()?–\u2212-]", "", bare)


def _read(bare: str, decimal: str) -> str | None:
    """Return the digits that a number has under a decimal sign, None where it has none."""
    other = "." if decimal == "," else ","
    grouped = rf"[1-9]\d{{0,2}}(\{other}\d{{3}})+(\{decimal}\d*)?"
    if not re.fullmatch(rf"{grouped}|\d*(\{decimal}\d*)?", bare):
        return None
    return str(Decimal(bare.replace(other, "").replace(decimal, ".") or "0").normalize())


def is_open(texts: Iterable[str]) -> bool:
    """Tell whether a column can be read under both decimal signs, with different numbers."""
    bare = [_bare(text) for text in texts if text.strip()]
    commas, points = ([_read(one, sign) for one in bare] for sign in ",.")
    return None not in commas and None not in points and commas != points
