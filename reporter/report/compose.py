"""Readings, comparisons and findings become the pages of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import LeftOutPage, Report, msg
from reporter.report.lookup import reading_of, shown_reading
from reporter.report.pages import method
from reporter.report.registry import PageSpec, page_specs
from reporter.report.space import share
from reporter.report.stretch import stretched

if TYPE_CHECKING:
    from reporter.model import Page
    from reporter.report.material import Material

#: A figure of few customers may be told, and nothing of what it is made of: the page would be empty.
_BARE = msg("Only the figure itself can be shown: the groups behind it are too small.")


def compose(material: Material) -> Report:
    """Return the report: every page whose data exist, and those left out with the reason.

    Pages with little on them share a sheet. Pages are numbered as they stand; the cover is page 0.
    The method page is built last, because it lists what was left out.
    """
    shown: list[Page] = []
    left_out: list[LeftOutPage] = []
    for spec in page_specs():
        if spec.name == method.NAME:
            continue
        built = _refused(material, spec) or spec.build(material, len(shown))
        if not isinstance(built, LeftOutPage) and not built.blocks:
            built = _left_out(material, spec)
        if isinstance(built, LeftOutPage):
            left_out.append(built)
        else:
            shown.append(built)
    pages = tuple(stretched(page) for page in share(tuple(shown)))
    return Report(
        client=material.client,
        period=material.period,
        previous=material.previous,
        published=material.published,
        currency=material.currency,
        pages=(*pages, method.build_with(material, len(pages), tuple(left_out))),
        left_out=tuple(left_out),
        readings=tuple(material.measurements.current.readings.values()),
        comparisons=material.comparisons,
        files=material.files,
        diagnostics=material.diagnostics,
        answers=_count(material, "answers"),
        customers=_count(material, "customers"),
        client_id=material.client_id,
    )


def _refused(material: Material, spec: PageSpec) -> LeftOutPage | None:
    """Return why a page cannot be shown, or None where one of its needs is met."""
    if not spec.needs or any(shown_reading(material, one) for one in spec.needs):
        return None
    return _left_out(material, spec)


def _left_out(material: Material, spec: PageSpec) -> LeftOutPage:
    """Return a page as left out, with the reason of the first reading that it lacks."""
    reasons = [found.reason for one in spec.needs if (found := reading_of(material, one)) and found.reason]
    if any(shown_reading(material, one) for one in spec.needs):
        reasons = [_BARE]
    return LeftOutPage(name=spec.name, topic=spec.topic, reason=reasons[0] if reasons else spec.missing)


def _count(material: Material, indicator: str) -> int:
    """Return a census count, 0 where it was not counted."""
    reading = reading_of(material, indicator)
    return int(reading.value) if reading and reading.value is not None else 0
