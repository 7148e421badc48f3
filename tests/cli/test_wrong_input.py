"""Wrong input ends in one coded line with a way out, the right exit code, and nothing written."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from reporter.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "Ordernr;Kundnr;Orderdatum;Belopp exkl. moms;Valuta\n"
ROWS = "".join(f"O{n};K{n % 40};2025-03-{n % 28 + 1:02d};{n + 100},50;SEK\n" for n in range(200))
GOOD = HEAD + ROWS

#: name of the file → content, code, what the line must name
WRONG = {
    "tom.csv": ("", "D101", "tom.csv"),
    "faktura.csv": ("%PDF-1.7\n1 0 obj\n", "D102", "PDF"),
    "utan_id.csv": ("Ordernr;Orderdatum;Belopp\nO1;2025-01-02;100,00\nO2;2025-01-03;5,00\n", "D109", "customer id"),
    "datum.csv": (HEAD + "O1;K1;hej;1,00;SEK\nO2;K2;hopp;5,00;SEK\n", "D110", 'column "Orderdatum"'),
    "nps.csv": ("Kundnr;Svarsdatum;NPS\nK1;2025-01-02;9\nK2;2025-01-03;11\n", "D104", 'row 3, column "NPS"'),
    "rubrik.csv": (HEAD, "D107", "no rows"),
    "okand.csv": ("a;b;c\n1;2;3\n", "D108", "--map"),
}
LINE = re.compile(r"error\[[CDBR]\d{3}\]: [^\n]+; [^\n]+\n")


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_one_coded_line(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line names file, row or column and what to do; exit code 3; no PDF, no traceback."""
    content, code, place = WRONG[name]
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert run(["report", name, "--name", "Norrvik AB", "--lang", "sv", "-o", "ut.pdf"]) == 3
    out, err = capfd.readouterr()
    assert out == ""
    assert LINE.fullmatch(err), err
    assert code in err
    assert place in err
    assert not (tmp_path / "ut.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["repot"], "C100", "report"),
        (["report", "--periode", "2025"], "C100", "--help"),
        (["report", "good.csv", "--lang", "sv"], "C112", "--name"),
        (["report", "good.csv", "--name", "N"], "C112", "--lang"),
        (["report", "good.csv", "--name", "N", "--lang", "no"], "C100", "sv, da"),
        (["report", "good.csv", "--name", "N", "--lang", "sv", "--period", "2025-13"], "C104", "2026-Q3"),
        (["report", "good.csv", "--name", "N", "--lang", "sv", "--date", "igår"], "C100", "2026-01-15"),
        (["report", "good.csv", "--name", "N", "--lang", "sv", "--brand", "ingen"], "C147", "reporter"),
        (["report", "good.csv", "--name", "N", "--lang", "sv", "--benchmark", "ingen"], "C106", "nordic_public"),
        (["report", "borta.csv", "--name", "N", "--lang", "sv"], "C107", "borta.csv"),
        (["report", "--client", "norrvik"], "C101", "reporter.toml"),
        (["batch", "--all"], "C101", "reporter.toml"),
    ],
)
def test_a_wrong_call_is_one_coded_line(
    arguments: list[str], code: str, words: str, tmp_path: Path, capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """A mistake in the call is named with the way out and exit code 2; nothing is done."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    assert run(arguments) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert f"error[{code}]" in err
    assert words in err
    assert err.count("\n") == 1
    assert [p.name for p in tmp_path.iterdir()] == ["good.csv"]


def test_with_json_an_error_is_the_one_object(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard output holds one object with the stable keys, and ok is false."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tom.csv").write_text("")
    assert run(["report", "tom.csv", "--name", "N", "--lang", "sv", "--json"]) == 3
    out, err = capfd.readouterr()
    content = json.loads(out)
    assert err == ""
    assert list(content) == ["schema", "command", "ok", "outputs", "readings", "pages", "rows", "findings"]
    assert (content["schema"], content["command"], content["ok"]) == (1, "report", False)
    assert content["findings"][0]["code"] == "D101"


def test_a_bug_of_ours_is_one_line_too(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unexpected fault says where it lies, not what data it met, and exits with 70."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REPORTER_DEBUG", raising=False)
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")

    def broken(*_: object, **__: object) -> None:
        message = "K17 secret"
        raise RuntimeError(message)

    monkeypatch.setattr("reporter.pipeline.report_files", broken)
    assert run(["report", "good.csv", "--name", "N", "--lang", "sv"]) == 70
    err = capfd.readouterr().err
    assert "R999" in err
    assert "secret" not in err
    assert err.count("\n") == 1
