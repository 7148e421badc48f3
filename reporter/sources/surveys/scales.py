"""The scale of a survey question: told, stated by the question, or found in the answers; never guessed in silence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.model import Diagnostic, Level
from reporter.sources.surveys.questions import load_questions, plain_answer

if TYPE_CHECKING:
    from collections import Counter

    from reporter.sources.options import ReadOptions, Scale
    from reporter.sources.surveys.answers import Answers

#: From so many answers on, the absence of any 0 says that 0 was not offered.
CONFIRMING = 200
#: From so many answers on, an NPS question without any above 5 is on another scale, or is no NPS question.
_ENOUGH = 10
_TEN = 10
_SMALL_SCALES = (5, 7)
_TOPS = {3, 4, 5, 6, 7, 9, 10}
_GOOD, _MIDDLE = 4, 3
_SHOWN = 4
#: "=" in a question: 0 = not at all, 1 är mycket osannolikt; the letter may be lost.
_IS = r"\s*(?:=|(?:är|er|is|betyder|means|[?\ufffd]{1,2}r)\b)"
_WORDED = (
    re.compile(rf"\b([01]){_IS}(.*?)\b(\d{{1,2}}){_IS}"),
    re.compile(r"\b([01])\s*()(?:-|–|to|till|til|och|og|and)\s*(\d{1,2})\b"),
)
#: How easy something was: in a question for the effort that it took, the best is the least.
_EASE = re.compile(r"enkel|enkla|lätt|\bsvår|nem\w*|\blet\b|svær|\beasy|easier|difficult|\bhard")
_FROM_TOP = re.compile(rf"\b(\d{{1,2}}){_IS}.*?\b([01]){_IS}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is known of a question before its answers are looked at; ``told`` is the operator's or the format's scale.

    ``coded``: its numbers may be the places of the choices in a list, the best first.
    """

    item: str
    header: str
    file: str
    told: Scale | None
    coded: bool = False

    def warning(self, message: str, help_: str) -> Diagnostic:
        """Return a remark on the question's scale."""
        return Diagnostic(
            code="D104", level=Level.WARNING, message=message, file=self.file, column=self.header, help=help_
        )

    def fault(self, message: str, help_: str, row: int | None = None) -> InputError:
        """Return the refusal of the question's answers."""
        return InputError("D104", message, help=help_, file=self.file, row=row, column=self.header)

    @property
    def how(self) -> str:
        """How the scale is told."""
        flag = "--nps-scale 0-10 or 1-10" if self.item == "nps" else ""
        key = f"{self.item} = [1, 5] under [survey.scales] in client.toml, or under [scales] of a mapping"
        return f"{flag}, or {key}" if flag else key


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScale:
    """A scale, what was guessed, what is to be confirmed; ``clear``: it does not rest on a guess.

    ``flip``: the question counts down, and its answers are turned.
    """

    low: int
    high: int
    guess: str = ""
    diagnostic: Diagnostic | None = None
    clear: bool = True
    flip: bool = False


def told_scale(item: str, options: ReadOptions, declared: Scale | None) -> Scale | None:
    """Return the scale that the operator, else the format, tells of an item."""
    return options.scales.get(item) or (options.nps_scale if item == "nps" else None) or declared


def find_scale(question: Question, answers: Answers, counts: Counter[float]) -> ItemScale:
    """Return the scale of a question from its answers; ``counts``: score → how many gave it.

    Raises:
        InputError: D104, where the scores cannot be told, or only the operator can say what they mean.
    """
    name, item = question.header, question.item
    if answers.fault:
        raise question.fault(answers.fault, "correct the export, or export the answers as numbers from the worst up")
    if not counts:
        return ItemScale(low=0, high=_TEN, clear=False)
    if item == "ces_effort" and answers.points and any(_EASE.search(text.casefold()) for text in answers.scores):
        raise question.fault(
            "the question asks for the effort and the answers say how easy it was: which way they count is open",
            "export the answers as numbers with the question's own scale, or map the column as ces",
        )
    low, high = min(counts), max(counts)
    known = _fixed(question.told, f'"{name}": scale {{}} as told') if question.told else _stated(question)
    if known and answers.points and (known.low, known.high) != (1, answers.points):
        raise question.fault(
            f"the answers are words of a scale of {answers.points} steps, not of {known.low}–{known.high}",
            "export the answers as numbers, or correct the scale",
        )
    if known:
        return known
    if answers.points:
        turned = ", counting down: the words were used" if answers.turned else ""
        return _fixed((1, answers.points), f'"{name}": scale {{}} (worded answers{turned})')
    if question.coded and item != "nps" and answers.numbers:
        raise question.fault(
            "the answers are numbers of choices: whether 1 is the best or the worst cannot be told",
            f"export the choices' texts instead; if 1 is the worst, say so with {question.how}",
        )
    if low < 0 or high > _TEN:
        return ItemScale(low=0, high=_TEN, guess=f'"{name}": scale 0–10')
    return _nps_scale(question, counts) if item == "nps" else _usual(question, low, high)


def _fixed(scale: Scale, guess: str) -> ItemScale:
    return ItemScale(low=scale[0], high=scale[1], guess=guess.format(f"{scale[0]}–{scale[1]}"))


def _stated(question: Question) -> ItemScale | None:
    """Return the scale that a question states: ``(0 = not at all, 10 = very)``, ``1–7``, ``from 0 to 10``."""
    header, known = question.header, load_questions().labels
    if (found := _FROM_TOP.search(header)) and int(found[1]) in _TOPS:
        return _fixed((int(found[2]), int(found[1])), f'"{header}": scale {{}} as worded')
    found = next((one for pattern in _WORDED if (one := pattern.search(header)) and int(one[3]) in _TOPS), None)
    if not found:
        return None
    scale = _fixed((int(found[1]), int(found[3])), f'"{header}": scale {{}} as worded')
    lowest = plain_answer(found[2].strip(" ,;/-–"))
    step = known.get(lowest, 0)
    effort = question.item == "ces_effort"
    if effort and step and _EASE.search(lowest):
        step = _MIDDLE * 2 - step  # what was easy took little
    if step < _GOOD:
        return scale
    ends = ("the most effort", "high is much effort") if effort else ("the best", "high is good")
    turned = question.warning(
        f"the question counts down ({scale.low} is {ends[0]}): the answers were turned, so that {ends[1]}",
        "nothing needs to be done, if that is what it asks",
    )
    return replace(scale, flip=True, diagnostic=turned, guess=f"{scale.guess}, counting down: the answers were turned")


def _usual(question: Question, low: float, high: float) -> ItemScale:
    """Return the smallest usual scale that holds the answers; it is confirmed where both its ends were used."""
    top = next((one for one in _SMALL_SCALES if high <= one), _TEN)
    bottom = 0 if low == 0 else 1
    if bottom == 0:
        top = _TEN if high > _SMALL_SCALES[0] else top
    clear = (low, high) == (bottom, top)
    told = f"answers {low:g}–{high:g}"
    return ItemScale(
        low=bottom,
        high=top,
        guess=f'"{question.header}": scale {bottom}–{top} ({question.item}, {told})',
        diagnostic=None
        if clear
        else question.warning(
            f"the scale of {question.item} is not confirmed: {told}, read as {bottom}–{top}",
            f"say it with {question.how}",
        ),
        clear=clear,
    )


def _nps_scale(question: Question, counts: Counter[float]) -> ItemScale:
    """Return the NPS scale: any 0 confirms 0–10; no 0 among many answers speaks for 1–10.

    Raises:
        InputError: D104, where no answer is above 5: then the question was asked on a smaller scale.
    """
    answers, low, high = counts.total(), min(counts), max(counts)
    header = question.header
    if low > 0 and high <= _SMALL_SCALES[0] and answers >= _ENOUGH:
        raise question.fault(
            f"none of {answers} answers is above {high:g}: the question was asked on another scale than 0–10",
            "say its scale with nps = [1, 5] under [survey.scales] in client.toml, or under [scales] of a mapping: "
            "it is then shown as an index, never as NPS; "
            "or confirm the usual one with --nps-scale 0-10",
        )
    if low == 0:
        return ItemScale(low=0, high=_TEN, guess=f'"{header}": scale 0–10 (nps, a 0 was given)')
    if answers < CONFIRMING:
        guess = f'"{header}": scale 0–10 (nps, taken as usual; no 0 was given)'
        return ItemScale(low=0, high=_TEN, guess=guess, clear=False)
    return ItemScale(
        low=1,
        high=_TEN,
        guess=f'"{header}": scale 1–10 (nps, no 0 among {answers} answers)',
        diagnostic=question.warning(
            f"the NPS scale is not confirmed: no 0 among {answers} answers, read as 1–10",
            'say it with --nps-scale 0-10 or 1-10, or nps_scale = "0-10" under [survey]',
        ),
    )


def by_wave(question: Question, waves: dict[str, ItemScale]) -> tuple[dict[str, ItemScale], Diagnostic | None]:
    """Return the scale of each wave, and a remark where it changes between them.

    A wave whose own answers leave its scale open has that of the others, where those agree.
    """
    clear = {(one.low, one.high): one for one in waves.values() if one.clear}
    if len(clear) == 1:
        (common,) = clear.values()
        waves = {wave: one if one.clear or one.high > common.high else common for wave, one in waves.items()}
    found: dict[tuple[int, int], list[str]] = {}
    for wave, one in waves.items():
        found.setdefault((one.low, one.high), []).append(wave)
    if len(found) < 2:  # noqa: PLR2004 - one scale changes nothing
        return waves, None
    shown = {scale: ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "") for scale, names in found.items()}
    told = "; ".join(f"{low}–{high} in {names}" for (low, high), names in sorted(shown.items()))
    return waves, question.warning(
        f"the scale of {question.item} changes between the waves: {told}; each keeps its own, and they are not pooled",
        f"say it with {question.how}, if it is the same in all",
    )
