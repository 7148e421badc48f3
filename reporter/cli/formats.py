"""``reporter sources list``: the formats that are recognised, and the columns of each."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from reporter.cli.console import SCHEMA, emit, root_of
from reporter.errors import UsageError

if TYPE_CHECKING:
    from reporter.cli.console import Console
    from reporter.sources.recognition.catalogue import Format


def run(folder: str, console: Console, name: str | None, *, verbose: bool) -> int:
    """List all formats, or show one.

    Raises:
        UsageError: C115, when there is no such format; the nearest is named.
        InputError: D117, when a format of the workspace is wrong.
    """
    own = _own(folder)
    known = {form.name: form for form in sorted(_built_in() + own, key=lambda form: form.name)}
    if name is not None and name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else "see them all: reporter sources list"
        raise UsageError("C115", f"there is no format '{name}'", help=hint)
    shown = [known[name]] if name else list(known.values())
    theirs = {form.name for form in own}
    if console.json:
        formats = [_object(form, own=form.name in theirs) for form in shown]
        emit({"schema": SCHEMA, "command": "sources list", "ok": True, "formats": formats})
        return 0
    width = max(len(form.name) for form in shown)
    for form in shown:
        console.say(_line(form, width, own=form.name in theirs))
        for line in _columns(form) if verbose or name else ():
            console.say(line)
    if not (verbose or name):
        console.say(f"{len(shown)} formats. The columns of one: reporter sources list {shown[0].name}")
    return 0


def _built_in() -> list[Format]:
    from reporter.sources.recognition.catalogue import built_in

    return list(built_in())


def _own(folder: str) -> list[Format]:
    """Return the workspace's own formats."""
    from reporter.sources.recognition.catalogue import load_format

    root = root_of(folder)
    return [load_format(path) for path in sorted((root / "formats").glob("*.toml"))] if root else []


def _line(form: Format, width: int, *, own: bool) -> str:
    """Return what is said of a format on one line."""
    from reporter.sources.recognition.tongues import languages

    becomes = f"{form.shape} ({form.sales})" if form.shape in {"orders", "order_lines"} else form.shape
    ids = ", ".join(dict.fromkeys(form.ids.values()))
    tongues = " ".join(languages(form))
    line = f"{form.name:<{width}}  {becomes:<22} {tongues:<9} {form.title}"
    return line + (f" · ids of {ids}" if ids else "") + (" · the workspace's own" if own else "")


def _columns(form: Format) -> list[str]:
    """Return the headers of each field, and what else a file must have."""
    width = max(len(field) for field in form.fields)
    must = [*form.required, *(" or ".join(group) for group in form.any_of)]
    lines = [f"    needs     {', '.join(must)}"] if must else []
    lines += [f"    typical   {', '.join(form.marks)} (at least {form.marks_needed})"] if form.marks else []
    lines += [f"    never     {', '.join(form.never)}"] if form.never else []
    return lines + [f"    {field:<{width}} <- {', '.join(headers)}" for field, headers in form.fields.items()]


def _object(form: Format, *, own: bool) -> dict[str, Any]:
    """Return one entry of ``formats``."""
    from reporter.sources.recognition.tongues import languages

    return {
        "name": form.name,
        "title": form.title,
        "becomes": form.shape,
        "sales": form.sales if form.shape in {"orders", "order_lines"} else None,
        "own": own,
        "ids": dict(form.ids),
        "languages": list(languages(form)),
        "required": list(form.required),
        "fields": {field: list(headers) for field, headers in form.fields.items()},
    }
