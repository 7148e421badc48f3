"""Pages are set in a process of their own, which loads its libraries while this one reads the exports.

Loading matplotlib and WeasyPrint takes as long as reading a client's files; side by side, on two
cores, the one hides the other.
"""

from __future__ import annotations

import multiprocessing
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from reporter.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

    from reporter.brand import Brand
    from reporter.model import Report
    from reporter.render import Rendered

    Render = Callable[[Report, str, Brand], Rendered]


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
    process = context.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    there.close()

    def render(report: Report, lang: str, brand: Brand) -> Rendered:
        try:
            here.send((report, lang, brand))
            answer: Rendered | Exception = here.recv()
        except (EOFError, BrokenPipeError):
            raise RenderError("R303", "the rendering process ended early", help="free memory and run again") from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    try:
        yield render
    finally:
        here.close()
        process.terminate()
        process.join()


def _serve(pipe: Connection) -> None:
    """Load what rendering needs, then render what comes, until the pipe closes."""
    from reporter.language import Language
    from reporter.render import Rendered, render_pdf, warm_up

    warm_up()
    while True:
        try:
            report, lang, brand = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            done = render_pdf(report, Language.load(lang), brand)
            answer: Rendered | Exception = Rendered(pdf=done.pdf, pages=done.pages)
        except Exception as fault:  # noqa: BLE001 - it is raised again on the other side
            answer = fault
        pipe.send(answer)
