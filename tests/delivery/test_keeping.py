"""Messages on the disk: whole, ours alone, never changed unseen."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.message.keeping import keep, kept_folder, load
from reporter.delivery.values import Key
from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = Key("norrvik", "monthly", "2026-10", "anna@norrvik.test")
EML = b"From: a@b.se\r\n\r\nhej\r\n"
#: Sizes of the disk that fills up, in KiB: from no room for a folder to room enough.
SIZES = (*range(8, 120, 4), 256, 2048)


def test_what_is_kept_comes_back_under_its_hash(tmp_path: Path) -> None:
    """kept/<client>/<period>/<id>.eml, readable by us only, and nothing beside it."""
    sha = keep(tmp_path, KEY, EML)
    assert sha == hashlib.sha256(EML).hexdigest()
    assert load(tmp_path, KEY, sha) == EML
    path = tmp_path / "kept" / "norrvik" / "2026-10" / f"{KEY.id}.eml"
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == [path]
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (path, *list(path.parents)[:4])]
    assert modes == [0o600, 0o700, 0o700, 0o700, 0o700]


def test_a_wide_umask_and_a_wide_folder_open_nothing(tmp_path: Path) -> None:
    """A folder that was made for all to read is closed."""
    before = os.umask(0)
    try:
        (tmp_path / "kept").mkdir(mode=0o777)
        keep(tmp_path, KEY, EML)
    finally:
        os.umask(before)
    assert {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.rglob("*")} == {0o700, 0o600}


def test_the_same_bytes_may_be_kept_again_and_others_not(tmp_path: Path) -> None:
    """A run that died between keeping and reserving builds other bytes (encrypted ones): only then they give way."""
    keep(tmp_path, KEY, EML)
    assert keep(tmp_path, KEY, EML) == hashlib.sha256(EML).hexdigest()
    with pytest.raises(UsageError, match="E453"):
        keep(tmp_path, KEY, EML + b"x")
    assert load(tmp_path, KEY, hashlib.sha256(EML).hexdigest()) == EML
    sha = keep(tmp_path, KEY, EML + b"x", overwrite=True)
    assert load(tmp_path, KEY, sha) == EML + b"x"


def test_what_is_gone_or_changed_is_not_sent(tmp_path: Path) -> None:
    """One changed octet is enough; the error names the delivery, nothing else."""
    sha = keep(tmp_path, KEY, EML)
    path = kept_folder(tmp_path, KEY.client, KEY.period) / f"{KEY.id}.eml"
    path.write_bytes(EML.replace(b"hej", b"hEj"))
    with pytest.raises(UsageError, match=f"E454.*{KEY.id} was changed"):
        load(tmp_path, KEY, sha)
    path.unlink()
    with pytest.raises(UsageError, match=f"E454.*{KEY.id} is not there"):
        load(tmp_path, KEY, sha)


def test_what_a_dead_run_left_half_written_goes(tmp_path: Path) -> None:
    """A killed run leaves at most one .part beside the place, which the next one takes away."""
    place = kept_folder(tmp_path, KEY.client, KEY.period)
    place.mkdir(parents=True)
    (place / f"{KEY.id}.part").write_bytes(b"half")
    keep(tmp_path, KEY, EML)
    assert [each.name for each in place.iterdir()] == [f"{KEY.id}.eml"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_fails_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """The error has a code and a way out, and what was kept before stays."""
    sha = keep(tmp_path, KEY, EML)

    def failing(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os if step == "fsync" else Path, step, failing)
    with pytest.raises(UsageError, match=r"E452.*Input/output error.*nothing was sent"):
        keep(tmp_path, KEY, b"new", overwrite=True)
    monkeypatch.undo()
    assert load(tmp_path, KEY, sha) == EML
    assert not list(tmp_path.rglob("*.part"))


def test_bytes_are_on_the_disk_before_their_name_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """File first, then its name, then every folder up to the state's: what a power cut needs."""
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        steps.append(Path(f"/proc/self/fd/{descriptor}").resolve().name)
        fsync(descriptor)

    def moved(path: Path, target: Path) -> Path:
        steps.append("replace")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", moved)
    keep(tmp_path, KEY, EML)
    assert steps == [f"{KEY.id}.part", "replace", "2026-10", "norrvik", "kept", tmp_path.name]


def test_a_link_does_not_lead_out(tmp_path: Path) -> None:
    """A client's folder that is a link to elsewhere is refused."""
    (tmp_path / "out").mkdir()
    (tmp_path / "state" / "kept").mkdir(parents=True)
    (tmp_path / "state" / "kept" / "norrvik").symlink_to(tmp_path / "out")
    with pytest.raises(UsageError, match=r"E452.*link"):
        keep(tmp_path / "state", KEY, EML)
    assert not list((tmp_path / "out").rglob("*.eml"))


def test_other_clients_have_other_folders(tmp_path: Path) -> None:
    """Names that had to be changed never meet one that did not, nor one another."""
    slugs = ["norrvik", "Norrvik AB", "Måns & Öberg", "../norrvik", "..", "a/b", "a-b", "a\\b", "CON", "con.se",
             "con .se", "", "x" * 200, "x" * 201, "a.", "a ", ".a", "~", "a~b", "å", "a\u030a", "日本"]  # fmt: skip
    folders = [kept_folder(tmp_path, slug) for slug in slugs]
    assert len(set(folders)) == len(slugs)
    assert {folder.parent for folder in folders} == {tmp_path / "kept"}
    assert [folder.name for folder in folders[:3]] == slugs[:3]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return where a small disk can be mounted; take it away afterwards."""
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only root may mount")
    place = tmp_path / "disk"
    place.mkdir()
    yield place
    while os.path.ismount(place):
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_leaves_no_half_message(small_disk: Path) -> None:
    """Thirty sizes of a real disk, 200 messages of 1.5 kB: some do not fit, whatever is there is whole."""
    full = 0
    for size in SIZES:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k,mode=0700", "tmpfs", str(small_disk)], check=True)
        kept = _fill(small_disk)
        there = [each for each in small_disk.rglob("*") if each.is_file()]
        full += len(kept) < 200
        assert {each.stem for each in there} == set(kept)
        assert all(hashlib.sha256(each.read_bytes()).hexdigest() == kept[each.stem] for each in there)
        subprocess.run(["umount", str(small_disk)], check=True)
    assert (len(SIZES), full) == (30, 29)


def _fill(disk: Path) -> dict[str, str]:
    """Keep until the disk is full; return what was promised to be kept."""
    kept = {}
    for number in range(200):
        key = Key(f"c{number % 7}", "monthly", "2026-10", f"c{number}@clients.test")
        try:
            kept[key.id] = keep(disk, key, b"%d" % number * 500)
        except UsageError as fault:
            assert fault.code == "E452"  # noqa: PT017 - which of the 200 it is, is not known
            assert "No space left on device" in fault.message  # noqa: PT017
            break
    return kept
