"""``reporter validate`` reads every file to its end, keeps nothing, and says everything that is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from reporter.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "Ordernr;Kundnr;Orderdatum;Belopp exkl. moms;Valuta\n"
CLEAN = HEAD + "".join(f"O{n};K{n % 4};2025-03-{n + 1:02d};{n + 100},50;SEK\n" for n in range(12))
FAULTY = (
    HEAD + "O1;K1;2025-01-02;1,50;SEK\nO2;;2025-01-03;5,00;SEK\nO3;K3;2025-02-30;5,00;SEK\nO4;K3;20250229;1,00;SEK\n"
)
OPEN = "Ordernr;Kundnr;Orderdatum;Belopp\n1;K1;03/04/2025;1.234\n2;K2;05/06/2025;2.345\n"
FILES = {
    "klar.csv": CLEAN,
    "fel.csv": FAULTY,
    "fråga.csv": OPEN,
    "tom.csv": "",
    "faktura.pdf": "%PDF-1.7\n1 0 obj\n",
    "nps.csv": "Kundnr;Svarsdatum;NPS\nK1;2025-01-02;9\nK2;2025-01-03;11\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of good and bad exports, which is the current one."""
    monkeypatch.chdir(tmp_path)
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def test_a_clean_file_ends_with_nothing_to_report(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Exit code 0, one line, nothing written."""
    assert run(["validate", "klar.csv"]) == 0
    out, err = capfd.readouterr()
    assert out == "0 errors, 0 warnings, 0 notes in 1 file; 12 of 12 rows can be used\n"
    assert err == ""
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)


@pytest.mark.usefixtures("folder")
def test_rows_left_out_are_warnings_with_their_first_place(capfd: pytest.CaptureFixture[str]) -> None:
    """Each reason is one finding: how many rows, the first of them, and a way out; exit code 1."""
    assert run(["validate", "fel.csv"]) == 1
    out = capfd.readouterr().out
    assert 'warning[L110]: no customer id (1 such row)\n  --> fel.csv, row 3, column "Kundnr"\n   = help: ' in out
    assert 'warning[L121]: the date cannot be read: "2025-02-30" (2 such rows)\n' in out
    assert '  --> fel.csv, row 4, column "Orderdatum"\n' in out
    assert "0 errors, 2 warnings, 0 notes in 1 file; 1 of 4 rows can be used\n" in out


@pytest.mark.usefixtures("folder")
def test_all_files_are_read_however_many_are_broken(capfd: pytest.CaptureFixture[str]) -> None:
    """The faults of every file are told, both questions of the one that leaves two open among them; exit code 3."""
    assert run(["validate", *FILES]) == 3
    out = capfd.readouterr().out
    for code, file in [("D101", "tom.csv"), ("D102", "faktura.pdf"), ("D104", "nps.csv"), ("L110", "fel.csv")]:
        head, _, place = out.partition(f"[{code}]: ")[2].partition("\n  --> ")
        assert head.count("\n") == 0
        assert place.startswith(file)
    assert out.count("fråga.csv") == 2
    assert '  --> nps.csv, row 3, column "NPS"\n' in out
    assert "5 errors, 2 warnings, 0 notes in 6 files; 13 of 16 rows can be used, those of the unreadable" in out


@pytest.mark.usefixtures("folder")
def test_an_answer_makes_a_file_readable(capfd: pytest.CaptureFixture[str]) -> None:
    """The flags that the questions name answer them; the sign itself is an answer too."""
    assert run(["validate", "fråga.csv", "--date-order", "dmy", "--decimal", "."]) == 0
    assert "2 of 2 rows can be used" in capfd.readouterr().out


def test_json_is_one_object_with_the_same_findings(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Keys are stable; ok is false where a file cannot be read."""
    assert run(["validate", "fel.csv", "nps.csv", "--json"]) == 3
    content = json.loads(capfd.readouterr().out)
    assert (content["schema"], content["command"], content["ok"]) == (1, "validate", False)
    found = {one["code"]: one for one in content["findings"]}
    assert list(found["L121"]) == ["code", "level", "message", "file", "row", "column", "help", "count"]
    assert (found["L121"]["row"], found["L121"]["count"], found["L121"]["level"]) == (4, 2, "warning")
    assert (found["D104"]["file"], found["D104"]["row"], found["D104"]["column"]) == ("nps.csv", 3, "NPS")
    assert [row["file"] for row in content["rows"]] == ["fel.csv"]
    assert run(["-C", str(folder), "validate", "fel.csv", "--json"]) == 1
    assert json.loads(capfd.readouterr().out)["ok"] is True


@pytest.mark.usefixtures("folder")
def test_quiet_prints_errors_only(capfd: pytest.CaptureFixture[str]) -> None:
    """Warnings and counts are silent with -q; the exit code stays."""
    assert run(["-q", "validate", "fel.csv"]) == 1
    assert capfd.readouterr().out == ""
    assert run(["-q", "validate", "fel.csv", "tom.csv"]) == 3
    assert capfd.readouterr().out.startswith("error[D101]")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], "C112"),
        (["borta.csv"], "C107"),
        (["klar.csv", "--client", "x"], "C101"),
        (["klar.csv", "--sales", "gift"], "C100"),
        (["klar.csv", "--encoding", "hej"], "C113"),
        (["klar.csv", "--map", "borta.toml"], "C107"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_wrong_call_is_one_coded_line(arguments: list[str], code: str, capfd: pytest.CaptureFixture[str]) -> None:
    """A mistake of the operator's ends the call with exit code 2: it is no finding."""
    assert run(["validate", *arguments]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert f"error[{code}]" in err
    assert err.count("\n") == 1


def test_signs_that_steer_a_terminal_are_not_printed(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A header may hold an escape sequence: the finding shows it without its effect."""
    head = "Ordernr;Kundnr;Orderdatum\x1b[2J;Belopp\n"
    (folder / "ond.csv").write_text(head + "1;K1;hej;1,50\n2;K2;hopp;2,50\n", encoding="utf-8")
    assert run(["validate", "ond.csv"]) == 3
    out, err = capfd.readouterr()
    assert "\x1b" not in out + err
