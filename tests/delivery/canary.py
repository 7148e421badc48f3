"""Looking for a secret in whatever form a program may have let it slip."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def forms(secret: str) -> frozenset[bytes]:
    """Return the bytes that give a secret away: encoded, escaped, quoted, and in base64 wherever it stands."""
    plain = {secret.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "cp1252")}
    escaped = {ascii(secret)[1:-1], json.dumps(secret)[1:-1], quote(secret), quote(secret.encode("cp1252"))}
    plain |= {text.encode("ascii") for text in escaped}
    plain |= {repr(secret.encode())[2:-1].encode("ascii"), secret.encode().hex().encode("ascii")}
    return frozenset(plain | {coded for one in plain for coded in _coded(one)})


def _coded(content: bytes) -> Iterator[bytes]:
    """Yield base64 of content at each of three places; the signs at its ends depend on its neighbours and are cut."""
    for before in range(3):
        padded = b"\0" * before + content
        whole = base64.b64encode(padded[: len(padded) // 3 * 3])
        yield whole[4 if before else 0 :]


def shown(content: bytes, secrets: Iterable[str]) -> list[str]:
    """Return which secrets are in some bytes; base64 that is folded over lines is read as one."""
    read = (content, re.sub(rb"[\r\n]", b"", content))
    return [secret for secret in secrets if any(form in text for form in forms(secret) for text in read)]


def found(folder: Path, secrets: Iterable[str]) -> list[tuple[str, str]]:
    """Return the files below a folder that hold a secret or are named by it, each with the secret."""
    wanted = tuple(secrets)
    return [
        (str(path.relative_to(folder)), secret)
        for path in sorted(folder.rglob("*"))
        for secret in shown(str(path.name).encode() + b"\n" + (path.read_bytes() if path.is_file() else b""), wanted)
    ]
