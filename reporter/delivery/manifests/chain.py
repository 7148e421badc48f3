"""Whether the manifests are those that were written, all of them: from the ledger's head back to the first.

It finds what was changed afterwards by whoever cannot write the ledger too; against one who can, keep the head's
hash somewhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from reporter.delivery.manifests.writing import FOLDER, GENESIS, follows, head_of, parsed, sha_of, unfinished

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reporter.delivery.ledger import Ledger
    from reporter.delivery.manifests.writing import Head


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is wrong with the manifests.

    ``changed``: other bytes than were written; ``missing``: none of this number, at the end too; ``renamed``: it
    stands under another run's name; ``inserted``: a file that no head ever named. ``run`` is the file's name without
    ending, empty for a missing one; ``number`` 0 where it is not known.
    """

    kind: Literal["changed", "missing", "renamed", "inserted"]
    run: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    name: str
    sha: str
    content: Mapping[str, Any] | None

    @property
    def number(self) -> int:
        return int(self.content["number"]) if self.content else 0

    @property
    def previous(self) -> str:
        return str(self.content["previous"]) if self.content else ""


def chain(ledger: Ledger) -> tuple[Fault, ...]:
    """Return what is wrong with the manifests of a ledger, the newest first; nothing when all is as it was written.

    A file that follows the head and that the ledger noted as about to be written is none: its run was killed before
    the head was.
    """
    files = [
        _File(name=path.stem, sha=sha_of(written), content=parsed(written))
        for path in sorted((ledger.folder / FOLDER).glob("*.json"))
        for written in (path.read_bytes(),)
    ]
    head = head_of(ledger)
    on_chain, faults = _walk(head, files)
    killed = unfinished(ledger)
    for file in files:
        if file in on_chain or (file.name == killed and follows(file.content, head) and _is_named_right(file)):
            continue
        faults.append(Fault(kind="inserted" if file.content else "changed", run=file.name, number=file.number))
    return tuple(faults)


def _walk(head: Head, files: Iterable[_File]) -> tuple[list[_File], list[Fault]]:
    """Go from the head to the first; return the files that were met, and what was wrong on the way.

    Below one that is missing, or that was changed so that it names no other, the next is taken on trust.
    """
    left = list(files)
    met: list[_File] = []
    faults: list[Fault] = []
    wanted = head.sha
    for number in range(head.number, 0, -1):
        file = _right(left, wanted) or _claiming(left, number)
        if file is None:
            faults.append(Fault(kind="missing", number=number))
            wanted = ""
            continue
        left.remove(file)
        met.append(file)
        proven = file.sha == wanted
        if (wanted and not proven) or file.number != number or (number == 1 and file.previous != GENESIS):
            faults.append(Fault(kind="changed", run=file.name, number=number))
        if not _is_named_right(file):
            faults.append(Fault(kind="renamed", run=file.name, number=number))
        wanted = file.previous if proven or _right(left, file.previous) else ""
    return met, faults


def _right(files: Iterable[_File], sha: str) -> _File | None:
    return max((file for file in files if file.sha == sha), key=_is_named_right, default=None)


def _claiming(files: Iterable[_File], number: int) -> _File | None:
    """Return a file that says it is of this number: the right one was changed, or is not there to tell."""
    return next((file for file in files if file.number == number), None)


def _is_named_right(file: _File) -> bool:
    return file.content is not None and file.content["run"] == file.name
