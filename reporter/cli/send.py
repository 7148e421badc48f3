"""``reporter send`` and ``resend``: what was asked for, and what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.cli.console import document, emit, note
from reporter.cli.send_lines import prepared, print_all, say_obstacles, sent_lines, sent_object, stop, tick_lines
from reporter.errors import EXIT_FINDINGS, EXIT_FINE, EXIT_UNKNOWN, UsageError

if TYPE_CHECKING:
    from reporter.cli.console import Console


def run(
    folder: str,
    console: Console,
    *,
    client: str | None,
    due: bool,
    period: str | None,
    only: list[str],
    limit: int | None,
    catch_up: bool,
    clock_ok: bool,
    incomplete_ok: bool,
    test: str | None,
    dry_run: str | None,
) -> int:
    """Send what is due, or one client's month.

    Raises:
        UsageError: C112, when it is not clear what is to be sent.
    """
    _refuse_unclear(client, period, due=due, aside=bool(test or dry_run))
    _refuse_idle(due=due, by_due=bool(only or limit is not None or catch_up or clock_ok), by_hand=incomplete_ok)
    if test and dry_run:
        raise UsageError("C112", "--test and --dry-run exclude each other", help="name one of them")
    if due:
        from reporter.pipeline.delivery import Wishes

        wishes = Wishes(clients=tuple(only), limit=limit, catch_up=catch_up, clock_ok=clock_ok)
        return _due(folder, console, wishes)
    if test or dry_run:
        return _rehearse(folder, console, str(client), str(period), test, dry_run, incomplete_ok=incomplete_ok)
    return _one(folder, console, str(client), str(period), incomplete_ok=incomplete_ok)


def resend(
    folder: str, console: Console, *, client: str, period: str, reason: str, to: list[str], incomplete_ok: bool
) -> int:
    """Send a month once more.

    Raises:
        UsageError: C100, without a reason.
    """
    require_reason(reason)
    return _one(folder, console, client, period, reason=reason, to=tuple(to), incomplete_ok=incomplete_ok)


def require_reason(reason: str) -> None:
    """Refuse an empty reason.

    Raises:
        UsageError: C100.
    """
    if not reason.strip():
        raise UsageError("C100", "--reason is empty", help="say why: it is kept, and read when somebody asks")


def _refuse_unclear(client: str | None, period: str | None, *, due: bool, aside: bool) -> None:
    if due == bool(client):
        raise UsageError(
            "C112", "it is not clear what to send", help="say --due, or name a client and its month: --period 2026-10"
        )
    if client and not period:
        raise UsageError("C112", "the month is missing", help="add --period, such as --period 2026-10")
    if due and (period or aside):
        raise UsageError(
            "C112", "--due goes with no --period, --test or --dry-run", help="name a client and its month for these"
        )


def _refuse_idle(*, due: bool, by_due: bool, by_hand: bool) -> None:
    """Refuse a flag that would do nothing here: whoever gives it believes that it does."""
    if due and by_hand:
        raise UsageError(
            "C112", "--incomplete-ok goes with no --due", help="name the client and its month: --period 2026-10"
        )
    if not due and by_due:
        raise UsageError(
            "C112",
            "--client, --limit, --catch-up and --clock-ok go with --due only",
            help="leave them out, or say --due",
        )


def _due(folder: str, console: Console, wishes: Any) -> int:  # noqa: ANN401 - Wishes, imported late
    from reporter.pipeline.delivery import means, session, tick
    from reporter.workspace import open_client, open_workspace

    workspace = open_workspace(Path(folder))
    for slug in wishes.clients:
        open_client(workspace, slug)  # a misspelt client is an error, not "nothing due"
    with session(workspace, means()) as this:
        done = tick(this, wishes)
    print_all(console, tick_lines(done), done.sent)
    for slug, fault in this.broken.items():
        note(f"{slug}: {fault}")
    code = done.code
    if console.json:
        emit({
            **document("send", errors=(*this.broken.values(), *stop(done.sent))),
            "ok": code == EXIT_FINE, "run": done.run,
            "prepared": [prepared(one.client, one.period, one.obstacles) for one in done.prepared],
            "overdue": [{"client": one.client, "period": str(one.period)} for one in done.listed],
            **sent_object(done.sent),
        })  # fmt: skip
    return code


def _one(
    folder: str, console: Console, client: str, period: str, *, incomplete_ok: bool = False, reason: str = "",
    to: tuple[str, ...] = (),
) -> int:  # fmt: skip
    from reporter.model import Period
    from reporter.pipeline.delivery import means, send_month, session
    from reporter.workspace import open_workspace

    with session(open_workspace(Path(folder)), means()) as this:
        done = send_month(this, client, Period.parse(period), incomplete_ok=incomplete_ok, reason=reason, recipients=to)
    say_obstacles(client, period, done.obstacles)
    print_all(console, sent_lines(done.sent), done.sent)
    if done.waits_for_approval:
        console.say(
            f"{client} {period}: waits for approval. Read the PDF in {this.workspace.output / client / period}, then: "
            f"reporter approve {client} --period {period}"
        )
    code = done.code
    if code == EXIT_UNKNOWN:
        console.say(f"A delivery of {client} is unknown; what to do is told by: reporter status")
    if console.json:
        emit({
            **document("resend" if reason else "send", errors=stop(done.sent)),
            "ok": code == EXIT_FINE, "run": this.run,
            "prepared": [prepared(client, period, done.obstacles)], **sent_object(done.sent),
        })  # fmt: skip
    return code


def _rehearse(
    folder: str, console: Console, client: str, period: str, test: str | None, dry: str | None, *, incomplete_ok: bool
) -> int:
    from reporter.model import Period
    from reporter.pipeline.delivery import client_of, dry_run, means, rehearsal, test_copy
    from reporter.workspace import open_workspace

    month = Period.parse(period)
    with rehearsal(open_workspace(Path(folder)), means()) as this:
        one = client_of(this, client)
        if dry:
            obstacles, paths = dry_run(this, one, month, Path(dry), incomplete_ok=incomplete_ok)
            told = [f"written  {path}" for path in paths]
            facts: dict[str, Any] = {"written": [str(path) for path in paths]}
            ok = bool(paths)
        else:
            obstacles, answers = test_copy(this, one, month, str(test), incomplete_ok=incomplete_ok)
            told = [f"test     {answer.kind}  {answer.reply}" for answer in answers]
            facts = {"answers": [{"kind": answer.kind, "reply": answer.reply} for answer in answers]}
            ok = bool(answers) and all(answer.kind == "accepted" for answer in answers)
    say_obstacles(client, period, obstacles)
    for line in told:
        console.say(line)
    if dry:
        console.say("Nothing was sent (dry run).")
    if console.json:
        emit({**document("send"), "ok": ok, "prepared": [prepared(client, period, obstacles)], **facts})
    return EXIT_FINE if ok else EXIT_FINDINGS
