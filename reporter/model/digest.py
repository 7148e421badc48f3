"""The mail that carries a report: words, figures as text, one picture."""

from __future__ import annotations

from dataclasses import dataclass

#: The Content-ID by which the HTML names the picture (``src="cid:…"``).
PICTURE_ID = "picture@report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A mail's content in one language and brand. ``picture`` is a PNG, empty where there is none."""

    lang: str
    subject: str
    text: str
    html: str
    picture: bytes = b""
    picture_alt: str = ""
