"""A folder with a brand.toml becomes a ``Brand``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from reporter.brand.colours import GRAPHIC, WHITE, Colours, derive
from reporter.brand.contrast import check
from reporter.brand.fonts import load_family
from reporter.brand.oklch import contrast
from reporter.brand.pictures import load_image, load_logo, needs_plate
from reporter.brand.settings import read_settings
from reporter.brand.values import Brand, Contact, Cover, Email, Logo, Texts, Tone
from reporter.brand.vision import APART, smallest_difference
from reporter.errors import UsageError
from reporter.resources import templates

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.brand.settings import Settings
    from reporter.brand.values import Family

_SCALES: Final = (0.95, 1.10)
_FAMILIES: Final = {
    "text": ("Reporter Sans", "ReporterSans-*.ttf"),
    "display": ("Reporter Serif", "ReporterSerif-*.ttf"),
}


def _colours(settings: Settings, file: str) -> Colours:
    """Return the derived colours, or say which given colour cannot be used."""
    given = settings.get("color", {})
    primary = given.get("primary") or ""
    if not primary:
        raise UsageError("C142", "'color.primary' is missing", help='write primary = "#…" under [color]', file=file)
    data = tuple(colour.upper() for colour in given.get("data", ()))
    colours = derive(
        primary.upper(),
        (given.get("secondary") or "").upper(),
        background=(given.get("background") or WHITE).upper(),
        paper=(given.get("paper") or "").upper(),
        data=data,
    )
    for checked in check(colours):
        if not checked.ok:
            what = f"{checked.pair.use} would have a contrast of {checked.ratio:.1f}, {checked.pair.needed:g} is needed"
            raise UsageError("C145", what, help="lighten 'color.background' and 'color.paper'", file=file)
    faint = [colour for colour in data if contrast(colour, colours.background) < GRAPHIC]
    if faint:
        raise UsageError(
            "C145", f"the data colour {faint[0]} is too light", help="choose one with 3:1 on white", file=file
        )
    if data and smallest_difference(data) < APART:
        raise UsageError(
            "C145", "two data colours look alike to some readers", help="move them apart in lightness", file=file
        )
    if given.get("lock") and colours.text_primary != primary.upper():
        raise UsageError(
            "C145",
            f"the primary {primary} cannot be read as text and 'color.lock' forbids to adjust it",
            help=f"use {colours.text_primary}, or set lock = false",
            file=file,
        )
    return colours


def _family(settings: Settings, role: str, file: str) -> Family:
    """Return the family of a role, the house's own where the brand names none."""
    given = settings.get("typography", {}).get(role)
    if not given:
        name, pattern = _FAMILIES[role]
        return load_family(name, (templates() / "fonts" / pattern,))
    if "family" not in given or "files" not in given:
        raise UsageError("C142", f"'typography.{role}' needs 'family' and 'files'", help="write both", file=file)
    return load_family(given["family"], given["files"])


def _logo(settings: Settings, primary: str) -> Logo:
    """Return the checked logos; one that would drown on the cover gets a white plate."""
    given: dict[str, Any] = settings.get("logo", {})
    pictures = {key: load_logo(given[key]) for key in ("on_light", "on_dark", "client") if given.get(key)}
    dark = pictures.get("on_dark")
    if dark is None and (light := pictures.get("on_light")):
        dark = replace(light, plate=needs_plate(light, primary))
    return Logo(
        on_light=pictures.get("on_light"),
        on_dark=dark,
        client=pictures.get("client"),
        alt=given.get("alt") or settings.get("name", ""),
        clear_space=float(given.get("clear_space", 0.5)),
    )


def _cover(settings: Settings, file: str) -> Cover:
    """Return the cover's art."""
    given = settings.get("cover", {})
    style = given.get("style", "pattern")
    if style == "image" and not given.get("image"):
        raise UsageError("C142", "'cover.image' is missing", help='name a picture, or set style = "pattern"', file=file)
    image = load_image(given["image"]) if style == "image" else None
    return Cover(style=style, image=image, focus=given.get("focus", "50% 30%"))


def _texts(settings: Settings) -> Texts:
    """Return the brand's own words."""
    given = settings.get("text", {})
    return Texts(
        footer=given.get("footer", Texts().footer),
        confidentiality=given.get("confidentiality", {}),
        legal=given.get("legal", {}),
        contact=Contact(**given.get("contact", {})),
    )


def load_brand(folder: Path) -> Brand:
    """Return the brand of a folder that holds a ``brand.toml``; its slug is the folder's name.

    Raises:
        UsageError: C140–C146, naming the file, the key and the way out.
    """
    settings, files = read_settings(folder / "brand.toml")
    file = str(files[0])
    scale = float(settings.get("typography", {}).get("scale", 1.0))
    if not _SCALES[0] <= scale <= _SCALES[1]:
        raise UsageError("C142", f"'typography.scale' is {scale:g}", help="choose 0.95 to 1.10", file=file)
    colours = _colours(settings, file)
    return Brand(
        slug=folder.resolve().name,
        name=settings.get("name", ""),
        colours=colours,
        text=_family(settings, "text", file),
        display=_family(settings, "display", file),
        scale=scale,
        logo=_logo(settings, colours.primary),
        cover=_cover(settings, file),
        texts=_texts(settings),
        tone=Tone(**settings.get("tone", {})),
        email=Email(**settings.get("email", {})),
        files=files,
    )


def find_brand(slug: str, *folders: Path) -> Path:
    """Return the folder of a brand: the first of ``folders`` that holds ``slug/brand.toml``.

    Raises:
        UsageError: C147, naming the brands there are.
    """
    for folder in folders:
        if (folder / slug / "brand.toml").is_file() and "/" not in slug and "\\" not in slug:
            return folder / slug
    names = sorted({path.parent.name for folder in folders if folder.is_dir() for path in folder.glob("*/brand.toml")})
    raise UsageError("C147", f"there is no brand '{slug}'", help=f"the brands are {', '.join(names) or 'none'}")
