"""Text without what a setter of pages adds or takes away: only letters and digits are left, and where they stood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

#: What stands between two texts that do not follow one another: no mark reaches over it.
WALL = "\x1f"
#: A hyphen at the end of a line, as PDFium tells of it, and letters that no form of Unicode takes apart.
_FOLDED = str.maketrans(
    {"\ufffe": "-\n", "\x02": "-\n", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "ß": "ss", "ł": "l", "Ł": "L", "đ": "d"}
)
_DROPPED = re.compile(
    "[\u0300-\u036f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
_BETWEEN = re.compile(r"[\W_]+")  # all that is no letter or digit, as isalnum has it


@dataclass(frozen=True)
class Squeezed:
    """A text and its letters and digits in lower case."""

    text: str
    letters: str

    @cached_property
    def where(self) -> tuple[int, ...]:
        """The place in ``text`` of each of ``letters``; asked for only where something was found."""
        return tuple(place for place, sign in enumerate(self.text) if sign.isalnum())


def plain(text: str) -> str:
    """Return a text with ligatures and width forms resolved, without accents and letters that nobody sees.

    Upper and lower case stay. The Nordic letters become those that stand for them in addresses and file names.
    """
    return _DROPPED.sub("", unicodedata.normalize("NFKD", text).translate(_FOLDED))


def as_file_name(text: str) -> str:
    """Return a text as careless file names have it: letters that lose no accent are lost."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def squeeze(text: str) -> Squeezed:
    """Return a text squeezed."""
    folded = plain(text)
    low = folded.lower()
    if len(low) != len(folded):  # a letter whose lower case is two: it stays as it is
        low = "".join(one if len(one := sign.lower()) == 1 else sign for sign in folded)
    return Squeezed(folded, _BETWEEN.sub("", low))
