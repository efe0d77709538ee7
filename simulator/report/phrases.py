"""Figures as words: how sure, how reliable, how many, what it can cost."""

from collections.abc import Sequence

from simulator.domain.marked import Reliability
from simulator.domain.rubric import Cost
from simulator.domain.scenario import Persona

_SURE = ((0.9, "very sure"), (0.7, "fairly sure"), (0.5, "not quite sure"))
_FEWEST_TURNS = 10
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def how_sure(confidence: float) -> str:
    """The reader's confidence (0-1) in words."""
    return next((words for least, words in _SURE if confidence >= least), "a guess")


def how_reliable(reliability: Reliability | None) -> str | None:
    """How far a code can be trusted, in one sentence; None where it was not measured."""
    if reliability is None:
        return None
    if reliability.turns < _FEWEST_TURNS or reliability.precision is None:
        return "This one is too rare in the labelled lines to say how often the reader is right about it."
    right = f"On lines it had not learnt from, the reader was right about this one {_in_ten(reliability.precision)}"
    if reliability.recall is None:
        return f"{right}."
    return f"{right} and found it {_in_ten(reliability.recall)} when it was there."


def in_words(number: int) -> str:
    """Small numbers as words, others as figures."""
    return _SMALL[number] if number < len(_SMALL) else str(number)


def counted(number: int, one: str, many: str | None = None) -> str:
    """As in: one promise, three promises, 14 promises."""
    return f"{in_words(number)} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """As in: a; a and b; a, b and c."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def starting(sentence: str) -> str:
    """The sentence with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]


def quoted(text: str, most: int = 90) -> str:
    """Words in typographic quotes, cut at a word if they are longer than `most` characters."""
    text = " ".join(text.split())
    if len(text) > most:
        text = text[:most].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"
    return f"“{text}”"


def what_it_costs(cost: Cost | None, persona: Persona) -> str | None:
    """What a parenting move can cost in the long run (rubric section 4.1, one of four)."""
    name, own = persona.name, persona.pronouns.possessive
    sentences: dict[Cost, str] = {
        "power": f"In the long run it costs the level ground between you: {name} is looked after, or looked down on.",
        "ownership": f"In the long run it costs ownership: the work stops being {own} own.",
        "resentment": f"In the long run it costs goodwill: {name} does what is asked, and keeps count.",
        "career": f"In the long run it costs {name} a step: nobody grows by work done for them, or left to them alone.",
    }
    return sentences[cost] if cost else None


def _in_ten(share: float) -> str:
    tenths = round(share * 10)
    return {0: "hardly ever", 10: "nearly every time", 1: "about one time in ten"}.get(
        tenths, f"about {in_words(tenths)} times in ten"
    )
