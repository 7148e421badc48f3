"""The indicators, found by listing ``catalogue/``: one module each, none of which knows another."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, cast

from reporter.indicators import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from reporter.indicators.basis import Basis
    from reporter.model import Indicator, Message, Reading


class Module(Protocol):
    """What a module of the catalogue offers."""

    INDICATOR: Indicator
    FORMULA: Message

    def measure(self, basis: Basis) -> Reading:
        """Read the indicator off one period's sums."""


def listed(package: ModuleType) -> dict[str, ModuleType]:
    """Return the modules of a package by name, in alphabetical order."""
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    return {name: import_module(f"{package.__name__}.{name}") for name in names}


@cache
def modules() -> Mapping[str, Module]:
    """Return every indicator's module by its id, in alphabetical order.

    Raises:
        ValueError: a module's name is not its indicator's id.
    """
    found = {name: cast("Module", module) for name, module in listed(catalogue).items()}
    for name, module in found.items():
        if module.INDICATOR.id != name:
            raise ValueError(f"catalogue/{name}.py declares {module.INDICATOR.id}")
    return MappingProxyType(found)


def indicators() -> Mapping[str, Indicator]:
    """Return every indicator by its id."""
    return MappingProxyType({name: module.INDICATOR for name, module in modules().items()})


def formulas() -> Mapping[str, Message]:
    """Return every indicator's definition, with its source, by its id."""
    return MappingProxyType({name: module.FORMULA for name, module in modules().items()})
