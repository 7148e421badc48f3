"""Formats, names and neighbours as attackers: a mapping is no program, a name no path, a second run no thief."""

from __future__ import annotations

import io
import os
import re
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import duckdb
import openpyxl
import pytest

from reporter.errors import InputError, UsageError
from reporter.pipeline.keys import client_key
from reporter.sources import draft_mapping, read
from reporter.store import locks

if TYPE_CHECKING:
    from pathlib import Path

ROWS = "Nr;Kund;Mejl;Dag;Belopp;Steg\n" + "".join(
    f"{n};K{n % 3};a{n % 3}@example.com;2026-01-02;{n},5;{'k' * 40}a\n" for n in range(9)
)
FORM = """name = "m"
shape = "orders"
priority = 95
required = ["order_id"]
[fields]
order_id = "Nr"
customer_id = "Kund"
email = "Mejl"
order_date = "Dag"
amount = "Belopp"
status = "Steg"
"""


def _read(folder: Path, more: str) -> str:
    (folder / "o.csv").write_text(ROWS, encoding="utf-8")
    (folder / "m.toml").write_text(FORM + more, encoding="utf-8")
    intake = read([folder / "o.csv"], folder=folder / "data", key=b"k", extra_formats=[folder / "m.toml"])
    return intake.files[0].format


def test_a_system_is_no_sql(tmp_path: Path) -> None:
    """What a mapping calls the system of an id stands in the identities as it is written."""
    (tmp_path / "secret").write_text("TOPSECRET", encoding="utf-8")
    system = f"x'||(SELECT content FROM read_text('{tmp_path}/secret'))||'"  # noqa: S608 - an attack
    assert _read(tmp_path, f'[ids]\ncustomer_id = "{system}"\n') == "m"
    found = duckdb.execute(f"SELECT DISTINCT kind FROM '{tmp_path}/data/identities/*.parquet'").fetchall()  # noqa: S608
    assert found == [(system,)]


@pytest.mark.parametrize("pattern", ["(k+)+x", "(([a-z])+.)+[A-Z]([a-z])+$", "(k|kk)*x"])
def test_a_pattern_ends(tmp_path: Path, pattern: str) -> None:
    """A pattern that Python's matcher would try for years is answered at once: the format does not fit."""
    began = time.perf_counter()
    assert _read(tmp_path, f'[values]\nstatus = "{pattern}"\n') != "m"
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize(
    "more", ['[values]\nstatus = "(?=k).*"\n', '[values]\nstatus = "(k{0,1000}){0,1000}"\n', "[ids]\nemail = [1]\n"]
)
def test_a_pattern_that_cannot_be_matched_is_told(tmp_path: Path, more: str) -> None:
    """Patterns that look ahead or grow without end, and systems that are no texts, are D117."""
    with pytest.raises(InputError) as caught:
        _read(tmp_path, more)
    assert caught.value.code == "D117"


@pytest.mark.parametrize("line", ["at_least = " + "9" * 5000, "never = " + "[" * 5000, "#" * 300_000])
def test_a_mapping_is_read_within_bounds(tmp_path: Path, line: str) -> None:
    """Numbers, nesting and lengths that exhaust the parser are D117."""
    (tmp_path / "m.toml").write_text(f"{line}\n{FORM}", encoding="utf-8")
    (tmp_path / "o.csv").write_text(ROWS, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read([tmp_path / "o.csv"], folder=tmp_path / "data", key=b"k", extra_formats=[tmp_path / "m.toml"])
    assert caught.value.code == "D117"


@pytest.mark.parametrize("name", [b"b\xe5d.csv", b"b\xe5d.xlsx"])
def test_a_name_that_is_no_text(tmp_path: Path, name: bytes) -> None:
    """A file whose name is not UTF-8 is D106, in words that can be printed."""
    path = tmp_path / os.fsdecode(name)
    path.write_text(ROWS, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read([path], folder=tmp_path / "data", key=b"k")
    assert caught.value.code == "D106"
    assert str(caught.value).encode()


def test_a_workbook_of_many_sheets_is_refused(tmp_path: Path) -> None:
    """A thousand sheets are no export: D123, before each is looked at by every format."""
    book, plain, packed = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    for row in ROWS.splitlines():
        book.worksheets[0].append(row.split(";"))
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/workbook.xml":
                sheet = re.search(rb"<sheet [^>]*/>", content)[0]  # type: ignore[index]
                many = (sheet.replace(b'name="Sheet"', b'name="S%d"' % n) for n in range(1000))
                content = content.replace(sheet, b"".join(many))
            target.writestr(name, content)
    (tmp_path / "o.xlsx").write_bytes(packed.getvalue())
    with pytest.raises(InputError, match="1000 tables") as caught:
        read([tmp_path / "o.xlsx"], folder=tmp_path / "data", key=b"k")
    assert caught.value.code == "D123"


def test_a_mapping_of_an_archive_without_tables(tmp_path: Path) -> None:
    """Where no member of an archive can be read, drafting a mapping says why."""
    with zipfile.ZipFile(tmp_path / "o.zip", "w") as archive:
        archive.writestr("a.pdf", b"%PDF-1.7")
    with pytest.raises(InputError) as caught:
        draft_mapping(tmp_path / "o.zip")
    assert caught.value.code == "D102"


def test_many_ragged_rows_are_refused(tmp_path: Path) -> None:
    """Of 200,000 rows with too few cells none is noted (3 kB each): D121 says how many they are."""
    (tmp_path / "o.csv").write_text(ROWS + "1;2\n" * 200_000, encoding="utf-8")
    (tmp_path / "m.toml").write_text(FORM, encoding="utf-8")
    with pytest.raises(InputError, match="200,000 rows") as caught:
        read([tmp_path / "o.csv"], folder=tmp_path / "data", key=b"k", extra_formats=[tmp_path / "m.toml"])
    assert caught.value.code == "D121"


def test_what_a_killed_run_left_goes_at_once(tmp_path: Path) -> None:
    """The text of a run that died is removed by the next; that of a run at work is left alone."""
    dead, alive = (tmp_path / "data" / f".incoming-{name}" for name in ("dead", "alive"))
    for folder in (dead, alive):
        folder.mkdir(parents=True)
        (folder / "text").write_text("Anna Ek", encoding="utf-8")
    with locks.held(alive):
        _read(tmp_path, "")
    assert (dead.exists(), alive.exists()) == (False, True)


def test_two_first_runs_make_one_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs that both make a client's key use the same one; half a key is refused, and nothing hashed with it."""
    monkeypatch.setenv("REPORTER_KEYS", str(tmp_path / "keys"))
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: client_key(tmp_path, "c"), range(32)))
    assert len(keys) == 1
    (path,) = (tmp_path / "keys").rglob("*.key")
    assert path.stat().st_mode & 0o077 == 0
    path.write_bytes(b"")
    with pytest.raises(UsageError) as caught:
        client_key(tmp_path, "c")
    assert caught.value.code == "C108"
