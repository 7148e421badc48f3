"""A consultancy's workspace on disk: ``reporter.toml``, ``clients/``, ``brands/``, ``benchmarks/``, ``formats/``.

Settings are read once into frozen values. An unknown key is an error that names the nearest known
one, so that a misspelt setting never silently does nothing.
"""

from reporter.workspace.opening import LANGUAGES, find_file, open_client, open_workspace
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
    "LANGUAGES",
    "Client",
    "Clv",
    "Customers",
    "Loyalty",
    "Rfm",
    "Scenarios",
    "Segments",
    "Sources",
    "Survey",
    "Workspace",
    "find_file",
    "open_client",
    "open_workspace",
]
