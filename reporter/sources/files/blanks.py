"""Tables whose columns are parted by runs of blanks, as old programs print them: rewritten with tabs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.sources.files.decoded import Decoded

_SAMPLE = 1 << 14
_DELIMITERS = re.compile(r'[;\t|"]')
#: Columns are parted by any blanks where no cell holds one, else by two or more.
_PARTINGS = (re.compile(r"\s+"), re.compile(r"\s{2,}"))
_FEWEST = 3


def with_tabs(decoded: Decoded, scratch: Path) -> Decoded:
    """Return the same text, with one tab in place of each run of blanks where those part its columns."""
    with decoded.path.open(encoding="utf-8-sig", errors="replace") as stream:
        sample = stream.read(_SAMPLE)
        whole = not stream.read(1)
    parting = _parting(sample, whole=whole)
    if not parting:
        return decoded
    target = scratch / f"{decoded.path.stem}.tabs"
    with decoded.path.open(encoding="utf-8-sig") as stream, target.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(parting.sub("\t", line.strip()) + "\n" for line in stream)
    return replace(decoded, path=target)


def _parting(sample: str, *, whole: bool) -> re.Pattern[str] | None:
    """Return what parts the columns: the blanks that give every line of the sample as many cells."""
    first, _, _ = sample.lstrip().partition("\n")
    if "," in first or _DELIMITERS.search(sample):
        return None
    lines = sample.split("\n")
    lines = [line.strip() for line in (lines if whole else lines[:-1]) if line.strip()]
    if len(lines) < _FEWEST:
        return None
    for parting in _PARTINGS:
        widths = {len(parting.split(line)) for line in lines}
        if len(widths) == 1 and widths.pop() > 1:
            return parting
    return None
