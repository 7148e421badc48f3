"""Sheets of one workbook: a codebook explains the answers, labels repeat them; tables of their own stay apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.sources.files.kinds import Part
from reporter.sources.surveys.codebook import one_survey

if TYPE_CHECKING:
    from pathlib import Path


def sheets(folder: Path, **tables: str) -> tuple[Part, ...]:
    """Return sheets as the opener of workbooks leaves them."""
    found = []
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
        found.append(Part(path=folder / name, name=name))
    return tuple(found)


DATA = "id,v1,v2\n1,1,2\n2,5,1\n"


def test_a_codebook_gives_questions_and_words(tmp_path: Path) -> None:
    """Known words stand for their codes, a background variable becomes its label, the codebook is no table."""
    book = (
        "Variable,Question,Code,Label\n"
        "v1,How satisfied are you?,1,Very satisfied\n,,3,Neutral\n,,5,Very dissatisfied\n"
        "v2,Trade,1,Retail\n,,2,Industry\n"
    )
    (table,) = one_survey(sheets(tmp_path, Data=DATA, Codes=book), tmp_path, "survey.xlsx")
    assert table.name == "Data"
    assert table.path.read_text(encoding="utf-8") == (
        "id,How satisfied are you?,Trade\n1,Very satisfied,Industry\n2,Very dissatisfied,Retail\n"
    )


def test_labelled_ends_are_written_into_the_question(tmp_path: Path) -> None:
    """Where the ends alone have words the numbers stay, and the question states its scale."""
    book = "Variable,Question,Code,Label\nv1,How easy was it?,1,A struggle\nv1,,5,A breeze\nv1,,9,Don't know\n"
    (table,) = one_survey(sheets(tmp_path, Data=DATA, Codes=book), tmp_path, "survey.xlsx")
    head = table.path.read_text(encoding="utf-8").splitlines()[0]
    assert head == 'id,"How easy was it? (1 = A struggle, 5 = A breeze)",v2'


def test_values_and_labels_are_read_once(tmp_path: Path) -> None:
    """The sheet of labels is told as read; its words are used."""
    labels = "id,v1,v2\n1,Nöjd,Handel\n2,Missnöjd,Industri\n"
    values, same = one_survey(sheets(tmp_path, Values=DATA, Labels=labels), tmp_path, "survey.xlsx")
    assert values.fault is None
    assert same.fault is not None
    assert (same.fault.code, same.fault.file) == ("D130", "survey.xlsx: Labels")


def test_two_years_of_the_same_table_stay_two(tmp_path: Path) -> None:
    """Same header, same customers, other figures: neither is the other's label, both are read."""
    years = sheets(tmp_path, y2025="kund,belopp\n1,100\n2,200\n", y2026='kund,belopp\n1,"100,5"\n2,300\n')
    assert one_survey(years, tmp_path, "orders.xlsx") == years


def test_a_list_of_codes_for_nothing_stays(tmp_path: Path) -> None:
    """A sheet that looks like a codebook and names no column is a table as any other."""
    tables = sheets(tmp_path, Data=DATA, Codes="id,code,text\nA,1,One\nB,2,Two\n")
    assert one_survey(tables, tmp_path, "x.xlsx") == tables


def test_a_question_may_stand_where_its_answers_words_do(tmp_path: Path) -> None:
    """A codebook without a column for questions has them on rows without a code."""
    book = (
        "Variabel,Kode,Tekst\nv1,,Hvor tilfreds er du?\nv1,1,Meget tilfreds\nv1,3,Hverken eller\nv1,5,Meget utilfreds\n"
    )
    (table,) = one_survey(sheets(tmp_path, Data=DATA, Kodebog=book), tmp_path, "survey.xlsx")
    assert table.path.read_text(encoding="utf-8").splitlines() == [
        "id,Hvor tilfreds er du?,v2", "1,Meget tilfreds,2", "2,Meget utilfreds,1",
    ]  # fmt: skip


def test_what_is_no_table_explains_nothing(tmp_path: Path) -> None:
    """A picture or an empty note packed beside a survey is passed over."""
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n")
    picture = Part(path=tmp_path / "logo.png", name="logo.png")
    tables = (*sheets(tmp_path, Data=DATA), picture)
    assert one_survey(tables, tmp_path, "all.zip") == tables
