"""No word whose letters are lost or broken reaches a page, whichever of the files it stands in."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from reporter.cli.app import run

ARTICLE = Path(__file__).parents[3] / "shared" / "articles" / "002.txt"
#: What an article about customers looks like after its letters were lost, with words that lost their last one.
PROSE = (
    "F?r alla f?retag ?r det att f?rst? kundernas ?nskem?l",
    "Vi beh?ver m?ta p? r?tt s?tt – vad ?r kundn?jdhet?",
    "H?r ?r n?gra s?tt: l?gre pris, b?ttre st?d, n?jdare kunder",
    "Det tog tv? veckor innan n?gon svarade. D?ligt!",
    "Sm\ufffd f\ufffdretag gl\ufffdms bort",
    "Bra bemÃ¶tande p\ufffd kontoret",
)
SEGMENTS = ("Sm?f?retag", "F\ufffdrvaltning", "SÃ¤ljbolag", "S‘lgere", "Stora", "=1+1 <i>A&B</i>")
DAMAGE = re.compile("[^\\W\\d_]\\?[^\\W\\d_]|\ufffd|Ã|Â|â€|√|[^\\W\\d_][‘›†„][^\\W\\d_]|(?<!\\S)\\?[^\\W\\d_]")
CUSTOMERS = 240


def exports(folder: Path, prose: list[str]) -> list[str]:
    """Write customers, orders, answers and tickets of a client whose letters are damaged everywhere."""
    customers = "".join(f"K{n};{SEGMENTS[n % 6]};Sverige;F?retag AB\n" for n in range(CUSTOMERS))
    orders = "".join(
        f"O{n};K{n % CUSTOMERS};{2024 + n % 2}-{n % 12 + 1:02d}-{n % 28 + 1:02d};{n % 900 + 100},50\n"
        for n in range(1400)
    )
    answers = "".join(
        f'{n};K{n % CUSTOMERS};{2024 + n % 2}-{n % 12 + 1:02d}-11;{n % 11};{n % 7 + 3};"{prose[n % len(prose)]}"\n'
        for n in range(600)
    )
    tickets = "".join(
        f"T{n};K{n % CUSTOMERS};2025-{n % 12 + 1:02d}-02;2025-{n % 12 + 1:02d}-0{n % 6 + 3};Klagom?l p? leverans\n"
        for n in range(300)
    )
    files = {
        "kunder.csv": "Kundnr;Kundgrupp;Land;F?retagsnamn\n" + customers,
        "f?rs?ljning.csv": "Ordernr;Kundnr;Orderdatum;Belopp exkl. moms\n" + orders,
        "svar.csv": "Svars-id;Kundnr;Svarsdatum;Hur sannolikt ?r det att du skulle rekommendera oss till en v?n?;"
        "Hur n?jd ?r du totalt sett med oss?;Kommentar\n" + answers,
        "arenden.csv": "Ã„rendenr;Kundnr;Skapad;LÃ¶st;Kategori\n" + tickets,
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [str(folder / name) for name in files]


def pages(path: Path) -> str:
    """Return the text of every page of a PDF."""
    document = pdfium.PdfDocument(path)
    found = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return found


@pytest.mark.parametrize(("lang", "source"), [("sv", "invented"), ("da", "article 002")])
def test_no_damaged_word_reaches_a_page(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], source: str, lang: str
) -> None:
    """Segments, comments, categories, headers and questions: repaired, left out, or known and not shown."""
    prose = list(PROSE)
    if source != "invented":
        if not ARTICLE.is_file():
            pytest.skip("../shared is not here")
        prose += [line.replace('"', "'") for line in ARTICLE.read_text(encoding="utf-8").splitlines() if line.strip()]
    files = exports(tmp_path, prose)
    code = run(["-q", "report", *files, "--name", "Norrvik AB", "--lang", lang, "--json", "--currency", "SEK",
                "--date", "2026-01-15", "-o", str(tmp_path / "r.pdf")])  # fmt: skip
    content = json.loads(capfd.readouterr().out)
    assert code == 0, content
    lost = {one["column"] for one in content["findings"] if one["code"] == "D124"}
    assert {"Kundgrupp", "Kategori", "Kommentar"} <= lost
    text = pages(tmp_path / "r.pdf")
    assert DAMAGE.findall(text) == []
    assert "Säljbolag" in text
    assert "Sælgere" in text
    assert "=1+1 <i>A&B</i>" in text  # a formula and markup are text
    assert (
        DAMAGE.findall((tmp_path / "r.manifest.json").read_text(encoding="utf-8").replace("f?rs?ljning.csv", "")) == []
    )
