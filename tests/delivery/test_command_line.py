"""The whole way, as a consultancy goes it: the demo workspace, real reports, real servers, the real command line."""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from email.message import EmailMessage

    from tests.delivery.stand.stand import Stand

ROOT = Path(__file__).parents[2]
PERIOD = "2025-12"
PEOPLE = ("c1@clients.test", "c2@clients.test", "c3@clients.test")


@pytest.fixture(scope="module")
def place(stand: Stand, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the demo workspace that sends through the stand: Norrvik to two people, Vesterå to one."""
    folder = tmp_path_factory.mktemp("consultancy")
    workspace = folder / "workspace"
    shutil.copytree(ROOT / "fixtures" / "workspace", workspace, ignore=shutil.ignore_patterns("data"))
    mail, archive = stand.mail(), stand.archive()
    (workspace / "reporter.toml").write_text(
        f"""schema = 1
[consultancy]
name = "Lindhavn & Ry"
[report]
brand = "lindhavn"
[mail]
host = "{mail.host}"
port = {mail.port}
user = "{mail.user}"
sender = "{mail.sender}"
bounces = "{mail.bounces}"
owner = "{mail.owner}"
archive = "{mail.archive}"
ca_file = "{mail.ca_file}"
[archive]
host = "{archive.host}"
port = {archive.port}
user = "{archive.user}"
ca_file = "{archive.ca_file}"
""",
        encoding="utf-8",
    )
    for slug, numbers in (("norrvik", "12"), ("vestera", "3")):
        path = workspace / "clients" / slug / "client.toml"
        text = path.read_text(encoding="utf-8").replace(f"{slug}.example", "clients.test")
        for number in numbers:
            text = re.sub(r'address = "[a-z.]+@', f'address = "c{number}@', text, count=1)
        path.write_text(text, encoding="utf-8")
    return folder


def reporter(place: Path, stand: Stand, *words: str, **more: str) -> tuple[int, dict[str, Any]]:
    """Run the command line; return its exit code and its one object."""
    environ = {**os.environ, **stand.environ(), "REPORTER_KEYS": str(place / "keys"), **more}
    done = subprocess.run(
        [sys.executable, "-m", "reporter", "-C", str(place / "workspace"), *words, "--json"],
        cwd=ROOT, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)


def due_since_december(place: Path) -> None:
    """Let the ledger remember that the schedules were there before January 2026."""
    with sqlite3.connect(place / "workspace" / "delivery" / "ledger.db") as ledger:
        for slug in ("norrvik", "vestera"):
            ledger.execute("INSERT OR REPLACE INTO schedule VALUES (?, ?)", (slug, PERIOD))


def parsed(content: bytes) -> EmailMessage:
    """Return a message as its reader gets it."""
    return email.message_from_bytes(content, policy=email.policy.default)


def test_a_month_goes_out_once_to_everybody(place: Path, empty_stand: Stand) -> None:
    """Three people get their report, in their language; the second run finds nothing to do; the run can be verified."""
    code, told = reporter(place, empty_stand, "mail", "test")
    assert code == 0, told
    for slug in ("norrvik", "vestera"):
        assert reporter(place, empty_stand, "approve", slug)[0] == 0
    due_since_december(place)
    code, told = reporter(place, empty_stand, "send", "--due", "--catch-up", "--limit", "2")
    assert [one["state"] for one in told["deliveries"]] == ["sent"] * 3, told
    messages = [parsed(one) for person in PEOPLE for one in empty_stand.read(person)]
    assert len(messages) == 3
    assert sorted(str(one["Content-Language"]) for one in messages) == ["da", "da", "sv"]
    for message in messages:
        (attached,) = message.iter_attachments()
        content = attached.get_content()
        assert content.startswith(b"%PDF")
        published = [path.read_bytes() for path in (place / "workspace" / "output").rglob("*.pdf")]
        assert sha256(content).hexdigest() in {sha256(one).hexdigest() for one in published}
    assert sum(empty_stand.counts("arkiv@consult.test").values()) == 3
    assert reporter(place, empty_stand, "verify-run", told["run"])[0] == 0
    code, again = reporter(place, empty_stand, "send", "norrvik", "--period", PERIOD)
    assert (code, again["findings"][0]["code"]) == (2, "E410")
    assert sum(empty_stand.counts(*PEOPLE).values()) == 3


def test_status_tells_how_it_stands(place: Path, stand: Stand) -> None:
    """Status names what is next for both clients, and what was sent."""
    code, told = reporter(place, stand, "status")
    assert {one["client"] for one in told["next"]} == {"norrvik", "vestera"}
    assert len(told["sent"]) == 3
    assert code in {0, 1}
    assert datetime.fromisoformat(told["now"]).tzinfo == UTC
