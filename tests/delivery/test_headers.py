"""What may go into a header, and how it is written there."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.header import decode_header, make_header

import pytest

from reporter.delivery.message.headers import (
    LONGEST,
    check_address,
    check_name,
    check_value,
    mailbox_field,
    split,
    text_field,
)
from reporter.delivery.message.proving import mailboxes
from reporter.errors import UsageError

HOSTILE = [
    "a\r\nBcc: x@evil.test", "a\nb", "a\rb", "a\0b", "a\tb", "a\x7fb", "a\x85b", "a\u2028b", "a\u2029b", "a\ud800b",
    *(f"a{sign}b" for sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"),
    "Rapport =?utf-8?Q?=0AReply-To:_evil=40evil.test?=", "=?", "a\ufffeb", "x" * (LONGEST + 1),
]  # fmt: skip
NAMES = [
    "Anna Berg", "Åsa Öberg", 'Berg, "Anna" \\ (Per; x: y)', "å" * 60, "a" * 100, "a" * 60 + " bbb", "Søren Ærø",
    "'", "\\", '"',
    "a.b", "👨‍👩‍👧 Familjen", "=x", "?=", "Аnna (cyrillic А)", "," * 30, "é" * 125,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_steers_a_header_is_refused_and_not_repeated(text: str) -> None:
    """The error names the setting and the sign, never the value, which may be personal."""
    with pytest.raises(UsageError) as caught:
        check_value(text, "the subject")
    assert caught.value.code == "E445"
    assert str(caught.value).startswith("error[E445]: the subject holds ")
    assert "evil" not in str(caught.value)
    assert len(str(caught.value)) < 160


def test_a_value_is_composed_and_trimmed() -> None:
    """The letter a with a ring of its own becomes å; outer blanks go, a row of them is one."""
    assert check_value("  Ma\u030ans   Öberg ", "x") == "Måns Öberg"


def test_half_an_encoded_word_that_composing_would_complete_is_refused() -> None:
    """U+037E composes to ";", U+1FEF to "`": what is checked is what will be written."""
    assert check_value("a\u037eb", "x") == "a;b"


@pytest.mark.parametrize("name", ["evil@evil.test", "A <b@c.se>", "a\uff20b.se"])
def test_a_name_holds_no_address(name: str) -> None:
    """Programs that decode first and read then would find a second recipient; ＠ counts as @."""
    with pytest.raises(UsageError, match="E445"):
        check_name(name, "a [[recipients]] name")


@pytest.mark.parametrize("address", [
    "", "anna", "anna@", "@b.se", "a@b", "a b@c.se", "å@b.se", "a@å.se", "a@b.se\r\nBcc: x@y.se", "a@b.se,c@d.se",
    "a@b.se\n", "<a@b.se>", '"a"@b.se', "a@[127.0.0.1]", "a..b@c.se", ".a@c.se", "a.@c.se", "a@-b.se", "a@b-.se",
    "a@b..se", "a@" + "b" * 60 + ("." + "b" * 60) * 4 + ".se", "а@b.se",
])  # fmt: skip
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    """One address, in ASCII, without quotes or comments; the error does not repeat it."""
    with pytest.raises(UsageError) as caught:
        check_address(address, "[mail] sender")
    assert caught.value.code == "E446"
    assert not address or address not in caught.value.message


@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_back_from_both_readers_with_one_address(name: str) -> None:
    """Commas, quotes, backslashes and long names make no second recipient."""
    raw = mailbox_field("To", "anna@norrvik.test", check_name(name, "x"))
    assert raw.isascii()
    message = message_from_bytes(raw + b"\r\n", policy=policy.SMTP)
    assert [each.addr_spec for each in message["To"].addresses] == ["anna@norrvik.test"]
    assert mailboxes(dict(message.raw_items())["To"]) == [(name, "anna@norrvik.test")]


@pytest.mark.parametrize("subject", [
    "Kort", "Rapport " + "lång " * 40 + "slut",
    "x" * 200, "å" * 200, "👩‍🚀" * 60, "Rapport: oktober 2026 – 1 234 567 kr", "ab?=cd",
    "a" * 66 + " " + "b" * 66, "a" * 67 + " b", "- b",
])  # fmt: skip
def test_a_subject_comes_back_and_no_line_is_long(subject: str) -> None:
    """RFC 2047: at most 76 characters in a line with an encoded word; RFC 5322 recommends 78 for any."""
    raw = text_field("Subject", subject)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= (76 if b"=?" in raw else 78)
    message = message_from_bytes(raw + b"\r\n", policy=policy.SMTP)
    assert (message.keys(), str(message["Subject"])) == (["Subject"], subject)
    older = message_from_bytes(raw + b"\r\n")["Subject"].replace("\r\n", "")
    assert str(make_header(decode_header(older))) == subject


def test_an_encoded_word_holds_whole_characters() -> None:
    """RFC 2047 §5: a program may decode each word by itself; 39 octets are 19 of å."""
    words = text_field("Subject", "å" * 100).decode("ascii").split()[1:]
    assert [str(make_header(decode_header(word))) for word in words] == ["å" * 19] * 5 + ["å" * 5]


def test_headers_are_split_with_their_folds() -> None:
    """Raw lines stay as they are; what is no header is refused."""
    assert split(b"A: 1\r\n 2\r\nB: 3\r\n\r\nbody\r\n\r\nC: 4") == (
        (("A", b"A: 1\r\n 2\r\n"), ("B", b"B: 3\r\n")),
        b"body\r\n\r\nC: 4",
    )
    with pytest.raises(ValueError, match="no header"):
        split(b"A: 1\r\nnonsense\r\n\r\n")
