"""From the files of a workspace to its settings."""

from __future__ import annotations

import os.path
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.errors import ReporterError, UsageError
from reporter.workspace.checks import checked, known, read_toml, table_of
from reporter.workspace.deliverable import (
    archive_of,
    conditions_of,
    mail_of,
    operation_of,
    recipients_of,
    schedule_of,
)
from reporter.workspace.values import (
    Client,
    Clv,
    Customers,
    Loyalty,
    Own,
    Rfm,
    Scenarios,
    Segments,
    Sources,
    Survey,
    Workspace,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

LANGUAGES = ("sv", "da")


def open_workspace(folder: Path) -> Workspace:
    """Read ``reporter.toml``.

    Raises:
        UsageError: C101 no workspace here; C102 a setting is wrong.
    """
    path = folder / "reporter.toml"
    if not path.is_file():
        raise UsageError(
            "C101",
            f"{folder} is no workspace: it has no reporter.toml",
            help="name the workspace with -C DIR, or give files and --name for a report without one",
        )
    table = read_toml(path)
    known(path, table, ("schema", "consultancy", "report", "mail", "archive", "delivery"))
    named = checked(path, Own, table_of(path, table, "consultancy", ("name",)))
    report = checked(path, Own, table_of(path, table, "report", ("brand", "output")))
    own = Own(**named, **report)
    output = Path(os.path.normpath(folder / own.output))
    return Workspace(
        root=folder,
        consultancy=own.name,
        brand=own.brand,
        output=output,
        mail=mail_of(path, table),
        archive=archive_of(path, table),
        operation=operation_of(path, table),
    )


def open_client(workspace: Workspace, slug: str) -> Client:
    """Read one ``client.toml``.

    Raises:
        UsageError: C103 no such client (the nearest is named); C102 a setting is wrong.
    """
    path = workspace.root / "clients" / slug / "client.toml"
    if slug not in workspace.clients():
        there = workspace.clients()
        near = get_close_matches(slug, there, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known clients: {', '.join(there) or 'none yet'}"
        raise UsageError("C103", f"there is no client '{slug}' in {workspace.root}", help=hint)
    table = read_toml(path)
    sections = {
        "loyalty": Loyalty,
        "survey": Survey,
        "sources": Sources,
        "customers": Customers,
        "segments": Segments,
        "clv": Clv,
        "scenarios": Scenarios,
        "rfm": Rfm,
    }
    deliverable = ("schedule", "recipients", "delivery")
    plain = [f.name for f in fields(Client) if f.name not in {"slug", "folder", *sections, *deliverable}]
    known(path, table, ("schema", *plain, *sections, *deliverable))
    values = checked(path, Client, {key: table[key] for key in plain if key in table})
    for key, kind in sections.items():
        names = tuple(f.name for f in fields(kind))
        values[key] = kind(**checked(path, kind, table_of(path, table, key, names)))
    if not values.get("name"):
        raise UsageError("C102", f'{path}: "name" is missing', help="write the client's name as it stands on the cover")
    if len({bool(getattr(values["rfm"], f.name)) for f in fields(Rfm)}) > 1:
        raise UsageError("C102", f"{path}: [rfm] is not complete", help="give recency, frequency and money, or none")
    values["schedule"] = schedule_of(path, table, values.get("country", ""))
    values["recipients"] = recipients_of(path, table, LANGUAGES)
    values["delivery"] = conditions_of(path, table)
    client = Client(slug=slug, folder=path.parent, **values)
    if client.lang not in LANGUAGES:
        raise UsageError("C102", f"{path}: lang = '{client.lang}' is unknown", help="write sv or da")
    return client


def open_clients(workspace: Workspace) -> tuple[dict[str, Client], dict[str, ReporterError]]:
    """Return all clients, and those whose settings are wrong with what is wrong: one must not stop the others."""
    clients: dict[str, Client] = {}
    broken: dict[str, ReporterError] = {}
    for slug in workspace.clients():
        try:
            clients[slug] = open_client(workspace, slug)
        except ReporterError as fault:
            broken[slug] = fault
    return clients, broken


def find_file(slug: str, suffix: str, folders: Iterable[Path], what: str) -> Path:
    """Return ``<folder>/<slug><suffix>`` from the first folder that has it.

    Raises:
        UsageError: C106, naming the nearest that exists.
    """
    seen: list[str] = []
    for folder in folders:
        path = folder / f"{slug}{suffix}"
        if path.is_file():
            return path
        seen += [p.name.removesuffix(suffix) for p in sorted(folder.glob(f"*{suffix}"))]
    near = get_close_matches(slug, seen, n=1)
    hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(seen) or 'none'}"
    raise UsageError("C106", f"there is no {what} '{slug}'", help=hint)
