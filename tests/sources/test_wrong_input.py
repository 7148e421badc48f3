"""Wrong input ends in one coded line that names the place and the way out, and leaves nothing behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reporter.errors import InputError
from reporter.sources import FAULTS, ReadOptions, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sources.conftest import Result

ORDERS = "Kundnr;Orderdatum;Ordernummer;Belopp\n"

CASES = {
    "empty": ("a.csv", "", "D101", None, None),
    "blank lines": ("a.csv", "\n\n", "D101", None, None),
    "a PDF": ("a.csv", "%PDF-1.7\n1 0 obj\n", "D102", None, None),
    "no workbook": ("a.xlsx", "Kundnr;NPS\n1;2\n", "D103", None, None),
    "broken workbook": ("a.xlsx", "PK\x03\x04xxxx", "D103", None, None),
    "broken gzip": ("a.csv.gz", b"\x1f\x8bxxxx", "D106", None, None),
    "an 11": ("a.csv", "Kundnr;NPS\n1;9\n2;11\n", "D104", 3, "NPS"),
    "below 0": ("a.csv", "Kundnr;NPS\n1;-1\n", "D104", 2, "NPS"),
    "only a header": ("a.csv", "Kundnr;NPS\n", "D107", 1, None),
    "unknown": ("a.csv", "foo;bar\n1;2\n", "D108", None, None),
    "no id": ("a.csv", "Orderdatum;Ordernummer;Belopp\n2026-01-02;1;3,50\n", "D109", 1, None),
    "no dates": ("a.csv", ORDERS + "1;blah;1;3,50\n2;foo;2;3,50\n", "D110", None, "Orderdatum"),
    "1.234": ("a.csv", ORDERS + "1;2026-01-02;1;1.234\n", "D111", None, "Belopp"),
    "comma and point": ("a.csv", ORDERS + "1;2026-01-02;1;1,5\n2;2026-01-02;2;1.5\n", "D112", None, "Belopp"),
    "03/04": ("a.csv", ORDERS + "1;03/04/2026;1;1,5\n", "D113", None, "Orderdatum"),
    "two currencies": (
        "a.csv",
        "Kundnr;Orderdatum;Ordernr;Belopp;Valuta\n1;2026-01-02;1;1,5;SEK\n2;2026-01-02;2;1,5;DKK\n",
        "D114",
        None,
        "Valuta",
    ),
    "no numbers": ("a.csv", ORDERS + "1;2026-01-02;1;many\n", "D115", None, "Belopp"),
    "nothing to keep": ("a.csv", ORDERS + ";2026-01-02;1;1,5\n", "D116", None, None),
}


@pytest.mark.parametrize(("name", "content", "code", "row", "column"), CASES.values(), ids=CASES.keys())
def test_wrong_input_is_refused(
    ingest: Callable[..., Result], tmp_path: Path, name: str, content: str | bytes, code: str, row: int, column: str
) -> None:
    """The code, file, row and column are right; the way out is said; no file is written."""
    with pytest.raises(InputError) as caught:
        ingest(content, name)
    fault = caught.value
    assert (fault.code, fault.file, fault.row, fault.column) == (code, name, row, column)
    assert fault.help
    assert "\n" not in str(fault)
    assert code in FAULTS
    assert list((tmp_path / "data").iterdir()) == []


def test_one_bad_file_keeps_the_good_ones_out(tmp_path: Path) -> None:
    """A fault in the second file leaves the first one's table unwritten too."""
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("Kundnr;NPS\n1;9\n")
    bad.write_text("")
    with pytest.raises(InputError):
        read([good, bad], folder=tmp_path / "data", key=b"k")
    assert list((tmp_path / "data").iterdir()) == []


def test_two_files_in_two_currencies(tmp_path: Path) -> None:
    """Amounts in two currencies are not added up over files."""
    paths = []
    for number, currency in enumerate(("SEK", "DKK")):
        path = tmp_path / f"{currency}.csv"
        path.write_text(f"Kundnr;Orderdatum;Ordernr;Belopp;Valuta\n1;2026-01-02;{number};1,5;{currency}\n")
        paths.append(path)
    with pytest.raises(InputError, match="SEK") as caught:
        read(paths, folder=tmp_path / "data", key=b"k")
    assert (caught.value.code, caught.value.file) == ("D114", "DKK.csv")


def test_another_currency_than_the_earlier_tables(tmp_path: Path) -> None:
    """A second ingest in DKK after one in SEK is refused before anything is written; the same file again is not."""
    folder, text = tmp_path / "data", "Kundnr;Orderdatum;Ordernr;Belopp;Valuta\n1;2026-01-02;1;1,5;{}\n"
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(text.format("SEK"))
    second.write_text(text.format("DKK"))
    read([first], folder=folder, key=b"k")
    before = sorted(folder.rglob("*"))
    with pytest.raises(InputError, match=r"DKK.*first\.csv in SEK") as caught:
        read([second], folder=folder, key=b"k")
    assert (caught.value.code, caught.value.file) == ("D114", "second.csv")
    assert sorted(folder.rglob("*")) == before
    plain = text.replace(";Valuta", "").replace(";{}", "")
    first.write_text(plain)
    read([first], folder=tmp_path / "other", key=b"k", options=ReadOptions(currency="SEK"))
    read([first], folder=tmp_path / "other", key=b"k", options=ReadOptions(currency="DKK"))


def test_a_missing_file(tmp_path: Path) -> None:
    """A path that leads nowhere is D106."""
    with pytest.raises(InputError) as caught:
        read([tmp_path / "gone.csv"], folder=tmp_path / "data", key=b"k")
    assert caught.value.code == "D106"


def test_an_answer_opens_what_was_refused(ingest: Callable[..., Result]) -> None:
    """The flags that the refusals name do answer them."""
    result = ingest(ORDERS + "1;03/04/2026;1;1.234\n", decimal=",", date_order="mdy")
    ((amount, order_day),) = result.query("orders", "amount, order_day")
    assert (amount, order_day) == (1234, 20516)  # 4 March 2026 is day 20,516
