"""A consultancy's workspace on disk: ``reporter.toml``, ``clients/``, ``brands/``, ``benchmarks/``, ``formats/``.

Settings are read once into frozen values. An unknown key is an error that names the nearest known
one, so that a misspelt setting never silently does nothing.
"""

from reporter.workspace.deliverable import ADDRESS
from reporter.workspace.delivery import ZONES, Archive, Conditions, Mail, Operation, Recipient, Schedule
from reporter.workspace.opening import LANGUAGES, find_file, open_client, open_clients, open_workspace
from reporter.workspace.values import (
    Client,
    Clv,
    Customers,
    Loyalty,
    Rfm,
    Scenarios,
    Segments,
    Sources,
    Survey,
    Workspace,
)

__all__ = [
    "ADDRESS",
    "LANGUAGES",
    "ZONES",
    "Archive",
    "Client",
    "Clv",
    "Conditions",
    "Customers",
    "Loyalty",
    "Mail",
    "Operation",
    "Recipient",
    "Rfm",
    "Scenarios",
    "Schedule",
    "Segments",
    "Sources",
    "Survey",
    "Workspace",
    "find_file",
    "open_client",
    "open_clients",
    "open_workspace",
]
