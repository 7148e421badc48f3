"""Whether the report can be trusted: base, methods, definitions, the books of the files, what was left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.model import Column, Leg, Quantity, Row, Table, Text, Unit, msg
from reporter.report.analysed import models_table, name_of, refused
from reporter.report.compared import comparisons_table, untested_table
from reporter.report.conventions import conventions
from reporter.report.defined import definitions_table
from reporter.report.definitions import FORMATS, METHODS, OTHER_REASON, PRINCIPLES, REASONS
from reporter.report.frame import page
from reporter.report.lookup import SMALLEST_BASE, count_cell, interval_text, quantity, readings, shown
from reporter.report.outside import refused_words, source_words, value_words
from reporter.report.premises import premises
from reporter.report.words import INDICATOR, LEGS, in_a_row, label, label_of, now

if TYPE_CHECKING:
    from reporter.model import Comparison, FileAccount, LeftOutPage, Message, Page, Reading
    from reporter.report.material import Material

NAME = "method"
ORDER = 99
TOPIC = msg("Method and basis")
NEEDS: tuple[str, ...] = ()
MISSING = msg("The exports hold no data.")
COMPARED = msg("Compared:")
GREY = msg("Shown as a grey reference:")
#: Codings of letters that have a better known name.
ENCODINGS = {"UTF-8 with BOM": "UTF-8, BOM", "cp1252": "Windows-1252"}
#: What stands for a letter that a file's name has lost: no name has a question mark of its own.
_LOST = {ord("?"): "_", 0xFFFD: "_"}


def build(material: Material, number: int) -> Page:
    """Return the method page of a report without left-out pages."""
    return build_with(material, number, ())


def build_with(material: Material, number: int, left_out: tuple[LeftOutPage, ...]) -> Page:
    """Return the method page, which also lists the pages that were left out."""
    return page(
        material,
        NAME,
        number,
        TOPIC,
        {
            "files": _files(material),
            "left_out": _left_out(left_out),
            "uncomputed": _uncomputed(material),
            "methods": _methods(material),
            "models": models_table(material),
            "tests": comparisons_table(material),
            "untested": untested_table(material),
            "conventions": conventions(material),
            "remarks": _remarks(material),
            "definitions": definitions_table(material),
            "sources": _sources(material),
            "principles": (*premises(material), *(Text(headline=head, paragraphs=lines) for head, lines in PRINCIPLES)),
        },
        msg("What the report rests on"),
    )


def _number(count: int) -> Quantity:
    return Quantity(value=count, unit=Unit.COUNT)


def _files(material: Material) -> Table | None:
    """Return the books of every file: rows in, kept and left out, by reason."""
    if not material.files:
        return None
    return Table(
        columns=(
            Column(head=msg("File"), width=45, align="left"),
            Column(head=msg("Read as", context="file"), width=35, align="left", tone="quiet"),
            Column(head=msg("Rows", context="column head"), width=13),
            Column(head=msg("Kept", context="column head"), width=14, tone="strong"),
            Column(head=msg("Left out", context="column head"), width=17),
            Column(head=msg("Why", context="column head"), width=46, align="left", tone="quiet"),
        ),
        rows=tuple(_file_row(one) for one in material.files),
        title=msg("The files, row by row"),
        subtitle=msg("Every row that was left out is kept with file, row, column and reason."),
    )


def _file_row(one: FileAccount) -> Row:
    return Row(
        cells=(
            one.file.translate(_LOST),
            _read_as(one),
            _number(one.rows_in),
            _number(one.rows_kept),
            _number(one.rows_left_out),
            _reasons(one),
        )
    )


def _read_as(one: FileAccount) -> Message:
    """Return what a file was read as, and how its letters were coded."""
    plain, named = FORMATS[one.kind]
    kind = replace(named, args=(("system", one.system),)) if one.system else plain
    if not one.encoding:
        return msg("{kind}", kind=kind)
    encoding = ENCODINGS.get(one.encoding, one.encoding)
    return msg("{kind}, {encoding}", kind=kind, encoding=encoding)


def _reasons(one: FileAccount) -> Message | None:
    """Return why rows were left out, the commonest reason first."""
    ordered = sorted(one.reasons.items(), key=lambda item: (-item[1], item[0]))
    if not ordered:
        return None
    parts = tuple(
        msg("{reason}: {count}", reason=REASONS.get(reason, OTHER_REASON), count=count) for reason, count in ordered
    )
    return msg("{reasons}", reasons=parts)


def _left_out(pages: tuple[LeftOutPage, ...]) -> Table | None:
    """Return the pages that are missing, with the reason."""
    if not pages:
        return None
    return Table(
        columns=(
            Column(head=msg("Page"), width=56, align="left"),
            Column(head=msg("Why it was left out"), width=114, align="left"),
        ),
        rows=tuple(Row(cells=(one.topic, one.reason)) for one in pages),
        title=msg("Pages that were left out"),
    )


def _uncomputed(material: Material) -> Table | None:
    """Return the indicators and analyses that were not computed or may not be printed, gathered by reason."""
    gathered: dict[Message, list[Message]] = {}
    for reading in readings(material):
        if shown(reading):
            continue
        reason = reading.reason or msg("The base is under {count}.", count=SMALLEST_BASE)
        gathered.setdefault(reason, []).append(label(reading.indicator.id))
    for name, reason in refused(material):
        gathered.setdefault(reason, []).append(name)
    if not gathered:
        return None
    return Table(
        columns=(
            Column(head=msg("Why it is not shown"), width=74, align="left"),
            Column(head=msg("Indicators and analyses"), width=96, align="left", tone="quiet"),
        ),
        rows=tuple(Row(cells=(reason, in_a_row(names))) for reason, names in gathered.items()),
        title=msg("Indicators and analyses that were not computed"),
        subtitle=msg("A missing value is never replaced by zero or an estimate."),
    )


def _methods(material: Material) -> Table | None:
    """Return interval, base and method of every reading that was printed."""
    printed = [
        one
        for leg in (Leg.TRIAD, *LEGS)
        for one in readings(material)
        if one.indicator.leg is leg and shown(one) and one.low is not None
    ]
    if not printed:
        return None
    return Table(
        columns=(
            Column(head=INDICATOR, width=50, align="left"),
            Column(head=now(material), width=18, tone="strong"),
            Column(head=msg("95 % interval"), width=27),
            Column(head=msg("Customers", context="column head"), width=14),
            Column(head=msg("Answers or orders", context="column head"), width=19),
            Column(head=msg("Method of the interval"), width=42, align="left", tone="quiet"),
        ),
        rows=tuple(_method_row(material, one) for one in printed),
        title=msg("Base and interval of every figure"),
    )


def _method_row(material: Material, one: Reading) -> Row:
    return Row(
        cells=(
            label_of(one),
            quantity(one, material.currency),
            interval_text(one, material.currency),
            count_cell(one.n_customers),
            count_cell(one.n_observations),
            _method(one.method),
        )
    )


def _method(name: str) -> Message | None:
    """Return a method's name; what follows the stroke only says by which rule."""
    return METHODS.get(name) or METHODS.get(name.split("/", maxsplit=1)[0])


def _remarks(material: Material) -> Table | None:
    """Return the remarks that figures carry, gathered by remark; flags without a text are for machines."""
    gathered: dict[Message, list[Message]] = {}
    marked = [(label_of(one), one.flags) for one in readings(material) if shown(one)]
    marked += [
        (name_of(material, name), getattr(one, "flags", ())) for name, one in material.measurements.analyses.items()
    ]
    for name, flags in marked:
        for flag in flags:
            if flag in material.flags:
                gathered.setdefault(material.flags[flag], []).append(name)
    if not gathered:
        return None
    return Table(
        columns=(
            Column(head=msg("Remark"), width=96, align="left"),
            Column(head=msg("Indicators and analyses"), width=74, align="left", tone="quiet"),
        ),
        rows=tuple(Row(cells=(text, in_a_row(names))) for text, names in gathered.items()),
        title=msg("Remarks on single figures"),
    )


def _sources(material: Material) -> Table | None:
    """Return every outside figure that was considered, gathered by what was done with it."""
    used: dict[Message, list[Message]] = {}
    refused: dict[Message, list[Comparison]] = {}
    for one in material.comparisons:
        if one.against != "benchmark" or one.benchmark is None or not shown(one.reading):
            continue
        if one.reason:
            refused.setdefault(one.reason, []).append(one)
            continue
        use = GREY if one.reference_only else COMPARED
        source = msg("{use} {source}", context="use of a source", use=use, source=source_words(one.benchmark))
        used.setdefault(source, []).append(value_words(one, one.benchmark))
    if not used and not refused:
        return None
    rows = [
        Row(cells=(source, msg("{figures}", figures=tuple(dict.fromkeys(figures))))) for source, figures in used.items()
    ]
    rows += [Row(cells=(reason, refused_words(found))) for reason, found in refused.items()]
    return Table(
        columns=(
            Column(head=msg("Use", context="column head"), width=64, align="left"),
            Column(head=msg("Outside figures"), width=106, align="left", tone="quiet"),
        ),
        rows=tuple(rows),
        title=msg("Sources of the outside figures"),
    )
