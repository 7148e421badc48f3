"""``reporter sources map``: a mapping drafted from a file; on a terminal, what stays open is asked for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.cli.console import note
from reporter.cli.flags import expand
from reporter.errors import UsageError

if TYPE_CHECKING:
    from reporter.cli.console import Console
    from reporter.sources.drafting import Draft


def run(console: Console, file: str, *, output: str | None, encoding: str | None) -> int:
    """Write the draft to a file or to standard output.

    Raises:
        InputError: the file is no table.
        UsageError: C107 no such file; C110, when the draft cannot be written; C116, when it is there already.
    """
    from reporter.sources.drafting import draft_of, with_columns, written

    if Path(file).is_dir():
        raise UsageError("C107", f"{file} is a folder", help="name one file: a mapping describes one layout")
    (path,) = expand([file])
    target = Path(output) if output else None
    if target and target.exists():
        raise UsageError("C116", f"{target} is there already", help="it may be half filled in: name another with -o")
    draft = draft_of(path, encoding=encoding)
    if sys.stdin.isatty() and sys.stderr.isatty():
        draft = with_columns(draft, _ask(draft))
    text = written(draft)
    if target is None:
        print(text, end="")
        return 0
    from reporter.pipeline.output import write_atomic

    write_atomic(target, text.encode())
    console.say(f"{target}: correct it, then use it with --map {target}")
    for group in draft.open:
        field = group.partition("|")[0]
        note(f"   open: {field}, {draft.means[field]}")
    return 0


def _ask(draft: Draft) -> dict[str, str]:
    """Return field → header for the needed fields that the operator answers; questions go to standard error."""
    answers: dict[str, str] = {}
    if not draft.open:
        return answers
    note(f"The columns of {draft.file}:")
    for number, header in enumerate(draft.headers, 1):
        note(f"  {number:>3}  {header}")
    for group in draft.open:
        field = group.partition("|")[0]
        while True:
            note(f"Which column is {draft.means[field]}? A number, or nothing to leave it open:")
            said = sys.stdin.readline().strip()
            if not said:
                break
            if said.isdecimal() and 1 <= int(said) <= len(draft.headers):
                answers[field] = draft.headers[int(said) - 1]
                break
            note(f"{said} is no number of a column")
    return answers
