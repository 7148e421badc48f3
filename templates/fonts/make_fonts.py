"""Make the house's static fonts from the variable originals (run by hand, not by the build).

    python templates/fonts/make_fonts.py 'Inter[opsz,wght].ttf' 'SourceSerif4[opsz,wght].ttf'

Why not ship the originals: a variable font is slow to subset in every report and matplotlib
ignores its axes; a chart cannot switch tabular digits on, so they must be the face's default.
Both licences ask for another name when a font is changed, hence "Reporter Sans/Serif".
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).parent
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
#: Latin with its supplements, punctuation, currency, arrows, mathematics, shapes.
UNICODES = [
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2B0, 0x2E0), *range(0x2000, 0x2070),
    *range(0x2070, 0x209D), 0x20AC, 0x2116, 0x2122, *range(0x2190, 0x219A),
    0x2206, 0x220F, 0x2211, 0x2212, 0x221A, 0x221E, 0x222B, 0x2248, 0x2260, 0x2264, 0x2265, 0x2229,
    0x25A0, 0x25A1, 0x25B2, 0x25B3, 0x25B6, 0x25BC, 0x25BD, 0x25C6, 0x25C7, 0x25CB, 0x25CF, 0x2713,
]  # fmt: skip


def tabular_by_default(font: TTFont) -> None:
    """Point the character map's digits at the glyphs of the ``tnum`` feature."""
    gsub = font["GSUB"].table
    swaps: dict[str, str] = {}
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for table in gsub.LookupList.Lookup[index].SubTable:
                    swaps.update(getattr(getattr(table, "ExtSubTable", table), "mapping", {}))
    for table in font["cmap"].tables:
        for code, glyph in list(table.cmap.items()):
            if chr(code) in "0123456789" and glyph in swaps:
                table.cmap[code] = swaps[glyph]


def rename(font: TTFont, family: str, style: str) -> None:
    """Give the font one family name and one style name, in every name record that apps read."""
    full, postscript = f"{family} {style}", f"{family.replace(' ', '')}-{style}"
    new = {1: family, 2: style, 3: f"reporter:{postscript}", 4: full, 6: postscript}
    names = font["name"]
    names.names = [n for n in names.names if n.nameID in {0, 5, 8, 9, 11, 13, 14}]
    legacy = {"Regular": "Regular", "Bold": "Bold"}.get(style)
    for key, value in new.items():
        if key == 1 and legacy is None:
            value = full
        if key == 2 and legacy is None:
            value = "Regular"
        names.setName(value, key, 3, 1, 0x409)
    if legacy is None:
        names.setName(family, 16, 3, 1, 0x409)
        names.setName(style, 17, 3, 1, 0x409)


def make(source: Path, family: str, weights: list[int], optical_size: float, *, tabular: bool) -> None:
    """Write one static file a weight beside this script."""
    for weight in weights:
        font = TTFont(source, recalcTimestamp=False)
        font = instancer.instantiateVariableFont(font, {"opsz": optical_size, "wght": weight})
        if tabular:
            tabular_by_default(font)
        options = subset.Options(layout_features=["kern", "mark", "mkmk", "ccmp", "locl", "calt", "liga"])
        options.name_IDs, options.recalc_timestamp, options.hinting = ["*"], False, False
        worker = subset.Subsetter(options)
        worker.populate(unicodes=UNICODES)
        worker.subset(font)
        rename(font, family, WEIGHTS[weight])
        font["OS/2"].usWeightClass, font["OS/2"].fsType = weight, 0
        target = HERE / f"{family.replace(' ', '')}-{WEIGHTS[weight]}.ttf"
        font.save(target)
        print(target.name, target.stat().st_size)


if __name__ == "__main__":
    make(Path(sys.argv[1]), "Reporter Sans", [400, 500, 600, 700], 14, tabular=True)
    make(Path(sys.argv[2]), "Reporter Serif", [400, 600], 32, tabular=False)
