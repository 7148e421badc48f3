"""``reporter indicators measure``: every figure, the same as in the report, for people and for programs."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reporter.cli.app import run
from reporter.cli.entries import entries
from reporter.indicators import indicators
from reporter.indicators.analysed import analysis_modules

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
Demo = Callable[[str, str], dict[str, Any]]
KEYS = {
    "schema", "command", "ok", "outputs", "readings", "pages", "rows", "findings", "period", "previous", "last_year",
    "currency", "earlier_readings", "comparisons", "series", "segments", "segment_bridges", "segment_distributions",
    "distributions", "bridge", "concentration", "analyses", "settings",
}  # fmt: skip
READING = {
    "id", "code", "value", "low", "high", "se", "unit", "n_customers", "n_observations", "method", "scale", "flags",
    "reason", "reason_id",
}  # fmt: skip
COMPARISON = {
    "against", "indicator", "other", "gap", "low", "high", "verdict", "good", "shared", "correlation", "benchmark",
    "reference_only", "reason", "reason_id",
}  # fmt: skip
POINT = {"period", "value", "low", "high", "n", "broken", "reason", "reason_id"}
MEASURE = ["indicators", "measure"]
#: What the same sixty customers answer in May 2025 and in May 2024.
NOW, BEFORE = [9] * 30 + [8] * 15 + [3] * 15, [9] * 12 + [8] * 33 + [3] * 15


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo workspace, its exports ingested; each client and period is measured once."""
    root = tmp_path_factory.mktemp("demo") / "workspace"
    shutil.copytree(ROOT / "fixtures" / "workspace", root, ignore=shutil.ignore_patterns("data"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPORTER_KEYS", str(root.parent / "keys"))
        assert run(["-q", "-C", str(root), "ingest", "--all"]) == 0
        yield cache(lambda client, period: told(["-C", str(root), *MEASURE, "--client", client, "--period", period]))


def survey(folder: Path) -> str:
    """Write a survey of two years and return its path."""
    rows = [
        f"K{n};{year}-05-{n % 28 + 1:02d};{score}"
        for year, scores in ((2024, BEFORE), (2025, NOW))
        for n, score in enumerate(scores)
    ]
    path = folder / "enkät.csv"
    path.write_text("\n".join(["Kundnr;Svarsdatum;NPS", *rows]), encoding="utf-8")
    return str(path)


def told(arguments: list[str]) -> dict[str, Any]:
    """Return the JSON of a call that succeeds."""
    with redirect_stdout(io.StringIO()) as out:
        assert run([*arguments, "--date", "2026-01-15", "--json"]) == 0
    found: dict[str, Any] = json.loads(out.getvalue())
    assert (found["command"], found["ok"], set(found)) == ("indicators measure", True, KEYS)
    return found


def numbers(value: Any, *names: str) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401 - JSON
    """Yield every number of a JSON value with the names that lead to it."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from numbers(one, *names, name)
    elif isinstance(value, list):
        for one in value:
            yield from numbers(one, *names)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield names, value


@pytest.mark.parametrize("client", ["norrvik", "vestera"])
def test_a_demo_client_is_measured_whole(client: str, demo: Demo) -> None:
    """Every indicator, every analysis, every series is there, under keys that do not depend on the data."""
    found = demo(client, "2025")
    assert (found["period"], found["previous"], found["last_year"]) == ("2025", "2024", None)
    assert found["currency"] == {"norrvik": "SEK", "vestera": "DKK"}[client]
    assert [one["id"] for one in found["readings"]] == [name for name in entries() if name in indicators()]
    assert all(set(one) == READING for one in found["readings"])
    assert all((one["value"] is None) == (one["reason"] is not None) for one in found["readings"])
    assert set(found["analyses"]) == set(analysis_modules())
    assert all(one["kind"] in {name, "not_computed"} for name, one in found["analyses"].items())
    years = {"norrvik": 3, "vestera": 5}[client]  # the oldest contracts of the one are from 2020
    assert {name: len(next(iter(one.values()))) for name, one in found["series"].items()} == {
        "report": 9, "month": 13, "quarter": 9, "year": years,
    }  # fmt: skip
    assert all(set(p) == POINT for one in found["series"].values() for points in one.values() for p in points)
    assert all(set(one) == COMPARISON for one in found["comparisons"])
    assert {one["against"] for one in found["comparisons"]} == {"previous", "benchmark"}


def test_the_last_point_of_a_series_is_the_reading(demo: Demo) -> None:
    """2025 as a year, and as the report's own period; the months and quarters of its orders add up to it."""
    found = demo("norrvik", "2025")
    readings = {one["id"]: one for one in found["readings"]}
    for step in ("year", "report"):
        for name, points in found["series"][step].items():
            last = points[-1]
            assert (last["period"], last["value"], last["low"], last["n"]) == (
                "2025", readings[name]["value"], readings[name]["low"], readings[name]["n_customers"],
            )  # fmt: skip
    for step, count in (("month", 12), ("quarter", 4)):
        parts = [point["value"] for point in found["series"][step]["orders"][-count:]]
        assert sum(parts) == readings["orders"]["value"]


def test_a_month_has_its_year_before_and_steps(demo: Demo) -> None:
    """May 2025 is set against April 2025 and May 2024."""
    found = demo("norrvik", "2025-05")
    assert (found["period"], found["previous"], found["last_year"]) == ("2025-05", "2025-04", "2024-05")
    assert {one["against"] for one in found["comparisons"]} == {"previous", "last_year", "benchmark"}
    assert {name: points["orders"][-1]["period"] for name, points in found["series"].items()} == {
        "report": "2025-05", "month": "2025-05", "quarter": "2025-Q1", "year": "2024",
    }  # fmt: skip
    assert {len(each) for each in found["earlier_readings"].values()} == {len(indicators())}


@pytest.mark.parametrize("client", ["norrvik", "vestera"])
def test_no_count_of_one_to_four_customers_is_told(client: str, demo: Demo) -> None:
    """Not in a month's base either, where customers are fewest."""
    found = demo(client, "2025-05")
    counted = {"n", "n_customers", "n_observations", "customers", "shared", "answers", "cases", "lost", "kept", "new",
               "reactivated", "start", "end", "left", "older", "at_risk", "commuters", "new_and_lost"}  # fmt: skip
    seen = [(names, value) for names, value in numbers(found) if names[-1] in counted]
    assert len(seen) > 1000
    assert [(names, value) for names, value in seen if 0 < value < 5] == []


def test_a_survey_alone_is_measured_by_hand(tmp_path: Path) -> None:
    """(30 − 15) / 60 = 25, and (12 − 15) / 60 = −5 the year before: a gap of 30, by the same sixty customers."""
    found = told([*MEASURE, survey(tmp_path), "--nps-scale", "0-10", "--period", "2025-05"])
    (nps,) = [one for one in found["readings"] if one["id"] == "nps"]
    assert (nps["value"], nps["n_customers"], nps["scale"], nps["code"]) == (pytest.approx(25), 60, "0-10", "LOY1")
    (change,) = [one for one in found["comparisons"] if (one["indicator"], one["against"]) == ("nps", "last_year")]
    assert (change["gap"], change["other"], change["shared"]) == (pytest.approx(30), pytest.approx(-5), 60)
    assert 0 < change["correlation"] <= 1
    (before,) = [one for one in found["comparisons"] if (one["indicator"], one["against"]) == ("nps", "previous")]
    assert (before["gap"], before["shared"], before["verdict"]) == (None, None, "untested")
    assert before["reason_id"] == "Not compared: there is no figure for {period}."
    assert before["reason"] == "Not compared: there is no figure for 2025-04."
    (revenue,) = [one for one in found["readings"] if one["id"] == "revenue"]
    assert (revenue["value"], revenue["reason"]) == (None, "There are no orders in the data.")
    assert (found["currency"], found["distributions"]) == (None, {})  # steps are told from a hundred answers on
    assert (found["settings"]["nps_scale"], found["settings"]["top_box"]["1-5"]) == ("0-10", 4)
    assert (found["settings"]["seed"], found["settings"]["draws"], found["settings"]["discount"]) == (2005, 2000, 0.1)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Two runs print the same object; numbers are not rounded."""
    call = [*MEASURE, survey(tmp_path), "--nps-scale", "0-10", "--date", "2026-01-15", "--json"]
    seen = set()
    for _ in range(2):
        assert run(call) == 0
        seen.add(capfd.readouterr().out)
    (text,) = seen
    assert re.search(r"\d\.\d{12}", text)


def test_people_read_a_line_a_reading(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """In the order of the triad: value, interval, bases, method, flags, change; or the reason."""
    assert run([*MEASURE, survey(tmp_path), "--nps-scale", "0-10", "--period", "2025-05", "--date", "2026-01-15"]) == 0
    head, _, rest = capfd.readouterr().out.partition("\nreadings, with 95 % interval\n")
    readings, _, analyses = rest.partition("\n\nanalyses\n")
    assert head.splitlines()[:2] == ["period 2025-05", "previous 2025-04"]
    lines = readings.splitlines()
    assert [line.split()[0] for line in lines] == [name for name in entries() if name in indicators()]
    (nps,) = [" ".join(line.split()) for line in lines if line.startswith("nps ")]
    assert nps.startswith("nps 25 (")
    assert " 60 customers 60 observations adjusted_wald limited_base; previous: untested (Not compared: " in nps
    assert re.search(r"; last year \+30 \(\+[\d.]+ to \+[\d.]+\): clear$", nps)
    (revenue,) = [" ".join(line.split()) for line in lines if line.startswith("revenue ")]
    assert revenue == "revenue not computed: There are no orders in the data."
    assert {line.split()[0] for line in analyses.splitlines()} == set(analysis_modules())
    assert all("not computed: " in line for line in analyses.splitlines() if line.startswith("rfm "))


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code", "words"),
    [
        (["--client", "ingen"], "C103", 2, "ingen"),
        (["--client", "norrvik"], "C109", 2, "reporter ingest"),
        (["--client", "norrvik", "enkät.csv"], "C112", 2, "exclude each other"),
        (["borta.csv"], "C107", 2, "borta.csv"),
        (["enkät.csv", "--period", "2025-13"], "C104", 2, "2026-Q3"),
        (["enkät.csv", "--nps-scale", "0-10", "--period", "1999"], "D153", 3, "2024-05-01 to 2025-05-28"),
        (["enkät.csv", "--nps-scale", "0-10", "--benchmark", "ingen"], "C106", 2, "nordic_public"),
        (["enkät.csv", "--sales", "gissning"], "C100", 2, "invoice"),
    ],
)
def test_a_wrong_call_is_one_coded_line(
    arguments: list[str], code: str, exit_code: int, words: str, tmp_path: Path, capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """As for a report: the line names what is wrong and the way out, the JSON names the command."""
    monkeypatch.chdir(tmp_path)
    survey(tmp_path)
    folder = tmp_path / "clients" / "norrvik"
    folder.mkdir(parents=True)
    (tmp_path / "reporter.toml").write_text("schema = 1\n", encoding="utf-8")
    (folder / "client.toml").write_text('schema = 1\nname = "Norrvik AB"\nlang = "sv"\n', encoding="utf-8")
    assert run([*MEASURE, *arguments]) == exit_code
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(f"error[{code}]: ")
    assert words in err
    assert err.count("\n") == 1
    assert run([*MEASURE, *arguments, "--json"]) == exit_code
    content = json.loads(capfd.readouterr().out)
    assert (content["command"], content["ok"], content["findings"][0]["code"]) == ("indicators measure", False, code)


def test_without_files_or_a_workspace_there_is_nothing_to_measure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """C101, as for a report."""
    monkeypatch.chdir(tmp_path)
    assert run(MEASURE) == 2
    assert capfd.readouterr().err.startswith("error[C101]: ")


def test_remarks_stand_beside_the_figures(tmp_path: Path) -> None:
    """Data that end in May are no whole year, and the operator is told so; of May there is nothing to remark."""
    call = [*MEASURE, survey(tmp_path), "--nps-scale", "0-10", "--period"]
    assert [one["code"] for one in told([*call, "2025"])["findings"]] == ["D152"]
    assert told([*call, "2025-05"])["findings"] == []
