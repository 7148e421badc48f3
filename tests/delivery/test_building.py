"""A built message: its shape, its headers, its bytes, and that it is read back before it is let out."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from reporter.delivery.message.building import Attachment, Mailbox, build, message_id
from reporter.delivery.message.parts import multipart, text_part, wire_size
from reporter.delivery.message.proving import prove
from reporter.delivery.values import Key
from reporter.errors import RenderError, UsageError
from reporter.model.digest import PICTURE_ID
from tests.delivery.mails import MEGABYTES, NOW, decoded, digest, heading, pdf, png, read, report

HEADERS = (
    "From", "To", "Reply-To", "Subject", "Message-ID", "Date", "MIME-Version", "Content-Language", "Auto-Submitted",
    "X-Auto-Response-Suppress", "Content-Type",
)  # fmt: skip


def test_the_headers_are_exactly_these() -> None:
    """Each once, none of a tool, a list or a blind copy; the date and the id are ours."""
    eml = build(digest(), [report()], heading(), most_megabytes=MEGABYTES)
    message = message_from_bytes(eml, policy=policy.SMTP)
    assert tuple(message.keys()) == HEADERS
    assert message["Date"] == "Mon, 02 Nov 2026 07:00:00 +0000"
    assert message["Message-ID"] == "<r.2026-10.norrvik.0123456789abcdef@consult.test>"
    assert message["From"] == "Nordisk Analys <reporter@consult.test>"
    assert message["To"] == "Anna Åberg <anna@norrvik.test>"
    assert message["Reply-To"] == "owner@consult.test"
    assert message["Content-Language"] == "sv"
    assert message["Auto-Submitted"] == "auto-generated"


def test_the_parts_stand_in_one_another_as_mail_programs_expect() -> None:
    """mixed(alternative(text, related(HTML, picture)), PDF, sheet)."""
    sheet = Attachment(name="Underlag.csv", content=b"a;b\r\n", mime="text/csv")
    message = message_from_bytes(build(digest(), [report(), sheet], heading(), most_megabytes=MEGABYTES))
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
        "application/pdf", "text/csv",
    ]  # fmt: skip
    (picture,) = (part for part in message.walk() if part.get_content_type() == "image/png")
    assert picture["Content-ID"] == f"<{PICTURE_ID}>"
    assert picture.get_content_disposition() == "inline"


def test_without_a_picture_nothing_is_related() -> None:
    """A digest without figures has none."""
    plain = digest(picture=b"", html="<p>Rapporten är bifogad.</p>")
    message = message_from_bytes(build(plain, [report()], heading(), most_megabytes=MEGABYTES))
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf",
    ]  # fmt: skip


def test_another_reader_finds_what_went_in() -> None:
    """Subject, bodies, picture, file name and the PDF's hash, with umlauts and awkward lines."""
    awkward = "Hej\n.\n..\nFrom oss\n\tslut  \n" + "lång " * 300 + "\n=41 =\n--=_x\n\nutan radslut"
    wanted = digest(text=awkward, html=digest().html + "\r\n<p>\r</p>" + "å" * 3000)
    found = read(build(wanted, [report(content=pdf("x" * 5000))], heading(), most_megabytes=MEGABYTES))
    assert found.subject == wanted.subject
    assert found.text == awkward
    assert found.html == wanted.html.replace("\r\n", "\n").replace("\r", "\n")
    assert found.pictures == {f"<{PICTURE_ID}>": wanted.picture}
    ((name, content),) = found.files
    assert name == "Kundrapport Måns Öberg 2026-10.pdf"
    assert hashlib.sha256(content).digest() == hashlib.sha256(pdf("x" * 5000)).digest()


def test_the_wire_carries_ascii_in_short_lines_that_end_in_crlf() -> None:
    """No 8BITMIME is needed; only a file name of 40 characters may be longer than 78, never than 998 (RFC 5322)."""
    wanted = digest(text="å" * 5000, html=digest().html + "ø" * 5000)
    eml = build(wanted, [report(name="å" * 50 + ".pdf")], heading(), most_megabytes=MEGABYTES)
    assert eml.isascii()
    assert b"\0" not in eml
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", eml)
    lengths = sorted(map(len, eml.split(b"\r\n")))
    assert lengths[-2] <= 78
    assert lengths[-1] == len(" filename*=UTF-8''.pdf") + 36 * len("%C3%A5")


def test_a_line_that_begins_a_message_in_a_mailbox_file_is_masked() -> None:
    """Mailbox files write ">From " there, which would change the text."""
    part = text_part("From a\nb\nFrom c", "plain")
    assert part.endswith(b"\r\n\r\n=46rom a\r\nb\r\n=46rom c")


def test_the_same_input_gives_the_same_bytes() -> None:
    """Nothing random and no clock; one changed octet of the PDF changes every boundary around it."""
    first, again = (build(digest(), [report()], heading(), most_megabytes=MEGABYTES) for _ in range(2))
    assert first == again
    other = build(digest(), [report(content=pdf("annan"))], heading(), most_megabytes=MEGABYTES)
    assert first.split(b'boundary="')[1][:42] != other.split(b'boundary="')[1][:42]


def test_a_boundary_never_stands_in_what_it_bounds() -> None:
    """Text that holds the boundary of an earlier message is escaped ("=" is), and gets another boundary."""
    first = multipart("mixed", [text_part("hej", "plain")])
    boundary = first.split(b'boundary="')[1].split(b'"')[0]
    second = multipart("mixed", [text_part(f"--{boundary.decode('ascii')}--", "plain")])
    assert boundary not in second


def test_a_copy_for_a_test_says_so() -> None:
    """The subject is marked, the rest is the same."""
    found = read(build(digest(), [report()], heading(), most_megabytes=MEGABYTES, test_copy=True))
    assert found.subject == "[Test] Kundrapport för Måns Öberg AB – oktober 2026"


def test_attachments_that_are_too_large_are_refused_with_both_sizes() -> None:
    """7,000,001 octets are above 7 MB; base64 and its line ends make 9.6 MB of them. Nothing is left out silently."""
    large = [report(content=b"x" * 4_000_000), report(name="b.pdf", content=b"y" * 3_000_001)]
    with pytest.raises(UsageError) as caught:
        build(digest(), large, heading(), most_megabytes=7)
    assert caught.value.code == "E447"
    assert caught.value.message == "the attachments have 7.0 MB (9.6 MB in a mail); the most is 7 MB"


@pytest.mark.parametrize("octets", [0, 1, 56, 57, 58, 1000, 9_000_001])
def test_the_size_on_the_wire_is_that_of_the_part(octets: int) -> None:
    """Counted against the bytes themselves."""
    from reporter.delivery.message.parts import in_lines

    assert wire_size(octets) == len(in_lines(b"x" * octets))


@pytest.mark.parametrize("changes", [
    {"subject": " "}, {"text": ""}, {"html": "\n"}, {"picture": b"GIF89a"}, {"html": "<p>utan bild</p>"},
    {"picture": b""}, {"text": "a\0"}, {"html": digest().html + "\ud800"}, {"lang": "sv\r\nX: y"}, {"lang": ""},
])  # fmt: skip
def test_a_digest_that_is_not_whole_is_no_mail(changes: dict[str, object]) -> None:
    """An empty body or a picture that nobody sees is a fault of ours, found before anything leaves."""
    with pytest.raises(RenderError, match="E449"):
        build(digest(**changes), [report()], heading(), most_megabytes=MEGABYTES)


@pytest.mark.parametrize("attachment", [
    Attachment(name="a.pdf", content=b"", mime="application/pdf"),
    Attachment(name="a.pdf", content=b"x", mime="application/pdf\r\nX: y"),
    Attachment(name="a.pdf", content=b"x", mime="multipart/mixed"),
    Attachment(name="a.pdf", content=b"x", mime="message/rfc822"),
])  # fmt: skip
def test_an_attachment_that_is_not_whole_is_refused(attachment: Attachment) -> None:
    """An empty report must not arrive as a sent one."""
    with pytest.raises(RenderError, match="E449"):
        build(digest(), [attachment], heading(), most_megabytes=MEGABYTES)


@pytest.mark.parametrize(("changes", "code"), [
    ({"sender": Mailbox(address="reporter@consult.test", name="A\r\nBcc: x")}, "E445"),
    ({"recipient": Mailbox(address="anna@norrvik.test", name="x@evil.test,")}, "E445"),
    ({"recipient": Mailbox(address="anna@norrvik.test, x@evil.test")}, "E446"),
    ({"reply_to": "x@evil.test\r\nBcc: y@evil.test"}, "E446"),
    ({"message_id": "<a@b.se>\r\nBcc: y@evil.test"}, "E448"),
    ({"date": datetime(2026, 11, 2)}, "E448"),  # noqa: DTZ001 - its lack is the fault
])  # fmt: skip
def test_what_would_steer_the_header_is_refused(changes: dict[str, object], code: str) -> None:
    """Wherever a value comes in, and without repeating it."""
    with pytest.raises((UsageError, RenderError)) as caught:
        build(digest(), [report()], heading(**changes), most_megabytes=MEGABYTES)
    assert caught.value.code == code
    assert "evil" not in str(caught.value)


@pytest.mark.parametrize("spoil", [
    lambda eml: eml.replace(b"Subject: ", b"Bcc: x@evil.test\r\nSubject: "),
    lambda eml: eml.replace(b"To: ", b"To: y@evil.test, ", 1),
    lambda eml: eml.replace(b"\r\nReply-To: owner@consult.test", b""),
    lambda eml: eml.replace(b"Reply-To: owner", b"Reply-To: other"),
    lambda eml: eml.replace(b"multipart/alternative", b"multipart/mixed"),
    lambda eml: eml.replace(b"\r\n", b"\n"),
    lambda eml: eml.replace(b"Hej!", b"Hopp!"),
    lambda eml: eml.replace(b"Hej!", b"H\xe5j!"),
    lambda eml: eml.replace(b"Hej!", b"Hej!" + b" " * 999 + b"x"),
    lambda eml: eml.replace(b"Content-ID", b"X-Content-ID"),
    lambda eml: eml.replace(b"%C3%A5", b"%C3%A4"),
    lambda eml: eml.replace(b"JVBER", b"KVBER"),
    lambda eml: eml.replace(b"Date: Mon", b"Date: Tue"),
    lambda eml: eml[:-60],
    lambda eml: b"X-Mailer: reporter\r\n" + eml,
    lambda eml: b"From x\r\n" + eml,
    lambda eml: eml.replace(b"attachment;", b"inline;"),
    lambda eml: eml.replace(b'filename="Kund', b'filename="Hund'),
    lambda eml: eml.replace(b"\r\n--=_", b"\r\nhidden\r\n--=_", 1),
    lambda eml: eml + b"hidden",
    lambda eml: eml.replace(b"picture@report>", b"other@report>"),
])  # fmt: skip
def test_a_message_that_reads_otherwise_than_asked_does_not_leave(
    spoil: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The built bytes are spoilt between building and reading back, in 21 ways: each is seen."""
    assert callable(spoil)

    def spoilt(eml: bytes, *rest: object) -> None:
        other = spoil(eml)
        assert other != eml
        prove(other, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("reporter.delivery.message.building.prove", spoilt)
    with pytest.raises(RenderError, match="E448"):
        build(digest(), [report()], heading(), most_megabytes=MEGABYTES)


def test_an_id_tells_the_month_and_the_client_and_is_the_only_one() -> None:
    """The sixteen hex digits are the key's; a slug of any kind gives an id of letters, digits, dots and hyphens."""
    key = Key("Måns & Öbergs AB", "monthly", "2026-10", "anna@norrvik.test")
    assert message_id(key, "consult.test") == f"<r.2026-10.Mans-Obergs-AB.{key.digest[:16]}@consult.test>"
    assert message_id(Key("Rødgrød", "monthly", "2026-10", "a@b.se"), "b.se").startswith("<r.2026-10.Rodgrod.")
    again = Key(key.client, key.report, key.period, key.recipient, 1)
    assert message_id(again, "consult.test") != message_id(key, "consult.test")
    for slug in ("日本", "", "..", "a>b@c", "x" * 300, "a\r\nb"):
        made = message_id(Key(slug, "monthly", "2026-10", "a@b.se"), "consult.test")
        assert re.fullmatch(r"<r\.2026-10\.[A-Za-z0-9-]{1,40}\.[0-9a-f]{16}@consult\.test>", made)
    with pytest.raises(UsageError, match="E446"):
        message_id(key, "consult.test>\r\nBcc: x")


def test_a_danish_mail_says_so_and_needs_no_reply_address() -> None:
    """Language is the digest's; without a reply address answers go to the sender."""
    eml = build(digest(lang="da"), [report()], heading(reply_to=""), most_megabytes=MEGABYTES)
    found = read(eml)
    assert "Reply-To" not in found.headers
    assert b"\r\nContent-Language: da\r\n" in eml
    assert decoded(found.subject) == digest().subject


def test_the_date_keeps_its_zone() -> None:
    """An aware moment of any zone is the same moment in the header."""
    from zoneinfo import ZoneInfo

    local = NOW.astimezone(ZoneInfo("Europe/Stockholm"))
    message = message_from_bytes(
        build(digest(), [report()], replace(heading(), date=local), most_megabytes=MEGABYTES), policy=policy.SMTP
    )
    assert str(message["Date"]) == "Mon, 02 Nov 2026 08:00:00 +0100"
    assert message["Date"].datetime.astimezone(UTC) == NOW


def test_a_real_picture_and_report_of_the_largest_size_pass() -> None:
    """6.9 MB of PDF make 9.4 MB of message, below the 10 MB that most servers take."""
    eml = build(
        digest(picture=png(side=64)), [report(content=b"\xff" * 6_900_000)], heading(), most_megabytes=MEGABYTES
    )
    assert 9_400_000 < len(eml) < 9_460_000
