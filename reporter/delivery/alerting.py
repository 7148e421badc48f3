"""What the owner is told by mail, once: slugs, months, codes and commands, never a name, an address or a figure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

from reporter.delivery.ledger.opening import transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from reporter.delivery.ledger import Ledger
    from reporter.workspace.delivery import Mail

#: What was gone for so long and is back is told anew; longer than a weekend that the machine is off.
ANEW: Final = timedelta(hours=72)
UNIT_FAILED: Final = "E493"
_MOST_LINES, _LONGEST = 100, 80
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_WAYS_OUT = """\
What to do:
  reporter status                     where every month stands
  reporter explain CODE               what a code means, and the way out
  reporter reconcile                  ask the archive mailbox about unknown mail
  reporter resolve ID --sent          or --not-sent: when you know what became of it

This is told once. It is told again only after it was gone for three days.
No client was written to.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that needs a person.

    ``key`` stays the same for as long as it lasts and begins with the client's slug and "/", so that it goes when the
    client is forgotten; a month that is given up has another key than while it was held. ``client`` is a slug,
    ``period`` as ``2026-10``, each empty where it is about none; ``brief`` our own words.
    """

    key: str
    client: str
    period: str
    code: str
    brief: str


def fresh(ledger: Ledger, problems: Iterable[Problem], now: datetime) -> tuple[Problem, ...]:
    """Return the problems that the owner has not been told of; the caller keeps their keys once the mail is taken.

    It is called with everything that is wrong, at each run: what was told is marked as still there, and what was not
    there for three days is struck out, so that it is told anew when it comes back. A month that is held for ten days
    is so one mail, and one more when it is given up.

    Args:
        ledger: open.
        problems: all of them.
        now: aware, UTC.
    """
    found = {problem.key: problem for problem in problems}
    with transaction(ledger) as connection:
        connection.execute("DELETE FROM alert WHERE at <= ?", ((now - ANEW).isoformat(),))
        told = {key for (key,) in connection.execute("SELECT key FROM alert").fetchall()} & found.keys()
        connection.executemany("UPDATE alert SET at = ? WHERE key = ?", [(now.isoformat(), key) for key in told])
    return tuple(problem for key, problem in found.items() if key not in told)


def alert_message(problems: Sequence[Problem], mail: Mail, workspace_name: str, now: datetime) -> bytes:
    """Return one plain mail to the owner, the same bytes for the same problems and moment.

    Args:
        problems: at least one.
        mail: with ``sender`` and ``owner``.
        workspace_name: the consultancy's.
        now: aware.
    """
    count = f"{len(problems)} things need you" if len(problems) > 1 else "one thing needs you"
    shown = [_line(problem) for problem in problems[:_MOST_LINES]]
    if more := len(problems) - len(shown):
        shown.append(f"  and {more} more")
    text = "\n".join([f"{count[0].upper()}{count[1:]}:", "", *shown, "", _WAYS_OUT])
    message = EmailMessage(policy=SMTP)
    message["From"] = mail.sender
    message["To"] = mail.owner
    message["Subject"] = f"reporter: {count} ({_ascii(workspace_name)})"
    message["Date"] = format_datetime(now.astimezone(UTC))
    message["Message-ID"] = _message_id(text, mail, now)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    message.set_content(text, charset="us-ascii", cte="7bit")
    message["Content-Language"] = "en"
    return message.as_bytes()


def unit_problem(unit: str) -> Problem:
    """Return that a unit of the system failed, for ``fresh``: a timer fires each quarter of an hour."""
    name = re.sub(r"[^A-Za-z0-9@._:-]", "?", unit)[:_LONGEST]
    return Problem(
        key=f"/unit/{name}", client="", period="", code=UNIT_FAILED, brief=f"{name} failed".replace("@", " ")
    )


def unit_message(unit: str, mail: Mail, workspace_name: str, now: datetime) -> bytes:
    """Return the mail that tells of a failed unit (systemd's ``OnFailure=``)."""
    return alert_message((unit_problem(unit),), mail, workspace_name, now)


def _line(problem: Problem) -> str:
    client, period, code = (_ascii(text) or "-" for text in (problem.client, problem.period, problem.code))
    return f"  {client:<20} {period:<8} {code:<5} {_ascii(problem.brief)}".rstrip()


def _ascii(text: str) -> str:
    """Return a text as one short line of ASCII without an address; å becomes a, what has no such form a "?"."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    told = _ADDRESS.sub("[address]", plain.replace("=?", "??"))  # an encoded word would be decoded in the subject
    return re.sub(r"[^ -~]", "?", told)[:_LONGEST]


def _message_id(text: str, mail: Mail, now: datetime) -> str:
    digest = hashlib.sha256(f"{now.isoformat()}\n{text}".encode()).hexdigest()
    domain = mail.sender.rpartition("@")[2] or "reporter.invalid"
    return f"<alert.{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.{digest[:16]}@{domain}>"
