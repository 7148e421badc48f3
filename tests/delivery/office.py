"""A small consultancy whose reports are quickly made: everything of a run is real but the figures and the pages.

::

    office = make_office(tmp_path, stand.mail(), stand.archive(), clients=3)
    with office.session(now, stand.environ()) as this:
        tick(this, Wishes())

Client ``c01`` has the recipient c01@clients.test, and so on; each is due on the first business day at 07:00 Stockholm.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from reporter.delivery.transport.choice import transport_of
from reporter.model import Digest
from reporter.pipeline.delivery import Means, Wishes, approve_recipients, session, tick
from reporter.pipeline.delivery.producing import Issue, Order, Produced
from reporter.pipeline.delivery.session import state_folder
from reporter.workspace import Archive, Mail, open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from reporter.delivery.transport.base import Transport
    from reporter.pipeline.delivery import Session, Ticked
    from reporter.pipeline.delivery.producing import Produce
    from reporter.workspace import Client, Workspace

#: Before October's report is due, and after: Monday 2 November 2026, 07:00 in Stockholm.
BEFORE, AFTER = datetime(2026, 10, 20, 8, tzinfo=UTC), datetime(2026, 11, 2, 8, tzinfo=UTC)
PERIOD = "2026-10"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A workspace and the slugs of its clients."""

    workspace: Workspace
    slugs: tuple[str, ...]

    @property
    def state(self) -> Path:
        """The folder of the ledger."""
        return state_folder(self.workspace)

    @contextmanager
    def session(
        self,
        now: datetime,
        environ: Mapping[str, str],
        transport: Transport | None = None,
        produce: Produce | None = None,
    ) -> Iterator[Session]:
        """Open a run at a moment; its clock goes on by a millisecond at each look."""
        with session(self.workspace, means_at(now, environ, transport, produce)) as this:
            yield this

    def begin(self, environ: Mapping[str, str]) -> None:
        """Let the schedules be seen before anything is due, and approve all recipients."""
        with self.session(BEFORE, environ) as this:
            tick(this, Wishes())
            for slug in self.slugs:
                approve_recipients(this, slug)

    def tick(self, now: datetime, environ: Mapping[str, str], transport: Transport | None = None) -> Ticked:
        """Run what is due at a moment."""
        with self.session(now, environ, transport) as this:
            return tick(this, Wishes())


def means_at(
    now: datetime, environ: Mapping[str, str], transport: Transport | None = None, produce: Produce | None = None
) -> Means:
    """Return the means of a run at a moment, whose reports are ``quick`` where nothing else makes them."""
    shown = [now]

    def clock() -> datetime:
        shown[0] += timedelta(milliseconds=1)
        return shown[0]

    return Means(
        clock=clock,
        environ=environ,
        transport=lambda workspace: transport or transport_of(workspace.mail, environ),
        produce=produce or quick,
        command=("send", "--due"),
    )


def make_office(
    folder: Path, mail: Mail, archive: Archive, clients: int | Sequence[str] = 3, *, client_toml: str = ""
) -> Office:
    """Write a workspace.

    Args:
        folder: an empty one.
        mail: the sending server.
        archive: the mailbox of copies.
        clients: how many, or their slugs.
        client_toml: more lines of each client's ``[delivery]``.
    """
    slugs = tuple(clients) if not isinstance(clients, int) else tuple(f"c{n:02}" for n in range(1, clients + 1))
    (folder / "reporter.toml").write_text(
        f'schema = 1\n[consultancy]\nname = "Consult"\n{_table("mail", mail)}{_table("archive", archive)}', "utf-8"
    )
    for slug in slugs:
        place = folder / "clients" / slug
        place.mkdir(parents=True)
        (place / "client.toml").write_text(
            f'schema = 1\nname = "{name_of(slug)}"\nlang = "sv"\ncountry = "SE"\n'
            '[schedule]\nbusiness_day = 1\ntime = "07:00"\n'
            f'[delivery]\nallowed_domains = ["clients.test"]\n{client_toml}\n'
            f'[[recipients]]\naddress = "{slug}@clients.test"\n',
            "utf-8",
        )
    return Office(workspace=open_workspace(folder), slugs=slugs)


def name_of(slug: str) -> str:
    """Return a client's name."""
    return f"Bolaget {slug.upper()} Aktiebolag"


def quick(workspace: Workspace, client: Client, order: Order) -> Produced:
    """Make a report of two pages that says whose it is."""
    issues = tuple(_issue(workspace, client, order, lang) for lang in order.langs)
    return Produced(issues=issues, settings="0" * 64)


def _issue(workspace: Workspace, client: Client, order: Order, lang: str) -> Issue:
    digest = Digest(
        lang=lang,
        subject=f"Kundanalys {order.period}: NPS +28",
        text=f"Kundanalys för {client.name}\n\nNPS +28\n",
        html=f"<html><body><p>Kundanalys för {client.name}</p><p>NPS +28</p></body></html>",
    )
    path = workspace.output / client.slug / f"Kundanalys-{client.slug}-{order.period}.pdf"
    pdf = paper(client.slug, client.name, str(order.period))
    return Issue(lang=lang, path=path, pdf=pdf, digest=digest, title=f"Kundanalys {order.period}")


@cache
def paper(slug: str, name: str, period: str) -> bytes:
    """Return a stamped PDF of two pages with a client's name; the same input gives the same bytes."""
    import pikepdf

    pdf = pikepdf.Pdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    for number in (1, 2):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(f"BT /F1 12 Tf 50 700 Td ({name}, sida {number}: NPS 28) Tj ET".encode())
    pdf.docinfo["/reporterclient"] = slug
    pdf.docinfo["/reporterperiod"] = period
    made = BytesIO()
    pdf.save(made, deterministic_id=True)
    return made.getvalue()


def _table(name: str, settings: Mail | Archive) -> str:
    lines = [f"[{name}]"]
    for one in fields(settings):
        value = getattr(settings, one.name)
        lines.append(f"{one.name} = {value}" if isinstance(value, (int, float)) else f'{one.name} = "{value}"')
    return "\n".join(lines) + "\n"
