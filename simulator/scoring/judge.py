"""The second reader: a language model codes a leader turn by the codebook, and only what can be verified is kept.

Reason first, then quote, then code. A quote must stand in the turn (typographic differences aside) and a code in the
rubric; what does not is dropped and counted. What cannot be read at all is "not scored", never a silent nothing.
"""

from functools import cache, lru_cache
from pathlib import Path
from string import Template

from pydantic import BaseModel, Field

from simulator.domain.chat import ChatModel, Message
from simulator.domain.rubric import Move, Rubric
from simulator.domain.second_reading import SecondFinding, SecondReading
from simulator.domain.transcript import CodingRequest
from simulator.domain.wording import as_data, find_words
from simulator.errors import ModelUnreadable
from simulator.scoring.reader import why_not

_PROMPTS = Path(__file__).parent / "prompts"
_MOST_TOKENS = 900
_MOST_HISTORY = 8
_LONGEST_LINE = 400
"""Characters of a better line; a longer one is no line."""


class JudgedMove(BaseModel):
    """One move as the model fills it in."""

    reason: str
    quote: str
    code: str


class Judgement(BaseModel):
    """The form the model fills in."""

    moves: list[JudgedMove] = Field(description="empty if the turn carries no move")
    better_line: str | None


async def judge(model: ChatModel, request: CodingRequest, rubric: Rubric) -> SecondReading:
    """Have a turn read; raise ModelUnavailable or ModelRefused if the model cannot be asked at all."""
    refused = why_not(request.turn)
    if refused:
        return SecondReading(model=model.name, scored=False, why_not=refused)
    try:
        said = await model.fill(_messages(request, rubric), Judgement, most_tokens=_MOST_TOKENS)
    except ModelUnreadable as error:
        return SecondReading(model=model.name, scored=False, why_not=str(error))
    return verified(said, request.turn, rubric, model.name)


def verified(said: Judgement, turn: str, rubric: Rubric, model: str) -> SecondReading:
    """What of a judgement stands: each code once, with words of the turn."""
    kept: dict[str, SecondFinding] = {}
    dropped = 0
    for move in said.moves:
        span = find_words(move.quote, turn)
        code = move.code.strip().upper()
        if span is None or code not in rubric.by_code:
            dropped += 1
            continue
        start, end = span
        finding = SecondFinding(code=code, quote=turn[start:end], start=start, end=end, reason=move.reason.strip())
        kept.setdefault(code, finding)
    parented = any(rubric.by_code[code].side == "parenting" for code in kept)
    line = " ".join((said.better_line or "").split()).strip('"“”')
    return SecondReading(
        model=model,
        findings=tuple(sorted(kept.values(), key=lambda finding: (finding.start, finding.end, finding.code))),
        dropped=dropped,
        better=line if parented and 0 < len(line) <= _LONGEST_LINE else None,
    )


def _messages(request: CodingRequest, rubric: Rubric) -> tuple[Message, ...]:
    history = "\n".join(f"{turn.speaker}: {as_data(turn.text)}" for turn in request.history[-_MOST_HISTORY:])
    asked = _template("turn").substitute(
        setting=as_data(request.setting or "a one-to-one at work"),
        shared=" ".join(map(as_data, request.shared)) or "nothing in particular",
        owned="; ".join(map(as_data, request.employee_owned)) or "not stated",
        history=history or "(this is the first line)",
        turn=as_data(request.turn),
    )
    return Message(role="system", content=_system(rubric)), Message(role="user", content=asked)


@lru_cache(maxsize=4)
def _codebook(moves: tuple[Move, ...]) -> str:
    return "\n\n".join(_entry(move) for move in moves)


def _system(rubric: Rubric) -> str:
    return _template("judge").substitute(codebook=_codebook(rubric.moves))


def _entry(move: Move) -> str:
    near = "; ".join(f'"{miss.text}" is {miss.code}: {miss.why}' for miss in move.near_misses)
    examples = "; ".join(f'"{text}"' for text in move.positives)
    return f"{move.code} ({move.side}): {move.definition} {move.rule} Examples: {examples}. Not: {near}"


@cache
def _template(name: str) -> Template:
    return Template((_PROMPTS / f"{name}.md").read_text(encoding="utf-8").removesuffix("\n"))
