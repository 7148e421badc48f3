"""A ``Report`` in a language and a brand, set as PDF."""

from reporter.render.pdf import Rendered, render_pdf

__all__ = ["Rendered", "render_pdf"]
