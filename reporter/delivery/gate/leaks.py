"""The leak guard: a report and its mail hold the marks of their client and of no other.

The worst fault a consultancy can have is client A's figures in client B's mail. What is looked at is the finished
message, after everything that could have mixed two clients up: the text of each page, what else the PDF holds, subject,
text and HTML of the mail, names of files, headers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.delivery.gate.marks import hits, marks_of
from reporter.delivery.gate.paper import paper_spots, read_paper
from reporter.delivery.gate.squeezed import squeeze
from reporter.delivery.gate.texts import mail_spots
from reporter.delivery.gate.values import Obstacle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reporter.delivery.gate.identities import Identity
    from reporter.delivery.gate.marks import Mark
    from reporter.delivery.gate.paper import Paper
    from reporter.delivery.gate.squeezed import Squeezed
    from reporter.delivery.gate.texts import Material, Spot

LEAK, NOT_ITS_OWN = "E433", "E434"
_MOST_PLACES = 4  # that are told
_PARTS = {"pdf": "PDF", "text": "mail's text", "html": "mail's HTML"}


def leaks(own: Identity, others: Sequence[Identity], material: Material) -> tuple[Obstacle, ...]:
    """Return what shows that a message is not its client's, or not only its client's; each must stop it.

    A mark of another client that lies within a mark of this one is no leak: "Nord" in the report of "Nord Bygg AB", or
    a domain or number that two companies of a group share. A client that rightly writes of another one (a customer, a
    competitor) names it in ``names`` of its ``[delivery]``.

    Args:
        own: the client that gets the message.
        others: all other clients of the workspace.
        material: the finished message.
    """
    paper = read_paper(material.pdf)
    if paper is None:
        return (_stop(NOT_ITS_OWN, "the PDF cannot be read, so nobody knows whose it is", "unreadable PDF"),)
    spots = (*paper_spots(paper), *mail_spots(material))
    read = [(spot, squeeze(spot.text)) for spot in spots if spot.text]
    mine = marks_of(own, own=True)
    found = [*_wrong_stamp(own, material.period, paper), *_nameless(own, others, read)]
    found += _foreign(mine, others, read)
    return tuple({(one.code, one.reason): one for one in found}.values())


def _wrong_stamp(own: Identity, period: str, paper: Paper) -> Iterable[Obstacle]:
    """Yield what is wrong with the PDF's stamp."""
    if paper.client != own.slug:
        reason = "the PDF is stamped as another client's" if paper.client else "the PDF has no client's stamp"
        yield _stop(NOT_ITS_OWN, reason, reason)
    if paper.period != period:
        reason = (
            f"the PDF is stamped as of {paper.period}, not of {period}" if paper.period else "the PDF has no period"
        )
        yield _stop(NOT_ITS_OWN, reason, "the PDF is of another period")


def _nameless(own: Identity, others: Sequence[Identity], read: Sequence[tuple[Spot, Squeezed]]) -> Iterable[Obstacle]:
    """Yield each part of the message that does not name its client.

    A name that is another client's as well proves nothing.
    """
    theirs = {mark.letters for other in others for mark in marks_of(other, own=True) if mark.kind == "name"}
    proofs = [mark for mark in marks_of(own, own=True) if mark.kind == "name" and mark.letters not in theirs]
    for part, title in _PARTS.items():
        texts = [text for spot, text in read if spot.part == part]
        if (part != "html" or texts) and not any(any(hits(text, mark, "prose")) for text in texts for mark in proofs):
            reason = f"the {title} does not hold the client's name"
            yield _stop(NOT_ITS_OWN, reason, reason)


def _foreign(
    mine: Sequence[Mark], others: Sequence[Identity], read: Sequence[tuple[Spot, Squeezed]]
) -> Iterable[Obstacle]:
    """Yield each kind of mark of each other client that was found, with the places."""
    marks = [(other.slug, mark) for other in others for mark in marks_of(other)]
    found: dict[tuple[str, str], dict[str, None]] = {}
    for spot, text in read:
        own: list[tuple[int, int]] | None = None
        for slug, mark in marks:
            if mark.letters not in text.letters:
                continue
            for start, end in hits(text, mark, spot.place):
                if own is None:
                    own = [span for one in mine for span in hits(text, one, spot.place)]
                if not any(first <= start and end <= last for first, last in own):
                    found.setdefault((slug, mark.kind), {})[spot.name] = None
                    break
    for (slug, kind), names in found.items():
        places = list(names)
        told = "; ".join(places[:_MOST_PLACES]) + (
            f"; and {more} more" if (more := len(places) - _MOST_PLACES) > 0 else ""
        )
        reason = f"the {kind} of another client (slug {slug}) in {told}"
        yield _stop(LEAK, reason, f"the {kind} of another client in {places[0]}")


def _stop(code: str, reason: str, brief: str) -> Obstacle:
    return Obstacle(code=code, reason=reason, kind="stop", brief=brief)
