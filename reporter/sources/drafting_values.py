"""What the values of an unknown file's columns may be: a day, an amount, an id, a customer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reporter.sources.tables.layout import Layout

_DATE = re.compile(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})([ T].*)?$")
_AMOUNT = re.compile(r"[-+−]?[\d\s.,\u00a0]*\d([.,]\d{1,2})?\s*(kr\.?|[A-Z]{3}|€)?$")
_AMOUNTS = {"amount_net", "amount", "amount_gross"}


def by_value(shape: str, known: Mapping[str, str], layout: Layout) -> dict[str, str]:
    """Return the guesses (field → header), those that only the values allow added."""
    found = dict(known)
    wanted: dict[str, tuple[tuple[str, Callable[[tuple[str, ...]], bool]], ...]] = {
        "orders": (("order_date", _dates), ("amount", _amounts), ("order_id", _unique), ("customer_id", _repeated)),
        "order_lines": (("order_date", _dates), ("amount", _amounts), ("order_id", _repeated)),
        "subscriptions": (("start", _dates), ("subscription_id", _unique), ("customer_id", _repeated)),
        "tickets": (("opened", _dates), ("ticket_id", _unique), ("customer_id", _repeated)),
        "customers": (("customer_id", _unique), ("created", _dates)),
        "responses": (("survey_date", _dates),),
    }
    for field, fits in wanted[shape]:
        if field in found or (field in _AMOUNTS and _AMOUNTS & set(found)):
            continue
        free = [at for at, header in enumerate(layout.headers) if header not in found.values()]
        at = next((one for one in free if (values := layout.values(one)) and fits(values)), None)
        if at is not None:
            found[field] = layout.headers[at]
    return found


def traded(layout: Layout) -> bool:
    """Tell whether the columns speak of sales: some hold days, some amounts."""
    columns = [values for at in range(len(layout.headers)) if (values := layout.values(at))]
    return any(_dates(values) for values in columns) and any(_amounts(values) for values in columns)


def _dates(values: tuple[str, ...]) -> bool:
    return all(_DATE.match(value.strip()) for value in values)


def _amounts(values: tuple[str, ...]) -> bool:
    """Tell amounts from numbers of things: some of them have decimals or a currency."""
    texts = [value.strip() for value in values]
    return all(_AMOUNT.match(text) for text in texts) and any(not text.isdigit() for text in texts)


def _unique(values: tuple[str, ...]) -> bool:
    return _ids(values) and len(set(values)) == len(values)


def _repeated(values: tuple[str, ...]) -> bool:
    return _ids(values) and not _dates(values)


def _ids(values: tuple[str, ...]) -> bool:
    return all(any(sign.isdigit() for sign in value) and not _DATE.match(value) for value in values)
