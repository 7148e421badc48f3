"""What each shape cannot do without: the fields that its rows are nothing without."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from reporter.sources.shapes.base import PERSON_FIELDS
from reporter.store.schema import ITEMS

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

_PERSON = "|".join(("customer_id", *(one for one in PERSON_FIELDS if one != "customer_id")))
_AMOUNT = "amount|amount_net|amount_gross"
_SCORES = "|".join(("nps", *(item for item in ITEMS if item not in {"nps", "comment"})))
#: shape → groups of fields of which one is needed, the one to be asked for first.
NEEDED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "customers": (_PERSON,),
        "orders": (_PERSON, "order_date", _AMOUNT, "order_id"),
        "order_lines": (_PERSON, "order_id", "order_date", f"{_AMOUNT}|unit_price"),
        "subscriptions": (_PERSON, "start"),
        "responses": (_SCORES,),
        "tickets": ("ticket_id", "opened"),
        "aside": (),
    }
)
#: Who the customer is, and what was asked, is told where a file is recognised.
_TOLD_LATER = (_PERSON, _SCORES)
#: rule → what a format with it can do without.
_SPARED = {"made_ids": ("order_id",), "lines_of_orders": ("order_date",), "undated": ("start",)}


def lacking(shape: str, fields: Container[str], rules: Mapping[str, Any]) -> str:
    """Return what is missing among the fields of a format or a file, in words; nothing where all is there."""
    spared = {name for rule, names in _SPARED.items() if rules.get(rule) for name in names}
    for group in NEEDED[shape]:
        if group not in _TOLD_LATER and group not in spared and not any(one in fields for one in group.split("|")):
            return group.replace("|", " or ")
    priced = any(one in fields for one in _AMOUNT.split("|"))
    if shape == "order_lines" and not priced and "quantity" not in fields:
        return "quantity"
    return ""
