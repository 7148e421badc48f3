"""Two hundred names that somebody could write where a client, a person, a subject or a file is named."""

from __future__ import annotations

import random

#: Each kind with what was written by hand; ``names`` adds made ones.
KINDS: dict[str, tuple[str, ...]] = {
    "line ends": (
        "A\r\nBcc: x@evil.test", "A\nBcc: x@evil.test", "A\rBcc: x@evil.test", "A\r\n\r\n<b>body</b>",
        "A\r\n .\r\n", "A\n\n.",
        "A\u2028Bcc: x@evil.test", "A\u2029Bcc: x@evil.test", "A\x85Bcc: x@evil.test", "A\x0bBcc: x",
        "A\x0cBcc: x", "A\x1cB",
        "A\x1dB", "A\x1eB", "\r\n.\r\nMAIL FROM:<x@evil.test>", "A\r\n\tBcc: x@evil.test", "A\n", "\nA",
        "A%0d%0aBcc: x",
        "A\\r\\nBcc: x", "A&#13;&#10;Bcc: x", "A\u560d\u560aBcc: x@evil.test", "A\u010d\u010aBcc: x",
    ),
    "encoded words": (
        "Rapport =?utf-8?Q?=0AReply-To:_evil=40evil.test?=", "=?utf-8?b?DQpCY2M6IHhAZXZpbC50ZXN0?=",
        "=?utf-8?q?=0D=0ABcc:x?=",
        "=?us-ascii?Q?=00?=", "=?", "?=", "=", "=?utf-8?Q?=E5?=", "=?utf-7?Q?+AAo-Bcc:_x?=", "A =?x", "=0A",
        "=\n?utf-8?Q?a?=",
        "=?utf-8?Q?a?= =?utf-8?Q?b?=", "=?utf-8*sv?Q?a?=", "\uff1d?utf-8?Q?a?\uff1d", "=\u200b?utf-8?Q?=0A?\u200b=",
    ),
    "bidi and unseen": (
        "rapport\u202efdp.exe", "\u202aA", "A\u202b", "A\u202cB", "A\u202dB", "\u2066A\u2069", "A\u2067B",
        "A\u2068B", "\u200eA", "\u200fA",
        "\u061cA", "A\u200bB", "A\u200dB", "A\ufeffB", "A\u00adB", "\U000e0041", "A\u2060B", "A\u180eB", "A\u034fB",
    ),
    "controls": (
        "\0", "A\0B", "A.pdf\0.exe", "\x01", "A\x07B", "A\x08B", "\x1b[2J", "A\x7fB", "A\x80B", "A\x9bB", "A\tB",
        "\x1a", "A\ufffeB", "A\uffffB",
        "A\ud800B", "\udcff", "A\x00\r\nBcc: x",
    ),
    "paths": (
        "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "C:\\Windows\\x", "\\\\server\\share\\x",
        "..", ".", "...", "~", "~root",
        "$HOME", "a/../../b", "a/b", "a\\b", "./a", "..\u2215..\u2215etc", "..%2f..%2fetc", "file:///etc/passwd",
        "\uff0e\uff0e\uff0fa",
        "kept", "ledger.db", ".ssh", "-rf", "a:b", "a::$DATA", "a.", "a ", " a", "", " ", "a..", "../kept/norrvik",
    ),
    "devices": (
        "CON", "con", "PRN", "AUX", "NUL", "nul.pdf", "COM1", "com9.txt", "LPT1", "lpt9.pdf", "COM¹", "CONIN$",
        "CONOUT$", "CLOCK$", "CON.tar.gz",
        "NUL ", "AUX.",
    ),
    "quotes and lists": (
        "Berg, Anna", '"Anna" <x@evil.test>', "<x@evil.test>", "x@evil.test", 'A", "B" <x@evil.test>, "C', "A\\",
        'A\\"', '\\"', '"', '""',
        "A;B:C", "grupp: a, b;", "(kommentar)", "A (x@evil.test)", "A,x@evil.test", "[A]", "A\\\\", "'", "A`id`",
        "A;rm -rf", "A|B", "A*B?",
        'a"; filename="b.exe', "a'; x='b", "a; filename*=UTF-8''b.exe", "a\uff20evil.test",
        "A\uff1cx\uff20evil.test\uff1e", ",,,,", "{{7*7}}", "%s%n",
        "<script>alert(1)</script>", "A: B", "From ", "Bcc: x", ".", "--=_", "\u037e", "\u1fef",
    ),
    "very long": (
        "A" * 251, "A" * 1000, "A" * 100_000, "å" * 250, "å" * 251, "A " * 500, "👩" * 250,
        "," * 250, '"' * 250, "\\" * 250, "a\u0301" * 200, "A" * 250,
        "x." * 120, "a" + "\u0300" * 249, ("A" * 60 + " ") * 4,
    ),
    "pictures and letters": (
        "👨‍👩‍👧‍👦", "🇸🇪🇩🇰", "🏴\U000e0067\U000e0062\U000e007f", "Måns Öberg", "Søren Æbelø", "日本語",
        "مرحبا", "שלום", "Zͨ̾a̴l̵g̶o̷", "ｆｕｌｌ",
        "𝕬𝖓𝖓𝖆", "﷽", "İstanbul", "ß", "ﬁ",
        "\U0010ffff", "\ue000", "ǅ", "1⁄2",
    ),
    "homoglyphs": (
        "Аnnа", "Nоrrvik", "nоrrvik.se", "раураl", "Νorrvik", "ⅯⅭ", "а@norrvik.test", "norrvik\u3002test",
        "A\u2024pdf", "A\uff0fB", "A\u29f8B", "A\u2044B",
    ),
}  # fmt: skip


def names(least: int = 200) -> list[str]:
    """Return the names, each once, with enough made from pieces of them that there are at least so many."""
    found = list(dict.fromkeys(name for kind in KINDS.values() for name in kind))
    chance = random.Random(5)  # noqa: S311 - no secret
    pieces = [name for name in found if name and len(name) < 40]
    while len(found) < least + 50:
        made = "".join(chance.choice(pieces) for _ in range(3))
        found += [made] if made not in found else []
    return found
