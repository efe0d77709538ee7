"""The page to look at before going in: always one sheet, whatever stands on it."""

from collections.abc import Sequence
from datetime import datetime

from simulator.domain.card import Card
from simulator.domain.debrief import Debrief
from simulator.domain.marked import Partnered
from simulator.domain.scenario import Brief
from simulator.report.pdf.press import press
from simulator.report.phrases import starting

_LONGEST = 600
_LONGEST_TITLE = 120
_LONGEST_PROMISE = 160
_MOST_LINES = 8
_MOST = 3


def one_page(
    title: str,
    card: Card,
    *,
    made_at: datetime,
    standing: Sequence[str] = (),
    held_to: str = "",
    line_label: str = "My first line",
    source: str = "",
) -> bytes:
    """One A4 page as PDF, in large type: what matters to me, what I will ask, my limit, my first line.

    All texts are set as they were written; a line feed begins a new line. What is empty becomes ruled lines to write
    on, so an empty card is a sheet to fill in by hand. The type shrinks as far as it can be read on a sheet held in
    the hand, then the texts are cut at a word, with an ellipsis.

    `made_at` dates the sheet (UTC if it knows no time zone); `standing` are promises that stand, one sentence each, and
    `held_to` what one wants to be held to: left out where empty. `line_label` is the heading over the first line;
    `source` is a sentence at the foot that says what the sheet was made from. Equal arguments give equal bytes.
    """
    promises = [shortened(promise, _LONGEST_PROMISE) for promise in standing if promise.strip()]
    more = len(promises) - _MOST
    document = {
        "title": shortened(title, _LONGEST_TITLE) or "The talk ahead",
        "fields": [
            {"label": "What matters to me", "lines": _lines(card.matters)},
            {"label": "What I will ask", "lines": _lines(card.ask)},
            {"label": "My limit", "lines": _lines(card.limit)},
            {"label": line_label, "lines": _lines(card.first_line), "spoken": True},
        ],
        "standing": promises[:_MOST] + ([f"and {more} more, in the debrief"] if more > 0 else []),
        "held_to": shortened(held_to, _LONGEST_PROMISE * 2),
        "source": source,
    }
    return press("before", document, made_at)


def before_pdf(debrief: Debrief, brief: Brief, made_at: datetime, card: Card | None = None) -> bytes:
    """The page made from a debrief; what `card` says comes before what the debrief knows."""
    drawn = card_from(debrief, brief)
    written = {name: text for name, text in (card or Card()).model_dump().items() if text.strip()}
    return one_page(
        debrief.title,
        drawn.model_copy(update=written),
        made_at=made_at,
        standing=_standing(debrief),
        held_to=debrief.hold_me_to or "",
        line_label="My first line" if "first_line" in written else "A line to have ready",
        source=f"Drawn from your rehearsal with {debrief.employee}. Strike out what does not fit, and write your own.",
    )


def card_from(debrief: Debrief, brief: Brief) -> Card:
    """What the debrief and the brief know, as a card: own needs, open questions, what is fixed, the better line."""
    return Card(
        matters=_joined(brief.own_needs),
        ask=_joined(_questions(debrief)),
        limit=_joined(brief.fixed),
        first_line=shortened(debrief.next_move.better or "", _LONGEST),
    )


# What would meet a criterion that was missed, as a question to ask.
_OPEN = {
    "S1": "What matters most to you in this?",
    "S2": "This is what I have understood. Have I got it right?",
    "S3": "Before I suggest anything: how is it for you?",
    "S4": "What ways forward do you see? And what else?",
    "S5": "Which part is yours, and which part is mine?",
    "S6": "Who does what, by when, and when do we look at it together?",
    "S7": "What will you hold me to?",
    "S9": "How could both be true, what you need and what I need?",
}
# A question of one's own that opened something stands for these.
_ASKED = frozenset({"S1", "S3"})


def _questions(debrief: Debrief) -> list[str]:
    """Own questions that opened something, then what was left open."""
    partnered = (note for turn in debrief.turns for note in turn.partnered)
    opened = [note.quote for note in partnered if isinstance(note, Partnered) and note.opened and "?" in note.quote]
    own = [shortened(quote, _LONGEST_PROMISE) for quote in opened[:1]]
    missed = [line.code for line in debrief.criteria if line.state in {"missed", "partly"}]
    left = [_OPEN[code] for code in missed if code in _OPEN and not (own and code in _ASKED)]
    return [*own, *left][:_MOST]


def _standing(debrief: Debrief) -> list[str]:
    """The promises that still stand, each once; those that both agreed on come first."""
    lines = sorted((line for line in debrief.plan.lines if line.taken_back is None), key=lambda line: not line.agreed)
    told = [
        f"{starting(line.who)}: “{shortened(line.what, _LONGEST_PROMISE - 60)}”"
        + (f", {line.when}" if line.when and line.when.lower() not in line.what.lower() else "")
        + (f" (work that is {debrief.employee}’s)" if line.theirs and line.who == "you" else "")
        for line in lines
    ]
    return list(dict.fromkeys(told))


def shortened(text: str, most: int) -> str:
    """The text on one line, cut at a word with an ellipsis where it is longer than `most` characters."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    head = text[: most - 2]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,.;:") + " …"


def _joined(lines: Sequence[str]) -> str:
    """A few lines as one field of a card."""
    few = [shortened(line, _LONGEST // _MOST - 1) for line in lines[:_MOST]]
    return "\n".join(few)


def _lines(text: str) -> list[str]:
    """The lines of a field; what goes beyond a sheet's worth is run together in the last."""
    lines = [line.strip(" \t-–•*") for line in text.splitlines() if line.strip(" \t-–•*")]
    if len(lines) == 1:
        return [text.strip()]
    return lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], " ".join(lines[_MOST_LINES - 1 :])]
