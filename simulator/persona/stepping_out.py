"""The line with which the employee ends a talk that left what can be rehearsed. No cue, no state, no model."""

import random

from simulator.domain.out_of_scope import OutOfScope
from simulator.domain.persona_state import PersonaState
from simulator.domain.voice import Voice
from simulator.persona.spoken import Spoken


def step_out(voice: Voice, scope: OutOfScope, state: PersonaState) -> Spoken:
    """One of the voice's own lines, fit for the tier that is open, else a neutral one; equal states, equal lines."""
    own = voice.situations.get("steps-out")
    # A line with a place to fill or a fact of its own was written for a talk that goes on.
    fit = [line.text for line in own.at(state.tier) if not line.facts and "{" not in line.text] if own else []
    chance = random.Random(f"{state.seed}:{state.turn}:steps-out")  # a text seed is the same on every machine
    return Spoken(text=chance.choice(fit or list(scope.steps_out)), voice="authored")
