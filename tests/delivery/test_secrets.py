"""Secrets: where they are looked for, and that nothing shows them."""

from __future__ import annotations

import copy
import pickle
import traceback
from typing import TYPE_CHECKING

import keyring
import keyring.backend
import pytest
from keyring.backends import fail

from reporter.delivery.secrets import Secret, secret, variable_of
from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CANARY = "kanarie-lösen-7319"


class Filled(keyring.backend.KeyringBackend):
    """A keyring that has one secret."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return it."""
        return "from the keyring" if (service, username) == ("reporter", "smtp") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        """Take nothing."""


@pytest.fixture(autouse=True)
def no_keyring() -> Iterator[None]:
    """Stand on a machine without a keyring, whatever this one has."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


def _file(path: Path, content: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_the_credential_comes_before_the_environment_and_that_before_the_keyring(tmp_path: Path) -> None:
    """Each place is taken away in turn, and the next one answers."""
    keyring.set_keyring(Filled())  # type: ignore[no-untyped-call]
    credential = _file(tmp_path / "reporter-smtp", b"from systemd\n", 0o400)
    other = _file(tmp_path / "elsewhere", b"from the file")
    environ = {
        "CREDENTIALS_DIRECTORY": str(tmp_path),
        "REPORTER_SMTP_PASSWORD": "from the variable",
        "REPORTER_SMTP_PASSWORD_FILE": str(other),
    }
    assert secret("smtp", environ).reveal() == "from systemd"
    credential.unlink()
    assert secret("smtp", environ).reveal() == "from the variable"
    del environ["REPORTER_SMTP_PASSWORD"]
    assert secret("smtp", environ).reveal() == "from the file"
    del environ["REPORTER_SMTP_PASSWORD_FILE"]
    assert secret("smtp", environ).reveal() == "from the keyring"


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("smtp", "REPORTER_SMTP_PASSWORD"),
        ("imap", "REPORTER_IMAP_PASSWORD"),
        ("m365", "REPORTER_M365_SECRET"),
        ("pdf-norrvik-ab", "REPORTER_PDF_NORRVIK_AB_PASSWORD"),
    ],
)
def test_absent_secrets_are_told_with_each_place_that_would_have_been_looked_at(name: str, variable: str) -> None:
    """The one line names the variable, its file, the credential and the keyring."""
    with pytest.raises(UsageError) as caught:
        secret(name, {})
    assert caught.value.code == "E461"
    assert f"set {variable} or {variable}_FILE" in str(caught.value)
    assert f"credential reporter-{name}," in str(caught.value)
    assert f"keyring set reporter {name}" in str(caught.value)


@pytest.mark.parametrize("slug", ["norrvik_ab", "Norrvik", "norrvik--ab", "norrvik-", "åland"])
def test_clients_that_would_share_a_variable_have_none(slug: str) -> None:
    """norrvik-ab and norrvik_ab must not get each other's password, so only one of them is read from a variable."""
    assert not variable_of(f"pdf-{slug}")
    with pytest.raises(UsageError, match="E461"):
        secret(f"pdf-{slug}", {"REPORTER_PDF_NORRVIK_AB_PASSWORD": CANARY, "REPORTER_PDF_NORRVIK_PASSWORD": CANARY})


@pytest.mark.parametrize(
    ("content", "value"),
    [(b"a\n", "a"), (b"a\r\n", "a"), (b"a\n\n", "a\n"), (b" a ", " a "), ("lösen".encode("utf-8-sig"), "lösen")],
)
def test_one_line_end_of_a_file_is_removed_and_nothing_else(tmp_path: Path, content: bytes, value: str) -> None:
    """Editors add one line end; blanks may belong to a password."""
    path = _file(tmp_path / "password", content)
    assert secret("smtp", {"REPORTER_SMTP_PASSWORD_FILE": str(path)}).reveal() == value


@pytest.mark.parametrize(
    ("content", "mode", "why"),
    [
        (CANARY.encode(), 0o644, "every user of this machine"),
        (CANARY.encode("latin-1"), 0o600, "no UTF-8"),
        (b"\n", 0o600, "is empty"),
    ],
)
def test_unusable_files_are_refused_without_showing_them(tmp_path: Path, content: bytes, mode: int, why: str) -> None:
    """A file that others read, of another encoding, or with nothing in it ends the command with E462."""
    path = _file(tmp_path / "password", content, mode)
    with pytest.raises(UsageError, match=why) as caught:
        secret("smtp", {"REPORTER_SMTP_PASSWORD_FILE": str(path)})
    assert caught.value.code == "E462"
    assert "kanarie" not in "".join(traceback.format_exception(caught.value))


def test_a_file_that_is_not_there_is_no_silent_step_to_the_next_place(tmp_path: Path) -> None:
    """Whoever names a file means it."""
    keyring.set_keyring(Filled())  # type: ignore[no-untyped-call]
    with pytest.raises(UsageError, match=r"E462.*is not there"):
        secret("smtp", {"REPORTER_SMTP_PASSWORD_FILE": str(tmp_path / "none")})


def test_credentials_that_cannot_be_looked_at_are_told(tmp_path: Path) -> None:
    """A path through a file, as if systemd's folder were none: one line, and no step to the next place."""
    keyring.set_keyring(Filled())  # type: ignore[no-untyped-call]
    file = _file(tmp_path / "file", b"")
    with pytest.raises(UsageError, match=r"E462.*Not a directory"):
        secret("smtp", {"CREDENTIALS_DIRECTORY": str(file)})


def test_a_name_cannot_lead_out_of_the_credentials(tmp_path: Path) -> None:
    """A client called a/../../x reads no file beside the folder, though the path leads there."""
    (tmp_path / "in" / "reporter-pdf-a").mkdir(parents=True)
    _file(tmp_path / "x", CANARY.encode())
    assert (tmp_path / "in" / "reporter-pdf-a/../../x").is_file()
    with pytest.raises(UsageError, match="E461"):
        secret("pdf-a/../../x", {"CREDENTIALS_DIRECTORY": str(tmp_path / "in")})


def test_a_secret_is_shown_by_nothing() -> None:
    """repr, str, formats, containers and tracebacks show an ellipsis; copies by pickle are refused."""
    one = Secret(CANARY)
    shown = "".join(traceback.format_exception(ValueError(one, f"{one}", f"{one:>40}", [one])))
    assert "kanarie" not in shown
    assert shown.count("Secret(…)") >= 4
    for refused in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError, match="not written down"):
            refused(one)
