"""Real files that nobody here wrote give the published reference values, and a finished PDF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reporter.cli.app import run

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA = Path(__file__).parents[2] / "shared" / "data"
RETAIL = DATA / "online_retail" / "online_retail_2010-2011.csv.gz"
NPS = DATA / "nps_france_retail_cc0" / "nps.csv"


def report(path: Path, lang: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> Mapping[str, Any]:
    """Make the one-off report of a file and return what ``--json`` printed."""
    target = folder / "report.pdf"
    assert run(["-q", "report", str(path), "--name", "Kund AB", "--lang", lang, "-o", str(target), "--json"]) == 0
    content: Mapping[str, Any] = json.loads(capfd.readouterr().out)
    assert target.read_bytes().startswith(b"%PDF")
    return content


def values(content: Mapping[str, Any]) -> Mapping[str, float | None]:
    """Return the readings' values by id."""
    return {r["id"]: r["value"] for r in content["readings"]}


@pytest.mark.skipif(not RETAIL.is_file(), reason="shared/data/online_retail is absent")
def test_online_retail(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """UCI Online Retail: the cleaned basis of its reference, every left-out line with a reason."""
    content = report(RETAIL, "sv", tmp_path, capfd)
    (rows,) = content["rows"]
    assert (rows["rows_in"], rows["rows_kept"], rows["rows_left_out"]) == (541_909, 397_884, 144_025)
    assert sum(rows["reasons"].values()) == 144_025
    found = values(content)
    assert (found["order_lines"], found["orders"], found["customers"]) == (397_884, 18_532, 4_338)
    assert found["revenue"] == pytest.approx(8_911_407.90, abs=0.005)
    assert found["multi_order_rate"] == pytest.approx(65.58, abs=0.005)
    shown = {page["name"]: page for page in content["pages"]}
    assert not shown["nps"]["shown"]
    assert shown["nps"]["reason"]


@pytest.mark.skipif(not NPS.is_file(), reason="shared/data/nps_france_retail_cc0 is absent")
def test_nps_france(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A French retail survey in mixed encodings: NPS 53.42 from 13,612 answers; its scale stays a question."""
    content = report(NPS, "da", tmp_path, capfd)
    (nps,) = [r for r in content["readings"] if r["id"] == "nps"]
    assert nps["value"] == pytest.approx(100 * (8_465 - 1_194) / 13_612, abs=1e-9)
    assert round(nps["value"], 2) == 53.42
    assert nps["n_observations"] == 13_612
    assert [f["code"] for f in content["findings"] if f["code"] == "D104"] == ["D104"]
    assert not [p for p in content["pages"] if p["name"] == "customer_value" and p["shown"]]
