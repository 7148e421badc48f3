"""Attacks on delivery by settings and folders: what is wrong with one client must not touch the others."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reporter.cli.console import emit
from reporter.delivery.gate import digest_of, recipients_obstacles
from reporter.delivery.ledger import notes, one_run, open_ledger
from reporter.delivery.values import State
from reporter.errors import UsageError
from reporter.pipeline.delivery import client_of, producing
from reporter.pipeline.delivery.session import person
from reporter.workspace import Archive, open_workspace
from tests.attack.delivery import HOUR, MINUTE, edit, lacking, settings_of
from tests.delivery.desk import LATER, MAIL, Desk, quiet_office, row_of, run
from tests.delivery.office import AFTER, Office, make_office, quick

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[delivery]", 'zone = "Europe"\n[delivery]'),
        ("[delivery]", f'zone = "{"x" * 300}"\n[delivery]'),
        ("[delivery]", "[delivery]\nhold_days = 999999999"),
        ("[delivery]", f"[delivery]\nhold_days = {'9' * 5000}"),
        ("schema = 1", f"schema = 1\nx = {'[' * 5000}"),
    ],
    ids=["a folder of zones", "a long zone", "three million years", "5 000 digits", "5 000 lists"],
)
def test_no_setting_of_one_client_stops_another(old: str, new: str, office: Office, desk: Desk) -> None:
    """Its settings are wrong (C102), the owner is told, and the other client has its report."""
    edit(settings_of(office, "c01"), old, new)
    assert (run(office, desk, produce=lacking).code, desk.recipients(), desk.told()) == (1, ["c02"], ["C102"])


def test_settings_that_cannot_be_read_stop_no_other_client(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a copy made by root: C102 for it, and the other one has its report."""
    real = Path.read_text

    def refused(self: Path, *args: str, **named: str) -> str:
        if self == settings_of(office, "c01"):
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **named)

    monkeypatch.setattr(Path, "read_text", refused)
    assert (run(office, desk).code, desk.recipients(), desk.told()) == (1, ["c02"], ["C102"])


def test_exports_on_a_dead_disk_stop_no_other_client(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither at the first run nor at the next ones, when the month is held; the reason is D106, and no bug."""
    exports = settings_of(office, "c01").parent / "exports"
    exports.mkdir()
    real = Path.iterdir

    def dead(self: Path) -> Iterator[Path]:
        if self == exports:
            raise OSError(5, "Input/output error")
        return real(self)

    def reading(workspace: Workspace, client: Client, order: Order) -> Produced:
        producing.exports(client)
        return quick(workspace, client, order)

    monkeypatch.setattr(Path, "iterdir", dead)
    assert [run(office, desk, AFTER + hour * HOUR, produce=reading).code for hour in (0, 1)] == [1, 0]
    assert (desk.recipients(), desk.told()) == (["c02"], ["D106"])


def test_a_client_whose_folder_is_gone_is_told_of_once(office: Office, desk: Desk) -> None:
    """Renamed, or its disk is away: its months would be missed in silence. Back again, it has its report."""
    folder = settings_of(office, "c01").parent
    folder.rename(folder.parent.parent / "aside")
    for hour in (0, 1):
        run(office, desk, AFTER + hour * HOUR)
    assert (desk.recipients(), desk.told()) == (["c02"], ["C103"])
    (folder.parent.parent / "aside").rename(folder)
    run(office, desk, AFTER + 2 * HOUR)
    assert desk.recipients() == ["c02", "c01"]


def test_a_forgotten_client_is_not_told_as_gone(office: Office) -> None:
    """Nothing is owed to it any more."""
    with office.session(AFTER, {}) as this:
        assert set(notes.scheduled(this.ledger)) == {"c01", "c02"}
        from reporter.delivery.retention import forget

        forget(this.ledger, "c01")
        assert set(notes.scheduled(this.ledger)) == {"c02"}


def test_a_folder_s_name_that_is_no_utf_8_stops_no_other_client(office: Office, desk: Desk) -> None:
    """Unpacked from an old archive, its name fits in no ledger: told as C102, the others have their reports."""
    folder = settings_of(office, "c01").parent
    shutil.copytree(folder, folder.with_name(os.fsdecode(b"v\xe4st")))
    assert (run(office, desk).code, desk.recipients(), desk.told()) == (1, ["c01", "c02"], ["C102"])


def test_a_folder_of_others_is_no_state(tmp_path: Path) -> None:
    """It would be closed to them: as root, with state = "/tmp", to everybody. An empty one that was made for it is."""
    shared, own = tmp_path / "shared", tmp_path / "own"
    shared.mkdir(mode=0o755)
    (shared / "theirs").touch()
    own.mkdir(mode=0o755)
    (own / "lost+found").mkdir()
    with pytest.raises(UsageError, match="C110"), one_run(shared):
        pass
    with one_run(own), open_ledger(own, AFTER):
        pass
    assert [path.stat().st_mode & 0o777 for path in (shared, own)] == [0o755, 0o700]


def test_two_workspaces_cannot_share_a_ledger(office: Office, desk: Desk, tmp_path: Path) -> None:
    """A copied reporter.toml names the same state: the second is refused with E402, the first loses nothing."""
    desk.say("c01", LATER)
    run(office, desk)
    place = tmp_path / "other"
    place.mkdir()
    other = make_office(place, MAIL, office.workspace.archive, 1)
    with (place / "reporter.toml").open("a", encoding="utf-8") as file:
        file.write(f'[delivery]\nstate = "{office.state}"\n')
    edit(settings_of(other, "c01"), "c01@clients", "c07@clients")
    with pytest.raises(UsageError) as fault:
        run(replace(other, workspace=open_workspace(place)), desk, AFTER + MINUTE)
    assert fault.value.code == "E402"
    assert row_of(office, "c01").state is State.RESERVED


@pytest.mark.parametrize("way", ["/etc/hostname", "../c02/client.toml", "../../reporter.toml"])
def test_a_certificate_lies_in_the_client_s_own_folder(way: str, office: Office) -> None:
    """A setting cannot have another file read, be it there or not; one beside the settings can."""
    with office.session(AFTER, {}) as this:
        client = client_of(this, "c01")
    smime = replace(client.delivery, encrypt="smime")
    found = [
        [one.code for one in recipients_obstacles(replace(client, delivery=smime, recipients=named), digest_of(named))]
        for name in (way, "client.toml")
        for named in [(replace(client.recipients[0], certificate=name),)]
    ]
    assert found == [["E438"], []]


@pytest.mark.parametrize("key", ["archive", "bounces"])
def test_copies_of_everything_do_not_go_to_a_client(key: str, tmp_path: Path, desk: Desk) -> None:
    """An address of c02 stands where the house's own should: the reports of all others would go there (E433)."""
    mail = replace(MAIL, archive="a@vestera.test") if key == "archive" else replace(MAIL, bounces="a@vestera.test")
    office = make_office(tmp_path, mail, Archive(), 2)
    edit(settings_of(office, "c02"), "clients.test", "vestera.test")
    office.begin({})
    done = run(office, desk)
    assert [(one.client, each.code) for one in done.prepared for each in one.obstacles] == [("c01", "E433")]


def test_no_object_steers_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """A file's name may hold any sign: printed as JSON it says the same, without one that a terminal obeys."""
    content = {"file": "a\x1b[2J\x9b31m\x7f\u202eb\u2066å"}
    emit(content)
    printed = capsys.readouterr().out
    assert json.loads(printed) == content
    assert [sign for sign in printed.rstrip("\n") if not sign.isprintable()] == []


def test_one_person_is_not_two_by_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has no name for the user, as in a container, four eyes are not got by LOGNAME."""
    pwd = pytest.importorskip("pwd")

    def nameless(number: int) -> None:
        raise KeyError(number)

    monkeypatch.setattr(pwd, "getpwuid", nameless)
    found = set()
    for name in ("anna", "bo"):
        for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
            monkeypatch.setenv(variable, name)
        found.add(person())
    assert found == {f"user {os.getuid()}"}
