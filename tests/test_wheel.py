"""What a wheel carries is what a checkout has."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: Tools and data files that the program reads; everything else in the package is Python.
DATA = ("*.toml", "*.po", "*.txt")


def test_the_wheel_holds_every_template_font_format_and_catalogue(tmp_path: Path) -> None:
    """The templates' files and the package's data are the same in the wheel and in the checkout."""
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    templates = {
        f"reporter/_templates/{path.relative_to(ROOT / 'templates').as_posix()}"
        for path in (ROOT / "templates").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    data = {p.relative_to(ROOT).as_posix() for kind in DATA for p in (ROOT / "reporter").rglob(kind)}
    code = {p.relative_to(ROOT).as_posix() for p in (ROOT / "reporter").rglob("*.py")}
    assert {name for name in inside if name.startswith("reporter/_templates/")} == templates
    assert data | code <= inside
    assert not [name for name in inside if name.startswith(("tests/", "fixtures/", "output/"))]
