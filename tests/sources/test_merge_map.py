"""What the client's own lists say of its customers: who became whom, and who is no customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from reporter.errors import InputError
from reporter.sources import CustomerLists, read
from reporter.store import collect, open_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from reporter.model import Intake

    Reader = Callable[..., Intake]

ORDERS = "Ordernr;Kundnr;Orderdatum;Belopp\n"
MAILED = "Ordernr;Kundnr;E-post;Orderdatum;Belopp\n"
SURVEY = "E-postadress;Svarsdatum;Hur sannolikt är det att du skulle rekommendera oss till en vän eller kollega?\n"
SHOP = (
    "Name;Email;Financial Status;Paid at;Currency;Subtotal;Total;Lineitem quantity;Lineitem name;Created at;Id;"
    "Fulfillment Status;Customer Id\n"
)


@pytest.fixture
def exports(tmp_path: Path) -> Reader:
    """Return a function that reads exports (name → text), with a client's lists as text or bytes."""

    def run(merged: str | bytes = "", excluded: str | bytes = "", **files: str) -> Intake:
        paths = {}
        for name, content in {"merged": merged, "excluded": excluded, **files}.items():
            if content:
                paths[name] = tmp_path / f"{name}.csv"
                paths[name].write_bytes(content.encode() if isinstance(content, str) else content)
        lists = CustomerLists(merged=paths.get("merged"), excluded=paths.get("excluded"))
        return read([paths[name] for name in files], folder=tmp_path / "data", key=b"k", lists=lists)

    return run


def orders(*customers: object) -> str:
    """Return an order list with one order a customer."""
    return ORDERS + "".join(f"{at};{one};2026-01-{at:02};{at},50\n" for at, one in enumerate(customers, 1))


def bought(folder: Path) -> list[set[str]]:
    """Return the numbers of the orders of each customer, as one set a customer."""
    found: dict[str, set[str]] = {}
    for customer, number in collect(open_tables(folder)["orders"].select("customer_id", "order_id")):
        found.setdefault(customer, set()).add(number)
    return sorted(found.values(), key=sorted)


def counts(intake: Intake) -> dict[str, int]:
    """Return the lines of the lists in the merge report as kind → count."""
    return {one.kind: one.count for one in intake.merges if one.kind.startswith(("mapped", "excluded"))}


def refused(run: Callable[[], object]) -> InputError:
    """Return the error that ends a reading."""
    with pytest.raises(InputError) as caught:
        run()
    return caught.value


@pytest.mark.parametrize(
    "rows", [["a1;b2", "b2;c3"], ["b2;c3", "a1;b2"], ["a1;b2", "b2;c3", "a1;b2"], ["b2;c3", "a1;c3"]]
)
def test_a_chain_is_followed_in_any_order(exports: Reader, tmp_path: Path, rows: Iterable[str]) -> None:
    """a1 became b2, which became c3: their three orders are one customer's, and d4 stays another."""
    intake = exports(orders=orders("a1", "b2", "c3", "d4"), merged="Gammalt;Nytt\n" + "\n".join(rows) + "\n")
    assert bought(tmp_path / "data") == [{"1", "2", "3"}, {"4"}]
    assert counts(intake) == {"mapped": 2}


def test_a_chain_over_ids_that_no_export_knows_still_holds(exports: Reader, tmp_path: Path) -> None:
    """a1 → x9 → c3 and b2 → y8 ← d4, where no export knows x9 and y8: two customers, and two ids are told."""
    merged = "old customer id,new customer id\na1,x9\nx9,c3\nb2,y8\nd4,y8\n"
    intake = exports(orders=orders("a1", "b2", "c3", "d4"), merged=merged)
    assert bought(tmp_path / "data") == [{"1", "3"}, {"2", "4"}]
    assert counts(intake) == {"mapped": 2, "mapped_unknown": 2}


def test_a_customer_that_kept_its_address_finds_its_answer(exports: Reader, tmp_path: Path) -> None:
    """anna@ stands with the old number and with the new one: by the list, her answer is of one customer."""
    sales = MAILED + "1;17;anna@example.se;2026-01-02;10,50\n2;18;Anna@example.se;2026-01-03;20,50\n"
    answers = SURVEY + "anna@example.se;2026-02-01;9\n"
    assert {"shared", "unmatched"} <= {one.kind for one in exports(orders=sales, enkat=answers).merges}
    intake = exports(orders=sales, enkat=answers, merged="gammelt;nyt\n17;18\n")
    tables = open_tables(tmp_path / "data")
    ((asked,),) = collect(tables["responses"].select("customer_id"))
    assert {one for (one,) in collect(tables["orders"].select("customer_id"))} == {asked}
    assert {one.kind: one.count for one in intake.merges} == {"linked": 1, "mapped": 1}


def test_the_present_record_tells_of_the_customer(exports: Reader, tmp_path: Path) -> None:
    """Of 17 and 18 in one customer list, the group of the present number counts, whichever it is."""
    customers = "Kundnr;Namn;Kundgrupp\n17;Nordbygg AB;Alfa\n18;Nordbygg AB;Beta\n19;Sjö AB;Alfa\n"
    for merged, group in (("17;18", "Beta"), ("18;17", "Alfa")):
        exports(kunder=customers, merged=f"från;till\n{merged}\n")
        groups = collect(open_tables(tmp_path / "data")["customers"].select("segment"))
        assert sorted(one for (one,) in groups) == sorted([group, "Alfa"])


def test_ids_are_written_as_in_any_export(exports: Reader, tmp_path: Path) -> None:
    """A number, an address in capitals, an organisation number and a company name each lead to their customer."""
    customers = (
        "Kundnr;Namn;E-post;Org.nr\n1;Ett AB;ett@example.se;556012-5790\n2;Två AB;tva@example.se;556016-0680\n"
        "3;Tre AB;tre@example.se;556003-2467\n4;Fyra AB;fyra@example.se;556042-7220\n"
        "5;Fem AB;fem@example.se;556074-7551\n"
    )
    merged = "gammalt;nytt\n1;TVA@example.se\nSE556003246701;4\n  två   ab ;Fem AB\n"
    intake = exports(kunder=customers, orders=orders(1, 2, 3, 4, 5), merged=merged)
    assert bought(tmp_path / "data") == [{"1", "2", "5"}, {"3", "4"}]
    assert counts(intake) == {"mapped": 3}


def test_a_number_of_two_systems_is_ambiguous(exports: Reader, tmp_path: Path) -> None:
    """17 is one customer in the books and another one in the CRM: D135 says so, and nothing is changed."""
    crm = (
        "Record ID;Company name;Industry;Create Date;Lifecycle Stage\n17;Sjö AB;Handel;2025-01-02;Customer\n"
        "18;Berg AB;Handel;2025-01-03;Customer\n"
    )
    exports(orders=orders(17, 18), crm=crm)
    before = sorted((path, path.read_bytes()) for path in (tmp_path / "data").glob("*/*.parquet"))
    fault = refused(lambda: exports(orders=orders(17, 18, 19), crm=crm, excluded="kundnr;orsak\n17;test\n"))
    assert (fault.code, fault.file, fault.row) == ("D135", "excluded.csv", 2)
    assert "17" not in fault.message
    assert sorted((path, path.read_bytes()) for path in (tmp_path / "data").glob("*/*.parquet")) == before


@pytest.mark.parametrize(
    ("merged", "row", "words"),
    [
        ("gammalt;nytt\na1;b2\nc3;d4\na1;c3\n", 4, "split in two"),
        ("gammalt;nytt\nc3;d4\na1;b2\n\nb2;a1\n", 3, "circle (rows 3, 5)"),
        ("gammalt;nytt\na1;b2\nb2;\n", 3, "the new id"),
        ("gammalt;nytt\na1;b2\n4,08E+12;b2\n", 3, "damaged"),
        ("förra listan;\ngammalt;nytt\na1;a1\nx1;x2\nx2;x3\nx3;x1\n", 4, "circle (rows 4, 5, 6)"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(exports: Reader, merged: str, row: int, words: str) -> None:
    """A split, a circle, half a row and a damaged id are refused with their row, and no id is told."""
    fault = refused(lambda: exports(orders=orders("a1", "b2", "c3", "d4"), merged=merged))
    assert (fault.code, fault.file, fault.row) == ("D134", "merged.csv", row)
    assert words in fault.message
    assert not {"a1", "b2", "4,08"} & set(str(fault).split())


@pytest.mark.parametrize(
    ("excluded", "code"),
    [
        ("1001;test\n1002;test\n", "D133"),
        ("kundnr;namn\n1001;test\n", "D133"),
        ("kundnr\n1001\n", "D108"),
        ("kundnr;orsak\n", "D107"),
        (" \n", "D101"),
        ('kundnr;orsak\n1001;"test\n1002;test\n', "D120"),
        (b"%PDF-1.4 kundnr;orsak", "D102"),
    ],
)
def test_a_list_that_is_none_is_refused(exports: Reader, excluded: str | bytes, code: str) -> None:
    """No header, another header, one column, no row, nothing, a quotation mark left open, a document."""
    fault = refused(lambda: exports(orders=orders(1001), excluded=excluded))
    assert (fault.code, fault.file) == (code, "excluded.csv")


def test_every_row_of_one_who_is_no_customer_is_left_out(exports: Reader, tmp_path: Path) -> None:
    """The test customer's order, its lines (which name the order only) and its answer go; those of 18 stay."""
    sales = MAILED + "1;17;test@example.se;2026-01-02;10,50\n2;18;bo@example.se;2026-01-03;20,50\n"
    lines = "Ordernr;Artikel;Antal;Belopp\n1;x;1;5,25\n1;y;1;5,25\n2;x;1;20,50\n"
    answers = SURVEY + "test@example.se;2026-02-01;0\nbo@example.se;2026-02-01;9\n"
    intake = exports(orders=sales, rader=lines, enkat=answers, excluded="Kundenr;Årsag\n17;Test\n99;død\n")
    tables = open_tables(tmp_path / "data")
    assert {table: len(collect(tables[table])) for table in tables} == {"orders": 1, "order_lines": 1, "responses": 1}
    assert dict(tables.excluded) == {"orders": 1, "order_lines": 2, "responses": 1}
    assert tables.lost_lines == 0
    told = {one.text: one.count for one in intake.merges if one.kind.startswith("excluded")}
    assert told == {
        "customers are left out, as excluded.csv says: other reasons": 1,
        "ids of excluded.csv are in no export": 1,
        "orders of theirs are not counted": 1,
        "order lines of theirs are not counted": 2,
        "answers of theirs are not counted": 1,
    }


def test_reasons_are_counted_from_five_on(exports: Reader) -> None:
    """Six tests, five dissolved (two listed twice); four internal and one with an address for a reason go together."""
    reasons = ["Test"] * 6 + ["likviderad"] * 5 + ["internt"] * 4 + ["fråga anna@example.se"]
    listed = "".join(f"{at};{reason}\n" for at, reason in enumerate(reasons, 1))
    intake = exports(orders=orders(*range(1, 21)), excluded=f"Kund-id;Skäl\n{listed}7;Likviderad \n8;\n")
    told = [(one.reason, one.count) for one in intake.merges if one.kind == "excluded"]
    assert told == [("test", 6), ("likviderad", 5), ("", 5)]
    assert "anna" not in repr(intake)


def test_an_old_id_that_is_left_out_takes_the_whole_customer_along(exports: Reader, tmp_path: Path) -> None:
    """17 became 18 and stands among those left out: both numbers are one customer, who counts no more."""
    exports(orders=orders(17, 18, 19), merged="old;new\n17;18\n", excluded="customer id,reason\n17,dissolved\n")
    assert bought(tmp_path / "data") == [{"3"}]


def test_a_list_that_is_gone_holds_no_more(exports: Reader, tmp_path: Path) -> None:
    """A later ingestion applies the lists to earlier tables too, and one without lists takes all back."""
    exports(orders=orders(17, 18, 19))
    lists: dict[str, Any] = {"merged": "old;new\n17;18\n", "excluded": "customer id,reason\n19,dissolved\n"}
    exports(more=ORDERS + "9;20;2026-02-01;1,00\n", **lists)
    assert bought(tmp_path / "data") == [{"1", "2"}, {"9"}]
    exports(more=ORDERS + "9;20;2026-02-01;1,00\n")
    assert bought(tmp_path / "data") == [{"1"}, {"2"}, {"3"}, {"9"}]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_a_list_is_read_in_any_encoding(exports: Reader, tmp_path: Path, encoding: str) -> None:
    """Två AB is found however the list was saved."""
    customers = "Kundnr;Namn;E-post\n1;Ett AB;ett@example.se\n2;Två AB;tva@example.se\n"
    listed = "företag;skäl\nTvå AB;avliden ägare\n".encode(encoding)
    exports(kunder=customers, orders=orders(1, 2), excluded=listed)
    assert bought(tmp_path / "data") == [{"1"}]


def test_a_list_may_be_a_workbook(exports: Reader, tmp_path: Path) -> None:
    """Numbers that Excel holds as numbers are the ids of the exports."""
    book = openpyxl.Workbook()
    for row in (["Gammalt kundnr", "Nytt kundnr", "Datum"], [17, 18, "2026-01-01"]):
        book.active.append(row)
    book.save(tmp_path / "lista.xlsx")
    exports(orders=orders(17, 18, 19))
    read(
        [tmp_path / "orders.csv"],
        folder=tmp_path / "data",
        key=b"k",
        lists=CustomerLists(merged=tmp_path / "lista.xlsx"),
    )
    assert bought(tmp_path / "data") == [{"1", "2"}, {"3"}]


def test_nothing_of_a_list_is_kept_but_hashes(exports: Reader, tmp_path: Path) -> None:
    """No file of the client's data holds an id or address of the lists."""
    sales = MAILED + "1;kund-4711;hemlig@example.se;2026-01-02;10,50\n2;kund-4712;bo@example.se;2026-01-03;20,50\n"
    exports(orders=sales, merged="old;new\nkund-4711;kund-4712\n", excluded="e-post;orsak\nhemlig@example.se;avliden\n")
    kept = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert {"links.parquet", "excluded.parquet"} <= {path.name for path in kept}
    for path in kept:
        assert not any(word in path.read_bytes() for word in (b"4711", b"4712", b"hemlig")), path.name
