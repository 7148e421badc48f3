"""No manifest is changed, left out or slipped in unseen, and no killed run looks as if one was."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.delivery.ledger import notes
from reporter.delivery.manifests import Fault, chain, head_of, read_run, write_run
from reporter.errors import UsageError
from tests.delivery.ledgers import NOW, ledger_with
from tests.delivery.runs import FIVE, FOUR, NAMES, ONE, THREE, TWO, run_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from reporter.delivery.ledger import Ledger

COUNT = len(NAMES)
NEW = "20261104T061509Z-00000009"


class KilledError(BaseException):
    """The process ended here."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, dict[str, bytes]]]:
    """Five runs, and the bytes of their manifests by file name. Whoever tampers puts them back before."""
    with ledger_with(tmp_path_factory.mktemp("state")) as ledger:
        for name in NAMES:
            write_run(ledger, run_facts(name), NOW)
        yield ledger, {path.name: path.read_bytes() for path in (ledger.folder / "runs").iterdir()}


def _put_back(ledger: Ledger, files: dict[str, bytes]) -> Path:
    folder = ledger.folder / "runs"
    shutil.rmtree(folder)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def test_each_manifest_holds_the_hash_of_the_one_before(written: tuple[Ledger, dict[str, bytes]]) -> None:
    """By hand: the SHA-256 of each file's bytes stands in the next, 64 zeros in the first, the last in the ledger."""
    ledger, files = written
    before = "0" * 64
    for number, name in enumerate(NAMES, 1):
        content = json.loads(files[f"{name}.json"])
        assert (content["previous"], content["number"]) == (before, number)
        before = hashlib.sha256(files[f"{name}.json"]).hexdigest()
    assert (head_of(ledger).number, head_of(ledger).sha) == (COUNT, before)
    _put_back(ledger, files)
    assert chain(ledger) == ()


def _change(folder: Path, name: str) -> None:
    path = folder / f"{name}.json"
    path.write_bytes(path.read_bytes().replace(b'"--due"', b'"--now"'))


def _rewrite(folder: Path, name: str, **values: object) -> None:
    """Change a manifest as somebody does it who knows its form."""
    path = folder / f"{name}.json"
    content = json.loads(path.read_bytes()) | values
    path.write_text(json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def _swap(folder: Path, one: str, other: str) -> None:
    a, b = folder / f"{one}.json", folder / f"{other}.json"
    first, second = a.read_bytes(), b.read_bytes()
    a.write_bytes(second)
    b.write_bytes(first)


def _delete(folder: Path, *names: str) -> None:
    for name in names:
        (folder / f"{name}.json").unlink()


def _hash(folder: Path, name: str) -> str:
    return hashlib.sha256((folder / f"{name}.json").read_bytes()).hexdigest()


def _link_over(folder: Path) -> None:
    """Take the third out and let the fourth follow the second."""
    _delete(folder, THREE)
    _rewrite(folder, FOUR, number=3, previous=_hash(folder, TWO))


def _lengthen(folder: Path) -> None:
    """Add a sixth that follows the fifth."""
    shutil.copy(folder / f"{FIVE}.json", folder / f"{NEW}.json")
    _rewrite(folder, NEW, run=NEW, number=6, previous=_hash(folder, FIVE))


TAMPERED: dict[str, tuple[Callable[[Path], object], tuple[Fault, ...]]] = {
    "first changed": (lambda f: _change(f, ONE), (Fault(kind="changed", run=ONE, number=1),)),
    "middle changed": (lambda f: _change(f, THREE), (Fault(kind="changed", run=THREE, number=3),)),
    "last changed": (lambda f: _change(f, FIVE), (Fault(kind="changed", run=FIVE, number=5),)),
    "link changed": (
        lambda f: _rewrite(f, THREE, previous="f" * 64),
        (Fault(kind="changed", run=THREE, number=3),),
    ),
    "first missing": (lambda f: _delete(f, ONE), (Fault(kind="missing", number=1),)),
    "middle missing": (lambda f: _delete(f, THREE), (Fault(kind="missing", number=3),)),
    "last missing": (lambda f: _delete(f, FIVE), (Fault(kind="missing", number=5),)),
    "last two missing": (
        lambda f: _delete(f, FOUR, FIVE),
        (Fault(kind="missing", number=5), Fault(kind="missing", number=4)),
    ),
    "middle missing and linked over": (_link_over, (Fault(kind="missing", number=4),)),
    "two swapped": (
        lambda f: _swap(f, TWO, FOUR),
        (Fault(kind="renamed", run=TWO, number=4), Fault(kind="renamed", run=FOUR, number=2)),
    ),
    "a copy of an old one added": (
        lambda f: shutil.copy(f / f"{TWO}.json", f / f"{NEW}.json"),
        (Fault(kind="inserted", run=NEW, number=2),),
    ),
    "one added at the end": (_lengthen, (Fault(kind="inserted", run=NEW, number=6),)),
    "rubbish added": (lambda f: (f / "x.json").write_bytes(b"\xff{"), (Fault(kind="changed", run="x"),)),
    "all gone": (shutil.rmtree, tuple(Fault(kind="missing", number=n) for n in range(5, 0, -1))),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_tampering_is_found_and_named(written: tuple[Ledger, dict[str, bytes]], how: str) -> None:
    """What was done to which manifest; nothing else is accused."""
    ledger, files = written
    tamper, faults = TAMPERED[how]
    tamper(_put_back(ledger, files))
    assert chain(ledger) == faults
    (ledger.folder / "runs").mkdir(exist_ok=True)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_tampering_goes_unseen(written: tuple[Ledger, dict[str, bytes]], data: st.DataObject) -> None:
    """Any set of bytes flipped, files deleted, cut, exchanged or added that leaves other files than were written."""
    ledger, files = written
    folder = _put_back(ledger, files)
    for _ in range(data.draw(st.integers(1, 4))):
        there = sorted(path.name for path in folder.iterdir())
        if not there:
            break
        name, other = data.draw(st.sampled_from(there)), data.draw(st.sampled_from(there))
        content = bytearray((folder / name).read_bytes())
        match data.draw(st.sampled_from(["flip", "cut", "delete", "swap", "copy", "append"])):
            case "flip":
                content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
                (folder / name).write_bytes(content)
            case "cut":
                (folder / name).write_bytes(content[: data.draw(st.integers(1, len(content)))])
            case "append":
                (folder / name).write_bytes(content + b" ")
            case "delete":
                (folder / name).unlink()
            case "swap":
                (folder / name).write_bytes((folder / other).read_bytes())
                (folder / other).write_bytes(content)
            case "copy":
                (folder / f"{len(there)}.json").write_bytes(content)
    now = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert (chain(ledger) == ()) is (now == files)


@pytest.mark.parametrize("point", ["before the file", "half a file", "before the head"])
def test_a_run_that_is_killed_while_it_writes_leaves_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """Killed at each step, in the middle and at the first run: the chain is whole, and goes on with the next run."""
    ticks: list[str] = []
    tick, replace = notes.tick, os.replace

    def dying_tick(ledger: Ledger, name: str, run: str, now: datetime) -> None:
        ticks.append(name)
        if name == "manifest" and point == "before the head":
            raise KilledError
        tick(ledger, name, run, now)
        if point == "before the file":
            raise KilledError

    def dying_replace(source: str, target: str) -> None:
        if point == "half a file":
            raise KilledError
        replace(source, target)

    with ledger_with(tmp_path) as ledger:
        for killed, whole in ((ONE, TWO), (THREE, FOUR)):
            with monkeypatch.context() as dying:
                dying.setattr(notes, "tick", dying_tick)
                dying.setattr(os, "replace", dying_replace)
                with pytest.raises(KilledError):
                    write_run(ledger, run_facts(killed), NOW)
            assert chain(ledger) == ()
            write_run(ledger, run_facts(whole), NOW)
            assert chain(ledger) == ()
        numbers = [read_run(tmp_path, path.stem)["number"] for path in sorted((tmp_path / "runs").glob("*.json"))]
    assert numbers == ([1, 2, 3, 4] if point == "before the head" else [1, 2])
    assert ticks


def test_a_file_that_was_killed_before_its_head_may_not_be_another(tmp_path: Path) -> None:
    """The ledger names the run that it waits for: another file that follows the head is slipped in."""
    with ledger_with(tmp_path) as ledger:
        write_run(ledger, run_facts(ONE), NOW)
        notes.tick(ledger, "manifest-next", TWO, NOW)
        follower = json.loads((tmp_path / "runs" / f"{ONE}.json").read_bytes())
        follower |= {"run": THREE, "number": 2, "previous": head_of(ledger).sha}
        text = json.dumps(follower, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        (tmp_path / "runs" / f"{THREE}.json").write_text(text, encoding="utf-8")
        assert chain(ledger) == (Fault(kind="inserted", run=THREE, number=2),)


def test_a_damaged_manifest_is_not_read(written: tuple[Ledger, dict[str, bytes]]) -> None:
    """Cut, or under another run's name: it proves nothing."""
    ledger, files = written
    folder = _put_back(ledger, files)
    (folder / f"{ONE}.json").write_bytes(files[f"{ONE}.json"][:-9])
    _swap(folder, TWO, THREE)
    for name in (ONE, TWO, THREE):
        with pytest.raises(UsageError) as fault:
            read_run(ledger.folder, name)
        assert fault.value.code == "E490"
