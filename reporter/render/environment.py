"""The templates' surroundings: escaping, translation, and a filter for each kind of value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reporter.model import Figure, Formula, Table, Text
from reporter.render.cells import cell_html, change_html, fitted, value_html
from reporter.render.rows import paired, spans
from reporter.resources import templates

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jinja2.bccache import Bucket

    from reporter.language import Language
    from reporter.model import Block
    from reporter.model.document import Cell

_UNSAFE_IN_CSS = re.compile(r"[^\w .,/:%()-]")
_SHORT_LAST_WORD = 14
#: Letters that surely fit on a line of a page's title, and how much longer its first line may be.
_LINE, _SLACK = 50, 8
HEADING = 90  # letters of body text as high as a heading with its space
TITLE_LETTER = 1.95  # mm, the mean width of a letter of a figure's title
_NBSP = "\u00a0"
_WHOLE = re.compile(r"(?<=%)-|(?<=\d)-(?=procent)")


class _Compiled(BytecodeCache):
    """Compiled templates, kept as long as the process: compiling them takes longer than filling them."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template that was compiled before."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was just compiled."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def _is_markup(name: str | None) -> bool:
    return name is None or not name.endswith(".txt.j2")


def bare_environment(folder: str) -> Environment:
    """Return the environment of a folder of templates, without filters.

    Everything is escaped but in ``.txt.j2`` files; a name that is missing is an error.
    """
    return Environment(
        loader=FileSystemLoader(templates() / folder),
        bytecode_cache=_COMPILED,
        autoescape=_is_markup,  # noqa: S701 - plain text has nothing to escape
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )


def make_environment(language: Language, drawn: Callable[[Figure], str], currency: str = "") -> Environment:
    """Return the environment of one rendering; ``drawn`` draws a figure and returns its URL.

    Everything is escaped, in ``.j2`` files too; a name that is missing is an error.
    """
    environment = bare_environment("report")
    environment.install_gettext_callables(  # type: ignore[attr-defined] # added by the extension
        language.gettext,
        language.ngettext,
        newstyle=False,
        pgettext=language.pgettext,
        npgettext=language.npgettext,
    )

    def _cell(cell: Cell, width: float) -> Markup:
        """Return a cell as HTML: a small chart is a picture, everything else text."""
        if isinstance(cell, Figure):
            return Markup('<img src="{}" alt="{}" style="width:{:g}mm;height:{:g}mm">').format(
                drawn(cell), language.text(cell.alt), cell.width, cell.height
            )
        return _markup(unbroken(cell_html(cell, language, width, currency)))

    environment.filters.update(
        say=language.text,
        body=lambda message: unbroken(language.hyphenate(language.text(message))),
        balanced=lambda message: balanced(language.text(message)),
        bound=lambda message: bound(language.text(message)),
        cell=lambda cell, width=999.0: _cell(cell, width),
        fitted=lambda message, letters: fitted(message, language, letters),
        figure_text=lambda value: _markup(value_html(value, language)),
        change_line=lambda card: _markup(change_html(card, language)),
        columned=lambda texts, count: columned(texts, count, language),
        drawn=drawn,
        mm=lambda value: f"{value:g}mm",
        css=css_string,
        align=_align,
        kind=kind,
        overlay_left=_overlay_left,
        letters=_letters,
        paired=lambda rows: paired(rows, lambda row: sum(len(cell_html(one, language)) for one in row.cells)),
        spans=spans,
    )
    return environment


def _markup(html: str) -> Markup:
    """Return HTML that ``cells`` has escaped already."""
    return Markup(html)  # noqa: S704 - every datum in it went through html.escape


def columned(texts: Sequence[Text], count: int, language: Language) -> list[list[Text]]:
    """Return texts in columns of about the same height, in their order.

    CSS columns would do it too, but the engine sets them many times over to balance them.
    """
    heights = [HEADING + sum(len(language.text(line)) for line in text.paragraphs) for text in texts]
    columns: list[list[Text]] = [[] for _ in range(count)]
    done, whole = 0, sum(heights)
    for text, height in zip(texts, heights, strict=True):
        columns[min(count - 1, count * (done + height // 2) // whole)].append(text)
        done += height
    return columns


def balanced(title: str) -> str:
    """Return a title of two lines broken near its middle, a shorter one with its last short word bound."""
    if _LINE < len(title) < 2 * _LINE - _SLACK:
        spaces = [place for place, letter in enumerate(title) if letter == " "]
        middle = min(spaces, key=lambda place: (abs(2 * place - len(title) - _SLACK), place), default=0)
        if 0 < middle <= _LINE and len(title) - middle <= _LINE:
            return f"{title[:middle]}\n{title[middle + 1 :]}"
    return bound(title)


def bound(text: str) -> str:
    """Return a text whose last short word does not stand alone on a line."""
    head, space, last = text.rpartition(" ")
    return f"{head}{_NBSP}{last}" if space and len(last) < _SHORT_LAST_WORD and len(head) > len(last) else text


def unbroken(text: str) -> str:
    """Return a text in which no line ends after "95 %-" or "95-": the hyphen of such a word does not break."""
    return _WHOLE.sub("\u2011", text)


def css_string(text: str) -> Markup:
    """Return a text as a CSS string; what could end the string is left out."""
    return Markup('"' + _UNSAFE_IN_CSS.sub("", text) + '"')  # noqa: S704 - only harmless letters are left


def kind(block: Block) -> str:
    """Return which component sets a block."""
    first = block[0] if isinstance(block, tuple) else block
    match first:
        case Figure():
            return "figure"
        case Table():
            return "table"
        case Formula():
            return "formulas"
        case Text():
            return "texts" if isinstance(block, tuple) else "note"
    return "cards"


def _align(side: str, tone: str = "plain") -> Markup:
    """Return the class of a cell; cells stand right and plain unless something else is asked for."""
    names = [name for name in (side if side != "right" else "", tone if tone != "plain" else "") if name]
    return Markup(f' class="{" ".join(names)}"') if names else Markup("")  # noqa: S704 - two fixed word lists


def _letters(block: Figure | Table) -> int:
    """Return how many letters of a figure's title fit on one line."""
    width = block.width if isinstance(block, Figure) else sum(column.width for column in block.columns)
    return int(width / TITLE_LETTER)


def _overlay_left(table: Table) -> float:
    """Return where the chart over a table begins, in mm from its left edge, with a millimetre of air."""
    return sum(column.width for column in table.columns[: table.overlay_column]) + 1
