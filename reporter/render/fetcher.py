"""What a page may load: our own pictures from memory, data URLs, and files of the brand and the templates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class LockedFetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint ships no types
    """Serves ``report:`` from ``memory`` and ``file:`` for the files in ``files``; refuses everything else.

    A refusal ends the rendering: a page that asks for anything else is not ours.
    """

    def __init__(self, memory: Mapping[str, tuple[bytes, str]], files: Collection[Path]) -> None:
        super().__init__(allowed_protocols={"file", "data"}, allow_redirects=False)
        self._memory = memory
        self._files = frozenset(one.resolve() for one in files)

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return what a URL holds.

        Raises:
            FatalURLFetchingError: for every URL that is not ours; it stops the rendering.
        """
        parts = urlsplit(url)
        if parts.scheme == "report" and url in self._memory:
            body, mime = self._memory[url]
            return URLFetcherResponse(url, body, {"Content-Type": mime})
        if parts.scheme == "data":
            return super().fetch(url, headers)
        if parts.scheme == "file" and parts.netloc in {"", "localhost"} and not parts.query:
            path = Path(url2pathname(parts.path)).resolve()
            if path in self._files:
                return super().fetch(path.as_uri(), headers)
        raise FatalURLFetchingError(url)
