"""National identity numbers of Sweden, Denmark, Norway and Finland, told from other numbers by date and check digit.

One in ten order numbers such as 260131-0042 has a right check digit by chance: only many of them tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: How each is written (without the boundaries): YYMMDD-NNNN and DDMMYY-NNNN, DDMMYYNNNNN, DDMMYY-NNNX.
WRITTEN = (
    r"(?:(?:\d{2})?\d{6}[-+ ]?\d{4}|\d{6} ?\d{5}|"
    r"\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y])"
)
_TEN, _ELEVEN, _TWELVE = 10, 11, 12
_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DANISH = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_NORWEGIAN = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))
_FINNISH = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_HETU = re.compile(r"(\d{6})[-+A-FU-Y](\d{3})([0-9A-FHJ-NPR-Y])")
#: Danish numbers given since then have no check digit.
_UNCHECKED = 2007
#: What is added to a day (Sweden, Norway: who is not registered) or a month (Norway: test numbers).
_COORDINATION, _D_NUMBER, _SYNTHETIC = 60, 40, (40, 65, 80)


#: Years that persons are born in and no order is dated: 850101-1234 is a person's, 260131-1234 may be an order's.
_BORN = ("36", "95")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One reading of a text: the nation's number that it is written as, its form, and what speaks for it.

    ``form``: parted (850101-1234), long (198501011234) or bare (8501011234). ``checked``: the check digit is right;
    ``born``: the year is one of a birth, whether or not it is.
    """

    nation: str
    form: str
    checked: bool
    born: bool = False


def readings(text: str) -> list[Hit]:
    """Return the identity numbers that a text may be, by the date that it holds; none for an organisation's number."""
    digits = re.sub(r"[-+ ]", "", text)
    parted = len(digits) != len(text)
    if len(digits) == _TWELVE:
        return _long(digits, parted=parted)
    form = "parted" if parted else "bare"
    found = []
    if len(digits) == _TEN and digits.isdigit():
        if _has_swedish_date(digits):
            found.append(Hit(nation="Swedish", form=form, checked=_luhn(digits), born=_is_birth(digits[:2])))
        if _day(digits[:2], digits[2:4]) and (checked := _danish(digits)) is not None:
            found.append(Hit(nation="Danish", form=form, checked=checked, born=_is_birth(digits[4:6])))
    if len(digits) == _ELEVEN and digits.isdigit() and _has_norwegian_date(digits):
        found.append(Hit(nation="Norwegian", form=form, checked=_norwegian(digits)))
    if (one := _HETU.fullmatch(text)) and _day(text[:2], text[2:4]):
        found.append(Hit(nation="Finnish", form="parted", checked=_FINNISH[int(one[1] + one[2]) % 31] == one[3]))
    return found


def holds_date(text: str) -> bool:
    """Tell whether a text that is written as a number holds a date, whether or not its check digit is right."""
    digits = re.sub(r"[-+ ]", "", text)
    if len(digits) == _TWELVE:
        return digits[:2] in {"18", "19", "20"} and _has_swedish_date(digits[2:])
    if len(digits) == _TEN and digits.isdigit():
        return _has_swedish_date(digits) or _day(digits[:2], digits[2:4])
    return bool(readings(text))


def _long(digits: str, *, parted: bool) -> list[Hit]:
    """Return the reading of a number with its century; 202601311405 is a point in time."""
    if digits[:2] not in {"18", "19", "20"} or not _has_swedish_date(digits[2:]):
        return []
    if digits.startswith("20") and digits[8:10] < "24" and digits[10:12] < "60":
        return []
    form = "parted" if parted else "long"
    return [Hit(nation="Swedish", form=form, checked=_luhn(digits[2:]), born=digits < "20")]


def _is_birth(year: str) -> bool:
    """Tell whether a year of two digits is hardly that of an order."""
    return _BORN[0] <= year <= _BORN[1]


def _day(day: str, month: str) -> bool:
    """Tell whether a day and a month are ones of the calendar."""
    return "01" <= month <= "12" and 1 <= int(day) <= _MONTHS[int(month) - 1]


def _has_swedish_date(digits: str) -> bool:
    """Tell whether YYMMDD… is a date; an organisation's month is 20 or more."""
    day = int(digits[4:6])
    return _day(str(day - _COORDINATION if day > _COORDINATION else day), digits[2:4])


def _luhn(digits: str) -> bool:
    """Tell whether the last of ten digits is the check digit of the others."""
    doubled = (int(one) * (2 - at % 2) for at, one in enumerate(digits))
    return sum(one // 10 + one % 10 for one in doubled) % 10 == 0


def _danish(digits: str) -> bool | None:
    """Tell whether a CPR number is divisible; None where numbers of that year of birth need not be."""
    year, seventh = int(digits[4:6]), int(digits[6])
    late = year <= 36 if seventh in {4, 9} else seventh in {5, 6, 7, 8} and year <= 57  # noqa: PLR2004 - CPR's table
    divisible = sum(int(one) * weight for one, weight in zip(digits, _DANISH, strict=True)) % 11 == 0
    return None if late and 2000 + year >= _UNCHECKED else divisible


def _has_norwegian_date(digits: str) -> bool:
    """Tell whether DDMMYY… is a date."""
    day, month = int(digits[:2]), int(digits[2:4])
    month -= max((one for one in _SYNTHETIC if month > one), default=0)
    return _day(str(day - _D_NUMBER if day > _D_NUMBER else day), f"{month:02d}")


def _norwegian(digits: str) -> bool:
    """Tell whether both check digits of a Norwegian number are right."""
    return all(
        sum(int(one) * weight for one, weight in zip(digits, weights, strict=False)) % 11 == 0 for weights in _NORWEGIAN
    )
