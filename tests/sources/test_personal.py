"""Personal identity numbers: hashed where they say who the customer is, crossed out in a comment, else refused."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from reporter.errors import InputError
from reporter.sources import read
from reporter.sources.privacy.identity_numbers import readings
from reporter.sources.privacy.personal import are_persons, may_hold
from tests.sources.conftest import KEY, Result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ORDERS = "Ordernr;Kundnr;Orderdatum;Belopp;Märkning\n"
#: Numbers with right check digits that nobody living bears: reserved for tests, or of births over a hundred years ago.
PERSONS = (
    "850709-9805", "19850709-9805", "198507099805", "850769-9802", "120709+9803", "010185-5007", "1101855003",
    "01818512321", "131052-308T", "131052A308T",
)  # fmt: skip


def luhn(digits: str) -> str:
    """Return nine digits with their check digit."""
    doubled = (int(one) * (2 - at % 2) for at, one in enumerate(digits))
    return digits + str(-sum(one // 10 + one % 10 for one in doubled) % 10)


def parted(digits: str) -> str:
    """Return ten digits as YYMMDD-NNNN."""
    return f"{digits[:6]}-{digits[6:]}"


@pytest.mark.parametrize("number", ["556677-8899", "5566778899", "212000-0142", "165566778899", "202601311405"])
def test_organisations_and_times_are_nobody(number: str) -> None:
    """An organisation's third digit is 2 or more; a day with hours and minutes is a time."""
    assert readings(number) == []


@pytest.mark.parametrize(
    ("number", "nation"),
    [("850709-9805", "Swedish"), ("850769-9802", "Swedish"), ("131052-308T", "Finnish"), ("01818512321", "Norwegian")],
)
def test_check_digits(number: str, nation: str) -> None:
    """A right check digit is told from a wrong one."""
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert [one.checked for one in readings(number) if one.nation == nation] == [True]
    assert [one.checked for one in readings(wrong) if one.nation == nation] == [False]


def test_a_danish_number_may_lack_its_check_digit() -> None:
    """Since 2007 numbers are given that divide by nothing: of those the date alone tells nothing."""
    assert [one.checked for one in readings("010185-5007") if one.nation == "Danish"] == [True]
    assert "Danish" not in {one.nation for one in readings("310120-5000")}


@pytest.mark.parametrize("number", ["850709-9805", "19850709-9805", "198507099805", "010185-1234", "131052-308T"])
@pytest.mark.parametrize("text", ["{}", "ring {} i morgon", "pnr:{}.", "({})", '"a\n{}"'])
def test_an_unmapped_column_with_persons_is_refused(ingest: Callable[..., Result], number: str, text: str) -> None:
    """D122 names column, first row and count, and never the number; nothing is kept."""
    rows = "1;7;2026-01-02;1,5;\n2;8;2026-01-03;2,5;" + text.format(number) + "\n"
    with pytest.raises(InputError) as caught:
        ingest(ORDERS + rows)
    fault = caught.value
    assert (fault.code, fault.column, fault.row) == ("D122", "Märkning", 3)
    assert "(1 row(s))" in fault.message
    assert '--drop "Märkning"' in fault.help
    assert not any(sign.isdigit() for sign in str(fault).replace("D122", "").replace("row 3", "").replace("1 row", ""))


def test_nothing_is_left_of_a_refused_file(ingest: Callable[..., Result], tmp_path: Path) -> None:
    """The data folder is as empty as before."""
    with pytest.raises(InputError, match="D122"):
        ingest(ORDERS + "1;7;2026-01-02;1,5;850709-9805\n")
    assert list((tmp_path / "data").iterdir()) == []


def test_a_dropped_column_is_not_read(ingest: Callable[..., Result], tmp_path: Path) -> None:
    """By a flag or by the mapping: the others stay where they are, and it is no field either."""
    content = "Pnr;Ordernr;Kundnr;Land;Orderdatum;Belopp\n850709-9805;1;7;19850709-9805;2026-01-02;1,5\n"
    with pytest.raises(InputError, match="D122"):
        ingest(content)
    result = ingest(content, drop=("pnr", "Land"))
    assert result.query("orders", "order_id, CAST(amount AS VARCHAR)") == [("1", "1.5000")]
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        'name = "m"\nshape = "orders"\npriority = 90\ndrop = ["Pnr", "Land"]\n[fields]\norder_id = "Ordernr"\n'
        'customer_id = ["Pnr", "Kundnr"]\norder_date = "Orderdatum"\namount = "Belopp"\n'
    )
    intake = read([tmp_path / "export.csv"], folder=tmp_path / "own", key=KEY, extra_formats=[mapping])
    assert intake.files[0].mapping["customer_id"] == "Kundnr"


@pytest.mark.parametrize("number", PERSONS)
def test_a_customer_known_by_his_number_is_hashed(ingest: Callable[..., Result], number: str) -> None:
    """A column that says who the customer is may hold such numbers: none of them is written."""
    result = ingest(f"Ordernr;Kundnr;Orderdatum;Belopp\n1;{number};2026-01-02;1,5\n")
    ((customer,),) = result.query("orders", "customer_id")
    assert len(customer) == 16
    kept = b"".join(path.read_bytes() for path in result.folder.rglob("*.parquet"))
    assert number.encode() not in kept


def test_a_number_inside_an_id_is_refused(ingest: Callable[..., Result]) -> None:
    """An order's id that is such a number is hashed; one that holds it among other signs would be written."""
    with pytest.raises(InputError, match="D122"):
        ingest("Ordernr;Kundnr;Orderdatum;Belopp\nNr 850709-9805;7;2026-01-02;1,5\n")


def test_a_number_in_a_comment_is_crossed_out(ingest: Callable[..., Result]) -> None:
    """The comment is kept without it, and it is said where the first stands."""
    rows = "1;2026-01-02;9;bra\n2;2026-01-02;3;mitt nummer är 19850709-9805!\n"
    result = ingest("Kundnr;Svarsdatum;NPS;Kommentar\n" + rows)
    assert [text for (text,) in result.query("responses", "text") if text] == ["bra", "mitt nummer är […]!"]
    (remark, _) = result.intake.diagnostics
    assert (remark.code, remark.column, remark.message[:52]) == (
        "D122", "Kommentar", "holds personal identity numbers (1 row(s), the first",
    )  # fmt: skip


def test_a_streamed_file_names_its_row(ingest: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """A large file is read again in order, so that the fault can name the row."""
    monkeypatch.setattr("reporter.sources.opening.LARGE", 0)
    rows = [f"{n};7;2026-01-02;1,5;\n" for n in range(50)]
    with pytest.raises(InputError) as caught:
        ingest(ORDERS + "".join(rows) + "50;7;2026-01-02;1,5;850709-9805\n")
    assert (caught.value.code, caught.value.row) == ("D122", 52)


@pytest.mark.parametrize("number", PERSONS)
@pytest.mark.parametrize("before", [0, (1 << 18) - 8, (1 << 18) - 14, (1 << 18) - 1])
def test_the_quick_look_misses_nothing(tmp_path: Path, number: str, before: int) -> None:
    """A number is seen wherever it stands, at the edge of a block too."""
    (tmp_path / "x").write_bytes(b"." * before + number.encode())
    assert may_hold(tmp_path / "x")


def test_the_quick_look_passes_what_is_common(tmp_path: Path) -> None:
    """Dates, amounts, short ids, phones and organisations' numbers need no second look."""
    (tmp_path / "x").write_text(
        "O1234567;2026-01-31;20260131140500;1234567,50;0701234567;+46701234567;1 234 567;556677-8899;5566778899\n" * 99
    )
    assert not may_hold(tmp_path / "x")


def _numbers(kind: str, count: int) -> set[str]:
    """Return invented numbers that are no person's."""
    chance = random.Random(7)  # noqa: S311 - no secret
    day = f"26{chance.randint(1, 12):02d}"
    make: dict[str, Callable[[int], str]] = {
        "order": lambda _: f"26{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}-{chance.randint(0, 9999):04d}",
        "counter": lambda at: f"{day}{at % 28 + 1:02d}-{at:04d}",
        "danish order": lambda at: f"{at % 28 + 1:02d}{chance.randint(1, 12):02d}26-{chance.randint(0, 9999):04d}",
        "phone": lambda _: f"07{chance.choice('0236')}{chance.randint(0, 9_999_999):07d}",
        "Danish phone": lambda _: f"45{chance.randint(20_000_000, 99_999_999)}",
        "organisation": lambda _: parted(luhn(f"55{chance.randint(20, 99)}{chance.randint(0, 99_999):05d}")),
        "time": lambda at: f"2026{at % 12 + 1:02d}{at % 28 + 1:02d}{at % 24:02d}{at % 60:02d}",
        "number": lambda _: f"{chance.randint(10**9, 10**10 - 1)}",
        "payment": lambda _: luhn(f"{chance.randint(10**8, 10**9 - 1)}"),
        "article": lambda _: f"{chance.randint(0, 10**12 - 1):012d}",
    }
    return {make[kind](at) for at in range(count)}


@pytest.mark.parametrize("count", [40, 2000])
@pytest.mark.parametrize(
    "kind",
    [
        "order",
        "counter",
        "danish order",
        "phone",
        "Danish phone",
        "organisation",
        "time",
        "number",
        "payment",
        "article",
    ],
)
def test_other_numbers_are_nobodys(kind: str, count: int) -> None:
    """What passes a check digit by chance, or has one of its own, is no person."""
    assert not are_persons(_numbers(kind, count))


def test_persons_among_other_numbers_are_found() -> None:
    """A tenth of a column of organisation numbers are sole traders, known by their own number."""
    chance = random.Random(3)  # noqa: S311 - no secret
    traders = {parted(luhn(f"{year}0{chance.randint(1, 9)}1{chance.randint(0, 9)}{year}4")) for year in range(50, 60)}
    assert are_persons(_numbers("organisation", 90) | traders)


def test_a_few_persons_with_right_check_digits_are_found() -> None:
    """Three numbers of persons beside seven of organisations are too few to count, and all three are right."""
    persons = {parted(luhn(f"{born}123")) for born in ("850709", "620115", "700330")}
    assert are_persons(_numbers("organisation", 7) | persons)


@pytest.mark.parametrize(("right", "told"), [(8, False), (20, True)])
def test_right_check_digits_beyond_chance_tell(right: int, told: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    """Of 40 numbers of this year 4 are right by chance, and 8 in one column of a hundred; 20 never are."""
    rightly = [parted(luhn(f"2601{day:02d}{at:03d}")) for at, day in enumerate([*range(13, 29), *range(13, 29)] * 2)]
    wrongly = [one[:-1] + str((int(one[-1]) + 1) % 10) for one in rightly]
    assert are_persons([*rightly[:right], *wrongly[right:40]]) is told


def test_a_column_that_is_called_so_is_looked_at(ingest: Callable[..., Result]) -> None:
    """Ten digits that begin with 0 are a phone, but for under CPR."""
    row = "1;7;2026-01-02;1,5;0101851234\n"
    assert ingest(ORDERS + row).account.rows_kept == 1
    with pytest.raises(InputError, match="D122"):
        ingest(ORDERS.replace("Märkning", "CPR-nr.") + row)


def test_a_column_that_is_called_so_needs_no_check_digit() -> None:
    """What stands under Personnummer and holds a date is one."""
    assert are_persons(["260131-0042"], named=True)
    assert not are_persons(["556677-8899"], named=True)
