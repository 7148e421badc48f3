"""Four years of a scheduled report, a thousand times: outages, wrong clocks, changed rules. A script and a model.

``python tests/delivery/long/schedule.py [SEEDS]`` prints the figures (1,000 seeds a country: a few minutes);
``tests/delivery/test_simulation.py`` runs some of the seeds.

The model keeps a list of what was sent and knows nothing of how it is decided what is due. A tick is one wake-up of
the program. Ticks are set where something can go wrong: a second before, at and after the instants that reports fall
due at, at the ends of outages, where the clock jumps, where the rule is changed, and at random. A schedule is set up
on any day of a month; most are changed soon after, in one field or in all, or changed back.

What is owed is told without a look at how it is decided: every month from the one whose instant was the next ahead when
the first tick saw the schedule, whatever the rule became afterwards; each once, none before, none left out.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[3]))

from reporter.delivery.schedule import Due, check_clock, due, fire, next_due
from reporter.errors import UsageError
from reporter.model import Period
from reporter.workspace import Schedule

if TYPE_CHECKING:
    from typing import Literal

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
TICK = timedelta(minutes=15)
START, YEARS = datetime(2026, 1, 1, tzinfo=UTC), 4
HOMES = {"SE": ZoneInfo("Europe/Stockholm"), "DK": ZoneInfo("Europe/Copenhagen")}
ZONES = ("Europe/Stockholm", "Europe/Copenhagen", "Asia/Jerusalem", "America/New_York", "Pacific/Auckland")
#: No rule's instant is later than this in the month after the next one: 31 December 2026 is moved to Monday 4 January,
#: 23:59 in New York.
SLACK = 5 * DAY


@dataclass(slots=True, kw_only=True)
class World:
    """What the model keeps: what was sent, in order; what was listed as overdue, when; how often what happened.

    ``first`` is the first month that is owed.
    """

    schedule: Schedule
    first: str
    sent: list[str] = field(default_factory=list)
    listed: dict[str, tuple[Schedule, datetime]] = field(default_factory=dict)
    last: datetime | None = None
    counts: Counter[str] = field(default_factory=Counter)


def any_schedule(dice: random.Random, calendar: Literal["SE", "DK"]) -> Schedule:
    """Draw a rule with every field at random; most are in the calendar's own zone."""
    zone = HOMES[calendar].key if dice.random() < 0.7 else dice.choice(ZONES)
    drawn = Schedule(
        time=dice.choice(("00:00", "02:30", "07:00", "23:59", f"{dice.randrange(24):02}:{dice.randrange(60):02}")),
        zone=zone,
        calendar=calendar,
        if_holiday="next" if dice.random() < 0.5 else "previous",
        catch_up=dice.randint(1, 4),
    )
    if dice.random() < 0.5:
        return replace(drawn, business_day=dice.choice((*range(1, 16), *range(-15, 0))))
    return replace(drawn, day=dice.randint(0, 28))


def _edited(dice: random.Random, rules: list[tuple[datetime, Schedule]], calendar: Literal["SE", "DK"]) -> Schedule:
    """Change a rule: in one field, in all, or back to an earlier one."""
    new = any_schedule(dice, "DK" if dice.random() < 0.2 else calendar)
    way = dice.random()
    if way < 0.2:
        return dice.choice(rules)[1]
    if way < 0.5:
        return new
    old = rules[-1][1]
    field_ = dice.choice(("time", "zone", "calendar", "if_holiday", "catch_up", "when"))
    if field_ == "when":
        return replace(old, business_day=new.business_day, day=new.day)
    return replace(old, **{field_: getattr(new, field_)})


def run(seed: int, calendar: Literal["SE", "DK"]) -> Counter[str]:
    """Live four years; return how often what happened."""
    dice = random.Random(f"{calendar}{seed}")  # noqa: S311 - a simulation
    begin = START + dice.random() * 31 * DAY
    edits, jumps, outages = _events(dice, begin)
    rules = [(begin, any_schedule(dice, calendar))]
    for at in edits:
        rules.append((at, _edited(dice, rules, calendar)))
    ticks = sorted(at for at in _ticks(dice, rules, jumps, outages) if not any(a < at < b for a, b in outages))
    world = first_sight(_rule(rules, ticks[0]), _wall(ticks[0], jumps))
    for at in ticks:
        before, world.schedule = world.schedule, _rule(rules, at)
        _tick(world, _wall(at, jumps), dice, before)
    _tick(world, ticks[-1] + TICK, dice, world.schedule, catch_up=True)
    wanted = [name for _, name, _, _ in OWED if world.first <= name <= max(world.sent)]
    world.counts["not every month"] += sorted(world.sent) != wanted
    world.counts["sent"] = len(world.sent)
    return world.counts


def _rule(rules: list[tuple[datetime, Schedule]], at: datetime) -> Schedule:
    return next(rule for since, rule in reversed(rules) if since <= at)


def first_sight(schedule: Schedule, now: datetime) -> World:
    """Begin with a schedule: the first month that it owes is the one whose instant is the next ahead."""
    first = next(name for month, name, _, _ in OWED if fire(schedule, month) > now)
    world = World(schedule=schedule, first=first)
    world.counts["wrong beginning"] += next_due(schedule, now) != first
    return world


def _events(
    dice: random.Random, begin: datetime
) -> tuple[list[datetime], list[tuple[datetime, datetime, timedelta]], Any]:
    """Draw when rules change, when the clock is wrong and by how much, and when the machine is off."""

    def moments(count: int) -> list[datetime]:
        return sorted(START + dice.random() * YEARS * 365 * DAY for _ in range(count))

    soon = [begin + 2 * SECOND + dice.random() ** 3 * 40 * DAY for _ in range(dice.choice((0, 1, 1, 2)))]
    edits = sorted([*soon, *(at for at in moments(dice.randint(0, 6)) if at > begin)])
    jumps = [(at, at + dice.random() * 20 * DAY, dice.uniform(-48, 48) * timedelta(hours=1))
             for at in moments(dice.randint(0, 6))]  # fmt: skip
    outages = [(at, at + dice.uniform(0.01, 100) * DAY) for at in moments(dice.randint(0, 8))]
    return edits, jumps, outages


def _wall(at: datetime, jumps: list[tuple[datetime, datetime, timedelta]]) -> datetime:
    """Return what the clock shows at a true instant; of several faults the latest one holds."""
    wrong = [by for begin, end, by in jumps if begin <= at < end]
    return at + wrong[-1] if wrong else at


def _ticks(
    dice: random.Random,
    rules: list[tuple[datetime, Schedule]],
    jumps: list[tuple[datetime, datetime, timedelta]],
    outages: list[tuple[datetime, datetime]],
) -> set[datetime]:
    """Return the true instants at which the program is woken."""
    set_up, end = rules[0][0], START + YEARS * 365 * DAY
    found = {set_up + SECOND, end, *(at for at, _ in rules[1:]), *(up for _, up in outages)}
    found |= {at for begin, over, _ in jumps for at in (begin, begin + TICK, over, over + TICK)}
    found |= {START + dice.random() * YEARS * 365 * DAY for _ in range(60)}
    for (begin, rule), (over, _) in zip(rules, [*rules[1:], (end, None)], strict=True):
        for month, *_ in OWED:
            at = fire(rule, month)
            if begin <= at < over:
                found |= {at - SECOND, at, at + TICK}
                found |= {at - by + SECOND for start, until, by in jumps if start <= at - by + SECOND < until}
    return {at for at in found if set_up < at <= end + DAY}


def _tick(world: World, now: datetime, dice: random.Random, before: Schedule, *, catch_up: bool = False) -> None:
    """Wake the program once: decide, send, write down; then look for what the promise forbids.

    ``before`` is the rule of the tick before.
    """
    world.counts["evaluations"] += 1
    try:
        check_clock(now, world.last, ok=False)
    except UsageError:
        world.counts["clock refused"] += 1
        if dice.random() < 0.5 and not catch_up:
            return  # the person comes later
    world.last = now
    catch_up = catch_up or dice.random() < 0.02
    found = due("norrvik", world.schedule, world.first, now, frozenset(world.sent))
    _count(world, found, now, before)
    waiting = set()
    for one in found:
        if one.overdue and not catch_up:
            waiting.add(str(one.period))
            world.listed.setdefault(str(one.period), (world.schedule, now))
        else:
            _send(world, one, now)
    world.counts["holes"] += len(_owed(world, now) - set(world.sent) - waiting)


def _count(world: World, found: tuple[Due, ...], now: datetime, before: Schedule) -> None:
    """Count what is odd about a decision, and what a changed rule brought about."""
    world.counts["out of order"] += [one.fire for one in found] != sorted(one.fire for one in found)
    world.counts["too many by itself"] += sum(not one.overdue for one in found) > world.schedule.catch_up
    world.counts["before the first"] += sum(str(one.period) < world.first for one in found)
    if before != world.schedule:
        world.counts["edits"] += 1
        world.counts["due by an edit"] += sum(fire(before, one.period) > now for one in found)
        again = (fire(world.schedule, Period.parse(name)) > now for name in world.sent[-2:])
        world.counts["sent, and ahead again"] += sum(again)


def _send(world: World, one: Due, now: datetime) -> None:
    """Send a report; count what must not be."""
    name = str(one.period)
    rule, since = world.listed.pop(name, (None, now))
    world.counts["caught up"] += one.overdue
    world.counts["duplicates"] += name in world.sent
    world.counts["too early"] += now < _ended(one.period, world.schedule.calendar)
    # an overdue report stays one, unless the rule was changed or the clock set back
    world.counts["fresh again"] += not one.overdue and rule == world.schedule and since <= now
    world.sent.append(name)


def _owed(world: World, now: datetime) -> set[str]:
    """Return the months that must be out, or listed, by now: by the rule, or by any rule that there can be."""
    return {
        name for month, name, earliest, latest in OWED
        if name >= world.first and name not in world.sent
        and (latest < now or (earliest < now + DAY and fire(world.schedule, month) <= now))
    }  # fmt: skip


def _month(number: int) -> Period:
    """Return the months from the third before the start on."""
    number += START.year * 12 + START.month - 4
    return Period(date(number // 12, number % 12 + 1, 1), date((number + 1) // 12, (number + 1) % 12 + 1, 1))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _ended(month: Period, calendar: Literal["SE", "DK"]) -> datetime:
    """Return when a month was over in a country."""
    return datetime(month.end.year, month.end.month, month.end.day, tzinfo=HOMES[calendar])


def main(seeds: int) -> int:
    """Run all; print what happened, return whether anything did that must not."""
    total: Counter[str] = Counter()
    for calendar in ("SE", "DK"):
        for seed in range(seeds):
            total.update(run(seed, calendar))
    forbidden = {name for name in FORBIDDEN if total[name]}
    for name in (*EXPECTED, *sorted(FORBIDDEN)):
        sys.stdout.write(f"{name:<26}{total[name]:>10,}\n")
    return len(forbidden)


#: Each month, its name, the first instant that any rule can have for it, and one that is after the last.
OWED = [
    (month, str(month), _midnight(month.end), _midnight(_month(number + 1).end) + SLACK)
    for number in range(YEARS * 12 + 5)
    for month in [_month(number)]
]
#: What must happen often, so that the rest means something.
EXPECTED = (
    "evaluations", "sent", "caught up", "clock refused", "edits", "due by an edit", "sent, and ahead again"
)  # fmt: skip
#: What the promise forbids.
FORBIDDEN = {
    "duplicates", "holes", "before the first", "not every month", "wrong beginning", "too early", "out of order",
    "too many by itself", "fresh again",
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
