"""How support cases were handled, by channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from reporter.indicators.disclosure.rules import small
from reporter.indicators.facts import AnalysisFacts
from reporter.indicators.gates import NEEDED, count
from reporter.indicators.queries.cells import epoch_day
from reporter.indicators.queries.clustered import clustered
from reporter.indicators.queries.handling import SHARES, cases
from reporter.indicators.queries.times import times
from reporter.indicators.readings.cases import clustered_share
from reporter.model import Leg, NotComputed, Share, msg
from reporter.model.analyses.channels import Channel, Channels, Hours
from reporter.store import collect, materialise
from reporter.store.schema import CHANNELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.indicators.ground import Ground
    from reporter.indicators.queries.times import Times
    from reporter.model import Analysis, Message
    from reporter.statistics import Moments

ANALYSIS: Final = AnalysisFacts(
    id="channels",
    code="SAT7",
    leg=Leg.SATISFACTION,
    name=msg("Customer service by channel"),
    inputs=("tickets: channel, opened_day, resolved_day, hours_to_reply, hours_to_resolve, contacts, satisfied",),
    source="Efron & Tibshirani 1993; Wilson 1927; Kish 1965",
)
FORMULA: Final = msg(
    "The support cases opened in the period, by the channel that they came in by: median hours to the first reply and "
    "to the solution with a bootstrap over customers, the share of solved cases that took one reply and the share of "
    "rated cases with a good rating, by Wilson with the design effect of customers who have several cases. A channel "
    "is told, and each of its figures, from 30 cases of 30 customers on."
)
OTHER: Final = "other"
NAMES: Final[Mapping[str, Message]] = {
    "web_chat": msg("Web chat", context="channel"),
    "bot": msg("Chatbot", context="channel"),
    "social": msg("Social media", context="channel"),
    "messenger": msg("Messaging app", context="channel"),
    "email": msg("E-mail", context="channel"),
    "video": msg("Video call", context="channel"),
    "voice": msg("Phone", context="channel"),
    OTHER: msg("Other channels", context="channel"),
}


def analyse(ground: Ground) -> Analysis:
    """Return the channels of the report's period that may be told."""
    opened = cases(ground.tables, ground.everyone)
    if opened is None:
        return NotComputed(reason=msg("There are no support cases in the data."))
    frame = _of_period(ground, opened[0])
    [(every, named)] = collect(frame.select(n=nw.len(), k=nw.col("channel").count()))
    if not every:
        return NotComputed(reason=msg("There are no support cases in the period."))
    if not named:
        return NotComputed(reason=msg("The support cases of the period do not name the channel they came in by."))
    sizes = _sizes(frame)
    told = channels_told(sizes)
    if not told:
        reason = msg("No channel has {needed} support cases of {needed} customers in the period.", needed=count(NEEDED))
        return NotComputed(reason=reason)
    return Channels(
        channels=_channels(ground, frame, {name: sizes[name] for name in told}, days_only=opened[1]),
        cases=int(named),
        rest=int(named) - sum(sizes[name][0] for name in told),
        without=None if small(every - named) else 100.0 * (every - named) / every,
        notes=(
            msg("The channels are not compared: customers choose them for different problems."),
            msg("The hours are counted as the export counts them: by the clock, or within business hours."),
        ),
    )


def channels_told(sizes: Mapping[str, tuple[int, int]]) -> tuple[str, ...]:
    """Return the channels that may be told, most cases first.

    Args:
        sizes: cases and customers by channel.

    Those with 30 cases of 30 customers, and as many of them that the cases of all others are none or five at least:
    else one to four cases could be reckoned from the total. The smallest goes first.
    """
    large = [name for name, (n, customers) in sizes.items() if min(n, customers) >= NEEDED]
    told = sorted(large, key=lambda name: (-sizes[name][0], name))
    every = sum(n for n, _ in sizes.values())
    while told and small(every - sum(sizes[name][0] for name in told)):
        told.pop()
    return tuple(told)


def _of_period(ground: Ground, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the cases of the report's period; a channel that is not one of the seven is another."""
    period, day, channel = ground.plan.period, nw.col("opened_day"), nw.col("channel")
    known = nw.when(channel.is_in(list(CHANNELS)) | channel.is_null()).then(channel).otherwise(nw.lit(OTHER))
    here = frame.filter((day >= epoch_day(period.start)) & (day < epoch_day(period.end)))
    return materialise(here.with_columns(channel=known), ground.tables.connection)


def _sizes(frame: nw.LazyFrame[Any]) -> dict[str, tuple[int, int]]:
    """Return cases and customers by channel."""
    named = frame.filter(~nw.col("channel").is_null())
    rows = collect(named.group_by("channel").agg(n=nw.len(), customers=nw.col("key").n_unique()))
    return {str(channel): (int(n), int(customers)) for channel, n, customers in sorted(rows)}


def _channels(
    ground: Ground, frame: nw.LazyFrame[Any], told: Mapping[str, tuple[int, int]], *, days_only: bool
) -> tuple[Channel, ...]:
    """Return the figures of the channels to be told."""
    here = frame.filter(nw.col("channel").is_in(list(told)))
    shares = clustered(here, ["channel"], SHARES)
    replies, solutions = (
        times(here, column, "channel", {name: sums[column] for (name,), sums in shares.items()})
        for column in ("reply", "resolution")
    )
    seed = ground.plan.settings.seed
    return tuple(
        Channel(
            code=name,
            name=NAMES[name],
            cases=n,
            customers=customers,
            reply=_hours(replies.get(name), seed),
            resolution=_hours(solutions.get(name), seed, days_only=days_only),
            solved_first=_share(shares[(name,)]["solved"]),
            satisfied=_share(shares[(name,)]["satisfied"]),
        )
        for name, (n, customers) in told.items()
    )


def _hours(own: Times | None, seed: int, *, days_only: bool = False) -> Hours:
    """Return a median that may be told, or one without a value."""
    if own is None or min(own.cases, own.customers) < NEEDED:
        return Hours(value=None)
    found = own.median(seed)
    return Hours(value=found.value, low=found.low, high=found.high, whole_days=days_only or own.whole_days)


def _share(moments: Moments) -> Share:
    """Return a share in per cent that may be told, or one without a value."""
    if moments.clusters < NEEDED:
        return Share(value=None)
    found = clustered_share(moments).scaled(100.0)
    return Share(value=found.value, low=found.low, high=found.high)
