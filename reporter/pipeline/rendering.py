"""Pages are set in a process of their own, which loads its libraries while this one reads the exports.

Loading matplotlib and WeasyPrint takes as long as reading a client's files; side by side, on two
cores, the one hides the other.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import signal
import sys
import tempfile
from contextlib import contextmanager
from functools import partial
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal, Protocol

from reporter.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from reporter.brand import Brand
    from reporter.language import Language
    from reporter.model import Digest, Report
    from reporter.render import Rendered

DigestKind = Literal["", "full", "sparse"]
#: Seconds that a report's pages may take; ordinary ones take two or three.
DEADLINE = 300


class Render(Protocol):
    """What renders a report in the other process, with the mail that carries it where one is asked for."""

    def __call__(self, report: Report, lang: str, brand: Brand, *, digest: DigestKind = "") -> Rendered:
        """Return the report; a ``sparse`` mail holds no figure."""


@contextmanager
def rendering() -> Iterator[Render]:
    """Give a function that renders a report in the other process.

    Enter before any thread is started (DuckDB starts some): the process is a fork where the system
    has forks, and so begins with what is already loaded. Leaving ends the process, whatever it does.

    Raises:
        RenderError: from the function: as ``render_pdf``, or R303 when the process died.
    """
    methods = multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
    here, there = context.Pipe()
    with TemporaryDirectory(prefix="reporter-") as folder:
        process = context.Process(target=_serve, args=(there, folder), daemon=True)
        process.start()
        there.close()
        try:
            yield partial(_asked, here)
        finally:
            here.close()
            process.terminate()
            process.join()


def _asked(pipe: Connection, report: Report, lang: str, brand: Brand, *, digest: DigestKind = "") -> Rendered:
    """Have a report rendered on the other side, and raise here what went wrong there."""
    try:
        pipe.send((report, lang, brand, digest))
        if not pipe.poll(DEADLINE):
            raise RenderError("R304", f"the pages took more than {DEADLINE} s", help="look for a huge logo or picture")
        answer: Rendered | Exception = pipe.recv()
    except (EOFError, BrokenPipeError):
        raise RenderError("R303", "the rendering process ended early", help="free memory and run again") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _serve(pipe: Connection, folder: str) -> None:
    """Load what rendering needs, then render what comes, until the pipe closes.

    ``folder`` belongs to the process that asks: whatever this one leaves there goes with it.
    """
    tempfile.tempdir = folder
    gc.disable()  # loading makes no garbage worth looking for; a rendering pauses it anyway
    _end_with_parent()
    from reporter.language import Language
    from reporter.render import Rendered, render_pdf, warm_up

    warm_up()
    while True:
        try:
            report, lang, brand, digest = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            language = Language.load(lang)
            done = render_pdf(report, language, brand)
            mail = _digest(report, language, brand, sparse=digest == "sparse") if digest else None
            answer: Rendered | Exception = Rendered(pdf=done.pdf, pages=done.pages, digest=mail)
        except Exception as fault:  # noqa: BLE001 - it is raised again on the other side
            answer = fault
        pipe.send(answer)


def _digest(report: Report, language: Language, brand: Brand, *, sparse: bool) -> Digest:
    """Return the mail that carries a report; what it needs is loaded by the runs that send."""
    from reporter.render.digest import render_digest

    return render_digest(report, language, brand, sparse=sparse)


def _end_with_parent() -> None:
    """Ask Linux to end this process when the one that asks dies, however it dies."""
    if sys.platform == "linux":
        set_death_signal = 1
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)
