"""The debrief as a PDF to print and to keep; and a talk that left the role, in its plain words."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from simulator.domain.debrief import Debrief
from simulator.domain.marked import DebriefTurn, Flag, Partnered
from simulator.report.account import whose_account, why
from simulator.report.curve import TABLE_HEAD, draw_curve, printed, table_rows
from simulator.report.left_role import LeftTalk
from simulator.report.pdf.press import press
from simulator.report.phrases import starting

_ASIDE = "aside"


def debrief_pdf(debrief: Debrief, made_at: datetime) -> bytes:
    """The whole debrief in its order, the number last; `made_at` is the day of the talk."""
    rated = debrief.self_rated
    document: dict[str, object] = {
        **asdict(debrief),
        "turns": [_turn(turn) for turn in debrief.turns],
        "account": _account(debrief),
        "self_rated": [words for words in (rated.sentence, rated.kinds, rated.differ) if words] if rated else [],
        "needs": [asdict(need) | {"who": starting(need.who)} for need in debrief.needs],
        "options": [asdict(option) | {"who": starting(option.who)} for option in debrief.options],
        "curve": _curve(debrief),
        "plan": asdict(debrief.plan)
        | {"lines": [asdict(line) | {"who": starting(line.who)} for line in debrief.plan.lines]},
        "reliability": _reliability(debrief),
        "said": any(turn.speaker == "leader" for turn in debrief.turns),
    }
    return press("full", document, made_at)


def left_pdf(talk: LeftTalk) -> bytes:
    """The plain talk with the help that fits; no finding, no figure."""
    document = {
        "title": talk.title,
        "lead": talk.told.lead,
        "help": talk.told.help,
        "kept": talk.told.kept,
        "turns": [{"name": turn.name, "speaker": turn.speaker, "text": turn.text} for turn in talk.turns],
    }
    return press("left", document, talk.ended_at or talk.opened_at)


def _turn(turn: DebriefTurn) -> dict[str, object]:
    """The turn with its notes in the order of their words, and each piece with the numbers of the notes it ends."""
    notes: list[Flag | Partnered] = sorted((*turn.flags, *turn.partnered), key=lambda note: (note.start, note.end))
    numbers = {note.id: number for number, note in enumerate(notes, start=1)}
    tags = {note.id: note.tag for note in notes}
    last = {mark: place for place, piece in enumerate(turn.segments) for mark in piece.marks}
    pieces = [
        {
            "text": piece.text,
            "tag": tags[piece.marks[0]] if piece.marks else _ASIDE if piece.aside else None,
            "ends": [numbers[mark] for mark in piece.marks if last[mark] == place],
        }
        for place, piece in enumerate(turn.segments)
    ]
    return {
        "place": asdict(turn.place),
        "speaker": turn.speaker,
        "name": turn.name,
        "tags": list(turn.tags),
        "pieces": pieces,
        "notes": [asdict(note) | {"good": isinstance(note, Partnered)} for note in notes],
        "events": [asdict(event) for event in turn.events],
        "unread": turn.unread,
        "note": turn.note,
        "own": turn.own.sentence if turn.own else None,
        "second": asdict(turn.second) | {"agrees": turn.second.agrees} if turn.second else None,
    }


def _account(debrief: Debrief) -> Mapping[str, object] | None:
    if debrief.account is None:
        return None
    felt = [asdict(felt) | {"name": starting(felt.name), "why": why(felt)} for felt in debrief.account.felt]
    return {"sentence": debrief.account.sentence, "felt": felt, "whose": whose_account(debrief.employee)}


def _curve(debrief: Debrief) -> Mapping[str, object]:
    return {
        "sentence": debrief.curve.sentence,
        "drawing": printed(draw_curve(debrief.curve)),
        "head": TABLE_HEAD,
        "rows": table_rows(debrief.curve),
    }


def _reliability(debrief: Debrief) -> list[Mapping[str, str]]:
    """How far each move found here can be trusted, once for each, in the order they were first found."""
    known = {
        note.name: note.reliability
        for turn in debrief.turns
        for note in (*turn.flags, *turn.partnered)
        if note.reliability
    }
    return [{"name": name, "words": words} for name, words in known.items()]
