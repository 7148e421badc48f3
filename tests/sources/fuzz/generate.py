"""One seed, one export file with its truth."""

from __future__ import annotations

import random

from tests.sources.fuzz.damage import damage
from tests.sources.fuzz.packing import any_packing, pack
from tests.sources.fuzz.tables import any_table
from tests.sources.fuzz.truth import WORDED, Export, Truth
from tests.sources.fuzz.words import NAMES


def generate(seed: int) -> Export:
    """Return the export of a seed: the same content each time (a workbook also bears the time of its making)."""
    rng = random.Random(seed)  # noqa: S311 - a seeded generator of test files
    table, packing = any_table(rng), any_packing(rng)
    damage(table, rng)
    sheet = packing.container.startswith("xlsx")
    if sheet:
        table.lines = [line for line in table.lines if line.cells]
        # In a sheet no row is short: what a text would lose is an empty cell.
        table.lines = [line for line in table.lines if len(line.cells) == len(table.roles) or not line.value]
        while not any(cell.strip() for cell in table.lines[-1].cells):
            table.lines.pop()  # a sheet ends with its last filled cell
        table.letters = table.letters and "damage: open quote" not in table.notes
    name, content = pack(table, packing)
    worded = table.name in WORDED
    values = {
        fate: tuple(line.value for line in table.lines if line.fate == fate and line.cells) for fate in ("kept", "may")
    }
    truth = Truth(
        table=table.name,
        rows_in=sum(bool(line.cells) for line in table.lines) if table.countable else None,
        kept=values["kept"],
        may=values["may"],
        letters=table.letters or not worded,
        may_refuse=frozenset(table.may_refuse),
        must_refuse=table.must_refuse,
        answers=table.answers,
        secrets=frozenset(NAMES) | {"Kund.1", "Kund.2", "example.com"},
    )
    return Export(seed=seed, name=name, content=content, truth=truth, notes=(*table.notes, str(packing)))
