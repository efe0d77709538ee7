"""The employee as everybody else builds one: all they hold stands in the prompt, with the request to hold it back.

Nobody ever rehearses with it. It is the baseline of a pre-flight, and says what withholding in code is worth.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from simulator.domain.chat import ChatModel, Message
from simulator.domain.persona_state import Cue, PersonaState
from simulator.domain.scenario import Scenario
from simulator.domain.transcript import Turn
from simulator.errors import ModelError
from simulator.persona.authored import AuthoredVoice
from simulator.persona.prompting import render
from simulator.persona.spoken import Spoken

_MOST_TOKENS = 240


@dataclass(frozen=True)
class PromptOnlyVoice:
    """Speaks for one scenario's employee through a model alone; the built-in voice stands in where the model fails."""

    scenario: Scenario
    model: ChatModel
    authored: AuthoredVoice

    async def speak(
        self, cue: Cue, state: PersonaState, leader: str, history: Sequence[Turn]
    ) -> AsyncIterator[str | Spoken]:
        """Yield one Spoken, whatever the model said; the cue and the state are not looked at."""
        try:
            pieces = [
                piece async for piece in self.model.stream(self._messages(leader, history), most_tokens=_MOST_TOKENS)
            ]
        except ModelError as error:
            yield Spoken(self.authored.reply(cue, state, leader, history), "authored", str(error))
            return
        yield Spoken("".join(pieces).strip() or "[says nothing]", "llm")

    def _messages(self, leader: str, history: Sequence[Turn]) -> tuple[Message, ...]:
        scenario, persona = self.scenario, self.scenario.persona
        system = render(
            "prompt_only",
            name=persona.name,
            role=persona.role,
            leader_name=scenario.leader_name,
            situation=scenario.brief.situation,
            public=persona.public,
            manner=persona.manner,
            mask=persona.mask,
            facts="\n".join(f"- {fact.text}" for fact in scenario.facts),
        )
        said = [Message(role="system", content=system)]
        if not history or history[0].speaker == "employee":
            # Templates of several models want the other side to begin.
            said.append(Message(role="user", content=f"({scenario.leader_name} and {persona.name} sit down.)"))
        turns = (*history, Turn(speaker="leader", text=leader))
        talk = (Message(role="user" if t.speaker == "leader" else "assistant", content=t.text) for t in turns)
        return (*said, *talk)
