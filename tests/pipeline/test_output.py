"""Files are written whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reporter.errors import UsageError
from reporter.pipeline.output import publish, write_atomic

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """An older file gives way to the new one and nothing else is left in the folder."""
    target = tmp_path / "a" / "r.pdf"
    write_atomic(target, b"old")
    write_atomic(target, b"new")
    assert target.read_bytes() == b"new"
    assert [p.name for p in target.parent.iterdir()] == ["r.pdf"]


def test_a_place_that_cannot_be_written_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    """A folder in the file's place is refused and no temporary file stays."""
    (tmp_path / "r.pdf").mkdir()
    with pytest.raises(UsageError, match="-o") as caught:
        write_atomic(tmp_path / "r.pdf", b"new")
    assert caught.value.code == "C110"
    assert [p.name for p in tmp_path.iterdir()] == ["r.pdf"]


def test_the_manifest_is_the_same_for_the_same_report(tmp_path: Path) -> None:
    """A manifest holds hashes, versions and settings, and no clock."""
    texts = []
    for name in ("one", "two"):
        output = publish(
            tmp_path / name / "r.pdf", b"%PDF", lang="sv", pages=1, files=(), settings={"b": 1, "a": 2},
            period="2025", date="2026-01-15",
        )  # fmt: skip
        texts.append((tmp_path / name / "r.manifest.json").read_text())
    assert texts[0] == texts[1]
    assert output.sha256 in texts[0]
    assert '"weasyprint"' in texts[0]
