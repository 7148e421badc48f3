"""``reporter sources``: what files are taken for, drafts of mappings, and the formats that are known."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from reporter.cli.app import command_names, run
from reporter.cli.sources import sources
from reporter.sources.recognition.catalogue import built_in

if TYPE_CHECKING:
    from pathlib import Path

OPEN = "Ordernr;Kundnr;Orderdatum;Belopp;Säljare\n1;K1;03/04/2025;1.234;Anna Alm\n2;K2;05/06/2025;2.345;Bo Bro\n"
UNKNOWN = "Dag;Summa kr;Vem\n2026-01-02;10,50;17\n2026-01-03;11,50;18\n2026-01-03;7,00;17\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an export that leaves two questions open, and one of an unknown layout."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "öppen.csv").write_text(OPEN, encoding="utf-8")
    (tmp_path / "kassa.csv").write_text(UNKNOWN, encoding="utf-8")
    return tmp_path


def test_every_command_of_the_group_has_help_with_an_example(capfd: pytest.CaptureFixture[str]) -> None:
    """Whoever looks for a flag finds a call to begin with."""
    for name in command_names(sources):
        assert run(["sources", name, "--help"]) == 0
        assert f"Example: reporter sources {name}" in capfd.readouterr().out


def test_detecting_names_columns_decisions_and_questions(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Each open question has the flag that answers it; no cell of the file is shown, and nothing is kept."""
    assert run(["sources", "detect", "öppen.csv"]) == 1
    out = capfd.readouterr().out
    assert "generic_orders: Order list, becomes orders" in out
    assert "UTF-8, semicolon, header in row 1, 2 rows" in out
    assert "customer_id <- Kundnr" in out
    assert "not used  Säljare" in out
    assert "answer with --date-order dmy or mdy" in out
    assert "answer with --decimal comma or point" in out
    assert "Anna" not in out
    assert sorted(path.name for path in folder.iterdir()) == ["kassa.csv", "öppen.csv"]


@pytest.mark.usefixtures("folder")
def test_answered_questions_are_decisions(capfd: pytest.CaptureFixture[str]) -> None:
    """With both flags nothing is open: exit code 0, and the rows that can be used are told."""
    answers = ["--date-order", "dmy", "--decimal", "comma"]
    assert run(["sources", "detect", "öppen.csv", *answers]) == 0
    out = capfd.readouterr().out
    assert "2 rows, 2 can be used" in out
    assert 'decided   "Orderdatum": dates with the day first' in out
    assert "question" not in out


@pytest.mark.usefixtures("folder")
def test_the_json_of_detecting_has_stable_keys(capfd: pytest.CaptureFixture[str]) -> None:
    """One object: the tables that were recognised, the questions, and the files that are unknown."""
    assert run(["sources", "detect", "öppen.csv", "kassa.csv", "--json"]) == 3
    content = json.loads(capfd.readouterr().out)
    assert (content["command"], content["ok"]) == ("sources detect", False)
    (table,) = content["tables"]
    assert table["columns"]["order_date"] == "Orderdatum"
    assert (table["format"], table["unused"], table["header_row"]) == ("generic_orders", ["Säljare"], 1)
    assert {(one["code"], one["answer"]) for one in content["findings"]} == {
        ("D111", "--decimal comma or point"), ("D113", "--date-order dmy or mdy"), ("D108", None),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (["detect"], "C100", 2),
        (["detect", "borta.csv"], "C107", 2),
        (["map", "."], "C107", 2),
        (["map", "borta.csv"], "C107", 2),
        (["map", "kassa.csv", "-o", "öppen.csv"], "C116", 2),
        (["map", "kassa.csv", "--encoding", "hej"], "C113", 2),
        (["list", "hubspot_deal"], "C115", 2),
        (["liste"], "C100", 2),
        ([], "C100", 2),
        (["detect", "kassa.csv"], "D108", 3),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_wrong_call_is_one_coded_line(
    arguments: list[str], code: str, exit_code: int, capfd: pytest.CaptureFixture[str]
) -> None:
    """The line says what to do; nothing is printed as a result."""
    assert run(["sources", *arguments]) == exit_code
    out, err = capfd.readouterr()
    assert out == ""
    assert f"error[{code}]" in err
    assert err.count("\n") == 1


def test_a_draft_without_a_terminal_asks_nothing(folder: Path) -> None:
    """The mapping is written as far as it is known; what is open is said, and the file is readable with it."""
    call = [sys.executable, "-m", "reporter"]
    done = subprocess.run(
        [*call, "sources", "map", "kassa.csv", "-o", "k.toml"], cwd=folder, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Which column" not in done.stderr
    draft = tomllib.loads((folder / "k.toml").read_text("utf-8"))
    assert draft["shape"] == "orders"
    assert draft["fields"] == {"order_date": ["Dag"], "amount": ["Summa kr"], "customer_id": ["Vem"]}
    assert subprocess.run([*call, "validate", "kassa.csv", "--map", "k.toml"], cwd=folder, check=True).returncode == 0


def test_on_a_terminal_open_fields_are_asked_for(folder: Path) -> None:
    """A wrong number is asked again, a right one is filled in, an empty answer leaves the field open."""
    (folder / "namn.csv").write_text("Dag;Summa kr;Vem\n2026-01-02;10,50;Alfa\n2026-01-03;11,50;Beta\n", "utf-8")
    main, other = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "reporter", "sources", "map", "namn.csv"], cwd=folder, stdin=other, stderr=other,
        stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        os.close(other)
        for answer in ("9\n", "3\n", "\n"):
            _wait_for(main, b"leave it open:")
            os.write(main, answer.encode())
        assert process.stdout is not None
        draft = tomllib.loads(process.stdout.read().decode())
    os.close(main)
    assert process.returncode == 0
    assert draft["fields"] == {"order_date": ["Dag"], "amount": ["Summa kr"], "customer_id": ["Vem"]}
    assert draft["rules"] == {"made_ids": True}


def _wait_for(terminal: int, text: bytes) -> None:
    """Read what a program prints until a text stands in it."""
    seen = b""
    while text not in seen:
        ready, _, _ = select.select([terminal], [], [], 20)
        assert ready, seen
        seen += os.read(terminal, 4096)


def test_all_formats_are_listed(capfd: pytest.CaptureFixture[str]) -> None:
    """One line each, and the same in JSON with every field's headers."""
    assert run(["sources", "list"]) == 0
    out = capfd.readouterr().out
    names = [form.name for form in built_in()]
    assert [line.split()[0] for line in out.splitlines()[:-1]] == sorted(names)
    assert run(["sources", "list", "--json"]) == 0
    formats = {one["name"]: one for one in json.loads(capfd.readouterr().out)["formats"]}
    assert set(formats) == set(names)
    assert formats["generic_orders"]["languages"] == ["sv", "da", "en"]
    assert formats["hubspot_deals"]["ids"]["company_id"] == "hubspot company"


def test_the_workspaces_own_formats_are_listed_too(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A format of the workspace is marked as its own, and its columns can be shown."""
    (folder / "reporter.toml").write_text("schema = 1\n", "utf-8")
    (folder / "formats").mkdir()
    assert run(["sources", "map", "kassa.csv", "-o", "formats/kassa.toml"]) == 0
    assert run(["sources", "list", "kassa"]) == 0
    out = capfd.readouterr().out
    assert "the workspace's own" in out
    assert "order_date  <- dag" in out
    assert run(["sources", "detect", "kassa.csv"]) == 0
