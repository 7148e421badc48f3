"""A workspace's settings as frozen values."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - settings are checked against their types at run time
from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003 - as above
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Loyalty:
    """When a customer without a contract counts as lost; None: the 90th percentile of the gaps between purchases."""

    lost_after_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What the export does not say of the survey: the scales as asked, and the kind of survey.

    ``scales``: item (see ``docs/codes.md``, D104) → lowest and highest answer.
    """

    nps_scale: Literal["0-10", "1-10"] | None = None
    kind: Literal["relationship", "transaction"] = "relationship"
    scales: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the exports leave open: the kinds of files that the sales are taken from, columns never to be read."""

    sales: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


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
    segments: Segments = field(default_factory=Segments)
    clv: Clv = field(default_factory=Clv)

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

    def clients(self) -> tuple[str, ...]:
        """Return the slugs of all clients, sorted."""
        return tuple(sorted(path.parent.name for path in (self.root / "clients").glob("*/client.toml")))
