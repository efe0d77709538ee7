"""The form for an own situation: what was typed, what of it will not do and why, and the value it makes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import get_args

from simulator.domain.own import (
    LONGEST_LINE,
    LONGEST_NAME,
    MOST_LINES,
    MOST_WORDS_KEPT,
    Afterwards,
    Described,
    PronounWord,
)
from simulator.domain.scenario import Guardedness, Kind
from simulator.errors import InputError
from simulator.library.own_drafting import check_described, load_own_stock

_FEWEST_WORDS = 3
_NO_NAMES = frozenset({"i", "me", "you", "he", "she", "it", "we", "they", "the", "a", "an", "leader", "manager"})
_GUESSES = ("guess1", "guess2", "guess3")
_NEED_DONE = "Write at least one thing you need, one a line."
_SEEN = "Write at least one thing that anyone could see, one a line."


@dataclass(frozen=True)
class Typed:
    """The fields as text, as a browser sends them."""

    called: str = ""
    me: str = "Alex"
    pronouns: str = "they"
    role: str = ""
    kind: str = ""
    visible: str = ""
    needs: str = ""
    fixed: str = ""
    theirs: str = ""
    strength: str = ""
    manner: str = ""
    guess1: str = ""
    guess2: str = ""
    guess3: str = ""
    on: str = ""
    guardedness: str = "guarded"
    unsent: str = ""
    follows: str = ""
    """The situation this one goes on from."""


@dataclass
class Problems:
    """What will not do, by field; the sentence under the empty name is about the whole."""

    by_field: dict[str, str] = field(default_factory=dict)

    def note(self, name: str, sentence: str) -> None:
        """Keep the first that is said of a field."""
        self.by_field.setdefault(name, sentence)


def typed_of(form: Mapping[str, object]) -> Typed:
    """What a browser sent; fields it left out are as on an empty form."""
    texts = {name: value for name in asdict(Typed()) if isinstance(value := form.get(name), str)}
    return Typed(**texts)


def shown_of(described: Described) -> Typed:
    """A kept situation as the form shows it."""
    return Typed(
        called=described.called,
        me=described.me,
        pronouns=described.pronouns,
        role=described.role,
        kind=described.kind,
        visible="\n".join(described.visible),
        needs="\n".join(described.needs),
        fixed="\n".join(described.fixed),
        theirs="\n".join(described.theirs),
        strength=described.strength,
        manner=described.manner,
        guess1=described.guesses[0],
        guess2=described.guesses[1],
        guess3=described.guesses[2],
        on=described.on.isoformat() if described.on else "",
        guardedness=described.guardedness,
        unsent="\n".join(described.unsent),
        follows=described.follows or "",
    )


def follow_up(described: Described, afterwards: Afterwards, situation: str) -> Typed:
    """The form for the talk after: what happened stands among what can be seen, without a date and without a guess.

    Guesses are left out on purpose: the last talk may have proved them wrong.
    """
    since = [
        f"We talked about it{_on(afterwards)}.",
        *(f"{described.called} said what matters: {line}" for line in lines_of(afterwards.mattered)),
        *(f"Agreed: {line}" for line in afterwards.agreed),
        *(f"How it went: {line}" for line in lines_of(afterwards.how)),
    ]
    return replace(
        shown_of(described),
        visible="\n".join((*described.visible, *since)),
        guess1="",
        guess2="",
        guess3="",
        on="",
        follows=situation,
    )


def _on(afterwards: Afterwards) -> str:
    return f" on {afterwards.on.day} {afterwards.on:%B}" if afterwards.on else " before"


def read_form(typed: Typed, earlier: Afterwards | None = None) -> tuple[Described | None, Problems]:
    """The situation, or what will not do. `earlier` is how the talk went that this one follows."""
    problems = Problems()
    stock = load_own_stock()
    kinds: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
    levels: dict[str, Guardedness] = {level: level for level in get_args(Guardedness)}
    words: dict[str, PronounWord] = {word: word for word in get_args(PronounWord)}
    called = _name(typed.called, "called", "Write what to call them here. Not their real name.", problems)
    me = _name(typed.me or "Alex", "me", "Write what to call you here.", problems)
    if called and called.split()[0].casefold() == me.split()[0].casefold():
        problems.note("me", "You need another name than they have: who speaks must be plain.")
    visible = _lines(typed.visible, "visible", problems) or _missing("visible", _SEEN, problems)
    needs = _lines(typed.needs, "needs", problems) or _missing("needs", _NEED_DONE, problems)
    if typed.kind not in kinds:
        problems.note("kind", "Choose what comes nearest; it need not fit well.")
    if typed.manner not in {one.id for one in stock.manners}:
        problems.note("manner", "Choose what comes nearest.")
    guesses = tuple(_guess(getattr(typed, name), name, problems) for name in _GUESSES)
    if len({guess.casefold() for guess in guesses if guess}) < sum(map(bool, guesses)):
        problems.note("guess2", "The same guess stands here twice. Leave one of the fields empty.")
    rest = {
        "fixed": _lines(typed.fixed, "fixed", problems),
        "theirs": _lines(typed.theirs, "theirs", problems),
        "unsent": _unsent(typed.unsent, problems),
        "role": _line(typed.role, "role", problems),
        "strength": _line(typed.strength, "strength", problems),
        "on": read_date(typed.on, "on", problems),
    }
    if problems.by_field:
        return None, problems
    described = Described.model_validate(
        {
            **rest,
            "called": called,
            "me": me,
            "visible": visible,
            "needs": needs,
            "guesses": guesses,
            "pronouns": words.get(typed.pronouns, "they"),
            "kind": kinds[typed.kind],
            "manner": typed.manner,
            "guardedness": levels.get(typed.guardedness, "guarded"),
            "follows": typed.follows or None,
            "earlier": earlier,
        }
    )
    try:
        check_described(described)
    except InputError as error:
        problems.note("", str(error))
        return None, problems
    return described, problems


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a field that hold something, each without the mark of a list before it."""
    plain = (" ".join(line.split()).removeprefix("- ").removeprefix("• ") for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in plain if line))


def read_date(text: str, name: str, problems: Problems) -> date | None:
    """A day as browsers send it, or nothing."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        problems.note(name, f"'{text.strip()[:20]}' is no day. Write it as 2031-05-24, or leave it empty.")
        return None


def _missing(name: str, sentence: str, problems: Problems) -> tuple[str, ...]:
    problems.note(name, sentence)
    return ()


def _lines(text: str, name: str, problems: Problems) -> tuple[str, ...]:
    found = lines_of(text)
    longest = max(map(len, found), default=0)
    if len(found) > MOST_LINES:
        problems.note(name, f"These are {len(found)} lines; {MOST_LINES} is the most. Keep the ones that count.")
    if longest > LONGEST_LINE:
        problems.note(name, f"One line is {longest} characters long; {LONGEST_LINE} is the most. Make two of it.")
    return found


def _line(text: str, name: str, problems: Problems) -> str:
    line = " ".join(text.split())
    if len(line) > LONGEST_LINE:
        problems.note(name, f"That is {len(line)} characters long; {LONGEST_LINE} is the most.")
    return line


def _name(text: str, name: str, missing: str, problems: Problems) -> str:
    line = " ".join(text.split())
    if not any(letter.isalpha() for letter in line):
        problems.note(name, missing)
    elif len(line) > LONGEST_NAME:
        problems.note(name, f"That is {len(line)} characters long; {LONGEST_NAME} is the most.")
    elif line.split()[0].casefold() in _NO_NAMES:
        problems.note(name, f"'{line}' is no name that can be spoken to. Take any first name, such as Kim.")
    return line


def _guess(text: str, name: str, problems: Problems) -> str:
    line = _line(text, name, problems)
    if line and len(line.split()) < _FEWEST_WORDS:
        problems.note(name, "Write it as a whole sentence, as they might say it, or leave it empty.")
    return line if not line or line[-1] in ".!?…\"”'" else f"{line}."


def _unsent(text: str, problems: Problems) -> tuple[str, ...]:
    found = lines_of(text)
    if len(found) > MOST_WORDS_KEPT:
        problems.note("unsent", f"These are {len(found)} lines; {MOST_WORDS_KEPT} is the most.")
    short = next((word for word in found if len(word) < 2), None)  # noqa: PLR2004 - one letter stands in every word
    if short:
        problems.note("unsent", f"'{short}' is a single letter: hardly a word would be left. Write the whole word.")
    if max(map(len, found), default=0) > LONGEST_LINE:
        problems.note("unsent", "One of these lines is too long. Write one name or word a line.")
    return found
