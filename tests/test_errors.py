"""An error is one line that says what, where and what to do."""

from __future__ import annotations

import pickle

from reporter.errors import InputError, ReporterError, UsageError


def test_the_line_names_code_place_and_way_out() -> None:
    """File, row and column stand before the fault, the help after it."""
    fault = InputError("D104", "11 is above the scale", help="correct the export", file="a.csv", row=7, column="NPS")
    assert str(fault) == 'error[D104]: a.csv, row 7, column "NPS": 11 is above the scale; correct the export'
    assert fault.exit_code == 3


def test_an_error_without_a_place_names_none() -> None:
    """No empty place is printed."""
    assert str(UsageError("C100", "no", help="yes")) == "error[C100]: no; yes"


def test_an_error_crosses_a_process_border_whole() -> None:
    """A worker's error keeps its kind, code and help when it is unpickled."""
    fault: ReporterError = pickle.loads(pickle.dumps(UsageError("C103", "m", help="h", file="f")))  # noqa: S301 - our own
    assert (type(fault), fault.code, fault.help, fault.file) == (UsageError, "C103", "h", "f")
