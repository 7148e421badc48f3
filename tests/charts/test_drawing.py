"""Every chart, plain and hostile: stable bytes, words in their language, nothing outside the sheet."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from reporter import charts
from reporter.brand import Brand, load_brand
from reporter.charts.canvas import POINTS, Canvas
from reporter.language import Language
from reporter.resources import templates
from tests.charts.samples import BROKEN, HOSTILE, PLAIN

if TYPE_CHECKING:
    from reporter.model import Figure

GOLDEN = Path(__file__).parents[1] / "golden" / "charts"
KINDS = sorted(
    path.stem
    for path in Path(charts.__file__).parent.glob("*.py")
    if "class Data(ChartData)" in path.read_text(encoding="utf-8")
)
ALL = {**PLAIN, **HOSTILE}
BRAND = load_brand(templates() / "brands" / "reporter")


@pytest.fixture(scope="session")
def yellow(tmp_path_factory: pytest.TempPathFactory) -> Brand:
    """Return a brand whose primary cannot be read."""
    folder = tmp_path_factory.mktemp("brands") / "yellow"
    folder.mkdir()
    (folder / "brand.toml").write_text('[color]\nprimary = "#F2B705"\nsecondary = "#3B2A6B"\n', encoding="utf-8")
    return load_brand(folder)


@dataclass(frozen=True)
class _Text:
    """A text node with its box in mm."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


def _texts(svg: bytes) -> list[_Text]:
    measure = Canvas(1, 1, BRAND)
    found = []
    for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):  # noqa: S314 - our own bytes
        size, weight = float(node.attrib["font-size"]), int(node.get("font-weight", "400"))
        wide = measure.text_width(node.text or "", size, weight)
        x, y = float(node.attrib["x"]) / POINTS, float(node.attrib["y"]) / POINTS
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[node.get("text-anchor", "start")]
        found.append(_Text(node.text or "", left, left + wide, y - 0.26 * size, y + 0.08 * size))
    return found


def test_every_kind_has_a_sample() -> None:
    """A new chart comes with a golden file and hostile data."""
    assert sorted(PLAIN) == KINDS
    assert {name.partition("-")[0] for name in HOSTILE} == set(KINDS)


@pytest.mark.parametrize("kind", sorted(PLAIN | BROKEN))
def test_a_chart_is_drawn_as_its_golden_file(kind: str) -> None:
    """To the byte; REPORTER_GOLDEN=1 rewrites the files, and then they must be looked at."""
    svg = charts.draw(ALL[kind], Language.load("sv"), BRAND)
    file = GOLDEN / f"{kind}.svg"
    if os.environ.get("REPORTER_GOLDEN") == "1":
        file.write_bytes(svg)
    assert svg.decode() == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_same_figure_gives_the_same_bytes(name: str) -> None:
    """Nothing of the first drawing is left in the second."""
    first = charts.draw(ALL[name], Language.load("da"), BRAND)
    assert charts.draw(ALL[name], Language.load("da"), BRAND) == first


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_sheet_has_the_figure_s_size_in_mm(name: str) -> None:
    """A chart is drawn at its final size, so that 1 pt is 1 pt on paper."""
    root = ET.fromstring(charts.draw(ALL[name], Language.load("sv"), BRAND))  # noqa: S314 - our own bytes
    assert root.get("width") == f"{ALL[name].width:g}mm"
    assert root.get("height") == f"{ALL[name].height:g}mm"
    box = [float(part) for part in root.attrib["viewBox"].split()]
    assert box[2:] == pytest.approx([ALL[name].width * POINTS, ALL[name].height * POINTS], abs=1e-3)


def _check_geometry(figure: Figure, code: str) -> None:
    texts = _texts(charts.draw(figure, Language.load(code), BRAND))
    for one in texts:
        assert one.left >= -0.05, one
        assert one.right <= figure.width + 0.05, one
        assert one.top >= -0.05, one
        assert one.bottom <= figure.height + 0.05, one
    for index, one in enumerate(texts):
        for other in texts[index + 1 :]:
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            assert across <= 0.1 or down <= 0.45, (one, other)


@pytest.mark.parametrize("code", ["sv", "da"])
@pytest.mark.parametrize("name", sorted(ALL))
def test_no_text_leaves_the_sheet_or_touches_another(name: str, code: str) -> None:
    """Measured widths lie inside the figure, and no two texts cover one another."""
    _check_geometry(ALL[name], code)


@pytest.mark.parametrize("narrower", [0.8, 1.4])
@pytest.mark.parametrize("kind", sorted(PLAIN))
def test_a_chart_fits_other_sizes(kind: str, narrower: float) -> None:
    """A page may give a chart a fifth less or two fifths more width."""
    _check_geometry(replace(PLAIN[kind], width=PLAIN[kind].width * narrower), "da")


@pytest.mark.parametrize("name", sorted(ALL))
def test_numbers_are_swedish_in_swedish(name: str) -> None:
    """No decimal point, no thousands comma, no ASCII minus before a digit, in any text node."""
    for one in _texts(charts.draw(ALL[name], Language.load("sv"), BRAND)):
        assert not re.search(r"\d\.\d", one.text), one
        assert not re.search(r"\d,\d{3}", one.text), one
        assert not re.search(r"(^|\s)-\d", one.text), one


@pytest.mark.parametrize("name", sorted(ALL))
def test_numbers_are_danish_in_danish(name: str) -> None:
    """A point only before three digits, never an English decimal."""
    for one in _texts(charts.draw(ALL[name], Language.load("da"), BRAND)):
        assert not re.search(r"\d\.\d(?!\d\d)", one.text), one


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_svg_is_flat_and_brings_nothing_along(name: str) -> None:
    """Paths and texts only: no ids, styles, groups, clips, metadata or references."""
    svg = charts.draw(ALL[name], Language.load("sv"), BRAND)
    tags = {node.tag.rpartition("}")[2] for node in ET.fromstring(svg).iter()}  # noqa: S314 - our own bytes
    assert tags <= {"svg", "path", "text"}
    assert not re.search(rb"\b(id|style|href|class|clip-path)=|nan|inf\b", svg)


@pytest.mark.parametrize("name", sorted(ALL))
def test_all_text_is_set_in_the_brand_s_family(name: str) -> None:
    """Text stays text, in a family and weight that a page's @font-face has, never under 6.2 pt."""
    for node in ET.fromstring(charts.draw(ALL[name], Language.load("sv"), BRAND)).iter():  # noqa: S314 - our own bytes
        if node.tag.endswith("text"):
            assert node.get("font-family") == "'Reporter Sans'"
            assert node.get("font-weight", "400") in {"400", "600"}
            assert float(node.attrib["font-size"]) >= 6.2


@pytest.mark.parametrize("kind", sorted(PLAIN))
def test_a_chart_under_a_yellow_brand_has_no_yellow_text(kind: str, yellow: Brand) -> None:
    """Neither text nor marks use a primary that cannot be seen."""
    svg = charts.draw(PLAIN[kind], Language.load("sv"), yellow).lower()
    assert b"#f2b705" not in svg
    assert b"#0f4c5c" not in svg
