"""Survey items as the questions' short names: what tables, charts and remarks call them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reporter.model import msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model import Message

#: What is no question: it has a text, but no scale.
UNSCALED: Final = frozenset({"comment"})

#: Every item of ``schema.ITEMS`` that is asked on a scale.
ITEM_NAMES: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "csat": msg("Satisfaction on the whole", context="survey item"),
        "nki_overall": msg("Satisfaction on the whole", context="survey item"),
        "nki_expectation": msg("Compared with expectations", context="survey item"),
        "nki_ideal": msg("Compared with the ideal", context="survey item"),
        "sat_product": msg("The product", context="survey item"),
        "sat_service": msg("The service", context="survey item"),
        "value_quality": msg("Quality given the price", context="survey item"),
        "value_price": msg("Price given the quality", context="survey item"),
        "trust": msg("Trust", context="survey item"),
        "ces": msg("Easy to deal with", context="survey item"),
        "ces_effort": msg("How much effort it took", context="survey item"),
        "rebuy": msg("Would choose you again", context="survey item"),
        "buy_more": msg("Will buy more", context="survey item"),
        "switch": msg("Likely to switch supplier", context="survey item"),
        "competitor": msg("The best alternative", context="survey item"),
        "decline_offer": msg("Would decline a competitor’s offer", context="survey item"),
        "feedback": msg("Tells you honestly what to improve", context="survey item"),
        "emotion": msg("Feels attached to you", context="survey item"),
        "nps": msg("Would recommend you", context="survey item"),
        "att_quality": msg("Quality and durability", context="survey item"),
        "att_range": msg("The range", context="survey item"),
        "att_delivery": msg("Delivery as promised", context="survey item"),
        "att_staff": msg("The staff", context="survey item"),
        "att_support": msg("Support", context="survey item"),
        "att_website": msg("Website and information", context="survey item"),
        "att_ordering": msg("Ordering and paying", context="survey item"),
    }
)
#: (lowest, highest) step → from where the middle and the satisfied class begin (specification of indicators, 1.1).
CLASSES: Final[Mapping[tuple[int, int], tuple[int, int]]] = MappingProxyType(
    {(1, 3): (2, 3), (1, 5): (3, 4), (1, 7): (4, 6), (1, 10): (5, 8), (0, 10): (5, 8)}
)
