"""Read and write gettext catalogues (``.po``), without a compiler and without stale ``.mo`` files.

Reading a thousand messages takes a few milliseconds, so the text files are what the program runs on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One message: ``strings`` holds one translation, or one for each plural form."""

    text: str
    strings: tuple[str, ...]
    context: str = ""
    plural: str = ""
    fuzzy: bool = False
    places: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Return what identifies a message: its context and its English text."""
        return self.context, self.text


def _unquote(text: str) -> str:
    """Return what stands between the quotes, with its escapes resolved."""
    inner = text.strip()[1:-1]
    if "\\" not in inner:
        return inner
    return _ESCAPE.sub(lambda found: _ESCAPES.get(found[1], found[1]), inner)


def _entry(block: str) -> Entry | None:
    """Read the lines between two empty ones; None when they hold no living message."""
    fields: dict[str, list[str]] = {}
    places: list[str] = []
    fuzzy, current = False, ""
    for line in block.split("\n"):
        if line.startswith('"'):
            fields[current].append(_unquote(line))
        elif line.startswith("msg"):
            current, _, text = line.partition(" ")
            fields[current] = [_unquote(text)]
        elif line.startswith("#:"):
            places += line[2:].split()
        elif line.startswith("#,"):
            fuzzy = "fuzzy" in line
    if "msgid" not in fields:
        return None
    joined = {name: "".join(parts) for name, parts in fields.items()}
    return Entry(
        text=joined["msgid"],
        strings=tuple(text for name, text in joined.items() if name.startswith("msgstr")),
        context=joined.get("msgctxt", ""),
        plural=joined.get("msgid_plural", ""),
        fuzzy=fuzzy,
        places=tuple(places),
    )


def parse(text: str, *, file: str = "") -> tuple[Entry, ...]:
    """Return the entries of a catalogue, the header (whose text is empty) among them.

    Raises:
        UsageError: C151, when a line is not in the form of a ``.po`` file.
    """
    try:
        blocks = (_entry(block) for block in text.replace("\r\n", "\n").split("\n\n"))
        return tuple(entry for entry in blocks if entry)
    except KeyError:
        raise UsageError(
            "C151", f"{file or 'the catalogue'} is damaged", help="each text in it must follow a msgid or msgstr line"
        ) from None


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def _lines(entry: Entry) -> Iterable[str]:
    if entry.places:
        yield "#: " + " ".join(entry.places)
    if entry.fuzzy:
        yield "#, fuzzy"
    if entry.context:
        yield f"msgctxt {_quote(entry.context)}"
    yield f"msgid {_quote(entry.text)}"
    if entry.plural:
        yield f"msgid_plural {_quote(entry.plural)}"
        yield from (f"msgstr[{i}] {_quote(text)}" for i, text in enumerate(entry.strings))
    elif not entry.text:
        yield 'msgstr ""'
        yield from (_quote(line) for line in entry.strings[0].splitlines(keepends=True))
    else:
        yield f"msgstr {_quote(entry.strings[0])}"


def write(entries: Iterable[Entry]) -> str:
    """Return the text of a catalogue, one message after the other in the order given."""
    return "\n\n".join("\n".join(_lines(entry)) for entry in entries) + "\n"
