"""Where a table stands in a text: under titles, above footers, between odd delimiters; no row is lost or shifted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reporter.errors import InputError
from reporter.sources.files.decoding import decode
from reporter.sources.tables.layout import Layout, find_layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Result

FILES = Path(__file__).parents[2] / "fixtures" / "files"
DATA = Path(__file__).parents[3] / "shared" / "data"
ROW = "1;2025-01-02;7;1,50;SEK\n"
HEADER = "Fakturanr;Datum;Kundnr;Belopp;Valuta\n"

#: Text → delimiter, records above the data, headers.
CASES = {
    "sep": ("sep=;\na;b\n1;2\n", ";", 2, "a b"),
    "quoted sep": ('"sep=;"\na;b\n1;2\n', ";", 2, "a b"),
    "sep of a tab": ("sep=\t\na\tb\n1\t2\n", "\t", 2, "a b"),
    "sep saved again": ("sep=;;;\na;b;c\n1;2;3\n", ";", 2, "a b c"),
    "sep of another day": ("sep=,\na;b;c\n1;2;3\n", ";", 2, "a b c"),
    "titles": ('Firma AB\nLista\n"1 mars, 2026"\n\na,b,c\n1,2,3\n', ",", 5, "a b c"),
    "titles in a row of cells": ("Firma AB,,\nLista,,\n,,\na,b,c\n1,2,3\n", ",", 4, "a b c"),
    "captions with values": (
        f"Rapport;Lista;;;\nPeriod;2025-01;;;\nBolag;Exempel;;;\n;;;;\n{HEADER}{ROW}",
        ";", 5, "Fakturanr Datum Kundnr Belopp Valuta",
    ),
    "captions alone": (f"Rapport;Lista\n\n{HEADER}{ROW}", ";", 3, "Fakturanr Datum Kundnr Belopp Valuta"),
    "years as names": (
        "Kundnr;Namn;2023;2024;2025\n7;Ek;1;2;3\n8;Bo;Ö;V;S\n", ";", 1, "Kundnr Namn 2023 2024 2025",
    ),
    "an empty row first": (",,,,\na,b,c,d,e,f\n1,2,3,4,5,6\n", ",", 2, "a b c d e f"),
    "a header too long by blanks": ("a,b,c,,\n1,2,3\n4,5,6\n", ",", 1, "a b c"),
    "a header too short": ("a,b\n1,2,\n4,5,\n", ",", 1, "a b column_3"),
    "blank and repeated": ("a;;b;a;a\n1;2;3;4;5\n", ";", 1, "a column_2 b a_(2) a_(3)"),
    "decimal commas only": ("a;b\n1,5;2,5\n1,5;2,5\n", ";", 1, "a b"),
    "printed, blanks in cells": (
        "Nr   Namn      Summa\n1    Anna Ek   10,50\n2    Bo Ek     1 200,00\n", "\t", 1, "Nr Namn Summa",
    ),
    "printed, none": (" nr  day units\n 1 2 3\n  4 5   6\n", "\t", 1, "nr day units"),
}  # fmt: skip


def _layout(tmp_path: Path, content: str | bytes) -> Layout:
    path = tmp_path / "a.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return find_layout(decode(path, tmp_path).path, "a.csv")


@pytest.mark.parametrize(("text", "delimiter", "skip", "headers"), CASES.values(), ids=CASES.keys())
def test_a_table_is_found(tmp_path: Path, text: str, delimiter: str, skip: int, headers: str) -> None:
    """Delimiter, header and first row are where a person sees them."""
    layout = _layout(tmp_path, text)
    assert (layout.delimiter, layout.skip) == (delimiter, skip)
    assert [header.replace(" ", "_") for header in layout.headers] == headers.split()


def test_a_table_without_header_keeps_its_first_row(tmp_path: Path) -> None:
    """Figures alone name nothing: the first row's cells are kept as they stand, for the format to judge."""
    layout = _layout(tmp_path, "00004;4;4;29,33\n00021;2;2;63,34\n")
    assert layout.first == ("00004", "4", "4", "29,33")
    assert layout.sample == (("00021", "2", "2", "63,34"),)


REFUSED = {
    "a header alone": ("a;b;c\n", "D107", 1),
    "a header alone, no line end": ("a;b;c", "D107", 1),
    "prose": ("En mening\nEn annan och längre mening\noch en till\n", "D108", None),
    "more names than cells": ("name,Name,email\nAnna,a@example.com\nBo,b@example.com\n", "D108", 1),
    "one endless cell": ("nr;kund\n" + '"1";"a""b\n' * 50_000, "D120", 2),
    "columns without end": (";".join(f"c{n}" for n in range(90_000)) + "\n1;2\n", "D123", None),
    "a line without end": ("a;b\n" + "1;" * (3 << 20), "D123", None),
}


@pytest.mark.parametrize(("text", "code", "row"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_table_is_refused(tmp_path: Path, text: str, code: str, row: int | None) -> None:
    """Each is told by its code, and by the row where there is one."""
    with pytest.raises(InputError) as caught:
        _layout(tmp_path, text)
    assert (caught.value.code, caught.value.row, caught.value.file) == (code, row, "a.csv")


#: File → rows kept, and record → reason of the others.
BOOKS = {
    "report.csv": (2, {9: "L101", 10: "L102", 11: "L103", 12: "L102", 13: "L102"}),
    "bank.csv": (2, {4: "L103", 5: "L102"}),
    "printed.txt": (3, {}),
    "orders.csv.gz": (3, {5: "L110"}),
    "orders_utf32le.csv": (3, {5: "L110"}),
    "orders_mac.csv": (3, {5: "L110"}),
}


@pytest.mark.parametrize(("name", "kept", "reasons"), [(name, *books) for name, books in BOOKS.items()])
def test_a_footer_is_booked_and_no_data(
    ingest: Callable[..., Result], name: str, kept: int, reasons: dict[int, str]
) -> None:
    """Totals, imprints and balances stand in the books with their rows; what is above the header does not."""
    result = ingest((FILES / name).read_bytes(), name, currency="SEK")
    assert (result.account.rows_kept, result.account.rows_in) == (kept, kept + len(reasons))
    if reasons:
        assert dict(result.query("gaps", '"row", code')) == reasons
    assert len(result.query("orders")) == kept


def test_dos_letters_and_its_end_of_file(tmp_path: Path) -> None:
    """A list in cp850 with titles above: its captions are read, its last byte is no row."""
    layout = _layout(tmp_path, (FILES / "liste_cp850.txt").read_bytes())
    assert layout.headers[:5] == ("Fakturanr.", "Bogføringsdato", "Kundenr.", "Kundenavn", "Beløb")
    assert [cells[0] for cells in layout.sample] == ["F-1", "F-2", "I alt"]


def test_hidden_columns_of_dynamics_are_told_by_their_values(tmp_path: Path) -> None:
    """A GUID, a checksum and a time: named alike whatever the language; one row that is otherwise, and they are not."""
    header = "(Ændr ikke) Ordre,(Ændr ikke) Kontrolsum,(Ændr ikke) Ændret, Navn\n"
    row = "6f9619ff-8b86-d011-b42d-00cf4fc964ff,aGVqaGVqaGVqaGVqaGVqaGVqaGVq==,2026-01-02 10:00,Ek\n"
    assert _layout(tmp_path, header + row * 2).headers == (
        "(Do Not Modify) record id", "(Do Not Modify) row checksum", "(Do Not Modify) modified on", "Navn",
    )  # fmt: skip
    assert _layout(tmp_path, header + row + "7,8,9,10\n").headers[0] == "(Ændr ikke) Ordre"


@pytest.mark.skipif(not DATA.exists(), reason="the real files are not here")
@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("cdnow/CDNOW_master.txt", ("customer_id", "date", "number_of_cds", "dollar_value")),
        ("cdnow/CDNOW_sample.txt", ("00004", "0001", "19970101", "2", "29.33")),
        ("salesforce_dataloader/csvtext_BOM_UTF32LE.csv", ("column1", "column2", "column3")),
        ("salesforce_dataloader/csvtext_BOM_UTF32BE.csv", ("column1", "column2", "column3")),
        ("salesforce_dataloader/csvtext_BOM_UTF16BE.csv", ("column1", "column2", "column3")),
        ("messy_csv_fixtures/real-world__agency-chaos.csv", None),
    ],
)
def test_real_files_have_their_columns(tmp_path: Path, name: str, headers: tuple[str, ...] | None) -> None:
    """Columns parted by blanks, marks of the wrong width, an empty row above the header."""
    layout = find_layout(decode(DATA / name, tmp_path).path, name)
    expected = headers or ("Lead ID", "Contact", "Email / Phone", "Owner", "Status", "Notes")
    assert layout.headers == expected
