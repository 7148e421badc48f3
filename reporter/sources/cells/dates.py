"""Which date format a column has, decided from its values; and the SQL that reads it as an epoch day.

A date with an offset counts as the local day that is written. Day and month are told apart per
column: by a part above 12, by points (always day first), else the column is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.sources.cells.sql import blank, regex, same_digits

if TYPE_CHECKING:
    import duckdb

_PARTS = r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})([ T,].*)?"
#: Their Swedish, Danish, Norwegian and English names begin alike, but for a letter.
_MONTH = r"(jan|feb|mar|apr|ma[ijy]|jun|jul|aug|sep|o[kc]t|nov|de[cs])[a-z]*\.?"
_FORMS = {
    "iso": r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([ T].*)?",
    "compact": r"(19|20)\d{6}([ T].*)?",
    "parts": _PARTS,
    "serial": r"[2-6]\d{4}([.,]\d+)?",
    "words": rf"(?i)\d{{1,2}}\.?[ -]{_MONTH}[ -]\d{{4}}([ T,].*)?",
    "month_first": rf"(?i){_MONTH} \d{{1,2}}(st|nd|rd|th)?,? \d{{4}}([ T,].*)?",
    # 28/7 2026 and 28/7-2026: nobody writes the month first so.
    "nordic": r"\d{1,2}/\d{1,2}[ -]\d{4}([ T,].*)?",
}
_WEEK = r"(?i)((19|20)\d{2}[ -]?)?(v|w|u|uge|vecka|week)\.? ?-?\d{1,2}([ -/]*(19|20)?\d{2})?"
_USUAL = r"\d{4}-\d{2}-\d{2}([ T].*)?"
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
#: Two digits each: the year may stand first or last. With points it stands last.
_SHORT = r"\d{2}[/-]\d{2}[/-]\d{2}([ T,].*)?"
_MONTH_LIMIT, _LAST_OF_MONTH = 12, 31
#: No business of a client's lies outside; infinity and 9999-12-31 are ways to say "never".
_FIRST, _LAST = "1900-01-01", "2100-12-31"
_NEVER = r"-?infinity|99991231|2958465([.,]0+)?|.*(^|[^\d])(210[1-9]|21[1-9]\d|2[2-9]\d\d|[3-9]\d{3})([^\d].*|$)"
_DAY = len("2026-01-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFormat:
    """The written forms that a column holds, and the order of its parts.

    ``usual``: every value starts with 2026-01-31, so that nothing needs to be trimmed or turned;
    ``timed``: something follows the day.
    """

    forms: tuple[str, ...]
    day_first: bool = True
    short_year: bool = False
    usual: bool = False
    timed: bool = True
    guess: str = ""


def _form_sql(form: str, text: str, *, day_first: bool, short_year: bool) -> str:
    """Return SQL for the DATE of one written form."""
    if form == "iso":
        token = f"replace(replace(split_part(split_part({text}, ' ', 1), 'T', 1), '/', '-'), '.', '-')"
        return f"try_cast({token} AS DATE)"
    if form == "compact":
        return f"CAST(try_strptime(left({text}, 8), '%Y%m%d') AS DATE)"
    if form == "serial":
        return (
            f"DATE '1899-12-30' + CAST(try_cast(split_part(replace({text}, ',', '.'), '.', 1) AS INTEGER) AS INTEGER)"
        )
    if form == "nordic":
        day, month, year = (f"regexp_extract({text}, '^(\\d+)/(\\d+)[ -](\\d{{4}})', {part})" for part in (1, 2, 3))
        return f"try_cast({year} || '-' || {month} || '-' || {day} AS DATE)"
    if form in {"words", "month_first"}:
        named = f"lower(regexp_extract({text}, '[A-Za-z]{{3}}'))"
        usual = f"replace(replace(replace(replace({named}, 'may', 'maj'), 'mai', 'maj'), 'oct', 'okt'), 'des', 'dec')"
        month = f"list_position([{', '.join(repr(one) for one in _MONTHS)}], {usual})"
        day, year = f"regexp_extract({text}, '\\d{{1,2}}')", f"regexp_extract({text}, '\\d{{4}}')"
        return f"try_cast({year} || '-' || {month} || '-' || {day} AS DATE)"
    a, b = (f"regexp_extract({text}, {regex(_PARTS)}, {part})" for part in ((2, 1) if day_first else (1, 2)))
    year = f"regexp_extract({text}, {regex(_PARTS)}, 3)"
    if short_year:
        year = f"CASE WHEN length({year}) = 2 THEN '20' || {year} ELSE {year} END"
    return f"try_cast(({year}) || '-' || {a} || '-' || {b} AS DATE)"


def read_day(column: str, form: DateFormat) -> str:
    """Return SQL for the epoch day of a text column; NULL where it holds no such date of 1900–2100."""
    text = f"trim({column})"
    if form.usual:
        value = f"try_cast({_cut(column) if form.timed else column} AS DATE)"
    elif form.forms == ("iso",):
        # The usual ISO date is cut out; anything else that calls itself ISO takes the long way.
        slow = _form_sql("iso", text, day_first=True, short_year=False)
        value = f"coalesce(try_cast({_cut(column)} AS DATE), {slow})"
    else:
        cases = " ".join(
            f"WHEN regexp_full_match({text}, {regex(_FORMS[one])}) THEN "
            + _form_sql(one, text, day_first=form.day_first, short_year=form.short_year)
            for one in form.forms
        )
        value = f"CASE {cases} END" if cases else "CAST(NULL AS DATE)"
    days = f"try_cast(({value}) - DATE '1970-01-01' AS INTEGER)"
    return f"CASE WHEN {days} BETWEEN {_epoch(_FIRST)} AND {_epoch(_LAST)} THEN {days} END"


def _cut(column: str) -> str:
    """Return the SQL of the day that a cell starts with; NULL after a blank, which would cut off its last digit."""
    return f"CASE WHEN substr({column}, 8, 1) = '-' THEN left({column}, {_DAY}) END"


def _epoch(day: str) -> int:
    return (date.fromisoformat(day) - date(1970, 1, 1)).days


def is_never(text: str) -> str:
    """Return the condition that a text means a day which never comes: infinity, or a year after 2100."""
    return f"regexp_full_match(lower(trim({text})), {regex(_NEVER)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Profile:
    """How many values of a column have each written form; of those in ``parts``, what tells their order.

    ``first_big``, ``second_big``: the first, the second part is above 12; ``dotted``: written with points;
    ``short``: a year of two digits; ``american``: 2:30 PM behind it.
    """

    forms: dict[str, int]
    total: int
    first_big: int
    second_big: int
    dotted: int
    short: int
    american: int
    usual: int
    longest: int
    weeks: int


def _profile(connection: duckdb.DuckDBPyConnection, relation: str, column: str) -> _Profile:
    part = f"regexp_extract(v, {regex(_PARTS)}, "
    first, second = (f"try_cast({part}{at}) AS INTEGER)" for at in (1, 2))
    # 99/99/2026 is no day in either order: it must not open a question that the other values do not.
    possible = f"least({first}, {second}) <= {_MONTH_LIMIT} AND greatest({first}, {second}) <= {_LAST_OF_MONTH}"
    is_parts = f"(regexp_full_match(v, {regex(_PARTS)}) AND {possible})"
    forms = {
        name: f"sum(n) FILTER (WHERE {is_parts if name == 'parts' else f'regexp_full_match(v, {regex(form)})'})"
        for name, form in _FORMS.items()
    }
    counts = {
        "total": "sum(n)",
        "first_big": f"sum(n) FILTER (WHERE {is_parts} AND {first} > {_MONTH_LIMIT})",
        "second_big": f"sum(n) FILTER (WHERE {is_parts} AND {second} > {_MONTH_LIMIT})",
        "dotted": f"sum(n) FILTER (WHERE {is_parts} AND regexp_matches(v, '^\\d{{1,2}}([.-]|/\\d{{1,2}}-)'))",
        "short": f"sum(n) FILTER (WHERE {is_parts} AND length({part}3)) = 2)",
        "american": f"sum(n) FILTER (WHERE {is_parts} AND regexp_matches(v, '(?i)[ap]m$'))",
        "usual": "sum(n) FILTER (WHERE usual)",
        "longest": "max(length(v))",
        "weeks": f"sum(n) FILTER (WHERE regexp_full_match(v, {regex(_WEEK)}))",
    }
    # After the tenth sign only the time of day follows: its digits are folded, so that few values remain.
    once = f"SELECT {column} AS t, count(*) AS n FROM {relation} GROUP BY 1"  # noqa: S608 - our own SQL
    folded = f"left(trim(t), 10) || {same_digits('substr(trim(t), 11)')}"
    usual = f"regexp_full_match(t, {regex(_USUAL)})"
    values = f"SELECT {folded} AS v, {usual} AS usual, sum(n) AS n FROM ({once}) WHERE NOT {blank('t')} GROUP BY 1, 2"  # noqa: S608
    query = f"SELECT {', '.join([*forms.values(), *counts.values()])} FROM ({values})"  # noqa: S608 - our own SQL
    row = [int(count or 0) for count in connection.execute(query).fetchone() or ()]
    told = dict(zip(counts, row[len(forms) :], strict=True))
    return _Profile(forms=dict(zip(forms, row, strict=False)), **told)


def find_date_format(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    column: str,
    *,
    header: str,
    file: str,
    told: str | None,
    like: str | None = None,
) -> DateFormat:
    """Decide a column's date format from the values in ``relation``.

    ``told``: the operator's order of day and month; ``like``: that of the file's other dates, taken where the
    column's own values tell none.

    Raises:
        InputError: D110 where most values are no dates, D113 where day and month stay open.
    """
    seen = _profile(connection, relation, column)
    read = sum(seen.forms.values())
    if seen.total and read < seen.total / 2:
        raise InputError(
            "D110",
            f"{seen.total - read} of {seen.total} values are no dates"
            + (", but weeks: nothing says which day of the week is meant" if 2 * seen.weeks > seen.total else ""),
            help="check the column, or export it with dates such as 2026-01-31",
            file=file,
            column=header,
        )
    forms = tuple(form for form, count in seen.forms.items() if count)
    if not seen.forms["parts"]:
        return DateFormat(forms=forms or ("iso",), usual=0 < seen.total == seen.usual, timed=seen.longest > _DAY)
    day_first = _day_first(told, seen)
    mixed = seen.first_big and seen.second_big
    if day_first is None and like and not mixed:
        day_first = like == "dmy"
    if day_first is None:
        raise InputError(
            "D113",
            "some dates have the day first and some the month" if mixed else "03/04/2026 may be March or April",
            help="answer with --date-order dmy or --date-order mdy",
            file=file,
            column=header,
        )
    if seen.short and not told:
        _refuse_year_first(connection, relation, column, header=header, file=file)
    word = "day" if day_first else "month"
    return DateFormat(
        forms=forms, day_first=day_first, short_year=bool(seen.short), guess=f'"{header}": dates with the {word} first'
    )


def _day_first(told: str | None, seen: _Profile) -> bool | None:
    """Return whether the day stands first, None where nothing tells."""
    answer = None if told is None else told == "dmy"
    if seen.first_big and seen.second_big:
        return answer
    if seen.first_big or seen.second_big:
        return bool(seen.first_big)  # the answer is to another column's question
    if told:
        return answer
    if seen.american:
        return False
    return True if seen.dotted else None


def _refuse_year_first(
    connection: duckdb.DuckDBPyConnection, relation: str, column: str, *, header: str, file: str
) -> None:
    """Refuse short years that may stand first, as in 26-07-25: the part that varies less is the year.

    Raises:
        InputError: D113.
    """
    parts = [f"try_cast(regexp_extract(v, {regex(_PARTS)}, {at}) AS INTEGER) AS p{at}" for at in (1, 2, 3)]
    short = f"SELECT {', '.join(parts)} FROM (SELECT trim({column}) AS v FROM {relation})"  # noqa: S608 - our own SQL
    found = connection.execute(
        "SELECT max(p2), max(p3), max(p1) - min(p1), max(p3) - min(p3) "  # noqa: S608 - our own SQL
        f"FROM ({short} WHERE regexp_full_match(v, {regex(_SHORT)}))"
    ).fetchone()
    month, year, first, last = found or (None,) * 4
    if month is None or month > _MONTH_LIMIT or year > _LAST_OF_MONTH or 2 * last < first:
        return
    raise InputError(
        "D113",
        "26-07-25 may be a day of 2026 or of 2025",
        help="export the dates with four digits a year, or answer with --date-order dmy or --date-order mdy",
        file=file,
        column=header,
    )
