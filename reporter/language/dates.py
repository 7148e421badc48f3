"""Days and periods as Swedes and Danes write them; months are never capitalised within a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from datetime import date

    from reporter.language.facts import Facts
    from reporter.model import Period

PeriodForm: TypeAlias = Literal["name", "short", "title", "tick"]
_KINDS = {12: "year", 6: "half", 3: "quarter", 1: "month"}


def _form(form: str, day: date, facts: Facts) -> str:
    return form.format(
        day=day.day,
        m=day.month,
        month=facts.months[day.month - 1],
        short=facts.short_months[day.month - 1],
        year=day.year,
    )


def long_date(day: date, facts: Facts, *, long: bool = True) -> str:
    """Return "3 oktober 2026" · "3. oktober 2026", or "2026-10-03" · "03.10.2026"."""
    return _form(facts.dates["long" if long else "short"], day, facts)


def date_range(first: date, last: date, facts: Facts) -> str:
    """Return "1 sept.–31 okt. 2026" · "1. sept.–31. okt. 2026"; both days belong to the range.

    What the two days share (month, year) is said once.
    """
    end = _form(facts.dates["day_month_year"], last, facts)
    if first == last:
        return end
    form = "day_month_year"
    if first.year == last.year:
        form = "day" if first.month == last.month else "day_month"
    return f"{_form(facts.dates[form], first, facts)}–{end}"


def period(item: Period, facts: Facts, *, form: PeriodForm = "name") -> str:
    """Return a period's name; other whole months are a range of months, all else a range of days.

    ``name`` stands within a sentence (kvartal 3 2026 · 3. kvartal 2026), ``title`` begins one,
    ``short`` is for tables (kv. 3 2026 · 3. kvt. 2026), ``tick`` for axes (kv. 3 ’26 · 3. kvt. ’26).
    """
    months = item.months
    if months is None:
        return date_range(item.start, item.last, facts)
    kind, index = _KINDS.get(months, ""), (item.start.month - 1) // months
    if not kind or (item.start.month - 1) % months:
        kind = "months" if item.start.year == item.last.year else "years"
    text = facts.periods[kind]["name" if form == "title" else form].format(
        n=index + 1,
        ordinal=facts.ordinals[index] if kind == "half" else "",
        month=facts.months[item.start.month - 1],
        short=facts.short_months[item.start.month - 1],
        year=item.start.year,
        yy=item.start.year % 100,
        last_month=facts.months[item.last.month - 1],
        last_short=facts.short_months[item.last.month - 1],
        last_year=item.last.year,
        last_yy=item.last.year % 100,
    )
    return text[:1].upper() + text[1:] if form == "title" else text
