"""Rows of "old became new" are groups of ids, whatever their order and however often they are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import InputError
from reporter.sources.across.chains import Change, follow
from reporter.sources.across.linking import cluster, join, names
from tests.sources.test_linking import edge

if TYPE_CHECKING:
    import random


def changes(*pairs: tuple[str, str]) -> list[Change]:
    """Return one row a pair, the first in row 2."""
    return [Change(row, old, new) for row, (old, new) in enumerate(pairs, 2)]


def test_the_last_id_names_the_group() -> None:
    """Ids b and d became c, a became b: c leads, then the two that are one step away, then a."""
    assert follow(changes(("a", "b"), ("d", "c"), ("b", "c"), ("x", "y")), "f") == [("c", "b", "d", "a"), ("y", "x")]


def test_what_changes_nothing_is_no_circle() -> None:
    """An id that became itself (both of its keys stand in the list) is in no group."""
    assert follow(changes(("a", "a")), "f") == []


def test_a_circle_is_refused_with_all_its_rows() -> None:
    """Row 4 leads into the circle of a, b and c, whose rows are 2, 3 and 5; and is not one of them."""
    with pytest.raises(InputError) as caught:
        follow(changes(("a", "b"), ("b", "c"), ("d", "a"), ("c", "a")), "f")
    assert (caught.value.code, caught.value.row) == ("D134", 2)
    assert "rows 2, 3, 5" in caught.value.message


def test_a_chain_of_many_steps_costs_no_more_than_its_rows() -> None:
    """Twenty thousand steps are one group, without a call for each."""
    steps = [(f"{at:05}", f"{at + 1:05}") for at in range(20_000)]
    (group,) = follow(changes(*steps), "f")
    assert (len(group), group[0], group[-1]) == (20_001, "20000", "00000")


#: Each old id has one new one, and a new one is later in the alphabet: no circles.
FORESTS = st.dictionaries(st.integers(0, 11), st.integers(1, 12), max_size=12).map(
    lambda found: [(chr(97 + old), chr(97 + max(new, old + 1))) for old, new in found.items()]
)


def components(pairs: list[tuple[str, str]]) -> set[frozenset[str]]:
    """Return which ids hang together, by joining sets until nothing changes."""
    found = {frozenset(pair) for pair in pairs}
    while True:
        merged = {frozenset().union(*(one for one in found if one & each)) for each in found}
        if merged == found:
            return found
        found = merged


@given(FORESTS, st.randoms(use_true_random=False))
def test_the_order_of_rows_means_nothing(pairs: list[tuple[str, str]], chance: random.Random) -> None:
    """Shuffled and said twice, the rows give the same groups: the ids that hang together, the last one first."""
    groups = follow(changes(*pairs), "f")
    again = [*pairs, *pairs]
    chance.shuffle(again)
    assert follow(changes(*again), "f") == groups
    assert {frozenset(group) for group in groups} == components(pairs)
    old = {one for one, _ in pairs}
    assert all(group[0] not in old for group in groups)


KEYS = st.sampled_from(["own", "shopify", "mail"]).flatmap(
    lambda kind: st.integers(1, 5).map(lambda number: f"{kind}:{number}")
)


@given(
    st.lists(st.tuples(KEYS, KEYS).filter(lambda pair: pair[0] != pair[1]), max_size=20),
    st.lists(st.lists(st.integers(1, 5).map("own:{}".format), min_size=2, max_size=3, unique=True), max_size=3),
    st.randoms(use_true_random=False),
)
def test_what_the_client_joins_is_joined_and_nothing_parted(
    pairs: list[tuple[str, str]], groups: list[list[str]], chance: random.Random
) -> None:
    """Each group is one customer, customers of the exports stay whole, and the order of groups means nothing."""
    order = {"own": 0, "shopify": 1, "mail": 2}
    edges = [edge(*sorted(pair, key=lambda key: (order[key.split(":")[0]], key))) for pair in pairs]
    results = []
    for shuffled in (groups, chance.sample(groups, len(groups))):
        found = cluster(edges)
        for key in {key for group in groups for key in group}:
            found.add(key, "own")
        before = {key: found.root(key) for key in found.parent}
        join(found, shuffled)
        assert all(len({found.root(key) for key in group}) == 1 for group in groups)
        assert all(found.root(key) == found.root(root) for key, root in before.items())
        called = names(found)
        results.append({key: called[found.root(key)] for key in found.parent})
    assert results[0] == results[1]
