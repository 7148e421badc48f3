"""The manifest of a run: what was made from what, and what became of each message."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from reporter.delivery.gate import digest_of
from reporter.delivery.ledger import reading
from reporter.delivery.manifests import ClientRun, Input, Outcome, Run, content_of, unknown_run, write_run
from reporter.delivery.values import State
from reporter.errors import EXIT_FINDINGS, EXIT_FINE, EXIT_REFUSED, EXIT_UNKNOWN, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from reporter.delivery.sending import Sent
    from reporter.pipeline.delivery.preparing import Prepared
    from reporter.pipeline.delivery.session import Session


def record(this: Session, started: datetime, prepared: Iterable[Prepared], sent: Sent, *, code: int) -> None:
    """Write the run's manifest; a run that found nothing to do leaves none.

    Args:
        this: the run.
        started: when it began.
        prepared: what was made, or held back.
        sent: what was tried.
        code: the run's exit code.

    Raises:
        UsageError: E405, E492, when the disk takes no more.
    """
    made = {(one.client, one.period): one for one in prepared}
    tried = {(one.delivery.key.client, one.delivery.key.period) for one in sent.attempts}
    if not made and not tried and sent.stopped is None:
        return
    now = this.now()
    clients = tuple(
        _client_run(this, client, period, made.get((client, period)))
        for client, period in sorted({*made, *tried}, key=lambda one: (one[1], one[0]))
    )
    run = Run(run=this.run, started=started, ended=now, command=this.means.command, clients=clients, exit_code=code)
    write_run(this.ledger, content_of(run), now)


def refuse_forgetful(this: Session) -> None:
    """Refuse to send by a ledger that does not know what its own runs have done: everything since would go twice.

    Raises:
        UsageError: E408, when it was brought back from an older copy, or made anew.
    """
    if run := unknown_run(this.ledger):
        raise UsageError(
            "E408",
            f"the ledger does not know run {run}, whose record lies beside it: it is an older copy, or a new one",
            help="bring the right one back; or skip each month that went out since, then run: reporter ledger adopt",
        )


def exit_code(sent: Sent, *, held: bool, unknown: int) -> int:
    """Return 4 where the server refuses us, 5 where a message is unknown, 1 where anything did not go out, else 0."""
    if sent.stopped:
        return EXIT_REFUSED
    if unknown:
        return EXIT_UNKNOWN
    return EXIT_FINDINGS if held or any(one.state is not State.SENT for one in sent.attempts) else EXIT_FINE


def _client_run(this: Session, slug: str, period: str, prepared: Prepared | None) -> ClientRun:
    client = this.clients.get(slug)
    rows = [one for one in reading.deliveries(this.ledger, client=slug, period=period) if one.run == this.run]
    made = prepared.made if prepared else None
    return ClientRun(
        client=slug,
        period=period,
        inputs=tuple(  # by their kind: people put clients' and customers' names into the names of files
            Input(name=one.kind, sha256=one.sha256, rows=one.rows_kept) for one in (made.files if made else ())
        ),
        settings=made.settings if made else "",
        reports={issue.lang: issue.pdf_sha for issue in (made.issues if made else ())},
        recipients=_keyed(this, digest_of(client.recipients)) if client else "",
        deliveries=tuple(
            Outcome(
                id=_keyed(this, one.key.id)[: len(one.key.id)],
                lang=one.lang,
                state=one.state.value,
                reply=one.reply,
                eml_sha=one.eml_sha,
            )
            for one in rows
        ),
        held=prepared.obstacles[0].code if prepared and prepared.obstacles else "",
    )


def _keyed(this: Session, digest: str) -> str:
    """Return a digest under the ledger's own key: an address that somebody guesses cannot be tried on a manifest."""
    return hmac.new(this.ledger.instance.encode(), digest.encode(), hashlib.sha256).hexdigest()
