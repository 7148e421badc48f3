"""How a client may be recognised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reporter.workspace import Client

_MAILBOXES = """
gmail.com googlemail.com outlook.com outlook.dk outlook.se hotmail.com hotmail.se hotmail.dk live.com live.se live.dk
msn.com icloud.com me.com mac.com yahoo.com yahoo.se yahoo.dk ymail.com aol.com gmx.com gmx.net gmx.de web.de mail.com
proton.me protonmail.com pm.me tutanota.com fastmail.com zoho.com yandex.com
telia.com telia.se bredband.net bredband2.com comhem.se tele2.se spray.se swipnet.se home.se glocalnet.net bahnhof.se
ownit.nu bostream.nu passagen.se algonet.se
mail.dk mail.tele.dk post.tele.dk get2net.dk stofanet.dk youmail.dk ofir.dk jubii.dk sol.dk live.no
"""
#: Where anyone has a mailbox: such a domain tells nothing of whose it is.
MAILBOXES = frozenset(_MAILBOXES.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A client's marks: ``names`` as they may be written, ``organisation`` the number, ``domains`` its own alone."""

    slug: str
    names: tuple[str, ...]
    organisation: str = ""
    domains: tuple[str, ...] = ()


def identity_of(client: Client, house: str = "") -> Identity:
    """Return how a client may be recognised, from its settings.

    Domains are those that are allowed and those of the recipients, without the great mailbox providers' and without
    the consultancy's own.

    Args:
        client: its settings.
        house: the sender's address or domain.
    """
    domains = {
        domain.strip().lstrip("@").rpartition("@")[2].casefold()
        for domain in (*client.delivery.allowed_domains, *(one.address for one in client.recipients))
    }
    names = dict.fromkeys(name.strip() for name in (client.name, client.short, *client.delivery.names))
    return Identity(
        slug=client.slug,
        names=tuple(name for name in names if name),
        organisation=client.delivery.organisation.strip(),
        domains=tuple(sorted(domains - MAILBOXES - {"", house.strip().rpartition("@")[2].casefold()})),
    )
