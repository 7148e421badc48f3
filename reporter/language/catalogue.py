"""The translations of one language, by context and English text."""

from __future__ import annotations

import gettext
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.language.po import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_PLURAL = re.compile(r"plural=([^;\n]+)")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Catalogue:
    """Translations by (context, English text): one string, or one for each plural form."""

    strings: Mapping[tuple[str, str], tuple[str, ...]]
    form: Callable[[int], int]

    def find(self, text: str, context: str = "") -> str | None:
        """Return the translation, or None."""
        found = self.strings.get((context, text))
        return found[0] if found else None

    def translate(self, text: str, context: str = "", plural: str = "", count: int | None = None) -> str:
        """Return the translation for a count; what is not translated stays English (the suite forbids it)."""
        found = self.strings.get((context, text))
        if count is None or not plural:
            return found[0] if found else text
        if found:
            return found[self.form(count)]
        return text if count == 1 else plural


def read_catalogue(path: Path) -> Catalogue:
    """Read a ``.po`` file; fuzzy and empty translations count as missing.

    Raises:
        UsageError: C151, when the file is damaged.
    """
    entries = parse(path.read_text(encoding="utf-8"), file=path.name)
    header = next((entry.strings[0] for entry in entries if not entry.text), "")
    rule = _PLURAL.search(header)
    return Catalogue(
        strings={
            entry.key: entry.strings for entry in entries if entry.text and all(entry.strings) and not entry.fuzzy
        },
        form=gettext.c2py(rule[1].strip() if rule else "n != 1"),
    )
