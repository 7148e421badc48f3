"""What happens to an export on its way: each kind of damage, with what it makes of the rows."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from tests.sources.fuzz.truth import Line
from tests.sources.fuzz.words import FOOTERS, NOTHING, PREAMBLE, TOTALS, UNREAD_DAYS, UNREAD_NUMBERS

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from tests.sources.fuzz.truth import Table

_DAYS = ("bought", "start", "end", "opened", "resolved", "answered")
_NUMBERS = ("amount", "price", "quantity", "monthly")
_IDS = ("order", "ticket", "contract")
_PEOPLE = ("number", "mail", "who")
_TEXTS = ("other", "product", "category", "said")
#: Columns that may be empty, and where their value stands in the truth; no end of a contract is one.
_OPTIONAL = {"answered": 1, "resolved": 3, "monthly": 4}
#: Tables whose rows need no customer.
_ANONYMOUS = ("tickets", "responses")


def _sound(table: Table, rng: random.Random) -> Line | None:
    """Return a line that is to be kept and has no damage yet."""
    lines = [line for line in table.lines if line.fate == "kept" and not line.spoilt]
    return rng.choice(lines) if len(lines) > 4 else None


def _place(table: Table, rng: random.Random, roles: tuple[str, ...]) -> int | None:
    """Return the position of a column of one of the roles."""
    positions = [position for role in roles for position in table.at(role)]
    return rng.choice(positions) if positions else None


def _unread_number(table: Table, rng: random.Random) -> None:
    _unread(table, rng, _NUMBERS, UNREAD_NUMBERS)


def _unread_day(table: Table, rng: random.Random) -> None:
    _unread(table, rng, _DAYS, UNREAD_DAYS)


def _unread(table: Table, rng: random.Random, roles: tuple[str, ...], texts: tuple[str, ...]) -> None:
    """Put something in a cell that is no value; an error of Excel may count as an empty cell where one is allowed."""
    line, at = _sound(table, rng), _place(table, rng, roles)
    if not line or at is None:
        return
    text = rng.choice(texts)
    if text[2:3] == "." and table.answers.get("date_order") == "mdy":
        table.may_refuse.add("D113")  # 31.02.2026 among 2/28/2026: the column has both orders
    place = _OPTIONAL.get(table.roles[at]) if text.startswith("#") else None
    line.spoil(at, text, "left" if place is None else "may")
    if place is not None:
        line.value = (*line.value[:place], None, *line.value[place + 1 :])


def _no_customer(table: Table, rng: random.Random) -> None:
    if not (line := _sound(table, rng)):
        return
    anonymous = table.name in _ANONYMOUS
    for position in (at for role in _PEOPLE for at in table.at(role)):
        line.spoil(position, rng.choice(NOTHING), "kept" if anonymous else "left")
    if anonymous:
        at = 0 if table.name == "responses" else 1
        line.value = (*line.value[:at], None, *line.value[at + 1 :])


def _no_value(table: Table, rng: random.Random) -> None:
    line, at = _sound(table, rng), _place(table, rng, ("bought", "start", "opened", "amount", "price", *_IDS[:2]))
    if line and at is not None:
        line.spoil(at, rng.choice(NOTHING), "left")


def _no_score(table: Table, rng: random.Random) -> None:
    line, at = _sound(table, rng), _place(table, rng, ("score",))
    if line and at is not None:
        line.spoil(at, rng.choice((*NOTHING, "Vet ej", "Ved ikke")), "left")


def _score_outside(table: Table, rng: random.Random) -> None:
    line, at = _sound(table, rng), _place(table, rng, ("score",))
    if line and at is not None and rng.random() < 0.3:
        line.spoil(at, rng.choice(("11", "-1", "100")), "left")
        table.may_refuse.add("D104")
        table.must_refuse = True
        table.answers["hopeless"] = "an answer outside its scale"


def _float_id(table: Table, rng: random.Random) -> None:
    """A spreadsheet has turned an id into 4,08E+12: nobody knows whose it was."""
    line = _sound(table, rng)
    if line and rng.random() < 0.5 and (at := _place(table, rng, _IDS)) is not None:
        line.spoil(at, rng.choice(("4,08E+12", "1.23457E+15")), "left")
    elif line and table.at("number") and not table.at("mail"):
        line.spoil(table.at("number")[0], "4,08692E+12", "may" if table.name in _ANONYMOUS else "left")
        if table.name in _ANONYMOUS:
            at = 0 if table.name == "responses" else 1
            line.value = (*line.value[:at], None, *line.value[at + 1 :])


def _repeat(table: Table, rng: random.Random) -> None:
    """The same record stands twice; lines and anonymous answers may well be the same."""
    if line := _sound(table, rng):
        again = deepcopy(line)
        again.fate = "kept" if table.name in {"order_lines", "responses"} else "left"
        line.spoilt = again.spoilt = True
        table.lines.insert(rng.randint(table.lines.index(line) + 1, len(table.lines)), again)


def _empty_row(table: Table, rng: random.Random) -> None:
    table.lines.insert(rng.randint(1, len(table.lines)), Line(cells=[""] * len(table.roles), fate="left"))


def _blank_line(table: Table, rng: random.Random) -> None:
    table.lines.insert(rng.randint(1, len(table.lines)), Line(cells=[], fate="left"))


def _ragged(table: Table, rng: random.Random) -> None:
    if line := _sound(table, rng):
        cells = [*line.cells, "x"] if rng.random() < 0.4 else line.cells[: rng.randint(1, len(line.cells) - 1)]
        if not any(cell.strip() for cell in cells):
            cells = ["x"]
        line.cells, line.raw, line.fate, line.spoilt = cells, {}, "left", True


def _cut(table: Table, rng: random.Random) -> None:
    """The export was broken off in its last line."""
    if table.lines[-1].fate == "kept" and not table.lines[-1].spoilt and "\n" not in str(table.lines[-1].cells):
        line = table.lines[-1]
        line.cells, line.fate, line.spoilt = (
            [line.cells[0] or "x", *line.cells[1:-1]][: rng.randint(1, 9)],
            "left",
            True,
        )


def _header_again(table: Table, rng: random.Random) -> None:
    """Two exports were put one after the other."""
    at = rng.randint(len(table.lines) // 2, len(table.lines))
    table.lines.insert(at, Line(cells=list(table.headers), fate="left"))


def _total(table: Table, rng: random.Random) -> None:
    cells = [""] * len(table.roles)
    for position in (at for role in _NUMBERS for at in table.at(role)):
        cells[position] = table.lines[0].cells[position] if len(table.lines[0].cells) > position else ""
    cells[0] = rng.choice(TOTALS)
    table.lines.append(Line(cells=cells, fate="left", spoilt=True))


def _footer(table: Table, rng: random.Random) -> None:
    if rng.random() < 0.5:
        table.lines.append(Line(cells=[], fate="left"))
    table.lines += [
        Line(cells=[text], fate="left", spoilt=True) for text in rng.sample(FOOTERS, rng.randint(1, len(FOOTERS)))
    ]


def _preamble(table: Table, rng: random.Random) -> None:
    width = len(table.roles)
    table.above = [[text] for text in rng.sample(PREAMBLE, rng.randint(1, 3))]
    if rng.random() < 0.3:
        table.above.append(["Utskriven", "2026-07-01"])
    if rng.random() < 0.4:
        table.above = [[*cells, *[""] * (width - len(cells))] for cells in table.above]  # as a spreadsheet saves it
    if rng.random() < 0.5:
        table.above.append([] if rng.random() < 0.5 else [""] * width)


def _padded(table: Table, rng: random.Random) -> None:
    """Blanks stand around cells and headers."""
    position = rng.randrange(len(table.roles))
    for line in table.lines:
        if len(line.cells) == len(table.roles) and line.cells[position] and rng.random() < 0.5:
            line.cells[position] = f" {line.cells[position]} "
    table.headers[position] = f" {table.headers[position]} "


def _headers(table: Table, rng: random.Random) -> None:
    """Headers in capitals, with a colon, with blanks for names, or twice the same."""
    way = rng.choice(("upper", "lower", "colon", "nameless", "twice"))
    if way == "upper":
        table.headers = [text.upper() for text in table.headers]
    elif way == "lower":
        table.headers = [text.lower() for text in table.headers]
    elif way == "colon":
        table.headers = [text + ":" for text in table.headers]
    elif table.at("other"):
        place = table.at("other")[-1]
        again = next((at for role in ("amount", "currency", "number") for at in table.at(role) if at < place), None)
        table.headers[place] = table.headers[again] if way == "twice" and again is not None else ""


def _nul(table: Table, rng: random.Random) -> None:
    position = _place(table, rng, _TEXTS)
    for line in table.lines:
        if position is not None and len(line.cells) > position and line.cells[position] and rng.random() < 0.3:
            line.cells[position] = line.cells[position][:2] + "\0" + line.cells[position][2:]


def _lost_letters(table: Table, rng: random.Random) -> None:
    way = rng.choice("?\ufffdm")
    for line in table.lines:
        for position in (at for role in _TEXTS for at in table.at(role)):
            if len(line.cells) > position:
                text = line.cells[position]
                broken = text.encode().decode("cp1252", "replace") if way == "m" else re.sub("[åäöæøÅÄÖÆØ]", way, text)
                line.cells[position] = broken
    table.letters = False


def _two_currencies(table: Table, rng: random.Random) -> None:
    line, at = _sound(table, rng), _place(table, rng, ("currency",))
    if line and at is not None and rng.random() < 0.4:
        line.spoil(at, "USD", "kept")
        table.may_refuse.add("D114")
        table.must_refuse = True
        table.answers["hopeless"] = "two currencies"


def _open_quote(table: Table, rng: random.Random) -> None:
    """A quotation mark is opened and never closed: see ``packing``, which writes these cells as they are."""
    at = _place(table, rng, _TEXTS)
    if at is None or rng.random() < 0.5 or not (line := _sound(table, rng)):
        return
    line.spoil(at, '\x01"aldrig', "may")
    table.may_refuse |= {"D107", "D120", "D110", "D111", "D113", "D115", "D116"}
    table.countable = table.letters = False


DAMAGE: dict[str, Callable[[Table, random.Random], None]] = {
    "number": _unread_number, "day": _unread_day, "no customer": _no_customer, "no value": _no_value,
    "no score": _no_score, "score outside": _score_outside, "float id": _float_id, "repeat": _repeat,
    "empty row": _empty_row, "blank line": _blank_line, "ragged": _ragged, "cut": _cut, "header again": _header_again,
    "total": _total, "footer": _footer, "preamble": _preamble, "padded": _padded, "headers": _headers, "nul": _nul,
    "lost letters": _lost_letters, "two currencies": _two_currencies, "open quote": _open_quote,
}  # fmt: skip


def damage(table: Table, rng: random.Random) -> None:
    """Do some damage, or none; the notes say which."""
    count = rng.choice((0, 0, 1, 1, 2, 3, 4))
    chosen = rng.sample(list(DAMAGE), count)
    # What stands at the end of the file is done last, and lines are cut before.
    for name in sorted(chosen, key=list(DAMAGE).index):
        DAMAGE[name](table, rng)
        table.notes.append(f"damage: {name}")
