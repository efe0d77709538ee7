"""The employee's own account of a talk: how seen, heard and respected they felt, and one sentence. Pure.

Drawn from what happened and from nothing else: the moves found, what the employee told, and whether it was taken up.
Shown, never scored (rubric section 4.6).
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from simulator.domain.debrief import Account, Felt
from simulator.domain.engine import Engine, Feeling
from simulator.domain.marked import Place
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.scenario import Fact
from simulator.domain.scorecard import ScoredFinding, ScoredTurn
from simulator.domain.voice import Level, Line, Voice
from simulator.domain.wording import fold, has_stem, subjects_of
from simulator.report.conversation import Conversation
from simulator.report.phrases import listed, starting

_MOST_LINES = 3
_DEEP = 2
_FEWEST_STEMS = 2
_HOW_FAR = ((9, "all through"), (7, "mostly"), (5, "in part"), (3, "a little"), (0, "hardly"))


@dataclass(frozen=True)
class Happening:
    """Something in a leader line that can weigh: the names it goes by, and how much of its weight counts."""

    place: Place
    names: frozenset[str]
    factor: float


def build_account(conversation: Conversation, rehearsal: Rehearsal, engine: Engine, voice: Voice) -> Account | None:
    """The account of one rehearsal; None after too few lines that could be read.

    The sentence is chosen by the rehearsal's seed among the lines of the level that are true of this talk.
    """
    numbers = engine.afterwards
    if sum(turn.scored for turn in conversation.leader_turns) < numbers.fewest_lines:
        return None
    memory = rehearsal.preparation.memory
    before = tuple(fact for fact in conversation.scenario.facts if memory and fact.id in memory.told)
    happened = happenings(conversation, engine, before)
    felt = (
        feel("seen", numbers.seen, numbers.inertia, happened),
        feel("heard", numbers.heard, numbers.inertia, happened),
        feel("respected", numbers.respected, numbers.inertia, happened),
    )
    mean = sum(one.value for one in felt) / len(felt)
    level: Level = "low" if mean < numbers.low_below else "high" if mean >= numbers.high_from else "middle"
    told = frozenset(fact.id for fact in (*before, *(fact for _, fact in _told(conversation))))
    true = what_was(conversation, told)
    fitting = [line for line in voice.account.get(level, ()) if _fits(line, told, true)]
    # A seed of text is the same on every machine.
    sentence = random.Random(f"{rehearsal.seed}:account").choice(fitting).text if fitting else None
    return Account(sentence, felt)


def why(felt: Felt) -> str:
    """Which lines it rests on, in one sentence."""
    gave = f"{_lines(felt.gave)} gave it" if felt.gave else ""
    took = f"{_lines(felt.took)} took from it" if felt.took else ""
    return starting("; ".join(filter(None, (gave, took))) or "no line of yours spoke to it either way") + "."


def whose_account(name: str) -> str:
    """What the account is, and what it is not."""
    return (
        f"So it was for the {name} of this rehearsal, from the moves that were found. It is no verdict on you and "
        "counts in no score; somebody real may have felt it otherwise."
    )


def happenings(conversation: Conversation, engine: Engine, before: Sequence[Fact] = ()) -> tuple[Happening, ...]:
    """What can weigh, in the order of the lines; `before` are facts told in an earlier meeting."""
    found: list[Happening] = []
    times: Counter[str] = Counter()
    for turn in conversation.leader_turns:
        parents = any(_parents(conversation, scored) for scored in turn.findings)
        beside = engine.mixed_factor if parents else 1.0
        disclosed = _disclosed_before(conversation, turn, engine)
        named: dict[frozenset[str], Happening] = {}
        for scored in turn.findings:
            code = scored.finding.code
            names = frozenset((code, *_circumstances(conversation, turn, scored, engine, disclosed=disclosed)))
            if _parents(conversation, scored):
                mended = scored.repaired_by is not None
                factor = conversation.rubric.scoring.repaired_factor if mended else 1.0
            else:
                factor = beside * engine.repeat_factor ** times[code]
            named[names] = Happening(conversation.places[turn.index], names, factor)
        if _takes_up(conversation, turn, before):
            factor = beside * engine.repeat_factor ** times["used"]
            names = frozenset({"used"})
            named[names] = Happening(conversation.places[turn.index], names, factor)
        times.update(frozenset().union(*named))
        found += named.values()
    return tuple(found)


def feel(
    name: Literal["seen", "heard", "respected"], feeling: Feeling, inertia: float, happened: Sequence[Happening]
) -> Felt:
    """One of the three, 0-10 as a whole number: what was given as a part of all that weighs.

    More of what gives never lowers it, more of what takes never raises it.
    """
    gave: dict[Place, float] = {}
    took: dict[Place, float] = {}
    for one in happened:
        weight = one.factor * sum(feeling.weighs.get(known, 0.0) for known in one.names)
        side = gave if weight > 0 else took
        if weight:
            side[one.place] = side.get(one.place, 0.0) + abs(weight)
    given, taken = sum(gave.values()), sum(took.values())
    value = round(10 * (inertia * feeling.begin / 10 + given) / (inertia + given + taken))
    words = next(words for least, words in _HOW_FAR if value >= least)
    return Felt(name, value, words, gave=_weightiest(gave), took=_weightiest(took))


def what_was(conversation: Conversation, told: frozenset[str]) -> frozenset[str]:
    """What is true of this talk: codes of the moves found, and words of HAPPENED. `told` are fact ids told so far."""
    codes = (scored.finding.code for turn in conversation.leader_turns for scored in turn.findings)
    now = [fact for _, fact in _told(conversation)]
    truths = {
        "told": bool(now),
        "told-deep": any(fact.tier >= _DEEP for fact in now),
        "kept": any(fact.id not in told for fact in conversation.scenario.facts),
        "plan": any(entry.taken_back is None for entry in conversation.scorecard.ledgers.commitments),
    }
    return frozenset((*codes, *(word for word, true in truths.items() if true)))


def _fits(line: Line, told: frozenset[str], true: frozenset[str]) -> bool:
    return told.issuperset(line.facts) and (not line.only_after or not true.isdisjoint(line.only_after))


def _parents(conversation: Conversation, scored: ScoredFinding) -> bool:
    return conversation.rubric.by_code[scored.finding.code].side == "parenting"


def _circumstances(
    conversation: Conversation, turn: ScoredTurn, scored: ScoredFinding, engine: Engine, *, disclosed: bool
) -> Iterator[str]:
    """The code with what can be said about it here, as `Feeling.weighs` names it."""
    code, scenario = scored.finding.code, conversation.scenario
    if code == "VIEW":
        yield f"{code} of {'gap' if engine.of_a_gap(scored.finding.quote) else 'strength'}"
    if code == "CONFIRM":
        yield f"{code} {'right' if scenario.need_subject in subjects_of(scenario.subjects, turn.text) else 'wrong'}"
    if disclosed:
        yield f"{code} after disclosure"


def _disclosed_before(conversation: Conversation, turn: ScoredTurn, engine: Engine) -> bool:
    """Whether the employee's answer just before this line disclosed something."""
    if turn.index == 0:
        return False
    answer = conversation.scorecard.turns[turn.index - 1]
    spoke_up = any(code.code in engine.afterwards.disclosing for code in answer.employee_codes)
    line = conversation.places[turn.index].line
    return spoke_up or any(number == line - 1 for number, _ in _told(conversation))


def _takes_up(conversation: Conversation, turn: ScoredTurn, before: Sequence[Fact]) -> bool:
    """Whether a line speaks of something told before it, in a word the leader had not used until it was told."""
    line = conversation.places[turn.index].line
    text = fold(turn.text)
    for number, fact in (*((0, fact) for fact in before), *_told(conversation)):
        if number >= line:
            continue
        own = [fold(said.text) for said in conversation.leader_turns if conversation.places[said.index].line <= number]
        for group in fact.tells:
            stems = [stem for stem in group if has_stem(stem, text)]
            # One word alone may be chance ("nobody"), unless it is all that gives the fact away.
            enough = len(stems) >= min(_FEWEST_STEMS, len(group))
            if enough and any(not any(has_stem(stem, said) for said in own) for stem in stems):
                return True
    return False


def _told(conversation: Conversation) -> Iterator[tuple[int, Fact]]:
    """Facts told in this talk, each with the leader line it answered."""
    for moment in conversation.trail:
        for receipt in moment.receipts:
            if receipt.kind == "told" and receipt.fact is not None:
                yield moment.number, conversation.scenario.fact_by_id[receipt.fact]


def _lines(places: Sequence[Place]) -> str:
    return f"line{'s' if len(places) > 1 else ''} {listed([str(place.line) for place in places])}"


def _weightiest(weights: Mapping[Place, float]) -> tuple[Place, ...]:
    """The few weightiest places, in the order of the conversation; of equals the earlier."""
    ranked = sorted(weights, key=lambda place: (-weights[place], place.turn))[:_MOST_LINES]
    return tuple(sorted(ranked, key=lambda place: place.turn))
