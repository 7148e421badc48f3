"""What stands in a file is data: it is never run, never shown where it may be personal, and never counted wrongly."""

from __future__ import annotations

import gzip
import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from reporter.errors import InputError, UsageError
from reporter.sources import ReadOptions, draft_mapping, read
from reporter.sources.files.decoding import decode
from reporter.sources.recognition.catalogue import load_format
from tests.sources.conftest import Result, ingest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["ingest"]

ORDERS = "Ordernr;Kundnr;Orderdatum;Belopp\n"


@pytest.mark.parametrize("currency", ["'||1||'", "sek", "SEKK", "", "SEK\n", "S'K"])
def test_a_currency_is_three_capitals(currency: str) -> None:
    """Nothing else is accepted, from flags or from settings."""
    with pytest.raises(UsageError) as caught:
        ReadOptions(currency=currency)
    assert caught.value.code == "C100"


@pytest.mark.parametrize(
    "line",
    [
        "constants = {currency = \"'||1||'\"}",
        'constants = {rate = "1"}',
        'rules = {keep_status = "won"}',
        "rules = {cancel_prefix = 1}",
        "priority = true",
        "name = 1",
        'required = "order_id"',
    ],
)
def test_a_mapping_holds_what_it_should(tmp_path: Path, line: str) -> None:
    """A value of another kind in a mapping file is D117, and no expression."""
    path = tmp_path / "m.toml"
    path.write_text(f'shape = "orders"\nfields = {{order_id = "a"}}\n{line}\n')
    with pytest.raises(InputError) as caught:
        load_format(path)
    assert caught.value.code == "D117"


@pytest.mark.parametrize("text", ["fields = {order_id = 1}", "fields = {order_id = [1]}", "fields = 1"])
def test_headers_of_a_mapping_are_texts(tmp_path: Path, text: str) -> None:
    """Numbers in place of headers are D117."""
    path = tmp_path / "m.toml"
    path.write_text(f'shape = "orders"\n{text}\n')
    with pytest.raises(InputError) as caught:
        load_format(path)
    assert caught.value.code == "D117"


def test_complaint_words_are_words(tmp_path: Path) -> None:
    """A word of a mapping that is no regular expression is looked for as it stands."""
    path, mapping = tmp_path / "t.csv", tmp_path / "m.toml"
    path.write_text("Nr;Kund;Dag;Typ\n1;7;2026-01-02;(fel\n2;7;2026-01-03;annat\n")
    mapping.write_text(
        'name = "m"\nshape = "tickets"\npriority = 90\n[fields]\nticket_id = "Nr"\ncustomer_id = "Kund"\n'
        'opened = "Dag"\ntype = "Typ"\n[rules]\ncomplaint_words = ["(fel"]\n'
    )
    intake = read([path], folder=tmp_path / "data", key=b"k", extra_formats=[mapping])
    result = Result(intake=intake, folder=tmp_path / "data")
    assert result.query("tickets", "ticket_id, complaint") == [("1", True), ("2", False)]


def test_400_rows_below_a_broken_header_stay_400(ingest: Callable[..., Result]) -> None:
    """A header of two physical lines, with a preamble of blank and quoted lines, costs no row."""
    rows = "".join(f"{n};7;2026-01-02;{n},5\n" for n in range(1, 401))
    result = ingest('"Lista\növer ordrar"\n\n' + ORDERS.replace("Belopp", '"Belopp\n"') + rows)
    assert (result.account.rows_in, result.account.rows_kept) == (400, 400)


def test_two_stray_quotes_do_not_swallow_rows(ingest: Callable[..., Result]) -> None:
    """A cell that holds whole rows, between two stray quotation marks, is refused with its row."""
    rows = [f"{n};{n};7;2026-01-02;{n},5" for n in range(1, 40)]
    rows[3], rows[9] = '4;"4;7;2026-01-02;4,5', '10;x";7;2026-01-02;4,5'
    with pytest.raises(InputError) as caught:
        ingest("Fakturanr;Märke;Kundnr;Orderdatum;Belopp\n" + "\n".join(rows) + "\n")
    assert (caught.value.code, caught.value.row) == ("D120", 5)


def test_a_comment_of_several_lines_is_kept(ingest: Callable[..., Result]) -> None:
    """Prose with line breaks and commas is no swallowed row."""
    text = "Bra, snabbt,\nmen dyrt, tyvärr, och sent,\nannars bra"
    result = ingest(f'Kundnr,Datum,NPS,Varför?\n1,2026-01-02,9,"{text}"\n2,2026-01-02,3,\n')
    assert result.query("responses", "text", "text NULLS LAST")[0] == (text,)


def test_a_mostly_damaged_file_is_told(ingest: Callable[..., Result]) -> None:
    """Three of four rows with too few cells: kept is what can be, and the counts are said aloud."""
    result = ingest(ORDERS + "1;7;2026-01-02;1,5\n2;7\n3;7\n4;7\n")
    (remark,) = [one for one in result.intake.diagnostics if one.code == "D121"]
    assert "3 of 4" in remark.message


def test_business_reasons_are_no_damage(ingest: Callable[..., Result]) -> None:
    """Rows without a customer are left out without alarm."""
    assert ingest(ORDERS + "1;7;2026-01-02;1,5\n2;;2026-01-02;1,5\n3;;2026-01-02;1,5\n").intake.diagnostics == ()


@pytest.mark.parametrize(
    "row",
    [
        "Anna Ek;anna@example.com;Lund",
        "Anna Ek;070-123 45 67;Lund",
        "Anna Ek;Lund;2026-01-02",
        "Anna;19850101-1234;Lund",
    ],
)
def test_a_file_without_a_header_shows_no_cell(ingest: Callable[..., Result], tmp_path: Path, row: str) -> None:
    """The error says that the first row is data, names no cell, and no mapping is drafted of it."""
    content = f"{row}\n" + row.replace("Anna", "Bo") + "\n"
    with pytest.raises(InputError) as caught:
        ingest(content)
    assert caught.value.code == "D119"
    assert not any(cell in str(caught.value) for cell in row.split(";"))
    with pytest.raises(InputError, match="D119"):
        draft_mapping(tmp_path / "export.csv")


@pytest.mark.parametrize("name", ["anna@example.com", "850101-1234", "198501011234", "010185-1234"])
def test_an_id_that_names_a_person_is_hashed(ingest: Callable[..., Result], name: str) -> None:
    """An order's or an answer's id is kept, but for one that is an address or a person's number."""
    orders = ingest(ORDERS + f"A-1;7;2026-01-02;1,5\n{name};7;2026-01-03;2,5\n", "o.csv")
    ids = [one for (one,) in orders.query("orders", "order_id", "order_day")]
    assert ids[0] == "A-1"
    answers = ingest(f"Respondent ID;NPS\n{name};9\n77;3\n", "s.csv").query("responses", "response_id", "score")
    assert answers == [("77",), (ids[1],)]
    assert len(ids[1]) == 16
    assert name not in ids[1]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1.2.3", "1.2.3"),
        ("12,5x", "12,5x"),
        ("abc", "abc"),
        ("ring Anna på 070-123 45 67", ""),
        ("0701234567x", ""),
        ("anna@example.com", ""),
        ("Anna Ek", ""),
        ("260131-1234", ""),
        ("202601311234", ""),
    ],
)
def test_a_gap_shows_no_free_text(ingest: Callable[..., Result], value: str, shown: str) -> None:
    """Of an amount that cannot be read only what looks like a number or a code is kept."""
    usual = "".join(f"{n};7;2026-01-02;{n},5\n" for n in range(3))
    result = ingest(ORDERS + usual + f"9;7;2026-01-02;{value}\n")
    assert result.query("gaps", "code, value") == [("L131", shown)]


@pytest.mark.parametrize("encoding", ["zlib", "idna", "rot13", "unicode_escape", "punycode", "hex", "a\0b"])
def test_an_encoding_is_one_of_letters(tmp_path: Path, encoding: str) -> None:
    """What Python calls a codec and is none of texts is C113."""
    (tmp_path / "o.csv").write_text(ORDERS)
    with pytest.raises(UsageError) as caught:
        decode(tmp_path / "o.csv", tmp_path, encoding)
    assert caught.value.code == "C113"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "mac_roman"])
def test_line_ends_of_an_old_macintosh(ingest: Callable[..., Result], encoding: str) -> None:
    """A file with carriage returns alone is read like any other."""
    content = (
        ORDERS.replace("Belopp", "Belopp;Säljare") + "1;7;2026-01-02;1,5;Åsa\n2;7;2026-01-03;2,5;Östen\n"
    ).replace("\n", "\r")
    assert ingest(content.encode(encoding)).account.rows_kept == 2


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """A path that is no file is D106."""
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(InputError) as caught:
        read([tmp_path / "x.csv"], folder=tmp_path / "data", key=b"k")
    assert caught.value.code == "D106"


def _workbook(cells: dict[str, str]) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for place, text in cells.items():
        sheet[place] = text
    book.save(stream)
    return stream.getvalue()


def test_a_packed_bomb_is_refused(ingest: Callable[..., Result]) -> None:
    """A workbook of 120 MB of one letter, and a gzip file of the same, are refused before they are read."""
    plain, packed = _workbook({"A1": "x"}), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
        target.writestr("xl/media/x", b"A" * (120 << 20))
    with pytest.raises(InputError, match="120 MB") as caught:
        ingest(packed.getvalue(), "b.xlsx")
    assert caught.value.code == "D123"
    with pytest.raises(InputError, match="unpacks") as caught:
        ingest(gzip.compress(b"a;b\n" * (30 << 20), 1), "b.csv.gz")
    assert caught.value.code == "D123"


def test_a_cell_at_the_end_of_the_world(ingest: Callable[..., Result]) -> None:
    """Two cells that span 700 million are refused; the reader would keep room for each."""
    with pytest.raises(InputError, match="far outside") as caught:
        ingest(_workbook({"A1": "x", "ZZ1048576": "y"}), "b.xlsx")
    assert caught.value.code == "D123"


def test_a_coloured_sheet_is_read(ingest: Callable[..., Result]) -> None:
    """A colour is no reference of a cell, and a few wide rows are no rectangle of millions."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.sheet_properties.tabColor = "FFC00000"
    sheet.append(["Kundnr", "Ordernr", "Orderdatum", "Belopp", *(f"x{n}" for n in range(200))])
    for number in range(1, 12):
        sheet.append([7, number, "2026-01-02", 1.5])
    book.save(stream)
    assert ingest(stream.getvalue(), "b.xlsx").account.rows_kept == 11


def test_a_packed_file_that_is_no_workbook(ingest: Callable[..., Result]) -> None:
    """A zip of texts is D103, however it is named."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(InputError, match="no Excel") as caught:
        ingest(packed.getvalue(), "b.xlsx")
    assert caught.value.code == "D103"


def test_a_changed_file_of_the_same_name_replaces_itself(ingest: Callable[..., Result]) -> None:
    """A corrected export under its old name leaves one table; another name with the same slug is left alone."""
    ingest(ORDERS + "1;7;2026-01-02;1,5\n;7;2026-01-02;1,5\n", "a b.csv")
    ingest(ORDERS + "2;7;2026-01-02;1,5\n", "a-b.csv")
    result = ingest(ORDERS + "3;7;2026-01-02;1,5\n", "a b.csv")
    assert result.query("orders", "order_id, source") == [("2", "a-b.csv"), ("3", "a b.csv")]
    assert not list((result.folder / "gaps").glob("*.parquet"))


def test_a_changed_file_may_change_its_currency(ingest: Callable[..., Result]) -> None:
    """The currency of a table that is being replaced forbids nothing."""
    head = "Ordernr;Kundnr;Orderdatum;Belopp;Valuta\n"
    ingest(head + "1;7;2026-01-02;1,5;SEK\n", "a.csv")
    assert ingest(head + "1;7;2026-01-02;1,5;DKK\n", "a.csv").query("orders", "currency") == [("DKK",)]
