"""Settings are read whole, and a misspelt one never does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reporter.errors import UsageError
from reporter.workspace import find_file, open_client, open_workspace

if TYPE_CHECKING:
    from pathlib import Path

GOOD = (
    'schema = 1\nname = "Norrvik Kontor AB"\nlang = "sv"\n[loyalty]\nlost_after_days = 180\n[segments]\norder = ["A"]\n'
)


def make(folder: Path, client: str = GOOD, settings: str = "schema = 1\n") -> Path:
    """Write a workspace with one client."""
    (folder / "clients" / "norrvik").mkdir(parents=True)
    (folder / "reporter.toml").write_text(settings)
    (folder / "clients" / "norrvik" / "client.toml").write_text(client)
    return folder


def test_a_client_is_read_into_frozen_values(tmp_path: Path) -> None:
    """Every section lands in its own value; lists become tuples."""
    client = open_client(open_workspace(make(tmp_path)), "norrvik")
    assert client.name == "Norrvik Kontor AB"
    assert client.loyalty.lost_after_days == 180
    assert client.segments.order == ("A",)
    assert client.data == tmp_path / "clients" / "norrvik" / "data"


@pytest.mark.parametrize(
    ("client", "settings", "code", "words"),
    [
        (GOOD, "schema = 1\n[reprot]\n", "C102", "did you mean report?"),
        (GOOD.replace("lost_after_days", "lost_after_dayz"), "schema = 1\n", "C102", "did you mean lost_after_days?"),
        (GOOD.replace("sv", "no"), "schema = 1\n", "C102", "sv or da"),
        ("schema = 1\n", "schema = 1\n", "C102", "as it stands on the cover"),
        ("schema = 9\n", "schema = 1\n", "C102", "schema = 1"),
        ("schema = 1\nname = \n", "schema = 1\n", "C102", "line"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, client: str, settings: str, code: str, words: str) -> None:
    """The error names the file and the nearest known key or value."""
    folder = make(tmp_path, client, settings)
    with pytest.raises(UsageError) as caught:
        open_client(open_workspace(folder), "norrvik")
    assert caught.value.code == code
    assert words in str(caught.value)


def test_an_unknown_client_names_the_nearest(tmp_path: Path) -> None:
    """A typing error in the client's name is answered with the right one."""
    with pytest.raises(UsageError, match="did you mean norrvik") as caught:
        open_client(open_workspace(make(tmp_path)), "norvik")
    assert caught.value.code == "C103"


def test_a_folder_that_is_no_workspace_says_so(tmp_path: Path) -> None:
    """Without reporter.toml the way out is named."""
    with pytest.raises(UsageError, match="-C DIR") as caught:
        open_workspace(tmp_path)
    assert caught.value.code == "C101"


def test_a_missing_set_names_what_there_is(tmp_path: Path) -> None:
    """A benchmark set that does not exist is answered with the known ones."""
    (tmp_path / "kontor.toml").write_text("")
    assert find_file("kontor", ".toml", [tmp_path], "benchmark set").name == "kontor.toml"
    with pytest.raises(UsageError, match="did you mean kontor"):
        find_file("kontro", ".toml", [tmp_path], "benchmark set")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("short = 5", "text in quotes"),
        ('brand = ["x"]', "text in quotes"),
        ('benchmarks = "kontor"', "list of texts"),
        ("benchmarks = [5]", "list of texts"),
        ("currency = 'kr'", "ISO code such as SEK"),
        ("country = 'Sverige'", "ISO code such as SE"),
        ("[loyalty]\nlost_after_days = '365'", "whole number"),
        ("[loyalty]\nlost_after_days = 1.5", "whole number"),
        ("[clv]\nmargin = true", "a number"),
        ("[segments]\norder = 'A'", "list of texts"),
        ("[survey]\nnps_scale = '1-5'", "0-10, 1-10"),
        ("[survey]\nkind = 'other'", "relationship, transaction"),
        ("[survey.scales]\ncsat = 5", "csat = [1, 5]"),
        ("[survey.scales]\ncsat = [5, 1]", "csat = [1, 5]"),
        ("[sources]\nsales = ['receipt']", "order, invoice, payment, deal"),
        ("[sources]\ndrop = 'Notering'", "list of texts"),
        ("[scenarios]\non = 1", "true or false"),
        ("[scenarios]\nacquisition_cost = '450'", "a number"),
        ("[rfm]\nrecency = [30, 90, 180]", "four rising numbers"),
        ("[rfm]\nmoney = [500, 100, 900, 1000]", "four rising numbers"),
    ],
)
def test_a_setting_of_the_wrong_type_says_what_is_meant(tmp_path: Path, line: str, words: str) -> None:
    """A number where a text belongs, or the reverse, never reaches a stage."""
    with pytest.raises(UsageError, match="unusable") as caught:
        open_client(open_workspace(make(tmp_path, f'schema = 1\nname = "N"\n{line}\n')), "norrvik")
    assert caught.value.code == "C102"
    assert words in caught.value.help


def test_scenarios_are_off_until_they_are_switched_on(tmp_path: Path) -> None:
    """The inputs alone switch nothing on; what is switched on keeps its inputs."""
    costs = "\n[scenarios]\nacquisition_cost = 450\n"
    quiet = open_client(open_workspace(make(tmp_path / "a", GOOD + costs)), "norrvik").scenarios
    assert (quiet.on, quiet.acquisition_cost, quiet.retention_cost) == (False, 450, None)
    asked = open_client(open_workspace(make(tmp_path / "b", GOOD + costs + "on = true\n")), "norrvik").scenarios
    assert asked.on


def test_cut_points_of_rfm_come_together_or_not_at_all(tmp_path: Path) -> None:
    """All three lists fix the segments; one alone could not."""
    cuts = "\n[rfm]\nrecency = [30, 90, 180, 365]\nfrequency = [1, 2, 3, 5]\nmoney = [500, 1e3, 2e3, 5e3]\n"
    found = open_client(open_workspace(make(tmp_path / "a", GOOD + cuts)), "norrvik").rfm
    assert (found.recency, found.money) == ((30, 90, 180, 365), (500.0, 1000.0, 2000.0, 5000.0))
    with pytest.raises(UsageError, match="not complete"):
        open_client(open_workspace(make(tmp_path / "b", GOOD + "\n[rfm]\nrecency = [30, 90, 180, 365]\n")), "norrvik")
