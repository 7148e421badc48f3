"""How long customers' first unbroken time lasts: median, a year's survival, and whether segments differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Quantity, Unit, msg
from reporter.report.told import days, ends, number, p_words, percent, row

if TYPE_CHECKING:
    from reporter.model import Message, Row, Survival, SurvivalPoint, SurvivalTest
    from reporter.report.material import Material

YEAR = 12
#: A share needs a base of this many customers.
SHARE_FROM = 30


def rows(value: Survival, _material: Material) -> tuple[Row, ...]:
    """Return the median, the share left after a year, and the log-rank test."""
    found = [_median(value), *(_after(value, one) for one in value.whole.points if one.month == YEAR)]
    if value.test is not None:
        found.append(_test(value.test))
    return tuple(found)


def _median(value: Survival) -> Row:
    """Return the median with its interval and the events behind it, or that it was not reached."""
    whole, paused = value.whole, value.rule == "activity"
    note = _pause(value) if paused else _leaving(value)
    if whole.median_days is None:
        name = (
            msg("Median: not reached, more than half have had no such pause")
            if paused
            else msg("Median: not reached, more than half are still there")
        )
        return row(name, n=whole.customers, note=note)
    name = (
        msg("Median time to the first pause of more than {days}", days=days(value.rule_days))
        if paused
        else msg("Median time as a customer")
    )
    form = days(whole.median_days)
    return row(name, form, ends(whole.median_low, whole.median_high, form), n=whole.customers, note=note)


def _after(value: Survival, point: SurvivalPoint) -> Row:
    """Return the share whose first unbroken time had not ended at an age."""
    name = (
        msg("No such pause within {months} months", months=point.month)
        if value.rule == "activity"
        else msg("Still there after {months} months", months=point.month)
    )
    form = percent(point.share)
    base = msg("Base: customers still observed at that age.")
    return row(name, form, ends(point.low, point.high, form), n=point.at_risk, note=base)


def _leaving(value: Survival) -> Message:
    """Return what leaving is under contract, and how many were seen to leave."""
    length = days(value.rule_days)
    if value.left is None:
        return msg("Leaving is the end of the last contract, known after a grace of {days}.", days=length)
    return msg(
        "Leaving is the end of the last contract, known after a grace of {days}; {left} were seen to leave.",
        days=length,
        left=Quantity(value=value.left, unit=Unit.COUNT),
    )


def _pause(value: Survival) -> Message:
    """Return what a pause is without contracts, how many had one, and how many of them ordered again."""
    length = days(value.rule_days)
    if value.left is None:
        return msg("A pause is more than {days} without an order; it does not mean leaving.", days=length)
    paused = Quantity(value=value.left, unit=Unit.COUNT)
    if value.returned is None:
        return msg(
            "A pause is more than {days} without an order; it does not mean leaving. {paused} had one.",
            days=length,
            paused=paused,
        )
    returned = Quantity(value=value.returned, unit=Unit.COUNT)
    if value.left < SHARE_FROM:
        return msg(
            "A pause is more than {days} without an order; it does not mean leaving. {paused} had one, and {returned} "
            "of them ordered again within the data.",
            days=length,
            paused=paused,
            returned=returned,
        )
    return msg(
        "A pause is more than {days} without an order; it does not mean leaving. {paused} had one, and {returned} of "
        "them ({share}) ordered again within the data.",
        days=length,
        paused=paused,
        returned=returned,
        share=percent(100.0 * value.returned / value.left, value.left),
    )


def _test(test: SurvivalTest) -> Row:
    """Return the log-rank test between the segments."""
    return row(
        msg("Log-rank test between segments, chi-square"),
        number(test.chi2, 2),
        note=msg(
            "{df} degrees of freedom, {p}, for {segments}.",
            df=Quantity(value=test.df, unit=Unit.COUNT),
            p=p_words(test.p),
            segments=test.segments,
        ),
    )
