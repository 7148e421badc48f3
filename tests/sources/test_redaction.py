"""What may identify a person in a kept text is crossed out, and counted."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import InputError
from reporter.sources.privacy.redaction import MARK, redact
from reporter.sources.tables.letters import is_lost, mend

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sources.conftest import Result

HEAD = "Kundnr;Svarsdatum;NPS;Kommentar\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("anna.ek@example.com", "e-mail"),
        ("åsa@exämple.se", "e-mail"),
        ("anna (at) example.se", "e-mail"),
        ("070-123 45 67", "phone or card number"),
        ("0739876543", "phone or card number"),
        ("+46 (0)70 123 45 67", "phone or card number"),
        ("12 34 56 78", "phone or card number"),
        ("4111 1111 1111 1111", "phone or card number"),
        ("850709-9805", "personal number"),
        ("19850709 9805", "personal number"),
        ("131052-308T", "personal number"),
        ("https://example.se/kund?id=77", "link"),
        ("www.example.dk/u/8123", "link"),
        ("SE45 5000 0000 0583 9825 7466", "account"),
        ("DK5000400440116243", "account"),
    ],
)
def test_what_identifies_a_person_is_crossed_out(text: str, kind: str) -> None:
    """Addresses, phones, cards, accounts, persons' numbers and links with something of their own."""
    clean, found = redact(f"Ring mig: {text}, tack")
    assert clean == f"Ring mig: {MARK}, tack"
    assert dict(found) == {kind: 1}


@pytest.mark.parametrize(
    "text",
    [
        "kostade 1 250 000 kr, dvs 1.250.000,50", "i maj 2026-05-14, 14.05.2026 och 20260514", "åren 2024-2025", "24/7",
        "order 12345", "öppet 08.00-17.00", "https://example.se/priser", "8 av 10", "mejla @kundtjänst", "=1+1",
        "5 % på 3 år",
    ],
)  # fmt: skip
def test_what_says_nothing_of_a_person_is_kept(text: str) -> None:
    """Amounts, days, years, hours, short numbers and a page's address."""
    assert redact(text) == (text, {})


def test_an_article_number_is_no_phone() -> None:
    """A product or a segment keeps its code; an address or a person's number has no place in one."""
    assert redact("Skruv 7312345678901", label=True) == ("Skruv 7312345678901", {})
    assert redact("a@example.se", label=True)[0] == MARK
    assert redact("850709-9805", label=True)[0] == MARK


@pytest.mark.parametrize("piece", ["a", "1 ", "a@", "a.", "@", "1-", "a?", "www.", "Ã", "(at)", "AB12 "])
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    """Half a million signs of what almost matches are read in a moment, not in their square."""
    text = piece * (500_000 // len(piece))
    redact(text + "é")
    is_lost(mend(text + "é?"))


@given(st.text(max_size=60))
def test_any_text_is_redacted_once(text: str) -> None:
    """Nothing that was left is found a second time, and no control character is left."""
    clean, _ = redact(text)
    assert redact(clean)[0] == clean
    assert not any(sign < " " and sign not in "\t\n\r" for sign in clean)


def test_kept_comments_are_redacted_and_counted(ingest: Callable[..., Result]) -> None:
    """The count is of all rows, by kind, with the column; the comment is kept around the mark."""
    rows = "1;2026-01-02;9;Mejla a@example.se eller b@example.se\n2;2026-01-02;9;Ring 070-1234567\n3;2026-01-02;1;Bra\n"
    result = ingest(HEAD + rows)
    kept = sorted(text for (text,) in result.query("responses", "text") if text)
    assert kept == ["Bra", "Mejla […] eller […]", "Ring […]"]
    (remark,) = result.intake.diagnostics
    assert (remark.code, remark.column) == ("D132", "Kommentar")
    assert "2 e-mail(s), 1 phone or card number(s)" in remark.message
    assert "names cannot be found" in remark.message


def test_a_cancel_reason_is_redacted(ingest: Callable[..., Result]) -> None:
    """Whatever text is kept: a reason to leave may name whom to call."""
    head = "Avtalsnr;Kundnr;Startdatum;Slutdatum;Uppsägningsorsak\n"
    result = ingest(head + "A1;7;2024-01-31;2025-01-31;Ring 070-123 45 67\nA2;8;2024-01-31;;\n")
    assert result.query("subscriptions", "reason") == [("Ring […]",), (None,)]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "<b>x</b>", "x\x1b[31m\u202ey"])
def test_formulas_and_controls_are_text(ingest: Callable[..., Result], text: str) -> None:
    """What a spreadsheet would run is kept as it stands, what nobody can see is not."""
    result = ingest(f"Kundnr;Kundgrupp;Land\n1;{text};SE\n" + "2;Stora;Sverige\n" * 99)
    shown = text.replace("\x1b", "").replace("\u202e", "")
    assert (shown,) in result.query("customers", "segment")


def test_nothing_raw_is_left(ingest: Callable[..., Result], tmp_path: Path) -> None:
    """After a reading and after a failure: only canonical tables, for their owner alone, and no copy of the export."""
    ingest("Kundnr;Kundgrupp;Land;Förnamn\n1;Stora;SE;Hemligt\n".encode("cp1252"), "a.csv")
    with pytest.raises(InputError):
        ingest("Kundnr;Ordernr;Orderdatum;Belopp\n1;2;3;Hemligt\n".encode("cp1252"), "b.csv")
    left = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert [path.parent.name for path in left] == ["customers"]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in left)
    assert stat.S_IMODE(left[0].parent.stat().st_mode) == 0o700
    assert not any(b"Hemligt" in path.read_bytes() for path in left)
