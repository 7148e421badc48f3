"""A brand's font files: weights, glyphs and the right to embed them."""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reporter.brand.values import Face, Family
from reporter.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

#: What Swedish and Danish reports write beside ASCII.
NEEDED: Final = "åäöÅÄÖæøÆØÉéü−–—”»«±÷×≤≥·\u00a0"
_RESTRICTED: Final = 0x0002  # OS/2 fsType: licence forbids embedding
_ITALIC: Final = 0x0001


def _refuse(path: Path | str, what: str, way_out: str) -> UsageError:
    """Return the error of a font that is not used."""
    return UsageError("C146", what, help=way_out, file=str(path))


def _tables(data: bytes) -> dict[bytes, bytes]:
    """Return the tables of a TrueType or OpenType file by tag."""
    count = struct.unpack(">H", data[4:6])[0]
    tables = {}
    for number in range(count):
        tag, _, offset, length = struct.unpack(">4sIII", data[12 + 16 * number : 28 + 16 * number])
        tables[tag] = data[offset : offset + length]
    return tables


def _covers(cmap: bytes, code: int) -> bool:
    """Tell whether a character map (format 4 or 12) has a glyph for a code below U+10000."""
    for number in range(struct.unpack(">H", cmap[2:4])[0]):
        start = struct.unpack(">HHI", cmap[4 + 8 * number : 12 + 8 * number])[2]
        form = struct.unpack(">H", cmap[start : start + 2])[0]
        if form == 12:  # noqa: PLR2004 - OpenType's name of the format
            groups = struct.unpack(">I", cmap[start + 12 : start + 16])[0]
            spans = (struct.unpack(">II", cmap[start + 16 + 12 * g : start + 24 + 12 * g]) for g in range(groups))
            if any(first <= code <= last for first, last in spans):
                return True
        elif form == 4:  # noqa: PLR2004 - OpenType's name of the format
            count = struct.unpack(">H", cmap[start + 6 : start + 8])[0] // 2
            ends = struct.unpack(f">{count}H", cmap[start + 14 : start + 14 + 2 * count])
            starts = struct.unpack(f">{count}H", cmap[start + 16 + 2 * count : start + 16 + 4 * count])
            if any(first <= code <= last for first, last in zip(starts, ends, strict=True)):
                return True
    return False


@lru_cache(maxsize=64)
def load_face(path: Path) -> Face:
    """Return a static font file with its weight.

    Raises:
        UsageError: C146, when it is no font, is variable, may not be embedded or lacks our letters.
    """
    try:
        tables = _tables(path.read_bytes())
        weight, _, restrictions = struct.unpack(">HHH", tables[b"OS/2"][4:10])
        selection = struct.unpack(">H", tables[b"OS/2"][62:64])[0]
        missing = "".join(letter for letter in NEEDED if not _covers(tables[b"cmap"], ord(letter)))
    except (OSError, struct.error, KeyError):
        raise _refuse(path, "the font cannot be read", "use a static .ttf or .otf file") from None
    if b"fvar" in tables:
        raise _refuse(path, "the font is variable", "use one static file a weight: they draw faster and everywhere")
    if restrictions & _RESTRICTED:
        raise _refuse(path, "the font's licence forbids embedding (OS/2 fsType)", "choose another font")
    if missing:
        raise _refuse(path, f"the font lacks {' '.join(missing)}", "use its full version, not a Latin subset")
    return Face(file=path, weight=weight, italic=bool(selection & _ITALIC))


def load_family(name: str, patterns: tuple[Path, ...]) -> Family:
    """Return a family from file patterns (``fonts/Inter-*.otf``).

    Raises:
        UsageError: C146, when a pattern matches nothing or a file cannot be used.
    """
    files: list[Path] = []
    for pattern in patterns:
        found = sorted(pattern.parent.glob(pattern.name)) if pattern.parent.is_dir() else []
        if not found:
            raise _refuse(pattern, f'no file for the family "{name}"', "correct the path, relative to brand.toml")
        files.extend(path.resolve() for path in found)
    faces = sorted((load_face(path) for path in dict.fromkeys(files)), key=lambda one: (one.weight, one.file.name))
    return Family(name=name, faces=tuple(faces))
