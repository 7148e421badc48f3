"""A client's report of a month, made for sending: exports read, gate passed, pages and mail rendered."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from reporter.delivery.gate.complete import incomplete
from reporter.errors import InputError, RenderError
from reporter.model import Period, msg
from reporter.pipeline.choices import Choices
from reporter.pipeline.ingestion import BOOKS, books, ingest
from reporter.pipeline.job import brand_folder, settings_of
from reporter.pipeline.making import composed, published
from reporter.pipeline.measuring import measured
from reporter.pipeline.rendering import rendering
from reporter.pipeline.reporting import client_job

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from reporter.brand import Brand
    from reporter.delivery.gate.values import Obstacle
    from reporter.model import Digest, FileAccount
    from reporter.workspace import Client, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Which report is to be made: the period, the day of publication, the languages.

    ``incomplete_ok``: a person has said that missing data do not matter this time.
    """

    period: Period
    today: date
    langs: tuple[str, ...]
    incomplete_ok: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """The finished report in one language. ``title`` names it without any figure; ``path`` is where it lies."""

    lang: str
    path: Path
    pdf: bytes
    digest: Digest
    title: str

    @property
    def pdf_sha(self) -> str:
        """The SHA-256 of the PDF."""
        return hashlib.sha256(self.pdf).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Produced:
    """What was made, or what stands in the way; ``files`` are the exports behind it.

    ``settings``: SHA-256 of all that was set for the report.
    """

    issues: tuple[Issue, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    files: tuple[FileAccount, ...] = ()
    settings: str = ""
    brand: Brand | None = None


NOTHING = Produced()


class Produce(Protocol):
    """What makes a report for sending."""

    def __call__(self, workspace: Workspace, client: Client, order: Order) -> Produced:
        """Make it.

        Raises:
            ReporterError: a file, a setting or a page is wrong.
        """


def produce(workspace: Workspace, client: Client, order: Order) -> Produced:
    """Read what is new, see whether the month is complete, and make the report in every language asked for.

    Raises:
        ReporterError: a file, a setting or a page is wrong.
    """
    from reporter.brand import load_brand
    from reporter.language import Language

    choices = Choices(date=order.today, period=order.period)
    refresh(workspace, client, choices)
    intake = books(client)
    with rendering() as render:  # which must start before the engine does
        job = client_job(workspace, client, intake, choices)
        obstacles = (
            () if order.incomplete_ok else incomplete(job.tables, order.period, client.delivery, today=order.today)
        )
        if obstacles:
            return Produced(obstacles=obstacles, files=intake.files)
        brand = load_brand(brand_folder(job))
        figures = measured(job)
        report = composed(job, figures)
        sparse = client.delivery.encrypt == "pdf"
        issues = []
        for lang in order.langs:
            language = Language.load(lang)
            rendered = render(report, lang, brand, digest="sparse" if sparse else "full")
            if rendered.digest is None:
                raise RenderError("R305", "the mail was not made", help="run again; report it if it stays so")
            output = published(job, figures, rendered, language, brand)
            issues.append(
                Issue(
                    lang=lang,
                    path=output.path,
                    pdf=rendered.pdf,
                    digest=rendered.digest,
                    title=language.text(msg("Customer analysis {period}", period=order.period)),
                )
            )
        settings = json.dumps(settings_of(job, brand), sort_keys=True, default=str)
    return Produced(
        issues=tuple(issues),
        files=intake.files,
        settings=hashlib.sha256(settings.encode()).hexdigest(),
        brand=brand,
    )


def refresh(workspace: Workspace, client: Client, choices: Choices) -> None:
    """Ingest the client's exports, where one of them is not in the books as it is.

    Raises:
        InputError: an export cannot be read.
        UsageError: the tables were written with another key.
    """
    paths = exports(client)
    if not paths:
        return
    known = {one.sha256 for one in books(client).files} if (client.data / BOOKS).is_file() else set()
    try:
        digests = set(map(_sha256, paths))
    except OSError as fault:
        raise InputError("D106", f"an export cannot be read ({fault.strerror})", help="check its permissions") from None
    if not digests <= known:
        ingest(workspace, client, paths, choices)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def exports(client: Client) -> list[Path]:
    """Return the files of the client's exports folder.

    Raises:
        InputError: D106, when it cannot be read.
    """
    folder = client.folder / client.exports
    try:
        if not folder.is_dir():
            return []
        return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$")))
    except OSError as fault:
        raise InputError(
            "D106", f"the exports folder cannot be read ({fault.strerror})", help="check its permissions and its disk"
        ) from None
