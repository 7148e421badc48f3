"""A ``Report`` in a language and a brand, set as PDF."""

from reporter.render.pdf import Rendered, render_pdf
from reporter.render.warm import warm_up

__all__ = ["Rendered", "render_pdf", "warm_up"]
