"""The demo workspace from its exports to its pages: every page's text to the letter, and every page as a picture."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

import pytest

from reporter.cli.app import run
from tests.render.images import check_page, page_images
from tests.render.reports import texts

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "demo"
CLIENTS = {"norrvik": 15, "vestera": 15}
PAGES = [(client, number) for client, count in CLIENTS.items() for number in range(1, count + 1)]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the demo clients' reports of 2025 as PDF, made from their exports."""
    home = tmp_path_factory.mktemp("demo")
    workspace = home / "workspace"
    shutil.copytree(ROOT / "fixtures" / "workspace", workspace, ignore=shutil.ignore_patterns("data"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPORTER_KEYS", str(home / "keys"))
        assert run(["-q", "-C", str(workspace), "ingest", "--all"]) == 0
        for client in CLIENTS:
            asked = ["report", "--client", client, "--period", "2025", "--date", "2026-01-15"]
            assert run(["-q", "-C", str(workspace), *asked, "-o", str(home / f"{client}.pdf")]) == 0
    return {client: (home / f"{client}.pdf").read_bytes() for client in CLIENTS}


@cache
def words(pdf: bytes) -> tuple[str, ...]:
    """Return the text of every page with plain line ends."""
    return tuple(one.replace("\r\n", "\n").rstrip() + "\n" for one in texts(pdf))


@pytest.mark.parametrize("client", CLIENTS)
def test_a_demo_report_has_its_pages(client: str, demo: dict[str, bytes]) -> None:
    """Neither a page more nor one fewer."""
    assert len(words(demo[client])) == CLIENTS[client]


@pytest.mark.parametrize(("client", "number"), PAGES)
def test_page_says_what_its_golden_text_says(client: str, number: int, demo: dict[str, bytes]) -> None:
    """To the letter; REPORTER_GOLDEN=1 rewrites the texts, and then they must be read."""
    golden = GOLDEN / client / f"page-{number:02}.txt"
    found = words(demo[client])[number - 1]
    if os.environ.get("REPORTER_GOLDEN") == "1":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("client", CLIENTS)
def test_pages_look_as_their_golden_pictures(client: str, demo: dict[str, bytes]) -> None:
    """No 32 × 32 tile of any page differs by more than 2 %; REPORTER_GOLDEN=1 rewrites, and then look at them."""
    for number, picture in enumerate(page_images(demo[client]), 1):
        check_page(picture, f"demo/{client}/page-{number:02}")
