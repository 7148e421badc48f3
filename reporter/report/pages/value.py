"""Whether the customers find it worth its price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Text, msg
from reporter.report.answers import likert
from reporter.report.course import trend_of
from reporter.report.figures import by_item, by_segment, title
from reporter.report.frame import page
from reporter.report.words import INDICATOR

if TYPE_CHECKING:
    from reporter.model import Page
    from reporter.report.material import Material

NAME = "value"
ORDER = 6
TOPIC = msg("Perceived customer value")
NEEDS = ("pvalue_idx", "trust_idx")
MISSING = msg("The exports hold no answers about value for money.")

ITEMS = ("value_quality", "value_price", "trust")
TWO_MEANINGS = Text(
    headline=msg("Value for the customer"),
    paragraphs=(
        msg("Perceived value is what the customers find that they get for what they pay."),
        msg("What the customers are worth to you is another figure, and stands on a page of its own."),
        msg("Trust is asked beside it. It is reported on its own and is no part of the index."),
    ),
)


def build(material: Material, number: int) -> Page:
    """Return the index over time, its two questions with trust, and the segments."""
    course = trend_of(material, "pvalue_idx", key="value.trend", width=108, height=54)
    parted = by_segment(material, "pvalue_idx", key="value.segments", width=82)
    return page(
        material,
        NAME,
        number,
        TOPIC,
        {
            "trend": course,
            "explained": TWO_MEANINGS,
            "questions": likert(material, ITEMS, key="value.items"),
            "segments": parted,
            "items": by_item(
                material,
                ("pvalue_idx", "trust_idx"),
                title=title(material, "value.parts", msg("Perceived value and trust")),
                head=INDICATOR,
                width=82 if parted else 170,
            ),
        },
        msg("What the customers find that they get for their money"),
    )
