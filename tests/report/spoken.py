"""Cells in English words with Swedish numbers and names: what a test reads does not hang on a translation."""

from __future__ import annotations

from dataclasses import replace

from reporter.language import Language
from reporter.language.catalogue import Catalogue
from reporter.model import Message, Quantity

_SV = Language.load("sv")
_NAMES = {key: text for key, text in _SV.catalogue.strings.items() if key[0].startswith("indicator ")}
LANGUAGE = replace(_SV, catalogue=Catalogue(strings=_NAMES, form=_SV.catalogue.form))


def words(cell: object) -> str:
    """Return a table's cell or a message as it would be read, its spaces ordinary ones."""
    if cell is None:
        return ""
    if isinstance(cell, Quantity):
        return LANGUAGE.quantity(cell, short=True).replace("\u00a0", " ")
    return (LANGUAGE.text(cell) if isinstance(cell, Message) else str(cell)).replace("\u00a0", " ")
