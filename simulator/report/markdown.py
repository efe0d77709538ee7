"""A Debrief as Markdown. What people said stands in it as text: it can make no heading, link, HTML, list or table."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from simulator.domain.debrief import Account, Card, Debrief, SelfRated
from simulator.domain.marked import DebriefTurn, Flag, Partnered, Place, SecondOpinion, Segment
from simulator.report.account import whose_account, why
from simulator.report.curve import TABLE_HEAD, table_rows
from simulator.report.phrases import listed, starting

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$@]|:(?=/))")
_WORD_DOT = re.compile(r"(?<=www)\.", re.IGNORECASE)
_BLOCK = re.compile(r"^(\d*)([-+=.)])")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"
_SOURCES = {"voiced": "said so", "confirmed": "guessed by you and confirmed", "assumed": "assumed by you"}
_STATES = {"met": "Yes", "partly": "In part", "missed": "Not yet", "does not apply": "Not here"}


def to_markdown(debrief: Debrief) -> str:
    """The debrief from the strength to the number; CommonMark with tables (GFM), ending with a line feed."""
    blocks = [
        f"# Debrief: {inline(debrief.title)}",
        *_headline(debrief),
        *_conversation(debrief),
        *_held(debrief),
        *_ledgers(debrief),
        *_curve(debrief),
        *_criteria(debrief),
        *_number(debrief),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def plain(text: str) -> str:
    """Somebody's words as one line of Markdown text that means nothing but itself, also at the start of a line."""
    return _BLOCK.sub(r"\1\\\2", inline(text))


def inline(text: str) -> str:
    """The same for the middle of a line, where a leading dash or number means nothing."""
    seen = "".join(
        " "
        if character.isspace()
        else ""
        if unicodedata.category(character) in _UNSEEN and character not in _JOINERS
        else character
        for character in text
    )
    return _WORD_DOT.sub(r"\\.", _SPECIAL.sub(r"\\\1", " ".join(seen.split())))


def _headline(debrief: Debrief) -> Iterable[str]:
    strength, step = debrief.strength, debrief.next_move
    yield "## One thing you did well"
    if strength.quote and strength.place:
        yield f"> {_quote(strength.quote)} ({strength.place.words})"
    yield plain(strength.sentence)
    yield plain(strength.opened or "")
    yield "## One thing to try next"
    yield f"**{plain(step.title)}** {plain(step.why)}"
    if step.better:
        yield "Say this out loud, in your own words:"
        yield f"> {_quote(step.better)}"
    yield plain(step.advice)
    if debrief.praise:
        yield "## Mended on the way"
        yield _bullets(f"{_quote(praise.quote)} {plain(praise.sentence)}" for praise in debrief.praise)
    yield "## How it ended"
    yield plain(debrief.ending.text if debrief.ending else debrief.no_ending or "")
    if debrief.account:
        yield from _account(debrief.account, debrief.employee)
    yield plain(debrief.own_energy.sentence)
    if debrief.hold_me_to:
        yield f"You want to be held to this: {_quote(debrief.hold_me_to)}"


def _account(account: Account, name: str) -> Iterable[str]:
    yield f"### How {inline(name)} might tell it"
    if account.sentence:
        yield f"> {_quote(account.sentence)}"
    yield _bullets(f"{felt.name}: {felt.words}, {felt.value} of 10. {plain(why(felt))}" for felt in account.felt)
    yield plain(whose_account(name))


def _self_rated(rated: SelfRated) -> Iterable[str]:
    yield "## How you saw it yourself"
    yield plain(" ".join(filter(None, (rated.sentence, rated.kinds))))
    if rated.differ:
        yield plain(rated.differ)


def _conversation(debrief: Debrief) -> Iterable[str]:
    if debrief.self_rated:
        yield from _self_rated(debrief.self_rated)
    yield "## The conversation"
    yield "Words in bold carry a move; the number leads to the note below the line."
    for turn in debrief.turns:
        notes: list[Flag | Partnered] = sorted((*turn.flags, *turn.partnered), key=lambda note: (note.start, note.end))
        numbers = {note.id: str(number) for number, note in enumerate(notes, start=1)}
        yield _heading(turn)
        yield f"> {_marked(turn.segments, numbers)}"
        yield "\n".join(f"{numbers[note.id]}. {_note(note, debrief.employee)}" for note in notes)
        yield _bullets(plain(event.text) for event in turn.events)
        yield f"*{plain(turn.unread)}*" if turn.unread else ""
        yield f"*{plain(turn.note)}*" if turn.note else ""
        yield _second(turn.second) if turn.second else ""
        yield f"*{plain(turn.own.sentence)}*" if turn.own else ""


def _second(second: SecondOpinion) -> str:
    """What the second reader said, told apart from the first."""
    if second.unread:
        return f"*Second reader ({inline(second.model)}): not scored. {inline(second.unread)}*"
    if second.agrees:
        return f"*Second reader ({inline(second.model)}): finds the same.*"
    lines = [f"Second reader ({inline(second.model)}):"]
    lines += [
        f"- {'Also finds' if move.shared else 'Finds'} {inline(move.name)}: {_quote(move.quote)} {inline(move.reason)}"
        for move in second.moves
    ]
    lines += [f"- Does not find {inline(name)}" for name in second.missing]
    return "\n".join(lines)


def _heading(turn: DebriefTurn) -> str:
    if turn.speaker == "employee":
        return f"**{plain(turn.name)}**"
    ribbon = f" · {listed(turn.tags)}" if turn.tags else ""
    return f"**{plain(turn.name)}, {turn.place.words}**{ribbon}"


def _marked(segments: Sequence[Segment], numbers: dict[str, str]) -> str:
    """The text with its moves in bold and their numbers after; body language in italics."""
    runs: list[tuple[str, tuple[str, ...], bool]] = []
    for segment in segments:
        marks = tuple(numbers[mark] for mark in segment.marks)
        if runs and marks and runs[-1][1]:  # two runs of bold cannot touch
            text, known, aside = runs.pop()
            runs.append((text + segment.text, tuple(dict.fromkeys((*known, *marks))), aside))
        else:
            runs.append((segment.text, marks, segment.aside))
    parts = [_run(runs, place) for place in range(len(runs))]
    return "“" + " ".join("".join(parts).split()) + "”"


def _run(runs: Sequence[tuple[str, tuple[str, ...], bool]], place: int) -> str:
    text, marks, aside = runs[place]
    before = runs[place - 1][0][-1:] if place else ""
    after = runs[place + 1][0][:1] if place + 1 < len(runs) else ""
    lead = " " if text[:1].isspace() else ""
    trail = " " if text[-1:].isspace() else ""
    inner = inline(text)
    # Emphasis that begins or ends inside a word, or holds nothing, would show its stars.
    whole = inner and not ((before + text[:1]).isalnum() and before) and not ((text[-1:] + after).isalnum() and after)
    if marks and whole:
        inner = f"**{inner}** ({', '.join(marks)})"
    elif marks:
        inner = f"{inner} ({', '.join(marks)})"
    elif aside and whole:
        inner = f"*{inner}*"
    return f"{lead}{inner}{trail}"


def _note(note: Flag | Partnered, name: str) -> str:
    head = f"**{inline(note.name)}** ({note.tag}, {note.sure})"
    if isinstance(note, Partnered):
        opened = " It opened something." if note.opened else ""
        return f"{head}. {inline(note.effect)}{opened}"
    parts = [note.meant, note.effect]
    if note.bait:
        parts.append(f"Just before came a pull from {name} ({note.bait.meaning}): an easy moment to slip.")
    parts += [f"A better line: “{note.better}”" if note.better else note.advice, note.cost_sentence or ""]
    if note.repaired:
        parts.append(f"You mended it in {note.repaired.words}, so it weighs half.")
    parts.append(note.reliability or "")
    # Four spaces: under "1." and under "10." alike.
    return "\n".join((f"{head}: {_quote(note.quote)}", *(f"    - {plain(part)}" for part in parts if part)))


def _held(debrief: Debrief) -> Iterable[str]:
    yield f"## What {plain(debrief.employee)} held"
    yield plain(debrief.disclosures.sentence)
    yield "\n".join(f"{number}. {_card(card)}" for number, card in enumerate(debrief.disclosures.cards, start=1))
    yield _bullets(plain(sentence) for sentence in debrief.disclosures.sentences)


def _card(card: Card) -> str:
    if card.state == "closed":
        return "Closed."
    turned = f" Turned by {_words(card.place)}{f', {_quote(card.quote)}' if card.quote else ''}." if card.place else ""
    closed = ""
    if card.state == "closed-again":
        words = f", {_quote(card.closing_quote)}" if card.closing_quote else ""
        closed = f" Closed again by {_words(card.closed_by)}{words}."
    return f"{plain(card.text or '')}{turned}{closed}"


def _ledgers(debrief: Debrief) -> Iterable[str]:
    yield "## What was on the table"
    yield "### Needs"
    rows = [
        (starting(plain(need.who)), _quote(need.text), _SOURCES[need.source], need.place.words)
        for need in debrief.needs
    ]
    yield _table(("Whose", "What", "How", "Where"), rows) or "No need was voiced or checked."
    yield "### Options"
    options = [(starting(plain(option.who)), _quote(option.text), option.place.words) for option in debrief.options]
    yield _table(("Who first", "What", "Where"), options) or "No option was voiced."
    yield "### The plan as it stands"
    yield plain(debrief.plan.sentence)
    yield _table(
        ("Who", "What", "When", "Check-in", "Agreed", "What a leader owes"),
        [
            (
                starting(inline(line.who)),
                _quote(line.what) + (f" (taken back in {line.taken_back.words})" if line.taken_back else ""),
                inline(line.when or "no date"),
                "yes" if line.check_in else "no",
                line.agreed.words if line.agreed else "no yes yet",
                inline(line.owes or "–"),
            )
            for line in debrief.plan.lines
        ],
    )
    if debrief.plan.lines:
        yield f"Of what a leader owes, the plan holds: {listed(debrief.plan.given) or 'nothing yet'}."


def _curve(debrief: Debrief) -> Iterable[str]:
    yield "## See-saw, energy and trust"
    yield plain(debrief.curve.sentence)
    yield _table(TABLE_HEAD, [[inline(cell) for cell in row] for row in table_rows(debrief.curve)])
    yield plain(debrief.talk.sentence)


def _criteria(debrief: Debrief) -> Iterable[str]:
    yield "## What the conversation held"
    yield _bullets(
        f"{_STATES[line.state]}: {plain(line.sentence)}"
        + (f" ({plain(listed([place.words for place in line.evidence]))})" if line.evidence else "")
        for line in debrief.criteria
    )


def _number(debrief: Debrief) -> Iterable[str]:
    verdict = debrief.verdict
    yield "## Last, the number"
    if verdict.score is None:
        yield f"{plain(verdict.why_not or '')} {plain(verdict.sentence)}"
    else:
        yield f"{verdict.score} of 100, {plain(verdict.band or '')}. {plain(verdict.sentence)}"
    if verdict.caps and verdict.before_caps is not None:
        yield f"Without what follows it would have been {verdict.before_caps}:"
        yield _bullets(plain(cap) for cap in verdict.caps)
    yield "---"
    yield f"*{plain(debrief.credit)}*"
    yield f"*Rubric {inline(debrief.rubric_version)}, reader {inline(debrief.reader_version)}.*"


def _quote(text: str) -> str:
    return f"“{inline(text)}”"


def _words(place: Place | None) -> str:
    return place.words if place else "a line"


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"- {starting(item)}" for item in items)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
