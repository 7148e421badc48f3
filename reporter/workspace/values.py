"""A workspace's settings as frozen values."""

from __future__ import annotations

import os
from collections.abc import Mapping  # noqa: TC003 - settings are checked against their types at run time
from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003 - as above
from typing import Literal

from reporter.workspace.delivery import Archive, Conditions, Mail, Operation, Recipient, Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Loyalty:
    """When a customer without a contract counts as lost; None: the 90th percentile of the gaps between purchases."""

    lost_after_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What the export does not say of the survey: the scales as asked, and the kind of survey.

    ``scales``: item (see ``docs/codes.md``, D104) → lowest and highest answer. ``expectations_exceeded``: the upper end
    of the question about expectations means that they were exceeded, not that they were met.
    """

    nps_scale: Literal["0-10", "1-10"] | None = None
    kind: Literal["relationship", "transaction"] = "relationship"
    scales: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    expectations_exceeded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the exports leave open: the kinds of files that the sales are taken from, columns never to be read."""

    sales: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Customers:
    """Lists of customers, as files in the client's folder.

    ``merged``: old id and new id of one customer; ``excluded``: id and reason of one who is no customer. Empty where
    there is none.
    """

    merged: str = ""
    excluded: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """The order in which segments are shown; others follow by size."""

    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clv:
    """Inputs of the customer lifetime value: contribution margin (share of revenue) and yearly discount rate."""

    margin: float | None = None
    discount: float = 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenarios:
    """Whether scenarios are reckoned, and their inputs, in the client's currency.

    ``acquisition_cost`` is what a new customer costs, ``retention_cost`` what is spent a year on keeping one; None
    where it is not known.
    """

    on: bool = False
    acquisition_cost: float | None = None
    retention_cost: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rfm:
    """The four rising cut-points of recency (days), frequency (days with an order) and money; empty: quintiles."""

    recency: tuple[float, ...] = ()
    frequency: tuple[float, ...] = ()
    money: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One client of the consultancy. ``folder`` holds ``exports/`` (the client's) and ``data/`` (ours)."""

    slug: str
    folder: Path
    name: str
    short: str = ""
    lang: str = "sv"
    currency: str = ""
    brand: str = ""
    country: str = ""
    market: str = ""
    industry: str = ""
    exports: str = "exports"
    benchmarks: tuple[str, ...] = ()
    loyalty: Loyalty = field(default_factory=Loyalty)
    survey: Survey = field(default_factory=Survey)
    sources: Sources = field(default_factory=Sources)
    customers: Customers = field(default_factory=Customers)
    segments: Segments = field(default_factory=Segments)
    clv: Clv = field(default_factory=Clv)
    scenarios: Scenarios = field(default_factory=Scenarios)
    rfm: Rfm = field(default_factory=Rfm)
    schedule: Schedule | None = None
    recipients: tuple[Recipient, ...] = ()
    delivery: Conditions = field(default_factory=Conditions)

    @property
    def data(self) -> Path:
        """The folder of the canonical tables."""
        return self.folder / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The keys of ``reporter.toml``."""

    name: str = ""
    brand: str = ""
    output: str = "output"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A consultancy's folder."""

    root: Path
    consultancy: str
    brand: str
    output: Path
    mail: Mail = field(default_factory=Mail)
    archive: Archive = field(default_factory=Archive)
    operation: Operation = field(default_factory=Operation)

    def clients(self) -> tuple[str, ...]:
        """Return the slugs of all clients, sorted.

        A folder's name that is no UTF-8, from an old archive say, comes with signs that no folder has, so that its
        settings cannot be read: neither a ledger nor a terminal takes what it is.
        """
        names = (os.fsencode(path.parent.name) for path in (self.root / "clients").glob("*/client.toml"))
        return tuple(sorted({name.decode(errors="replace") for name in names}))
