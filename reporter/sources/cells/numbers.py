"""Which number format a column has, decided from its values; and the SQL that reads it.

The delimiter of the file says nothing about the decimal sign; a value such as ``1.234`` is
ambiguous by itself, so a column is judged as a whole and refused where it stays open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.sources.cells.sql import blank, regex, same_digits

if TYPE_CHECKING:
    import duckdb

#: A share of values below which a second format is taken for single faults, not for a mixed column.
_STRAY = 0.05
_DECORATION = r"(?i)(kr\.?|sek|dkk|nok|eur|usd|gbp|isk|[€$£]|:-|,-$)"
#: An amount of more digits is an error of the export; its sums and products would not fit the engine's decimals.
_DIGITS = 10
_SPACES = "[\\s\u00a0\u202f\u2009']"
#: More numbers than one in a cell: a unit between digits, or blanks that part no thousands.
_SEVERAL = rf"\d\D*[\p{{L}}€$£]\D*\d|\d{_SPACES}+(\d{{1,2}}|\d{{4,}})(\D|$)|\d{{4,}}{_SPACES}+\d"
#: Words of amounts in thousands or millions: read as they stand, every figure would be a thousandth of itself.
_SCALED = (
    r"(?i)(^|[\s\d(.,/])(tkr|t\.? ?kr|mkr|mdkr|mio|mia|ksek|tsek|msek|kdkk|tdkk|mdkk|keur|teur|meur|tusen|tusind|"
    r"miljon(er)?|million(er|s)?|thousands?)([\s).,/]|$)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    """``plain`` columns need only the decimal sign replaced; others are cleaned by expressions first.

    ``whole``: no value had a sign, so nothing is known of how one would be meant.
    """

    decimal: str
    plain: bool
    whole: bool = False
    guess: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Profile:
    values: int
    comma: int
    point: int
    open_comma: int
    open_point: int
    decorated: int
    unread: int
    scaled: int


def _bare(text: str) -> str:
    """Return SQL that strips currency, spaces and other decoration, and puts the minus in front."""
    stripped = f"regexp_replace(regexp_replace({text}, {regex(_DECORATION)}, '', 'g'), {regex(_SPACES)}, '', 'g')"
    signed = f"translate({stripped}, '−–?', '---')"
    # 1 234,50- and (1 234,50) are ways to write a minus.
    return f"regexp_replace(regexp_replace({signed}, '^(.*[0-9])-$', '-\\1'), '^\\((.*[0-9])\\)$', '-\\1')"


def read_number(text: str, form: NumberFormat, decimals: int = 4, *, strict: bool = False) -> str:
    """Return SQL for the DECIMAL value of a text expression; NULL where it is no such number, or 10¹⁰ and more.

    ``strict``: the format comes from a sample; a sign in a column of whole numbers gives NULL.
    """
    if strict and form.whole:
        value = read_number(text, form, decimals)
        return f"CASE WHEN contains({text}, '.') OR contains({text}, ',') THEN NULL ELSE {value} END"
    other = "." if form.decimal == "," else ","
    kind = f"DECIMAL({_DIGITS + decimals},{decimals})"
    if form.plain:
        if form.decimal == ".":
            return f"try_cast({text} AS {kind})"
        return f"try_cast(CASE WHEN contains({text}, '.') THEN NULL ELSE replace({text}, ',', '.') END AS {kind})"
    bare = _bare(text)
    grouped = rf"^[-+]?\d{{1,3}}(\{other}\d{{3}})+(\{form.decimal}\d*)?$"
    simple = rf"^[-+]?\d*(\{form.decimal}\d*)?$"
    ungrouped = f"replace(replace({bare}, '{other}', ''), '{form.decimal}', '.')"
    fits = (
        f"(regexp_full_match({bare}, {regex(grouped)}) OR regexp_full_match({bare}, {regex(simple)})) "
        f"AND NOT regexp_matches({text}, {regex(_SEVERAL)})"
    )
    return f"CASE WHEN {fits} THEN try_cast({ungrouped} AS {kind}) END"


def product(one: str, other: str) -> str:
    """Return SQL for the product of two amounts in 8 decimals; NULL where it is larger than an amount may be."""
    fits = f"abs(CAST({one} AS DOUBLE) * CAST({other} AS DOUBLE)) < 1e{_DIGITS}"
    return f"CASE WHEN {fits} THEN CAST({one} AS DECIMAL(18,4)) * CAST({other} AS DECIMAL(18,4)) END"


def too_large(one: str, other: str) -> str:
    """Return the condition that two amounts have no product."""
    return f"({product(one, other)} IS NULL AND {one} IS NOT NULL AND {other} IS NOT NULL)"


def _evidence(sign: str, other: str) -> str:
    """Return the condition that a bare number can only be read with this decimal sign.

    One or two digits after it, or four and more; a zero before it; groups of the other sign.
    """
    s, o = f"\\{sign}", f"\\{other}"
    shapes = (
        rf"[\d{o}]*{s}(\d{{0,2}}|\d{{4,}})",
        rf"0{s}\d+",
        rf"\d{{4,}}{s}\d+",
        rf"\d{{1,3}}({o}\d{{3}})+{s}\d+",
        rf"\d{{1,3}}({o}\d{{3}}){{2,}}",
    )
    return f"regexp_full_match(b, '[-+]?({'|'.join(shapes)})')"


def _profile(connection: duckdb.DuckDBPyConnection, relation: str, column: str) -> _Profile:
    """Count what the values of a column tell of its number format."""
    conditions = (
        "true",
        _evidence(",", "."),
        _evidence(".", ","),
        r"regexp_full_match(b, '[-+]?[1-9]\d{0,2},\d{3}')",
        r"regexp_full_match(b, '[-+]?[1-9]\d{0,2}\.\d{3}')",
        r"b <> v OR regexp_matches(b, '[.,]\d{3}([.,]|$)')",
        r"NOT regexp_full_match(b, '[-+]?[\d.,]*\d[.,]?')",
        f"regexp_matches(v, {regex(_SCALED)})",
    )
    counts = ", ".join(f"coalesce(sum(n) FILTER (WHERE {one}), 0)" for one in conditions)
    written = same_digits(f"trim({column})")
    values = f"SELECT {written} AS v, count(*) AS n FROM {relation} WHERE NOT {blank(column)} GROUP BY 1"  # noqa: S608
    query = f"SELECT {counts} FROM (SELECT v, n, {_bare('v')} AS b FROM ({values}))"  # noqa: S608 - our own SQL
    row = [int(count) for count in connection.execute(query).fetchone() or (0,) * 8]
    return _Profile(**dict(zip(_Profile.__dataclass_fields__, row, strict=True)))


def _is_scaled(header: str) -> bool:
    """Tell whether a header says that the column's amounts are in thousands or millions."""
    return re.search(_SCALED, header) is not None


def find_number_format(
    connection: duckdb.DuckDBPyConnection, relation: str, column: str, *, header: str, file: str, told: str | None
) -> NumberFormat:
    """Decide a column's number format from the values in ``relation``.

    Raises:
        InputError: D111 where it stays ambiguous, D112 where it mixes, D115 where nothing is a number.
    """
    seen = _profile(connection, relation, column)
    if seen.scaled > seen.values / 2 or _is_scaled(header):
        raise InputError(
            "D115",
            "the amounts are in thousands or millions (tkr, Mkr …)",
            help="export them in whole kronor (or the currency's whole unit)",
            file=file,
            column=header,
        )
    if seen.values and seen.unread > seen.values / 2:
        raise InputError(
            "D115",
            f"{seen.unread} of {seen.values} values are no numbers",
            help="check that the right column is mapped",
            file=file,
            column=header,
        )
    both = seen.comma + seen.point
    mixed = min(seen.comma, seen.point) > _STRAY * both
    if told and (mixed or not both):  # where all values agree, the answer is to another column's question
        return NumberFormat(decimal=told, plain=False, guess=f'"{header}": decimal sign {told} as told')
    if mixed:
        raise InputError(
            "D112",
            f"{seen.comma} values have a decimal comma and {seen.point} a decimal point",
            help="export it again with one number format, or answer with --decimal ',' or --decimal '.'",
            file=file,
            column=header,
        )
    if not both and (seen.open_comma or seen.open_point):
        sign = "," if seen.open_comma else "."
        raise InputError(
            "D111",
            f"1{sign}234 may be a thousand or one and a bit, and no value of the column tells which",
            help="answer with --decimal ',' or --decimal '.'",
            file=file,
            column=header,
        )
    if not both:
        return NumberFormat(decimal=".", plain=not seen.decorated, whole=True)
    decimal = "," if seen.comma > seen.point else "."
    word = "comma" if decimal == "," else "point"
    return NumberFormat(decimal=decimal, plain=not seen.decorated, guess=f'"{header}": decimal {word}')
