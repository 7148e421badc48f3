"""How satisfied the customers are, and who is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Text, msg
from reporter.report.answers import likert, steps
from reporter.report.course import trend_of
from reporter.report.figures import by_item, by_segment, title
from reporter.report.frame import page
from reporter.report.lookup import shown_reading
from reporter.report.words import INDICATOR

if TYPE_CHECKING:
    from reporter.model import Page
    from reporter.report.material import Material

NAME = "satisfaction"
ORDER = 4
TOPIC = msg("Customer satisfaction")
NEEDS = ("nki", "csat", "csat_idx", "sat_product", "sat_service", "ces")
MISSING = msg("The exports hold no answers about satisfaction.")

ITEMS = ("nki_overall", "nki_expectation", "nki_ideal", "sat_product", "sat_service")
SINGLE = ("csat", "sat_product", "sat_service", "ces")
INDICES = ("nki", "csat_idx", "sat_product", "sat_service", "ces")
QUESTIONS = Text(
    headline=msg("Three questions, one index"),
    paragraphs=(
        msg("How satisfied are you on the whole?"),
        msg("How well do we meet your expectations?"),
        msg("How close do we come to an ideal supplier?"),
        msg(
            "The index is the mean of the three on 0–100. Under 60 the customers are hard to keep; "
            "over 75 the relation is strong."
        ),
    ),
)


def build(material: Material, number: int) -> Page:
    """Return the index over time, the questions behind it and the segments; what is missing gives its room."""
    main = next((one for one in ("nki", "csat_idx", "csat") if shown_reading(material, one)), NEEDS[-1])
    explained = main == "nki"
    course = trend_of(material, main, key="satisfaction.trend", width=108 if explained else 170, height=46)
    parted = by_segment(material, main, key="satisfaction.segments", width=82)
    answered = None if course else steps(material, "csat", width=170, height=50)
    asked = ITEMS if explained else SINGLE
    questions = likert(material, asked[1:] if answered else asked, key="satisfaction.items")
    return page(
        material,
        NAME,
        number,
        TOPIC,
        {
            "trend": course,
            "explained": QUESTIONS if explained else None,
            "questions": questions,
            "steps": answered,
            "segments": parted,
            "items": by_item(
                material,
                INDICES,
                title=title(material, "satisfaction.parts", msg("The parts of satisfaction")),
                head=INDICATOR,
                width=82 if parted else 170,
            ),
        },
        msg("How satisfied the customers are"),
    )
