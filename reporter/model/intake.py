"""What came in: files, rows, and everything that was wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


#: What a row of sales is: one sale may stand as a deal in the CRM, as an order, an invoice and a payment.
SALES = ("order", "invoice", "payment", "deal")


def file_of(label: str) -> str:
    """Return the file of ``book.xlsx: Orders``, as a table in a file is called."""
    return label.partition(": ")[0]


class Level(StrEnum):
    """How grave a diagnostic is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One row of an export that was left out, and why. ``row`` counts from 1, the header included.

    ``value`` is empty for columns that may identify a person.
    """

    file: str
    row: int
    column: str
    value: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """A remark to the operator about a file, a setting or a reading."""

    code: str
    level: Level
    message: str
    file: str | None = None
    column: str | None = None
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAccount:
    """The books of one file: ``rows_in`` = ``rows_kept`` + ``rows_left_out``, always.

    ``reasons`` counts the rows left out by reason. ``guesses`` says in English what was decided
    from the values (encoding, decimal sign, date order, scale). ``kind`` is what the rows are: a canonical
    table, for sales the kind of sale (``deals``, ``invoices``, ``payments``), or ``aside`` where nothing of the file
    is used; ``system`` is the vendor's name, empty for a layout that many programs write.
    """

    file: str
    sha256: str
    size: int
    format: str
    kind: str
    system: str = ""
    tables: tuple[str, ...]
    encoding: str
    delimiter: str
    rows_in: int
    rows_kept: int
    rows_left_out: int
    reasons: Mapping[str, int] = field(default_factory=dict)
    mapping: Mapping[str, str] = field(default_factory=dict)
    guesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """One line of the merge report: what of several files was, or could not be, taken for the same.

    ``kind`` is stable (``linked``, ``shared``, ``repeated``, ``unmatched``, ``mapped``, ``excluded`` …), ``text``
    English. ``reason`` is why customers were left out, in the client's own word; empty for the rare reasons together.
    """

    kind: str
    text: str
    count: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What one ingestion did. ``merges`` is of all files that the client's tables hold, earlier ones included.

    ``lists``: which of the client's own lists of customers hold (``merged``, ``excluded``) → the file's SHA-256.
    """

    files: tuple[FileAccount, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    merges: tuple[Merge, ...] = ()
    lists: Mapping[str, str] = field(default_factory=dict)
