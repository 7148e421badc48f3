"""Several exports of one client: who is who in them, which records they share, which sales may stand twice."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from reporter.errors import InputError
from reporter.sources import ReadOptions, read
from reporter.sources.rows.people import pseudonym
from reporter.store import collect, open_tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reporter.model import Intake

ORDERS = "Ordernr;Kundnr;E-post;Orderdatum;Belopp\n"
SURVEY = "E-postadress;Svarsdatum;Hur sannolikt är det att du skulle rekommendera oss till en vän eller kollega?\n"
INVOICES = "Fakturanr;Kundnr;Fakturadatum;Förfallodatum;Nettobelopp\n"


@pytest.fixture
def exports(tmp_path: Path) -> Callable[..., Intake]:
    """Return a function that reads these exports (name → text) of one client in one go."""

    def run(options: dict[str, Any] | None = None, **files: str) -> Intake:
        paths = []
        for name, text in files.items():
            path = tmp_path / f"{name}.csv"
            path.write_text(text, encoding="utf-8")
            paths.append(path)
        return read(paths, folder=tmp_path / "data", key=b"k", options=ReadOptions(**(options or {})))

    return run


def counts(intake: Intake) -> dict[str, int]:
    """Return the merge report as kind → count."""
    return {line.kind: line.count for line in intake.merges}


def test_answers_find_their_orders_by_address(exports: Callable[..., Intake], tmp_path: Path) -> None:
    """Two of three who answered bought under a number; the third is in no order file, and is reported."""
    orders = ORDERS + "1;17;Anna@example.se;2026-01-02;10,50\n2;18;bo@example.se;2026-01-03;20,50\n"
    survey = SURVEY + "anna@example.se;2026-02-01;9\nbo@example.se;2026-02-02;6\ncia@example.se;2026-02-02;10\n"
    intake = exports(orders=orders, enkat=survey)
    tables = open_tables(tmp_path / "data")
    buyers = {one for (one,) in collect(tables["orders"].select("customer_id"))}
    asked = {one for (one,) in collect(tables["responses"].select("customer_id"))}
    assert len(buyers & asked) == 2
    assert len(asked) == 3
    assert counts(intake) == {"linked": 2, "unmatched": 1}
    assert "of 3 customers who answered" in intake.merges[-1].text


def test_a_later_file_links_the_earlier_ones(exports: Callable[..., Intake], tmp_path: Path) -> None:
    """The customer list that knows number and address comes last: the tables read before it are joined by it."""
    exports(orders="Ordernr;Kundnr;Orderdatum;Belopp\n1;17;2026-01-02;10,50\n2;18;2026-01-02;1,50\n")
    before = exports(enkat=SURVEY + "anna@example.se;2026-02-01;9\n")
    assert counts(before) == {"unmatched": 1}
    after = exports(kunder="Kundnr;Namn;E-post\n17;Nordbygg AB;anna@example.se\n18;Sjö AB;bo@example.se\n")
    assert counts(after) == {"linked": 1}
    tables = open_tables(tmp_path / "data")
    ((asked,),) = collect(tables["responses"].select("customer_id"))
    assert asked in {one for (one,) in collect(tables["customers"].select("customer_id"))}


def test_a_shared_address_joins_nobody(exports: Callable[..., Intake]) -> None:
    """info@ stands with two customers: the answer belongs to neither, and the report says so."""
    orders = ORDERS + "1;17;info@example.se;2026-01-02;10,50\n2;18;info@example.se;2026-01-03;20,50\n"
    intake = exports(orders=orders, enkat=SURVEY + "info@example.se;2026-02-01;9\nbo@example.se;2026-02-01;9\n")
    assert counts(intake)["shared"] == 1
    assert counts(intake)["unmatched"] == 2


def test_the_same_order_in_two_files_counts_once(exports: Callable[..., Intake], tmp_path: Path) -> None:
    """Order 2 stands in both months' files: the newer counts, and the report says so."""
    plain = "Ordernr;Kundnr;Orderdatum;Belopp\n"
    intake = exports(
        jan=plain + "1;17;2026-01-02;10,50\n2;18;2026-01-30;20,50\n",
        feb=plain + "2;18;2026-01-30;25,50\n3;19;2026-02-03;1,50\n",
    )
    amounts = dict(collect(open_tables(tmp_path / "data")["orders"].select("order_id", "amount")))
    assert amounts == {"1": Decimal("10.5"), "2": Decimal("25.5"), "3": Decimal("1.5")}
    assert counts(intake) == {"repeated": 1}


def test_one_number_with_two_customers_is_told(exports: Callable[..., Intake]) -> None:
    """Order 2 is another customer's in the second file: two series of numbers would be mixed."""
    plain = "Ordernr;Kundnr;Orderdatum;Belopp\n"
    intake = exports(a=plain + "2;18;2026-01-30;20,50\n1;17;2026-01-02;1,50\n", b=plain + "2;99;2026-03-30;25,50\n")
    assert counts(intake) == {"repeated": 1, "clashing": 1}


def test_orders_and_invoices_are_not_added(exports: Callable[..., Intake], tmp_path: Path) -> None:
    """Orders and invoices of one client may be the same sales: asked for, then the others are set aside."""
    orders = "Ordernr;Kundnr;Orderdatum;Belopp\n1;17;2026-01-02;10,50\n2;18;2026-01-03;20,50\n"
    invoices = INVOICES + "900;17;2026-01-05;2026-02-05;8,40\n901;18;2026-01-06;2026-02-06;16,40\n"
    with pytest.raises(InputError, match="the same sales may stand in both") as caught:
        exports(orders=orders, fakturor=invoices)
    assert caught.value.code == "D127"
    intake = exports({"sales": ("invoice",)}, orders=orders, fakturor=invoices)
    assert {one.file: dict(one.reasons) for one in intake.files} == {
        "orders.csv": {"the sales are taken from another kind of file": 2}, "fakturor.csv": {},
    }  # fmt: skip
    orders_kept = open_tables(tmp_path / "data")["orders"].select("order_id")
    assert sorted(number for (number,) in collect(orders_kept)) == ["900", "901"]


def test_amounts_with_and_without_vat_are_told(exports: Callable[..., Intake]) -> None:
    """One month's file is net, the other gross: they are added, and the operator is warned."""
    net = "Ordernr;Kundnr;Orderdatum;Nettobelopp\n1;17;2026-01-02;10,50\n2;18;2026-01-03;20,50\n"
    gross = "Ordernr;Kundnr;Orderdatum;Bruttobelopp\n3;17;2026-02-02;10,50\n4;18;2026-02-03;20,50\n"
    intake = exports(jan=net, feb=gross)
    assert [(one.code, one.file) for one in intake.diagnostics] == [("D125", "feb.csv")]


def test_a_linked_customer_is_called_by_the_number(exports: Callable[..., Intake], tmp_path: Path) -> None:
    """Of number, system's id and address the client's own number is the customer's name from then on."""
    exports(
        orders=ORDERS + "1;17;anna@example.se;2026-01-02;10,50\n2;18;bo@example.se;2026-01-03;20,50\n",
        enkat=SURVEY + "anna@example.se;2026-02-01;9\n",
    )
    asked = collect(open_tables(tmp_path / "data")["responses"].select("customer_id"))
    assert asked == [(pseudonym("17", b"k"),)]


def test_sales_read_before_are_not_added_to_those_now_chosen(exports: Callable[..., Intake]) -> None:
    """Orders were read last month; now the sales are taken from invoices: the earlier file must be given again."""
    orders = "Ordernr;Kundnr;Orderdatum;Belopp\n1;17;2026-01-02;10,50\n2;18;2026-01-03;20,50\n"
    invoices = INVOICES + "900;17;2026-01-05;2026-02-05;8,40\n901;18;2026-01-06;2026-02-06;16,40\n"
    exports(orders=orders)
    with pytest.raises(InputError, match="was read before as orders") as caught:
        exports({"sales": ("invoice",)}, fakturor=invoices)
    assert (caught.value.code, caught.value.file) == ("D127", "orders.csv")


def test_a_file_of_the_same_name_asks_nothing_of_the_one_it_replaces(
    exports: Callable[..., Intake], tmp_path: Path
) -> None:
    """The orders that the new file of the name takes the place of are gone: only its invoices are sales."""
    exports(export="Ordernr;Kundnr;Orderdatum;Belopp\n1;17;2026-01-02;10,50\n2;18;2026-01-03;20,50\n")
    exports(export=INVOICES + "900;17;2026-01-05;2026-02-05;8,40\n901;18;2026-01-06;2026-02-06;16,40\n")
    numbers = collect(open_tables(tmp_path / "data")["orders"].select("order_id"))
    assert sorted(numbers) == [("900",), ("901",)]
