"""The one module that knows matplotlib: marks and measured text in millimetres become SVG.

matplotlib is used below its axes: every mark goes straight to its SVG renderer, at its final place.
That leaves out what costs time in a chart (layout engines, ticks, the search for fonts).
"""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast
from unicodedata import category, normalize

from reporter.brand import face
from reporter.charts.compact import compact


def _import_matplotlib() -> None:
    """Import matplotlib without a search of the machine's fonts or a trace in the user's home.

    Its list of fonts is made at import and kept in MPLCONFIGDIR; we name font files ourselves, so
    it finds an empty list in a folder that is gone afterwards.
    """
    settings = ("MPLCONFIGDIR", "MPL_IGNORE_SYSTEM_FONTS")
    before = {name: os.environ.get(name) for name in settings}
    with tempfile.TemporaryDirectory(prefix="reporter-") as folder:
        os.environ.update(dict.fromkeys(settings, folder))
        try:
            import matplotlib as mpl

            # the list has a version of its own, which can only be read without importing it
            source = Path(mpl.__file__).with_name("font_manager.py").read_text(encoding="utf-8")
            found = re.search(r"__version__ = ['\"]([\w.]+)", source)
            version = found[1] if found else mpl.__version__
            empty = (
                f'{{"_version": "{version}", "_FontManager__default_weight": "normal", "default_size": null,'
                ' "defaultFamily": {"ttf": "DejaVu Sans", "afm": "Helvetica"}, "afmlist": [], "ttflist": [],'
                ' "__class__": "FontManager"}'
            )
            Path(folder, f"fontlist-v{version}.json").write_text(empty, encoding="utf-8")
            import matplotlib.font_manager  # noqa: F401 - reads that list now
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


_import_matplotlib()

from matplotlib import rc_context  # noqa: E402 - after the list of fonts
from matplotlib.backends.backend_svg import RendererSVG  # noqa: E402
from matplotlib.font_manager import FontProperties  # noqa: E402
from matplotlib.ft2font import FT2Font, LoadFlags  # noqa: E402
from matplotlib.path import Path as Outline  # noqa: E402
from matplotlib.transforms import IdentityTransform  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.brand import Brand

Anchor: TypeAlias = Literal["start", "middle", "end"]
Place: TypeAlias = tuple[float, float]

POINTS: Final = 72 / 25.4  # a millimetre in points
_RC: Final[Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "reporter",
    "svg.id": None,
    "path.simplify": False,
    "axes.formatter.use_locale": False,
}
_MOVE, _LINE, _CURVE, _CLOSE = (
    int(code) for code in (Outline.MOVETO, Outline.LINETO, Outline.CURVE4, Outline.CLOSEPOLY)
)
_ALIGNMENT: Final[dict[Anchor, str]] = {"start": "left", "middle": "center", "end": "right"}
#: A quarter circle as a Bézier curve (Goldapp 1991: off by at most 0.02 %).
_ARC: Final = 0.551915
_UNKNOWN: Final = "□"


@cache
def _font(path: Path) -> FT2Font:
    """Return a font opened for measuring, 100 units an em."""
    font = FT2Font(str(path))
    font.set_size(100, 72)
    return font


@cache
def _advance(path: Path, letter: str) -> float:
    """Return a letter's width in hundredths of an em; a letter that the font lacks has the width −1."""
    font = _font(path)
    if not font.get_char_index(ord(letter)):
        return -1.0
    return float(font.load_char(ord(letter), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536


@dataclass(frozen=True, slots=True)
class _Mark:
    """An outline, filled, stroked or both."""

    outline: Outline
    fill: str
    stroke: str
    width: float
    dash: Sequence[float]

    def draw(self, renderer: Any) -> None:  # noqa: ANN401 - matplotlib's renderer is untyped
        """Hand the outline to the renderer."""
        context = renderer.new_gc()
        context.set_linewidth(self.width if self.stroke else 0)
        if self.stroke:
            context.set_foreground(self.stroke)
        if self.dash:
            context.set_dashes(0, list(self.dash))
        renderer.draw_path(context, self.outline, IdentityTransform(), _rgb(self.fill) if self.fill else None)


@dataclass(frozen=True, slots=True)
class _Word:
    """A line of text; it answers what the SVG renderer asks of matplotlib's own text."""

    place: Place
    text: str
    font: FontProperties
    colour: str
    anchor: Anchor

    def get_ha(self) -> str:
        """Return the horizontal alignment."""
        return _ALIGNMENT[self.anchor]

    def get_transform(self) -> IdentityTransform:
        """Return how places become points: they are."""
        return IdentityTransform()

    def get_unitless_position(self) -> Place:
        """Return the place in points, y upward."""
        return self.place

    def draw(self, renderer: Any) -> None:  # noqa: ANN401 - matplotlib's renderer is untyped
        """Hand the text to the renderer."""
        context = renderer.new_gc()
        context.set_foreground(self.colour)
        x, y = self.place[0], renderer.height - self.place[1]
        renderer.draw_text(context, x, y, self.text, self.font, 0, ismath=False, mtext=self)


def _rgb(colour: str) -> tuple[float, float, float]:
    """Return ``#RRGGBB`` as three parts 0–1."""
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


class Canvas:
    """A sheet of ``width`` × ``height`` mm, its origin at the top left, y downward; sizes of text in pt."""

    def __init__(self, width: float, height: float, brand: Brand) -> None:
        self.width = width
        self.height = height
        self.colours = brand.colours
        self._family = brand.text
        self._marks: list[_Mark | _Word] = []

    # --- text ------------------------------------------------------------------------------------

    def _clean(self, text: str, weight: int) -> str:
        """Return a text on one line whose letters the font has; others lose their accent or become □."""
        path = face(self._family, weight).file
        letters = []
        for letter in text.replace("\u00ad", ""):
            if category(letter)[0] == "C" or letter in "\u2028\u2029":
                letters.append(" ")
            elif _advance(path, letter) >= 0:
                letters.append(letter)
            else:
                base = normalize("NFKD", letter)[0]
                known = base if _advance(path, base) >= 0 else _UNKNOWN
                letters.append(known if _advance(path, known) >= 0 else "?")
        return "".join(letters)

    def text_width(self, text: str, size: float, weight: int = 400) -> float:
        """Return the width in mm of a text set in the brand's family (without kerning, which narrows)."""
        path = face(self._family, weight).file
        return sum(_advance(path, letter) for letter in self._clean(text, weight)) / 100 * size / POINTS

    def text(
        self, x: float, y: float, text: str, size: float, colour: str, *, weight: int = 400, anchor: Anchor = "start"
    ) -> None:
        """Set one line; ``y`` is its baseline."""
        if not (clean := self._clean(text, weight)).strip():
            return
        font = FontProperties(family=self._family.name, weight=face(self._family, weight).weight, size=size)
        self._marks.append(_Word(self._points(x, y), clean, font, colour, anchor))

    # --- marks -----------------------------------------------------------------------------------

    def _points(self, x: float, y: float) -> Place:
        """Return a place in points, y upward."""
        return x * POINTS, (self.height - y) * POINTS

    def _add(
        self,
        vertices: Sequence[Place],
        codes: Sequence[int],
        *,
        fill: str = "",
        stroke: str = "",
        width: float = 0.0,
        dash: Sequence[float] = (),
    ) -> None:
        """Keep an outline given in mm."""
        outline = Outline([self._points(x, y) for x, y in vertices], cast("Any", codes))
        self._marks.append(_Mark(outline, fill, stroke, width, dash))

    def line(self, points: Sequence[Place], colour: str, width: float, *, dash: Sequence[float] = ()) -> None:
        """Draw a line through points; ``width`` and ``dash`` in pt."""
        codes = [_MOVE] + [_LINE] * (len(points) - 1)
        self._add(points, codes, stroke=colour, width=width, dash=dash)

    def area(self, points: Sequence[Place], fill: str) -> None:
        """Fill a polygon."""
        codes = [_MOVE] + [_LINE] * (len(points) - 1) + [_CLOSE]
        self._add([*points, points[0]], codes, fill=fill)

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """Fill a rectangle given by its top left corner; one without extent is not drawn."""
        if width > 0 and height > 0:
            self.area([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], fill)

    def dots(self, centres: Sequence[Place], radius: float, fill: str, *, stroke: str = "", width: float = 0.0) -> None:
        """Draw circles of one radius in mm as one compound outline."""
        vertices: list[Place] = []
        codes: list[int] = []
        k = radius * _ARC
        for x, y in centres:
            r = radius
            vertices += [(x + r, y)]
            vertices += [(x + r, y + k), (x + k, y + r), (x, y + r), (x - k, y + r), (x - r, y + k), (x - r, y)]
            vertices += [(x - r, y - k), (x - k, y - r), (x, y - r), (x + k, y - r), (x + r, y - k), (x + r, y)]
            vertices += [(x + r, y)]
            codes += [_MOVE, *[_CURVE] * 12, _CLOSE]
        if vertices:
            self._add(vertices, codes, fill=fill, stroke=stroke, width=width)

    def diamond(self, x: float, y: float, radius: float, colour: str, width: float, fill: str) -> None:
        """Draw an open diamond."""
        corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y), (x, y - radius)]
        codes = [_MOVE, *[_LINE] * 3, _CLOSE]
        self._add(corners, codes, fill=fill, stroke=colour, width=width)

    def svg(self) -> bytes:
        """Return everything drawn as SVG."""
        stream = StringIO()
        with rc_context(_RC):
            nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
            renderer = cast("Any", RendererSVG)(self.width * POINTS, self.height * POINTS, stream, metadata=nothing)
            for mark in self._marks:
                mark.draw(renderer)
            renderer.finalize()
        return compact(stream.getvalue(), self.width, self.height)
