"""One leader turn moves the employee: (scenario, state, turn, findings) -> (state', cue, receipts). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from simulator.domain.engine import Engine, Guard
from simulator.domain.finding import Finding, Reading
from simulator.domain.persona_state import Cue, Heard, Pending, PersonaState, Receipt
from simulator.domain.rubric import Rubric
from simulator.domain.scenario import Change, Deflator, Guardedness, Levels, Scenario, Sign, Tier, Unlock
from simulator.domain.seesaw import tilt
from simulator.domain.wording import subjects_of
from simulator.persona.cue import make_cue, with_quirk
from simulator.persona.promises import promises_in


@dataclass(frozen=True)
class Stepped:
    """What one leader turn did."""

    state: PersonaState
    cue: Cue
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True)
class _Turn:
    """The turn being taken, with all that is looked up more than once."""

    scenario: Scenario
    rubric: Rubric
    engine: Engine
    number: int
    findings: tuple[Finding, ...]
    subjects: tuple[str, ...]
    guess: Literal["right", "wrong"] | None
    guard: Guard
    earned: int
    """Good turns since the last opening, this one included."""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(finding.code for finding in self.findings)

    def parenting(self) -> tuple[str, ...]:
        return tuple(code for code in self.codes if self.rubric.by_code[code].side == "parenting")

    def quote(self, code: str | None) -> str | None:
        return next((finding.quote for finding in self.findings if finding.code == code), None)

    def holds(self, sign: Sign) -> bool:
        return sign.move in self.codes and (sign.about is None or sign.about in self.subjects)


def open_state(
    scenario: Scenario, seed: int, leader_energy: int, engine: Engine, guardedness: Guardedness = "guarded"
) -> PersonaState:
    """The employee as they sit down, and the leader's energy (0-100) as the leader noted it."""
    start = scenario.persona.start
    return PersonaState(
        turn=0,
        levels=start.model_copy(update={"trust": _held(start.trust + engine.guardedness[guardedness].trust)}),
        guardedness=guardedness,
        leader_energy=leader_energy,
        tier=0,
        seesaw=0.0,
        told=(),
        heard=(),
        unrepaired=(),
        pending=(),
        seed=seed,
    )


def step(
    scenario: Scenario, state: PersonaState, text: str, reading: Reading, *, rubric: Rubric, engine: Engine
) -> Stepped:
    """Take one leader turn. The same arguments always give the same result; no fact above the tier enters the cue."""
    subjects = subjects_of(scenario.subjects, text)
    codes = reading.codes
    guess: Literal["right", "wrong"] | None = None
    if "CONFIRM" in codes:
        guess = "right" if scenario.need_subject in subjects else "wrong"
    partners = any(rubric.by_code[code].side == "partnering" for code in codes)
    parents = any(rubric.by_code[code].side == "parenting" for code in codes)
    earned = state.earned + (partners and not parents)
    guard = engine.guardedness[state.guardedness]
    turn = _Turn(scenario, rubric, engine, state.turn + 1, reading.findings, subjects, guess, guard, earned)

    worn, pending, wearing = _wear_off(state)
    change, lapses = _changes(turn, state)
    levels = _moved(_moved(state.levels, worn), change)
    tier, closing = _retreat(turn, state, levels, change)
    heard = (*state.heard, *(Heard(turn=turn.number, code=code, about=subjects) for code in turn.codes))
    unrepaired = _slips(turn, state)

    opened, withheld = (tier, None) if closing else _unlock(turn, tier, heard, unrepaired, levels)
    telling = _tell(turn, state, opened, levels, just_opened=opened > tier)
    receipts = [*wearing, *closing]
    if withheld:
        receipts.append(withheld)
    if opened > tier:
        receipts.append(_opened_receipt(turn, opened))
    receipts += [
        Receipt(
            kind="told",
            tier=scenario.fact_by_id[fact].tier,
            fact=fact,
            text=scenario.fact_by_id[fact].text,
            code=_weightiest_partnering(turn),
            quote=turn.quote(_weightiest_partnering(turn)),
        )
        for fact in telling
    ]

    made = () if turn.parenting() else promises_in(text, frozenset(turn.codes), turn.number)
    following = PersonaState(
        turn=turn.number,
        levels=levels,
        leader_energy=_leader_energy(turn, state, opened=opened > tier),
        tier=opened,
        seesaw=tilt(state.seesaw, turn.codes, rubric),
        told=(*state.told, *telling),
        heard=heard,
        unrepaired=unrepaired,
        pending=(*pending, *lapses),
        seed=state.seed,
        guardedness=state.guardedness,
        earned=0 if opened > tier or closing else earned,
        promises=(*state.promises, *made),
        quirks=state.quirks,
    )
    cue = make_cue(scenario, following, turn.codes, subjects, telling, turn.guess, rubric=rubric, engine=engine)
    cue, following = with_quirk(cue, following, text)
    return Stepped(following, cue, tuple(receipts))


def _wear_off(state: PersonaState) -> tuple[Change, tuple[Pending, ...], list[Receipt]]:
    """Moods that end now, moods that last, and a receipt for each that ended."""
    due = [mood for mood in state.pending if mood.turns == 1]
    lasting = tuple(mood.model_copy(update={"turns": mood.turns - 1}) for mood in state.pending if mood.turns > 1)
    receipts = [
        Receipt(kind="wore-off", tier=state.tier, text="The lift from earlier has worn off.", code=mood.code)
        for mood in due
    ]
    return _sum(mood.change for mood in due), lasting, receipts


def _changes(turn: _Turn, state: PersonaState) -> tuple[Change, tuple[Pending, ...]]:
    """The sum of what this turn's moves do, and the moods that will wear off."""
    parents = bool(turn.parenting())
    changes: list[Change] = []
    pending: list[Pending] = []
    for code in turn.codes:
        deflator = _deflator(turn, code)
        lapse = turn.engine.lapses.get(code)
        if deflator:
            changes.append(deflator.change)
            if deflator.later and deflator.after:
                pending.append(Pending(turns=deflator.after, change=deflator.later, code=code))
            continue
        change = _default_change(turn, code)
        if turn.rubric.by_code[code].side == "partnering":
            before = sum(heard.code == code for heard in state.heard)
            factor = turn.guard.gain * turn.engine.repeat_factor**before
            factor *= turn.engine.mixed_factor if parents else 1.0
            change = _scaled(change, factor)
        changes.append(change)
        if lapse:
            pending.append(Pending(turns=lapse.after, change=lapse.change, code=code))
    return _sum(changes), tuple(pending)


def _leader_energy(turn: _Turn, state: PersonaState, *, opened: bool) -> int:
    """Repetition matters as little to the leader as it matters much to the employee: each move counts in full."""
    moved = sum(turn.engine.leader_energy[code] for code in turn.codes)
    return _held(state.leader_energy + moved + (turn.engine.leader_energy_opening if opened else 0))


def _deflator(turn: _Turn, code: str) -> Deflator | None:
    """The scenario's own rule for a move, the one about a subject first."""
    fitting = [rule for rule in turn.scenario.deflators if rule.when.move == code and turn.holds(rule.when)]
    fitting.sort(key=lambda rule: rule.when.about is None)
    return fitting[0] if fitting else None


def _default_change(turn: _Turn, code: str) -> Change:
    if code == "CONFIRM" and turn.guess == "wrong":
        return turn.engine.guess_wrong
    if code == "VIEW" and turn.engine.of_a_gap(turn.quote(code) or ""):
        return turn.engine.view_of_gap
    return turn.engine.effects[code]


def _retreat(turn: _Turn, state: PersonaState, levels: Levels, change: Change) -> tuple[Tier, list[Receipt]]:
    """The tier after a heavy deflation, with a receipt if one closed."""
    lost_trust = state.levels.trust - levels.trust
    lost_energy = state.levels.energy - levels.energy
    heavy = bool(turn.parenting()) and (
        lost_trust >= turn.engine.heavy_trust or lost_energy >= turn.engine.heavy_energy
    )
    if state.tier == 0 or not (heavy or change.tier < 0):
        return state.tier, []
    lower: Tier = (0, 0, 1, 2)[state.tier]
    code = max(turn.parenting(), key=lambda name: turn.rubric.by_code[name].severity, default=None)
    name = turn.scenario.persona.name
    receipt = Receipt(
        kind="closed",
        tier=state.tier,
        text=f"{name} closed up again: what was open at this depth is not offered any more.",
        code=code,
        quote=turn.quote(code),
    )
    return lower, [receipt]


def _slips(turn: _Turn, state: PersonaState) -> tuple[Heard, ...]:
    """Parenting moves in play after this turn."""
    earlier = state.unrepaired
    if any(code in turn.engine.repairs for code in turn.codes):
        earlier = ()
    earlier = tuple(slip for slip in earlier if turn.number - slip.turn < turn.engine.in_play)
    return (*earlier, *(Heard(turn=turn.number, code=code, about=turn.subjects) for code in turn.parenting()))


def _unlock(
    turn: _Turn, tier: Tier, heard: tuple[Heard, ...], unrepaired: tuple[Heard, ...], levels: Levels
) -> tuple[Tier, Receipt | None]:
    """The tier that is open after this turn: at most one further, but for a rule that may jump."""
    if turn.parenting() or turn.earned < turn.guard.turns:
        return tier, None
    best = tier
    for rule in turn.scenario.unlocks:
        reachable = rule.tier == tier + 1 or (rule.jump and rule.tier > tier)
        if reachable and rule.tier > best and _met(rule, turn, heard, unrepaired):
            best = rule.tier
    if best > tier and levels.trust < turn.guard.deflect_below:
        name = turn.scenario.persona.name
        text = f"{name} heard it, and does not trust it yet. Trust has to come back first."
        code = _weightiest_partnering(turn)
        return tier, Receipt(kind="withheld", tier=tier, text=text, code=code, quote=turn.quote(code))
    return best, None


def _met(rule: Unlock, turn: _Turn, heard: tuple[Heard, ...], unrepaired: tuple[Heard, ...]) -> bool:
    if not any(turn.holds(sign) for sign in rule.now):
        return False
    if rule.without_fix and {"OFFER", "SPLIT"} & set(turn.codes):
        return False
    if {slip.code for slip in unrepaired} & set(rule.without_unrepaired):
        return False
    missing = sum(not any(_was_heard(sign, heard) for sign in group) for group in rule.heard)
    return missing <= turn.guard.waived


def _was_heard(sign: Sign, heard: tuple[Heard, ...]) -> bool:
    return any(move.code == sign.move and (sign.about is None or sign.about in move.about) for move in heard)


def _tell(turn: _Turn, state: PersonaState, tier: Tier, levels: Levels, *, just_opened: bool) -> tuple[str, ...]:
    """The fact to tell now, if any: the deepest tier's first, in the scenario's order."""
    if turn.parenting() or levels.trust < turn.guard.deflect_below or turn.guess == "wrong":
        return ()
    if not (just_opened or _invites(turn)):
        return ()
    for depth in range(tier, 0, -1):
        for fact in turn.scenario.facts:
            if fact.tier == depth and fact.id not in state.told:
                return (fact.id,)
    return ()


def _invites(turn: _Turn) -> bool:
    """Whether a turn invites the next fact: an opening move that asks after nothing else in particular."""
    if not any(code in turn.engine.opening_moves for code in turn.codes):
        return False
    signs = chain.from_iterable((*rule.now, *chain.from_iterable(rule.heard)) for rule in turn.scenario.unlocks)
    heart = {sign.about for sign in signs} | {turn.scenario.need_subject}
    return not turn.subjects or bool(heart.intersection(turn.subjects))


def _opened_receipt(turn: _Turn, tier: Tier) -> Receipt:
    code = _weightiest_partnering(turn)
    text = f"This opened something: {turn.scenario.persona.name} will now say more than before (step {tier} of 3)."
    return Receipt(kind="opened", tier=tier, text=text, code=code, quote=turn.quote(code))


def _weightiest_partnering(turn: _Turn) -> str | None:
    moves = [turn.rubric.by_code[code] for code in turn.codes if turn.rubric.by_code[code].side == "partnering"]
    signs = {sign.move for rule in turn.scenario.unlocks for sign in chain(rule.now)}
    return max(moves, key=lambda move: (move.code in signs, move.weight), default=None).code if moves else None  # type: ignore[union-attr]


def _sum(changes: Iterable[Change]) -> Change:
    every = list(changes)
    return Change(
        trust=sum(change.trust for change in every),
        energy=sum(change.energy for change in every),
        ownership=sum(change.ownership for change in every),
        tier=-1 if any(change.tier < 0 for change in every) else 0,
    )


def _scaled(change: Change, factor: float) -> Change:
    return Change(
        trust=round(change.trust * factor),
        energy=round(change.energy * factor),
        ownership=round(change.ownership * factor),
    )


def _moved(levels: Levels, change: Change) -> Levels:
    return Levels(
        trust=_held(levels.trust + change.trust),
        energy=_held(levels.energy + change.energy),
        ownership=_held(levels.ownership + change.ownership),
    )


def _held(level: int) -> int:
    return max(0, min(100, level))
