"""Cohorts: how many there are, and how far apart they lie after their first step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Quantity, Unit, msg
from reporter.report.lookup import SMALLEST_BASE
from reporter.report.told import ends, percent, row

if TYPE_CHECKING:
    from reporter.model import Cohort, Cohorts, Message, Row, Share
    from reporter.report.material import Material


def rows(value: Cohorts, _material: Material) -> tuple[Row, ...]:
    """Return the number of cohorts, and the highest and lowest share still active after one step."""
    told = [(one, share) for one in value.rows if (share := _first(one)) is not None and not one.older]
    head = row(msg("Cohorts in the triangle"), Quantity(value=len(value.rows), unit=Unit.COUNT), note=_rule(value))
    if len(told) < 2:  # noqa: PLR2004 - one alone is neither the highest nor the lowest
        return (head,)
    low, *_, high = sorted(told, key=lambda pair: pair[1].value or 0.0)
    return (
        head,
        _row(msg("Highest after one step, from {period}", period=high[0].period), *high),
        _row(msg("Lowest after one step, from {period}", period=low[0].period), *low, last=True),
    )


def _first(one: Cohort) -> Share | None:
    """Return the share that was active in a cohort's first whole step."""
    return next(
        (cell.share for cell in one.cells if cell.step == 1 and not cell.partial and cell.share.value is not None), None
    )


def _row(name: Message, one: Cohort, share: Share, *, last: bool = False) -> Row:
    form = percent(share.value, one.n)
    chance = msg("Of many cohorts the highest and the lowest differ by chance too; they are not tested.")
    return row(name, form, ends(share.low, share.high, form), n=one.n, note=chance if last else None)


def _rule(value: Cohorts) -> Message:
    """Return the length of a step, what active means, and from which base on a share is given."""
    least = SMALLEST_BASE
    if value.rule == "contract":
        return {
            "month": msg("By month; active with a contract at its end. No share under {least} customers.", least=least),
            "quarter": msg(
                "By quarter; active with a contract at its end. No share under {least} customers.", least=least
            ),
        }[value.step]
    return {
        "month": msg("By month; active with an order in it. No share under {least} customers.", least=least),
        "quarter": msg("By quarter; active with an order in it. No share under {least} customers.", least=least),
    }[value.step]
