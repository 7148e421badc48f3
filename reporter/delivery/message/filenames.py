"""Names of attachments that Outlook and Gmail show right and that every system can save."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from reporter.delivery.message.headers import words

#: Characters with the extension: as ``filename*`` such a name needs no continuation lines (RFC 2231), which trouble
#: Outlook.
LONGEST = 40
_LONGEST_EXTENSION = 8
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
#: Windows takes these for devices whatever their extension, blanks before it or not; ¹²³ count as digits there.
_DEVICES = re.compile(r"(?i:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?= *(?:\.|$))")
#: What cannot be seen: controls, format characters (bidi, zero width), halves, private use, line separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_BETWEEN = " _-"
#: The last two words, or the last one, with what parts them from those before; not too long.
_TAILS = (
    re.compile(r"(?=.{2,16}$)[ _-][^ _-]+[ _-][^ _-]+$"),
    re.compile(r"(?=.{2,16}$)[ _-][^ _-]+$"),
)
_LETTERS = str.maketrans({"æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "ß": "ss", "–": "-", "—": "-", "−": "-", "’": "'"})


def safe_name(text: str, otherwise: str = "rapport") -> str:
    """Return a name that can be shown and saved everywhere, of at most ``LONGEST`` characters; å, æ and ø stay.

    Args:
        text: the wished name, with its extension (at most eight letters and digits), if any.
        otherwise: what stands before the extension when nothing is left.
    """
    text = "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) not in _UNSEEN)
    text = unicodedata.normalize("NFC", _FORBIDDEN.sub(" ", text))  # taking out may bring together what composes
    stem, dot, extension = " ".join(text.split()).rstrip(" .").rpartition(".")
    if not (dot and 0 < len(extension) <= _LONGEST_EXTENSION and extension.isascii() and extension.isalnum()):
        stem, extension = text, ""
    ending = f".{extension}" if extension else ""
    stem = _shortened(_trimmed(stem), LONGEST - len(ending)) or otherwise
    if is_device(stem + ending):
        stem = f"_{stem[: LONGEST - len(ending) - 1]}"
    return stem + ending


def is_device(name: str) -> bool:
    """Tell whether Windows takes the name for a device."""
    return _DEVICES.match(name) is not None


def plain_letters(text: str) -> str:
    """Return the text with letters of ASCII for those that have such: a for å, o for ø, ae for æ."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def ascii_name(name: str) -> str:
    """Return the nearest name in ASCII, for programs that know nothing else."""
    return safe_name("".join(sign if sign.isascii() else "_" for sign in plain_letters(name)))


def disposition(name: str, kind: str = "attachment") -> bytes:
    """Return the lines of Content-Disposition; ``name`` comes from ``safe_name``.

    A name beyond ASCII is written once as ``filename*`` (RFC 2231 without continuations), after an ASCII ``filename``,
    since programs that know only one of the two take the first (RFC 6266, appendix D).
    """
    lines = [f"Content-Disposition: {kind}", f'filename="{ascii_name(name)}"']
    if not name.isascii():
        lines.append(f"filename*=UTF-8''{quote(name, safe='')}")
    return ";\r\n ".join(lines).encode("ascii") + b"\r\n"


def content_type(mime: str, name: str) -> bytes:
    """Return the lines of Content-Type, with the name once more for old programs (encoded words, as Outlook does)."""
    value = name if name.isascii() else words(name)
    return f'Content-Type: {mime};\r\n name="{value}"\r\n'.encode("ascii")


def _shortened(stem: str, most: int) -> str:
    """Take the middle out, by whole words if there are any: the last two words mostly tell the month."""
    if len(stem) <= most:
        return stem
    tail = next((found[0] for form in _TAILS if (found := form.search(stem))), "")
    head, following = stem[: most - len(tail)], stem[most - len(tail)]
    if following not in _BETWEEN:
        head = re.sub(f"[{_BETWEEN}][^{_BETWEEN}]*$", "", head)
    return _trimmed(head.rstrip(_BETWEEN) + tail)


def _trimmed(text: str) -> str:
    """Take away what a system would drop or hide: dots and blanks at the ends, blanks in a row."""
    return " ".join(text.split()).strip(" .")
