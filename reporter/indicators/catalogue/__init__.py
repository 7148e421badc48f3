"""One indicator a module: ``INDICATOR``, ``FORMULA`` and ``measure(basis)``; found by listing this folder."""
