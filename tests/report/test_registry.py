"""Pages are found by listing."""

from __future__ import annotations

from pathlib import Path

from reporter.report import pages
from reporter.report.registry import page_specs
from reporter.resources import templates


def test_every_page_module_is_a_page_with_a_template() -> None:
    """Whatever lies in the folder of pages is registered and has a template of its name."""
    files = {path.stem for path in Path(pages.__path__[0]).glob("*.py")} - {"__init__"}
    specs = page_specs()
    assert {spec.name for spec in specs} == files
    for spec in specs:
        assert (templates() / "report" / "pages" / f"{spec.name}.html.j2").is_file()


def test_cover_is_first_and_method_last() -> None:
    """The order of the pages is that of the storyline."""
    names = [spec.name for spec in page_specs()]
    assert (names[0], names[-1]) == ("cover", "method")
