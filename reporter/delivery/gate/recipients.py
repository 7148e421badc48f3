"""Who may get a client's reports: within the allowed domains, looked at by a person, able to read what is encrypted."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.delivery.gate.values import Obstacle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.workspace import Client
    from reporter.workspace.delivery import Recipient

NOT_ALLOWED, NOT_APPROVED, NO_CERTIFICATE = "E436", "E437", "E438"


def digest_of(recipients: Iterable[Recipient]) -> str:
    """Return the SHA-256 of a list of recipients: addresses, languages and certificates, in whatever order they stand.

    A name beside an address changes nothing about who gets what, so it is left out.
    """
    told = sorted((one.address.casefold(), one.lang, one.certificate) for one in recipients)
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def recipients_obstacles(client: Client, approved: str) -> tuple[Obstacle, ...]:
    """Return why a client's list of recipients cannot be used as it is; a recipient is named by its place in the list.

    A domain is allowed only as it is written: ``norrvik.example`` allows no ``mail.norrvik.example``, since a subdomain
    may be another company's (a hosting, a shop system). A client without allowed domains gets nothing: an empty list
    never means "all".

    That two clients share a recipient is no obstacle (a group's controller gets the reports of its companies): it needs
    the domain in both clients' settings, and a person's approval of both lists, who is told of it (``shared``).

    Args:
        client: with its recipients and conditions.
        approved: the digest of the list that a person has looked at, empty where nobody has.
    """
    if not client.recipients:
        return (_stop(NOT_ALLOWED, "no recipient is set: write [[recipients]] in client.toml", "no recipient is set"),)
    found = [*_outside(client), *_unreadable(client)]
    if approved != digest_of(client.recipients):
        what = "has changed since it was approved" if approved else "was never approved"
        reason = f"the list of recipients {what}: read it in client.toml, then run: reporter approve {client.slug}"
        found.append(_stop(NOT_APPROVED, reason, f"the list of recipients {what}"))
    return tuple(found)


def shared(client: Client, others: Iterable[Client], house: str = "") -> tuple[tuple[int, str], ...]:
    """Return which recipients get another client's reports too, as place in the list (from 1) and that client's slug.

    Whoever approves a list must see this: a copied ``client.toml`` is how one client's reports get to another.

    Args:
        client: whose list is looked at.
        others: the other clients of the workspace.
        house: the consultancy's own domain or address: its people may get everything.
    """
    own = _domain(house)
    theirs = [(other.slug, {one.address.casefold() for one in other.recipients}) for other in others]
    return tuple(
        (place, slug)
        for place, one in enumerate(client.recipients, 1)
        for slug, addresses in theirs
        if slug != client.slug and one.address.casefold() in addresses and (not own or _domain(one.address) != own)
    )


def _outside(client: Client) -> list[Obstacle]:
    allowed = {domain.strip().lstrip("@").casefold() for domain in client.delivery.allowed_domains} - {""}
    setting = "allowed_domains of [delivery] in client.toml"
    if not allowed:
        return [_stop(NOT_ALLOWED, f"{setting} is empty: nobody may get this report", "allowed_domains is empty")]
    return [
        _stop(NOT_ALLOWED, f"recipient {place} is outside {setting}", "a recipient is outside allowed_domains")
        for place, one in enumerate(client.recipients, 1)
        if _domain(one.address) not in allowed
    ]


def _unreadable(client: Client) -> list[Obstacle]:
    """Return who could not read an encrypted message."""
    if client.delivery.encrypt != "smime":
        return []
    return [
        _stop(
            NO_CERTIFICATE,
            f'recipient {place} has no certificate file in the client\'s folder, and encrypt = "smime" needs one',
            "a recipient has no certificate",
        )
        for place, one in enumerate(client.recipients, 1)
        if not _is_in(client.folder, one.certificate)
    ]


def _is_in(folder: Path, name: str) -> bool:
    """Tell whether a setting names a file in the client's folder, and none elsewhere."""
    leads_out = ".." in Path(name).parts or Path(name).is_absolute()
    return bool(name) and not leads_out and (folder / name).is_file()


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def _stop(code: str, reason: str, brief: str) -> Obstacle:
    return Obstacle(code=code, reason=reason, kind="stop", brief=brief)
