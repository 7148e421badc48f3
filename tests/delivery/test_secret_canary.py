"""A password that is unlike anything else is found in no file, line, manifest or process, whatever goes wrong."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.ledger import open_ledger, reading
from reporter.delivery.values import Answer, State
from reporter.pipeline.delivery import Wishes, approve_recipients, tick
from reporter.workspace import Archive
from tests.delivery.canary import found, shown
from tests.delivery.faults import Mode, fault_server
from tests.delivery.office import make_office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.delivery.transport.base import Envelope, Steps
    from tests.delivery.faults import FaultServer
    from tests.delivery.office import Office
    from tests.delivery.stand.certificates import Certificates
    from tests.delivery.stand.stand import Stand

ROOT = Path(__file__).parents[2]
IMAP, PDF, M365 = "imap-kanarie-Ö-5512", "pdf-kanarie-å-8830", "m365~kanarie.Q4t-9967"
DEBUG = pytest.mark.parametrize("debug", ["", "1"], ids=["quiet", "debug"])
#: What stands in place of the program's own words in a child: the secret is a local where it breaks.
BROKEN_LOGIN = """
from reporter.delivery.transport import login
def broken(wire, user, password):
    revealed = password.reveal()
    raise RuntimeError("broken beside", len(revealed))
login._plain = broken
"""
BROKEN_SIGN_IN = """
import msal
class Broken:
    def __init__(self, *_, client_credential, **__):
        self.said = client_credential
    def acquire_token_for_client(self, scopes):
        raise RuntimeError(f"AADSTS7000215: {self.said} is wrong")
msal.ConfidentialClientApplication = Broken
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended, and all that it printed."""

    code: int
    output: bytes


class Putting:
    """A way out that puts everything off, so that the command line finds it reserved."""

    def send(self, _: Envelope, __: Steps) -> Answer:
        """Say: later."""
        return Answer(kind="later", reply="450 4.2.0 greylisted")

    def check(self) -> tuple[str, ...]:
        """Find nothing."""
        return ()


@pytest.fixture
def server(certs: Certificates) -> Iterator[FaultServer]:
    """Run a fault server for one test."""
    with fault_server(certs) as running:
        yield running


def secrets_of(server: FaultServer) -> dict[str, str]:
    """Return the variables with all secrets."""
    return {
        **server.environ(),
        "REPORTER_IMAP_PASSWORD": IMAP,
        "REPORTER_M365_SECRET": M365,
        "REPORTER_PDF_C01_PASSWORD": PDF,
    }


def waiting_office(server: FaultServer, folder: Path, **mail: object) -> Office:
    """Make an office of one client whose encrypted report was put off six minutes ago, by the real clock."""
    office = make_office(folder, server.mail(**mail), Archive(), 1, client_toml='encrypt = "pdf"')
    environ, now = secrets_of(server), datetime.now(UTC)
    with office.session(now - timedelta(days=40), environ) as this:
        tick(this, Wishes())
        approve_recipients(this, "c01")
    office.tick(now - timedelta(minutes=6), environ, Putting())
    assert State.RESERVED in states(office)
    return office


def states(office: Office) -> set[State]:
    """Return the states of what stands in the ledger."""
    with open_ledger(office.state, datetime.now(UTC)) as ledger:
        return {one.state for one in reading.deliveries(ledger)}


def reporter(folder: Path, environ: dict[str, str], *words: str, debug: str = "", patch: str = "") -> Ended:
    """Run the command line in a process of its own, patched or as it is."""
    start = ["-c", f"{patch}\nfrom reporter.__main__ import main\nmain()"] if patch else ["-m", "reporter"]
    around = {name: value for name, value in os.environ.items() if not name.startswith("REPORTER_")}
    done = subprocess.run(
        [sys.executable, *start, "-C", str(folder), *words],
        cwd=ROOT, env={**around, **environ, "REPORTER_DEBUG": debug}, capture_output=True, check=False,
    )  # fmt: skip
    return Ended(code=done.returncode, output=done.stdout + b"\n" + done.stderr)


def nothing_shows(server: FaultServer, folder: Path, *ended: Ended) -> None:
    """No secret is in any file of the workspace, nor in what was printed."""
    wanted = set(secrets_of(server).values())
    assert found(folder, wanted) == []
    for one in ended:
        assert shown(one.output, wanted) == [], one.code


@pytest.mark.parametrize("text", ["utf-8", "utf-16-le", "base64", "folded", "json", "name"])
def test_the_search_finds_what_is_hidden(text: str, tmp_path: Path) -> None:
    """A secret that is written plainly, coded, folded or as a file's name is found: else its absence proves nothing."""
    said = f"user {PDF} end"
    coded = base64.b64encode(f"\0someone\0{PDF}".encode())
    content = {
        "base64": coded,
        "folded": re.sub(rb"(.{11})", rb"\1\r\n", coded),
        "json": b'"pdf-kanarie-\\u00e5-8830"',
        "name": b"",
    }.get(text, said.encode(text if text.startswith("utf") else "utf-8"))
    (tmp_path / (f"{PDF}.txt" if text == "name" else "a.txt")).write_bytes(content)
    assert [secret for _, secret in found(tmp_path, [PDF, IMAP])] == [PDF]


@DEBUG
def test_a_run_that_succeeds_shows_no_secret(debug: str, server: FaultServer, tmp_path: Path) -> None:
    """The server heard the password; no file, no line and no message holds it, nor the one that opens the report."""
    office = waiting_office(server, tmp_path)
    tried = reporter(tmp_path, secrets_of(server), "mail", "test", debug=debug)
    sent = reporter(tmp_path, secrets_of(server), "send", "--due", "--json", debug=debug)
    assert (tried.code, sent.code) == (0, 0), sent.output
    assert states(office) == {State.SENT}
    assert server.password.encode() in server.seen[-1].logins[-1]
    assert list(office.state.glob("runs/*.json"))
    nothing_shows(server, tmp_path, tried, sent, *(Ended(0, one.eml) for one in server.taken))


@pytest.mark.parametrize(
    ("mode", "debug"),
    [
        (Mode.AUTH_535, ""),
        *((mode, "1") for mode in (Mode.AUTH_535, Mode.AUTH_454, Mode.NO_PLAIN, Mode.SELF_SIGNED, Mode.DOT_DROP)),
    ],
)
def test_a_run_that_fails_shows_no_secret(mode: Mode, debug: str, server: FaultServer, tmp_path: Path) -> None:
    """Refused at the login, at TLS or cut off after the dot: code and words, and no password."""
    office = waiting_office(server, tmp_path)
    server.fail(mode)
    sent = reporter(tmp_path, secrets_of(server), "send", "--due", debug=debug)
    tried = [] if mode is Mode.DOT_DROP else [reporter(tmp_path, secrets_of(server), "mail", "test", debug=debug)]
    assert sent.code == {Mode.AUTH_454: 1, Mode.DOT_DROP: 5}.get(mode, 4), sent.output
    assert all(one.code == 4 for one in tried)
    assert State.SENT not in states(office)
    nothing_shows(server, tmp_path, sent, *tried)


@DEBUG
def test_a_bug_beside_the_password_shows_no_secret(debug: str, server: FaultServer, tmp_path: Path) -> None:
    """An exception where the password is a local: a traceback, where one is asked for, shows lines and no values."""
    office = waiting_office(server, tmp_path)
    sent = reporter(tmp_path, secrets_of(server), "send", "--due", debug=debug, patch=BROKEN_LOGIN)
    tried = reporter(tmp_path, secrets_of(server), "mail", "test", debug=debug, patch=BROKEN_LOGIN)
    assert (sent.code, tried.code) == (1, 1 if debug else 70)
    assert (b"Traceback" in tried.output) == bool(debug)
    assert b"RuntimeError" in sent.output + tried.output
    assert states(office) == {State.RESERVED}
    nothing_shows(server, tmp_path, sent, tried)


@pytest.mark.parametrize("settings", [{"auth": "xoauth2"}, {"transport": "graph"}], ids=["xoauth2", "graph"])
def test_a_sign_in_that_quotes_the_secret_is_not_repeated(
    settings: dict[str, object], server: FaultServer, tmp_path: Path
) -> None:
    """What the library of the sign-in says may hold the application's secret; we say its number only."""
    waiting_office(server, tmp_path, tenant="consult.example", application="0a1b2c3d", **settings)
    sent = reporter(tmp_path, secrets_of(server), "send", "--due", debug="1", patch=BROKEN_SIGN_IN)
    tried = reporter(tmp_path, secrets_of(server), "mail", "test", debug="1", patch=BROKEN_SIGN_IN)
    assert (sent.code, tried.code) == (4, 4), sent.output
    assert b"AADSTS7000215" in sent.output
    nothing_shows(server, tmp_path, sent, tried)


def test_the_archive_s_password_is_not_shown(stand: Stand, server: FaultServer, tmp_path: Path) -> None:
    """The real archive takes the right one and refuses the wrong one; neither is written anywhere."""
    make_office(tmp_path, stand.mail(), stand.archive(), 1)
    right = reporter(tmp_path, stand.environ(), "mail", "test", debug="1")
    wrong = reporter(tmp_path, {**stand.environ(), "REPORTER_IMAP_PASSWORD": IMAP}, "mail", "test", debug="1")
    assert (right.code, wrong.code) == (0, 4), wrong.output
    wanted = {*stand.environ().values(), IMAP}
    assert not shown(right.output + wrong.output, wanted)
    assert not found(tmp_path, wanted)
    nothing_shows(server, tmp_path, right, wrong)


def test_no_process_shows_a_secret_that_came_by_file(server: FaultServer, tmp_path: Path) -> None:
    """While a run waits for the server, neither its command line nor its environment holds the password."""
    folder, aside = tmp_path / "office", tmp_path / "aside"
    folder.mkdir()
    waiting_office(server, folder)
    aside.write_text(server.password, "utf-8")
    aside.chmod(0o600)
    server.fail(Mode.AUTH_454)
    server.fail(Mode.NO_BANNER)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("REPORTER_")}
    with subprocess.Popen(
        [sys.executable, "-m", "reporter", "-C", str(folder), "send", "--due"],
        cwd=ROOT, env={**environ, "REPORTER_SMTP_PASSWORD_FILE": str(aside)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        until = time.monotonic() + 30
        while not server.seen and process.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        assert server.seen
        mine = Path(f"/proc/{process.pid}")
        assert b"send" in (mine / "cmdline").read_bytes()
        for other in Path("/proc").glob("[0-9]*"):
            for name in ("cmdline", "environ") if other == mine else ("cmdline",):
                assert not shown(_read(other / name), [server.password])
        process.terminate()
        assert not shown(process.stdout.read() if process.stdout else b"", [server.password])
    nothing_shows(server, folder)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it has ended
        return b""
