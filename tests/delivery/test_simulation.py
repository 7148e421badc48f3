"""Four years of a schedule with outages, wrong clocks and changed rules; ``long/schedule.py`` runs all seeds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.schedule import Due, fire, upcoming
from reporter.delivery.schedule import due as due_
from reporter.delivery.schedule import next_due as next_due_
from reporter.model import Period
from reporter.workspace import Schedule
from tests.delivery.long import schedule as model

if TYPE_CHECKING:
    from typing import Literal

SEEDS = 100
RULE = Schedule(day=25)
#: A rule, and that rule changed in every field.
RULES = (
    RULE,
    replace(RULE, day=5),
    replace(RULE, day=0),
    replace(RULE, day=None, business_day=1),
    replace(RULE, day=None, business_day=-1),
    replace(RULE, time="23:59"),
    replace(RULE, zone="Pacific/Auckland"),
    replace(RULE, zone="America/New_York", day=1),
    replace(RULE, calendar="DK", day=1),  # in May a business day in Denmark alone
    replace(RULE, if_holiday="previous"),
    replace(RULE, catch_up=1),
)


@pytest.mark.parametrize("calendar", ["SE", "DK"])
def test_every_month_goes_out_once(calendar: Literal["SE", "DK"]) -> None:
    """Nothing twice, nothing left out, nothing early; and all that can happen did happen, often."""
    total: Counter[str] = Counter()
    for seed in range(SEEDS):
        total.update(model.run(seed, calendar))
    assert {name: total[name] for name in model.FORBIDDEN} == dict.fromkeys(model.FORBIDDEN, 0)
    least = {"evaluations": 150, "sent": 46, "caught up": 0.5, "clock refused": 1, "edits": 2, "due by an edit": 0.1,
             "sent, and ahead again": 0.1}  # fmt: skip
    assert set(least) == set(model.EXPECTED)
    assert {name: total[name] for name, each in least.items() if total[name] < each * SEEDS} == {}


@pytest.mark.parametrize("later", [timedelta(seconds=1), timedelta(days=3), timedelta(days=20)])
def test_a_rule_changed_soon_after_it_was_set_owes_the_same_months(later: timedelta) -> None:
    """Each of the rules, changed to each other one, set up at noon of every fifth day of April and May, run on.

    What goes out are the months from the first on, in order: as many as the instants of the two rules say.
    """
    for old in RULES:
        for number in range(0, 61, 5):
            seen = datetime(2026, 4, 1, 12, tzinfo=UTC) + timedelta(days=number)
            first = model.first_sight(old, seen).first
            for new in RULES:
                sent = _lived(old, new, first, seen, seen + later)
                assert sent == _months(first, len(sent)), (old, new, seen)
                assert len(set(sent)) == len(sent) >= 2


def _lived(old: Schedule, new: Schedule, first: str, seen: datetime, edited: datetime) -> list[str]:
    """Return what is sent when the program wakes at set-up, at the change, and at the instants of both rules."""
    sent: list[str] = []
    wakes = {seen, edited, *(at for rule in (old, new) for _, at in upcoming(rule, seen, 3))}
    for now in sorted(wakes):
        rule = old if now < edited else new
        sent += [str(one.period) for one in due_("norrvik", rule, first, now, frozenset(sent))]
        following = Period.parse(_months(first, len(sent) + 1)[-1])
        assert fire(rule, following) > now
    return sent


def _months(first: str, count: int) -> list[str]:
    """Return so many months from one on."""
    return [name for _, name, _, _ in model.OWED if name >= first][:count]


class Moment:
    """Decide by the moment at which the schedule was first seen, and not by the month that was next then."""

    since: datetime

    def begin(self, schedule: Schedule, now: datetime) -> str:
        """Take the moment down."""
        self.since = now
        return next_due_(schedule, now)

    def due(
        self, client: str, schedule: Schedule, _first: str, now: datetime, known: frozenset[str]
    ) -> tuple[Due, ...]:
        """Return what has fallen due after it, by the rule as it is now."""
        found = due_(client, schedule, "2025-01", now, known)
        return tuple(one for one in found if one.fire > self.since)


def forgetful(client: str, schedule: Schedule, first: str, now: datetime, known: frozenset[str]) -> tuple[Due, ...]:
    """Decide by what has fallen due since the last sending, as a cursor does."""
    return tuple(one for one in due_(client, schedule, first, now, known) if str(one.period) > max(known, default=""))


def blind(client: str, schedule: Schedule, first: str, now: datetime, known: frozenset[str]) -> tuple[Due, ...]:
    """Decide without the ledger's last entry."""
    return due_(client, schedule, first, now, known - {max(known, default="")})


def fresh(client: str, schedule: Schedule, first: str, now: datetime, known: frozenset[str]) -> tuple[Due, ...]:
    """Count catch-up among what is unsent, so that sending some makes the others fresh."""
    found = due_(client, schedule, first, now, known)
    return tuple(
        Due(client=one.client, period=one.period, fire=one.fire, overdue=number + schedule.catch_up < len(found))
        for number, one in enumerate(found)
    )


@pytest.mark.parametrize(("wrong", "what"), [(forgetful, "holes"), (blind, "duplicates"), (fresh, "fresh again")])
def test_the_model_sees_a_wrong_way_to_decide(wrong: object, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten seeds are enough to show each of three usual mistakes."""
    monkeypatch.setattr(model, "due", wrong)
    total: Counter[str] = Counter()
    for seed in range(10):
        total.update(model.run(seed, "SE"))
    assert total[what] > 0


def test_the_model_sees_a_beginning_that_is_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """It lets the first month slip, and brings an earlier one back."""
    wrong = Moment()
    monkeypatch.setattr(model, "next_due", wrong.begin)
    monkeypatch.setattr(model, "due", wrong.due)
    total: Counter[str] = Counter()
    for seed in range(60):
        total.update(model.run(seed, "SE"))
    assert total["holes"] > 0
    assert total["before the first"] > 0
    assert total["not every month"] > 0
