"""From a table to the bytes of a file: delimiter, quotes, line ends, encoding, container."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from tests.sources.fuzz.truth import Line, Table

_ENCODINGS = (
    *("utf-8",) * 8, *("utf-8-sig",) * 4, *("cp1252",) * 5, *("latin-1",) * 2, *("cp850",) * 3, "mac_roman",
    "utf-16", "utf-16", "utf-16-be mark", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be mark", "mixed", "mixed",
)  # fmt: skip
_MARKS = {"utf-16-be mark": b"\xfe\xff", "utf-32-be mark": b"\x00\x00\xfe\xff"}
_ENDINGS = {",": ".csv", ";": ".csv", "\t": ".txt", "|": ".txt"}
_STAMP = (2026, 1, 2, 3, 4, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packing:
    """How a table is written."""

    delimiter: str
    encoding: str
    line_end: str
    quote_all: bool
    told: str
    container: str


def any_packing(rng: random.Random) -> Packing:
    """Return a way to write a table."""
    delimiter = rng.choice((";", ";", ";", ",", ",", "\t", "|"))
    return Packing(
        delimiter=delimiter,
        encoding=rng.choice(_ENCODINGS),
        line_end=rng.choice(("\n", "\r\n", "\r\n", "\r\n", "\r")),
        quote_all=rng.random() < 0.25,
        told=rng.choice((f"sep={delimiter}", f'"sep={delimiter}"')) if rng.random() < 0.06 else "",
        container=rng.choice(("plain",) * 16 + ("gz", "zip", "xlsx", "xlsx typed")),
    )


def pack(table: Table, packing: Packing) -> tuple[str, bytes]:
    """Return a file's name and content; the table learns what its packing costs."""
    if packing.container.startswith("xlsx"):
        return "export.xlsx", _workbook(table, typed=packing.container.endswith("typed"))
    text = (packing.told + packing.line_end if packing.told else "") + _delimited(table, packing)
    content = _encoded(table, text, packing)
    ending = _ENDINGS[packing.delimiter]
    if packing.container == "gz":
        return f"export{ending}.gz", gzip.compress(content, mtime=0)
    if packing.container == "zip":
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo(f"export{ending}", _STAMP), content)
        return "export.zip", stream.getvalue()
    return f"export{ending}", content


def _delimited(table: Table, packing: Packing) -> str:
    stream = io.StringIO()
    writer = csv.writer(
        stream,
        delimiter=packing.delimiter,
        lineterminator=packing.line_end,
        quoting=csv.QUOTE_ALL if packing.quote_all else csv.QUOTE_MINIMAL,
    )
    for cells in (*table.above, table.headers, *(line.cells for line in table.lines)):
        if any(cell.startswith("\x01") for cell in cells):
            stream.write(packing.delimiter.join(cell.lstrip("\x01") for cell in map(_flat, cells)) + packing.line_end)
        else:
            writer.writerow([cell.replace("\n", packing.line_end) for cell in cells])
    text = stream.getvalue()
    return text[: -len(packing.line_end)] if "damage: cut" in table.notes else text


def _flat(cell: str) -> str:
    """Return a cell that needs no quotes."""
    return cell if cell.startswith("\x01") else "".join(sign for sign in cell if sign not in '";,\t|\n')


def _encoded(table: Table, text: str, packing: Packing) -> bytes:
    """Return the text's bytes; UTF-8 where the encoding has no such letters."""
    if packing.encoding == "mixed":
        return _mixed(table, text, packing)
    name = packing.encoding.removesuffix(" mark")
    try:
        return _MARKS.get(packing.encoding, b"") + text.encode(name)
    except UnicodeEncodeError:
        table.notes.append("utf-8 after all")
        return text.encode()


def _mixed(table: Table, text: str, packing: Packing) -> bytes:
    """Return lines of which every other is cp1252: a letter, or the sign between thousands, may be lost."""
    table.letters = False
    numbers = [at for role in ("amount", "price", "monthly", "who", "score") for at in table.at(role)]
    for line in table.lines:
        if line.fate == "kept" and not all(line.cells[at].isascii() for at in numbers if at < len(line.cells)):
            line.fate = "may"
            table.may_refuse |= {"D110", "D111", "D115", "D116"}
    found = []
    for number, one in enumerate(text.split(packing.line_end)):
        found.append(one.encode("cp1252", "replace") if number % 2 else one.encode())
    return packing.line_end.encode().join(found)


def _workbook(table: Table, *, typed: bool) -> bytes:
    """Return an Excel workbook; with ``typed`` the numbers and days are what they are."""
    from openpyxl import Workbook

    if typed:
        table.must_refuse = "hopeless" in table.answers
        table.may_refuse -= {"D110", "D113"}
        for line in table.lines:
            line.fate = "kept" if line.fate == "may" and not line.spoilt else line.fate
    book = Workbook()
    sheet = book.active
    for cells in (*table.above, table.headers):
        sheet.append([_legal(cell) for cell in cells])
    for line in table.lines:
        sheet.append([_cell(line, position, typed=typed) for position in range(len(line.cells))])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(line: Line, position: int, *, typed: bool) -> object:
    if typed and line.cells[position] and position in line.raw:
        held = line.raw[position]
        return float(held) if isinstance(held, Decimal) else held
    return _legal(line.cells[position])


def _legal(text: str) -> str:
    """Return a text that a workbook can hold: a formula would be one, and control signs are none."""
    plain = text.replace("\0", "").replace("\x01", "")
    return " " + plain if plain.startswith("=") else plain
