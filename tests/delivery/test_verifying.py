"""``reporter verify-run``: a run's reports made again, and what has changed since where they are not the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.manifests import chain, versions
from reporter.errors import RenderError
from reporter.model import FileAccount
from reporter.pipeline.delivery import verifying
from tests.delivery.commands import Commands
from tests.delivery.desk import Desk, quiet_office, rows_of
from tests.delivery.office import quick

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reporter.pipeline.delivery.producing import Order, Produced
    from reporter.workspace import Client, Workspace
    from tests.delivery.office import Office

HOUR = timedelta(hours=1)
EXPORT = FileAccount(
    file="orders.csv", sha256="a" * 64, size=1, format="orders", kind="orders", tables=("orders",), encoding="utf-8",
    delimiter=";", rows_in=10, rows_kept=10, rows_left_out=0,
)  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Make an office of one client that nothing is due of yet."""
    return quiet_office(tmp_path, 1)


@pytest.fixture
def reporter(office: Office, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Commands:
    """Return the command line of the office, an hour after its one report was sent."""
    found = Commands(office, Desk(), monkeypatch, capfd)
    found.produce = from_export
    assert found("send", "--due")[0] == 0
    found.now += HOUR
    return found


def from_export(workspace: Workspace, client: Client, order: Order) -> Produced:
    """Make a report from one export."""
    return replace(quick(workspace, client, order), files=(EXPORT,))


def another(made: Produced, **changed: object) -> Produced:
    """Return what was made, with other bytes."""
    issues = tuple(replace(issue, pdf=issue.pdf + b"%") for issue in made.issues)
    return replace(made, issues=issues, **changed)  # type: ignore[arg-type]


def run_of(reporter: Commands) -> str:
    """Return the run that sent the report."""
    (sent,) = rows_of(reporter.office)
    return sent.run


def test_the_same_again(reporter: Commands) -> None:
    """Same bytes, whole chain: exit code 0; nothing is sent, written down or published by it."""
    before = {path: path.read_bytes() for path in (reporter.office.state / "runs").iterdir()}
    code, told = reporter("verify-run", run_of(reporter))
    (report,) = told["reports"]
    assert (code, told["ok"], told["chain"], report["verdict"], report["why"]) == (0, True, [], "same", "")
    assert {path: path.read_bytes() for path in (reporter.office.state / "runs").iterdir()} == before
    assert len(reporter.desk.given) == 1
    assert not reporter.office.workspace.output.exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda made: another(made, files=(replace(EXPORT, sha256="b" * 64),)), "changed since: the exports"),
        (lambda made: another(made, files=(EXPORT, replace(EXPORT, sha256="b" * 64))), "changed since: the exports"),
        (lambda made: another(made, settings="1" * 64), "changed since: the settings or the brand"),
        (another, "nothing that is recorded has changed"),
        (
            lambda made: another(made, files=(), settings=""),
            "changed since: the exports, the settings or the brand",
        ),
    ],
    ids=["an export", "one more export", "a setting", "nothing", "both"],
)
def test_what_has_changed_is_named(change: Callable[[Produced], Produced], why: str, reporter: Commands) -> None:
    """Other bytes are told as different, with what the manifest knows of the reason: exit code 1."""
    reporter.produce = lambda *given: change(from_export(*given))
    code, told = reporter("verify-run", run_of(reporter))
    (report,) = told["reports"]
    assert (code, told["ok"], report["verdict"], report["why"]) == (1, False, "different", why)


def test_another_version_is_named(reporter: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that was updated since stands there with both versions."""
    plain = versions()
    monkeypatch.setattr(verifying, "versions", lambda: {**plain, "weasyprint": "999"})
    reporter.produce = lambda *given: another(from_export(*given))
    (report,) = reporter("verify-run", run_of(reporter))[1]["reports"]
    assert report["why"] == f"changed since: weasyprint ({plain['weasyprint']} → 999)"


def test_the_day_of_publication_is_the_run_s(reporter: Commands) -> None:
    """A month later the report is made as on the day of its run, so that its dates are the same."""
    asked: list[Order] = []

    def noted(workspace: Workspace, client: Client, order: Order) -> Produced:
        asked.append(order)
        return from_export(workspace, client, order)

    reporter.produce, reporter.now = noted, reporter.now + timedelta(days=30)
    assert reporter("verify-run", run_of(reporter))[0] == 0
    assert [(str(one.today), str(one.period), one.langs) for one in asked] == [("2026-11-02", "2026-10", ("sv",))]


def test_what_cannot_be_made_again_says_why(reporter: Commands) -> None:
    """A page that fails, a client that is gone: not made, with the reason, exit code 1 and no traceback."""

    def failing(workspace: Workspace, client: Client, order: Order) -> Produced:
        assert workspace.output != reporter.office.workspace.output
        raise RenderError("R303", f"the pages of {client.slug} {order.period} ended early", help="free memory")

    run, reporter.produce = run_of(reporter), failing
    (report,) = reporter("verify-run", run)[1]["reports"]
    assert (report["verdict"], "R303" in report["why"]) == ("not made", True)
    (reporter.office.workspace.root / "clients" / "c01" / "client.toml").unlink()
    code, told = reporter("verify-run", run)
    (report,) = told["reports"]
    assert (code, report["verdict"], report["why"]) == (1, "not made", "there is no client c01 any more")


def test_a_changed_manifest_proves_nothing(reporter: Commands) -> None:
    """One digit in the file: told as changed, and no report is made from what it says."""
    run = run_of(reporter)
    path = reporter.office.state / "runs" / f"{run}.json"
    path.write_bytes(path.read_bytes().replace(b'"exit_code": 0', b'"exit_code": 1'))
    code, told = reporter("verify-run", run)
    assert (code, [fault["kind"] for fault in told["chain"]], told["reports"]) == (1, ["changed"], [])


def test_a_run_that_never_was(reporter: Commands) -> None:
    """E489, exit code 2, and the chain is as it was."""
    code, told = reporter("verify-run", "20261103T060000Z-4f2a4f2a")
    assert (code, [one["code"] for one in told["findings"]]) == (2, ["E489"])
    with reporter.office.session(reporter.now, {}, reporter.desk) as this:
        assert chain(this.ledger) == ()
