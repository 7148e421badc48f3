"""Why a report does not leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One reason why a report does not leave.

    ``wait`` may pass by itself (data that are still to come), ``stop`` needs a person. ``reason`` is for the owner's
    ``status``: it may name tables, counts of rows and days, kinds of files and clients' slugs, never a name, an address
    or a figure of a customer, and of another client nothing but the slug. ``brief`` is for alerts by mail, which leave
    the house: the table or the kind of thing alone.
    """

    code: str
    reason: str
    kind: Literal["wait", "stop"]
    brief: str
