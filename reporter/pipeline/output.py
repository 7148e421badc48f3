"""Finished files: written beside their place, then moved there, with a manifest that says what they were made from."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter import __version__
from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model import FileAccount

#: Packages whose version can change a figure or a page.
_PACKAGES = ("duckdb", "ftfy", "jinja2", "matplotlib", "narwhals", "numpy", "pyphen", "python-calamine", "weasyprint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One finished file."""

    path: Path
    format: str
    lang: str
    pages: int
    bytes: int
    sha256: str


def write_atomic(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write a file whole or not at all, open to no more people than ``mode`` and the process's umask allow.

    Raises:
        UsageError: C110, when the place cannot be written.
    """
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode & ~_umask())
        Path(temporary).replace(path)
    except OSError as fault:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise UsageError(
            "C110", f"{path} cannot be written ({fault.strerror})", help="name another place with -o, or free it"
        ) from None


def _umask() -> int:
    """Return the process's umask, which can only be read by setting it; what is made in between is ours alone."""
    found = os.umask(0o077)
    os.umask(found)
    return found


def manifest(
    output: Output, files: tuple[FileAccount, ...], settings: Mapping[str, Any], period: str, date: str
) -> bytes:
    """Return what a report was made from, as stable JSON: no clock, no path of this machine."""
    content = {
        "schema": 1,
        "report": {"file": output.path.name, "sha256": output.sha256, "pages": output.pages, "lang": output.lang},
        "period": period,
        "published": date,
        "inputs": [
            {"file": f.file, "sha256": f.sha256, "bytes": f.size, "format": f.format, "rows_in": f.rows_in,
             "rows_kept": f.rows_kept, "rows_left_out": f.rows_left_out}
            for f in sorted(files, key=lambda f: (f.file, f.sha256))
        ],
        "settings": settings,
        "versions": {
            "reporter": __version__,
            "python": platform.python_version(),
            **{name: metadata.version(name) for name in _PACKAGES},
        },
    }  # fmt: skip
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True, default=str) + "\n").encode()


def publish(
    path: Path, content: bytes, *, lang: str, pages: int, files: tuple[FileAccount, ...],
    settings: Mapping[str, Any], period: str, date: str,
) -> Output:  # fmt: skip
    """Write a PDF and the manifest beside it."""
    digest = hashlib.sha256(content).hexdigest()
    output = Output(path=path, format="pdf", lang=lang, pages=pages, bytes=len(content), sha256=digest)
    write_atomic(path, content)
    write_atomic(path.with_suffix(".manifest.json"), manifest(output, files, settings, period, date))
    return output
