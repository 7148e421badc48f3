"""How the rows of the method page are set."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reporter.model import Row
from reporter.render.rows import paired, spans


def length(row: Row) -> int:
    """Return the letters of a row."""
    return sum(len(str(cell)) for cell in row.cells)


def defined(letters: int) -> Row:
    """Return a definition of so many letters."""
    return Row(cells=("x" * letters,))


def test_a_note_spans_the_columns_only_where_they_are_empty() -> None:
    """A figure before it keeps it in its column; a row of two cells has no columns to span."""
    assert spans(Row(cells=("A", None, None, None, "note")))
    assert not spans(Row(cells=("A", None, "1–2", None, "note")))
    assert not spans(Row(cells=("A", None, None, None, None)))
    assert not spans(Row(cells=("A", "text")))


def test_definitions_of_like_length_stand_side_by_side() -> None:
    """Of 10, 50, 12, 48 the first goes with the third; the odd one of three has its line alone."""
    ten, fifty, twelve, most = (defined(letters) for letters in (10, 50, 12, 48))
    assert paired([ten, fifty, twelve, most], length) == ((ten, twelve), (fifty, most))
    assert paired([fifty, ten, twelve], length) == ((fifty,), (ten, twelve))


def test_no_pair_reaches_over_a_heading() -> None:
    """A heading stands alone, and what follows it begins a new line."""
    head, one, other = Row(cells=("Head",), kind="group"), defined(3), defined(4)
    assert paired([head, one, head, other], length) == ((head,), (one,), (head,), (other,))


@given(st.lists(st.integers(min_value=1, max_value=60), max_size=9))
def test_every_definition_is_set_once(sizes: list[int]) -> None:
    """None is lost or doubled, and at most one of a group stands alone."""
    rows = [Row(cells=("x" * size, str(at))) for at, size in enumerate(sizes)]
    lines = paired(rows, length)
    assert sorted((row.cells for line in lines for row in line), key=str) == sorted(
        (row.cells for row in rows), key=str
    )
    assert sum(len(line) == 1 for line in lines) == len(sizes) % 2
