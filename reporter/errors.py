"""What an operator can do wrong, as one tree.

::

    ReporterError            one coded line, a way out, an exit code
    ├── UsageError           exit 2: a flag, a setting or a path
    ├── InputError           exit 3: a file that cannot be read, or lacks what is required
    ├── MailError            exit 4: the mail server refuses us: login, TLS, sender
    ├── BusyError            exit 75: another run is at work
    └── RenderError          exit 70: a page could not be made as designed (a fault of ours or of a brand)

Faults in single rows of the user's data are no exceptions: they are ``Problem`` values
(``reporter.model``), counted and kept.
"""

from __future__ import annotations

from typing import ClassVar

#: How a command ends that no error ends: done, with findings, refused by the mail server, with an unknown delivery.
EXIT_FINE, EXIT_FINDINGS, EXIT_REFUSED, EXIT_UNKNOWN = 0, 1, 4, 5


class ReporterError(Exception):
    """A fault that ends the command.

    ``code`` is stable (C configuration, D data, B benchmark, R rendering, E delivery); ``message`` says what
    is wrong, ``help`` what to do; ``file``, ``row`` and ``column`` say where.
    """

    exit_code: ClassVar[int] = 70

    def __init__(
        self,
        code: str,
        message: str,
        *,
        help: str,  # noqa: A002 - the word the user reads
        file: str | None = None,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.help = help
        self.file = file
        self.row = row
        self.column = column

    def __reduce__(self) -> tuple[object, ...]:
        """Let a worker process hand its error to the parent whole."""
        return (_rebuild, (type(self), self.code, self.message, self.help, self.file, self.row, self.column))

    def __str__(self) -> str:
        """Return the one line that the user reads."""
        place = ", ".join(
            part
            for part in (
                self.file or "",
                f"row {self.row}" if self.row is not None else "",
                f'column "{self.column}"' if self.column is not None else "",
            )
            if part
        )
        return f"error[{self.code}]: {place + ': ' if place else ''}{self.message}; {self.help}"


class UsageError(ReporterError):
    """A flag, a setting or a path is wrong; nothing was done."""

    exit_code = 2


class InputError(ReporterError):
    """A file cannot be read, or lacks what is required."""

    exit_code = 3


class MailError(ReporterError):
    """The mail server refuses us altogether: every message would fail, so none is tried."""

    exit_code = 4


class BusyError(ReporterError):
    """Another run holds the lock; nothing was done."""

    exit_code = 75


class RenderError(ReporterError):
    """A page could not be made as designed."""

    exit_code = 70


def _rebuild(
    kind: type[ReporterError],
    code: str,
    message: str,
    help_: str,
    file: str | None,
    row: int | None,
    column: str | None,
) -> ReporterError:
    """Make an error again that crossed a process border."""
    return kind(code, message, help=help_, file=file, row=row, column=column)
