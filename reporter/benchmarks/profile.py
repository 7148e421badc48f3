"""What must be known of a client before an outside figure may stand beside its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Instrument families of our own questions. Three items on 1–10, from satisfaction overall, against
#: expectations and against the ideal, are the EPSI/SKI model (specification of indicators, part 1.2);
#: ACSI, SCB's NKI and bank benchmarks are families of their own.
OWN_INSTRUMENTS = {"nki": "epsi", "loy_idx": "epsi"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A client as the comparability gate sees it.

    Attributes:
        country: ISO 3166 code, "SE" or "DK".
        market: "b2b" or "b2c".
        industry: the word that the benchmark sets use ("bank", "office-supplies").
        contract: "contract" or "activity": what makes a customer of theirs active.
        months: length of the measured period in whole calendar months; None where it has none.
        kind: kind of the survey, "relationship" or "transaction".
        currency: ISO 4217 code of their money.
        scales: the scale of an indicator's answers ("0-10"), where its reading names none.
        instruments: the instrument family of an indicator, where it is not the usual one.
    """

    country: str = ""
    market: str = ""
    industry: str = ""
    contract: str = ""
    months: int | None = None
    kind: str = "relationship"
    currency: str = ""
    scales: Mapping[str, str] = field(default_factory=dict)
    instruments: Mapping[str, str] = field(default_factory=lambda: dict(OWN_INSTRUMENTS))
