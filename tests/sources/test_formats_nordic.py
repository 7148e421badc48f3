"""Formats of Nordic back offices and help desks, and the plain tables that any system may give."""

from __future__ import annotations

import csv
import io
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from reporter.errors import InputError
from reporter.sources import read
from reporter.sources.files.decoding import decode
from reporter.sources.recognition.catalogue import built_in, load_format
from tests.sources.conftest import KEY, Result

if TYPE_CHECKING:
    from collections.abc import Callable

FIXTURES = Path(__file__).parents[2] / "fixtures" / "formats"
OWN = ("dynamics_", "business_central_", "superoffice_", "lime_", "upsales_", "zendesk_", "generic_")
CHINOOK = FIXTURES.parents[2] / "shared" / "data" / "chinook" / "InvoiceLine.csv"
HINTS = ("superoffice_", "lime_", "upsales_")
ASIDE = ("leads", "employees", "usage")
VARIANTS = [
    pytest.param(folder, variant, id=f"{folder.name}-{variant['file']}")
    for folder in sorted(FIXTURES.iterdir())
    if folder.name.startswith(OWN) or folder.name in ASIDE
    for variant in tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))["variant"]
]


def shuffled(path: Path, target: Path) -> Path:
    """Write an export under another name with its columns the other way round; hidden ones stay where they are."""
    if path.suffix == ".xlsx":
        return shuffled_workbook(path, target.with_suffix(".xlsx"))
    text = decode(path, target.parent).path.read_text(encoding="utf-8-sig")
    delimiter = max(";,\t", key=text.partition("\n")[0].count)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerows(row[::-1] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    target.write_text(out.getvalue(), encoding="utf-8")
    return target


def shuffled_workbook(path: Path, target: Path) -> Path:
    """Write a workbook of Dynamics with its visible columns the other way round."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book["Sheet"])
    sheet = book.create_sheet("Blad1")
    for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True):
        sheet.append([*row[:3], *row[:2:-1]])
    for letter in "ABC":
        sheet.column_dimensions[letter].hidden = True
    book.save(target)
    return target


@pytest.mark.parametrize(("folder", "variant"), VARIANTS)
def test_a_file_is_known_by_its_headers(folder: Path, variant: dict[str, Any], tmp_path: Path) -> None:
    """Under another name and with its columns in another order it is the same format with the same rows."""
    path = shuffled(folder / variant["file"], tmp_path / "a.csv")
    (account,) = read([path], folder=tmp_path / "data", key=KEY).files
    assert account.format == folder.name
    assert (account.rows_in, dict(account.reasons)) == (variant["rows_in"], variant.get("reasons", {}))


@pytest.mark.parametrize(
    ("folder", "variant"), [one for one in VARIANTS if str(one.id).startswith(HINTS)]
)  # fmt: skip
def test_hints_are_not_the_only_way(
    folder: Path, variant: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the format of SuperOffice, Lime or Upsales the plain tables find the same won sales, cases and days."""
    plain = tuple(form for form in built_in() if form.name.startswith("generic_"))
    monkeypatch.setattr("reporter.sources.reading.with_built_in", lambda _: plain)
    intake = read([folder / variant["file"]], folder=tmp_path, key=KEY)
    told = Result(intake=intake, folder=tmp_path)
    (table,) = told.account.tables
    column = {"orders": "amount", "tickets": "opened_day", "customers": "created_day"}[table]
    found = [str(value).rstrip("0").rstrip(".") for (value,) in told.query(table, column)]
    expected = [str(row[column]).rstrip("0").rstrip(".") for row in variant["rows"]]
    if table == "customers":  # of a prospect the plain list does not know that he is none
        assert set(expected) <= set(found)
    else:
        assert sorted(found) == sorted(expected)


TWICE = "Datum;Kund;Belopp\n2026-01-02;Ek AB;10,50\n2026-01-02;Ek AB;10,50\n2026-01-03;Ås AB;7,00\n"


def test_a_sale_without_number_has_the_same_id_in_every_export(ingest: Callable[..., Result]) -> None:
    """Two equal sales are two; in the next export, in another order and with more rows, they have the same ids."""
    first = set(ingest(TWICE, "a.csv").query("orders", "order_id"))
    assert len(first) == 3
    more = TWICE.splitlines()
    again = "\n".join([more[0], "2026-01-09;Ås AB;1,00", *more[:0:-1]])
    later = ingest(again, "a.csv").query("orders", "order_id")
    assert len(later) == 4
    assert first < set(later)


def test_a_stage_tells_a_sale_from_a_hope(ingest: Callable[..., Result]) -> None:
    """Of deals with a probability only the won one counts, also where it is called a list of orders."""
    result = ingest("Affär;Kund;Fas;Belopp;Stängningsdatum\nA;Ek AB;Vunnen;5;2026-01-02\nB;Ek AB;Offert;7;2026-01-03\n")
    assert result.query("orders", "amount, kind") == [(Decimal(5), "deal")]


def test_lines_without_customer_wait_for_their_orders(ingest: Callable[..., Result]) -> None:
    """A line that names its invoice needs neither customer nor day; one without amount is left out."""
    result = ingest("InvoiceLineId,InvoiceId,TrackId,UnitPrice,Quantity\n1,7,2,0.99,3\n2,7,4,,1\n")
    assert result.query("order_lines", "order_id, customer_id, order_day, amount, kind") == [
        ("7", None, None, Decimal("2.97"), "invoice")
    ]
    assert result.account.reasons == {"no amount": 1}


def test_a_name_tells_who_where_it_is_a_company(ingest: Callable[..., Result]) -> None:
    """A name is a company's in the one list and a person's in the other: that one is not even hashed."""
    firms = ingest("Kundnr;Namn;Land\n1;Ek AB;Sverige\n2;Ås HB;Sverige\n", "a.csv")
    people = ingest("Kundnr;Namn;Land\n1;Eva Ek;Sverige\n2;Bo Ås;Sverige\n", "b.csv")
    assert (firms.account.format, "customer_name" in firms.account.mapping) == ("generic_companies", True)
    assert (people.account.format, "customer_name" in people.account.mapping) == ("generic_customers", False)


def test_a_format_may_be_like_another(tmp_path: Path) -> None:
    """A mapping takes over what a format says and puts its own before; one that is like nothing is refused."""
    path = tmp_path / "own.toml"
    path.write_text('like = "generic_invoices"\ntitle = "Own"\n[fields]\norder_id = ["Verifikat"]\n', encoding="utf-8")
    form, model = load_format(path), next(one for one in built_in() if one.name == "generic_invoices")
    assert (form.name, form.sales, form.fields["order_id"]) == ("own", "invoice", ("verifikat",))
    assert form.fields["amount"] == model.fields["amount"]
    path.write_text('like = "../secret"\n', encoding="utf-8")
    with pytest.raises(InputError, match="no format") as caught:
        load_format(path)
    assert caught.value.code == "D117"


def test_a_streamed_list_may_hold_nothing_but_keys(
    ingest: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large customer list of numbers and addresses only is read like a small one."""
    monkeypatch.setattr("reporter.sources.opening.LARGE", 0)
    result = ingest("Kundnr;E-post\n17;a@example.com\n;b@example.com\n;\n")
    assert (result.account.rows_in, result.account.rows_kept) == (3, 2)


@pytest.mark.skipif(not CHINOOK.exists(), reason="the data set is not beside the project")
def test_real_invoice_lines_add_up(tmp_path: Path) -> None:
    """2,240 lines without customer or day: 2,328.60 in all, as the invoices of the same shop."""
    read([CHINOOK], folder=tmp_path, key=KEY)
    with duckdb.connect() as connection:
        query = f"SELECT count(*), sum(amount), count(customer_id) FROM '{tmp_path}/order_lines/*.parquet'"  # noqa: S608
        assert connection.execute(query).fetchall() == [(2_240, Decimal("2328.6"), 0)]
