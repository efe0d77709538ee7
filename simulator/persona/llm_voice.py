"""The employee as a language model plays it, watched sentence by sentence.

Streaming and checking live together like this: text is held until a sentence is complete; then all of the reply so far
is checked at the gate; only then is that sentence let out. So the page sees a reply grow by whole sentences and never
sees one that is taken back. How the model cuts its pieces makes no difference to what is let out.

What goes wrong                            what happens
a fault before anything was let out        one more attempt, told what was wrong; then the authored voice
the model fails or is slow before that     the authored voice
anything of this after something was out   it ends there if that can stand alone, else an authored line ends it
what was due to be said was left out       an authored line says it: receipts must be true
"""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Literal

from simulator.domain.chat import ChatModel
from simulator.domain.persona_state import Cue, PersonaState
from simulator.domain.scenario import Scenario
from simulator.domain.transcript import Turn
from simulator.domain.wording import spoken
from simulator.errors import ModelError
from simulator.persona.authored import AuthoredVoice
from simulator.persona.gate import Fault, Gate, gate_of
from simulator.persona.prompting import messages, most_words
from simulator.persona.spoken import Spoken

Problem = Fault | Literal["slow", "empty"] | ModelError

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*(?=\s)|\](?=\s)|\n")
_FINISHED = re.compile(r"[.!?…\]][\"'”’)]*\s*$")
_LONGEST_SENTENCE = 60
"""Words; a sentence that is longer will not come to an end."""
_SAMPLES = 4
_TOKENS_A_WORD = 3
_SPARE_TOKENS = 60
_FEWEST_WORDS = 2

_SAID_OF: dict[Fault | Literal["slow", "empty"], str] = {
    "locked fact": "went further than {name} would go yet",
    "left the role": "left the role",
    "spoke for the leader": "spoke for you",
    "coached the leader": "praised or coached you instead of answering",
    "format": "was not written as speech",
    "too long": "would not come to an end",
    "slow": "took too long",
    "empty": "was empty",
}


@dataclass(frozen=True)
class Slowness:
    """Seconds a reply may take: to its first sentence (both attempts together), and in all."""

    first: float = 25.0
    whole: float = 60.0


@dataclass(frozen=True)
class LlmVoice:
    """Speaks for one scenario's employee through a model, with the authored voice behind it."""

    scenario: Scenario
    model: ChatModel
    authored: AuthoredVoice
    slowness: Slowness = field(default_factory=Slowness)

    async def speak(
        self, cue: Cue, state: PersonaState, leader: str, history: Sequence[Turn]
    ) -> AsyncIterator[str | Spoken]:
        """Yield ever longer text that may be shown, then one Spoken; raises nothing for what the model does."""
        now = asyncio.get_running_loop().time()
        gate = gate_of(self.scenario)
        samples = tuple(
            line
            for line in self.authored.fitting(cue, leader, history, _SAMPLES)
            if not gate.faults(line, (*cue.tell, *cue.may_mention))
        )
        fault: Fault | None = None
        hearing = _Hearing(self.scenario.persona.name, gate, cue)
        for _ in range(2):
            prompt = messages(self.scenario, self.authored.rubric, cue, leader, history, samples, fault)
            hearing = _Hearing(self.scenario.persona.name, gate, cue)
            stream = self.model.stream(prompt, most_tokens=cue.words * _TOKENS_A_WORD + _SPARE_TOKENS)
            async with aclosing(
                hearing.listen(stream, now + self.slowness.first, now + self.slowness.whole)
            ) as let_out:
                async for text in let_out:
                    yield text
            fault = hearing.fault
            if fault is None or hearing.let_out:
                break
        yield self._finished(hearing, cue, state, leader, history)

    def _finished(
        self, hearing: "_Hearing", cue: Cue, state: PersonaState, leader: str, history: Sequence[Turn]
    ) -> Spoken:
        """What stands in the end, and the honest sentence about it."""
        text, problem = hearing.let_out, hearing.problem
        line = self.authored.reply(cue, state, leader, history)
        if not text:
            return Spoken(line, "authored", self._note(problem, "set aside", "the built-in employee answered instead"))
        untold = [fact for fact in cue.tell if not hearing.gate.tells(fact, text)]
        if untold and any(hearing.gate.tells(fact, line) for fact in untold):
            note = "The model left out what was due to be said here; the built-in employee added it."
            return Spoken(_joined(text, line), "llm", note)
        if problem is None:
            return Spoken(text, "llm")
        if len(spoken(text).split()) >= _FEWEST_WORDS:
            return Spoken(text, "llm", self._note(problem, "cut short", "what you read is what came before"))
        return Spoken(_joined(text, line), "llm", self._note(problem, "cut short", "the built-in employee finished it"))

    def _note(self, problem: Problem | None, what: str, then: str) -> str:
        if isinstance(problem, ModelError):
            return f"The model's reply was {what}: {str(problem).rstrip('.')}; {then}."
        why = _SAID_OF[problem or "empty"].format(name=self.scenario.persona.name)
        return f"The model's reply was {what} because it {why}; {then}."


class _Hearing:
    """One attempt of the model, as far as it may be shown."""

    def __init__(self, name: str, gate: Gate, cue: Cue) -> None:
        self.gate = gate
        self.let_out = ""
        self.problem: Problem | None = None
        self.fault: Fault | None = None
        """The problem, if it lies in what was said: then another attempt may help."""
        self._label = re.compile(rf"^(?:\*\*|__)?{re.escape(name)}(?:\*\*|__)?\s*:(?:\*\*|__)?\s*", re.IGNORECASE)
        self._open = (*cue.tell, *cue.may_mention)
        self._most = most_words(cue)
        self._heard = ""
        self._checked = 0

    async def listen(self, stream: AsyncIterator[str], first: float, whole: float) -> AsyncGenerator[str, None]:
        """Yield what has been let out, each time that it grows; `first` and `whole` are moments of the loop's clock."""
        try:
            while not self._over():
                async with asyncio.timeout_at(whole if self.let_out else first):
                    piece = await anext(stream, None)
                self._heard += piece or ""
                for text in self._ready(last=piece is None):
                    yield text
                if piece is None:
                    break
        except TimeoutError:
            self.problem = "slow"
        except ModelError as error:
            self.problem = error
        finally:
            # A model that is left in the middle must stop writing now, not when the garbage is collected.
            await _close(stream)
        if not self.let_out and self.problem is None:
            self.problem = "empty"

    def _over(self) -> bool:
        return self.problem is not None or len(self.let_out.split()) >= self._most

    def _ready(self, *, last: bool) -> Iterator[str]:
        """Each longer beginning that is complete and passes the gate, in order; a fault ends it."""
        text = _speech(self._heard, self._label)
        for end in self._ends(text, last=last):
            self._checked = end
            found = self.gate.faults(text[:end], self._open)
            if found:
                self.problem = self.fault = found[0]
                return
            shown = " ".join(text[:end].split())
            if shown != self.let_out:
                self.let_out = shown
                yield shown
            if self._over():
                return
        if len(text[self._checked :].split()) > _LONGEST_SENTENCE:
            self.problem = self.fault = "too long"

    def _ends(self, text: str, *, last: bool) -> list[int]:
        """Ends of complete sentences not checked yet; body language is never cut in two."""
        ends = [match.end() for match in _SENTENCE_END.finditer(text)]
        ends = [end for end in ends if text.count("[", 0, end) <= text.count("]", 0, end) and "*" not in text[:end]]
        # A tail that the length limit cut off is dropped where there is something to stand without it.
        if last and text.strip() and (_FINISHED.search(text) or not spoken(self.let_out)):
            ends.append(len(text))
        return [end for end in ends if end > self._checked]


def _speech(heard: str, label: re.Pattern[str]) -> str:
    """A model's text with the commonest habits of models put right, the same for every beginning of it.

    The speaker's name before the line, quotation marks around it, body language between asterisks or parentheses.
    """
    text = label.sub("", heard.lstrip())
    if text[:1] in {'"', "“"}:
        text = re.sub(r"[\"“”]", "", text)
    if text[:1] == "(":
        text = re.sub(r"^\(([^()\n]*)\)", r"[\1]", text)
    return re.sub(r"(?<!\*)\*([^*\n]+)\*(?!\*)", r"[\1]", text)


def _joined(text: str, line: str) -> str:
    """An authored line after what was said already; one piece of body language after another reads as a stage play."""
    if text.endswith("]"):
        line = re.sub(r"^\[[^\]]*\]\s*(?=\S)", "", line)
    return f"{text} {line}"


async def _close(stream: AsyncIterator[str]) -> None:
    if isinstance(stream, AsyncGenerator):
        await stream.aclose()
