"""By which of the seven channels a customer reached the client, told by the words that help desks use for them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from reporter.sources.cells.sql import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What is none of the seven, whatever else its name holds: an app's or a program's own tickets.
_NO_CHANNEL = r"\b(sdk|api|iot)\b"
#: channel → what its name holds in lower case, in Swedish, Danish and English. The first that fits is meant: a
#: "chatbot" is no chat, "Facebook Messenger" no post on a wall, "videosamtal" no phone call, "voicemail" no e-mail.
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "bot": r"bot(ten)?s?\b|virtual (agent|assistant)|virtuel+ (agent|assistent)",
        "messenger": r"messenger|messaging|whatsapp|viber|telegram|wechat|imessage|apple messages|\bsms\b|\bdm\b"
        r"|(private|direct|text) message|(direkt|text)meddelande|direkte besked|tekstbesked",
        "video": r"video|\bteams\b|\bzoom\b|skype|facetime|google meet",
        "social": r"social|facebook|instagram|twitter|linkedin|tiktok|youtube|^x$|^some$|trustpilot|google review",
        "web_chat": r"chat",
        "voice": r"phone|telefon|\b(tlf|tfn|tel)\b|\bcalls?\b|samtal|opkald|opringning|voice|ringt|växel",
        "email": r"e[-_ ]?post|mail|mejl",
    }
)
#: Ways that are known and none of the seven: forms, portals, letters, counters.
_OTHER = (
    r"^(web|webb|www|post|app|mobile?|agent|system|import)$|form|website|web ?(page|shop|widget|service)|webb"
    r"|hemsid|hjemmeside|portal|self[- ]?service|självbetjäning|selvbetjening|min(a)? sid(e|or)|help ?cent(er|re)"
    r"|forum|community|letter|\bbrev|\bfax|in person|personlig|besök|besøg|fremmøde|walk[- ]?in|counter|kassa|butik"
    r"|\bstore\b|reception|mässa|messe\b|event|other|övrig|annan|annat|anden|andet|øvrig|closed ticket|trigger|rule"
)


def channel_of(text: str) -> str:
    """Return the SQL of a text's channel: one of the seven, "other" for any other way, NULL where nothing is said."""
    said = f"lower({text})"
    seven = " ".join(f"WHEN regexp_matches({said}, {quoted(own)}) THEN {quoted(one)}" for one, own in _WORDS.items())
    return (
        f"CASE WHEN {text} IS NULL THEN NULL WHEN regexp_matches({said}, {quoted(_NO_CHANNEL)}) THEN 'other' "
        f"{seven} ELSE 'other' END"
    )


def is_unknown(text: str) -> str:
    """Return the condition that a text names a way that is neither one of the seven nor known to be another."""
    known = "|".join([_NO_CHANNEL, *_WORDS.values(), _OTHER])
    return f"({text} IS NOT NULL AND NOT regexp_matches(lower({text}), {quoted(known)}))"
