"""Where the client's own lists of customers lie: beside its settings, and nowhere else."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from reporter.errors import UsageError
from reporter.model import Diagnostic, Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reporter.sources import CustomerLists
    from reporter.workspace import Client


def customer_lists(client: Client) -> CustomerLists:
    """Return the files that ``[customers]`` in a client's settings names.

    Raises:
        UsageError: C102, where one is not there, not in the client's folder, or among the exports.
    """
    from reporter.sources import CustomerLists

    return CustomerLists(
        merged=_inside(client, "merged", client.customers.merged),
        excluded=_inside(client, "excluded", client.customers.excluded),
    )


def digests(lists: CustomerLists) -> dict[str, str]:
    """Return setting → the SHA-256 of the file that it names."""
    named = {"merged": lists.merged, "excluded": lists.excluded}
    return {key: hashlib.sha256(path.read_bytes()).hexdigest() for key, path in named.items() if path}


def outdated(client: Client, ingested: Mapping[str, str]) -> list[Diagnostic]:
    """Warn of lists that hold for the tables and are not those that a client's settings name.

    Raises:
        UsageError: C102, as ``customer_lists``.
    """
    now = digests(customer_lists(client))
    return [
        Diagnostic(
            code="D154",
            level=Level.WARNING,
            message=f"the list under [customers] {key} is not the one that the tables were made with",
            help=f"run: reporter ingest --client {client.slug}",
        )
        for key in sorted(now.keys() | ingested)
        if now.get(key) != ingested.get(key)
    ]


def _inside(client: Client, key: str, name: str) -> Path | None:
    """Return the file of a setting, None where it names none."""
    if not name:
        return None
    folder = client.folder.resolve()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder):
        raise _unusable(client, key, name, "lies outside the client's folder", "put the list beside client.toml")
    if path.is_relative_to((folder / client.exports).resolve()):
        raise _unusable(client, key, name, "lies among the exports", "put the list beside client.toml: it is no export")
    if not path.is_file():
        raise _unusable(client, key, name, "is not there", "correct the name; it counts from the client's folder")
    return path


def _unusable(client: Client, key: str, name: str, what: str, way_out: str) -> UsageError:
    return UsageError("C102", f"{client.folder / 'client.toml'}: [customers] {key} = {name!r} {what}", help=way_out)
