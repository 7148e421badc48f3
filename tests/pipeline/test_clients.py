"""Whole clients, several exports of several systems each: the figures are worked by hand from the rows below."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from reporter.cli.app import run
from reporter.store import open_tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NPS = "Hur sannolikt är det att du skulle rekommendera oss till en vän eller kollega?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A consultancy's workspace with one client, whose exports lie in ``exports``."""

    root: Path
    exports: Path

    def write(self, name: str, head: Sequence[str], rows: Sequence[Sequence[object]], delimiter: str = ";") -> Path:
        """Write one export as text."""
        (self.exports / name).write_text(table(head, rows, delimiter), encoding="utf-8")
        return self.exports / name

    def ingest(self, *files: Path, flags: Sequence[str] = ()) -> int:
        """Read files, else all of the client's exports; return the exit code."""
        return run(["-C", str(self.root), "ingest", "--client", "ljung", *flags, *map(str, files)])

    @property
    def data(self) -> Path:
        """Where the client's tables are."""
        return self.exports.parent / "data"

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Return what a query finds in the client's tables."""
        found: list[tuple[Any, ...]] = open_tables(self.data).connection.execute(query).fetchall()
        return found

    def sales(self) -> tuple[Any, ...]:
        """Return how many orders count, what they sum up to (credits taken off) and how many customers bought."""
        (found,) = self.ask(
            "SELECT count(*) FILTER (amount > 0), CAST(sum(amount) AS DOUBLE), count(DISTINCT customer_id) FROM orders"
        )
        return found

    def answers(self) -> tuple[Any, ...]:
        """Return how many answered, how many of them bought, and the NPS of all answers."""
        (found,) = self.ask(
            "SELECT count(*), count(*) FILTER (customer_id IN (SELECT customer_id FROM orders)), "
            "100.0 * (count(*) FILTER (score >= 9) - count(*) FILTER (score <= 6)) / count(*) "
            "FROM responses WHERE item = 'nps'"
        )
        return found


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A workspace with a client that sent nothing yet."""
    monkeypatch.setenv("REPORTER_KEYS", str(tmp_path / "keys"))
    root = tmp_path / "arbete"
    exports = root / "clients" / "ljung" / "exports"
    exports.mkdir(parents=True)
    (root / "reporter.toml").write_text("schema = 1\n")
    (exports.parent / "client.toml").write_text('schema = 1\nname = "Ljung AB"\nlang = "sv"\ncurrency = "SEK"\n')
    return Desk(root=root, exports=exports)


def table(head: Sequence[str], rows: Sequence[Sequence[object]], delimiter: str = ";") -> str:
    """Return rows as delimited text."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerows([head, *rows])
    return text.getvalue()


INVOICES = (
    "Fakturanr", "Kundnr", "Kundnamn", "Fakturadatum", "Förfallodatum", "Totalt exkl. moms", "Saldo", "Valuta",
    "Kreditfaktura", "Krediterar faktura", "Makulerad",
)  # fmt: skip


def invoice(
    number: int, customer: int, day: str, amount: str, *, takes_back: str = "", cancelled: str = "Nej"
) -> list[object]:
    """Return one row of Fortnox' list of invoices."""
    is_credit = "Ja" if takes_back else "Nej"
    return [number, customer, f"Bolag {customer}", day, day, amount, "0,00", "SEK", is_credit, takes_back, cancelled]


#: Each month's export starts a week early. Invoice 2 is cancelled and 3 corrected in February; credit note 5 takes 100
#: off invoice 4, which January's export tells of too; February's does not have invoice 4.
JANUARY = [
    invoice(1, 17, "2025-01-08", "1 000,00"), invoice(2, 18, "2025-01-28", "500,00"),
    invoice(3, 19, "2025-01-29", "300,00"), invoice(4, 17, "2025-01-10", "400,00"),
    invoice(5, 17, "2025-01-30", "-100,00", takes_back="4"),
]  # fmt: skip
FEBRUARY = [
    invoice(2, 18, "2025-01-28", "500,00", cancelled="Ja"), invoice(3, 19, "2025-01-29", "270,00"),
    invoice(5, 17, "2025-01-30", "-100,00", takes_back="4"), invoice(6, 19, "2025-02-20", "800,00"),
]  # fmt: skip


@pytest.mark.parametrize("order", [("01", "02"), ("02", "01"), ("01", "02", "01")])
def test_months_that_overlap_are_the_same_books_in_any_order(desk: Desk, order: Sequence[str]) -> None:
    """A newer export takes back what it cancels and corrects, and a credit note is taken off once.

    Invoices 1, 3, 4 and 6 count: 1000 + 270 + (400 - 100) + 800 = 2370, of customers 17 and 19.
    """
    desk.write("fakturor-01.csv", INVOICES, JANUARY)
    desk.write("fakturor-02.csv", INVOICES, FEBRUARY)
    for month in order:
        assert desk.ingest(desk.exports / f"fakturor-{month}.csv") == 0
    assert desk.sales() == (4, 2370.0, 2)
    books = (desk.data / "books.json").read_bytes()
    assert desk.ingest() == 0
    assert desk.sales() == (4, 2370.0, 2)
    assert (desk.data / "books.json").read_bytes() == books


def test_a_cancelled_record_is_back_when_its_export_is_corrected(desk: Desk) -> None:
    """What an export took back holds for as long as it says so: its next version replaces all of it."""
    desk.write("fakturor-01.csv", INVOICES, JANUARY)
    desk.write("fakturor-02.csv", INVOICES, FEBRUARY)
    assert desk.ingest() == 0
    restored = [invoice(2, 18, "2025-01-28", "500,00"), *FEBRUARY[1:]]
    assert desk.ingest(desk.write("fakturor-02.csv", INVOICES, restored)) == 0
    assert desk.sales() == (5, 2870.0, 3)


def test_a_crm_and_a_form_meet_in_the_contacts_address(desk: Desk) -> None:
    """Two people of one company answer, of whom only the contacts tell where they work; one answer is anonymous.

    Won: 1000 + 500 (Nordbygg) + 250 (Ängs); of the scores 10, 9, 3 and 7 two are promoters, one a detractor: 25.
    """
    company = ("Record ID", "Company name", "Company owner", "Create Date", "Country/Region", "Industry")
    contact = (
        "Record ID",
        "First Name",
        "Last Name",
        "Email",
        "Contact owner",
        "Create Date",
        "Associated Company IDs",
    )
    deal = ("Record ID", "Deal Name", "Deal Stage", "Close Date", "Amount", "Pipeline", "Associated Company IDs")
    desk.write(
        "foretag.csv",
        company,
        [
            [801, "Nordbygg AB", "", "2020-01-01 10:00", "Sweden", ""],
            [802, "Ängs & Co", "", "2021-01-01 10:00", "Sweden", ""],
        ],
        ",",
    )
    people = ((51, "eva", 801), (52, "bo", 801), (53, "ann", 802))
    desk.write(
        "kontakter.csv",
        contact,
        [[number, "", "", f"{name}@example.se", "", "2021-01-01 10:00", of] for number, name, of in people],
        ",",
    )
    deals = ((1, "Closed Won", "1000.00", 801), (2, "Closed Won", "500.00", 801), (3, "Closed Lost", "9000.00", 802),
             (4, "Closed Won", "250.00", 802))  # fmt: skip
    desk.write(
        "affarer.csv",
        deal,
        [
            [number, "Stolar", stage, f"2025-03-{number:02d} 12:00", amount, "", of]
            for number, stage, amount, of in deals
        ],
        ",",
    )
    said = (("EVA@example.se", 10), ("bo@example.se", 9), ("", 3), ("ann@example.se", 7))
    desk.write(
        "enkät.csv",
        ("Tidstämpel", "E-postadress", NPS, "Övriga synpunkter"),
        [[f"2025-05-{at + 1:02d} 10.00.00", mail, score, ""] for at, (mail, score) in enumerate(said)],
        ",",
    )
    assert desk.ingest(flags=["--nps-scale", "0-10"]) == 0
    assert desk.sales() == (3, 1750.0, 2)
    assert desk.answers() == (4, 3, 25.0)
    assert desk.ask("SELECT count(*) FROM customers") == [(2,)]


def test_everything_in_one_archive_is_told_apart(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    """Invoices count; leads, staff and usage are set aside; a note and a picture are named, and none of them stops it.

    1000 - 200 (a credit note without its invoice) + 400, the cancelled one aside; two invoices, two customers.
    """
    rows = [
        invoice(1, 17, "2025-01-08", "1 000,00"), invoice(2, 18, "2025-02-08", "400,00"),
        invoice(3, 17, "2025-03-08", "-200,00", takes_back="999"),
        invoice(4, 18, "2025-03-09", "700,00", cancelled="Ja"),
    ]  # fmt: skip
    inside = {
        "Kundfakturor.csv": table(INVOICES, rows),
        "leads.csv": table(
            ("First Name", "Last Name", "Company", "Email", "Status", "Lead Source", "Rating"),
            [["", "", "Bolag 90", "lead@example.se", "Open", "Web", "Hot"]] * 3,
            ",",
        ),
        "usage.csv": table(
            ("usage_id", "subscription_id", "usage_date", "feature_name", "usage_count", "usage_duration_secs"),
            [["U-1", "S-1", "2025-01-01", "feature_1", 4, 10], ["U-2", "S-1", "2025-01-02", "feature_1", 4, 10]],
            ",",
        ),
        "Läs mig.txt": "Hej! Här kommer filerna.\n",
        "logo.png": "\x89PNG\r\n",
    }
    with zipfile.ZipFile(desk.exports / "allt.zip", "w") as archive:
        for name, text in inside.items():
            archive.writestr(zipfile.ZipInfo(name), text.encode("latin-1" if name == "logo.png" else "utf-8"))
    assert desk.ingest() == 0
    assert desk.sales() == (2, 1200.0, 2)
    said = capfd.readouterr().err
    assert "Läs mig.txt: was not read" in said
    assert "logo.png: was not read" in said
    files = json.loads((desk.data / "books.json").read_text(encoding="utf-8"))["files"]
    told = {one["file"].split(": ")[1]: (one["format"], one["rows_in"], one["rows_kept"]) for one in files}
    assert told == {
        "Kundfakturor.csv": ("fortnox_invoices", 4, 3),
        "leads.csv": ("leads", 3, 0),
        "usage.csv": ("usage", 2, 0),
    }


def test_the_same_sales_as_deals_and_invoices_are_counted_once(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    """The tool asks which count; the answers of the CRM's companies then meet the invoices in the client's number."""
    desk.write(
        "foretag.csv",
        ("Record ID", "Company name", "Company owner", "Create Date", "Industry", "Kundnummer"),
        [[801, "Nordbygg AB", "", "2020-01-01 10:00", "", 17], [802, "Ängs & Co", "", "2021-01-01 10:00", "", 18]],
        ",",
    )
    desk.write(
        "affarer.csv",
        ("Record ID", "Deal Name", "Deal Stage", "Close Date", "Amount", "Pipeline", "Associated Company IDs"),
        [[1, "Stolar", "Closed Won", "2025-03-01 12:00", "1000.00", "", 801]],
        ",",
    )
    desk.write("fakturor.csv", INVOICES, [invoice(1, 17, "2025-03-08", "1 000,00")])
    desk.write(
        "svar.csv",
        ("Record ID", "Survey ID", "Survey type", "Date", "Rating", "Feedback sentiment", "Associated Company IDs"),
        [[71, 11, "NPS", "2025-05-01 11:00", 10, "", 801], [72, 11, "NPS", "2025-05-01 11:00", 0, "", 802]],
        ",",
    )
    assert desk.ingest() == 3
    assert "D127" in capfd.readouterr().err
    assert not (desk.data / "books.json").exists()
    assert desk.ingest(flags=["--sales", "invoice"]) == 0
    assert desk.sales() == (1, 1000.0, 1)
    assert desk.answers() == (2, 1, 0.0)
