"""Where passwords come from: a systemd credential, the environment, or the system's keyring; never a setting or a flag.

=============== ============================= ======================================= ===================
what            credential file               environment                             keyring "reporter"
=============== ============================= ======================================= ===================
``smtp``        ``reporter-smtp``             ``REPORTER_SMTP_PASSWORD[_FILE]``       ``smtp``
``imap``        ``reporter-imap``             ``REPORTER_IMAP_PASSWORD[_FILE]``       ``imap``
``m365``        ``reporter-m365``             ``REPORTER_M365_SECRET[_FILE]``         ``m365``
``pdf-<slug>``  ``reporter-pdf-<slug>``       ``REPORTER_PDF_<SLUG>_PASSWORD[_FILE]`` ``pdf-<slug>``
=============== ============================= ======================================= ===================
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

SERVICE = "reporter"
#: Slugs that have a variable: of these no two have the same one, so that no client gets another one's password.
_PLAIN_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 65536


class Secret:
    """A text that is shown nowhere: not by ``repr``, ``str`` or a format, and that no pickle takes along."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the text, for the one place that needs it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __format__(self, _: str) -> str:
        return repr(self)

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a secret is not written down")


def secret(name: str, environ: Mapping[str, str]) -> Secret:
    """Return a secret from the first place that has it: credential file, environment, keyring.

    Args:
        name: "smtp", "imap", "m365" or "pdf-<slug of the client>".
        environ: the environment, where ``CREDENTIALS_DIRECTORY`` is systemd's.

    Raises:
        UsageError: E461, when no place has it; E462, when a place has it in an unusable form: a file that cannot be
            read, that others may read, that is empty or no UTF-8.
    """
    if Path(name).name != name:
        raise _absent(name)
    if folder := environ.get("CREDENTIALS_DIRECTORY"):
        with suppress(FileNotFoundError):
            return Secret(_read(Path(folder) / f"{SERVICE}-{name}"))
    if variable := variable_of(name):
        if value := environ.get(variable):
            return Secret(value)
        if place := environ.get(f"{variable}_FILE"):
            return Secret(_named(Path(place)))
    if value := _from_keyring(name):
        return Secret(value)
    raise _absent(name)


def variable_of(name: str) -> str:
    """Return the environment's variable of a secret; empty for a client whose slug has signs that variables lack."""
    if name == "m365":
        return "REPORTER_M365_SECRET"
    if not _PLAIN_SLUG.fullmatch(name):
        return ""
    return f"REPORTER_{name.upper().replace('-', '_')}_PASSWORD"


def _named(path: Path) -> str:
    """Return the text of a file that somebody has named, and therefore means."""
    try:
        return _read(path)
    except FileNotFoundError:
        raise UsageError("E462", f"{path} is not there", help="correct the path, or write the file") from None


def _read(path: Path) -> str:
    """Return a file's text without the line's end; what is judged is the opened file, whatever the path becomes."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and stat.S_ISREG(mode) and mode & stat.S_IROTH:
                raise UsageError("E462", f"{path} may be read by every user of this machine", help=f"chmod 600 {path}")
            text = file.read(_LONGEST).decode("utf-8-sig")
    except FileNotFoundError:
        raise
    except (OSError, UnicodeDecodeError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else "it is no UTF-8"
        raise UsageError("E462", f"{path} cannot be read ({why})", help="correct the file or its owner") from None
    text = text.removesuffix("\n").removesuffix("\r")
    if not text:
        raise UsageError("E462", f"{path} is empty", help="write the password into it, as its only line")
    return text


def _from_keyring(name: str) -> str:
    """Return what the system's keyring has, empty where there is none or it is locked."""
    try:
        import keyring

        return keyring.get_password(SERVICE, name) or ""
    except Exception:  # noqa: BLE001 - a backend may raise anything of its own; whatever it is, the secret is not there
        return ""


def _absent(name: str) -> UsageError:
    variable = variable_of(name)
    ways = [f"set {variable} or {variable}_FILE"] if variable else []
    ways += [f"give the systemd credential {SERVICE}-{name}", f"run: keyring set {SERVICE} {name}"]
    return UsageError("E461", f'the secret "{name}" is in no place that is looked at', help=", or ".join(ways))
