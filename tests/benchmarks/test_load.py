"""Sets on disk: what is read, and each thing that is refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from reporter.benchmarks import BUILT_IN, list_sets, load_set
from reporter.benchmarks.units import UNITS
from reporter.errors import UsageError
from reporter.indicators import indicators
from reporter.model import Grade, Unit

if TYPE_CHECKING:
    from pathlib import Path

SET = """
schema = 1
[set]
name = "Office supplies"
publisher = "Fältmark & Lind"
study = "Branschindex"
year = 2026
measured = 2026-05-31
grade = "own"
country = "SE"
market = "b2b"
industry = "office-supplies"
scale = "1-10"
kind = "relationship"
[[figure]]
indicator = "nki"
value = 70.8
unit = "index0_100"
n = 3912
best = 80.1
[[figure]]
indicator = "retention"
value = 82
unit = "percent"
n = "unknown"
months = 12
contract = "activity"
year = 2025
"""


def write(folder: Path, text: str = SET) -> Path:
    """Write a set."""
    path = folder / "office.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_figures_inherit_and_override(tmp_path: Path) -> None:
    """What a figure does not state it takes from the set; what it states is its own."""
    nki, retention = load_set(write(tmp_path))
    assert (nki.value, nki.unit, nki.n, nki.best) == (70.8, Unit.INDEX, 3912, 80.1)
    assert (nki.grade, nki.measured, nki.publisher) == (Grade.OWN, date(2026, 5, 31), "Fältmark & Lind")
    assert (retention.n, retention.months, retention.contract, retention.year) == (None, 12, "activity", 2025)


def test_only_the_year_is_known(tmp_path: Path) -> None:
    """Without a day the field work is dated to the middle of the year."""
    nki, retention = load_set(write(tmp_path, SET.replace("measured = 2026-05-31\n", "")))
    assert (nki.measured, retention.measured) == (date(2026, 6, 30), date(2025, 6, 30))


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("schema = 1", "schema = 2", "B202", "schema"),
        ("[set]", "[set", "B202", "TOML"),
        ("country =", "contry =", "B203", "did you mean country?"),
        ("best =", "bestt =", "B203", "did you mean best?"),
        ('publisher = "Fältmark & Lind"\n', "", "B204", '"publisher" is missing'),
        ('study = "Branschindex"\n', "", "B204", '"study" is missing'),
        ('grade = "own"\n', "", "B204", '"grade" is missing'),
        ("n = 3912\n", "", "B204", 'n = "unknown"'),
        ('indicator = "nki"', 'indicator = "nkl"', "B205", "did you mean nki?"),
        ('indicator = "nki"', 'indicator = "triad"', "B205", "no indicator 'triad'"),
        ('unit = "index0_100"', 'unit = "percent"', "B206", "nki is measured in index0_100, not in percent"),
        ("value = 70.8", "value = 170.8", "B206", "0 to 100"),
        ("value = 70.8", 'value = "70.8"', "B207", "must be a number"),
        ("n = 3912", "n = 0", "B207", "whole number"),
        ("n = 3912", "n = 3912\nse = 0", "B207", "above 0"),
        ('grade = "own"', 'grade = "E"', "B207", "write A, B, C, D, own"),
        ('kind = "relationship"', 'kind = "relation"', "B207", "relationship, transaction"),
        ("measured = 2026-05-31", 'measured = "May"', "B207", "must be a day"),
        ("year = 2025", 'year = "2025"', "B207", "must be a number"),
        ('country = "SE"', "country = 46", "B207", "must be a text"),
    ],
)
def test_what_is_refused(tmp_path: Path, old: str, new: str, code: str, words: str) -> None:
    """Each fault is one coded line that names the file and the way out."""
    assert old in SET
    with pytest.raises(UsageError) as caught:
        load_set(write(tmp_path, SET.replace(old, new, 1)))
    assert caught.value.code == code
    assert words in str(caught.value)
    assert "office.toml" in str(caught.value)


def test_empty_and_absent(tmp_path: Path) -> None:
    """A set without figures, and one that is not there, are refused."""
    for path in (write(tmp_path, '[set]\nname = "x"\n'), tmp_path / "none.toml"):
        with pytest.raises(UsageError, match=r"no figures|not readable"):
            load_set(path)


def test_list_sets(tmp_path: Path) -> None:
    """A workspace's own set of the same name goes before the built-in one."""
    (tmp_path / "nordic_public.toml").write_text(SET, encoding="utf-8")
    write(tmp_path)
    found = {one.slug: one.path for one in list_sets(tmp_path, BUILT_IN)}
    assert found["nordic_public"] == tmp_path / "nordic_public.toml"
    assert list(found) == sorted(found)


@pytest.mark.parametrize("one", list_sets(BUILT_IN), ids=lambda one: one.slug)
def test_built_in_sets_tell_what_they_are(one: object) -> None:
    """Every built-in figure has a source, a grade that may be compared, a market, a country and an industry."""
    path = getattr(one, "path", None)
    assert path is not None
    for figure in load_set(path):
        assert figure.grade in {Grade.A, Grade.B, Grade.C}
        assert all((figure.publisher, figure.study, figure.url, figure.label, figure.note))
        assert all((figure.country, figure.market, figure.industry, figure.instrument))


def test_public_figures_by_hand() -> None:
    """Three figures as the sources print them; the instruments are kept apart."""
    figures = load_set(BUILT_IN / "nordic_public.toml")
    found = {(one.publisher, one.year, one.market): one for one in figures}
    assert found["Svenskt Kvalitetsindex", 2019, "b2c"].value == 67.3
    assert found["EPSI Rating Danmark", 2021, "b2b"].value == 65.4
    assert found["Sveriges Kommuner och Regioner", 2023, "b2b"].value == 75
    assert {one.instrument for one in figures} == {"epsi", "finans-kundebenchmark", "scb-nki"}


def test_units_are_those_of_the_indicators() -> None:
    """The table of units repeats what the indicators declare, without a difference."""
    declared = indicators()
    assert {name: declared[name].unit for name in UNITS} == UNITS
