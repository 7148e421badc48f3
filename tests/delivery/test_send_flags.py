"""Flags of send, resend and skip that contradict each other or would do nothing; what a quiet run still prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reporter.cli.app import run
from reporter.cli.console import Console
from reporter.cli.send_lines import print_all
from reporter.delivery.sending import Sent
from reporter.errors import MailError

if TYPE_CHECKING:
    from pathlib import Path

MONTH = ("--period", "2026-10")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("send", "--due", "--incomplete-ok"), "C112", "--incomplete-ok"),
        (("send", "norrvik", *MONTH, "--limit", "2"), "C112", "--limit"),
        (("send", "norrvik", *MONTH, "--client", "vestera"), "C112", "--client"),
        (("send", "norrvik", *MONTH, "--test", "a@b.example", "--dry-run", "x"), "C112", "exclude each other"),
        (("send", "--due", "--limit", "0"), "C100", "--limit"),
        (("resend", "norrvik", *MONTH, "--reason", " "), "C100", "--reason is empty"),
        (("skip", "norrvik", *MONTH, "--reason", ""), "C100", "--reason is empty"),
    ],
)
def test_a_flag_that_would_do_nothing_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: str, told: str
) -> None:
    """Before anything is opened, with exit code 2 and one line that names the flag."""
    assert run(["-C", str(tmp_path), *words]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"error[{code}]: ")
    assert told in line


def test_a_quiet_run_still_says_what_failed(capsys: pytest.CaptureFixture[str]) -> None:
    """The timer's runs are quiet: what was sent is not told, what failed, is unknown or stopped the run is."""
    lines = ["sent     a 2026-10", "failed   b 2026-10", "UNKNOWN  c 2026-10", "held     d 2026-10"]
    stopped = MailError("E463", "the login is refused", help="correct it")
    print_all(Console(quiet=True), lines, Sent(attempts=(), stopped=stopped))
    told = capsys.readouterr()
    assert told.out.splitlines() == ["failed   b 2026-10", "UNKNOWN  c 2026-10"]
    assert told.err.splitlines() == ["error[E463]: the login is refused; correct it"]
