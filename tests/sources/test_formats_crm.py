"""Exports of HubSpot, Salesforce and Pipedrive are told by their headers and values, whatever the file is called."""

from __future__ import annotations

import csv
import io
import random
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from reporter.sources import read
from reporter.sources.files.decoding import decode
from reporter.sources.files.kinds import parts
from reporter.sources.recognition.catalogue import built_in
from reporter.sources.recognition.recognise import recognise
from reporter.sources.tables.layout import find_layout
from reporter.store import collect, open_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Result

FIXTURES = Path(__file__).parents[2] / "fixtures" / "formats"
DATA = Path(__file__).parents[3] / "shared" / "data"
LOADER = DATA / "salesforce_dataloader"
SYSTEMS = ("hubspot_", "salesforce_", "pipedrive_")
#: Answers that stand in a contact list: the file is that list first.
BESIDE = {"hubspot_contacts_nps": "hubspot_contacts"}
EXPORTS = [
    pytest.param(folder / variant["file"], variant.get("format", folder.name), id=f"{folder.name}-{variant['file']}")
    for folder in sorted(FIXTURES.iterdir())
    if folder.name.startswith(SYSTEMS)
    for variant in tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))["variant"]
]


def shuffled(path: Path, scratch: Path, seed: int) -> str:
    """Return an export with its columns in another order; lines of another width stay as they are."""
    decoded = decode(path, scratch).path
    layout = find_layout(decoded, path.name)
    order = list(range(len(layout.headers)))
    random.Random(seed).shuffle(order)  # noqa: S311 - the same order on every run
    text = io.StringIO()
    writer = csv.writer(text, delimiter=layout.delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    with decoded.open(encoding="utf-8-sig", newline="") as stream:
        for cells in csv.reader(stream, delimiter=layout.delimiter):
            writer.writerow([cells[at] for at in order] if len(cells) == len(order) else cells)
    return text.getvalue()


@pytest.mark.parametrize(("path", "name"), EXPORTS)
def test_a_format_is_told_by_its_headers(path: Path, name: str, tmp_path: Path) -> None:
    """A renamed export is exactly its own format; a text also with its columns in any order."""
    renamed = tmp_path / f"kunder 2026{path.suffix}"
    contents = [path.read_bytes()]
    if path.suffix == ".csv":
        contents += [shuffled(path, tmp_path, seed).encode() for seed in (1, 2)]
    for content in contents:
        renamed.write_bytes(content)
        (part,) = parts(renamed, tmp_path)
        layout = find_layout(decode(part.path, tmp_path).path, renamed.name)
        best = recognise(layout, built_in(), file=renamed.name).format
        assert best.name == BESIDE.get(name, name)
        assert name in {best.name, *best.beside}


@pytest.mark.parametrize(
    "export",
    [
        "Kundnr,Email,First Name,Last Name,Create Date\n7,anna@example.com,Anna,Ek,2026-01-31\n",
        "Customer ID,Email,Account Name,Country\n7,anna@example.com,Ek AB,Sverige\n",
        "Order number,Customer ID,Order date,Status,Amount\n1,7,2026-01-31,Activated,5.5\n",
        "Order ID,Account ID,Close Date,Stage,Amount\n1,7,2026-01-31,Closed Won,5.5\n",
        "Case number,Customer ID,Created,Closed\n1,7,2026-01-31,2026-02-01\n",
    ],
)
def test_a_table_without_the_marks_of_a_system_is_generic(ingest: Callable[..., Result], export: str) -> None:
    """Words that many exports have (Email, Account Name, Stage, Case number) make no system's export."""
    assert ingest(export).account.format.startswith("generic_")


def test_a_rating_is_no_answer(ingest: Callable[..., Result]) -> None:
    """Hot, Warm and Cold beside accounts give no table of answers, and a number there neither."""
    header = "Account ID,Account Name,Account Owner,Type,Rating,Billing Country"
    result = ingest(f"{header}\n001x0000002xLCV,Ek AB,Eva,Customer,5,Sverige\n001x0000002xLCW,Bo AB,Eva,Customer,4,\n")
    assert (result.account.format, result.account.tables) == ("salesforce_accounts", ("customers",))


def test_ids_of_15_and_18_signs_are_the_same_customer(tmp_path: Path) -> None:
    """A report's deals and Data Loader's accounts meet; ids that differ by a letter's case are two."""
    deals, accounts = tmp_path / "deals.csv", tmp_path / "accounts.csv"
    deals.write_text(
        "Opportunity ID,Opportunity Name,Account ID,Stage,Close Date,Amount\n"
        "006x0000001YtCr,a,001x0000002xLCV,Closed Won,2026-01-31,10.5\n"
        "006x0000001YtCs,b,001x0000002xLCv,Closed Won,2026-01-31,20.5\n"
    )
    accounts.write_text("ID,NAME,BILLINGCOUNTRY\n001x0000002xLCVAA2,Ek AB,Sverige\n001x0000002xLCvAA3,Bo AB,Norge\n")
    read([accounts, deals], folder=tmp_path / "data", key=b"k")
    tables = open_tables(tmp_path / "data")
    known = dict(collect(tables["customers"].select("country", "customer_id")))
    bought = dict(collect(tables["orders"].select("order_id", "customer_id")))
    assert bought == {"006x0000001YtCr": known["Sverige"], "006x0000001YtCs": known["Norge"]}
    assert len(set(bought.values())) == 2


def test_leads_stay_where_nobody_is_a_customer(ingest: Callable[..., Result]) -> None:
    """One customer in the file makes leads of the others; without one their stage says nothing."""
    header = "Record ID,First Name,Email,Lifecycle Stage,Create Date"
    row = "{},Anna,a{}@example.com,{},2026-01-31"
    leads = [row.format(number, number, stage) for number, stage in enumerate(("Lead", "subscriber", "", "Other"), 1)]
    assert ingest("\n".join([header, *leads])).account.reasons == {}
    result = ingest("\n".join([header, *leads, row.format(9, 9, "Customer")]))
    assert result.account.reasons == {"a lead, not a customer": 2}
    assert result.account.rows_kept == 3
    with duckdb.connect() as connection:
        gaps = connection.execute(
            f"SELECT row, code, value FROM '{result.folder}/gaps/*.parquet' ORDER BY row"  # noqa: S608
        ).fetchall()
    assert gaps == [(2, "L145", "Lead"), (3, "L145", "subscriber")]


def test_a_total_is_no_customer_and_a_name_like_one_is(ingest: Callable[..., Result]) -> None:
    """Grand Totals and Copyright in the name's column are left out as footer; Total Bygg AB and Sumo are customers."""
    result = ingest(
        "Account Name,Type,Billing Country\nTotal Bygg AB,Customer,Sverige\nSumo,Customer,Norge\n"
        "Grand Totals (2 records),,\nTotal,,\n"
        '"Copyright (c) 2000-2026 salesforce.com, inc.",,\n'
    )
    assert result.account.reasons == {"footer or total row": 3}
    assert [country for (country,) in result.query("customers", "country")] == ["Norge", "Sverige"]


@pytest.mark.skipif(not LOADER.exists(), reason="the data set is not beside the project")
@pytest.mark.parametrize(
    ("file", "name", "rows", "reasons"),
    [
        ("accountData.csv", "salesforce_accounts", 423, {}),
        ("dateEndingInZ.csv", "salesforce_accounts", 1, {}),
        ("opportunityData.csv", "salesforce_opportunities", 38, {"the deal is not won": 30}),
    ],
)
def test_data_loader_writes(tmp_path: Path, file: str, name: str, rows: int, reasons: dict[str, int]) -> None:
    """The official sample extracts are read, also where the account number is empty on every row."""
    (account,) = read([LOADER / file], folder=tmp_path, key=b"k").files
    assert (account.format, account.rows_in, account.reasons) == (name, rows, reasons)
