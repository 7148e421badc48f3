"""The catalogue: one module an indicator, each complete; the flags; the layering."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from reporter.indicators import FLAGS, formulas, indicators
from reporter.indicators import flags as flag_module
from reporter.indicators.measuring import BY_SEGMENT, SERIES
from reporter.model import Better, Leg, Unit

IDS = {
    "answers", "aov", "buy_more", "cancel_rate", "ces", "ces_effort", "ces_share", "churn", "clv_model",
    "clv_simple", "complaint_rate", "complaints_per_1000", "csat", "csat_idx", "customers", "decline_offer",
    "emotion", "expectation_gap", "feedback", "first_response", "freq", "grr", "km_median", "loy_idx",
    "multi_order_rate", "nki", "nps", "nrr", "on_time", "order_lines", "orders", "pvalue_idx", "reactivated",
    "rebuy_intent", "recommend_idx", "relvalue", "repeat_contacts", "repeat_rate", "repeat_within",
    "resolution_time", "ret_rev_share", "retention", "return_rate", "rev_per_customer", "revenue", "revenue_rose",
    "sat_gap", "sat_product", "sat_service", "satisfied_not_loyal", "solved_first", "switch_intent", "triad",
    "triad_loyalty", "triad_satisfaction", "triad_value", "trust_idx", "unsub_rate",
}  # fmt: skip
FOLDER = Path(__file__).parents[2] / "reporter" / "indicators"


def test_the_ids_are_the_stable_ones() -> None:
    """Exactly the promised ids, each named like its module."""
    assert set(indicators()) == IDS
    assert {path.stem for path in (FOLDER / "catalogue").glob("*.py")} - {"__init__"} == IDS


def test_every_indicator_has_a_definition() -> None:
    """Each has a sentence for the method page, without unfilled slots."""
    for name, formula in formulas().items():
        assert formula.text.endswith("."), name
        assert "{" not in formula.text, name


def test_bad_news_is_marked_as_such() -> None:
    """Churn, complaints, switching, effort, waiting, returns and the satisfied who are not loyal are better low."""
    low = {name for name, one in indicators().items() if one.better is Better.LOWER}
    assert low == {
        "churn", "cancel_rate", "complaint_rate", "complaints_per_1000", "switch_intent", "satisfied_not_loyal",
        "first_response", "resolution_time", "repeat_contacts", "return_rate", "unsub_rate",
    }  # fmt: skip


def test_the_smallest_relevant_differences_are_the_specified_ones() -> None:
    """Index 2.0, NPS 5, shares 3 pp, retention 2 pp, AOV 3 % of itself (part 6.1)."""
    known = indicators()
    assert {known[n].relevant for n in ("nki", "pvalue_idx", "loy_idx", "ces", "triad")} == {2.0}
    assert (known["nps"].relevant, known["csat"].relevant, known["retention"].relevant) == (5.0, 3.0, 2.0)
    assert (known["aov"].relevant, known["aov"].relative) == (0.03, True)
    assert all(one.unit is Unit.INDEX for one in known.values() if one.leg is Leg.TRIAD)


def test_series_and_segments_name_indicators() -> None:
    """Every id of a series or a segment table exists."""
    assert set(SERIES) | set(BY_SEGMENT) <= IDS


def test_every_flag_is_explained_once() -> None:
    """Each flag constant has its sentence, and no sentence lacks a constant."""
    constants = {v for k, v in vars(flag_module).items() if k.isupper() and isinstance(v, str)}
    assert constants == set(FLAGS)


def test_indicators_do_not_know_one_another() -> None:
    """No module of the catalogue imports another, and each has the three names."""
    for path in sorted((FOLDER / "catalogue").glob("[a-z]*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        assert not any("catalogue" in module for module in modules), path.name
        assert {"INDICATOR", "FORMULA", "measure"} <= set(ast.dump(tree).replace("'", " ").split()), path.name


def test_no_heavy_library_is_imported() -> None:
    """Indicators and statistics run without scipy, pandas, pyarrow, numpy and anything that draws."""
    script = (
        "import sys, reporter.indicators, reporter.statistics; reporter.indicators.indicators();"
        "print(*sorted({'scipy','pandas','pyarrow','numpy','matplotlib','babel','jinja2','typer'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=FOLDER.parents[1]
    )
    assert run.stdout.strip() == ""
