"""What the model is told: who it is, the conversation, and a direction for the next line. No locked fact ever enters.

The system prompt stays the same throughout a conversation, so that a server that caches prompts reads it once;
all that changes stands at the end. The leader's words are data: in a tag they cannot close, without a character that
could open one.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from string import Template

from simulator.domain.chat import Message
from simulator.domain.persona_state import Cue
from simulator.domain.rubric import Rubric
from simulator.domain.scenario import Scenario
from simulator.domain.transcript import Turn
from simulator.domain.wording import as_data, sentences
from simulator.persona.gate import Fault, gate_of

_FOLDER = Path(__file__).with_name("prompts")
_MOST_TURNS = 60
"""Not only the angles: the chat templates of some models make control words of the others."""

_MOODS = {
    "wary": "you do not trust what is behind the words. Polite, thin, ready to stop.",
    "flat": "no energy. Short, quiet, slow to begin.",
    "guarded": "careful. You weigh what you say and keep the rest.",
    "open": "you trust this enough to be direct, dry humour included.",
    "alive": "the work itself has caught you. Quicker, concrete, more yourself.",
}
_STANCES = {
    "deflect": "do not go there. Answer past it, courteously and briefly.",
    "deflate": "what was just said made you smaller. Do not explain that, and do not accuse. Get shorter.",
    "hold-back": "stay on the surface. Answer what was asked as anybody at work could; offer nothing of your own.",
    "answer": "answer what was asked, out of what has been said already. Do not go further than that.",
    "open-up": "say what is listed as due now, plainly, in your own words, for the first time. Nothing beyond it.",
    "agree": "help to make it concrete: your part, a date you can stand behind, and theirs. Refuse what does not fit.",
}
_GUESSES = {
    "right": "They checked a guess with you, and it is right: say so.",
    "wrong": "They checked a guess with you, and it is wrong: say that it is not that, and not what it is instead.",
}
_QUIRKS = {
    "reminded": "Come back to what they said they would do: {promise!r}.",
    "misunderstood": "Take their words in another sense than they meant, once, and answer that.",
    "testing": "Test, drily, whether they mean it.",
}
_WHY: Mapping[Fault, tuple[str, str]] = {
    "locked fact": (
        "went further than {name} would go at this point",
        "keeps to what is listed as said or to be said now",
    ),
    "left the role": ("did not sound like a colleague at a table", "only {name} could say, from within this talk"),
    "spoke for the leader": ("spoke for the other person", "is {name}'s alone"),
    "coached the leader": ("praised or coached the other person", "answers them as somebody with things of their own"),
    "format": ("was not written as speech", "is plain speech, with body language in square brackets"),
    "too long": ("would not end", "ends after two or three sentences"),
}


def messages(
    scenario: Scenario,
    rubric: Rubric,
    cue: Cue,
    leader: str,
    history: Sequence[Turn],
    samples: Sequence[str],
    fault: Fault | None = None,
) -> tuple[Message, ...]:
    """The whole prompt; `fault` is what was wrong with a first attempt, which is not shown again itself."""
    said = [Message(role="system", content=_system(scenario))]
    if not history or history[0].speaker == "employee":
        # Templates of several models want the other side to begin.
        said.append(Message(role="user", content=f"({scenario.leader_name} and {scenario.persona.name} sit down.)"))
    for turn in history[-_MOST_TURNS:]:
        if turn.speaker == "leader":
            _add(said, Message(role="user", content=f"<leader>{as_data(turn.text)}</leader>"))
        else:
            _add(said, Message(role="assistant", content=turn.text))
    _add(said, Message(role="user", content=_direction(scenario, rubric, cue, leader, samples, fault)))
    return tuple(said)


def render(template_name: str, /, **values: str) -> str:
    """Fill a template of the prompts folder; a name that is missing or unused raises KeyError."""
    template = _template(template_name)
    unused = set(values) - set(template.get_identifiers())
    if unused:
        raise KeyError(*sorted(unused))
    return template.substitute(values)


@cache
def _template(name: str) -> Template:
    return Template((_FOLDER / f"{name}.md").read_text(encoding="utf-8").removesuffix("\n"))


def _add(said: list[Message], message: Message) -> None:
    """Append, joining what one side said twice in a row: many templates refuse it."""
    if said[-1].role == message.role:
        said[-1] = Message(role=message.role, content=f"{said[-1].content}\n{message.content}")
    else:
        said.append(message)


@lru_cache(maxsize=64)
def _system(scenario: Scenario) -> str:
    """The same for every turn: made once, for the gate reads all of it."""
    persona = scenario.persona
    return render(
        "system",
        name=persona.name,
        role=persona.role,
        leader_name=scenario.leader_name,
        you_are=scenario.brief.you_are,
        public=persona.public,
        manner=_withheld(persona.manner, scenario),
        mask=_withheld(persona.mask, scenario),
        shared=_bullets(scenario.shared),
        owned=_bullets(scenario.employee_owned),
    )


def _direction(
    scenario: Scenario, rubric: Rubric, cue: Cue, leader: str, samples: Sequence[str], fault: Fault | None
) -> str:
    name = scenario.persona.name
    correction = ""
    if fault:
        because, instead = (part.format(name=name) for part in _WHY[fault])
        correction = render("correction", because=because, instead=instead)
    return render(
        "direction",
        leader=as_data(leader),
        name=name,
        mood=_MOODS[cue.mood],
        stance=" ".join(
            filter(None, (_STANCES[cue.stance], _GUESSES.get(cue.guess or ""), _quirk(cue), _habit(rubric, cue)))
        ),
        may_say=_may_say(scenario, cue),
        words=str(cue.words),
        most=str(most_words(cue)),
        samples=_bullets(samples) or "- (none)",
        correction=correction,
    )


def most_words(cue: Cue) -> int:
    """Words after which a reply is ended at the next sentence."""
    return cue.words * 2 + 10


def _may_say(scenario: Scenario, cue: Cue) -> str:
    """Open facts only, in the third person, as the receipts have them."""
    parts = []
    if cue.may_mention:
        parts.append("Said already, may be mentioned:\n" + _bullets(_texts(scenario, cue.may_mention)))
    if cue.tell:
        parts.append("To be said now:\n" + _bullets(_texts(scenario, cue.tell)))
    return "\n".join(parts) or "Nothing of your own has been said yet, and none of it is due now."


def _texts(scenario: Scenario, facts: Sequence[str]) -> tuple[str, ...]:
    return tuple(scenario.fact_by_id[fact].text for fact in facts)


def _habit(rubric: Rubric, cue: Cue) -> str | None:
    habit = next((code for code in rubric.employee_codes if code.code == cue.habit), None)
    return f'Fall into a habit of yours: it {habit.meaning}, in the manner of "{habit.example}"' if habit else None


def _quirk(cue: Cue) -> str | None:
    promise = as_data(cue.promise.words) if cue.promise else ""
    return _QUIRKS[cue.quirk].format(promise=promise) if cue.quirk else None


def _withheld(text: str, scenario: Scenario) -> str:
    """The sentences of an author's text that give nothing away; nothing is open at the start."""
    gate = gate_of(scenario)
    return " ".join(part for part in sentences(text) if not any(gate.tells(fact.id, part) for fact in scenario.facts))


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
