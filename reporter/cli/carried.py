"""Which flags and interval methods an indicator's reading may carry, read off the code of its module.

For the documentation only: what its function calls inside ``reporter.indicators`` is followed, function by
function. A test compares the outcome with what readings of real files carry.
"""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from reporter.indicators import flags

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOM = "reporter.indicators"
#: Where the flags of a question or an index of questions are put on it, before any indicator reads it.
SURVEYED = f"{ROOM}.surveyed"
CENSUS = "census"
#: What a function calls the name of an interval's method.
METHOD = "method"

Place: TypeAlias = "tuple[str, str]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Stable codes of flags, in the order of the glossary, and names of methods, in alphabetical order."""

    flags: tuple[str, ...]
    methods: tuple[str, ...]


@dataclass(slots=True)
class _Found:
    flags: set[str] = field(default_factory=set)
    methods: set[str] = field(default_factory=set)
    seen: set[Place] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Source:
    """A module's functions by name, and what its other names stand for (module, name there)."""

    functions: Mapping[str, ast.FunctionDef]
    imported: Mapping[str, Place]


def carried(module: str, function: str = "measure") -> Carried:
    """Return what the results of a function of a module, by its full name, may carry."""
    found = _Found()
    _follow((module, function), found)
    known = [code for code in flags.FLAGS if code in found.flags]
    return Carried(flags=tuple(known), methods=tuple(sorted(found.methods)))


def _follow(place: Place, found: _Found) -> None:
    """Gather from one function, and from those that it calls."""
    if place in found.seen:
        return
    found.seen.add(place)
    module, name = place
    source = _read(module)
    if name not in source.functions:
        return
    found.methods.update(_methods(source.functions[name], module))
    for node in ast.walk(source.functions[name]):
        if isinstance(node, ast.Attribute) and node.attr == "flags" and _is(node.value, {"item", "block"}):
            _all_of(SURVEYED, found)
        elif isinstance(node, ast.Attribute) and _is(node.value, {"flags"}):
            found.flags.update(_codes([node.attr]))
        elif isinstance(node, ast.Name):
            _follow(_place(node.id, module), found)
        elif isinstance(node, ast.Call) and (analysis := _asked(node)):
            _follow((f"{ROOM}.analyses.{analysis}", "analyse"), found)


def _asked(call: ast.Call) -> str:
    """Return the analysis whose result a call such as ``basis.analyses.get("survival")`` takes, else nothing."""
    get = call.func
    if isinstance(get, ast.Attribute) and isinstance(get.value, ast.Attribute) and get.value.attr == "analyses":
        return next((str(one.value) for one in call.args if isinstance(one, ast.Constant)), "")
    return ""


def _place(name: str, module: str) -> Place:
    """Return where a name of a module is defined."""
    return _read(module).imported.get(name, (module, name))


def _methods(function: ast.FunctionDef, module: str) -> Iterator[str]:
    """Yield what a function hands on as a method, and what it takes where none is handed to it."""
    arguments = function.args
    for given, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if given.arg == METHOD and default is not None:
            yield from _texts(default)
    for call in ast.walk(function):
        if isinstance(call, ast.Call):
            for name, value in _named(call, module):
                if name == METHOD:
                    yield from _texts(value)


def _named(call: ast.Call, module: str) -> Iterator[tuple[str | None, ast.expr]]:
    """Yield the arguments of a call under the names of its parameters, as far as these are known."""
    yield from ((keyword.arg, keyword.value) for keyword in call.keywords)
    if isinstance(call.func, ast.Name):
        home, name = _place(call.func.id, module)
        called = _read(home).functions.get(name) if home.startswith(ROOM) else None
        if called is not None:
            yield from ((given.arg, value) for given, value in zip(called.args.args, call.args, strict=False))


def _texts(value: ast.expr) -> Iterator[str]:
    """Yield the methods that an expression names; what follows a stroke only says by which rule."""
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value[:1].isalpha():
            yield node.value.partition("/")[0]


def _all_of(module: str, found: _Found) -> None:
    """Gather every flag that a module names."""
    names = (node.attr for node in ast.walk(_tree(module)) if isinstance(node, ast.Attribute))
    found.flags.update(_codes(names))


def _codes(names: Iterable[str]) -> set[str]:
    """Return the codes of the flags among names such as ``SMALL_BASE``."""
    found = (getattr(flags, name, None) for name in names if name.isupper())
    return {code for code in found if isinstance(code, str) and code in flags.FLAGS}


def _is(node: ast.expr, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(inspect.getsource(import_module(module)))


@cache
def _read(module: str) -> _Source:
    """Return what a module defines, and what it takes from its neighbours in the room."""
    tree = _tree(module)
    imported = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(f"{ROOM}.")
        for alias in node.names
    }
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    return _Source(functions=functions, imported=imported)
