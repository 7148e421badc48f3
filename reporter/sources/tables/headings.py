"""How headers are compared: without case and punctuation, and with damaged letters folded."""

from __future__ import annotations

from functools import cache

_FOLDS = str.maketrans({"å": "a", "ä": "a", "ö": "o", "æ": "ae", "ø": "o", "é": "e", "ü": "u", "?": "", "\ufffd": ""})


@cache
def normal(header: str) -> str:
    """Return a header without case, punctuation and the differences of blanks, ``_`` and ``-``."""
    text = header.casefold()
    for mark in "\"'.:*":
        text = text.replace(mark, "")
    return " ".join(text.replace("_", " ").replace("-", " ").split())


@cache
def folded(header: str) -> str:
    """Return a normal header with its Nordic letters folded, for files whose letters are damaged."""
    return normal(header).translate(_FOLDS)
