"""Which reports are due, and which only a person sends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reporter.delivery.schedule import check_clock, due, fire, next_due, upcoming
from reporter.errors import UsageError
from reporter.model import Period
from reporter.workspace import Schedule

RULE = Schedule(day=5, time="07:00", catch_up=2)  # 06:00 UTC in winter, 05:00 in summer
FIRST = "2025-05"
NONE: frozenset[str] = frozenset()


def at(text: str) -> datetime:
    """Read an instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def names(now: str, known: frozenset[str] = NONE, rule: Schedule = RULE, first: str = FIRST) -> list[str]:
    """Return the months that are due; a minus before those that are overdue."""
    found = due("norrvik", rule, first, at(now), known)
    return [f"{'-' if one.overdue else ''}{one.period}" for one in found]


def test_a_report_is_due_from_its_instant_on() -> None:
    """Thursday 5 November 2026, 07:00 in Stockholm: not a second earlier, and still when that is long past."""
    before = frozenset(f"2025-{month:02}" for month in range(5, 13)) | {f"2026-{month:02}" for month in range(1, 10)}
    assert names("2026-11-05T05:59:59", before) == []
    assert names("2026-11-05T06:00:00", before) == ["2026-10"]
    assert names("2026-11-30T23:00:00", before) == ["2026-10"]
    assert names("2026-11-30T23:00:00", before | {"2026-10"}) == []
    (one,) = due("norrvik", RULE, FIRST, at("2026-11-05T06:00:00"), before)
    assert (one.client, one.fire, one.fire.tzinfo) == ("norrvik", at("2026-11-05T06:00:00"), UTC)


def test_what_fell_due_before_the_schedule_counts_is_not_sent() -> None:
    """A schedule set at 07:00 on the 5th, or later, begins with the next month; one set a second before with this one.

    November's then falls due on Monday 7 December, since the 5th is a Saturday.
    """
    for seen, first in (("07:00:00", "2026-11"), ("06:00:00", "2026-11"), ("05:59:59", "2026-10")):
        assert next_due(RULE, at(f"2026-11-05T{seen}")) == first
    assert names("2026-11-05T08:00:00", first="2026-11") == []
    assert names("2026-11-05T08:00:00", first="2026-10") == ["2026-10"]
    assert names("2026-12-07T06:00:00", first="2026-11") == ["2026-11"]
    assert names("2026-12-07T06:00:00", first="2026-12") == []


def test_a_rule_changed_right_after_it_was_set_lets_no_month_slip() -> None:
    """Set on 20 November for the 25th and then changed to the 5th: October's was the next, and is due at once."""
    late, early, seen = replace(RULE, day=25), RULE, "2026-11-20T12:00:00"
    first = next_due(late, at(seen))
    assert (first, names(seen, rule=late, first=first)) == ("2026-10", [])
    (one,) = due("norrvik", early, first, at(seen), NONE)
    assert (str(one.period), one.fire, one.overdue) == ("2026-10", at("2026-11-05T06:00:00"), False)
    assert names("2026-12-07T06:00:00", frozenset({"2026-10"}), early, first) == ["2026-11"]


def test_a_rule_changed_right_after_it_was_set_brings_no_month_back() -> None:
    """Set on 20 November for the 5th and then changed to the 25th: November's stays the first, now on 28 December."""
    late, seen = replace(RULE, day=25), "2026-11-20T12:00:00"
    first = next_due(RULE, at(seen))
    assert first == "2026-11"
    assert names("2026-11-25T12:00:00", rule=late, first=first) == []
    assert names("2026-12-28T05:59:59", rule=late, first=first) == []  # from Friday the 25th, over the weekend
    assert names("2026-12-28T06:00:00", rule=late, first=first) == ["2026-11"]


def test_a_change_holds_for_every_month_that_is_not_out() -> None:
    """What was due and is now due later waits; what an earlier rule makes overdue waits for a person."""
    assert names("2026-11-06T08:00:00", first="2026-10") == ["2026-10"]
    assert names("2026-11-06T08:00:00", rule=replace(RULE, day=25), first="2026-10") == []
    last, early = Schedule(day=0, catch_up=1), Schedule(day=1, time="05:00", catch_up=1)
    assert names("2026-06-01T04:30:00", rule=last, first="2026-04") == []  # 31 May is a Sunday: due at 07:00
    assert names("2026-06-01T04:30:00", rule=early, first="2026-04") == ["-2026-04", "2026-05"]


def test_after_an_outage_the_newest_go_out_and_older_ones_wait() -> None:
    """Five months missed, two caught up; the three older ones stay overdue when those two are out."""
    now, first = "2026-11-06T08:00:00", "2026-06"
    assert names(now, first=first) == ["-2026-06", "-2026-07", "-2026-08", "2026-09", "2026-10"]
    assert names(now, frozenset({"2026-09", "2026-10"}), first=first) == ["-2026-06", "-2026-07", "-2026-08"]
    assert names(now, frozenset({"2026-06", "2026-08", "2026-10"}), first=first) == ["-2026-07", "2026-09"]
    assert names(now, rule=replace(RULE, catch_up=12), first=first)[0] == "2026-06"


def test_a_month_is_its_own_whatever_becomes_of_the_rule() -> None:
    """A report that is out is not due again under a later, earlier or wholly other rule; one that is not still is."""
    known = frozenset(f"2026-{month:02}" for month in range(1, 11))
    for rule in (replace(RULE, day=28), replace(RULE, day=1), Schedule(business_day=-1, calendar="DK", time="23:59")):
        assert names("2026-11-30T23:30:00", known, rule, "2026-01") == []
        assert names("2026-11-30T23:30:00", known - {"2026-10"}, rule, "2026-01") == ["2026-10"]


def test_a_clock_before_the_schedule_makes_nothing_due() -> None:
    """Set back behind the beginning there is nothing between."""
    assert names("2025-01-01T00:00:00") == []


def test_a_ledger_from_1970_lists_ten_years_at_most() -> None:
    """And not the half century in which there was no clock."""
    found = names("2026-11-06T08:00:00", first="1970-01")
    assert len(found) == 120
    assert found[0] == "-2016-11"
    assert found[-1] == "2026-10"


def test_a_day_that_moves_into_the_next_month_is_waited_for() -> None:
    """The last day of May 2026 is a Sunday: the report on April falls due on 1 June, and no report in between."""
    rule = Schedule(day=0)
    assert next_due(rule, at("2026-04-01T12:00:00")) == "2026-03"  # due on 30 April
    assert names("2026-06-01T04:59:00", rule=rule, first="2026-03") == ["2026-03"]
    assert names("2026-06-01T05:00:00", rule=rule, first="2026-03") == ["2026-03", "2026-04"]
    assert next_due(rule, at("2026-06-01T04:59:00")) == "2026-04"
    assert next_due(rule, at("2026-06-01T05:00:00")) == "2026-05"


def test_what_comes_follows_on_what_is_due() -> None:
    """Twelve months in order, each with its instant, from the first after now: here and there over the year's end."""
    coming = upcoming(RULE, at("2026-11-05T06:00:00"), 12)
    assert [str(period) for period, _ in coming] == ["2026-11", "2026-12", *(f"2027-{n:02}" for n in range(1, 11))]
    assert [instant for _, instant in coming][:2] == [at("2026-12-07T06:00:00"), at("2027-01-05T06:00:00")]
    assert upcoming(RULE, at("2026-11-05T05:59:59"), 1) == ((Period.parse("2026-10"), at("2026-11-05T06:00:00")),)
    assert upcoming(RULE, at("2026-11-05T05:59:59"), 0) == ()


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Pacific/Honolulu", "Europe/Stockholm"])
def test_due_and_coming_share_every_instant_between_them(zone: str) -> None:
    """At any hour of the first days of a month each report is either due or coming, and the seam is its instant."""
    rule = Schedule(day=1, time="00:30", zone=zone)
    start = at("2026-09-29T00:00:00")
    for hours in range(24 * 5):
        now = start + timedelta(hours=hours)
        (following, instant), *_ = upcoming(rule, now, 1)
        newest = due("norrvik", rule, "2026-01", now, NONE)[-1]
        assert newest.fire <= now < instant == fire(rule, following)
        assert following.start == newest.period.end
        assert next_due(rule, now) == str(following)


LAST = at("2026-11-28T12:00:00")


@pytest.mark.parametrize("hours", [-48, -1, 0, 1, 62 * 24])
def test_a_clock_that_can_be_right_passes(hours: int) -> None:
    """Two days back, 62 days on: the limits themselves are still taken."""
    check_clock(LAST + timedelta(hours=hours), LAST, ok=False)


@pytest.mark.parametrize(
    ("off", "words"),
    [(timedelta(hours=-48, seconds=-1), "2 days before"), (timedelta(days=62, seconds=1), "62 days after")],
)
def test_a_clock_that_cannot_be_right_stops_the_run(off: timedelta, words: str) -> None:
    """The line says what the clock shows and how to go on; a person who knows better may."""
    with pytest.raises(UsageError, match=words) as caught:
        check_clock(LAST + off, LAST, ok=False)
    assert caught.value.code == "E420"
    assert "--clock-ok" in str(caught.value)
    check_clock(LAST + off, LAST, ok=True)


def test_the_first_run_has_no_clock_to_compare_with() -> None:
    """An empty ledger takes any."""
    check_clock(LAST, None, ok=False)
