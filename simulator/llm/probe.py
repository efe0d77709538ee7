"""What the settings page's test button says: which parts of an endpoint work, one sentence each."""

import time
from dataclasses import dataclass
from typing import Literal

from simulator.domain.chat import Message
from simulator.domain.value import Value
from simulator.errors import ModelError, ModelInterrupted
from simulator.llm.openai_chat import OpenAIChat
from simulator.llm.refusals import kind_of

Part = Literal["reachable", "key", "model", "streaming", "json"]

_QUESTION = (Message(role="user", content="Say in one short sentence that you are ready."),)
_FORM_QUESTION = (Message(role="user", content="Is seven larger than three?"),)
_MOST_TOKENS = 60
_BLAME: dict[str, Part] = {
    "connection": "reachable",
    "certificate": "reachable",
    "slow": "reachable",
    "address": "reachable",
    "key": "key",
    "forbidden": "key",
    "quota": "key",
    "model": "model",
}
_ORDER: tuple[Part, ...] = ("reachable", "key", "model", "streaming", "json")


class _YesOrNo(Value):
    """The smallest form."""

    answer: Literal["yes", "no"]


@dataclass(frozen=True)
class Step:
    """One part of the test; `works` is None if it could not be tried."""

    part: Part
    works: bool | None
    says: str


@dataclass(frozen=True)
class Probe:
    """The outcome. `first_text` is in seconds."""

    steps: tuple[Step, ...]
    first_text: float | None

    @property
    def usable(self) -> bool:
        """Whether the employee can be played by this model: all but JSON, which only the second reader needs."""
        return all(step.works for step in self.steps if step.part != "json")


async def probe(model: OpenAIChat) -> Probe:
    """Ask the endpoint two small things; never raises for what the endpoint does."""
    begun = time.monotonic()
    first_text: float | None = None
    pieces = 0
    try:
        async for _ in model.stream(_QUESTION, most_tokens=_MOST_TOKENS):
            first_text = first_text or time.monotonic() - begun
            pieces += 1
    except ModelError as error:
        return Probe(_failed(model, error), first_text)
    streaming = f"It streams; the first words came after {first_text or 0.0:.1f} seconds."
    if pieces == 1:
        streaming = "It answers, though in one piece: replies will appear all at once."
    steps = [
        Step("reachable", works=True, says="The endpoint answers."),
        Step("key", works=True, says="The key is accepted, or none is needed."),
        Step("model", works=True, says=f"It answers as '{model.name}'."),
        Step("streaming", works=True, says=streaming),
        await _form(model),
    ]
    return Probe(tuple(steps), first_text)


async def _form(model: OpenAIChat) -> Step:
    try:
        await model.fill(_FORM_QUESTION, _YesOrNo, most_tokens=_MOST_TOKENS)
    except ModelError as error:
        return Step("json", works=False, says=f"{error} The conversation works without; a second reading does not.")
    return Step("json", works=True, says="It fills in forms.")


def _failed(model: OpenAIChat, error: ModelError) -> tuple[Step, ...]:
    """The steps after a failed stream: what came before the part to blame worked, what comes after was not tried."""
    blamed = "streaming" if isinstance(error, ModelInterrupted) else _BLAME.get(kind_of(error.__cause__), "streaming")
    before = {
        "reachable": "The endpoint answers.",
        "key": "The key is accepted, or none is needed.",
        "model": f"It knows '{model.name}'.",
    }
    place = _ORDER.index(blamed)
    return tuple(
        Step(part, works=True, says=before[part])
        if index < place
        else Step(part, works=False, says=str(error))
        if index == place
        else Step(part, works=None, says="Not tried.")
        for index, part in enumerate(_ORDER)
    )
