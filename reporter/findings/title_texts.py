"""The sentences of titles, one whole message for every combination that a title can state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.findings.facts import Change
from reporter.findings.levels import Level
from reporter.model import msg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reporter.model import Message, Period

_UP: Final = Change.UP
_DOWN: Final = Change.DOWN
_STRONG: Final = Level.STRONG
_WEAK: Final = Level.WEAK

#: What changed for certain: satisfaction, perceived value, loyalty.
LEGS_CHANGED: Mapping[tuple[Change | None, ...], Message] = {
    (_UP, _UP, _UP): msg("Satisfaction, perceived value and loyalty have all risen"),
    (_UP, _UP, _DOWN): msg("Satisfaction and perceived value have risen, but loyalty has fallen"),
    (_UP, _UP, None): msg("Satisfaction and perceived value have risen"),
    (_UP, _DOWN, _UP): msg("Satisfaction and loyalty have risen, but perceived value has fallen"),
    (_UP, _DOWN, _DOWN): msg("Satisfaction has risen, but perceived value and loyalty have fallen"),
    (_UP, _DOWN, None): msg("Satisfaction has risen, but perceived value has fallen"),
    (_UP, None, _UP): msg("Satisfaction and loyalty have risen"),
    (_UP, None, _DOWN): msg("Satisfaction has risen, but loyalty has fallen"),
    (_UP, None, None): msg("Satisfaction has risen"),
    (_DOWN, _UP, _UP): msg("Perceived value and loyalty have risen, but satisfaction has fallen"),
    (_DOWN, _UP, _DOWN): msg("Perceived value has risen, but satisfaction and loyalty have fallen"),
    (_DOWN, _UP, None): msg("Perceived value has risen, but satisfaction has fallen"),
    (_DOWN, _DOWN, _UP): msg("Loyalty has risen, but satisfaction and perceived value have fallen"),
    (_DOWN, _DOWN, _DOWN): msg("Satisfaction, perceived value and loyalty have all fallen"),
    (_DOWN, _DOWN, None): msg("Satisfaction and perceived value have fallen"),
    (_DOWN, None, _UP): msg("Loyalty has risen, but satisfaction has fallen"),
    (_DOWN, None, _DOWN): msg("Satisfaction and loyalty have fallen"),
    (_DOWN, None, None): msg("Satisfaction has fallen"),
    (None, _UP, _UP): msg("Perceived value and loyalty have risen"),
    (None, _UP, _DOWN): msg("Perceived value has risen, but loyalty has fallen"),
    (None, _UP, None): msg("Perceived value has risen"),
    (None, _DOWN, _UP): msg("Loyalty has risen, but perceived value has fallen"),
    (None, _DOWN, _DOWN): msg("Perceived value and loyalty have fallen"),
    (None, _DOWN, None): msg("Perceived value has fallen"),
    (None, None, _UP): msg("Loyalty has risen"),
    (None, None, _DOWN): msg("Loyalty has fallen"),
}

#: What stands high or low with its whole interval: satisfaction, perceived value, loyalty.
LEGS_LEVEL: Mapping[tuple[Level | None, ...], Message] = {
    (_STRONG, _STRONG, _STRONG): msg("Satisfaction, perceived value and loyalty are all strong"),
    (_STRONG, _STRONG, _WEAK): msg("Satisfaction and perceived value are strong, but loyalty is weak"),
    (_STRONG, _STRONG, None): msg("Satisfaction and perceived value are strong"),
    (_STRONG, _WEAK, _STRONG): msg("Satisfaction and loyalty are strong, but perceived value is weak"),
    (_STRONG, _WEAK, _WEAK): msg("Satisfaction is strong, but perceived value and loyalty are weak"),
    (_STRONG, _WEAK, None): msg("Satisfaction is strong, but perceived value is weak"),
    (_STRONG, None, _STRONG): msg("Satisfaction and loyalty are strong"),
    (_STRONG, None, _WEAK): msg("Satisfaction is strong, but loyalty is weak"),
    (_STRONG, None, None): msg("Satisfaction is strong"),
    (_WEAK, _STRONG, _STRONG): msg("Perceived value and loyalty are strong, but satisfaction is weak"),
    (_WEAK, _STRONG, _WEAK): msg("Perceived value is strong, but satisfaction and loyalty are weak"),
    (_WEAK, _STRONG, None): msg("Perceived value is strong, but satisfaction is weak"),
    (_WEAK, _WEAK, _STRONG): msg("Loyalty is strong, but satisfaction and perceived value are weak"),
    (_WEAK, _WEAK, _WEAK): msg("Satisfaction, perceived value and loyalty are all weak"),
    (_WEAK, _WEAK, None): msg("Satisfaction and perceived value are weak"),
    (_WEAK, None, _STRONG): msg("Loyalty is strong, but satisfaction is weak"),
    (_WEAK, None, _WEAK): msg("Satisfaction and loyalty are weak"),
    (_WEAK, None, None): msg("Satisfaction is weak"),
    (None, _STRONG, _STRONG): msg("Perceived value and loyalty are strong"),
    (None, _STRONG, _WEAK): msg("Perceived value is strong, but loyalty is weak"),
    (None, _STRONG, None): msg("Perceived value is strong"),
    (None, _WEAK, _STRONG): msg("Loyalty is strong, but perceived value is weak"),
    (None, _WEAK, _WEAK): msg("Perceived value and loyalty are weak"),
    (None, _WEAK, None): msg("Perceived value is weak"),
    (None, None, _STRONG): msg("Loyalty is strong"),
    (None, None, _WEAK): msg("Loyalty is weak"),
}

SATISFACTION: Mapping[tuple[Change, Level | None], Callable[[Period], Message]] = {
    (Change.UP, _STRONG): lambda p: msg(
        "Customers are more satisfied than in {period}, and the level is strong", period=p
    ),
    (Change.UP, _WEAK): lambda p: msg("Customers are more satisfied than in {period}, but the level is weak", period=p),
    (Change.UP, None): lambda p: msg("Customers are more satisfied than in {period}", period=p),
    (Change.DOWN, _STRONG): lambda p: msg(
        "Customers are less satisfied than in {period}, but the level is strong", period=p
    ),
    (Change.DOWN, _WEAK): lambda p: msg(
        "Customers are less satisfied than in {period}, and the level is weak", period=p
    ),
    (Change.DOWN, None): lambda p: msg("Customers are less satisfied than in {period}", period=p),
    (Change.SAME, _STRONG): lambda p: msg("Customer satisfaction is unchanged since {period}, and strong", period=p),
    (Change.SAME, _WEAK): lambda p: msg("Customer satisfaction is unchanged since {period}, and weak", period=p),
    (Change.SAME, None): lambda p: msg("Customer satisfaction is unchanged since {period}", period=p),
}

SATISFACTION_LEVEL: Mapping[Level, Message] = {
    Level.STRONG: msg("Customer satisfaction is strong"),
    Level.FAIR_OR_STRONG: msg("Customer satisfaction lies on the border between fair and strong"),
    Level.FAIR: msg("Customer satisfaction is at a fair level"),
    Level.WEAK_OR_FAIR: msg("Customer satisfaction lies on the border between weak and fair"),
    Level.WEAK: msg("Customer satisfaction is weak"),
}

VALUE: Mapping[tuple[Change, Level | None], Callable[[Period], Message]] = {
    (Change.UP, _STRONG): lambda p: msg("Perceived value is higher than in {period}, and strong", period=p),
    (Change.UP, _WEAK): lambda p: msg("Perceived value is higher than in {period}, but still weak", period=p),
    (Change.UP, None): lambda p: msg("Perceived value is higher than in {period}", period=p),
    (Change.DOWN, _STRONG): lambda p: msg("Perceived value is lower than in {period}, but still strong", period=p),
    (Change.DOWN, _WEAK): lambda p: msg("Perceived value is lower than in {period}, and weak", period=p),
    (Change.DOWN, None): lambda p: msg("Perceived value is lower than in {period}", period=p),
    (Change.SAME, _STRONG): lambda p: msg("Perceived value is unchanged since {period}, and strong", period=p),
    (Change.SAME, _WEAK): lambda p: msg("Perceived value is unchanged since {period}, and weak", period=p),
    (Change.SAME, None): lambda p: msg("Perceived value is unchanged since {period}", period=p),
}

VALUE_LEVEL: Mapping[Level, Message] = {
    Level.STRONG: msg("Perceived value is strong"),
    Level.FAIR_OR_STRONG: msg("Perceived value lies on the border between fair and strong"),
    Level.FAIR: msg("Perceived value is at a fair level"),
    Level.WEAK_OR_FAIR: msg("Perceived value lies on the border between weak and fair"),
    Level.WEAK: msg("Perceived value is weak"),
}

LOYALTY_LEVEL: Mapping[Level, Message] = {
    Level.STRONG: msg("Customer loyalty is strong"),
    Level.FAIR_OR_STRONG: msg("Customer loyalty lies on the border between fair and strong"),
    Level.FAIR: msg("Customer loyalty is at a fair level"),
    Level.WEAK_OR_FAIR: msg("Customer loyalty lies on the border between weak and fair"),
    Level.WEAK: msg("Customer loyalty is weak"),
}

#: By how many key figures became clearly better and worse: none, one, more (2).
KEY_FIGURES: Mapping[tuple[int, int], Callable[[int, int], Message]] = {
    (1, 0): lambda _b, _w: msg("One key figure is clearly better, none is clearly worse"),
    (2, 0): lambda b, _w: msg("{better} key figures are clearly better, none is clearly worse", better=b),
    (0, 1): lambda _b, _w: msg("One key figure is clearly worse, none is clearly better"),
    (0, 2): lambda _b, w: msg("{worse} key figures are clearly worse, none is clearly better", worse=w),
    (1, 1): lambda _b, _w: msg("One key figure is clearly better, and one is clearly worse"),
    (2, 1): lambda b, _w: msg("{better} key figures are clearly better, and one is clearly worse", better=b),
    (1, 2): lambda _b, w: msg("One key figure is clearly better, and {worse} are clearly worse", worse=w),
    (2, 2): lambda b, w: msg(
        "{better} key figures are clearly better, and {worse} are clearly worse", better=b, worse=w
    ),
}

#: By whether the client is ahead, and behind, for certain on any of more than two measures.
BENCHMARK_COUNTS: Mapping[tuple[bool, bool], Callable[[int, int, int], Message]] = {
    (True, True): lambda ahead, behind, total: msg(
        "Clearly ahead of the benchmark on {ahead} of {total} measures, behind on {behind}",
        ahead=ahead,
        behind=behind,
        total=total,
    ),
    (True, False): lambda ahead, _b, total: msg(
        "Clearly ahead of the benchmark on {ahead} of {total} measures", ahead=ahead, total=total
    ),
    (False, True): lambda _a, behind, total: msg(
        "Clearly behind the benchmark on {behind} of {total} measures", behind=behind, total=total
    ),
}
