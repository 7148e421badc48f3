"""Every code that the program can utter is explained, and nothing else is."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reporter.cli import codes
from reporter.cli.app import run
from reporter.cli.explain import explanations
from reporter.sources.codes import FAULTS, LEFT_OUT, USUAL

ROOT = Path(__file__).parents[2]
CODE = re.compile(r'"([BCDELR]\d{3})"')


def _uttered() -> set[str]:
    """Return every code that stands as a text in the program."""
    return {code for path in (ROOT / "reporter").rglob("*.py") for code in CODE.findall(path.read_text("utf-8"))}


def test_every_code_of_the_program_is_explained_and_no_other() -> None:
    """A new code needs an entry; the entry of one that is gone must go too."""
    assert _uttered() == set(explanations())


def test_an_explanation_is_called_as_its_code_is() -> None:
    """The titles of the import's codes are those that the books and the warnings use."""
    titles = {code: one.title for code, one in explanations().items()}
    for code, title in {**FAULTS, **LEFT_OUT}.items():
        assert titles[code] == title


def test_an_explanation_says_something() -> None:
    """No part is empty, each ends as a sentence does, and no meaning or example serves for two codes."""
    seen: dict[str, str] = {}
    for code, one in explanations().items():
        for text in (one.means, one.matters, one.example, one.help):
            assert len(text) >= 14, (code, text)
            assert text[-1] in ".!?", (code, text)
        for text in (one.means, one.matters, one.example):
            assert seen.setdefault(text, code) == code, text


def test_usual_reasons_are_reasons() -> None:
    """What is only noted is a code of rows left out."""
    assert set(LEFT_OUT) > USUAL


def test_the_page_of_codes_is_what_the_explanations_say() -> None:
    """docs/codes.md is generated: python -m reporter.cli.codes > docs/codes.md."""
    assert (ROOT / "docs" / "codes.md").read_text("utf-8") == codes.page()


@pytest.mark.parametrize("said", ["D104", "d104", " D104 "])
def test_a_code_is_explained_in_any_case(said: str, capfd: pytest.CaptureFixture[str]) -> None:
    """The page has the title, what it means and what to do, in lines that a terminal holds."""
    assert run(["explain", said]) == 0
    out = capfd.readouterr().out
    assert out.startswith(f"D104: {FAULTS['D104']}\n")
    assert "--nps-scale" in out
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize(("said", "near"), [("D1O4", "D104"), ("DD104", "D104"), ("hej", "look like")])
def test_an_unknown_code_names_the_nearest(said: str, near: str, capfd: pytest.CaptureFixture[str]) -> None:
    """C114, exit code 2, one line."""
    assert run(["explain", said]) == 2
    err = capfd.readouterr().err
    assert "error[C114]" in err
    assert near in err
    assert err.count("\n") == 1


def test_without_a_code_all_are_listed(capfd: pytest.CaptureFixture[str]) -> None:
    """Each code stands once, and the JSON holds every part of each."""
    assert run(["explain"]) == 0
    out = capfd.readouterr().out
    assert re.findall(r"^  ([A-Z]\d{3})  ", out, flags=re.MULTILINE) == list(explanations())
    assert run(["explain", "--json"]) == 0
    content = json.loads(capfd.readouterr().out)
    assert content["command"] == "explain"
    assert set(content["codes"]) == set(explanations())


def test_explaining_loads_no_engine() -> None:
    """The page is printed at once: neither the import stage nor its engine is loaded."""
    script = (
        "import sys; from reporter.cli.app import run; run(['explain', 'D104']); "
        "print([m for m in ('duckdb', 'numpy', 'reporter.sources') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("\n[]\n")
