"""Checking reads each file to its end and keeps nothing: all faults of all files, in a fixed order."""

from __future__ import annotations

import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest

from reporter.errors import InputError
from reporter.model import Level
from reporter.pipeline.checking import check
from reporter.pipeline.choices import Choices

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "Ordernr;Kundnr;Orderdatum;Belopp exkl. moms;Valuta\n"
OPEN = "Ordernr;Kundnr;Orderdatum;Belopp\n1;K1;03/04/2025;1.234\n2;K2;05/06/2025;2.345\n"
CHOICES = Choices(date=date(2026, 1, 15))


def _orders(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_a_reason_is_one_fault_with_its_first_row(tmp_path: Path) -> None:
    """Three bad days are one warning; a footer is a note, and the rows balance."""
    path = _orders(
        tmp_path, "a.csv", "1;K1;2025-01-02;1,50;SEK", "2;K2;hej;2,00;SEK", "3;K3;nej;2,00;SEK", "4;K3;;3,00;SEK",
        "5;K3;tja;3,50;SEK", *(f"{n};K{n};2025-02-03;5,00;SEK" for n in range(6, 16)), "Summa;;;12,00;",
    )  # fmt: skip
    checked = check([path], CHOICES)
    found = [(one.code, one.level, one.row, one.count) for one in checked.faults]
    assert found == [
        ("L121", Level.WARNING, 3, 3),
        ("L120", Level.WARNING, 5, 1),
        ("L102", Level.NOTE, 17, 1),
    ]
    (account,) = checked.files
    assert account.rows_in == account.rows_kept + sum(one.count for one in checked.faults)
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]


def test_files_are_checked_beside_one_another(tmp_path: Path) -> None:
    """Each file is in order by itself; two currencies together are a fault of the second."""
    first = _orders(tmp_path, "a.csv", "1;K1;2025-01-02;1,50;SEK", "2;K2;2025-01-03;2,00;SEK")
    second = _orders(tmp_path, "b.csv", "1;K1;2025-01-02;1,50;DKK", "2;K2;2025-01-03;2,00;DKK")
    assert check([first], CHOICES).faults == ()
    assert check([second], CHOICES).faults == ()
    (fault,) = check([first, second], CHOICES).faults
    assert (fault.code, fault.level, fault.file) == ("D114", Level.ERROR, "b.csv")


def test_every_table_of_an_archive_is_checked(tmp_path: Path) -> None:
    """Two members that each leave two questions open give four faults, each with the member's name."""
    with zipfile.ZipFile(tmp_path / "allt.zip", "w") as archive:
        archive.writestr("ett.csv", OPEN)
        archive.writestr("två.csv", OPEN.replace("1;K1", "7;K1"))
    faults = check([tmp_path / "allt.zip"], CHOICES).faults
    assert sorted((one.code, one.level) for one in faults) == sorted([("D111", Level.ERROR), ("D113", Level.ERROR)] * 2)
    assert len({one.file for one in faults}) == 2


def test_a_wrong_mapping_is_the_operators_mistake(tmp_path: Path) -> None:
    """D117 ends the call instead of being told of every file."""
    mapping = tmp_path / "m.toml"
    mapping.write_text("shape =")
    path = _orders(tmp_path, "a.csv", "1;K1;2025-01-02;1,50;SEK")
    with pytest.raises(InputError) as caught:
        check([path], Choices(date=date(2026, 1, 15), mapping=mapping))
    assert caught.value.code == "D117"


def test_a_file_named_twice_is_checked_once(tmp_path: Path) -> None:
    """The rows of a path that the shell gave twice do not count twice."""
    path = _orders(tmp_path, "a.csv", "1;K1;2025-01-02;1,50;SEK", "2;;2025-01-02;1,50;SEK")
    checked = check([path, path], CHOICES)
    assert len(checked.files) == 1
    assert [(one.code, one.count) for one in checked.faults] == [("L110", 1)]
