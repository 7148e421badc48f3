"""Colour mathematics: sRGB, OKLCH, contrast, difference, and how colour-blind eyes see it.

OKLab: Björn Ottosson, "A perceptual color space for image processing" (2020). Contrast: WCAG 2.2,
1.4.3. Colour vision: Machado, Oliveira and Fernandes (2009), severity 1.
"""

from __future__ import annotations

from math import atan2, cbrt, cos, degrees, hypot, radians, sin
from typing import Final, TypeAlias

Triple: TypeAlias = tuple[float, float, float]

#: Linear RGB as eyes without one kind of cone receive it.
VISION: Final[dict[str, tuple[Triple, Triple, Triple]]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour: str) -> Triple:
    """Return ``#RRGGBB`` as linear light, each part 0–1."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)  # noqa: PLR2004 - sRGB's knee
    return red, green, blue


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB``, 0–1."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1–21."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _lab(rgb: Triple) -> Triple:
    """Return linear light as OKLab."""
    red, green, blue = rgb
    long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def to_oklch(colour: str) -> Triple:
    """Return lightness 0–1, chroma and hue in degrees."""
    light, green_red, blue_yellow = _lab(linear(colour))
    return light, hypot(green_red, blue_yellow), degrees(atan2(blue_yellow, green_red)) % 360


def _from_lab(light: float, green_red: float, blue_yellow: float) -> Triple:
    """Return OKLab as linear light; parts outside 0–1 lie outside the gamut."""
    long = (light + 0.3963377774 * green_red + 0.2158037573 * blue_yellow) ** 3
    medium = (light - 0.1055613458 * green_red - 0.0638541728 * blue_yellow) ** 3
    short = (light - 0.0894841775 * green_red - 1.2914855480 * blue_yellow) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _encode(rgb: Triple) -> str:
    """Return linear light as ``#RRGGBB``."""
    clipped = (min(1.0, max(0.0, part)) for part in rgb)
    coded = (part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in clipped)  # noqa: PLR2004 - sRGB's knee
    return "#" + "".join(f"{round(part * 255):02X}" for part in coded)


def from_oklch(light: float, chroma: float, hue: float) -> str:
    """Return ``#RRGGBB``; chroma is cut until the colour can be shown, lightness and hue are kept."""
    slack = 0.0005
    along, across = cos(radians(hue)), sin(radians(hue))
    low, high = 0.0, chroma
    rgb = _from_lab(light, chroma * along, chroma * across)
    if all(-slack <= part <= 1 + slack for part in rgb):
        return _encode(rgb)
    for _ in range(12):
        middle = (low + high) / 2
        rgb = _from_lab(light, middle * along, middle * across)
        if all(-slack <= part <= 1 + slack for part in rgb):
            low = middle
        else:
            high = middle
    return _encode(_from_lab(light, low * along, low * across))


def mix(first: str, second: str, share: float) -> str:
    """Return ``first`` with ``share`` (0–1) of ``second`` mixed in, in OKLab."""
    pairs = zip(_lab(linear(first)), _lab(linear(second)), strict=True)
    light, green_red, blue_yellow = (a + (b - a) * share for a, b in pairs)
    return _encode(_from_lab(light, green_red, blue_yellow))


def difference(first: str, second: str, eyes: str = "normal") -> float:
    """Return the distance of two colours in OKLab × 100, as ``eyes`` (a key of ``VISION``) see them."""
    matrix = VISION[eyes]
    labs = []
    for colour in (first, second):
        rgb = linear(colour)
        red, green, blue = (max(0.0, sum(w * part for w, part in zip(row, rgb, strict=True))) for row in matrix)
        labs.append(_lab((red, green, blue)))
    return 100 * hypot(*(a - b for a, b in zip(*labs, strict=True)))


def ensure(colour: str, surface: str, ratio: float) -> str:
    """Return the colour nearest in lightness that has the contrast ``ratio`` on a light ``surface``.

    The hue is kept and the chroma cut to the gamut; a colour that has the ratio is returned as it is.
    """
    if contrast(colour, surface) >= ratio:
        return colour
    light, chroma, hue = to_oklch(colour)
    low, high = 0.0, light
    for _ in range(14):
        middle = (low + high) / 2
        if contrast(from_oklch(middle, chroma, hue), surface) >= ratio:
            low = middle
        else:
            high = middle
    return from_oklch(low, chroma, hue)
