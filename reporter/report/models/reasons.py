"""Reasons for leaving: the most frequent ones, and how many gave any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import msg
from reporter.report.told import share_row

if TYPE_CHECKING:
    from reporter.model import Reasons, Row
    from reporter.report.material import Material

MOST = 3


def rows(value: Reasons, _material: Material) -> tuple[Row, ...]:
    """Return the share who gave a reason, and the three most frequent of all who left."""
    return (
        share_row(msg("Gave a reason"), value.stated, value.customers, value.note),
        *(
            share_row(one.text, one.share, one.customers, msg("Of all whose contract ended.") if not place else None)
            for place, one in enumerate(value.reasons[:MOST])
        ),
    )
