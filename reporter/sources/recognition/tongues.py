"""In which languages a format's headers are written, told by their words and letters."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import tomli

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.sources.recognition.catalogue import Format

_FILE = Path(__file__).parent / "tongues.toml"
#: So many headers speak for a language: one may be a name of a product, or written alike in two of them.
_ENOUGH = 2


def languages(form: Format) -> tuple[str, ...]:
    """Return the codes of the languages of a format's headers, English last."""
    headers = {alias for aliases in form.fields.values() for alias in aliases} | set(form.marks)
    return tuple(code for code in _tongues() if sum(_speaks(header.casefold(), code) for header in headers) >= _ENOUGH)


@cache
def _tongues() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Return language → its letters and words."""
    data = tomli.loads(_FILE.read_text(encoding="utf-8"))
    return {code: (one["letters"], tuple(one["words"])) for code, one in data.items()}


def _speaks(header: str, code: str) -> bool:
    """Tell whether a header is of a language; a word that two of them share says nothing."""
    letters, words = _tongues()[code]
    if any(sign in header for sign in letters):
        return True
    shared = {word for other, (_, more) in _tongues().items() if other != code for word in more}
    own = [word for word in words if word not in shared]
    return any(part.startswith(word) or part.endswith(word) for part in header.split() for word in own)
