"""The mail that carries a report: its words in both forms, and its one picture."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from reporter.model import PICTURE_ID, Digest, msg
from reporter.render.mail_content import cards_of, content, figure_of, sparse_content, summary
from reporter.render.mail_figures import clean
from reporter.render.mail_sender import sender
from reporter.render.mail_subject import subject
from reporter.resources import templates

if TYPE_CHECKING:
    from jinja2 import Environment

    from reporter.brand import Brand
    from reporter.language import Language
    from reporter.model import Report

#: Letters to a line of the text part (RFC 5322 and RFC 3676 advise fewer than 78).
LINE = 76
WORDS = {
    "figures": msg("Key figures"),
    "findings": msg("What stands out"),
    "meaning": msg("What this means"),
    "reply": msg("You can reply to this mail. A person reads the answer."),
}
#: Without quotation marks, which would have to be escaped within an attribute.
SANS = "-apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"
SERIF = "Georgia, Times New Roman, serif"
_FAMILY = re.compile(r"[A-Za-z][\w-]*(?: [A-Za-z][\w-]*)*", re.ASCII)
_NBSP = "\u00a0"


def render_digest(report: Report, language: Language, brand: Brand, *, sparse: bool = False) -> Digest:
    """Return the mail that carries a report; the same input gives the same bytes.

    Args:
        report: whose summary page the mail tells.
        language: of every word in it.
        brand: whose colours, signature and contact it bears.
        sparse: holds no figure, finding or picture; for a report that opens with a password.

    Raises:
        RenderError: R305, when the summary has nothing to tell; R301, when the picture cannot be drawn.
    """
    from reporter.render.picture import picture_png

    page = summary(report)
    figure = None if sparse else figure_of(page)
    told = sparse_content(report, language) if sparse else content(report, language)
    line = subject(report, () if sparse else cards_of(page), language)
    names = {
        "m": told,
        "s": sender(language, brand),
        "subject": line,
        "lang": language.code,
        "words": {name: clean(language.text(message)) for name, message in WORDS.items()},
        "c": brand.colours,
        "sans": font_stack(brand, "text"),
        "display": font_stack(brand, "display"),
        "picture": f"cid:{PICTURE_ID}",
    }
    environment = mail_environment(language)
    text = environment.get_template("digest.txt.j2").render(names)
    return Digest(
        lang=language.code,
        subject=line,
        text=re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n",
        html=environment.get_template("digest.html.j2").render(names),
        picture=picture_png(figure, language, brand) if figure else b"",
        picture_alt=told.alt,
    )


def mail_environment(language: Language) -> Environment:
    """Return the environment of the mail's templates: the HTML is escaped, the text wrapped line by line.

    ``soft`` lets long compounds break on a narrow card, where their parts meet.
    """
    from reporter.render.environment import bare_environment

    environment = bare_environment("mail")
    environment.filters.update(wrapped=wrapped, underlined=_underlined, soft=language.hyphenate)
    return environment


def wrapped(text: str, indent: str = "", first: str = "") -> str:
    """Return one paragraph in lines of at most 76 letters; nothing in it can begin a paragraph of its own."""
    lines = textwrap.wrap(
        clean(text), LINE, initial_indent=first or indent, subsequent_indent=indent, break_on_hyphens=False
    )
    return "\n".join(lines).replace(_NBSP, " ")


def _underlined(text: str) -> str:
    """Return a headline with a line below it, as long as the headline's last line."""
    lines = wrapped(text).split("\n")
    return "\n".join([*lines, "-" * len(lines[-1])])


def font_stack(brand: Brand, role: str) -> str:
    """Return the fonts of a role: the brand's own where a reader may have them, then what every system has.

    Our own fonts are installed nowhere, so they are not named.
    """
    house = (templates() / "fonts").resolve()
    family = brand.text if role == "text" else brand.display
    if any(face.file.resolve().parent == house for face in family.faces):
        return SERIF if "Serif" in family.name else SANS
    return f"{family.name}, {SANS}" if _FAMILY.fullmatch(family.name) else SANS
