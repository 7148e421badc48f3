"""What the operator may say about the files, instead of letting the program find out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Scale: TypeAlias = tuple[int, int]


def is_currency(text: object) -> bool:
    """Tell whether something is written as an ISO 4217 code is."""
    return isinstance(text, str) and re.fullmatch("[A-Z]{3}", text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Answers to what a file leaves open; None means: find out, and refuse where it stays open.

    ``formats`` names the format of a file (by file name); ``nps_scale`` and ``scales`` (per survey
    item) are (lowest, highest) answer; ``currency`` is the ISO code of amounts without one; ``sales`` are
    the kinds of files that the sales are taken from (order, invoice, payment, deal), where several hold them;
    ``drop`` are headers of columns that are never read.
    """

    formats: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    decimal: Literal[",", "."] | None = None
    date_order: Literal["dmy", "mdy"] | None = None
    currency: str | None = None
    sales: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    nps_scale: Scale | None = None
    scales: Mapping[str, Scale] = field(default_factory=dict)
    survey_kind: Literal["relationship", "transaction"] = "relationship"

    def __post_init__(self) -> None:
        """Refuse a currency that is none: it would stand beside every amount.

        Raises:
            UsageError: C100.
        """
        if self.currency is not None and not is_currency(self.currency):
            raise UsageError("C100", f"{self.currency!r} is no currency", help="write an ISO code such as SEK")


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerLists:
    """What the client knows of its customers and no export says: files of two columns, None where there is none.

    ``merged``: an old id, and the one by which the same customer is known now. ``excluded``: the id of one who is no
    customer (a test, an own company, somebody deceased, a company dissolved), and why.
    """

    merged: Path | None = None
    excluded: Path | None = None
