"""The stamp: whose a PDF is and of which period, in its own information, only where there is a client."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pikepdf
import pytest

from reporter.cli.app import run
from reporter.delivery.gate import Identity, leaks
from reporter.delivery.gate.paper import read_paper
from reporter.report import compose
from tests.delivery.gate_samples import message
from tests.render.reports import rendered, survey_only, texts
from tests.report.example import only, spoken

if TYPE_CHECKING:
    from reporter.render import Rendered


@cache
def stamped() -> Rendered:
    """Return the client of three answers, as a client of a workspace."""
    return rendered(replace(spoken(only("nps", "csat", "rebuy_intent", "answers")), client_id="norrvik"), "sv")


def information(pdf: bytes) -> dict[str, str]:
    """Return a PDF's information."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {str(key): str(value) for key, value in opened.docinfo.items()}


def test_the_stamp_is_client_and_period() -> None:
    """Client and period stand in the document's information, as the gate reads them."""
    told = information(stamped().pdf)
    assert (told["/reporterclient"], told["/reporterperiod"]) == ("norrvik", "2026")
    paper = read_paper(stamped().pdf)
    assert paper is not None
    assert (paper.client, paper.period) == ("norrvik", "2026")


def test_a_report_without_client_has_no_stamp() -> None:
    """A one-off report tells of no client, and otherwise the same."""
    plain, other = information(survey_only("sv").pdf), information(stamped().pdf)
    assert not any("reporter" in key for key in plain)
    assert {key: value for key, value in other.items() if "reporter" not in key} == plain


def test_the_stamp_changes_no_page() -> None:
    """Texts are the same, and so is the drawing of each page, byte by byte."""
    assert texts(stamped().pdf) == texts(survey_only("sv").pdf)
    drawings = []
    for pdf in (stamped().pdf, survey_only("sv").pdf):
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            drawings.append([page.Contents.read_bytes() for page in opened.pages])
    assert drawings[0] == drawings[1]


def test_a_stamped_report_is_still_accessible_and_its_xmp_is_whole() -> None:
    """It says PDF/UA-1, and its XMP is well-formed XML without the stamp, which PDF/UA does not know."""
    with pikepdf.open(io.BytesIO(stamped().pdf)) as opened:
        body = opened.Root.Metadata.read_bytes().decode()
    tree = ET.fromstring(re.sub(r"<\?xpacket.*?\?>", "", body).strip())  # noqa: S314 - our own
    assert any(key.endswith("part") and value == "1" for one in tree.iter() for key, value in one.attrib.items())
    assert "norrvik" not in body.replace("Norrvik", "")


def test_compose_hands_the_id_on() -> None:
    """A report knows whose it is."""
    assert compose(replace(only("nps", "answers"), client_id="norrvik")).client_id == "norrvik"
    assert compose(only("nps", "answers")).client_id == ""


@pytest.fixture(scope="module")
def monthly(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a client's report of a month, made by the program from an export."""
    home = tmp_path_factory.mktemp("stamp")
    client = home / "clients" / "vestera"
    (client / "exports").mkdir(parents=True)
    (home / "reporter.toml").write_text('schema = 1\n[consultancy]\nname = "Lindhavn"\n', encoding="utf-8")
    told = 'schema = 1\nname = "Vesterå Kaffe A/S"\nshort = "Vesterå"\nlang = "da"\ncurrency = "DKK"\n'
    (client / "client.toml").write_text(told, encoding="utf-8")
    rows = [f"O{n};K{n % 60};2025-{n % 12 + 1:02d}-{n % 28 + 1:02d};{n + 100},50" for n in range(600)]
    orders = "\n".join(["Ordernr;Kundnr;Orderdatum;Belopp exkl. moms", *rows])
    (client / "exports" / "orders.csv").write_text(orders, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPORTER_KEYS", str(home / "keys"))
        assert run(["-q", "-C", str(home), "ingest", "--client", "vestera"]) == 0
        asked = ["report", "--client", "vestera", "--period", "2025-11", "--date", "2025-12-02"]
        assert run(["-q", "-C", str(home), *asked, "-o", str(home / "r.pdf")]) == 0
    return (home / "r.pdf").read_bytes()


def test_a_report_of_a_workspace_passes_as_its_clients_and_not_as_anothers(monthly: bytes) -> None:
    """A whole report, with its own mail, is let out to its client; with another client's mail it is stopped."""
    own = Identity(slug="vestera", names=("Vesterå Kaffe A/S", "Vesterå"), domains=("vestera.example",))
    other = Identity(slug="norrvik", names=("Norrvik Kontor AB", "Norrvik"), domains=("norrvik.example",))
    clean = replace(message(own), pdf=monthly, period="2025-11")
    assert leaks(own, (other,), clean) == ()
    mixed = leaks(other, (own,), replace(message(other), pdf=monthly, period="2025-11"))
    reasons = "\n".join(one.reason for one in mixed)
    assert "the PDF is stamped as another client's" in reasons
    assert "the name of another client (slug vestera) in the PDF, page 1" in reasons
    assert "the PDF does not hold the client's name" in reasons
