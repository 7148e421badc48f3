"""Bytes become the letters that were meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporter.errors import InputError, UsageError
from reporter.sources.files.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sources.conftest import Result

TEXT = "Kundnr;Namn\n1;Åsa Öberg på Ängö\n2;Sørens Blåbærgrød på Ærø\n"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with BOM"),
        ("cp1252", "cp1252"),
        ("cp850", "cp850"),
        ("mac_roman", "mac_roman"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_an_encoding_is_told_by_its_letters(tmp_path: Path, encoding: str, told: str) -> None:
    """Swedish and Danish letters come out as they went in."""
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode(encoding))
    decoded = decode(path, tmp_path)
    assert decoded.encoding == told
    assert decoded.path.read_text("utf-8-sig") == TEXT


def test_a_clean_file_is_not_copied(tmp_path: Path) -> None:
    """UTF-8 with one kind of line end is read where it lies."""
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode())
    assert decode(path, tmp_path).path == path


def test_damaged_utf8_stays_utf8(tmp_path: Path) -> None:
    """One broken byte makes one damaged row and leaves the others' letters alone."""
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode() + "3;Örjan\n4;Åke\n".encode() + b"5;\xff\n")
    decoded = decode(path, tmp_path)
    assert (decoded.encoding, decoded.damaged) == ("UTF-8", 1)
    assert "Sørens Blåbærgrød" in decoded.path.read_text("utf-8")


def test_mixed_encodings_are_decoded_line_by_line(tmp_path: Path) -> None:
    """Most lines in cp1252, one in cp850: both right."""
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode("cp1252") * 3 + "9;Blåbær på Åland\n".encode("cp850"))
    decoded = decode(path, tmp_path)
    assert (decoded.encoding, decoded.mixed) == ("cp1252", 1)
    assert decoded.path.read_text("utf-8").endswith("9;Blåbær på Åland\n")


def test_nuls_and_mixed_line_ends_go(tmp_path: Path) -> None:
    """NULs are stripped and two kinds of line end made one, for the parser takes neither."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\r\n1;\x002\n3;4\r\n" + b"5;6\r\n" * 900)
    assert decode(path, tmp_path).path.read_bytes().startswith(b"a;b\n1;2\n3;4\n5;6\n")


def test_an_unknown_encoding_is_a_usage_error(tmp_path: Path) -> None:
    """A name that means nothing is refused before anything is read."""
    path = tmp_path / "a.csv"
    path.write_text("a;b\n")
    with pytest.raises(UsageError, match="klingon"):
        decode(path, tmp_path, "klingon")


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("mark", [b"", b"\xfe\xff"], ids=["none", "be"])
def test_four_bytes_a_letter_below_any_mark(tmp_path: Path, encoding: str, mark: bytes) -> None:
    """UTF-32 is told by its NULs, also where a mark of two bytes stands before it."""
    path = tmp_path / "a.csv"
    path.write_bytes(mark + TEXT.encode(encoding))
    assert decode(path, tmp_path).path.read_text("utf-8-sig") == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_every_kind_of_line_end_is_one(tmp_path: Path, encoding: str) -> None:
    """Windows', Unix' and the old Macintosh's in one file, and the end of file of DOS."""
    path = tmp_path / "a.csv"
    path.write_bytes("å;b\r\n1;2\n3;4\r5;6\r\n\x1a".encode(encoding))
    assert decode(path, tmp_path).path.read_text("utf-8-sig").split() == ["å;b", "1;2", "3;4", "5;6"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_line_without_end_is_refused(tmp_path: Path, encoding: str) -> None:
    """Nothing reads a line of megabytes whole."""
    path = tmp_path / "a.csv"
    path.write_bytes(("å;b\n" + "1;" * (3 << 20)).encode(encoding))
    with pytest.raises(InputError, match="a line of more than 4 MB") as caught:
        decode(path, tmp_path, file="b.zip: a.csv")
    assert (caught.value.code, caught.value.file) == ("D123", "b.zip: a.csv")


@pytest.mark.parametrize(
    "line", ["sa ”hej” till", "Café Müller", "12 § – 5 €", "it’s", "“så” och ’så’", "Bj”rn"], ids=str
)
def test_signs_beside_words_are_no_letters(tmp_path: Path, line: str) -> None:
    """Curly quotes stay quotes in cp1252, unless they stand inside a word: there they are cp850's letters."""
    path = tmp_path / "a.csv"
    path.write_bytes((TEXT * 3 + line).encode("cp1252"))
    assert decode(path, tmp_path).path.read_text("utf-8") == TEXT * 3 + line.replace("Bj”rn", "Björn")


LETTERS = "abc;1 \n" + "åäöÅÄÖæøÆØéüÜ’"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(text=st.text(LETTERS, min_size=1, max_size=80), encoding=st.sampled_from(["cp1252", "cp850", "mac_roman"]))
def test_nordic_text_is_what_it_was(tmp_path: Path, text: str, encoding: str) -> None:
    """Below a header of Nordic letters any text comes back, whole blocks and single lines alike."""
    text = TEXT * 3 + text.encode(encoding, "ignore").decode(encoding)
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    assert decode(path, tmp_path).path.read_text("utf-8") == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(content=st.binary(max_size=400))
def test_no_bytes_break_it(tmp_path: Path, content: bytes) -> None:
    """Whatever the bytes are, the result is UTF-8 without a NUL."""
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert "\0" not in decode(path, tmp_path).path.read_text("utf-8-sig")


def test_an_unclean_text_is_told_once(ingest: Callable[..., Result]) -> None:
    """A line in another encoding is a warning; a column that is called so is none."""
    rows = b"Kundnr;Orderdatum;Ordernr;Belopp;Stad\n1;2026-01-02;1;10,50;\xc5m\xe5l\n2;2026-01-03;2;1,50;G\xf6teborg\n"
    mixed = ingest(rows + "3;2026-01-03;3;1,50;Älmhult\n".encode()).intake
    assert [one.code for one in mixed.diagnostics] == ["D118"]
    question = "Hur sannolikt är det att du skulle rekommendera oss efter en damaged row?"
    named = ingest(f"Kundnr;Svarsdatum;{question}\n1;2026-01-02;0\n2;2026-01-03;9\n").intake
    assert any("damaged row" in guess for guess in named.files[-1].guesses)
    assert not named.diagnostics
