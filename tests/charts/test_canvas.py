"""The canvas: measured text, clean text, small SVG, and no trace on the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reporter.brand import load_brand
from reporter.charts.canvas import Canvas
from reporter.resources import templates

BRAND = load_brand(templates() / "brands" / "reporter")


@pytest.fixture
def canvas() -> Canvas:
    """Return an empty sheet of 100 × 50 mm."""
    return Canvas(100, 50, BRAND)


def test_a_digit_is_as_wide_as_any_other(canvas: Canvas) -> None:
    """The face's default digits are tabular, so that numbers stand under one another."""
    assert len({round(canvas.text_width(digit, 9), 6) for digit in "0123456789"}) == 1


def test_width_is_that_of_the_font_file(canvas: Canvas) -> None:
    """The sum of the advances in the file, read by another library, at 10 pt in mm."""
    from fontTools.ttLib import TTFont

    font = TTFont(templates() / "fonts" / "ReporterSans-SemiBold.ttf")
    advances, letters = font["hmtx"], font.getBestCmap()
    units = sum(advances[letters[ord(letter)]][0] for letter in "Kundnöjdhet")
    expected = units / font["head"].unitsPerEm * 10 * 25.4 / 72
    assert canvas.text_width("Kundnöjdhet", 10, 600) == pytest.approx(expected, rel=1e-3)


def test_text_is_escaped_and_no_mathematics(canvas: Canvas) -> None:
    """A customer's name may hold any sign; it is neither markup nor TeX."""
    canvas.text(10, 10, "A&B <i> $x^2$ \\frac", 9, "#17242B")
    assert ">A&amp;B &lt;i&gt; $x^2$ \\frac</text>" in canvas.svg().decode()


def test_letters_that_the_font_lacks_are_replaced_visibly(canvas: Canvas) -> None:
    """An accent is dropped, another script becomes a box, a control character a space: never a foreign font."""
    canvas.text(10, 10, "ế 日 a\x00b\u202ec", 9, "#17242B")
    assert ">e □ a b c</text>" in canvas.svg().decode()


def test_dots_of_a_series_are_one_outline(canvas: Canvas) -> None:
    """350 dots cost one path, not 350."""
    canvas.dots([(index / 4, 10) for index in range(350)], 0.5, "#17242B")
    assert canvas.svg().count(b"<path") == 1


def test_an_empty_box_draws_nothing(canvas: Canvas) -> None:
    """A share of zero leaves no hairline."""
    canvas.box(1, 1, 0, 5, "#17242B")
    assert b"<path" not in canvas.svg()


def test_a_mark_lies_where_it_was_put(canvas: Canvas) -> None:
    """Millimetres from the top left become points: 25.4 mm are 72 pt."""
    canvas.box(25.4, 12.7, 25.4, 12.7, "#17242B")
    assert b'd="M72 36L144 36L144 72L72 72z"' in canvas.svg()


def test_drawing_needs_no_home_and_leaves_no_trace(tmp_path: Path) -> None:
    """Without a writable home, beside a hostile matplotlibrc, a chart is drawn and nothing else written."""
    (tmp_path / "matplotlibrc").write_text("svg.fonttype: path\npath.simplify: True\n", encoding="utf-8")
    program = (
        "import pathlib, sys; sys.path.insert(0, sys.argv[1])\n"
        "from reporter.brand import load_brand\nfrom reporter.charts.canvas import Canvas\n"
        "canvas = Canvas(10, 10, load_brand(pathlib.Path(sys.argv[2])))\n"
        "canvas.text(1, 5, 'Å', 9, '#17242B')\nsys.stdout.buffer.write(canvas.svg())\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(Path(__file__).parents[2]), str(templates() / "brands" / "reporter")],
        cwd=tmp_path,
        env={"HOME": "/nonexistent", "TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=True,
    )
    assert ">Å</text>" in run.stdout.decode()
    assert run.stderr == b""
    assert [path.name for path in tmp_path.iterdir()] == ["matplotlibrc"]


def test_matplotlib_has_looked_for_no_fonts() -> None:
    """Its list is empty: no scan at import, and no font of the machine can slip into a chart."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\nimport reporter.charts.canvas\n"
        "from matplotlib.font_manager import fontManager\nassert fontManager.ttflist == []\n"
        "import os\nassert 'MPLCONFIGDIR' not in os.environ\nassert 'matplotlib.figure' not in sys.modules"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MPL")}
    subprocess.run([sys.executable, "-c", program, str(Path(__file__).parents[2])], env=environment, check=True)


def test_composing_needs_no_matplotlib() -> None:
    """A report's pages import the charts' data without the second that matplotlib takes."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from reporter.charts import bridge, columns, diverging, dumbbell, intervals, lorenz, nps_columns, sparkline\n"
        "from reporter.charts import trend, triad_lanes\nassert 'matplotlib' not in sys.modules\n"
        "assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program, str(Path(__file__).parents[2])], check=True)
