"""The owner is told of each thing once, in a mail that could be read by anybody."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.alerting import Problem, alert_message, fresh, unit_message, unit_problem
from reporter.delivery.ledger import notes
from reporter.workspace.delivery import Mail
from tests.delivery.ledgers import NOW, ledger_with

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from reporter.delivery.ledger import Ledger

MAIL = Mail(sender="reports@consult.example", owner="eva@consult.example")
HELD = Problem(key="acme/2026-10/held/E430", client="acme", period="2026-10", code="E430", brief="orders to come")
GIVEN_UP = Problem(key="acme/2026-10/held/E430/final", client="acme", period="2026-10", code="E414", brief="given up")
UNKNOWN = Problem(key="bygg/2026-10/1a2b/E412", client="bygg", period="2026-10", code="E412", brief="delivery 1a2b")


def _tell(ledger: Ledger, problems: list[Problem], now: datetime, *, taken: bool = True) -> list[Problem]:
    """Do as a run does: ask what is new, mail it, and keep that it was told when the mail was taken."""
    new = list(fresh(ledger, problems, now))
    if taken:
        notes.keep_alert(ledger, [problem.key for problem in new], now)
    return new


def test_a_month_that_is_held_for_ten_days_is_one_mail_and_one_when_it_is_given_up(tmp_path: Path) -> None:
    """A run each quarter of an hour for ten days, then the deadline, then a month of runs: two mails in all."""
    mails: list[tuple[float, list[Problem]]] = []
    with ledger_with(tmp_path) as ledger:
        for step in range(0, 40 * 96, 8):  # every other hour, which is as good
            days = step / 96
            if new := _tell(ledger, [HELD if days < 10 else GIVEN_UP], NOW + timedelta(days=days)):
                mails.append((days, new))
    assert mails == [(0, [HELD]), (10, [GIVEN_UP])]


@pytest.mark.parametrize("every", [timedelta(minutes=15), timedelta(days=1, seconds=40), timedelta(hours=71)])
def test_what_lasts_is_told_once_however_seldom_the_program_runs(tmp_path: Path, every: timedelta) -> None:
    """A timer of a quarter of an hour, a daily one that drifts, and a machine that is off over the weekend."""
    with ledger_with(tmp_path) as ledger:
        told = [bool(_tell(ledger, [UNKNOWN], NOW + turn * every)) for turn in range(12)]
    assert told == [True] + [False] * 11


def test_what_comes_back_is_told_anew_but_not_what_flickers(tmp_path: Path) -> None:
    """Gone for an hour it is the same thing; gone for three days it is a new one."""
    hour = timedelta(hours=1)
    with ledger_with(tmp_path) as ledger:
        assert _tell(ledger, [UNKNOWN], NOW) == [UNKNOWN]
        assert _tell(ledger, [], NOW + hour) == []
        assert _tell(ledger, [UNKNOWN], NOW + 2 * hour) == []
        assert _tell(ledger, [UNKNOWN], NOW + 74 * hour) == [UNKNOWN]


def test_a_mail_that_was_not_taken_counts_as_not_told(tmp_path: Path) -> None:
    """The next run tries again, with what has come since."""
    with ledger_with(tmp_path) as ledger:
        assert _tell(ledger, [HELD], NOW, taken=False) == [HELD]
        assert _tell(ledger, [HELD, UNKNOWN], NOW + timedelta(minutes=15)) == [HELD, UNKNOWN]
        assert _tell(ledger, [HELD, UNKNOWN], NOW + timedelta(minutes=30)) == []


def test_the_same_key_twice_is_one_thing(tmp_path: Path) -> None:
    """A run may find the same thing in two places."""
    with ledger_with(tmp_path) as ledger:
        assert _tell(ledger, [UNKNOWN, UNKNOWN], NOW) == [UNKNOWN]


def test_the_mail_is_one_plain_text_from_a_program() -> None:
    """From the sender to the owner alone; each problem a line; the commands that help; no reply by machines wanted."""
    raw = alert_message([HELD, UNKNOWN], MAIL, "Norrvik Konsult", NOW)
    found = email.message_from_bytes(raw, policy=email.policy.default)
    assert {name: str(value) for name, value in found.items() if name != "Message-ID"} == {
        "From": "reports@consult.example",
        "To": "eva@consult.example",
        "Subject": "reporter: 2 things need you (Norrvik Konsult)",
        "Date": "Wed, 04 Nov 2026 06:15:00 +0000",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "Content-Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="us-ascii"',
        "Content-Transfer-Encoding": "7bit",
    }
    lines = found.get_content().splitlines()
    assert lines[:4] == [
        "2 things need you:",
        "",
        "  acme                 2026-10  E430  orders to come",
        "  bygg                 2026-10  E412  delivery 1a2b",
    ]
    for command in ("status", "explain CODE", "reconcile", "resolve ID --sent"):
        assert any(line.startswith(f"  reporter {command}") for line in lines)


def test_the_mail_is_the_same_for_the_same_problems_and_moment() -> None:
    """Byte for byte; another moment or problem has another Message-ID, in the sender's domain."""
    first = alert_message([HELD], MAIL, "N", NOW)
    assert alert_message([HELD], MAIL, "N", NOW) == first
    ids = [
        email.message_from_bytes(alert_message(problems, MAIL, "N", now))["Message-ID"]
        for problems, now in (([HELD], NOW), ([UNKNOWN], NOW), ([HELD], NOW + timedelta(microseconds=1)))
    ]
    assert len(set(ids)) == 3
    assert all(one.endswith("@consult.example>") for one in ids)


@pytest.mark.parametrize(
    "hostile",
    [
        "x\r\nBcc: spy@evil.example\r\n\r\nBody",
        "anna@acme.example",
        "Anna <anna@acme.example>",
        "=?utf-8?Q?=0ABcc:_spy=40evil.example?=",
        "\x00\x1b[31m\u202eevil\u2028",
        "Malmö Ærø " * 50,
        ".\r\n.",
    ],
)
def test_nothing_that_is_told_can_steer_the_mail(hostile: str) -> None:
    """Whatever stands in a slug, month, code, brief or name: ASCII, as many lines, none of them long, no address.

    The headers are the ones that a harmless mail has, and nothing follows the text.
    """
    problem = Problem(key="k", client=hostile, period=hostile, code=hostile, brief=hostile)
    raw = alert_message([problem], MAIL, hostile, NOW)
    harmless = alert_message([HELD], MAIL, "N", NOW)
    assert raw.isascii()
    found, usual = (email.message_from_bytes(one, policy=email.policy.default) for one in (raw, harmless))
    assert found.keys() == usual.keys()
    assert (str(found["To"]), str(found["From"])) == (MAIL.owner, MAIL.sender)
    text = found.get_content()
    assert len(text.splitlines()) == len(usual.get_content().splitlines())
    assert "@" not in text + str(found["Subject"])
    assert all(len(line) <= 4 * 80 + 10 for line in text.splitlines())
    assert "".join(text.splitlines()).isprintable()


def test_swedish_letters_become_their_ascii_likes() -> None:
    """A consultancy's name stays readable."""
    found = email.message_from_bytes(alert_message([HELD], MAIL, "Åkerö Rådgivning Ø", NOW))
    assert found["Subject"] == "reporter: one thing needs you (Akero Radgivning ?)"


def test_a_flood_is_a_short_mail() -> None:
    """A hundred lines and how many more there are."""
    problems = [Problem(key=str(n), client="acme", period="2026-10", code="E412", brief=f"n {n}") for n in range(250)]
    text = email.message_from_bytes(alert_message(problems, MAIL, "N", NOW)).get_payload()
    assert isinstance(text, str)
    assert "250 things need you" in text
    assert "  and 150 more" in text
    assert text.count("E412") == 100


def test_a_unit_that_fails_each_quarter_of_an_hour_is_one_mail(tmp_path: Path) -> None:
    """Systemd tells of each failure; the owner is told of the first."""
    problem = unit_problem("reporter-4f2a.service")
    with ledger_with(tmp_path) as ledger:
        told = [bool(_tell(ledger, [problem], NOW + timedelta(minutes=15 * turn))) for turn in range(20)]
    assert told == [True] + [False] * 19
    text = unit_message("reporter-4f2a.service", MAIL, "N", NOW).decode("ascii")
    assert f"  {'-':<20} {'-':<8} E493  reporter-4f2a.service failed\r\n" in text


def test_a_unit_s_name_cannot_steer_the_mail() -> None:
    """It comes from the command line."""
    assert unit_problem("a@b.service\r\nBcc: x").brief == "a b.service??Bcc:?x failed"
