"""Customer service by channel, with numbers worked by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.indicators import Plan
from reporter.indicators.analyses.channels import NAMES, OTHER, analyse, channels_told
from reporter.indicators.gather import gather
from reporter.model import NotComputed, Period
from reporter.model.analyses.channels import Channels
from reporter.store.schema import CHANNELS
from tests.indicators.canonical import epoch

if TYPE_CHECKING:
    from reporter.model import Analysis
    from reporter.store import Tables
    from tests.indicators.canonical import Canon

PLAN = Plan(period=Period(date(2024, 1, 1), date(2025, 1, 1)))


def by(channel: str | None, n: int, **more: object) -> list[dict[str, Any]]:
    """Return cases of one channel, each of a customer of its own."""
    return [
        {"ticket_id": f"{channel}{i}", "customer_id": f"{channel}{i}", "opened_day": epoch("2024-05-01")}
        | {"channel": channel}
        | more
        for i in range(n)
    ]


def analysed(tables: Tables, plan: Plan = PLAN) -> Analysis:
    """Return what is found of the plan's period."""
    ground = gather(tables, plan).ground()
    assert ground is not None
    return analyse(ground)


def told(found: Analysis) -> Channels:
    """Return the channels."""
    assert isinstance(found, Channels)
    return found


def refusal(found: Analysis) -> str:
    """Return why there are none."""
    assert isinstance(found, NotComputed)
    return found.reason.text


def test_two_channels_by_hand(canon: Canon) -> None:
    """Phone: 40 cases, 2 hours, 30 of 40 solved at once. E-mail: 60 cases, 24 hours, half of 40 ratings good."""
    rows = by("voice", 40, hours_to_reply=2.0, hours_to_resolve=3.0)
    rows = [row | {"contacts": 1 if i < 30 else 2} for i, row in enumerate(rows)]
    mails = by("email", 60, hours_to_reply=24.0)
    rows += [row | ({"satisfied": i < 20} if i < 40 else {}) for i, row in enumerate(mails)]
    found = told(analysed(canon(tickets=rows)))
    email, voice = found.channels
    assert [(one.code, one.cases, one.customers) for one in (email, voice)] == [("email", 60, 60), ("voice", 40, 40)]
    assert (voice.reply.value, voice.reply.low, voice.reply.high) == (2.0, 2.0, 2.0)
    assert (email.reply.value, email.reply.whole_days, voice.reply.whole_days) == (24.0, True, False)
    assert (voice.resolution.value, email.resolution.value) == (3.0, None)
    assert (voice.solved_first.value, email.solved_first.value) == (75.0, None)
    assert (email.satisfied.value, voice.satisfied.value) == (50.0, None)
    assert email.satisfied.low == pytest.approx(35.20, abs=0.01)  # Wilson 20/40
    assert (found.cases, found.rest, found.without) == (100, 0, 0.0)


def test_the_unknown_are_other_and_the_unnamed_are_left_out(canon: Canon) -> None:
    """A channel that is none of the seven is another; 20 of 80 cases name none: 25 %."""
    found = told(analysed(canon(tickets=by("fax", 60) + by(None, 20))))
    assert [(one.code, one.name, one.cases) for one in found.channels] == [(OTHER, NAMES[OTHER], 60)]
    assert (found.cases, found.without) == (60, 25.0)


def test_one_to_four_unnamed_are_not_counted(canon: Canon) -> None:
    """With the total known, their share would tell how many they are."""
    assert told(analysed(canon(tickets=by("bot", 60) + by(None, 3)))).without is None


def test_thirty_cases_of_few_customers_are_not_told(canon: Canon) -> None:
    """Forty cases of twenty customers are no channel to tell; what is left is."""
    rows = [row | {"customer_id": f"x{i // 2}"} for i, row in enumerate(by("bot", 40))]
    found = told(analysed(canon(tickets=rows + by("voice", 30))))
    assert [one.code for one in found.channels] == ["voice"]
    assert found.rest == 40


def test_only_the_period_counts(canon: Canon) -> None:
    """Cases of the year before are not in the figures."""
    rows = by("voice", 30) + [row | {"ticket_id": f"b{i}", "opened_day": epoch("2023-05-01")} for i, row in
                              enumerate(by("voice", 30))]  # fmt: skip
    assert told(analysed(canon(tickets=rows))).channels[0].cases == 30


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"ticket_id": "t", "customer_id": "c"}], "in the period"),
        (by("voice", 40, opened_day=epoch("2023-01-01")), "in the period"),
        (by(None, 40), "do not name the channel"),
        (by("voice", 29), "No channel has"),
    ],
)
def test_each_refusal_says_why(canon: Canon, rows: list[dict[str, Any]], words: str) -> None:
    """Nothing in the period, no channel named, none large enough."""
    assert words in refusal(analysed(canon(tickets=rows)))


def test_without_cases_there_are_no_channels(canon: Canon) -> None:
    """No table of cases at all."""
    order = {"order_id": "o", "customer_id": "c", "order_day": epoch("2024-02-01"), "amount": "1"}
    assert refusal(analysed(canon(orders=[order]))) == "There are no support cases in the data."


def test_a_small_rest_takes_the_smallest_channel_with_it() -> None:
    """Three cases of a small channel could be reckoned from the total: the smallest told one hides them."""
    assert channels_told({"voice": (50, 50), "email": (40, 40), "bot": (3, 3)}) == ("voice",)
    assert channels_told({"voice": (50, 50), "email": (40, 40), "bot": (5, 5)}) == ("voice", "email")
    assert channels_told({"voice": (50, 50), "bot": (4, 4)}) == ()


@given(st.dictionaries(st.sampled_from([*CHANNELS, OTHER]), st.tuples(st.integers(1, 80), st.integers(1, 80))))
def test_no_one_to_four_can_be_reckoned(sizes: dict[str, tuple[int, int]]) -> None:
    """Whatever the sizes, what is not told is nothing or at least five, and what is told is large."""
    shown = channels_told(sizes)
    rest = sum(n for n, _ in sizes.values()) - sum(sizes[name][0] for name in shown)
    assert not shown or rest == 0 or rest >= 5
    assert all(min(sizes[name]) >= 30 for name in shown)


def test_every_channel_has_a_name() -> None:
    """The seven channels and the others, each another name."""
    assert set(NAMES) == {*CHANNELS, OTHER}
    assert len({name.text for name in NAMES.values()}) == len(NAMES)
