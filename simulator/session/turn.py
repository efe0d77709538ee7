"""One turn without store or voice: code the leader's line and move the employee. Pure but for the reader's model."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.domain.engine import Engine
from simulator.domain.finding import Reading
from simulator.domain.persona_state import PersonaState, Promise, Receipt
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.remark import odd_remark
from simulator.domain.rubric import Rubric
from simulator.domain.scenario import Scenario
from simulator.domain.trail import Moment
from simulator.domain.transcript import Turn
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_engine, load_remarks
from simulator.persona.step import Stepped, open_state, step
from simulator.scoring.conversation import Scorer
from simulator.scoring.reader import shipped_reader


@dataclass(frozen=True)
class TurnTaker:
    """Takes leader turns of any scenario."""

    rubric: Rubric
    engine: Engine
    scorer: Scorer

    def read(self, scenario: Scenario, turns: Sequence[Turn], leader: str) -> Reading:
        """Code a line that follows `turns`."""
        said = [*turns, Turn(speaker="leader", text=leader)]
        return self.scorer.reader.code(self.scorer.request(said, len(turns), scenario))

    def take(self, scenario: Scenario, state: PersonaState, leader: str, reading: Reading) -> Stepped:
        """Move the employee by one coded line. What tries to break the role opens nothing, however it asks."""
        if odd_remark(leader, load_remarks()) == "role-break":
            kept = (found for found in reading.findings if self.rubric.by_code[found.code].side == "parenting")
            reading = reading.model_copy(update={"findings": tuple(kept)})
        return step(scenario, state, leader, reading, rubric=self.rubric, engine=self.engine)

    def opening(self, scenario: Scenario, rehearsal: Rehearsal) -> PersonaState:
        """Both sides as they sit down."""
        noted = rehearsal.preparation.energy
        energy = self.engine.leader_energy_start if noted is None else noted * 10
        state = open_state(scenario, rehearsal.seed, energy, self.engine, rehearsal.preparation.guardedness)
        memory = rehearsal.preparation.memory
        if memory is None:
            return state
        promises = (Promise(turn=0, words=memory.promise, when=None),) if memory.promise else ()
        carried = {"levels": memory.levels, "tier": memory.tier, "told": memory.told, "promises": promises}
        return state.model_copy(update=carried)

    def replay(self, scenario: Scenario, rehearsal: Rehearsal) -> tuple[Stepped, ...]:
        """What each coded exchange did, in order, from the stored lines and readings alone."""
        state = self.opening(scenario, rehearsal)
        steps: list[Stepped] = []
        for exchange in rehearsal.exchanges:
            if exchange.reading is None:
                break
            stepped = self.take(scenario, state, exchange.leader, exchange.reading)
            steps.append(stepped)
            state = stepped.state
        return tuple(steps)


def shipped_taker() -> TurnTaker:
    """The shipped rubric, engine and reader put together: what the pages and the commands take turns with."""
    rubric = load_rubric()
    return TurnTaker(rubric, load_engine(), Scorer(rubric, shipped_reader()))


def trail_of(scenario: Scenario, opening: PersonaState, steps: Sequence[Stepped]) -> tuple[Moment, ...]:
    """The moments of a conversation, the opening first; what was told in an earlier meeting stands with the opening."""
    facts = (scenario.fact_by_id[name] for name in opening.told)
    known = tuple(Receipt(kind="told", tier=fact.tier, fact=fact.id, text=fact.text) for fact in facts)
    return (_moment(opening, known), *(_moment(stepped.state, stepped.receipts) for stepped in steps))


def _moment(state: PersonaState, receipts: tuple[Receipt, ...] = ()) -> Moment:
    return Moment(
        number=state.turn,
        levels=state.levels,
        leader_energy=state.leader_energy,
        tier=state.tier,
        seesaw=state.seesaw,
        receipts=receipts,
    )
