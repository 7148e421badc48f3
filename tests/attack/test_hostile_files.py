"""Hostile and odd files: a file is read as itself, wholly, and nothing in it is run."""

from __future__ import annotations

import gzip
import io
import struct
import time
import zipfile
from typing import TYPE_CHECKING

import duckdb
import openpyxl
import pytest

from reporter.errors import InputError, ReporterError
from reporter.sources import ReadOptions, read
from reporter.sources.files import guarded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reporter.model import Intake

_HEAD = "Ordernummer;Orderdatum;Kundnummer;Belopp exkl. moms;Valuta"


def _orders(count: int, head: str = _HEAD) -> str:
    rows = [f"{100 + i};2025-0{i % 9 + 1}-15;K-{10 + i % 7};{i + 1},50;SEK" for i in range(count)]
    return "\n".join([head, *rows, ""])


def _read(path: Path, options: ReadOptions | None = None) -> Intake:
    return read([path], folder=path.parent / "data", key=b"k" * 32, options=options or ReadOptions())


@pytest.mark.parametrize("name", ["*.csv", "a[1].csv", "?1.csv"])
def test_a_name_with_glob_characters_reads_only_itself(tmp_path: Path, name: str) -> None:
    """A file whose name is a pattern must not read the files that the pattern matches."""
    (tmp_path / "a1.csv").write_text(_orders(30), encoding="utf-8")
    (tmp_path / name).write_text(_orders(20), encoding="utf-8")
    assert _read(tmp_path / name).files[0].rows_in == 20


def test_a_folder_with_glob_characters_reads_only_itself(tmp_path: Path) -> None:
    """A folder ``p[1]`` must not read the file of the folder ``p1`` beside it."""
    for folder, count in (("p1", 30), ("p[1]", 20)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "o.csv").write_text(_orders(count), encoding="utf-8")
    assert _read(tmp_path / "p[1]" / "o.csv").files[0].rows_in == 20


def test_a_header_with_a_line_break_costs_no_row(tmp_path: Path) -> None:
    """The first row below a header of two physical lines is read."""
    path = tmp_path / "o.csv"
    path.write_text(_orders(20, _HEAD.replace("Belopp exkl. moms", '"Belopp\nexkl. moms"')), encoding="utf-8")
    assert _read(path).files[0].rows_in == 20


def test_an_unclosed_quotation_mark_is_booked_to_the_end(tmp_path: Path) -> None:
    """Every line that a quotation mark swallows is in the books, or the file is refused."""
    lines = _orders(400).splitlines()
    lines[3] = lines[3].replace("K-", '"K-')
    path = tmp_path / "o.csv"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    try:
        account = _read(path).files[0]
    except ReporterError:
        return
    assert account.rows_in == 400


def test_a_currency_is_never_sql(tmp_path: Path) -> None:
    """A currency from a flag or a TOML file is a text, whatever it holds."""
    (tmp_path / "secret.txt").write_text("TOPSECRET", encoding="utf-8")
    path = tmp_path / "o.csv"
    path.write_text("\n".join(line.rpartition(";")[0] for line in _orders(20).splitlines()) + "\n", encoding="utf-8")
    hostile = f"'||(SELECT content FROM read_text('{tmp_path}/secret.txt'))||'"  # noqa: S608 - an attack
    try:
        _read(path, ReadOptions(currency=hostile))
    except ReporterError:
        return
    made = next((tmp_path / "data" / "orders").glob("*.parquet"))
    found = duckdb.execute("SELECT DISTINCT currency FROM read_parquet($1)", [str(made)]).fetchall()
    assert "TOPSECRET" not in str([row for row in found if row[0] != hostile])


def _workbook(edit: Callable[[str, bytes], bytes] = lambda _, content: content) -> bytes:
    """Return a workbook of 20 orders, each of its members as ``edit`` makes it."""
    book, plain, packed = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    for line in _orders(20).splitlines():
        book.worksheets[0].append(line.split(";"))
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, edit(name, source.read(name)))
    return packed.getvalue()


def _laughs(name: str, content: bytes) -> bytes:
    """Put a cell of 10^12 letters into the sheet, as entities of entities."""
    if not name.endswith("sheet1.xml"):
        return content
    entities = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "lol">' + entities + b"]>"
    cell = b'<row r="1"><c r="A1" t="str"><v>&a11;</v></c></row>'
    return head + content.replace(b"<sheetData>", b"<sheetData>" + cell, 1)


def _far(name: str, content: bytes) -> bytes:
    return content.replace(b'r="A5"', b'r="XFD99999999"') if name.endswith("sheet1.xml") else content


def _loop() -> bytes:
    """Return a compound file whose allocation table leads in a circle."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<9I", 0, 1, 0, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    return head + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108) + struct.pack("<128I", *[1] * 128) + b"\0" * 4096


def _nested(depth: int) -> bytes:
    content = _orders(20).encode()
    for level in range(depth):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(f"{level}.zip" if level else "o.csv", content)
        content = packed.getvalue()
    return content


HOSTILE = {
    "entities": ("o.xlsx", _workbook(_laughs), {"D103", "D123"}),
    "a cell beyond the end": ("o.xlsx", _workbook(_far), {"D103", "D123"}),
    "half a sheet": (
        "o.xlsx",
        _workbook(lambda name, one: one[: len(one) // 2] if "sheet1" in name else one),
        {"D103"},
    ),
    "a circle": ("o.xls", _loop(), {"D103", "D123"}),
    "garbage": ("o.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 64, {"D103"}),
    "archives in archives": ("o.zip", _nested(40), {"D102"}),
    "a million columns": ("o.csv", b";".join([b"c"] * 1_000_000) + b"\n1;2\n", {"D123"}),
    "endless quotes": ("o.csv", _orders(5).encode() + b'"' * (8 << 20), {"D123"}),
    "endless NULs": ("o.csv", _orders(5).encode() + b"\0" * (8 << 20), {"D123"}),
    "an open quote, then all": ("o.csv", f'{_HEAD}\n"{_orders(9000, "")}'.encode(), {"D120", "D107"}),
}


@pytest.mark.parametrize(("name", "content", "codes"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_one_coded_line(tmp_path: Path, name: str, content: bytes, codes: set[str]) -> None:
    """Whatever it does to its opener, the run ends with a code and a way out, and soon."""
    (tmp_path / name).write_bytes(content)
    began = time.perf_counter()
    with pytest.raises(InputError) as caught:
        _read(tmp_path / name)
    assert caught.value.code in codes
    assert caught.value.help
    assert (caught.value.file or "").startswith(name)
    assert time.perf_counter() - began < 20
    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "limits"),
    [
        ("o.xls", _loop(), guarded.Limits(memory=192 << 20)),
        ("o.xlsx", _workbook(), guarded.Limits(wall=0)),
        ("o.xlsx", _workbook(), guarded.Limits(file=100)),
        ("o.csv.gz", gzip.compress(_orders(200).encode()), guarded.Limits(file=100)),
    ],
    ids=["memory", "time", "disk", "disk, gzip"],
)
def test_an_opener_is_held_to_its_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, limits: guarded.Limits
) -> None:
    """An opener that wants more memory, time or disk than it may have is stopped: D123, not a crash."""
    (tmp_path / name).write_bytes(content)
    monkeypatch.setattr(guarded, "DEFAULT", limits)
    with pytest.raises(InputError, match="was stopped") as caught:
        _read(tmp_path / name)
    assert (caught.value.code, caught.value.file) == ("D123", name)


def test_nul_bytes_between_the_letters_go(tmp_path: Path) -> None:
    """NULs that a broken transfer leaves in a text cost no row."""
    (tmp_path / "o.csv").write_bytes(_orders(20).encode().replace(b"K-", b"K\0-\0"))
    assert _read(tmp_path / "o.csv").files[0].rows_kept == 20
