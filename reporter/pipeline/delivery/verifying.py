"""Making the reports of a run again, from what is there now, and comparing them byte by byte."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from reporter.delivery.manifests import chain, read_run, versions
from reporter.errors import ReporterError
from reporter.model import Period
from reporter.pipeline.delivery.producing import NOTHING, Order
from reporter.pipeline.delivery.session import zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reporter.delivery.manifests import Fault
    from reporter.pipeline.delivery.producing import Produced
    from reporter.pipeline.delivery.session import Session
    from reporter.workspace import Client

Verdict = Literal["same", "different", "not made"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One report made again; ``why`` it is not the same, where that can be told."""

    client: str
    period: str
    lang: str
    verdict: Verdict
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What is wrong with the manifests, and how each report of the run compares."""

    faults: tuple[Fault, ...]
    reports: tuple[Compared, ...]

    @property
    def ok(self) -> bool:
        """Whether everything is as it was."""
        return not self.faults and all(one.verdict == "same" for one in self.reports)


def verify(this: Session, run: str) -> Verified:
    """Check the chain of manifests and make a run's reports again, beside the published ones, not over them.

    Raises:
        UsageError: E489, when there is no such run; E490, when its manifest is damaged.
    """
    content = read_run(this.ledger.folder, run)
    faults = chain(this.ledger)
    if any(fault.run == run and fault.kind == "changed" for fault in faults):  # what it says proves nothing
        return Verified(faults=faults, reports=())
    reports = tuple(one for entry in content["clients"] if entry["reports"] for one in _again(this, content, entry))
    return Verified(faults=faults, reports=reports)


def _again(this: Session, content: Mapping[str, Any], entry: Mapping[str, Any]) -> Iterator[Compared]:
    """Yield the comparison of each language of one client and month."""
    slug, period, before = entry["client"], entry["period"], entry["reports"]
    client = this.clients.get(slug)
    produced = NOTHING
    why = f"there is no client {slug} any more" if client is None else ""
    if client is not None:
        order = Order(period=Period.parse(period), today=_day(content, client), langs=tuple(before), incomplete_ok=True)
        try:
            with TemporaryDirectory(prefix="reporter-") as folder:
                produced = this.means.produce(replace(this.workspace, output=Path(folder)), client, order)
        except ReporterError as fault:
            why = str(fault)
    made = {issue.lang: issue.pdf_sha for issue in produced.issues}
    for lang, sha in before.items():
        verdict: Verdict = "not made" if lang not in made else "same" if made[lang] == sha else "different"
        reason = why or ("" if verdict == "same" else _reason(produced, content, entry))
        yield Compared(client=slug, period=period, lang=lang, verdict=verdict, why=reason)


def _reason(produced: Produced, content: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    """Return what has changed since, as far as it is known."""
    changed = []
    if {one.sha256 for one in produced.files} != {one["sha256"] for one in entry["inputs"]}:
        changed.append("the exports")
    if produced.settings != entry["settings"]:
        changed.append("the settings or the brand")
    told = {name: version for name, version in versions().items() if content["versions"].get(name) != version}
    changed += [f"{name} ({content['versions'].get(name)} → {version})" for name, version in told.items()]
    return f"changed since: {', '.join(changed)}" if changed else "nothing that is recorded has changed"


def _day(content: Mapping[str, Any], client: Client) -> date:
    """Return the day of publication: the run's, on the client's calendar."""
    return datetime.fromisoformat(content["started"]).astimezone(zone_of(client)).date()
