"""What ``reporter indicators`` says of every indicator and analysis."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from reporter.cli import entries as gathered
from reporter.cli.app import run
from reporter.cli.entries import entries
from reporter.cli.indicator_facts import relevant_words
from reporter.indicators import formulas, indicators
from reporter.indicators.facts import AnalysisFacts
from reporter.language import Language, languages
from reporter.model import Leg, msg

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = {
    "id", "kind", "code", "leg", "unit", "better", "leading", "relevant", "relative", "survey", "inputs", "page",
    "source", "english", "terms", "formula",
}  # fmt: skip


@pytest.fixture
def curve(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Add an analysis that no catalogue translates."""
    facts = AnalysisFacts(
        id="curve",
        code="RET60",
        leg=Leg.LOYALTY,
        name=msg("A curve nobody drew"),
        inputs=("subscriptions: start_day, end_day",),
        source="Kaplan & Meier 1958",
    )
    module = SimpleNamespace(ANALYSIS=facts, FORMULA=msg("Survivors of those at risk, multiplied."))
    monkeypatch.setattr(gathered, "analysis_modules", lambda: {"curve": module})
    entries.cache_clear()
    yield
    entries.cache_clear()


def told(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> str:
    """Return what a call that succeeds prints."""
    assert run(arguments) == 0
    return capfd.readouterr().out


def objects(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Return the entries of a call's JSON."""
    content = json.loads(told([*arguments, "--json"], capfd))
    assert content["ok"] is True
    assert content["command"] == " ".join(arguments[:2])
    found: list[dict[str, Any]] = content["indicators"]
    return found


def test_the_list_has_a_line_for_each(capfd: pytest.CaptureFixture[str]) -> None:
    """Every id stands once at the head of a line, with code, unit, direction in time and both labels."""
    head, *lines, last = told(["indicators", "list"], capfd).splitlines()
    assert head.split()[:2] == ["id", "code"]
    assert [line.split()[0] for line in lines] == list(entries())
    assert last.startswith(f"{len(lines)} in all.")
    (line,) = [line for line in lines if line.startswith("nps ")]
    assert line.split()[1:3] == ["LOY1", "loyalty"]
    assert "NPS, −100 to +100" in line
    assert "leading" in line
    for code in languages():
        assert Language.load(code).term("nps", "label") in line


def test_the_order_is_that_of_the_legs_and_codes() -> None:
    """Satisfaction first, the basis last; ECO2 stands before ECO11."""
    ids = list(entries())
    assert ids.index("csat") < ids.index("pvalue_idx") < ids.index("nps") < ids.index("triad") < ids.index("orders")
    assert ids.index("freq") < ids.index("rev_per_customer")


@pytest.mark.parametrize("leg", list(Leg))
def test_a_leg_can_be_chosen(leg: Leg, capfd: pytest.CaptureFixture[str]) -> None:
    """Only its own are listed, and none of them is missing."""
    found = objects(["indicators", "list", "--leg", leg], capfd)
    assert {one["leg"] for one in found} == {leg}
    assert {one.id for one in indicators().values() if one.leg is leg} <= {one["id"] for one in found}


def test_the_json_has_the_same_keys_for_all(capfd: pytest.CaptureFixture[str]) -> None:
    """Each object has every key, and each language's terms and formula stand under its code."""
    for one in objects(["indicators", "list"], capfd):
        assert set(one) == KEYS
        assert set(one["terms"]) == set(languages())
        assert set(one["formula"]) == {"en", *languages()}
        assert one["inputs"]


def test_one_is_shown_whole(capfd: pytest.CaptureFixture[str]) -> None:
    """Names in all forms, leg, unit, direction, difference, base, inputs, page, source, formula in three languages."""
    out = " ".join(told(["indicators", "show", "Churn"], capfd).split())
    for text in (
        "churn (RET2)", "Customer loyalty", "Per cent", "lower is better", "back (lagging)", "from 2 percentage points",
        "full count", "subscriptions: customer_id, start_day", "page loyalty", "Wilson 1927", formulas()["churn"].text,
    ):  # fmt: skip
        assert text in out, text
    for code in languages():
        language = Language.load(code)
        assert " ".join(language.text(formulas()["churn"]).split()) in out
        assert all(language.term("churn", form) in out for form in ("name", "definite", "label", "short"))


def test_every_one_fits_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    """No page is wider than a hundred columns."""
    for name in entries():
        assert max(map(len, told(["indicators", "show", name], capfd).splitlines())) <= 100, name


def test_the_json_of_one_is_that_of_the_list(capfd: pytest.CaptureFixture[str]) -> None:
    """A program reads both alike."""
    (one,) = objects(["indicators", "show", "aov"], capfd)
    assert one == {each["id"]: each for each in objects(["indicators", "list"], capfd)}["aov"]
    assert (one["unit"], one["relevant"], one["relative"], one["survey"]) == ("currency", 0.03, True, False)


@pytest.mark.parametrize(("said", "near"), [("chrn", "did you mean churn?"), ("xyzzy", "reporter indicators list")])
def test_an_unknown_one_names_the_nearest(said: str, near: str, capfd: pytest.CaptureFixture[str]) -> None:
    """C117, exit code 2, one line."""
    assert run(["indicators", "show", said]) == 2
    err = capfd.readouterr().err
    assert err.startswith(f"error[C117]: there is no indicator '{said}'; ")
    assert near in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(("said", "near"), [("loyal", "did you mean loyalty?"), ("zzz", "satisfaction, value")])
def test_an_unknown_leg_names_the_nearest(said: str, near: str, capfd: pytest.CaptureFixture[str]) -> None:
    """C118, exit code 2; the JSON names the command within its group."""
    assert run(["indicators", "list", "--leg", said]) == 2
    err = capfd.readouterr().err
    assert err.startswith(f"error[C118]: there is no leg '{said}'; ")
    assert near in err
    assert run(["indicators", "list", "--leg", said, "--json"]) == 2
    content = json.loads(capfd.readouterr().out)
    assert (content["command"], content["findings"][0]["code"]) == ("indicators list", "C118")


@pytest.mark.usefixtures("curve")
def test_an_analysis_is_told_like_an_indicator(capfd: pytest.CaptureFixture[str]) -> None:
    """It has no facts of a number: they are null, and its lines leave them out."""
    (one,) = objects(["indicators", "show", "curve"], capfd)
    assert set(one) == KEYS
    assert (one["kind"], one["unit"], one["better"], one["page"]) == ("analysis", None, None, "method")
    out = told(["indicators", "show", "curve"], capfd)
    assert "curve (RET60): A curve nobody drew" in out
    assert "Survivors of those at risk, multiplied." in out
    assert "relevant" not in out
    assert "\ncurve " in told(["indicators", "list", "--leg", "loyalty"], capfd)


@pytest.mark.usefixtures("curve")
def test_what_is_not_translated_is_said_so(capfd: pytest.CaptureFixture[str]) -> None:
    """English never stands where Swedish or Danish is promised."""
    (one,) = objects(["indicators", "show", "curve"], capfd)
    assert one["terms"] == {code: {"name": None} for code in languages()}
    assert one["formula"] == {"en": "Survivors of those at risk, multiplied.", **dict.fromkeys(languages())}
    assert told(["indicators", "show", "curve"], capfd).count("not translated yet") == 2 * len(languages())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nps", "5 NPS units"),
        ("nki", "2 index points"),
        ("csat", "3 percentage points"),
        ("aov", "3 % of the earlier value"),
        ("orders", "none: differences are not judged"),
    ],
)
def test_the_smallest_relevant_difference_has_a_unit(name: str, words: str) -> None:
    """A number is never told without what it counts."""
    assert relevant_words(indicators()[name]) == words


def test_a_difference_of_a_share_of_the_value_is_told_in_per_cent() -> None:
    """0.075 of the earlier value is 7.5 %."""
    assert relevant_words(replace(indicators()["aov"], relevant=0.075)) == "7.5 % of the earlier value"
