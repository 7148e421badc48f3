"""A ``Report`` in a language and a brand, set as PDF, and as the mail that carries it."""

from reporter.render.digest import render_digest
from reporter.render.pdf import Rendered, render_pdf
from reporter.render.preview import preview_png
from reporter.render.warm import warm_up

__all__ = ["Rendered", "preview_png", "render_digest", "render_pdf", "warm_up"]
