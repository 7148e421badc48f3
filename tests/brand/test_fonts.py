"""A brand's fonts are static, complete and may be embedded."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from reporter.brand.fonts import NEEDED, load_face, load_family
from reporter.brand.values import face
from reporter.errors import UsageError
from reporter.resources import templates

if TYPE_CHECKING:
    from pathlib import Path

FONTS = templates() / "fonts"


def test_the_house_s_faces_have_their_weights() -> None:
    """The weight comes from the file itself, not from its name."""
    family = load_family("Reporter Sans", (FONTS / "ReporterSans-*.ttf",))
    assert [one.weight for one in family.faces] == [400, 500, 600, 700]
    assert face(family, 650).weight == 600
    assert face(family, 900).weight == 700


def test_a_pattern_that_matches_nothing_is_named(tmp_path: Path) -> None:
    """The error shows the pattern as it was resolved."""
    with pytest.raises(UsageError, match=r"Inter-\*\.otf"):
        load_family("Inter", (tmp_path / "Inter-*.otf",))


@pytest.mark.parametrize("data", [b"", b"no font at all, but long enough to be read as one", b"\x00" * 40])
def test_a_file_that_is_no_font_is_refused(tmp_path: Path, data: bytes) -> None:
    """Reading stops with a coded line."""
    path = tmp_path / "x.ttf"
    path.write_bytes(data)
    with pytest.raises(UsageError, match="C146"):
        load_face(path)


def test_a_font_whose_licence_forbids_embedding_is_refused(tmp_path: Path) -> None:
    """OS/2 fsType bit 1 set: a real font with that one bit changed."""
    data = bytearray((FONTS / "ReporterSans-Regular.ttf").read_bytes())
    place = data.index(b"OS/2")
    offset = struct.unpack(">I", data[place + 8 : place + 12])[0]
    data[offset + 8 : offset + 10] = struct.pack(">H", 2)
    path = tmp_path / "x.ttf"
    path.write_bytes(bytes(data))
    with pytest.raises(UsageError, match="embedding"):
        load_face(path)


def test_a_font_without_our_letters_is_refused(tmp_path: Path) -> None:
    """A subset that has ASCII only lacks å, ä and ö."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(FONTS / "ReporterSans-Regular.ttf")
    cutter = subset.Subsetter()
    cutter.populate(unicodes=range(0x20, 0x7F))
    cutter.subset(font)
    font.save(tmp_path / "x.ttf")
    with pytest.raises(UsageError, match="lacks å ä ö"):
        load_face(tmp_path / "x.ttf")


def test_the_house_s_fonts_have_every_needed_letter() -> None:
    """Both families, all faces."""
    assert "å" in NEEDED
    assert len([load_face(path) for path in sorted(FONTS.glob("*.ttf"))]) == 6
