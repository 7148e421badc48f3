"""``reporter mail test``: what an operator sees, with the real servers."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import typer

from reporter.cli.console import Console
from reporter.cli.mail import mail
from reporter.cli.mail_test import run
from reporter.delivery.transport.choice import transport_of
from reporter.delivery.transport.graph import GraphTransport
from reporter.delivery.transport.smtp import SmtpTransport
from reporter.errors import MailError, UsageError
from reporter.workspace.delivery import Mail

if TYPE_CHECKING:
    from pathlib import Path

    from tests.delivery.stand.stand import Stand


@pytest.fixture
def workspace(stand: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a workspace that sends through the stand, with its secrets in the environment."""
    (tmp_path / "ca.pem").write_bytes(stand.ca_file.read_bytes())  # named from the workspace, wherever we are
    (tmp_path / "reporter.toml").write_text(
        f"""\
schema = 1
[mail]
host = "localhost"
port = {stand.smtp_port}
user = "{stand.user}"
sender = "{stand.user}"
archive = "{stand.archive_user}"
ca_file = "ca.pem"
[archive]
host = "localhost"
port = {stand.imap_port}
user = "{stand.archive_user}"
ca_file = "ca.pem"
""",
        encoding="utf-8",
    )
    for name, value in stand.environ().items():
        monkeypatch.setenv(name, value)
    return tmp_path


def test_all_is_well(workspace: Path, stand: Stand, capfd: pytest.CaptureFixture[str]) -> None:
    """Server, login, size and archive, a line each; nothing was sent."""
    stand.empty()
    assert run(str(workspace), Console()) == 0
    until = stand.certs.not_after.date().isoformat()
    assert capfd.readouterr().out.splitlines() == [
        f"localhost port {stand.smtp_port}: TLSv1.3, certificate valid until {until}",
        "login ok (PLAIN)",
        "largest message 10.2 MB",
        f"localhost port {stand.imap_port}: TLSv1.3, login ok, folder INBOX can be read",
    ]
    assert not stand.counts()


def test_one_object_for_programs(workspace: Path, stand: Stand, capfd: pytest.CaptureFixture[str]) -> None:
    """The same lines; standard output holds nothing else."""
    assert run(str(workspace), Console(json=True)) == 0
    found = json.loads(capfd.readouterr().out)
    assert (found["command"], found["ok"], found["server"][1]) == ("mail test", True, "login ok (PLAIN)")
    assert found["archive"] == [f"localhost port {stand.imap_port}: TLSv1.3, login ok, folder INBOX can be read"]


@pytest.mark.parametrize(
    ("absent", "warning"),
    [
        ('[archive]\nhost = "localhost"\n', "no archive mailbox is set"),
        ('archive = "arkiv@consult.test"\n', "no copies go to the archive mailbox"),
    ],
)
def test_a_missing_archive_is_a_warning(
    workspace: Path, capfd: pytest.CaptureFixture[str], absent: str, warning: str
) -> None:
    """Without one only a person can say what became of a delivery without an answer."""
    settings = workspace / "reporter.toml"
    text = settings.read_text(encoding="utf-8")
    text = text[: text.index("[archive]")] if absent.startswith("[") else text.replace(absent, "")
    settings.write_text(text, encoding="utf-8")
    assert run(str(workspace), Console()) == 0
    assert f"warning: {warning}" in capfd.readouterr().out


def test_a_wrong_password_and_a_missing_one(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 4 for what the server says, 2 for what is not there; neither line holds the password."""
    monkeypatch.setenv("REPORTER_SMTP_PASSWORD", "fel-lösen")
    with pytest.raises(MailError, match="E463") as caught:
        run(str(workspace), Console())
    assert "fel-lösen" not in str(caught.value)
    monkeypatch.delenv("REPORTER_SMTP_PASSWORD")
    with pytest.raises(UsageError, match="E461"):
        run(str(workspace), Console())


def test_the_choice_follows_the_settings() -> None:
    """Password, token or neither; each with its secret at hand, or told that it is missing."""
    usual = Mail(host="localhost", sender="a@b.test", user="a@b.test")
    token, nothing = replace(usual, auth="xoauth2"), replace(usual, auth="none")
    environ = {"REPORTER_SMTP_PASSWORD": "p", "REPORTER_M365_SECRET": "s"}
    with_password = transport_of(usual, environ)
    assert isinstance(with_password, SmtpTransport)
    assert with_password.password
    assert with_password.password.reveal() == "p"
    assert not with_password.token
    with_token = transport_of(token, environ)
    assert isinstance(with_token, SmtpTransport)
    assert with_token.token
    assert not with_token.password
    open_ = transport_of(nothing, {})
    assert isinstance(open_, SmtpTransport)
    assert (open_.password, open_.token) == (None, None)
    by_graph = replace(usual, transport="graph", tenant="norrvik.test", application="app")
    assert isinstance(transport_of(by_graph, environ), GraphTransport)
    for settings, code in (
        (Mail(), "E460"),
        (usual, "E461"),
        (token, "E461"),
        (Mail(transport="graph"), "E461"),
    ):
        with pytest.raises(UsageError, match=code):
            transport_of(settings, {})


def test_the_group_has_help_with_an_example() -> None:
    """Whoever asks for help finds a call to begin with."""
    command = typer.main.get_command(mail)
    assert command.epilog == "Example: reporter mail test"
    assert list(getattr(command, "commands", {})) == ["test"]
