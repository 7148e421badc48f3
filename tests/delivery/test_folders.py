"""The folders of a run are made for the workspace's owner, and by root nowhere that the owner could not make them."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.schedule.install.plan import make_folders
from reporter.errors import UsageError
from tests.delivery.plans import plan_in

if TYPE_CHECKING:
    from pathlib import Path

SOMEBODY = 12345
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")


@needs_root
def test_root_makes_no_folder_outside_the_owners(tmp_path: Path) -> None:
    """A state folder below root's own is refused, and nothing is made."""
    plan = plan_in(tmp_path)
    os.chown(plan.workspace, SOMEBODY, SOMEBODY)
    outside = tmp_path / "system" / "unit.d"
    outside.parent.mkdir()
    with pytest.raises(UsageError) as caught:
        make_folders(replace(plan, writable=(outside,)))
    assert caught.value.code == "C110"
    assert not outside.exists()


@needs_root
def test_root_makes_the_owners_folders_for_the_owner(tmp_path: Path) -> None:
    """A state folder within the workspace becomes the owner's, whole path."""
    plan = plan_in(tmp_path)
    os.chown(plan.workspace, SOMEBODY, SOMEBODY)
    inside = plan.workspace / "state" / "mail"
    make_folders(replace(plan, writable=(inside,)))
    assert {inside.stat().st_uid, inside.parent.stat().st_uid} == {SOMEBODY}
