"""Charts: one module a kind, each with a frozen ``Data`` and a ``draw`` that sets it on a canvas.

matplotlib is known to ``canvas`` alone, so that the report can be composed without it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reporter.brand import Brand
    from reporter.language import Language
    from reporter.model import Figure


def draw(figure: Figure, language: Language, brand: Brand) -> bytes:
    """Return a figure as SVG of exactly its width and height in mm; text stays text.

    The module that defines the figure's data also draws it.
    """
    from reporter.charts.canvas import Canvas

    canvas = Canvas(figure.width, figure.height, brand)
    import_module(type(figure.data).__module__).draw(canvas, figure.data, language, brand)
    return canvas.svg()
