"""The cover's art and the logos, as pictures that the pages name."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

    from reporter.brand import Brand, Picture

SVG = "image/svg+xml"
#: The triad on an A4 sheet, in mm: where it stands and how far its points are from the middle.
CENTRE, REACH = (141.0, 79.0), 26.5
RINGS, STEP = 28, 3.0
EMPTY = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


def pictures(brand: Brand, environment: Environment) -> dict[str, tuple[bytes, str]]:
    """Return the pictures of every page by their URL: cover art, logo on dark, logo on light."""
    return {
        "report:cover.svg": _cover(brand, environment),
        "report:cover-logo.svg": _bytes(cover_logo(brand)),
        "report:logo.svg": _bytes(brand.logo.on_light),
    }


def cover_logo(brand: Brand) -> Picture | None:
    """Return the logo for the cover: the one on dark, unless the brand's colour is a light ground."""
    light_ground = brand.colours.on_primary != "#FFFFFF"
    return (brand.logo.on_light if light_ground else None) or brand.logo.on_dark


def _bytes(picture: Picture | None) -> tuple[bytes, str]:
    return (picture.data, picture.mime) if picture else (EMPTY, SVG)


def _cover(brand: Brand, environment: Environment) -> tuple[bytes, str]:
    """Return the brand's picture, the three rings of circles, or nothing."""
    if brand.cover.style == "image" and brand.cover.image:
        return brand.cover.image.data, brand.cover.image.mime
    if brand.cover.style == "plain":
        return EMPTY, SVG
    template = environment.get_template("cover.svg.j2")
    return template.render(colours=brand.colours, **triad()).encode(), SVG


def triad() -> dict[str, Any]:
    """Return the corners of the triad and the rings around them, fading outwards."""
    x, y = CENTRE
    corners = [
        (round(x + REACH * cos(angle), 2), round(y + REACH * sin(angle), 2)) for angle in (-5 * pi / 6, -pi / 6, pi / 2)
    ]
    rings = [(round(STEP * step, 2), round(0.42 * (1 - step / (RINGS + 2)) ** 1.3, 3)) for step in range(1, RINGS + 1)]
    return {"corners": corners, "rings": rings}
