"""Zip files: each table in one is read, everything else is named, and nothing lands where its name says."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reporter.errors import InputError
from reporter.sources.files.kinds import Part, parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Result

FILES = Path(__file__).parents[2] / "fixtures" / "files"
TABLE = b"Kundnr;NPS\n1;9\n"


def _zip(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _parts(tmp_path: Path, content: bytes, name: str = "a.zip") -> tuple[Part, ...]:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "scratch").mkdir()
    return parts(tmp_path / name, tmp_path / "scratch")


def test_one_table_in_an_archive_is_the_archive(ingest: Callable[..., Result]) -> None:
    """Its account bears the archive's name; the PDF beside it is named as not read."""
    result = ingest((FILES / "audience.zip").read_bytes(), "audience.zip")
    assert (result.account.file, result.account.rows_in, result.account.rows_kept) == ("audience.zip", 4, 3)
    assert [(one.code, one.file) for one in result.intake.diagnostics] == [("D130", "audience.zip: läs mig.pdf")]


def test_each_table_is_an_account(ingest: Callable[..., Result]) -> None:
    """Texts, a workbook's sheets and files of one name in two folders are told apart."""
    orders = b"Ordernr;Orderdatum;Kundnr;Belopp\n1;2025-01-02;1;1,5\n"
    content = _zip({"a/x.csv": TABLE, "b/x.csv": TABLE + b"2;8\n", "o.txt": orders, "s.xlsx": _sheets()})
    result = ingest(content, "a.zip", currency="SEK")
    assert [(one.file, one.rows_kept) for one in result.intake.files] == [
        ("a.zip: a/x.csv", 1), ("a.zip: b/x.csv", 2), ("a.zip: o.txt", 1),
        ("a.zip: s.xlsx: Order", 3), ("a.zip: s.xlsx: Kunder", 2),
    ]  # fmt: skip


def _sheets() -> bytes:
    return (FILES / "sheets.xlsx").read_bytes()


def test_what_is_no_table_is_named(tmp_path: Path) -> None:
    """An archive in an archive, a picture, an empty file: each with its reason; what systems leave is passed over."""
    junk = {"__MACOSX/._t.csv": b"\0\5\26\7", ".DS_Store": b"\0\0\0\1", "a/.hidden.csv": TABLE, "~$b.xlsx": b"x"}
    others = {"in.zip": _zip({"t.csv": TABLE}), "p.png": b"\x89PNG\r\n", "e.csv": b"", "t.gz": b"\x1f\x8b\x08"}
    found = _parts(tmp_path, _zip({"t.csv": TABLE, **junk, **others, "folder/": b""}))
    assert [(one.name, one.fault.code) for one in found if one.fault] == [
        ("in.zip", "D102"), ("p.png", "D102"), ("e.csv", "D101"), ("t.gz", "D102"),
    ]  # fmt: skip
    assert [one.path.read_bytes() for one in found if not one.fault] == [TABLE]


def test_a_name_leads_nowhere(tmp_path: Path) -> None:
    """Members that call themselves paths are written under numbers, and shown without what a terminal obeys."""
    names = ("../../evil.csv", "/etc/evil2.csv", "C:\\evil3.csv", "a\x1b[31m.csv", "..\\..\\evil4.csv")
    found = _parts(tmp_path, _zip(dict.fromkeys(names, TABLE)))
    assert all(one.path.parent == tmp_path / "scratch" for one in found)
    assert [one.name for one in found] == ["evil.csv", "evil2.csv", "evil3.csv", "a?[31m.csv", "evil4.csv"]
    assert {path.name for path in tmp_path.rglob("*")} == {"a.zip", "scratch", *(f"member-{n}" for n in range(5))}


def test_a_protected_archive_says_so(tmp_path: Path) -> None:
    """A member with a password is D106, with the way out."""
    content = bytearray(_zip({"t.csv": TABLE}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    (part,) = _parts(tmp_path, bytes(content))
    assert part.fault
    assert (part.fault.code, "password" in part.fault.message) == ("D106", True)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (_zip({"t.csv": TABLE})[:60], "D106"),
        (_zip({}), "D101"),
        (_zip({".DS_Store": b"x"}), "D101"),
        (_zip({f"{n}.csv": TABLE for n in range(501)}), "D123"),
        (_zip({"t.csv": TABLE, "zeros.csv": b"0" * (101 << 20)}), "D123"),
    ],
    ids=["cut short", "empty", "junk", "too many", "bomb"],
)
def test_an_archive_that_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    """Each is one coded line that names the archive."""
    with pytest.raises(InputError) as caught:
        _parts(tmp_path, content)
    assert (caught.value.code, caught.value.file) == (code, "a.zip")


def test_a_member_cut_short_leaves_the_others(tmp_path: Path) -> None:
    """A checksum that fails is that member's fault alone."""
    content = bytearray(_zip({"bad.csv": b"Kundnr;NPS\n" + b"1;9\n" * 50, "good.csv": TABLE}))
    content[content.index(b"bad.csv") + 9] ^= 0xFF
    bad, good = _parts(tmp_path, bytes(content))
    assert bad.fault
    assert bad.fault.code == "D106"
    assert good.path.read_bytes() == TABLE
