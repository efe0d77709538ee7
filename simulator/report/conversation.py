"""A conversation with all that its debrief looks up: scenario, rubric, scorecard, trail, and where each turn stands."""

from dataclasses import dataclass
from functools import cached_property

from simulator.domain.marked import Place
from simulator.domain.rubric import Rubric
from simulator.domain.scenario import Scenario
from simulator.domain.scorecard import Scorecard, ScoredTurn
from simulator.domain.trail import Moment


@dataclass(frozen=True)
class Conversation:
    """What was said, what was found in it, and what it did. `trail` may end early: a line not coded has no moment."""

    scenario: Scenario
    rubric: Rubric
    scorecard: Scorecard
    trail: tuple[Moment, ...]

    @property
    def name(self) -> str:
        """The employee's."""
        return self.scenario.persona.name

    @cached_property
    def leader_turns(self) -> tuple[ScoredTurn, ...]:
        """The leader's, in order."""
        return tuple(turn for turn in self.scorecard.turns if turn.speaker == "leader")

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """By turn index."""
        line, found = 0, []
        for turn in self.scorecard.turns:
            if turn.speaker == "leader":
                line += 1
                words = f"line {line}"
            else:
                words = f"{self.name}'s answer to line {line}" if line else f"{self.name}'s opening"
            found.append(Place(turn=turn.index, line=line, words=words))
        return tuple(found)

    @cached_property
    def place_of_line(self) -> dict[int, Place]:
        """Where the leader's lines stand, by number from 1."""
        return {self.places[turn.index].line: self.places[turn.index] for turn in self.leader_turns}

    @cached_property
    def moment_of_line(self) -> dict[int, Moment]:
        """What each leader line did; 0 is the opening."""
        return {moment.number: moment for moment in self.trail}

    @property
    def last(self) -> Moment | None:
        """The employee at the end."""
        return self.trail[-1] if self.trail else None

    def who(self, side: str) -> str:
        """As the page calls them: "you", the employee's name, or "both of you"."""
        return {"leader": "you", "employee": self.name}.get(side, "both of you")
