"""What an invented export says, and what a reader must make of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What must become of a row; ``may``: read rightly or left out, both are honest.
Fate: TypeAlias = Literal["kept", "left", "may"]
KEY = b"the fuzz client's secret"

#: table → the columns that the truth knows; the last is a text.
COLUMNS = {
    "orders": ("order_id", "customer_id", "order_day", "amount", "currency"),
    "order_lines": ("order_id", "customer_id", "order_day", "quantity", "amount", "currency", "product"),
    "subscriptions": ("subscription_id", "customer_id", "start_day", "end_day", "amount_month", "currency"),
    "tickets": ("ticket_id", "customer_id", "opened_day", "resolved_day", "category"),
    "responses": ("customer_id", "survey_day", "score"),
}
#: Tables whose last column is a free text: compared only where no letter was lost on the way.
WORDED = ("order_lines", "tickets")


@dataclass(slots=True, kw_only=True)
class Line:
    """One record of an export: its cells, what must become of it, and the canonical values that it says.

    ``raw``: position → the number or day as a spreadsheet would hold it. A line without cells is blank, and no row.
    ``spoilt``: damage has been done to it already.
    """

    cells: list[str]
    fate: Fate = "kept"
    value: tuple[Any, ...] = ()
    raw: dict[int, Any] = field(default_factory=dict)
    spoilt: bool = False

    def spoil(self, position: int, text: str, fate: Fate) -> None:
        """Put another text in a cell, which makes another thing of the row."""
        self.cells[position] = text
        self.raw.pop(position, None)
        self.fate, self.spoilt = fate, True


@dataclass(slots=True, kw_only=True)
class Table:
    """An invented table. ``roles`` says what each column is; ``answers`` what would settle an open question.

    ``may_refuse`` are codes that are an honest answer to this file, ``must_refuse``: a reading would be a guess.
    ``above`` stands before the header; ``letters``: none was lost; ``countable``: the damage leaves the rows countable.
    """

    name: str
    headers: list[str]
    roles: list[str]
    lines: list[Line]
    may_refuse: set[str] = field(default_factory=set)
    must_refuse: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    above: list[list[str]] = field(default_factory=list)
    letters: bool = True
    countable: bool = True

    def at(self, role: str) -> list[int]:
        """Return the positions of a role."""
        return [position for position, one in enumerate(self.roles) if one == role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What must come of a file. ``rows_in`` None: nobody can say how many rows the damage has left.

    ``letters``: no letter was lost, so that texts must be the same; ``secrets`` must stand in no message.
    """

    table: str
    rows_in: int | None
    kept: tuple[tuple[Any, ...], ...]
    may: tuple[tuple[Any, ...], ...]
    letters: bool
    may_refuse: frozenset[str]
    must_refuse: bool
    answers: Mapping[str, str]
    secrets: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file as it would be received: its name, its bytes, its truth, and how it was made."""

    seed: int
    name: str
    content: bytes
    truth: Truth
    notes: tuple[str, ...]
