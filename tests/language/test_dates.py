"""Days and periods in both languages; the expected strings are worked by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from reporter.language import Language
from reporter.model import Period

if TYPE_CHECKING:
    from reporter.language.dates import PeriodForm


@pytest.mark.parametrize(
    ("day", "long", "swedish", "danish"),
    [
        (date(2026, 10, 3), True, "3 oktober 2026", "3. oktober 2026"),
        (date(2026, 3, 1), True, "1 mars 2026", "1. marts 2026"),
        (date(2026, 3, 1), False, "2026-03-01", "01.03.2026"),
    ],
)
def test_a_day(day: date, *, long: bool, swedish: str, danish: str) -> None:
    """Danish days are ordinals with a dot; months are lower case in both."""
    assert Language.load("sv").date(day, long=long) == swedish
    assert Language.load("da").date(day, long=long) == danish


@pytest.mark.parametrize(
    ("first", "last", "swedish", "danish"),
    [
        (date(2026, 9, 1), date(2026, 10, 31), "1 sept.–31 okt. 2026", "1. sept.–31. okt. 2026"),
        (date(2026, 9, 1), date(2026, 9, 15), "1–15 sept. 2026", "1.–15. sept. 2026"),
        (date(2025, 12, 1), date(2026, 1, 15), "1 dec. 2025–15 jan. 2026", "1. dec. 2025–15. jan. 2026"),
        (date(2025, 6, 1), date(2026, 6, 15), "1 juni 2025–15 juni 2026", "1. jun. 2025–15. jun. 2026"),
        (date(2026, 3, 4), date(2026, 3, 4), "4 mars 2026", "4. mar. 2026"),
    ],
)
def test_a_range_says_once_what_its_days_share(first: date, last: date, swedish: str, danish: str) -> None:
    """An en dash without spaces; the year, and the month where it is the same, stand once."""
    assert Language.load("sv").date_range(first, last) == swedish
    assert Language.load("da").date_range(first, last) == danish


@pytest.mark.parametrize(
    ("text", "form", "swedish", "danish"),
    [
        ("2026", "name", "2026", "2026"),
        ("2026-H1", "name", "första halvåret 2026", "1. halvår 2026"),
        ("2026-H2", "title", "Andra halvåret 2026", "2. halvår 2026"),
        ("2026-Q3", "name", "kvartal 3 2026", "3. kvartal 2026"),
        ("2026-Q3", "title", "Kvartal 3 2026", "3. kvartal 2026"),
        ("2026-Q3", "short", "kv. 3 2026", "3. kvt. 2026"),
        ("2026-Q3", "tick", "kv. 3 ’26", "3. kvt. ’26"),
        ("2026-10", "name", "oktober 2026", "oktober 2026"),
        ("2026-10", "title", "Oktober 2026", "Oktober 2026"),
        ("2026-07", "short", "juli 2026", "jul. 2026"),
        ("2005-07", "tick", "juli ’05", "jul. ’05"),
        ("2026-01-01..2026-03-31", "name", "kvartal 1 2026", "1. kvartal 2026"),
        ("2026-02-01..2026-04-30", "name", "februari–april 2026", "februar–april 2026"),
        ("2026-02-01..2026-04-30", "title", "Februari–april 2026", "Februar–april 2026"),
        ("2026-02-01..2026-04-30", "tick", "feb.–apr. ’26", "feb.–apr. ’26"),
        ("2025-07-01..2026-06-30", "name", "juli 2025–juni 2026", "juli 2025–juni 2026"),
        ("2025-07-01..2026-06-30", "short", "juli 2025–juni 2026", "jul. 2025–jun. 2026"),
        ("2025-07-01..2026-06-30", "tick", "juli ’25–juni ’26", "jul. ’25–jun. ’26"),
        ("2025-01-01..2026-12-31", "name", "januari 2025–december 2026", "januar 2025–december 2026"),
        ("2025-07-02..2026-06-30", "name", "2 juli 2025–30 juni 2026", "2. jul. 2025–30. jun. 2026"),
    ],
)
def test_a_period_has_its_calendar_name_or_its_days(text: str, form: PeriodForm, swedish: str, danish: str) -> None:
    """Calendar years, halves, quarters and months have names; the rest are ranges, of months where they are whole."""
    period = Period.parse(text)
    assert Language.load("sv").period(period, form) == swedish
    assert Language.load("da").period(period, form) == danish
