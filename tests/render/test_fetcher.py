"""A page can load nothing but our own."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from weasyprint.urls import FatalURLFetchingError

from reporter.render.fetcher import LockedFetcher

FONT = Path(__file__).parent.parent.parent / "templates" / "fonts" / "ReporterSans-Regular.ttf"


@pytest.fixture
def fetcher() -> LockedFetcher:
    """Return a fetcher with one picture and one file."""
    return LockedFetcher({"report:chart-1.svg": (b"<svg/>", "image/svg+xml")}, {FONT})


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/",
        "https://example.com/a.png",
        "ftp://example.com/a",
        "file:///etc/passwd",
        f"file://{FONT.parent}/../../pyproject.toml",
        f"file://{quote(str(FONT.parent))}/%2e%2e/%2e%2e/pyproject.toml",
        f"file://{FONT.parent}/",
        f"file://server{FONT}",
        f"file://{FONT}?x",
        "//example.com/share",
        "report:chart-2.svg",
        "report:../chart-1.svg",
        "javascript:alert(1)",
        "gopher://example.com/",
        "attachment.pdf",
    ],
)
def test_hostile_urls_are_denied(fetcher: LockedFetcher, url: str) -> None:
    """A foreign URL ends the rendering; no socket is opened for it."""
    with pytest.raises(FatalURLFetchingError):
        fetcher.fetch(url)


def test_link_out_of_the_folder_is_denied(tmp_path: Path) -> None:
    """A symbolic link is judged by where it leads."""
    inside = tmp_path / "font.ttf"
    inside.symlink_to("/etc/passwd")
    with pytest.raises(FatalURLFetchingError):
        LockedFetcher({}, {FONT}).fetch(inside.as_uri())


def test_own_pictures_fonts_and_data_are_served(fetcher: LockedFetcher) -> None:
    """What belongs to the report is served with its type."""
    picture = fetcher.fetch("report:chart-1.svg")
    assert (picture.read(), picture.content_type) == (b"<svg/>", "image/svg+xml")
    assert fetcher.fetch(FONT.as_uri()).read(4) == FONT.read_bytes()[:4]
    assert fetcher.fetch("data:text/plain,hej").read() == b"hej"
