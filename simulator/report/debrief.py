"""Scorecard and trail to a Debrief: the same arguments always give the same value."""

from collections.abc import Mapping

from simulator.domain.debrief import CriterionLine, Debrief, OwnEnergy, Scene, Talk, Verdict
from simulator.domain.engine import Engine
from simulator.domain.marked import DebriefTurn, Event, Flag, Partnered, Reliability, Said, SecondMove, SecondOpinion
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.rubric import Rubric
from simulator.domain.scenario import Scenario
from simulator.domain.scorecard import CriterionResult, Scorecard, ScoredTurn
from simulator.domain.second_reading import SecondReading
from simulator.domain.seesaw import side
from simulator.domain.trail import Moment
from simulator.domain.voice import Voice
from simulator.domain.wording import spoken
from simulator.report.account import build_account
from simulator.report.conversation import Conversation
from simulator.report.disclosures import build_disclosures
from simulator.report.headline import Notes, find_next_move, find_praise, find_strength
from simulator.report.marking import Mark, segments
from simulator.report.moves import note_moves
from simulator.report.phrases import counted
from simulator.report.plan import build_plan, need_lines, option_lines
from simulator.report.points import build_curve

_OPEN_ENOUGH = 2
_HALF_A_PATH = 0.5


def build_debrief(
    scenario: Scenario,
    rubric: Rubric,
    rehearsal: Rehearsal,
    scorecard: Scorecard,
    trail: tuple[Moment, ...],
    reliability: Mapping[str, Reliability] | None = None,
    *,
    engine: Engine | None = None,
    voice: Voice | None = None,
) -> Debrief:
    """Build the debrief of one rehearsal.

    `scorecard` and `trail` must be of this rehearsal (ValueError if the turns differ); `reliability` is by code.
    With the engine's numbers and the authored voice the employee gives their own account, without them none.
    The leader's own marks are not in it: `with_own_marks` lays them beside.
    """
    if [(turn.speaker, turn.text) for turn in scorecard.turns] != [
        (turn.speaker, turn.text) for turn in rehearsal.turns(scenario.persona.opening)
    ]:
        msg = "the scorecard is not of this rehearsal"
        raise ValueError(msg)
    conversation = Conversation(scenario, rubric, scorecard, trail)
    seconds = {exchange.number: exchange.second for exchange in rehearsal.exchanges if exchange.second}
    notes = note_moves(conversation, reliability, seconds)
    ending = _ending(conversation)
    return Debrief(
        title=scenario.title,
        employee=scenario.persona.name,
        leader=scenario.leader_name,
        ending=ending,
        no_ending=None if ending else "You stopped before the conversation had an end, so there is no closing scene.",
        account=build_account(conversation, rehearsal, engine, voice) if engine and voice else None,
        strength=find_strength(conversation, notes),
        next_move=find_next_move(conversation, notes),
        praise=find_praise(conversation, notes),
        self_rated=None,
        turns=_turns(conversation, rehearsal, notes),
        disclosures=build_disclosures(conversation),
        needs=need_lines(conversation),
        options=option_lines(conversation),
        plan=build_plan(conversation),
        curve=build_curve(conversation),
        seesaw=side(scorecard.seesaw[-1] if scorecard.seesaw else 0.0, rubric),
        own_energy=_own_energy(rehearsal),
        hold_me_to=rehearsal.hold_me_to,
        talk=_talk(conversation),
        criteria=tuple(_criterion(conversation, result) for result in scorecard.criteria),
        verdict=_verdict(scorecard, rubric),
        rubric_version=scorecard.rubric_version,
        reader_version=scorecard.reader_version,
        credit=rubric.credit,
    )


def _ending(conversation: Conversation) -> Scene | None:
    """The scenario's closing scene; none under the fewest lines, where either scene would claim what was not seen."""
    scorecard, last = conversation.scorecard, conversation.last
    if len(conversation.leader_turns) < conversation.rubric.scoring.fewest_leader_turns or last is None:
        return None
    path = next((result.share for result in scorecard.criteria if result.code == "S6"), 0.0)
    level = side(scorecard.seesaw[-1], conversation.rubric) == "balanced"
    if level and last.tier >= _OPEN_ENOUGH and path >= _HALF_A_PATH:
        return Scene("partnering", conversation.scenario.endings.partnering)
    return Scene("parenting", conversation.scenario.endings.parenting)


def _turns(conversation: Conversation, rehearsal: Rehearsal, notes: Notes) -> tuple[DebriefTurn, ...]:
    replies = {exchange.number: exchange.note for exchange in rehearsal.exchanges}
    seconds = {exchange.number: exchange.second for exchange in rehearsal.exchanges if exchange.second}
    return tuple(
        _leader_turn(conversation, turn, notes[turn.index], seconds.get(conversation.places[turn.index].line))
        if turn.speaker == "leader"
        else _employee_turn(conversation, turn, replies.get(conversation.places[turn.index].line))
        for turn in conversation.scorecard.turns
    )


def _leader_turn(
    conversation: Conversation, turn: ScoredTurn, notes: tuple[Flag | Partnered, ...], second: SecondReading | None
) -> DebriefTurn:
    place = conversation.places[turn.index]
    moment = conversation.moment_of_line.get(place.line)
    name = conversation.name
    return DebriefTurn(
        place=place,
        speaker="leader",
        name="You",
        text=turn.text,
        segments=segments(turn.text, [Mark(note.id, note.start, note.end) for note in notes]),
        tags=turn.tags,
        flags=tuple(note for note in notes if isinstance(note, Flag)),
        partnered=tuple(note for note in notes if isinstance(note, Partnered)),
        events=tuple(
            Event(receipt.kind, f"Earned from {name}: {receipt.text}" if receipt.kind == "told" else receipt.text)
            for receipt in (moment.receipts if moment else ())
        ),
        unread=None if turn.scored else (turn.why_not or "This line could not be read, so it is not scored."),
        second=_second_opinion(second, notes, conversation.rubric) if second else None,
    )


def _second_opinion(second: SecondReading, notes: tuple[Flag | Partnered, ...], rubric: Rubric) -> SecondOpinion:
    first = {note.code: note.name for note in notes}
    return SecondOpinion(
        model=second.model,
        moves=tuple(
            SecondMove(
                code=found.code,
                name=rubric.by_code[found.code].name,
                tag=rubric.by_code[found.code].tag,
                quote=found.quote,
                reason=found.reason,
                shared=found.code in first,
            )
            for found in second.findings
            if found.code in rubric.by_code
        ),
        missing=tuple(name for code, name in first.items() if code not in second.codes) if second.scored else (),
        dropped=second.dropped,
        unread=None if second.scored else (second.why_not or "The model's answer could not be read."),
    )


def _employee_turn(conversation: Conversation, turn: ScoredTurn, note: str | None) -> DebriefTurn:
    meanings = {code.code: code for code in conversation.rubric.employee_codes}
    return DebriefTurn(
        place=conversation.places[turn.index],
        speaker="employee",
        name=conversation.name,
        text=turn.text,
        segments=segments(turn.text, employee=True),
        said=tuple(
            Said(found.code, meanings[found.code].kind, meanings[found.code].meaning, found.quote)
            for found in turn.employee_codes
            if found.code in meanings
        ),
        note=note,
    )


def _criterion(conversation: Conversation, result: CriterionResult) -> CriterionLine:
    criterion = next(item for item in conversation.rubric.criteria if item.code == result.code)
    partly = result.share > 0
    return CriterionLine(
        code=result.code,
        name=criterion.name,
        state="does not apply" if not result.applies else "met" if result.met else "partly" if partly else "missed",
        sentence=result.sentence,
        evidence=tuple(conversation.places[index] for index in result.turns),
        points=result.points,
        of=result.of,
    )


def _own_energy(rehearsal: Rehearsal) -> OwnEnergy:
    before, after = rehearsal.preparation.energy, rehearsal.energy_after
    if before is None and after is None:
        sentence = "You did not note your own energy."
    elif after is None:
        sentence = f"You came with an energy of {before} out of 10 and noted none afterwards."
    elif before is None:
        sentence = f"You left with an energy of {after} out of 10 and had noted none before."
    elif before == after:
        sentence = f"Your own energy was {before} out of 10, before and after."
    else:
        sentence = f"Your own energy went from {before} to {after} out of 10."
    return OwnEnergy(before, after, sentence)


def _talk(conversation: Conversation) -> Talk:
    words = dict.fromkeys(("leader", "employee"), 0)
    for turn in conversation.scorecard.turns:
        words[turn.speaker] += len((turn.text if turn.speaker == "leader" else spoken(turn.text)).split())
    questions = sum(_questions(turn.text) for turn in conversation.leader_turns)
    total = sum(words.values())
    share = words["leader"] / total if total else None
    sentence = "Nobody has said anything yet."
    if share is not None:
        asked = counted(questions, "question")
        sentence = f"Of a hundred words, {round(share * 100)} were yours. You asked {asked}. Shown, not scored."
    return Talk(words["leader"], words["employee"], share, questions, sentence)


def _questions(text: str) -> int:
    """Runs of question marks with words before them."""
    return sum(any(character.isalnum() for character in piece) for piece in text.split("?")[:-1])


def _verdict(scorecard: Scorecard, rubric: Rubric) -> Verdict:
    band = next((band for band in rubric.scoring.bands if band.name == scorecard.band), None)
    scored = scorecard.score is not None
    return Verdict(
        scored=scored,
        why_not=None if scored else (scorecard.why_not or "Not scored: there is no scenario to judge against."),
        score=scorecard.score,
        band=scorecard.band,
        sentence=band.sentence if band else "No number this time. All that stands above holds without one.",
        caps=scorecard.caps,
        before_caps=scorecard.score_before_caps if scorecard.caps else None,
    )
