"""Names of attachments as Outlook, Gmail and every disk take them."""

from __future__ import annotations

import re
import unicodedata
from email import message_from_bytes, policy

import pytest

from reporter.delivery.message.filenames import LONGEST, ascii_name, content_type, disposition, is_device, safe_name
from tests.delivery.mails import decoded, shown_name

HOSTILE = [
    "", " ", ".", "..", "...pdf", "../../etc/passwd", "..\\..\\x.pdf", "C:\\x.pdf", "/etc/x.pdf", "a\0b.pdf",
    "a\r\nb.pdf",
    "rap\u202efdp.exe", "a\u2066b.pdf", "CON", "con.pdf", "NUL.tar.pdf", "COM1.pdf", "lpt9", "COM¹.pdf",
    "AUX .pdf", "CONIN$",
    'a"b.pdf', "a;b.pdf", "a'b.pdf", "a%0d%0ab.pdf", "=?utf-8?Q?a?=.pdf", "x" * 500 + ".pdf",
    "å" * 500, "a." + "x" * 99,
    ".htaccess", "a.pdf.", "a.pdf ", "a\u200b.pdf", "\ufeffa.pdf", "👨‍👩‍👧" * 30 + ".pdf", "Rapport*?<>|.pdf",
    "~", "a\ud800.pdf",
    "\u0300.pdf", "а.pdf", "a\u00a0b.pdf", "prn.", "con . . .pdf", "\u2028.pdf", "a\x85.pdf",
]  # fmt: skip
ORDINARY = {
    "Kundrapport Måns Öberg 2026-10.pdf": "Kundrapport Mans Oberg 2026-10.pdf",
    "Søren Æbleø.pdf": "Soren Aebleo.pdf",
    "Kunderapport – oktober.xlsx": "Kunderapport - oktober.xlsx",
    "日本.pdf": "__.pdf",
}


@pytest.mark.parametrize("wished", HOSTILE)
def test_a_hostile_name_becomes_one_that_can_be_saved(wished: str) -> None:
    """No path, no device, nothing unseen, not hidden, never empty, at most 40 characters; done twice it is the same."""
    name = safe_name(wished)
    assert 0 < len(name) <= LONGEST
    assert not re.search(r'[/\\:*?"<>|]', name)
    assert not {unicodedata.category(sign) for sign in name} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    assert name == name.strip(" .\u00a0")
    assert not is_device(name)
    assert safe_name(name) == name
    assert unicodedata.is_normalized("NFC", name)


@pytest.mark.parametrize("wished", list(ORDINARY))
def test_an_ordinary_name_stays(wished: str) -> None:
    """Letters of the Nordic languages stay as they are, composed."""
    assert safe_name(wished) == wished
    assert safe_name(unicodedata.normalize("NFD", wished)) == wished
    assert ascii_name(wished) == ORDINARY[wished]


@pytest.mark.parametrize(("wished", "name"), [
    ("Kundrapport Måns Öbergs Handelshus AB oktober 2026.pdf", "Kundrapport Måns Öbergs oktober 2026.pdf"),
    ("kundrapport-nordvik-handelsbolag-och-soner-2026-10.pdf", "kundrapport-nordvik-2026-10.pdf"),
    ("a" * 60 + ".pdf", "a" * 36 + ".pdf"),
    ("Årsredovisning " + "b" * 40 + " 2026.xlsx", "Årsredovisning 2026.xlsx"),
    ("CON.pdf", "_CON.pdf"),
    ("..", "rapport"),
    (".pdf", "rapport.pdf"),
])  # fmt: skip
def test_a_long_name_keeps_its_beginning_month_and_extension(wished: str, name: str) -> None:
    """Whole words go from the middle; counted by hand."""
    assert safe_name(wished) == name


@pytest.mark.parametrize(
    "name", [*ORDINARY, "Kundrapport 2026-10.pdf", "å" * 36 + ".pdf", "👩" * 36 + ".pdf", "100% 'x'; y.pdf"]
)
def test_the_name_is_written_once_and_once_for_old_programs(name: str) -> None:
    """No continuation (filename*0), one filename* beyond ASCII, an ASCII filename always, a name in Content-Type."""
    raw = disposition(name) + content_type("application/pdf", name)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) < 998
    assert raw.count(b"filename*=") == (0 if name.isascii() else 1)
    assert raw.count(b"filename=") == 1
    assert b"*0" not in raw
    assert shown_name(raw.decode("ascii")) == name
    (quoted,) = re.findall(rb'\bname="([^"]*)"', raw)
    assert decoded(quoted.decode("ascii")) == name


def test_what_python_reads_is_the_name_in_ascii() -> None:
    """Of two parameters Python's reader takes the first: the fallback, which is a good name too."""
    raw = disposition("Måns Öberg.pdf") + b"\r\n"
    assert message_from_bytes(raw, policy=policy.SMTP).get_filename() == "Mans Oberg.pdf"
    assert message_from_bytes(raw).get_filename() == "Mans Oberg.pdf"
