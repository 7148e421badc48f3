"""``python -m reporter`` and the ``reporter`` command."""

from __future__ import annotations

import sys

_EXIT_BROKEN = 70  # Python's own 1 would say "done with findings", which a timer takes for a success


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] in (["--version"], ["-V"]):  # answered before anything is imported
        from reporter import __version__

        print(f"reporter {__version__}")  # noqa: T201 - the one line outside cli/, for speed
        return
    import gc

    gc.disable()  # a command is short: looking for cycles while libraries load costs a tenth of it
    try:
        from reporter.cli.app import run
    except Exception as fault:  # noqa: BLE001 - whatever a half-installed library raises
        sys.exit(_broken(fault))
    sys.exit(run(sys.argv[1:]))


def _broken(fault: Exception) -> int:
    """Tell on one line that the program cannot even be loaded; nothing of ours may be needed for it."""
    import os

    if os.environ.get("REPORTER_DEBUG"):
        import traceback

        traceback.print_exception(fault)
    name = str(getattr(fault, "name", None) or getattr(fault, "filename", None) or "")
    name = name.replace("\\", "/").rpartition("/")[2]
    what = f"{type(fault).__name__}{f' at {name}' if name else ''}"
    sys.stderr.write(
        f"error[R999]: this installation is broken ({what}); nothing was done;"
        " install reporter again, or set REPORTER_DEBUG=1 to see where it fails\n"
    )
    return _EXIT_BROKEN


if __name__ == "__main__":
    main()
