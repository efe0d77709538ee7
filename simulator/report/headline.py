"""What comes first: one strength, one next move, and praise for what was mended."""

from collections.abc import Mapping, Sequence

from simulator.domain.debrief import NextMove, Praise, Strength
from simulator.domain.marked import Flag, Partnered
from simulator.domain.persona_state import Receipt
from simulator.domain.scorecard import CriterionResult, ScoredTurn
from simulator.domain.wording import sentences
from simulator.report.conversation import Conversation
from simulator.report.moves import choose_rewrite
from simulator.report.phrases import listed, quoted, starting

Notes = Mapping[int, tuple[Flag | Partnered, ...]]

# The move that meets a criterion, where one half of it is missing and where all of it is.
_WAY_TO = {
    "S1": ("ASK", "SHARE"),
    "S2": ("CONFIRM", "CONFIRM"),
    "S3": ("ASK", "ASK"),
    "S4": ("OPTIONS", "OPTIONS"),
    "S5": ("SPLIT", "SPLIT"),
    "S6": ("CLOSE", "CLOSE"),
    "S7": ("HOLD", "HOLD"),
    "S8": ("ASK", "VIEW"),
    "S9": ("TENSION", "TENSION"),
}
_RESULTS, _OWN = frozenset({"VIEW", "BAR"}), frozenset({"SHARE"})


def find_strength(conversation: Conversation, notes: Notes) -> Strength:
    """The weightiest partnering move; of equals the one that opened most, then the surest, then the earliest."""
    if not conversation.leader_turns:
        return Strength("You have not said anything yet, so there is nothing to look at.")
    found = [note for turn in notes.values() for note in turn if isinstance(note, Partnered)]
    if not found:
        return Strength(
            "No partnering move was found in your lines this time. The reader can miss one: the lines are all below, "
            "and you are the better judge of what you meant."
        )
    by_code = conversation.rubric.by_code

    def worth(note: Partnered) -> tuple[int, int, float, int]:
        return (by_code[note.code].weight, _depth(conversation, note), note.confidence, -note.place.turn)

    best = max(found, key=worth)
    name = best.name[:1].lower() + best.name[1:]
    return Strength(
        sentence=f"Keep what you did in {best.place.words}: {name}. {best.effect}",
        quote=best.quote,
        place=best.place,
        move=best.id,
        opened=_what_it_opened(conversation, best),
    )


def find_next_move(conversation: Conversation, notes: Notes) -> NextMove:
    """The gravest slip left standing; without one the criterion that lost most points; without one a harder day."""
    if not conversation.leader_turns:
        return _first_line(conversation)
    flags = [note for turn in notes.values() for note in turn if isinstance(note, Flag) and note.repaired is None]
    if flags:
        flag = min(flags, key=lambda flag: (-flag.severity, -flag.confidence, flag.place.turn))
        return NextMove(
            title=f"Try {flag.place.words} once more.",
            why=f"{flag.meant} {flag.effect}",
            better=flag.better,
            advice=flag.advice,
            place=flag.place,
            flag=flag.id,
            better_by=flag.better_by,
        )
    missed = [result for result in conversation.scorecard.criteria if result.applies and not result.met]
    if missed:
        return _towards(conversation, max(missed, key=lambda result: result.of - result.points))
    return NextMove(
        title="Do it again on a worse day.",
        why="No slip was left standing, and all that this conversation asks for was there.",
        better=None,
        advice=f"Sit down with {conversation.name} once more, tired or in a hurry, and see what of it is still there.",
    )


def find_praise(conversation: Conversation, notes: Notes) -> tuple[Praise, ...]:
    """One for each turn that was mended, in the order of the mending."""
    found = []
    for turn in conversation.leader_turns:
        mended = [flag for flag in notes[turn.index] if isinstance(flag, Flag) and flag.repaired is not None]
        by = next((flag.repaired for flag in mended), None)
        if by is None:
            continue
        slip = conversation.places[turn.index]
        names = listed([quoted(flag.quote, 60) for flag in mended])
        found.append(
            Praise(
                place=by,
                slip=slip,
                quote=_mending_words(conversation.scorecard.turns[by.turn], notes[by.turn]),
                flags=tuple(flag.id for flag in mended),
                sentence=f"In {by.words} you came back to {names} and took it up again. It weighs half now, and "
                f"{conversation.name} saw that a slip can be mended here.",
            )
        )
    return tuple(sorted(found, key=lambda praise: (praise.place.turn, praise.slip.turn)))


def _opening(conversation: Conversation, move: Partnered) -> list[Receipt]:
    moment = conversation.moment_of_line.get(move.place.line)
    return [
        receipt
        for receipt in (moment.receipts if moment else ())
        if receipt.code == move.code and receipt.kind in {"opened", "told"}
    ]


def _depth(conversation: Conversation, move: Partnered) -> int:
    return max((receipt.tier for receipt in _opening(conversation, move)), default=0)


def _what_it_opened(conversation: Conversation, move: Partnered) -> str | None:
    receipts = _opening(conversation, move)
    told = [receipt.text for receipt in receipts if receipt.kind == "told"]
    if told:
        return f"It earned you something {conversation.name} had held back until then: {told[0]}"
    return next((receipt.text for receipt in receipts if receipt.kind == "opened"), None)


def _first_line(conversation: Conversation) -> NextMove:
    rewrite = choose_rewrite(conversation.scenario, "S3", "", "", ())
    return NextMove(
        title="Say a first line.",
        why="Nothing has been said yet.",
        better=rewrite.line if rewrite else None,
        advice=conversation.rubric.by_code["ASK"].advice,
    )


def _towards(conversation: Conversation, result: CriterionResult) -> NextMove:
    criterion = next(item for item in conversation.rubric.criteria if item.code == result.code)
    partly, wholly = _WAY_TO[result.code]
    wanted = {"S1": _OWN, "S8": _RESULTS}.get(result.code, frozenset())
    there = {scored.finding.code for turn in conversation.leader_turns for scored in turn.findings}
    move = conversation.rubric.by_code[partly if wanted & there else wholly]
    rewrite = choose_rewrite(conversation.scenario, result.code, "", "", ())
    return NextMove(
        title=starting(f"{move.name[:1].lower()}{move.name[1:]}."),
        why=criterion.missed,
        better=rewrite.line if rewrite else None,
        advice=move.advice,
        criterion=result.code,
    )


def _mending_words(turn: ScoredTurn, notes: Sequence[Flag | Partnered]) -> str:
    partnered = [note for note in notes if isinstance(note, Partnered)]
    best = next((note for note in partnered if note.code == "HOLD"), partnered[0] if partnered else None)
    return best.quote if best else next(iter(sentences(turn.text)), turn.text)
