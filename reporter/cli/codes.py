"""The page of all codes in the documentation: ``python -m reporter.cli.codes > docs/codes.md``."""

from __future__ import annotations

from reporter.cli.explain import FAMILIES, explanations

_HEAD = """\
# Codes

Every fault and remark has a code; `reporter explain CODE` prints its entry. An error of the call or the settings
ends with exit code 2, one of a file with 3, a fault of the rendering with 70. This page is generated from
`reporter/cli/explanations.toml` (`python -m reporter.cli.codes > docs/codes.md`).
"""


def page() -> str:
    """Return the page in Markdown."""
    parts = [_HEAD]
    for letter, family in FAMILIES.items():
        parts.append(f"## {letter}: {family}\n")
        for code, one in explanations().items():
            if code[0] == letter:
                parts.append(
                    f"### {code}: {one.title}\n\n{one.means} {one.matters}\n\n"
                    f"*Example.* {one.example}\n\n*What to do.* {one.help}\n"
                )
    return "\n".join(parts)


if __name__ == "__main__":
    print(page(), end="")
