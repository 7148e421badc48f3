"""``python -m reporter`` and the ``reporter`` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] in (["--version"], ["-V"]):  # answered before anything is imported
        from reporter import __version__

        print(f"reporter {__version__}")  # noqa: T201 - the one line outside cli/, for speed
        return
    import gc

    gc.disable()  # a command is short: looking for cycles while libraries load costs a tenth of it
    from reporter.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
