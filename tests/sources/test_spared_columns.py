"""Columns that a row can do without: delivery, channels, replies, membership, newsletters; wrong cells in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reporter.errors import InputError
from reporter.model import Level
from reporter.sources import opening, read
from reporter.sources.tables import staging
from reporter.store import collect, open_tables
from reporter.store.schema import CHANNELS
from tests.sources.conftest import KEY
from tests.sources.test_tickets import ticket

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reporter.model import Diagnostic
    from tests.sources.conftest import Result

HEADER = "Ordernr;Kundnr;Orderdatum;Belopp exkl. moms;Lovad leverans;Levererad\n"
DAYS = "promised_day, delivered_day"


def order(*cells: tuple[str, str], day: str = "2026-01-{:02}") -> str:
    """Return an order list of (promised, delivered)."""
    return HEADER + "".join(
        f"{number};7;{day.format(number)};1,5;{promised};{came}\n" for number, (promised, came) in enumerate(cells, 13)
    )


def remarks(result: Result) -> list[tuple[str, Level, str | None]]:
    """Return code, level and column of each remark."""
    return [(one.code, one.level, one.column) for one in result.intake.diagnostics]


def said(result: Result) -> Diagnostic:
    """Return the only remark."""
    (one,) = result.intake.diagnostics
    return one


@pytest.mark.parametrize("streamed", [False, True])
def test_an_order_is_kept_without_a_day_that_cannot_be_read(
    ingest: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
    streamed: bool,  # noqa: FBT001
) -> None:
    """Four orders count; one promise and one delivery are unread, a database's "no day" and a blank are nothing."""
    if streamed:
        monkeypatch.setattr(opening, "LARGE", 0)
        monkeypatch.setattr(staging, "_SAMPLE", 2)
    cells = ("2026-01-20", "2026-01-21"), ("2026-01-20", "2026-01-20"), ("asap", "0000-00-00"), ("", "2026-02-30")
    result = ingest(order(*cells))
    assert (result.account.rows_kept, dict(result.account.reasons)) == (4, {})
    assert result.query("orders", DAYS, "order_id") == [(20473, 20474), (20473, 20473), (None, None), (None, None)]
    assert sorted(remarks(result), key=str) == [
        ("D105", Level.WARNING, "Levererad"), ("D105", Level.WARNING, "Lovad leverans"),
    ]  # fmt: skip
    assert all(one.message.startswith("1 value(s)") for one in result.intake.diagnostics)


@pytest.mark.parametrize("streamed", [False, True])
def test_a_clean_file_is_told_nothing(
    ingest: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
    streamed: bool,  # noqa: FBT001
) -> None:
    """Days in order, some blank: no remark, and every order is there."""
    if streamed:
        monkeypatch.setattr(opening, "LARGE", 0)
        monkeypatch.setattr(staging, "_SAMPLE", 2)
    result = ingest(order(("2026-01-20", "2026-01-21"), ("2026-01-20", ""), ("2026-01-22", "2026-01-22")))
    assert result.query("orders", DAYS, "order_id") == [(20473, 20474), (20473, None), (20475, 20475)]
    assert remarks(result) == []


def test_a_column_of_other_things_is_not_used(ingest: Callable[..., Result]) -> None:
    """Yes and no are no days: the column is left aside, with a note, and the orders stay."""
    result = ingest(order(("2026-01-20", "Ja"), ("2026-01-20", "Nej"), ("2026-01-22", "Ja")))
    assert result.query("orders", "delivered_day") == [(None,)] * 3
    assert remarks(result) == [("D105", Level.NOTE, "Levererad")]


def test_open_days_are_read_as_the_orders_own(ingest: Callable[..., Result]) -> None:
    """03-02 may be either; the orders' days, with 13–15 before the month, say which."""
    result = ingest(order(("03-02-2026", "04-02-2026"), ("05-02-2026", "05-02-2026"), day="{}-01-2026"))
    assert result.query("orders", DAYS, "order_id") == [(20487, 20488), (20489, 20489)]
    assert remarks(result) == []


def test_days_that_nothing_tells_are_not_guessed(ingest: Callable[..., Result]) -> None:
    """Where the orders' days are written otherwise, nothing tells: the column is not used until it is answered."""
    text = order(("03/02/2026", ""), ("05/02/2026", ""))
    result = ingest(text)
    assert result.query("orders", "promised_day") == [(None,)] * 2
    assert remarks(result) == [("D105", Level.WARNING, "Lovad leverans")]
    assert "--date-order" in said(result).help
    answered = ingest(text, "answered.csv", date_order="dmy")
    assert answered.query("orders", "promised_day", "source, order_id")[:2] == [(20487,), (20489,)]


def test_a_bare_delivery_day_is_the_other_one(ingest: Callable[..., Result]) -> None:
    """Beside the promise it is the delivery, beside the delivery the promise; alone it is a promise."""
    row = "1;7;2026-01-13;1,5;2026-01-20;2026-01-21\n"
    for header, found in (
        ("Lovad leverans;Leveransdatum", (20473, 20474)),
        ("Leveransdatum;Levererad den", (20473, 20474)),
        ("Leveret den;Leveringsdato", (20474, 20473)),
        ("Leveransdatum;Säljare", (20473, None)),
    ):
        result = ingest(f"Ordernr;Kundnr;Orderdatum;Belopp exkl. moms;{header}\n{row}", f"{len(header)}.csv")
        assert (*found, result.account.file) in result.query("orders", f"{DAYS}, source")


def test_an_order_on_several_rows_is_delivered_when_the_last_is(tmp_path: Path) -> None:
    """Rows of one order that came on two days: the later one counts."""
    mapping, export = tmp_path / "till.toml", tmp_path / "a.csv"
    mapping.write_text(
        'like = "generic_orders"\npriority = 90\n[fields]\nline_quantity = ["Antal"]\n[rules]\ngroup = true\n'
    )
    export.write_text(
        "Ordernr;Kundnr;Orderdatum;Belopp exkl. moms;Antal;Levererad\n"
        "1;7;2026-01-13;9,5;1;2026-01-20\n1;7;2026-01-13;9,5;2;2026-01-22\n"
    )
    read([export], folder=tmp_path / "data", key=KEY, extra_formats=[mapping])
    tables = open_tables(tmp_path / "data")
    assert collect(tables["orders"].select("lines", "delivered_day")) == [(2, 20475)]


WAYS = {
    "web_chat": ["Chat", "Chatt", "Webbchatt", "Live chat", "CHAT"],
    "bot": ["Answer Bot", "Chattbot", "Voicebot", "Chatbotten", "Virtuell assistent"],
    "social": ["Facebook", "Facebook Post", "Instagram", "Twitter", "LinkedIn", "Sociala medier", "SoMe", "X"],
    "messenger": ["Facebook Messenger", "WhatsApp", "SMS", "Twitter DM", "Facebook Private Message", "Messaging"],
    "email": ["Email", "E-post", "e-mail", "Mail", "Mejl", "EMAIL", "Email-to-Case"],
    "video": ["Video", "Videosamtal", "Video call", "Teams", "Videomøde"],
    "voice": ["Phone", "Telefon", "Telefonsamtal", "Opkald", "Phone call (inbound)", "Voicemail", "Tlf."],
    "other": ["Web", "Web form", "Webbformulär", "Formular", "FORM", "Portal", "Brev", "Butik", "API", "Facebook SDK"],
}


@pytest.mark.parametrize(("channel", "texts"), WAYS.items())
def test_a_way_is_one_of_seven_or_another(ingest: Callable[..., Result], channel: str, texts: list[str]) -> None:
    """The words of help desks in three languages; forms, letters and counters are known to be none of the seven."""
    result = ingest(ticket("Kanal", *texts))
    assert result.query("tickets", "channel") == [(channel,)] * len(texts)
    assert remarks(result) == []
    assert set(WAYS) == {*CHANNELS, "other"}


def test_a_way_that_nobody_knows_is_told(ingest: Callable[..., Result]) -> None:
    """It counts as another; the remark says how many there are, and nothing of what they say."""
    result = ingest(ticket("Kanal", "E-post", "anna.ek@privat.example.com", "Rum 12", "-"))
    assert [one for (one,) in result.query("tickets", "channel", "ticket_id")] == ["email", "other", "other", None]
    assert said(result).message.startswith("2 value(s) name a channel that is not known")
    assert "Rum" not in said(result).message
    assert "example.com" not in str(result.query("tickets"))


def test_replies_are_whole_and_not_below_none(ingest: Callable[..., Result]) -> None:
    """Two and a half, minus one and "many" are no numbers of replies; the tickets stay."""
    result = ingest(ticket("Antal svar", "3", "0", "2,5", "-1", "många", "4", "5"))
    assert [one for (one,) in result.query("tickets", "contacts", "ticket_id")] == [3, 0, None, None, None, 4, 5]
    assert said(result).message.startswith("3 value(s)")


@pytest.mark.parametrize(
    ("member", "is_one"),
    [("Ja", True), ("yes", True), ("1", True), ("X", True), ("Nej", False), ("NO", False), ("0", False), ("", None)],
)
def test_membership(ingest: Callable[..., Result], member: str, is_one: bool | None) -> None:  # noqa: FBT001
    """Yes, no, or nothing said."""
    result = ingest(f"Kundnr;Kundgrupp;Medlem\n1;{member or 'none'};{member}\n")
    assert result.query("customers", "member") == [(is_one,)]
    assert remarks(result) == []


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("Ja", "subscribed"),
        ("SUBSCRIBED", "subscribed"),
        ("opted-in", "subscribed"),
        ("Prenumererar", "subscribed"),
        ("Tilmeldt", "subscribed"),
        ("UNSUBSCRIBED", "unsubscribed"),
        ("Avregistrerad", "unsubscribed"),
        ("Afmeldt", "unsubscribed"),
        ("Nej", None),
        ("NEVER_SUBSCRIBED", None),
        ("pending", None),
        ("", None),
    ],
)
def test_newsletters(ingest: Callable[..., Result], cell: str, status: str | None) -> None:
    """Who never took it has not left, and a plain no does not tell which of the two it is."""
    result = ingest(f"Kundnr;Kundgrupp;Nyhetsbrev\n1;A;{cell}\n")
    assert result.query("customers", "newsletter") == [(status,)]
    assert remarks(result) == []


def test_a_day_of_leaving_tells_what_a_no_leaves_open(ingest: Callable[..., Result]) -> None:
    """With a day, a no has left on it; who says yes has come back; an opt-out goes before all else."""
    result = ingest(
        "Kundnr;Kundgrupp;Nyhetsbrev;Avregistrerad den;Opted out\n1;A;Nej;2025-03-04;\n2;A;Ja;2025-03-04;\n"
        "3;A;Ja;2025-03-04;Ja\n4;A;;;Nej\n5;A;Nej;;Nej\n6;A;kanske;someday;Nej\n"
    )
    found = result.query("customers", "newsletter, unsubscribed_day")
    assert sorted(found, key=str) == sorted(
        [
            ("unsubscribed", 20151), ("subscribed", None), ("unsubscribed", 20151), ("subscribed", None), (None, None),
            (None, None),
        ],
        key=str,
    )  # fmt: skip
    assert {column for _, _, column in remarks(result)} == {"Nyhetsbrev", "Avregistrerad den"}


def test_a_file_of_recipients_takes_or_left_all_of_it(tmp_path: Path) -> None:
    """The rule says what everybody in a file does; any other word than the two is refused."""
    mapping, export = tmp_path / "left.toml", tmp_path / "a.csv"
    export.write_text("Kundnr;Kundgrupp\n1;A\n2;B\n")
    rule = 'like = "generic_customers"\npriority = 90\n[rules]\nnewsletter = "{}"\n'
    mapping.write_text(rule.format("unsubscribed"))
    read([export], folder=tmp_path / "data", key=KEY, extra_formats=[mapping])
    tables = open_tables(tmp_path / "data")
    found = collect(tables["customers"].select("newsletter", "unsubscribed_day"))
    assert found == [("unsubscribed", None)] * 2
    mapping.write_text(rule.format("bounced"))
    with pytest.raises(InputError) as fault:
        read([export], folder=tmp_path / "data", key=KEY, extra_formats=[mapping])
    assert fault.value.code == "D117"
