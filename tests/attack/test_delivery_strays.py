"""Reports on their way to somebody else: by a test, a shared export, an approval of another one; what a run leaves."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reporter.errors import UsageError
from reporter.model import FileAccount
from reporter.pipeline.delivery import approve_report, client_of
from reporter.pipeline.delivery import test_copy as rehearse
from reporter.pipeline.delivery.verifying import verify
from tests.attack.delivery import HOUR, MINUTE, OCTOBER, lacking, settings_of
from tests.delivery.desk import MAIL, UNKNOWN, Desk, quiet_office, rows_of, run
from tests.delivery.office import AFTER, PERIOD, Office, name_of, paper, quick

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.pipeline.delivery.producing import Order, Produced
    from reporter.workspace import Client, Workspace


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Make an office of two clients that nothing is due of yet."""
    return quiet_office(tmp_path, 2)


@pytest.fixture
def desk() -> Desk:
    """Make a way out that accepts everything."""
    return Desk()


@pytest.mark.parametrize("address", ["anna@clients.test", "tester@mail.consult.test", "tester@consult.test.evil.test"])
def test_a_test_copy_does_not_leave_the_house(address: str, office: Office, desk: Desk) -> None:
    """It is a whole report whose recipient nobody has approved; a client's address is none of ours either."""
    with office.session(AFTER, {}, desk) as this, pytest.raises(UsageError) as fault:
        rehearse(this, client_of(this, "c01"), OCTOBER, address, incomplete_ok=True)
    assert (fault.value.code, desk.given) == ("E440", [])


def test_at_a_great_provider_only_the_very_address_is_of_the_house(tmp_path: Path, desk: Desk) -> None:
    """Who sends from gmail.com shares that domain with everybody."""
    office = quiet_office(tmp_path, 1, mail=replace(MAIL, sender="konsult@gmail.com"))
    with office.session(AFTER, {}, desk) as this:
        client = client_of(this, "c01")
        with pytest.raises(UsageError, match="E440"):
            rehearse(this, client, OCTOBER, "konsulten@gmail.com", incomplete_ok=True)
        rehearse(this, client, OCTOBER, "Konsult@gmail.com", incomplete_ok=True)
    assert [one.recipient for one in desk.given] == ["Konsult@gmail.com"]


def _wordless(workspace: Workspace, client: Client, order: Order) -> Produced:
    """Make a report whose mail holds no figure."""
    made = quick(workspace, client, order)
    name = client.name
    bare = [replace(one.digest, subject="Kundanalys", text=name, html=f"<p>{name}</p>") for one in made.issues]
    return replace(made, issues=tuple(replace(one, digest=d) for one, d in zip(made.issues, bare, strict=True)))


def test_a_test_copy_is_closed_as_the_report_is(tmp_path: Path, desk: Desk) -> None:
    """With encrypt = "pdf" the tester gets no open report, and sees whether the password does."""
    office = quiet_office(tmp_path, 1, client_toml='encrypt = "pdf"')
    environ = {"REPORTER_PDF_C01_PASSWORD": "långt-lösenord"}
    with office.session(AFTER, environ, desk, produce=_wordless) as this:
        obstacles, _ = rehearse(this, client_of(this, "c01"), OCTOBER, "tester@consult.test", incomplete_ok=True)
    assert not obstacles
    import email

    import pikepdf

    (part,) = [one for one in email.message_from_bytes(desk.given[0].eml).walk() if one.get_filename()]
    (tmp_path / "a.pdf").write_bytes(part.get_payload(decode=True))  # type: ignore[arg-type]
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(tmp_path / "a.pdf")


def _account(sha: str, rows_kept: int) -> FileAccount:
    return FileAccount(
        file="orders.csv", sha256=sha, size=9, format="csv", kind="orders", tables=("orders",), encoding="utf-8",
        delimiter=";", rows_in=rows_kept, rows_kept=rows_kept, rows_left_out=0,
    )  # fmt: skip


@pytest.mark.parametrize(("sha", "rows_kept", "sent"), [("a", 5, []), ("b", 5, ["c01"]), ("a", 0, ["c01"])])
def test_an_export_of_two_clients_stops_the_report(
    sha: str, rows_kept: int, sent: list[str], office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Put into a second client's folder by mistake (or by a link) no figure shows it; an empty export tells nothing."""
    from reporter.model import Intake
    from reporter.pipeline.delivery import crossing

    monkeypatch.setattr(crossing, "books", lambda _: Intake(files=(_account("a", rows_kept),)))

    def made(workspace: Workspace, client: Client, order: Order) -> Produced:
        files = (_account(sha, rows_kept),) if client.slug == "c01" else ()
        return replace(quick(workspace, client, order), files=files)

    done = run(office, desk, produce=made)
    assert [one for one in desk.recipients() if one == "c01"] == sent
    assert [one.code for each in done.prepared for one in each.obstacles] == ([] if sent else ["E435"])


def test_an_export_that_lies_in_two_folders_stops_the_report(office: Office, desk: Desk) -> None:
    """By a link, before the other client's exports were ever read: the same bytes, told by the folder alone."""
    other = settings_of(office, "c02").parent / "exports"
    other.mkdir()
    (other / "orders.csv").write_bytes(b"order\n1\n2\n")
    sha = hashlib.sha256(b"order\n1\n2\n").hexdigest()

    def made(workspace: Workspace, client: Client, order: Order) -> Produced:
        files = (replace(_account(sha, 2), size=10),) if client.slug == "c01" else ()
        return replace(quick(workspace, client, order), files=files)

    done = run(office, desk, produce=made)
    assert desk.recipients() == ["c02"]
    assert [one.code for each in done.prepared for one in each.obstacles] == ["E435"]


def test_a_report_that_was_made_anew_cannot_be_approved_unseen(tmp_path: Path, desk: Desk) -> None:
    """The approver reads the PDF in the output folder: where that is not the one that waits, E441."""
    office = quiet_office(tmp_path, 1, client_toml="approvals = 1")
    run(office, desk)
    folder = office.workspace.output / "c01" / PERIOD
    folder.mkdir(parents=True)
    waits = paper("c01", name_of("c01"), PERIOD)
    (folder / "Kundanalys.pdf").write_bytes(waits + b"%")
    with office.session(AFTER + MINUTE, {}, desk) as this:
        with pytest.raises(UsageError, match="E441"):
            approve_report(this, "c01", OCTOBER)
        (folder / "Kundanalys.pdf").write_bytes(waits)
        approve_report(this, "c01", OCTOBER)
    run(office, desk, AFTER + HOUR)
    assert desk.recipients() == ["c01"]


def test_reports_are_as_closed_as_the_process_wants(tmp_path: Path) -> None:
    """Under the unit's UMask=0077 nobody else may read them; what asks for less than the umask allows gets less."""
    from reporter.pipeline.output import write_atomic

    before = os.umask(0o077)
    try:
        write_atomic(tmp_path / "a.pdf", b"a")
        os.umask(0o022)
        write_atomic(tmp_path / "b.pdf", b"b")
        write_atomic(tmp_path / "c.eml", b"c", mode=0o600)
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)
    assert [path.stat().st_mode & 0o777 for path in sorted(tmp_path.iterdir())] == [0o600, 0o644, 0o600]


def test_a_forged_manifest_is_no_crash(office: Office, desk: Desk) -> None:
    """Written in the right form with nothing of a run in it: told as changed, nothing is made from it."""
    run(office, desk)
    (path,) = (office.state / "runs").iterdir()
    said = json.loads(path.read_text("utf-8"))
    forged = {"run": said["run"], "number": 1, "previous": said["previous"]}
    path.write_text(json.dumps(forged, indent=2, sort_keys=True) + "\n", "utf-8")
    with office.session(AFTER + HOUR, {}, desk) as this:
        done = verify(this, said["run"])
    assert ([fault.kind for fault in done.faults], done.reports, done.ok) == (["changed"], (), False)


def test_what_a_run_leaves_names_nobody(tmp_path: Path, desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    """Manifest and alert of a run with a sent, an unknown and a held client hold no name, address or figure."""
    office = quiet_office(tmp_path, 3)
    desk.say("c02", UNKNOWN)
    run(office, desk, produce=lacking)
    told = capfd.readouterr()
    left = [path.read_bytes() for path in (office.state / "runs").iterdir()]
    alerts = [one.eml.partition(b"\r\n\r\n")[2] for one in desk.alerts]
    assert (len(left), len(alerts)) == (1, 1)
    for text in (*left, *alerts, told.out.encode(), told.err.encode()):
        assert not [word for word in (b"@", b"Bolaget", b"Aktiebolag", b"NPS", b"+28") if word in text]
    ids = [one.key.id.encode() for one in rows_of(office)]
    assert not [one for one in ids if one in left[0]]  # each could be computed from a guessed address
