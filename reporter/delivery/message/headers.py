"""What a user's value may hold before it goes into a header, and how it is written there.

The header lines are ours, not the email package's: on Python 3.11.7 an encoded word that holds a line feed leaves it
as a header of its own (measured through a real Postfix), and its folding has more than once moved a comma out of its
quotes (CPython gh-100884, gh-121284). What is written here is read back with that package afterwards (``proving``).
"""

from __future__ import annotations

import base64
import re
import textwrap
import unicodedata

from reporter.errors import UsageError
from reporter.workspace import ADDRESS

#: Controls, halves of characters, line and paragraph separators.
_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})
#: What turns the direction of writing: what is seen is then not what is there.
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NONCHARACTER, _BLOCK = 0xFFFE, 0xFFFF
#: Characters; a subject that is longer is cut by every mail program.
LONGEST = 250
#: No receipts, no absences; but not "All", which asks Exchange to keep non-delivery reports back too (MS-OXCMAIL).
SUPPRESSED = "DR, RN, NRN, OOF, AutoReply"
#: RFC 5321 §4.5.3.1.3: a path of 256 with its brackets.
_LONGEST_ADDRESS = 254
#: Octets in one encoded word: with the name of the header it stays within RFC 2047's 76 characters a line.
_WORD = 39
#: Characters of a line's content, so that with the header's name it stays within 78.
_LINE = 66
_FIELD = re.compile(rb"([!-9;-~]+): ?(.*)", re.DOTALL)


def check_value(text: str, what: str) -> str:
    """Return a value that may go into a header: trimmed, composed (NFC), blanks in a row as one.

    Args:
        text: what the user gave.
        what: the setting, as the user knows it. Only it is named in an error, for the value may be personal.

    Raises:
        UsageError: E445, when it holds a control, bidirectional or half character, the start of an encoded word
            (``=?``), or more than ``LONGEST`` characters.
    """
    fault = _fault(text)
    if not fault:
        text = re.sub(" {2,}", " ", unicodedata.normalize("NFC", text)).strip(" ")
        fault = _fault(text)  # composing may make what was not there
    if fault:
        raise UsageError("E445", f"{what} holds {fault}", help="write it anew with plain letters, digits and signs")
    return text


def check_name(text: str, what: str) -> str:
    """Return a name that may stand beside an address.

    Raises:
        UsageError: E445, as ``check_value``, and for ``@``, ``<`` and ``>``: programs that read the address from the
            decoded name would find another one there, and filters take it for a forgery.
    """
    name = check_value(text, what)
    if found := next((sign for sign in "<>@" if sign in unicodedata.normalize("NFKC", name)), ""):
        raise UsageError("E445", f"{what} holds {found}", help="write a name there; the address has its own setting")
    return name


def check_address(text: str, what: str) -> str:
    """Return an address that may stand in a header and in the envelope.

    Raises:
        UsageError: E446, when it is not one plain ASCII address.
    """
    local, _, domain = text.rpartition("@")
    plain = ADDRESS.fullmatch(text) and len(text) <= _LONGEST_ADDRESS
    dotted = ".." in text or local.startswith(".") or local.endswith(".")
    hyphened = any(label.startswith("-") or label.endswith("-") for label in domain.split("."))
    if not plain or dotted or hyphened:
        raise UsageError(
            "E446",
            f"{what} is no address that can be written to",
            help="write one as anna.berg@example.se, with a domain in ASCII (xn--…)",
        )
    return text


def text_field(name: str, value: str) -> bytes:
    """Return the lines of a header of free text; ``value`` has passed ``check_value``."""
    lines = textwrap.wrap(value, _LINE, break_long_words=False, break_on_hyphens=False)
    plain = value.isascii() and " ".join(lines) == value and all(len(line) <= _LINE for line in lines)
    return f"{name}: {_folded(lines if plain else _words(value))}\r\n".encode("ascii")


def mailbox_field(name: str, address: str, display: str = "") -> bytes:
    """Return the lines of a header with one address; both have passed their checks."""
    if not display:
        return f"{name}: {address}\r\n".encode("ascii")
    quoted = '"' + display.replace("\\", "\\\\").replace('"', '\\"') + '"'
    plain = display.isascii() and len(quoted) <= _LINE
    *before, last = [quoted] if plain else _words(display)
    both = f"{last} <{address}>"
    lines = [*before, *([both] if len(both) <= _LINE else [last, f"<{address}>"])]
    return f"{name}: {_folded(lines)}\r\n".encode("ascii")


def split(eml: bytes) -> tuple[tuple[tuple[str, bytes], ...], bytes]:
    """Return the headers of a message or part, each with its raw lines, and the body.

    Raises:
        ValueError: a line is no header and continues none.
    """
    head, _, body = eml.partition(b"\r\n\r\n")
    fields: list[tuple[str, bytes]] = []
    for raw in re.split(rb"\r\n(?![ \t])", head):
        found = _FIELD.fullmatch(raw)
        if found is None:
            raise ValueError("a line that is no header")
        fields.append((found[1].decode("ascii"), raw + b"\r\n"))
    return tuple(fields), body


def words(value: str) -> str:
    """Return encoded words (RFC 2047), folded."""
    return _folded(_words(value))


def _words(value: str) -> list[str]:
    """Cut between characters, never within one."""
    pieces, piece = [], b""
    for character in value:
        octets = character.encode()
        if len(piece) + len(octets) > _WORD:
            pieces.append(piece)
            piece = b""
        piece += octets
    return [f"=?utf-8?b?{base64.b64encode(octets).decode('ascii')}?=" for octets in (*pieces, piece)]


def _folded(lines: list[str]) -> str:
    return "\r\n ".join(lines)


def _fault(text: str) -> str:
    """Return what must not be there, in words; empty when all is well."""
    for character in text:
        if unicodedata.category(character) in _CATEGORIES or ord(character) & _BLOCK >= _NONCHARACTER:
            return f"a control character (U+{ord(character):04X})"
        if character in BIDI:
            return f"a character that turns the direction of writing (U+{ord(character):04X})"
    if "=?" in text:
        return 'the signs "=?", which start an encoded word'
    return f"more than {LONGEST} characters" if len(text) > LONGEST else ""
