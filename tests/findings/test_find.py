"""Findings: each verdict has its sentence, and the sentence keeps the rules of prose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import reporter.findings
from reporter.findings import actions, find, meanings
from reporter.findings.actions import STEPS
from reporter.findings.meaning import ABOUT, CALM, FAINT, FIRST, WHAT, WORSE
from reporter.model import Bridge, Measurements, Term, Verdict
from tests.findings.build import one_year, reading, share, two

LEG = "triad_satisfaction"
BANNED = re.compile(
    r"\b(leads? to|because of|due to|causes?|caused|drives?|driven|results? in|tendency|tends?|indicates?"
    r"|almost significant|trend(?:s|ing)?|significant(?:ly)?)\b",
    re.IGNORECASE,
)


def sentences() -> list[str]:
    """Return every English message of the room, as written in its modules."""
    found = []
    for path in sorted(Path(reporter.findings.__file__).parent.glob("*.py")):
        source = re.sub(r'"\s*\n\s*"', "", path.read_text(encoding="utf-8"))
        found += re.findall(r'msg\(\s*"([^"]+)"', source)
    return found


@pytest.mark.parametrize(
    ("now", "before", "se", "verdict", "words"),
    [
        (75.0, 70.0, 1.0, Verdict.CLEAR, "has risen from {before} to {now}"),
        (70.0, 75.0, 1.0, Verdict.CLEAR, "has fallen from {before} to {now}"),
        (71.0, 70.0, 0.3, Verdict.SMALL, "has risen slightly"),
        (70.0, 71.0, 0.3, Verdict.SMALL, "has fallen slightly"),
        (70.2, 70.0, 0.3, Verdict.EQUAL, "is unchanged at {now}"),
        (71.0, 70.0, 2.0, Verdict.UNCLEAR, "It cannot be said whether {indicator} has changed"),
    ],
)
def test_each_verdict_has_its_sentence(now: float, before: float, se: float, verdict: Verdict, words: str) -> None:
    """The wording follows from the verdict alone."""
    (found,) = find(*two((reading(LEG, now, se),), (reading(LEG, before, se),)))
    assert found.verdict is verdict
    assert words in found.text.text
    if verdict is not Verdict.EQUAL:
        assert "unchanged" not in found.headline.text + found.text.text


def test_what_is_not_compared_says_why() -> None:
    """V5 states the value and the reason, and no difference."""
    now, before = (reading("nps", 30.0, scale="0-10"),), (reading("nps", 10.0, scale="1-10"),)
    (found,) = find(*two(now, before))
    assert found.verdict is Verdict.UNTESTED
    assert found.text.text == "{indicator} is {now}. {reason}"
    assert set(dict(found.text.args)) == {"indicator", "now", "reason"}


def test_holm_has_its_own_sentence() -> None:
    """A difference outside its margin that the family made uncertain is not said to lie within it."""
    legs = ("triad_satisfaction", "triad_value", "triad_loyalty", "triad")
    now = tuple(reading(leg, 73.0 if leg == LEG else 70.0, 1.0) for leg in legs)
    found = {one.id: one for one in find(*two(now, tuple(reading(leg, 70.0, 1.0) for leg in legs)))}
    assert found[f"change.{LEG}"].verdict is Verdict.UNCLEAR  # z 2.12, p .034, and 4 · .034 > .05
    assert "tested together" in found[f"change.{LEG}"].text.text


def test_the_first_year_states_levels() -> None:
    """Without an earlier period a leg is its value, margin and level."""
    (found,) = find(one_year(reading(LEG, 80.0)), ())
    assert found.headline.text == "{indicator} is at a strong level"
    assert found.headline.args == (("indicator", Term(LEG, "definite")),)
    assert "risen" not in found.text.text


def test_heaviest_first() -> None:
    """A clear change goes before an unclear one, and a larger before a smaller."""
    now = (reading(LEG, 71.0, 2.0), reading("nps", 40.0, 2.0), share("retention", 700, 1000))
    before = (reading(LEG, 70.0, 2.0), reading("nps", 10.0, 2.0), share("retention", 640, 1000))
    assert [one.id for one in find(*two(now, before))] == ["change.nps", "change.retention", f"change.{LEG}"]


def test_small_groups_are_not_told() -> None:
    """Fewer than five lost customers are not counted in a sentence; fewer than 30 customers yield nothing."""
    current = one_year(share("retention", 96, 100)).current
    for lost, expected in ((4, False), (5, True)):
        bridge = Bridge(rule="activity", tau_days=365, start=100, kept=95, lost=lost, new=9, reactivated=0, end=100)
        found = find(Measurements(current=current, bridge=bridge), ())
        assert any(one.id == "base.bridge" for one in found) is expected
    assert find(one_year(reading("nps", 30.0, n=29)), ()) == ()


def test_no_banned_words() -> None:
    """No cause is claimed and nothing is called nearly certain, in any message of the room."""
    found = sentences()
    assert len(found) > 150
    assert [one for one in found if BANNED.search(one)] == []


def test_unchanged_is_for_equal_only() -> None:
    """The word stands only in modules that choose it by V4: titles and changes."""
    folder = Path(reporter.findings.__file__).parent
    using = {path.name for path in folder.glob("*.py") if "unchanged" in " ".join(_messages(path))}
    assert using == {"titles.py", "title_texts.py", "changes.py"}


def _messages(path: Path) -> list[str]:
    """Return the messages of one module."""
    return re.findall(r'msg\(\s*"([^"]+)"', path.read_text(encoding="utf-8"))


def test_boxes_are_short_and_propose_a_step() -> None:
    """Each box holds at most 45 words, and its step starts with "Consider"."""
    boxes = [f"{WHAT[name].text} {step.text}" for name, step in STEPS.items() if name in WHAT]
    boxes += [one.text for one in (*CALM.values(), FAINT, FIRST, WORSE)]
    assert {name for names in ABOUT.values() for name in names} <= set(STEPS) == set(WHAT)
    assert [box for box in boxes if len(box.split()) > 38] == []  # Swedish and Danish run to a sixth more
    assert [box for box in boxes if "Consider " not in box] == []


def test_steps_need_a_trigger() -> None:
    """A step follows a certain fall, or an index certainly under 60, on at least 50 customers."""
    fall = two((reading("nki", 66.0),), (reading("nki", 71.0),))
    assert [one.indicator for one in actions(*fall)] == ["nki"]
    assert actions(*two((reading("nki", 70.0),), (reading("nki", 71.0),))) == ()
    assert [one.indicator for one in actions(one_year(reading("pvalue_idx", 55.0)), ())] == ["pvalue_idx"]
    assert actions(one_year(reading("pvalue_idx", 59.0)), ()) == ()  # 57 to 61: may be 60
    assert actions(one_year(reading("pvalue_idx", 50.0, n=49)), ()) == ()
    few = one_year(reading("nki", 55.0), reading("pvalue_idx", 50.0), reading("loy_idx", 52.0))
    assert [one.indicator for one in actions(few, ())] == ["pvalue_idx", "loy_idx", "nki"]


def test_mirrors_share_a_step() -> None:
    """Retention and churn fall and rise together, and propose their one step once."""
    now = (share("retention", 600, 1000), share("churn", 400, 1000))
    before = (share("retention", 700, 1000), share("churn", 300, 1000))
    assert len(actions(*two(now, before))) == 1


def test_meaning_of_a_page() -> None:
    """A triggered page names the pattern and the step; a calm one asks to keep measuring."""
    found = meanings(one_year(reading("nki", 55.0), reading("nps", 30.0)), ())
    assert dict(found["satisfaction"].args) == {"meaning": WHAT["nki"], "step": STEPS["nki"]}
    assert found["nps"] == CALM["nps"]
    assert "value" not in found
    assert "benchmark" not in found


def test_calm_is_not_said_of_what_is_certain() -> None:
    """A small certain fall, or a clear one on 40 customers, triggers no step and is not called nothing."""
    small = meanings(*two((reading("nki", 70.0, 0.3),), (reading("nki", 71.0, 0.3),)))
    few = meanings(*two((reading("nki", 60.0, n=40),), (reading("nki", 71.0, n=40),)))
    assert small["satisfaction"] == few["satisfaction"] == small["summary"] == FAINT
    unclear = meanings(*two((reading("nki", 70.0),), (reading("nki", 71.0),)))
    assert unclear["satisfaction"] == CALM["satisfaction"]


def test_calm_denies_nothing_that_stands_beside_it() -> None:
    """Complaints stand on the loyalty page: where they rose, it does not say that nothing is worse."""
    kept = reading("retention", 80.0, n=1000)
    up, slightly = share("complaint_rate", 120, 1000), share("complaint_rate", 1100, 20000)
    before = (kept, share("complaint_rate", 60, 1000))
    assert meanings(*two((kept, up), before))["loyalty"] == WORSE
    earlier = (kept, share("complaint_rate", 1000, 20000))
    assert meanings(*two((kept, slightly), earlier))["loyalty"] == FAINT


def test_nothing_is_called_no_worse_where_there_is_nothing_to_compare_with() -> None:
    """A first year of orders alone can be neither weak nor worse."""
    found = meanings(one_year(share("retention", 700, 1000)), ())
    assert found["loyalty"] == found["summary"] == FIRST


def test_a_leg_that_fell_is_spoken_for() -> None:
    """Where a leg fell and none of its parts did for certain, the summary still proposes a step."""
    found = meanings(*two((reading("triad_loyalty", 70.0),), (reading("triad_loyalty", 75.0),)))["summary"]
    assert dict(found.args) == {"meaning": WHAT["loy_idx"], "step": STEPS["loy_idx"]}


def test_satisfied_but_not_loyal() -> None:
    """Strong satisfaction beside fair loyalty is the pattern that the summary names first."""
    loyal = reading("triad_loyalty", 66.0, flags=("attitude_only",))
    found = meanings(one_year(reading(LEG, 80.0), loyal), ())["summary"]
    assert found.text.startswith("Customers are satisfied without being as loyal")
