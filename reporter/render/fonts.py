"""The fonts of a rendering: the brand's own files, never the machine's."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reporter.resources import templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.brand import Brand

_VARIABLE = "FONTCONFIG_FILE"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceRule:
    """One @font-face rule."""

    family: str
    url: str
    weight: int
    style: str


def font_files(brand: Brand) -> tuple[Path, ...]:
    """Return the font files of a brand, each once."""
    return tuple(dict.fromkeys(one.file for family in (brand.text, brand.display) for one in family.faces))


def face_rules(brand: Brand) -> tuple[FaceRule, ...]:
    """Return the brand's faces as rules of the style sheet."""
    return tuple(
        FaceRule(
            family=family.name,
            url=one.file.resolve().as_uri(),
            weight=one.weight,
            style="italic" if one.italic else "normal",
        )
        for family in dict.fromkeys((brand.text, brand.display))
        for one in family.faces
    )


@contextmanager
def own_fonts_only() -> Iterator[Path]:
    """Show fontconfig nothing but the house's fonts; yield a private folder that is gone afterwards.

    A machine without any font would otherwise end in a crash of the renderer, one with many would
    lend its own. fontconfig reads its variable each time that a list of fonts is made.
    """
    before = os.environ.get(_VARIABLE)
    with TemporaryDirectory(prefix="reporter-") as folder:
        config = Path(folder, "fonts.conf")
        config.write_text(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
            f"<dir>{escape(str((templates() / 'fonts').resolve()))}</dir>"
            f"<cachedir>{escape(folder)}/cache</cachedir></fontconfig>",
            encoding="utf-8",
        )
        os.environ[_VARIABLE] = str(config)
        try:
            yield Path(folder)
        finally:
            if before is None:
                del os.environ[_VARIABLE]
            else:
                os.environ[_VARIABLE] = before
