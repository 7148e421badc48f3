"""What a message says, in every place where it may say something: pages, links, metadata, words, markup, names."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from email.errors import MessageError
from email.header import decode_header, make_header
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

from reporter.delivery.gate.squeezed import WALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reporter.delivery.gate.marks import Place

#: Attributes whose values are addresses and names; others (widths, styles) cannot hold a client's id.
_NAMING = {"href", "src", "srcset", "action", "background", "cite", "id", "name", "content", "alt", "title", "longdesc"}
_FREE = ("data-", "aria-")
_HIDDEN = {"style", "script"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One message before it is built. ``period`` as ``2026-10``; ``pdf`` before any encryption.

    ``attachments`` are all file names, ``texts`` what further attachments hold, by file name, ``headers`` names and
    values, as they are or encoded for the wire.
    """

    period: str
    pdf: bytes
    subject: str
    text: str
    html: str
    attachments: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place and what it says. ``part`` tells whether a client's own name must stand in one of its spots."""

    name: str
    text: str
    place: Place
    part: str = ""


def mail_spots(material: Material) -> tuple[Spot, ...]:
    """Return what the mail says beside its PDF."""
    markup = _Markup()
    with suppress(AssertionError):  # what html.parser makes of some declarations; the code is looked at all the same
        markup.feed(material.html)
        markup.close()
    spots = [
        Spot(name="the mail's subject", text=material.subject, place="prose", part="text"),
        Spot(name="the mail's text", text=material.text, place="prose", part="text"),
        Spot(name="the mail's HTML", text="\n".join(markup.words), place="prose", part="html"),
        *sorted_spots("the mail's HTML attributes", markup.tokens),
        # whole as well: styles, comments, and what a mail program may read otherwise than this parser
        Spot(name="the mail's HTML code", text=unescape(material.html), place="prose"),
        Spot(name="an attachment's name", text=walled(readings(material.attachments)), place="token"),
    ]
    for place, text in enumerate(material.texts.values(), 1):
        spots.append(Spot(name=f"further attachment {place}", text=text, place="prose"))
    for name, value in material.headers:
        place_: Place = "prose" if name.casefold() == "subject" else "token"
        spots.append(Spot(name=f"the header {name}", text=walled((_decoded(value), unquote(value))), place=place_))
    return tuple(spots)


def sorted_spots(name: str, texts: Iterable[str]) -> tuple[Spot, Spot]:
    """Return texts of mixed kinds as two spots: those with blanks are sentences, the others stand for something."""
    kept = readings(texts)
    prose, tokens = [one for one in kept if re.search(r"\s", one)], [one for one in kept if not re.search(r"\s", one)]
    return Spot(name=name, text=walled(prose), place="prose"), Spot(name=name, text=walled(tokens), place="token")


def walled(texts: Iterable[str]) -> str:
    """Return texts that do not follow one another as one text."""
    return f"\n{WALL}\n".join(texts)


def readings(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts, and those that are percent-encoded decoded as well."""
    given = tuple(texts)
    return tuple(dict.fromkeys((*given, *(unquote(one) for one in given), *(_decoded(one) for one in given))))


def _decoded(value: str) -> str:
    """Return a header as the reader sees it."""
    if "=?" not in value:
        return value
    try:
        return str(make_header(decode_header(value)))
    except (MessageError, LookupError, ValueError):
        return value


class _Markup(HTMLParser):
    """HTML taken apart: what is read, and the attributes that name something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.tokens: list[str] = []
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a tag's attributes."""
        self._hidden = tag in _HIDDEN
        self.tokens += [value for name, value in attrs if value and (name in _NAMING or name.startswith(_FREE))]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the attributes of a tag that ends itself."""
        self.handle_starttag(tag, attrs)
        self._hidden = False

    def handle_endtag(self, tag: str) -> None:
        """See a style's end."""
        self._hidden = self._hidden and tag not in _HIDDEN

    def handle_data(self, data: str) -> None:
        """Take words."""
        if not self._hidden:
            self.words.append(data)
